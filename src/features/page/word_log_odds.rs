//! Learned log-odds of the words that blocks start with: that they occur in content rather than in
//! chrome, counted over the registrable domains of the training data.
//!
//! A box between two paragraphs may look like a third one. Then only its words show what it is.

use crate::features::token_log_odds::TokenLogOdds;
use crate::features::tokens::TokenLists;
#[cfg(feature = "_train")]
use crate::features::tokens::visit_keys;
use crate::model::LogOddsTable;

#[cfg(feature = "_train")]
use super::block_tokens::tokens_of;
use super::container_sums::{between, prefix_sums};

/// The log-odds of the words of all blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct WordLogOdds {
    /// By block.
    pub(super) blocks: Vec<TokenLogOdds>,
    /// Prefix sums of the means, and of the blocks with known words.
    sums: [Vec<f32>; 2],
}

impl WordLogOdds {
    /// Looks the words of every block up.
    pub(super) fn of(tokens: &TokenLists, blocks: usize, table: &LogOddsTable) -> Self {
        let log_odds = |block| TokenLogOdds::of(tokens.of(block), table);
        let blocks: Vec<TokenLogOdds> = (0..blocks).map(log_odds).collect();
        let means = prefix_sums(blocks.iter().map(|block| block.mean));
        let known =
            prefix_sums(blocks.iter().map(|block| crate::features::flag(block.known_share > 0.0)));
        WordLogOdds { blocks, sums: [means, known] }
    }

    /// Returns the mean over the blocks `from..to` with known words, 0 without any.
    pub(super) fn mean(&self, from: usize, to: usize) -> f32 {
        let [means, known] = &self.sums;
        between(means, from, to) / between(known, from, to).max(1.0)
    }
}

/// Returns the keys of a text that the learned table may know.
#[cfg(feature = "_train")]
pub(crate) fn word_keys(text: &str) -> Vec<u32> {
    let mut keys = Vec::new();
    visit_keys(&tokens_of(text), |_, key| keys.push(key));
    keys
}
