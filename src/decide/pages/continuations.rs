//! Paragraphs with which an article continues after chrome.
//!
//! The choice by expected F1 weighs words: it can leave out a paragraph whose score is a little too
//! low, a quotation after a footer for instance. Such a paragraph is added if the prose before and
//! after it is chosen, or one of them that no heading of other texts separates from it.

use crate::features::page::PageContext;

/// Least score of an added paragraph on a short page, and on others. Generated pages lose
/// paragraphs with .28 and .44. With .3 on all pages, trafi-dev lost .0025 of F1.
const LEAST_SCORE: (f32, f32) = (0.2, 0.25);
/// The same between chosen prose. Quotations have .4 to .49 on generated pages.
const LEAST_SCORE_BETWEEN: f32 = 0.25;
/// The same beside chosen prose, but under a heading that announces other texts.
const ANNOUNCED_SCORE: f32 = 0.4;
/// Most chosen words of a short page.
const SHORT_PAGE: f32 = 200.0;

/// Returns the blocks that are added to the choice, in order: prose, text by its kind, next to
/// chosen prose.
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
    if chosen_words == 0.0 {
        return Vec::new();
    }
    let is_short = chosen_words <= SHORT_PAGE;
    let least = if is_short { LEAST_SCORE.0 } else { LEAST_SCORE.1 };
    let prose: Vec<usize> =
        (0..scores.len()).filter(|&block| !excluded[block] && context.is_prose(block)).collect();
    let mut added = Vec::new();
    for (place, &block) in prose.iter().enumerate() {
        if chosen[block] {
            continue;
        }
        let before = place.checked_sub(1).map(|place| prose[place]);
        let after = prose.get(place + 1).copied();
        let neighbours: Vec<usize> =
            [before, after].into_iter().flatten().filter(|&other| chosen[other]).collect();
        // What a heading of other texts announces does not have the article on both sides, nor
        // does a note on the author, which is prose, too.
        let is_between = neighbours.len() == 2 && scores[block] >= LEAST_SCORE_BETWEEN;
        // A chosen paragraph after an announcement shows that the article continues there.
        let is_joined = |&other: &usize| {
            !context.is_announced(block)
                || context.is_announced(other)
                || scores[block] >= ANNOUNCED_SCORE
        };
        let is_beside =
            scores[block] >= least && is_text(block) && neighbours.iter().any(is_joined);
        if is_between || is_beside {
            added.push(block);
        }
    }
    added
}
