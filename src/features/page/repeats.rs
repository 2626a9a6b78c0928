//! Repetition: the same text twice, the same kind of element many times.

use crate::hash::{Map, key_of_lower};
use crate::html::outline::{NONE, Outline};

/// How often and in what company a block's text and element recur.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repeat {
    /// Blocks with this text on the page.
    pub(super) copies: f32,
    /// Blocks with this text before it.
    pub(super) earlier: f32,
    /// Blocks whose element has the same tag, classes, and parent's tag and classes.
    pub(super) alike: f32,
    /// Mean words of those blocks.
    pub(super) alike_words: f32,
    /// Share of link words in them.
    pub(super) alike_links: f32,
    /// Share of the page's words in them.
    pub(super) alike_share: f32,
    /// Share of the page's long text that stands in elements with this tag and class.
    pub(super) long_share: f32,
}

/// Totals of blocks that look alike.
#[derive(Clone, Copy, Default)]
struct Alike {
    blocks: f32,
    words: f32,
    links: f32,
}

/// Repetition of every block; `long` is its words of long text.
pub(super) fn repeats(outline: &Outline, long: &[f32]) -> Vec<Repeat> {
    let mut copies: Map<&str, f32> = Map::default();
    let mut alike: Map<(u32, u32), Alike> = Map::default();
    let mut long_by_element: Map<u32, f32> = Map::default();
    for (number, cue) in outline.blocks.iter().enumerate() {
        *copies.entry(outline.text_of(number)).or_default() += 1.0;
        let kin = alike.entry(look(outline, cue.container)).or_default();
        kin.blocks += 1.0;
        kin.words += cue.words;
        kin.links += cue.link_words;
        *long_by_element.entry(signature(outline, cue.container)).or_default() += long[number];
    }
    let all_words = outline.blocks.iter().map(|cue| cue.words).sum::<f32>().max(1.0);
    let all_long = long.iter().sum::<f32>().max(1.0);
    let mut seen: Map<&str, f32> = Map::default();
    let mut repeats = Vec::with_capacity(outline.blocks.len());
    for (number, cue) in outline.blocks.iter().enumerate() {
        let text = outline.text_of(number);
        let earlier = seen.entry(text).or_default();
        let kin = alike.get(&look(outline, cue.container)).copied().unwrap_or_default();
        repeats.push(Repeat {
            copies: copies.get(text).copied().unwrap_or(1.0),
            earlier: *earlier,
            alike: kin.blocks,
            alike_words: kin.words / kin.blocks.max(1.0),
            alike_links: kin.links / kin.words.max(1.0),
            alike_share: kin.words / all_words,
            long_share: long_by_element
                .get(&signature(outline, cue.container))
                .copied()
                .unwrap_or(0.0)
                / all_long,
        });
        *earlier += 1.0;
    }
    repeats
}

/// What an element looks like: its own signature and its parent's.
fn look(outline: &Outline, container: u32) -> (u32, u32) {
    (
        signature(outline, container),
        signature(outline, outline.containers[container as usize].parent),
    )
}

fn signature(outline: &Outline, container: u32) -> u32 {
    outline.containers.get(container as usize).map_or(0, |container| container.signature)
}

/// For each container: how many children of its parent have its signature.
pub(super) fn siblings(outline: &Outline) -> Vec<f32> {
    let mut counts: Map<(u32, u32), f32> = Map::default();
    for container in outline.containers.iter().filter(|container| container.parent != NONE) {
        *counts.entry((container.parent, container.signature)).or_default() += 1.0;
    }
    let count = |container: &crate::html::outline::Container| {
        counts.get(&(container.parent, container.signature)).copied()
    };
    outline.containers.iter().map(|container| count(container).unwrap_or(1.0)).collect()
}

/// The words of a text as keys, lower case, each once, sorted.
pub(super) fn word_set(text: &str) -> Vec<u32> {
    let mut set: Vec<u32> =
        crate::unicode::words(text).map(|word| key_of_lower(0, word.text)).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// How many members two sorted sets share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|key| b.binary_search(key).is_ok()).count()
}
