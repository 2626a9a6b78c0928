//! The changes between two results for one document.

use std::collections::BTreeMap;

use crate::eval::align_blocks::{JudgedText, align_texts};
use crate::eval::bags::{bag, shared};
use crate::eval::words::{WordStyle, folded, words};
use crate::result_rows::{ResultRow, RowBlock};

/// Kind of a block that the other result does not have.
pub(crate) const NO_KIND: &str = "none";

/// The changes of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentChange {
    /// Kept words that were not kept before.
    pub(crate) gained_words: usize,
    pub(crate) lost_words: usize,
    /// Kept blocks that were not kept before, if both results have blocks.
    pub(crate) gained_blocks: usize,
    pub(crate) lost_blocks: usize,
    /// Blocks by their old and new kind, where these differ.
    pub(crate) kinds: BTreeMap<(String, String), usize>,
    /// True if the kept texts differ, even if only in white space or punctuation.
    pub(crate) has_other_text: bool,
}

/// A block of the new result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewBlock<'t> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: &'t str,
    pub(crate) keep: bool,
    /// The text, if it is known.
    pub(crate) text: Option<&'t str>,
}

/// The old verdict on a block of the new result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OldVerdict {
    pub(crate) keep: bool,
    /// The kind, if the old result has kinds.
    pub(crate) kind: Option<String>,
}

impl DocumentChange {
    /// Returns the changes between two rows.
    pub(crate) fn between_rows(old: &ResultRow, new: &ResultRow) -> Self {
        let blocks = new.blocks.as_deref().unwrap_or_default();
        let blocks: Vec<NewBlock<'_>> = blocks.iter().map(NewBlock::from).collect();
        if old.blocks.is_none() || new.blocks.is_none() {
            return DocumentChange::of_texts(&old.text, &new.text);
        }
        let verdicts = old_verdicts(old, &blocks);
        DocumentChange::new(old, &new.text, &blocks, &verdicts)
    }

    /// Returns the changes between a row and a new result with the old verdicts on its blocks.
    pub(crate) fn new(
        old: &ResultRow,
        new_text: &str,
        blocks: &[NewBlock<'_>],
        verdicts: &[Option<OldVerdict>],
    ) -> Self {
        let mut change = DocumentChange::of_texts(&old.text, new_text);
        for (block, verdict) in blocks.iter().zip(verdicts) {
            let was_kept = verdict.as_ref().is_some_and(|verdict| verdict.keep);
            change.gained_blocks += usize::from(block.keep && !was_kept);
            change.lost_blocks += usize::from(!block.keep && was_kept);
            let old_kind = match verdict {
                Some(OldVerdict { kind: Some(kind), .. }) => kind,
                // The old result knows the block, and not its kind.
                Some(_) => continue,
                None => NO_KIND,
            };
            if old_kind != block.kind {
                let kinds = (old_kind.to_owned(), block.kind.to_owned());
                *change.kinds.entry(kinds).or_default() += 1;
            }
        }
        change
    }

    /// Returns the changes between two kept texts.
    fn of_texts(old: &str, new: &str) -> Self {
        if old == new {
            return DocumentChange::default();
        }
        let (old_text, new_text) = (folded(old), folded(new));
        let old_words = bag(words(&old_text, WordStyle::Lines));
        let new_words = bag(words(&new_text, WordStyle::Lines));
        let common = shared(&old_words, &new_words);
        DocumentChange {
            gained_words: new_words.values().sum::<usize>() - common,
            lost_words: old_words.values().sum::<usize>() - common,
            // White space at the ends depends on how the text was written, not on the verdicts.
            has_other_text: old.trim() != new.trim(),
            ..DocumentChange::default()
        }
    }

    /// Returns true if nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        !self.has_other_text
            && self.kinds.is_empty()
            && [self.gained_words, self.lost_words, self.gained_blocks, self.lost_blocks]
                .iter()
                .all(|&count| count == 0)
    }
}

impl<'t> From<&'t RowBlock> for NewBlock<'t> {
    fn from(block: &'t RowBlock) -> Self {
        let RowBlock { start, end, kind, keep, text } = block;
        NewBlock { start: *start, end: *end, kind, keep: *keep, text: text.as_deref() }
    }
}

