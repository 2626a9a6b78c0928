//! Paragraphs with which an article continues after chrome.
//!
//! The choice by expected F1 weighs words: on a short page it can leave out a paragraph whose score
//! is a little too low, a quotation after a footer for instance. Such a paragraph is added if the
//! prose before or after it is chosen, and no heading between them announces other texts.

use crate::features::page::PageContext;

/// Least score of an added paragraph. Generated pages lost one with .40 and one with .41, and none
/// with less.
const LEAST_SCORE: f32 = 0.35;
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
        if chosen[block] || scores[block] < LEAST_SCORE {
            continue;
        }
        // A note on the author is prose, too.
        if !is_text(block) {
            continue;
        }
        let before = place.checked_sub(1).map(|place| prose[place]);
        let after = prose.get(place + 1).copied();
        for neighbour in [before, after].into_iter().flatten() {
            // A chosen paragraph after an announcement shows that the article continues there.
            let is_apart = context.is_announced(block) && !context.is_announced(neighbour);
            if chosen[neighbour] && !is_apart {
                added.push(block);
                break;
            }
        }
    }
    added
}
