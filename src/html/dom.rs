//! The tree of a page: an index arena that html5ever's tree builder fills.
//!
//! Limits end hostile pages early, and nothing in here recurses, however deep the page is.

mod arena;
mod names;
mod parse;
mod shadow;
mod sink;
#[cfg(test)]
mod tests;
mod tokenizer;
mod tree;

pub(crate) use tokenizer::{KeptAttributes, is_json_ld_type};
pub(crate) use tree::{Dom, NodeId};
