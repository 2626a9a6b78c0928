//! Repetition: the same text twice, the same kind of element many times.

use crate::hash::{FnvMap, key_of_lower};
use crate::html::outline::{NONE, Outline};
use crate::unicode::words;

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

/// Returns the repetition of every block. `long` holds its words of long text.
pub(super) fn repetitions(outline: &Outline, long: &[f32]) -> Vec<Repetition> {
    let mut copies: FnvMap<&str, f32> = FnvMap::default();
    let mut similar: FnvMap<(u32, u32), SimilarBlocks> = FnvMap::default();
    let mut long_by_element: FnvMap<u32, f32> = FnvMap::default();
    for (index, block) in outline.blocks.iter().enumerate() {
        *copies.entry(outline.text_of(index)).or_default() += 1.0;
        let same = similar.entry(appearance(outline, block.container)).or_default();
        same.blocks += 1.0;
        same.words += block.words;
        same.links += block.link_words;
        *long_by_element.entry(signature(outline, block.container)).or_default() += long[index];
    }
    let all_words = outline.blocks.iter().map(|block| block.words).sum::<f32>().max(1.0);
    let all_long = long.iter().sum::<f32>().max(1.0);
    let mut seen: FnvMap<&str, f32> = FnvMap::default();
    let mut repetitions = Vec::with_capacity(outline.blocks.len());
    for (index, block) in outline.blocks.iter().enumerate() {
        let text = outline.text_of(index);
        let earlier = seen.entry(text).or_default();
        let same = similar.get(&appearance(outline, block.container)).copied().unwrap_or_default();
        let long_here = long_by_element.get(&signature(outline, block.container)).copied();
        repetitions.push(Repetition {
            copies: copies.get(text).copied().unwrap_or(1.0),
            earlier_copies: *earlier,
            similar_blocks: same.blocks,
            similar_words: same.words / same.blocks.max(1.0),
            similar_link_share: same.links / same.words.max(1.0),
            similar_share: same.words / all_words,
            long_share: long_here.unwrap_or(0.0) / all_long,
        });
        *earlier += 1.0;
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
    let mut counts: FnvMap<(u32, u32), f32> = FnvMap::default();
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

/// Returns the words of a text in lower case as keys, sorted and without duplicates.
pub(super) fn word_set(text: &str) -> Vec<u32> {
    let mut set: Vec<u32> = words(text).map(|word| key_of_lower(0, word.text)).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Counts the keys that two sorted sets share.
pub(super) fn shared_count(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|key| b.binary_search(key).is_ok()).count()
}
