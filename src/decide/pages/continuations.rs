//! Blocks with which an article continues, though the choice leaves them out.
//!
//! The choice by expected F1 weighs words: it can leave out a paragraph whose score is a little too
//! low, a quotation after a footer for instance. Such a paragraph is added if the prose before and
//! after it is chosen, or one of them that no heading of other texts separates from it. So is a
//! short block between two chosen ones: a label, a line of code, a cell.

use crate::features::page::PageContext;
use crate::verdict::Shape;

/// Least score of an added paragraph on a short page, and on others. Generated pages lose
/// paragraphs with .28 and .44. With .3 on all pages, trafi-dev lost .0025 of F1.
const LEAST_SCORE: (f32, f32) = (0.2, 0.25);
/// The same between chosen prose. Quotations have .4 to .49 on generated pages.
const LEAST_SCORE_BETWEEN: f32 = 0.25;
/// The same beside chosen prose, but under a heading that announces other texts, right below a
/// dropped heading, of a kind that is chrome, or with the opening of a notice. Generated pages lose
/// quotations with .43 that the kinds call related. With .32, also beside prose that was added,
/// labels-dev and fundus-dev lose .0004 of F1.
const DOUBTED_SCORE: f32 = 0.4;
/// The same of a quotation. Generated pages lose quotations with .2 that the kinds call notes on
/// the author, with .25 after forms for comments, and in Khmer with .13.
const QUOTATION_SCORE: f32 = 0.08;
/// Score from which added prose is part of the article, and can have a continuation itself.
/// Generated pages lose a last paragraph beside one with .45. With less, notes on authors come in.
const LIKELY_SCORE: f32 = 0.43;
/// Least score of a lead that is the declared description, and of one with the name of a lead.
/// With .22, labels-dev loses .03 % less of its body and fundus-dev keeps .02 % more chrome.
const LEAD_SCORE: (f32, f32) = (0.15, 0.3);
/// Blocks below the headline that can be a lead: author, date and buttons may be before it.
const LEAD_REACH: usize = 6;
/// Fewest words of a lead that its name shows.
const LEAD_WORDS: f32 = 5.0;
/// Least score of any other block directly between two chosen blocks. It gains .0006 and .0004 of
/// F1 on moz-dev and trafi-dev, and keeps .3 % more of planted chrome. With .25, .7 % more.
const LEAST_SCORE_ENCLOSED: f32 = 0.35;
/// Prose with less is a notice or a plea between two parts of an article, not a neighbour.
const SURE_CHROME: f32 = 0.1;
/// Most chosen words of a short page.
const SHORT_PAGE: f32 = 200.0;

/// Returns the blocks that are added to the choice, in order.
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
    let least = if chosen_words <= SHORT_PAGE { LEAST_SCORE.0 } else { LEAST_SCORE.1 };
    let mut added = enclosed(context, scores, excluded, chosen);
    added.extend(quotations(context, scores, excluded, chosen));
    added.extend(leads(context, scores, excluded, chosen));
    added.extend(paragraphs(context, scores, excluded, chosen, least, is_text));
    added.sort_unstable();
    added.dedup();
    added
}

