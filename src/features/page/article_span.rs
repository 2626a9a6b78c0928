//! Where an article seems to begin and end: the parent that most long paragraphs share, and the runs around it.

use crate::html::outline::{NONE, Outline};
use crate::html::tags::Tag;

use super::article_containers::Kinship;

/// Words from which a block with few links is a long paragraph.
pub(super) const PARAGRAPH_WORDS: f32 = 20.0;
/// Share of link words up to which it is.
pub(super) const PARAGRAPH_LINKS: f32 = 0.3;
/// Distances are cut here.
pub(super) const FARTHEST: f32 = 60.0;

/// The article as its long paragraphs show it.
#[derive(Debug)]
pub(super) struct Article {
    /// Whether a block is a long paragraph.
    pub(super) is_paragraph: Vec<bool>,
    /// The container that holds a block among its like: the parent of a `p` or `pre`, else its own.
    pub(super) holder: Vec<u32>,
    /// The share of long text in the holder of most of it.
    pub(super) modal_share: f32,
    /// First and last long paragraph in that holder.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Distances to it.
    pub(super) kinship: Kinship,
    /// The last long paragraph before a block.
    pub(super) previous: Vec<Option<usize>>,
    /// The next one after it.
    pub(super) next: Vec<Option<usize>>,
}

impl Article {
    /// Looks for the article; `long` is each block's words of long text. A block without any is no paragraph.
    pub(super) fn of(outline: &Outline, long: &[f32]) -> Article {
        let blocks = &outline.blocks;
        let is_paragraph: Vec<bool> = blocks
            .iter()
            .zip(long)
            .map(|(cue, &long)| {
                long >= PARAGRAPH_WORDS && cue.link_words < PARAGRAPH_LINKS * cue.words
            })
            .collect();
        let holder: Vec<u32> = blocks.iter().map(|cue| holder(outline, cue.container)).collect();
        let mut held = vec![0.0f32; outline.containers.len()];
        for (&holder, &long) in holder.iter().zip(long) {
            held[holder as usize] += long;
        }
        let fallback = holder.first().copied().unwrap_or(0);
        let modal = (0..held.len())
            .fold(fallback as usize, |best, id| if held[id] > held[best] { id } else { best });
        let inside = |want_paragraph: bool| {
            let of_modal = |&block: &usize| {
                holder[block] as usize == modal && (is_paragraph[block] || !want_paragraph)
            };
            ((0..blocks.len()).find(of_modal), (0..blocks.len()).rev().find(of_modal))
        };
        let (first, last) = match inside(true) {
            (Some(first), Some(last)) => (first, last),
            _ => (
                inside(false).0.unwrap_or(0),
                inside(false).1.unwrap_or(blocks.len().saturating_sub(1)),
            ),
        };
        Article {
            modal_share: held.get(modal).copied().unwrap_or(0.0)
                / long.iter().sum::<f32>().max(1.0),
            first,
            last,
            kinship: Kinship::to(outline, modal as u32),
            previous: scan((0..blocks.len()).collect(), &is_paragraph),
            next: scan((0..blocks.len()).rev().collect(), &is_paragraph),
            is_paragraph,
            holder,
        }
    }

    /// Whether a block stands between long paragraphs: 0 no, 1 two with one holder, 2 and it is the block's holder too.
    pub(super) fn sandwiched(&self, block: usize) -> f32 {
        match (self.previous[block], self.next[block]) {
            (Some(previous), Some(next)) if self.holder[previous] == self.holder[next] => {
                1.0 + f32::from(u8::from(self.holder[block] == self.holder[previous]))
            }
            _ => 0.0,
        }
    }
}

/// The parent of a `p` or `pre`, else the container itself.
fn holder(outline: &Outline, container: u32) -> u32 {
    let found = &outline.containers[container as usize];
    if matches!(found.tag, Tag::P | Tag::Pre) && found.parent != NONE {
        found.parent
    } else {
        container
    }
}

/// For each block, the last one met before it that is marked, walking in `order`.
fn scan(order: Vec<usize>, marked: &[bool]) -> Vec<Option<usize>> {
    let mut seen = vec![None; order.len()];
    let mut last = None;
    for block in order {
        seen[block] = last;
        if marked[block] {
            last = Some(block);
        }
    }
    seen
}
