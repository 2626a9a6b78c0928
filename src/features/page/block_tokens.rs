//! The tokens of blocks: every block is split into words once.

use crate::features::tokens::{TokenLists, Tokens};
use crate::html::outline::Outline;

/// Returns the first [`MAX_TOKENS`] tokens of each block.
pub(super) fn block_tokens(outline: &Outline) -> TokenLists {
    let (mut tokens, mut lists) = (Tokens::default(), TokenLists::default());
    for block in 0..outline.blocks.len() {
        tokens.read_start(outline.text_of(block));
        lists.push(&tokens.keys);
    }
    lists
}

/// Returns the first tokens of a text.
pub(super) fn tokens_of(text: &str) -> Vec<u32> {
    let mut tokens = Tokens::default();
    tokens.read_start(text);
    tokens.keys
}
