//! What the blocks of a page are worth: its gold text, hand labels or snippets, laid on its blocks.

use std::collections::HashMap;

use dechrome::Kind;
use dechrome::training::ParsedPage;
use serde_json::Value;

use crate::Result;
use crate::align::{align, found, words};
use crate::data::strings;

/// The words of a page's blocks, and the block that each stands in.
fn page_words(page: &ParsedPage) -> (Vec<String>, Vec<usize>) {
    let mut all = Vec::new();
    let mut owners = Vec::new();
    for (block, (text, _)) in page.blocks().enumerate() {
        let words = words(text);
        owners.extend(std::iter::repeat_n(block, words.len()));
        all.extend(words);
    }
    (all, owners)
}

/// The share of each block's words that a gold text has.
pub(super) fn match_text(page: &ParsedPage, gold: &str) -> Vec<Option<f32>> {
    let (page_words, owners) = page_words(page);
    let found = found(&page_words, &words(gold));
    let mut sums = vec![(0.0, 0.0); page.blocks().count()];
    for (&block, &hit) in owners.iter().zip(&found) {
        sums[block].0 += f32::from(u8::from(hit));
        sums[block].1 += 1.0;
    }
    sums.into_iter().map(|(hits, all)| (all > 0.0).then_some(hits / all)).collect()
}

/// What each block of a page is worth as content, and its kind, where that is known.
pub(super) type Labels = (Vec<Option<f32>>, Vec<Option<Kind>>);

/// The labels of each block from labelled lines: what most of its words are labelled.
pub(super) fn match_lines(page: &ParsedPage, row: &Value) -> Result<Labels> {
    let (page_words, owners) = page_words(page);
    let kinds = strings(row, "kinds");
    let (mut gold, mut gold_kinds) = (Vec::new(), Vec::new());
    for (line, kind) in strings(row, "lines").into_iter().zip(kinds) {
        let words = words(line);
        gold_kinds.extend(std::iter::repeat_n(kind, words.len()));
        gold.extend(words);
    }
    let mut votes: Vec<HashMap<&str, usize>> = vec![HashMap::new(); page.blocks().count()];
    for (&block, matched) in owners.iter().zip(align(&page_words, &gold)) {
        if let Some(at) = matched {
            *votes[block].entry(gold_kinds[at]).or_default() += 1;
        }
    }
    let mut kinds = Vec::new();
    for votes in votes {
        let best =
            votes.into_iter().max_by_key(|&(kind, count)| (count, kind)).map(|(kind, _)| kind);
        kinds.push(best.filter(|kind| !kind.is_empty()).map(str::parse::<Kind>).transpose()?);
    }
    let content = |kind: &Option<Kind>| match kind {
        Some(Kind::Title | Kind::Caption) | None => None,
        Some(kind) => Some(f32::from(u8::from(kind.is_content()))),
    };
    Ok((kinds.iter().map(content).collect(), kinds))
}

/// The labels of each block from snippets to keep and to drop.
pub(super) fn match_snippets(page: &ParsedPage, row: &Value) -> Vec<Option<f32>> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let snippets = |name: &str| {
        strings(row, name)
            .into_iter()
            .map(fold)
            .filter(|snippet| !snippet.is_empty())
            .collect::<Vec<_>>()
    };
    let (keep, drop) = (snippets("keep"), snippets("drop"));
    let label = |text: &str| {
        let text = fold(text);
        // A block is a snippet's if it holds it, or if the snippet is cut across blocks and holds it.
        let hit = |snippet: &String| {
            text.contains(snippet.as_str()) || text.len() > 20 && snippet.contains(&text)
        };
        match (keep.iter().any(hit), drop.iter().any(hit)) {
            (true, false) => Some(1.0),
            (false, true) => Some(0.0),
            _ => None,
        }
    };
    page.blocks().map(|(text, _)| label(text)).collect()
}
