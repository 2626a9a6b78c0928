//! Finds the page's headline among its blocks.

use crate::features::tokens::TokenLists;
use crate::hash::KeySet;
use crate::html::head::DocumentHead;
use crate::html::outline::Outline;

use super::block_tokens::tokens_of;
use super::tree_distance::TreeDistance;

/// Length in words below which a block can be a headline.
const SHORT: f32 = 60.0;
/// Similarity above which a block repeats the declared title.
pub(super) const SAME_TITLE: f32 = 0.5;
/// Similarity that one level of a heading outweighs: of two similar headings the higher one wins.
const LEVEL_WEIGHT: f32 = 0.01;

/// The headline, and the similarity of all blocks to it.
#[derive(Debug)]
pub(super) struct Headline {
    /// Jaccard similarity between the words of each block and those of the declared title. Only
    /// short blocks can be headlines, so it is 0 for the others.
    pub(super) similarity: Vec<f32>,
    /// First block in an `h1`.
    pub(super) first_h1: Option<usize>,
    /// Block that repeats the declared title best.
    pub(super) block: Option<usize>,
    /// Distances to the headline's container; `None` without a headline.
    pub(super) distance: Option<TreeDistance>,
}

impl Headline {
    /// Looks for the headline.
    pub(super) fn of(outline: &Outline, head: &DocumentHead, tokens: &TokenLists) -> Headline {
        let declared = tokens_of(head.best_title().unwrap_or_default());
        let declared = KeySet::new(declared.into_iter());
        let mut similarity = Vec::with_capacity(outline.blocks.len());
        for block in 0..outline.blocks.len() {
            similarity.push(if outline.blocks[block].words < SHORT {
                jaccard(tokens.of(block), &declared)
            } else {
                0.0
            });
        }
        let level =
            |block: usize| outline.containers[outline.blocks[block].container as usize].heading;
        let first_h1 = (0..outline.blocks.len()).find(|&block| level(block) == 1);
        let block = most_similar(&similarity, level);
        let anchor = block.or(first_h1);
        Headline {
            similarity,
            first_h1,
            block,
            distance: anchor
                .map(|block| TreeDistance::to(outline, outline.blocks[block].container)),
        }
    }
}

/// Returns the Jaccard similarity of the words of a block and those of the declared title.
fn jaccard(tokens: &[u32], declared: &KeySet) -> f32 {
    // Most blocks share no word with the title.
    if !tokens.iter().any(|&key| declared.contains(key)) {
        return 0.0;
    }
    let mut own = tokens.to_vec();
    own.sort_unstable();
    own.dedup();
    let common = own.iter().filter(|&&key| declared.contains(key)).count();
    common as f32 / (own.len() + declared.len() - common).max(1) as f32
}

/// Returns the block that repeats the title best: the best heading if there is one, else the first
/// of the best blocks.
fn most_similar(similarity: &[f32], level: impl Fn(usize) -> u8) -> Option<usize> {
    let rank = |block: usize| {
        let level = level(block);
        (level > 0, similarity[block] - LEVEL_WEIGHT * f32::from(level))
    };
    let mut best = None;
    for (block, &own) in similarity.iter().enumerate() {
        if own > SAME_TITLE && best.is_none_or(|best| rank(block) > rank(best)) {
            best = Some(block);
        }
    }
    best
}
