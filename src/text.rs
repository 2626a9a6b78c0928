//! Plain text: its lines, the lines that stay, Markdown, and documents that fall apart into
//! fragments.

pub(crate) mod flattened;
pub(crate) mod fragments;
pub(crate) mod kept_lines;
pub(crate) mod lines;
pub(crate) mod markdown;
