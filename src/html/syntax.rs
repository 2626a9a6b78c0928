//! Markup as bytes: tags, comments, raw text and character references, split as the tokenizer of
//! the HTML standard splits them.
//!
//! Apart from the tree, because three stages read markup: the search for a declared charset, the
//! parser, and the plain-text fallback after a limit of the parser. Everything is linear.

mod char_references;
mod raw_text;
mod strip_tags;
mod tag;

pub(crate) use char_references::decode;
pub(crate) use raw_text::{UNREAD, bogus_comment_end, comment_end, script_end, text_end};
pub(crate) use strip_tags::strip_tags;
pub(crate) use tag::{AttributeScope, AttributeSpan, TagStep, name_end, next_step};
