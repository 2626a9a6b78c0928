//! How bytes are cut into tags, comments, raw text and character references, as the HTML standard's tokenizer cuts them.
//!
//! Apart from the tree, because three stages look at markup: the search for a declared charset, the parser, and the crude
//! reading of what lies past a parse budget. Everything is linear, and nothing looks further than the bytes in hand.

mod char_references;
mod raw_text;
mod strip_tags;
mod tag;

pub(crate) use char_references::decode;
pub(crate) use raw_text::{bogus_comment_end, comment_end, script_end, text_end};
pub(crate) use strip_tags::strip_tags;
pub(crate) use tag::{Attribute, Step, name_end, next_step};

/// Elements of raw text that no stage reads, but for scripts of JSON-LD and formulas. Sorted.
pub(crate) const UNREAD: &[&str] =
    &["iframe", "noembed", "noframes", "script", "style", "textarea"];
