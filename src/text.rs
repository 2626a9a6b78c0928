//! Plain text as lines, and the kept lines of it.

pub(crate) mod kept_lines;
pub(crate) mod lines;
