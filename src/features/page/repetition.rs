//! Repetition: the same text twice, the same kind of element many times.

use std::hash::Hash;

use crate::hash::FastMap;
use crate::html::outline::{NONE, Outline};

/// Copies of a block's text, and blocks with a similar element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repetition {
    /// Blocks with this text on the page.
    pub(super) copies: f32,
    /// Blocks with this text before it.
    pub(super) earlier_copies: f32,
    /// Blocks in similar elements: the same tag and classes, and the same parent's tag and classes.
    pub(super) similar_blocks: f32,
    /// Their mean words.
    pub(super) similar_words: f32,
    /// Their share of link words.
    pub(super) similar_link_share: f32,
    /// Their share of the page's words.
    pub(super) similar_share: f32,
    /// Share of the page's long text in elements with this tag and these classes.
    pub(super) long_share: f32,
}

/// Totals over the blocks of similar elements.
#[derive(Clone, Copy, Default)]
struct SimilarBlocks {
    blocks: f32,
    words: f32,
    links: f32,
}

/// Totals over the blocks with the same property. Each block has the position of its own.
struct Groups<K, T> {
    positions: FastMap<K, usize>,
    totals: Vec<T>,
    of_block: Vec<usize>,
}

impl<K: Eq + Hash, T: Clone + Default> Groups<K, T> {
    fn new(blocks: usize) -> Self {
        let of_block = Vec::with_capacity(blocks);
        Groups { positions: FastMap::default(), totals: Vec::new(), of_block }
    }

    /// Adds the next block. Returns the totals of its group.
    fn add(&mut self, property: K) -> &mut T {
        let position = *self.positions.entry(property).or_insert(self.totals.len());
        if position == self.totals.len() {
            self.totals.push(T::default());
        }
        self.of_block.push(position);
        &mut self.totals[position]
    }

    /// Returns the totals of a block's group.
    fn of(&self, block: usize) -> &T {
        &self.totals[self.of_block[block]]
    }
}

/// Returns the repetition of every block. `long` holds its words of long text.
pub(super) fn repetitions(outline: &Outline, long: &[f32]) -> Vec<Repetition> {
    let count = outline.blocks.len();
    let mut texts: Groups<&str, f32> = Groups::new(count);
    let mut similar: Groups<(u32, u32), SimilarBlocks> = Groups::new(count);
    let mut elements: Groups<u32, f32> = Groups::new(count);
    let mut repetitions = Vec::with_capacity(count);
    for (index, block) in outline.blocks.iter().enumerate() {
        let copies = texts.add(outline.text_of(index));
        repetitions.push(Repetition { earlier_copies: *copies, ..Repetition::default() });
        *copies += 1.0;
        let same = similar.add(appearance(outline, block.container));
        same.blocks += 1.0;
        same.words += block.words;
        same.links += block.link_words;
        *elements.add(signature(outline, block.container)) += long[index];
    }
    let all_words = outline.blocks.iter().map(|block| block.words).sum::<f32>().max(1.0);
    let all_long = long.iter().sum::<f32>().max(1.0);
    for (block, repetition) in repetitions.iter_mut().enumerate() {
        let same = similar.of(block);
        repetition.copies = *texts.of(block);
        repetition.similar_blocks = same.blocks;
        repetition.similar_words = same.words / same.blocks.max(1.0);
        repetition.similar_link_share = same.links / same.words.max(1.0);
        repetition.similar_share = same.words / all_words;
        repetition.long_share = elements.of(block) / all_long;
    }
    repetitions
}

/// Returns what similar elements have in common: their signature, and that of their parent.
fn appearance(outline: &Outline, container: u32) -> (u32, u32) {
    let parent = outline.containers[container as usize].parent;
    (signature(outline, container), signature(outline, parent))
}

fn signature(outline: &Outline, container: u32) -> u32 {
    outline.containers.get(container as usize).map_or(0, |container| container.signature)
}

/// Returns for each container how many children of its parent have its signature.
pub(super) fn similar_siblings(outline: &Outline) -> Vec<f32> {
    let mut counts: FastMap<(u32, u32), f32> = FastMap::default();
    for container in outline.containers.iter().filter(|container| container.parent != NONE) {
        *counts.entry((container.parent, container.signature)).or_default() += 1.0;
    }
    let mut siblings = Vec::with_capacity(outline.containers.len());
    for container in &outline.containers {
        let count = counts.get(&(container.parent, container.signature));
        siblings.push(count.copied().unwrap_or(1.0));
    }
    siblings
}
