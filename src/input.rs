//! Input: from bytes to text, and the decision between HTML and plain text.

pub(crate) mod binary;
pub(crate) mod charset;
mod declared_charset;
pub(crate) mod decode;
pub(crate) mod format;
mod hz;
mod tag_end;
mod utf16;