/// Returns the old verdict on each block, or `None` if the old result has no such block.
pub(crate) fn old_verdicts(old: &ResultRow, blocks: &[NewBlock<'_>]) -> Vec<Option<OldVerdict>> {
    let Some(old_blocks) = &old.blocks else {
        // Only the kept text is known.
        let kept = [JudgedText { text: &old.text, keep: true, kind: "" }];
        return by_words(&kept, blocks);
    };
    let length = |end: Option<usize>| end.unwrap_or_default();
    let old_length = length(old_blocks.last().map(|block| block.end));
    let has_texts = old_blocks.iter().all(|block| block.text.is_some())
        && blocks.iter().all(|block| block.text.is_some());
    // Equal lengths mean the same input, cut into blocks anew.
    if old_length == length(blocks.last().map(|block| block.end)) || !has_texts {
        return by_spans(old_blocks, blocks);
    }
    let judged = |block: &'_ RowBlock| -> (String, bool, String) {
        (block.text.clone().unwrap_or_default(), block.keep, block.kind.clone())
    };
    let judged: Vec<_> = old_blocks.iter().map(judged).collect();
    let judged: Vec<JudgedText<'_>> =
        judged.iter().map(|(text, keep, kind)| JudgedText { text, keep: *keep, kind }).collect();
    by_words(&judged, blocks)
}

/// Returns the verdicts of the old blocks that overlap most.
fn by_spans(old: &[RowBlock], blocks: &[NewBlock<'_>]) -> Vec<Option<OldVerdict>> {
    let mut verdicts = Vec::with_capacity(blocks.len());
    let mut first = 0;
    for block in blocks {
        while old.get(first).is_some_and(|old| old.end <= block.start) {
            first += 1;
        }
        let overlap =
            |old: &RowBlock| old.end.min(block.end).saturating_sub(old.start.max(block.start));
        let overlapping = old[first..].iter().take_while(|old| old.start < block.end);
        let best = overlapping.max_by_key(|old| overlap(old)).filter(|old| overlap(old) > 0);
        verdicts.push(best.map(|old| OldVerdict { keep: old.keep, kind: Some(old.kind.clone()) }));
    }
    verdicts
}

/// Returns the verdicts on the words of each block. A block of which more than half was kept counts
/// as kept. A block without words counts as unchanged.
fn by_words(old: &[JudgedText<'_>], blocks: &[NewBlock<'_>]) -> Vec<Option<OldVerdict>> {
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.unwrap_or_default()).collect();
    let knows_kinds = old.iter().any(|text| !text.kind.is_empty());
    let mut verdicts = Vec::with_capacity(blocks.len());
    for (outcome, block) in align_texts(&texts, old).into_iter().zip(blocks) {
        let has_words = !words(block.text.unwrap_or_default(), WordStyle::Lines).is_empty();
        verdicts.push(match (has_words, outcome.kind, knows_kinds) {
            (false, ..) => {
                let kind = knows_kinds.then(|| block.kind.to_owned());
                Some(OldVerdict { keep: block.keep, kind })
            }
            (true, Some(kind), true) => {
                Some(OldVerdict { keep: outcome.kept > 0.5, kind: Some(kind) })
            }
            (true, None, true) => None,
            (true, _, false) => Some(OldVerdict { keep: outcome.kept > 0.5, kind: None }),
        });
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = ["Home", "It rained for three days", "Share this"];

    fn block(start: usize, text: &str, kind: &str, keep: bool) -> RowBlock {
        let end = start + text.len();
        RowBlock { start, end, kind: kind.into(), keep, text: Some(text.into()) }
    }

    fn row(text: &str, kinds: [&str; 3]) -> ResultRow {
        let mut start = 0;
        let mut blocks = Vec::new();
        for (text, kind) in TEXTS.iter().zip(kinds) {
            blocks.push(block(start, text, kind, kind == "body"));
            start += text.len();
        }
        ResultRow { text: text.into(), blocks: Some(blocks), ..ResultRow::default() }
    }

    #[test]
    fn equal_rows_do_not_differ() {
        let old = row(TEXTS[1], ["nav", "body", "share"]);
        assert!(DocumentChange::between_rows(&old, &old.clone()).is_empty());
    }

    #[test]
    fn gained_and_lost_blocks_words_and_kinds_are_counted() {
        let old = row(TEXTS[1], ["nav", "body", "share"]);
        let new = row(TEXTS[0], ["body", "related", "share"]);
        let change = DocumentChange::between_rows(&old, &new);
        assert_eq!((change.gained_words, change.lost_words), (1, 5));
        assert_eq!((change.gained_blocks, change.lost_blocks), (1, 1));
        let kinds: Vec<_> = change.kinds.keys().cloned().collect();
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(kinds, [pair("body", "related"), pair("nav", "body")]);
    }

    #[test]
    fn a_row_without_blocks_tells_what_was_kept() {
        let old = ResultRow { text: TEXTS[1].into(), ..ResultRow::default() };
        let new = row(TEXTS[1], ["nav", "body", "share"]);
        let blocks = new.blocks.unwrap_or_default();
        let blocks: Vec<NewBlock<'_>> = blocks.iter().map(NewBlock::from).collect();
        let kept: Vec<bool> =
            old_verdicts(&old, &blocks).into_iter().flatten().map(|old| old.keep).collect();
        assert_eq!(kept, [false, true, false]);
    }
}
