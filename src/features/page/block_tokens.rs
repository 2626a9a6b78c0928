//! Keys of the words of blocks: every block is split into words once.

use crate::hash::key_of_lower;
use crate::html::outline::Outline;
use crate::unicode::words;

/// Length in words below which all words of a block have keys.
const SHORT: f32 = 60.0;
/// Words with keys at the start of a longer block.
pub(super) const LONGEST_START: usize = 64;

/// The keys of the words of each block, in lower case: all words of a short block, and the first
/// ones of a long block.
#[derive(Debug)]
pub(super) struct WordKeys {
    keys: Vec<u32>,
    /// By block: the end of its keys.
    ends: Vec<usize>,
}

impl WordKeys {
    /// Splits the blocks of a page into words.
    pub(super) fn of(outline: &Outline) -> WordKeys {
        let (mut keys, mut ends) = (Vec::new(), Vec::with_capacity(outline.blocks.len()));
        for block in 0..outline.blocks.len() {
            let most = if is_short(outline, block) { usize::MAX } else { LONGEST_START };
            keys.extend(word_keys(outline.text_of(block)).take(most));
            ends.push(keys.len());
        }
        WordKeys { keys, ends }
    }

    /// Returns the keys of a block.
    pub(super) fn of_block(&self, block: usize) -> &[u32] {
        let start = if block == 0 { 0 } else { self.ends[block - 1] };
        &self.keys[start..self.ends[block]]
    }
}

/// Returns true if a block is so short that all of its words have keys.
pub(super) fn is_short(outline: &Outline, block: usize) -> bool {
    outline.blocks[block].words < SHORT
}

/// Returns the keys of the words of a text.
pub(super) fn word_keys(text: &str) -> impl Iterator<Item = u32> {
    words(text).map(|word| key_of_lower(0, word.text))
}
