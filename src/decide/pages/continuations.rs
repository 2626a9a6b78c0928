//! Paragraphs with which an article continues after chrome.
//!
//! The choice by expected F1 weighs words: on a short page it can leave out a paragraph whose score
//! is a little too low, a quotation after a footer for instance. Such a paragraph is added if the
//! prose before or after it is chosen, and nothing announces the texts of others around it.

use crate::features::page::PageContext;

/// Least score of an added paragraph. Generated pages lost one with .41, none below.
const LEAST_SCORE: f32 = 0.4;
/// Most chosen words of a page on which paragraphs are added. Generated pages lost none of longer
/// articles. On all pages and with a least score of .3, trafi-dev lost .0025 of F1.
const SHORT_PAGE: f32 = 200.0;

/// Returns the blocks that are added to the choice, in order: prose of a short page, text by its
/// kind, next to chosen prose.
pub(super) fn continuations(
    context: &PageContext,
    scores: &[f32],
    excluded: &[bool],
    chosen: &[bool],
    is_text: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let blocks = &context.outline.blocks;
    let chosen_words: f32 =
        (0..chosen.len()).filter(|&block| chosen[block]).map(|block| blocks[block].words).sum();
    if chosen_words > SHORT_PAGE {
        return Vec::new();
    }
    let prose: Vec<usize> =
        (0..scores.len()).filter(|&block| !excluded[block] && context.is_prose(block)).collect();
    let mut added = Vec::new();
    for (place, &block) in prose.iter().enumerate() {
        if chosen[block] || scores[block] < LEAST_SCORE || context.is_announced(block) {
            continue;
        }
        // A note on the author is prose, too.
        if !is_text(block) {
            continue;
        }
        let before = place.checked_sub(1).map(|place| prose[place]);
        let after = prose.get(place + 1).copied();
        if [before, after].into_iter().flatten().any(|other| chosen[other]) {
            added.push(block);
        }
    }
    added
}