/// Returns the paragraphs beside chosen ones. `least` is the score that they need.
fn paragraphs(
    context: &PageContext,
    scores: &[f32],
    excluded: &[bool],
    chosen: &[bool],
    least: f32,
    is_text: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let is_code = |block: usize| context.outline.blocks[block].shape == Shape::Code;
    // A chosen paragraph is prose even if most of it is a link.
    let is_candidate = |&block: &usize| {
        let is_chosen_text = chosen[block] && context.is_long(block);
        let least = if context.is_quotation(block) { QUOTATION_SCORE } else { SURE_CHROME };
        is_chosen_text || !excluded[block] && context.is_prose(block) && scores[block] >= least
    };
    let prose: Vec<usize> = (0..scores.len()).filter(is_candidate).collect();
    let runs = around_quotations(&prose, |block| !chosen[block] && context.is_quotation(block));
    let mut added: Vec<usize> = Vec::new();
    for (place, &block) in prose.iter().enumerate() {
        if chosen[block] {
            continue;
        }
        let before = place.checked_sub(1).map(|place| prose[place]);
        let after = prose.get(place + 1).copied();
        // The neighbours of a run of quotations are those of each of them.
        let beside = if context.is_quotation(block) { runs[place] } else { [before, after] };
        let continues =
            |other: usize| added.last() == Some(&other) && scores[other] >= LIKELY_SCORE;
        let is_of_article = |&other: &usize| chosen[other] || continues(other);
        let neighbours: Vec<usize> = beside.into_iter().flatten().filter(is_of_article).collect();
        // A text that a heading of other texts announces does not have the article on both sides,
        // nor does a note on the author, which is prose, too.
        let is_between = neighbours.len() == 2 && scores[block] >= LEAST_SCORE_BETWEEN;
        // A chosen paragraph after an announcement shows that the article continues there.
        let is_joined =
            |&other: &usize| !context.is_announced(block) || context.is_announced(other);
        // The article hardly continues with text whose heading is not part of it.
        let heading = block.checked_sub(1).filter(|&above| context.is_heading(above));
        let is_headed = heading.is_some_and(|heading| !chosen[heading]);
        let least = if context.is_quotation(block) {
            QUOTATION_SCORE
        } else if is_text(block)
            && !is_headed
            && !context.opens_like_a_notice(block)
            && neighbours.iter().any(is_joined)
        {
            least
        } else {
            DOUBTED_SCORE
        };
        // A notice in another script is above or below an article, not between its paragraphs.
        // The script of code says nothing about the text beside it.
        let is_of_text = |&other: &usize| is_code(other) || !context.differ_in_script(block, other);
        let is_foreign = !neighbours.iter().any(is_of_text);
        let is_beside = !is_foreign && scores[block] >= least;
        if is_between || is_beside {
            added.push(block);
        }
    }
    added
}

/// Returns for each candidate the nearest ones before and after it that are not open quotations.
fn around_quotations(
    prose: &[usize],
    is_open_quotation: impl Fn(usize) -> bool,
) -> Vec<[Option<usize>; 2]> {
    let mut around = vec![[None; 2]; prose.len()];
    let (mut before, mut after) = (None, None);
    for place in 0..prose.len() {
        let opposite = prose.len() - 1 - place;
        around[place][0] = before;
        around[opposite][1] = after;
        before = if is_open_quotation(prose[place]) { before } else { Some(prose[place]) };
        after = if is_open_quotation(prose[opposite]) { after } else { Some(prose[opposite]) };
    }
    around
}

/// Returns the short quotations between two chosen blocks. Known chrome beside them does not count.
fn quotations(
    context: &PageContext,
    scores: &[f32],
    excluded: &[bool],
    chosen: &[bool],
) -> Vec<usize> {
    // Searching from each quotation would be quadratic.
    let is_open = |&block: &usize| !excluded[block] && scores[block] >= SURE_CHROME;
    let open: Vec<usize> = (0..chosen.len()).filter(is_open).collect();
    let is_chosen = |other: Option<&usize>| other.is_some_and(|&other| chosen[other]);
    let is_added = |&block: &usize| {
        let before = open.partition_point(|&other| other < block);
        let after = open.partition_point(|&other| other <= block);
        !chosen[block]
            && !excluded[block]
            && scores[block] >= QUOTATION_SCORE
            && context.is_quotation(block)
            && is_chosen(open[..before].last())
            && is_chosen(open.get(after))
    };
    (0..chosen.len()).filter(is_added).collect()
}

/// Returns the leads: blocks right below the headline that are the declared description, or have
/// the name of a lead.
fn leads(context: &PageContext, scores: &[f32], excluded: &[bool], chosen: &[bool]) -> Vec<usize> {
    let Some(title) = context.headline_block() else { return Vec::new() };
    let is_lead = |block: usize| {
        scores[block] >= LEAD_SCORE.0 && context.is_description(block)
            || scores[block] >= LEAD_SCORE.1
                && context.is_named_standfirst(block)
                && context.outline.blocks[block].words >= LEAD_WORDS
    };
    let below = title + 1..chosen.len().min(title + 1 + LEAD_REACH);
    below.filter(|&block| !chosen[block] && !excluded[block] && is_lead(block)).collect()
}

/// Returns the blocks directly between two chosen blocks, or directly below a chosen heading.
fn enclosed(
    context: &PageContext,
    scores: &[f32],
    excluded: &[bool],
    chosen: &[bool],
) -> Vec<usize> {
    let is_enclosed = |&block: &usize| {
        let is_chosen_after = chosen.get(block + 1).is_some_and(|&chosen| chosen);
        !chosen[block]
            && !excluded[block]
            && scores[block] >= LEAST_SCORE_ENCLOSED
            && chosen[block - 1]
            && (is_chosen_after || context.is_heading(block - 1))
    };
    (1..chosen.len()).filter(is_enclosed).collect()
}
