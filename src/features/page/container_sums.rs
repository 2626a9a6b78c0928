//! Sums over the contents of containers, and for each block its chain of ever larger containers.
//!
//! A container is a range of blocks, so every sum over one is the difference of two prefix sums.

use crate::features::flag;
use crate::html::outline::{NONE, Outline};
use crate::html::tags::Tag;

/// Words from which a block with few links counts as long text. A line of plain text is long from
/// 15 words on (`LONG_LINE_WORDS`), because lines also hold short paragraphs; each model was
/// trained with its own.
const LONG_BLOCK_WORDS: f32 = 12.0;
/// Share of link words below which it does.
const LONG_BLOCK_LINKS: f32 = 0.4;
/// Containers of a chain: the smallest around a block, and four with more blocks each.
pub(super) const CHAIN_LENGTH: usize = 5;

/// Prefix sums over blocks.
#[derive(Debug)]
pub(super) struct PrefixSums {
    words: Vec<f32>,
    links: Vec<f32>,
    /// Words of long text.
    pub(super) long: Vec<f32>,
}

impl PrefixSums {
    /// Sums over the blocks of an outline.
    pub(super) fn of(outline: &Outline) -> PrefixSums {
        let blocks = &outline.blocks;
        let long = blocks.iter().map(|block| long_words(block.words, block.link_words));
        PrefixSums {
            words: prefix_sums(blocks.iter().map(|block| block.words)),
            links: prefix_sums(blocks.iter().map(|block| block.link_words)),
            long: prefix_sums(long),
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

    /// Words of the page.
    pub(super) fn all_words(&self) -> f32 {
        self.words.last().copied().unwrap_or(0.0)
    }

    /// Words of long text on the page.
    pub(super) fn all_long(&self) -> f32 {
        self.long.last().copied().unwrap_or(0.0)
    }
}

/// Returns the sums of all prefixes of `values`, from the empty one on.
pub(super) fn prefix_sums(values: impl ExactSizeIterator<Item = f32>) -> Vec<f32> {
    let mut sum = 0.0;
    let mut sums = Vec::with_capacity(values.len() + 1);
    sums.push(sum);
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}

/// Returns the words of a block if it is long text, else 0.
pub(super) fn long_words(words: f32, link_words: f32) -> f32 {
    if words >= LONG_BLOCK_WORDS && link_words < LONG_BLOCK_LINKS * words { words } else { 0.0 }
}

/// Returns the difference of two prefix sums, 0 for an empty range.
pub(super) fn between(sums: &[f32], from: usize, to: usize) -> f32 {
    if to <= from { 0.0 } else { sums[to.min(sums.len() - 1)] - sums[from.min(sums.len() - 1)] }
}

/// Sums over the contents of a container, itself included.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ContainerSums {
    pub(super) blocks: f32,
    pub(super) words: f32,
    pub(super) links: f32,
    /// Words of long text.
    pub(super) long: f32,
    /// Child elements.
    pub(super) children: f32,
    /// `p` elements.
    pub(super) paragraphs: f32,
    pub(super) headings: f32,
    /// `li` elements.
    pub(super) items: f32,
    pub(super) images: f32,
    pub(super) controls: f32,
}

impl ContainerSums {
    /// Share of words in links.
    pub(super) fn link_share(&self) -> f32 {
        self.links / self.words.max(1.0)
    }

    /// A count per block.
    pub(super) fn per_block(&self, count: f32) -> f32 {
        count / self.blocks.max(1.0)
    }
}

/// Sums over the contents of every container.
pub(super) fn container_sums(outline: &Outline, prefix: &PrefixSums) -> Vec<ContainerSums> {
    let mut sums: Vec<ContainerSums> = Vec::with_capacity(outline.containers.len());
    for container in &outline.containers {
        let (from, to) = (container.first as usize, container.end as usize);
        sums.push(ContainerSums {
            blocks: to.saturating_sub(from) as f32,
            words: prefix.words(from, to),
            links: prefix.links(from, to),
            long: prefix.long(from, to),
            children: 0.0,
            paragraphs: flag(container.tag == Tag::P),
            headings: flag(container.tag.heading() > 0),
            items: flag(container.tag == Tag::Li),
            images: f32::from(container.images),
            controls: f32::from(container.controls),
        });
    }
    // Parents have smaller numbers than their children, so each container is complete before it is
    // added to its parent.
    for id in (0..sums.len()).rev() {
        let parent = outline.containers[id].parent;
        if parent == NONE {
            continue;
        }
        let inner = sums[id];
        let outer = &mut sums[parent as usize];
        outer.children += 1.0;
        outer.paragraphs += inner.paragraphs;
        outer.headings += inner.headings;
        outer.items += inner.items;
        outer.images += inner.images;
        outer.controls += inner.controls;
    }
    sums
}

/// Returns for each block the outermost container with no more blocks than its own, and the next
/// four that have more blocks each. The root fills the chain up.
pub(super) fn chains(outline: &Outline) -> Vec<[u32; CHAIN_LENGTH]> {
    let containers = &outline.containers;
    // The outermost container with the same blocks, by container; `NONE` if it is not known yet.
    let mut outermost: Vec<u32> = vec![NONE; containers.len()];
    let mut chains = Vec::with_capacity(outline.blocks.len());
    for block in &outline.blocks {
        let mut chain = [0; CHAIN_LENGTH];
        let mut id = block.container;
        for (step, link) in chain.iter_mut().enumerate() {
            if outermost[id as usize] == NONE {
                outermost[id as usize] = outermost_equal(outline, id);
            }
            let top = outermost[id as usize];
            *link = if step == 0 { top } else { id };
            let parent = containers[top as usize].parent;
            if parent == NONE {
                break;
            }
            id = parent;
        }
        chains.push(chain);
    }
    chains
}

/// Returns the outermost container with as many blocks as `id`.
fn outermost_equal(outline: &Outline, mut id: u32) -> u32 {
    let blocks = |id: u32| {
        let container = &outline.containers[id as usize];
        container.end - container.first
    };
    loop {
        let parent = outline.containers[id as usize].parent;
        if parent == NONE || blocks(parent) != blocks(id) {
            return id;
        }
        id = parent;
    }
}
