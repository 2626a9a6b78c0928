//! Input: from bytes to text, and the decision between HTML and plain text.

mod declared_charset;
pub(crate) mod decode;
pub(crate) mod format;
mod tag_end;
