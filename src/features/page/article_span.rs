//! Where the article seems to begin and end: the parent of most long paragraphs, and the runs
//! around it.

use crate::features::flag;
use crate::html::outline::{NONE, Outline};
use crate::html::tags::Tag;

use super::tree_distance::TreeDistance;

/// Words from which a block with few links is a long paragraph.
const PARAGRAPH_WORDS: f32 = 20.0;
/// Share of link words below which it is.
const PARAGRAPH_LINKS: f32 = 0.3;

/// The article according to its long paragraphs.
///
/// The *holder* of a block is the container that holds it among its like: the parent of a `p` or
/// `pre`, else its own.
#[derive(Debug)]
pub(super) struct ArticleSpan {
    /// By block: it is a long paragraph.
    pub(super) is_paragraph: Vec<bool>,
    /// Holder of each block.
    holder: Vec<u32>,
    /// Share of long text in the holder with most of it.
    pub(super) modal_share: f32,
    /// First and last long paragraph in that holder.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Distances to that holder.
    pub(super) distance: TreeDistance,
    /// Last long paragraph before each block.
    pub(super) previous: Vec<Option<usize>>,
    /// Next long paragraph after each block.
    pub(super) next: Vec<Option<usize>>,
}

impl ArticleSpan {
    /// Looks for the article. `long` holds the words of long text of each block. A block without
    /// any is not a paragraph.
    pub(super) fn of(outline: &Outline, long: &[f32]) -> ArticleSpan {
        let blocks = &outline.blocks;
        let is_paragraph: Vec<bool> = blocks
            .iter()
            .zip(long)
            .map(|(block, &long)| {
                long >= PARAGRAPH_WORDS && block.link_words < PARAGRAPH_LINKS * block.words
            })
            .collect();
        let holder: Vec<u32> =
            blocks.iter().map(|block| holder(outline, block.container)).collect();
        let (modal, modal_share) = modal_holder(outline, &holder, long);
        let in_modal = |block: &usize| holder[*block] as usize == modal;
        let long_in_modal = |block: &usize| in_modal(block) && is_paragraph[*block];
        let all = 0..blocks.len();
        let (first, last) =
            match (all.clone().find(long_in_modal), all.clone().rfind(long_in_modal)) {
                (Some(first), Some(last)) => (first, last),
                // Without a long paragraph the span is that of the holder's blocks.
                _ => (
                    all.clone().find(in_modal).unwrap_or(0),
                    all.clone().rfind(in_modal).unwrap_or(blocks.len().saturating_sub(1)),
                ),
            };
        ArticleSpan {
            modal_share,
            first,
            last,
            distance: TreeDistance::to(outline, modal as u32),
            previous: last_marked(all.clone(), &is_paragraph),
            next: last_marked(all.rev(), &is_paragraph),
            is_paragraph,
            holder,
        }
    }

    /// Returns 1 for a block between two long paragraphs with the same holder, 2 if that is also
    /// the block's holder, 0 for other blocks.
    pub(super) fn sandwiched(&self, block: usize) -> f32 {
        match (self.previous[block], self.next[block]) {
            (Some(previous), Some(next)) if self.holder[previous] == self.holder[next] => {
                1.0 + flag(self.holder[block] == self.holder[previous])
            }
            _ => 0.0,
        }
    }
}

/// Returns the parent of a `p` or `pre`, else the container itself.
fn holder(outline: &Outline, container: u32) -> u32 {
    let found = &outline.containers[container as usize];
    if matches!(found.tag, Tag::P | Tag::Pre) && found.parent != NONE {
        found.parent
    } else {
        container
    }
}

/// Returns the holder with most long text, and its share of it.
fn modal_holder(outline: &Outline, holder: &[u32], long: &[f32]) -> (usize, f32) {
    let mut words = vec![0.0f32; outline.containers.len()];
    for (&holder, &long) in holder.iter().zip(long) {
        words[holder as usize] += long;
    }
    let mut modal = holder.first().copied().unwrap_or(0) as usize;
    for id in 0..words.len() {
        if words[id] > words[modal] {
            modal = id;
        }
    }
    let all = long.iter().sum::<f32>().max(1.0);
    (modal, words.get(modal).copied().unwrap_or(0.0) / all)
}

/// Returns for each block the last marked one that comes before it in `order`.
fn last_marked(order: impl Iterator<Item = usize>, marked: &[bool]) -> Vec<Option<usize>> {
    let mut found = vec![None; marked.len()];
    let mut last = None;
    for block in order {
        found[block] = last;
        if marked[block] {
            last = Some(block);
        }
    }
    found
}
