//! The tokens of blocks: every block is split into words once.

use crate::features::tokens::{TokenLists, Tokens};
use crate::html::outline::Outline;

/// Returns the first tokens of each block, as many as [`Tokens::read_start`] reads.
pub(super) fn block_tokens(outline: &Outline) -> TokenLists {
    let (mut tokens, mut lists) = (Tokens::default(), TokenLists::default());
    for block in 0..outline.blocks.len() {
        tokens.read_start(outline.text_of(block));
        lists.push(&tokens.keys);
    }
    lists
}

/// Returns as many tokens of a text.
pub(super) fn tokens_of(text: &str) -> Vec<u32> {
    let mut tokens = Tokens::default();
    tokens.read_start(text);
    tokens.keys
}
