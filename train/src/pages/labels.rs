//! Labels the blocks of a page from its gold text, its hand-labelled lines or its snippets.

use std::collections::HashMap;

use dechrome::Kind;
use dechrome::training::ParsedPage;
use serde_json::Value;

use crate::error::Result;
use crate::gold::strings;
use crate::word_alignment::{align, find_words, words};

/// Only blocks of more bytes may match as a part of a snippet. Shorter ones match by chance.
const MIN_PART_BYTES: usize = 20;

/// Confidence in a verdict of the model that a person has not changed, in labels of review pages.
const UNCHANGED_CONFIDENCE: f64 = 0.5;

/// The labels of a page's blocks. Unknown labels are `None`.
pub(super) struct BlockLabels {
    /// 1 for content, 0 for chrome.
    pub(super) content: Vec<Option<f32>>,
    pub(super) kinds: Vec<Option<Kind>>,
}

/// Returns the words of a page, and for each word the index of its block.
fn page_words(page: &ParsedPage) -> (Vec<String>, Vec<usize>) {
    let mut all = Vec::new();
    let mut blocks = Vec::new();
    for (block, (text, _)) in page.blocks().enumerate() {
        let words = words(text);
        blocks.extend(std::iter::repeat_n(block, words.len()));
        all.extend(words);
    }
    (all, blocks)
}

/// Returns, for each block, the share of its words that the gold text contains. `None` for a block
/// without words.
pub(super) fn match_text(page: &ParsedPage, gold: &str) -> Vec<Option<f32>> {
    let (page_words, blocks) = page_words(page);
    let found = find_words(&page_words, &words(gold));
    let mut counts = vec![(0.0, 0.0); page.blocks().count()];
    for (&block, &is_found) in blocks.iter().zip(&found) {
        let (hits, all) = &mut counts[block];
        *hits += f32::from(u8::from(is_found));
        *all += 1.0;
    }
    counts.into_iter().map(|(hits, all)| (all > 0.0).then_some(hits / all)).collect()
}

/// Labels each block with the most frequent kind of the gold words that its words are aligned with.
pub(super) fn match_lines(page: &ParsedPage, row: &Value) -> Result<BlockLabels> {
    let (page_words, blocks) = page_words(page);
    let (mut gold, mut gold_kinds) = (Vec::new(), Vec::new());
    for (at, (line, kind)) in
        strings(row, "lines").into_iter().zip(strings(row, "kinds")).enumerate()
    {
        let words = words(line);
        // In labels of review pages, most others are verdicts of the model itself.
        let is_sure = row["conf"][at].as_f64().is_none_or(|conf| conf > UNCHANGED_CONFIDENCE);
        let kind = if is_sure { kind } else { "" };
        gold_kinds.extend(std::iter::repeat_n(kind, words.len()));
        gold.extend(words);
    }
    let mut votes: Vec<HashMap<&str, usize>> = vec![HashMap::new(); page.blocks().count()];
    for (&block, matched) in blocks.iter().zip(align(&page_words, &gold)) {
        if let Some(at) = matched {
            *votes[block].entry(gold_kinds[at]).or_default() += 1;
        }
    }
    let mut labels = BlockLabels { content: Vec::new(), kinds: Vec::new() };
    for votes in votes {
        // Ties go to the last name, so that the result does not depend on the map's order.
        let most = votes.into_iter().max_by_key(|&(kind, count)| (count, kind));
        let kind = match most {
            Some((name, _)) if !name.is_empty() => Some(name.parse::<Kind>()?),
            _ => None,
        };
        labels.content.push(content_label(kind));
        labels.kinds.push(kind);
    }
    Ok(labels)
}

/// Returns the content label of a kind. Titles are optional content: unknown. Captions are not
/// kept by default, so they count as chrome.
pub(super) fn content_label(kind: Option<Kind>) -> Option<f32> {
    match kind? {
        Kind::Title => None,
        Kind::Caption => Some(0.0),
        kind => Some(f32::from(u8::from(kind.is_content()))),
    }
}

/// Labels the blocks that match the snippets to keep or the snippets to drop, but not both.
pub(super) fn match_snippets(page: &ParsedPage, row: &Value) -> Vec<Option<f32>> {
    let (keep, drop) = (snippets(row, "keep"), snippets(row, "drop"));
    let mut labels = Vec::new();
    for (text, _) in page.blocks() {
        let text = single_spaced(text);
        // A snippet may span blocks. Then a block is a part of it.
        let is_match = |snippet: &String| {
            text.contains(snippet.as_str())
                || text.len() > MIN_PART_BYTES && snippet.contains(&text)
        };
        labels.push(match (keep.iter().any(is_match), drop.iter().any(is_match)) {
            (true, false) => Some(1.0),
            (false, true) => Some(0.0),
            _ => None,
        });
    }
    labels
}

/// Returns the non-empty snippets of a row.
fn snippets(row: &Value, name: &str) -> Vec<String> {
    let mut snippets: Vec<String> = strings(row, name).into_iter().map(single_spaced).collect();
    snippets.retain(|snippet| !snippet.is_empty());
    snippets
}

/// Replaces runs of white space by single spaces.
fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
