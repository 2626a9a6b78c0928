//! Sums over what containers hold, and each block's chain of ever larger containers.
//!
//! A container is a range of blocks, so every total over one is two subtractions of prefix sums.

use crate::html::outline::{NONE, Outline};
use crate::html::tags::Tag;

/// Words from which a block with few links counts as long text.
const LONG_WORDS: f32 = 12.0;
/// Share of link words up to which it does.
const LONG_LINKS: f32 = 0.4;
/// Containers of a chain: the smallest around a block, and four that hold more.
pub(super) const CHAIN: usize = 5;

/// Running totals over blocks.
#[derive(Debug)]
pub(super) struct Sums {
    pub(super) words: Vec<f32>,
    pub(super) links: Vec<f32>,
    pub(super) long: Vec<f32>,
}

impl Sums {
    /// Totals of an outline.
    pub(super) fn of(outline: &Outline) -> Sums {
        let blocks = &outline.blocks;
        Sums {
            words: running(blocks.iter().map(|cue| cue.words)),
            links: running(blocks.iter().map(|cue| cue.link_words)),
            long: running(blocks.iter().map(|cue| long_words(cue.words, cue.link_words))),
        }
    }

    /// Words of the blocks `from..to`.
    pub(super) fn words(&self, from: usize, to: usize) -> f32 {
        between(&self.words, from, to)
    }

    /// Words of long text in the blocks `from..to`.
    pub(super) fn long(&self, from: usize, to: usize) -> f32 {
        between(&self.long, from, to)
    }

    /// Link words in the blocks `from..to`.
    pub(super) fn links(&self, from: usize, to: usize) -> f32 {
        between(&self.links, from, to)
    }

    /// All words.
    pub(super) fn all_words(&self) -> f32 {
        self.words.last().copied().unwrap_or(0.0)
    }

    /// All words of long text.
    pub(super) fn all_long(&self) -> f32 {
        self.long.last().copied().unwrap_or(0.0)
    }
}

/// Running totals of values, from 0 on.
pub(super) fn running(values: impl ExactSizeIterator<Item = f32>) -> Vec<f32> {
    let mut sum = 0.0;
    let mut totals = Vec::with_capacity(values.len() + 1);
    totals.push(sum);
    totals.extend(values.map(|value| {
        sum += value;
        sum
    }));
    totals
}

/// The words of a block if it is long text, else 0.
pub(super) fn long_words(words: f32, link_words: f32) -> f32 {
    if words >= LONG_WORDS && link_words < LONG_LINKS * words { words } else { 0.0 }
}

/// Difference of two entries of a running total, 0 where the range is empty.
pub(super) fn between(totals: &[f32], from: usize, to: usize) -> f32 {
    if to <= from {
        0.0
    } else {
        totals[to.min(totals.len() - 1)] - totals[from.min(totals.len() - 1)]
    }
}

/// What a container holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) blocks: f32,
    pub(super) words: f32,
    pub(super) links: f32,
    pub(super) long: f32,
    pub(super) children: f32,
    pub(super) paragraphs: f32,
    pub(super) headings: f32,
    pub(super) items: f32,
    pub(super) anchors: f32,
    pub(super) images: f32,
    pub(super) controls: f32,
    pub(super) times: f32,
}

impl Held {
    /// Share of words in links.
    pub(super) fn link_share(&self) -> f32 {
        self.links / self.words.max(1.0)
    }

    /// A count for each block.
    pub(super) fn per_block(&self, count: f32) -> f32 {
        count / self.blocks.max(1.0)
    }
}

/// What each container holds.
pub(super) fn hold(outline: &Outline, sums: &Sums) -> Vec<Held> {
    let mut held: Vec<Held> = outline
        .containers
        .iter()
        .map(|container| {
            let (from, to) = (container.first as usize, container.end as usize);
            let is = |tag: bool| f32::from(u8::from(tag));
            Held {
                blocks: to.saturating_sub(from) as f32,
                words: sums.words(from, to),
                links: sums.links(from, to),
                long: sums.long(from, to),
                children: 0.0,
                paragraphs: is(container.tag == Tag::P),
                headings: is(container.tag.heading() > 0),
                items: is(container.tag == Tag::Li),
                anchors: is(container.tag == Tag::A),
                images: f32::from(container.images),
                controls: f32::from(container.controls),
                times: is(container.tag == Tag::Time),
            }
        })
        .collect();
    for id in (0..held.len()).rev() {
        let parent = outline.containers[id].parent;
        if parent == NONE {
            continue;
        }
        let inner = held[id];
        let outer = &mut held[parent as usize];
        outer.children += 1.0;
        outer.paragraphs += inner.paragraphs;
        outer.headings += inner.headings;
        outer.items += inner.items;
        outer.anchors += inner.anchors;
        outer.images += inner.images;
        outer.controls += inner.controls;
        outer.times += inner.times;
    }
    held
}

/// For each block: the outermost container that holds no more than its own, and the next four that hold more blocks each;
/// the root where there are no more.
pub(super) fn chains(outline: &Outline) -> Vec<[u32; CHAIN]> {
    let containers = &outline.containers;
    let size = |id: u32| containers[id as usize].end - containers[id as usize].first;
    let outermost = |mut id: u32| {
        loop {
            let parent = containers[id as usize].parent;
            if parent == NONE || size(parent) != size(id) {
                return id;
            }
            id = parent;
        }
    };
    let mut memo: Vec<u32> = vec![NONE; containers.len()];
    outline
        .blocks
        .iter()
        .map(|cue| {
            let mut chain = [0; CHAIN];
            let mut id = cue.container;
            for (step, link) in chain.iter_mut().enumerate() {
                if memo[id as usize] == NONE {
                    memo[id as usize] = outermost(id);
                }
                let top = memo[id as usize];
                *link = if step == 0 { top } else { id };
                let parent = containers[top as usize].parent;
                if parent == NONE {
                    break;
                }
                id = parent;
            }
            chain
        })
        .collect()
}
