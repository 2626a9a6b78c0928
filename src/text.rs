//! Plain text: its lines, the lines that stay, Markdown, edit links of wikis, and documents that
//! fall apart into fragments.

pub(crate) mod edit_links;
pub(crate) mod flattened;
pub(crate) mod fragments;
pub(crate) mod kept_lines;
pub(crate) mod lines;
pub(crate) mod markdown;
