//! Aligns the blocks of a cleaned page with the labelled blocks of another program, by their words.

use std::collections::HashMap;

use dechrome::Page;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::eval::outcomes::LineOutcome;
use crate::eval::words::{WordStyle, folded, words};

/// Returns the outcome of each labelled block.
///
/// It is the share of the block's words that are in kept blocks of the page, and the kind of the
/// block with the longest run of them. Words that no block has count as dropped.
pub(super) fn align_blocks(labelled: &[String], page: &Page) -> Vec<LineOutcome> {
    let blocks: Vec<JudgedText<'_>> = page
        .blocks()
        .map(|block| JudgedText {
            text: block.text(),
            keep: block.keep(),
            kind: block.kind().name(),
        })
        .collect();
    let labelled: Vec<&str> = labelled.iter().map(String::as_str).collect();
    align_texts(&labelled, &blocks)
}

/// A text with the verdict on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JudgedText<'t> {
    pub(crate) text: &'t str,
    pub(crate) keep: bool,
    pub(crate) kind: &'t str,
}

/// Returns the outcome of each labelled text, as [`align_blocks`] does for the blocks of a page.
pub(crate) fn align_texts(labelled: &[&str], blocks: &[JudgedText<'_>]) -> Vec<LineOutcome> {
    let mut vocabulary = Vocabulary::default();
    let wanted = vocabulary.number(labelled.iter().copied());
    let found = vocabulary.number(blocks.iter().map(|block| block.text));

    let mut sizes = vec![0_usize; labelled.len()];
    for &owner in &wanted.owners {
        sizes[owner] += 1;
    }
    // For each labelled block, the blocks of the page that its words are in.
    let mut matches: Vec<Vec<usize>> = vec![Vec::new(); labelled.len()];
    for (in_wanted, in_found) in common_positions(&wanted.numbers, &found.numbers) {
        matches[wanted.owners[in_wanted]].push(found.owners[in_found]);
    }

    let mut outcomes = Vec::with_capacity(labelled.len());
    for (matches, size) in matches.iter().zip(sizes) {
        let kept = matches.iter().filter(|&&block| blocks[block].keep).count();
        outcomes.push(LineOutcome {
            kept: kept as f64 / size.max(1) as f64,
            kind: longest_run(matches).map(|block| blocks[block].kind.to_owned()),
        });
    }
    outcomes
}

/// Numbers for words, because numbers compare faster.
#[derive(Default)]
struct Vocabulary(HashMap<String, u32>);

/// The words of some texts.
struct NumberedWords {
    /// The number of each word.
    numbers: Vec<u32>,
    /// The index of the text that contains each word.
    owners: Vec<usize>,
}

impl Vocabulary {
    /// Returns the words of some texts. Equal words have equal numbers.
    fn number<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> NumberedWords {
        let mut numbered = NumberedWords { numbers: Vec::new(), owners: Vec::new() };
        for (owner, text) in texts.enumerate() {
            for word in words(&folded(text), WordStyle::Lines) {
                let next_number = self.0.len() as u32;
                let number = *self.0.entry(word.to_owned()).or_insert(next_number);
                numbered.numbers.push(number);
                numbered.owners.push(owner);
            }
        }
        numbered
    }
}

/// Returns the pairs of positions of a common subsequence.
///
/// It is the longest one, except in long stretches without a unique word.
fn common_positions(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let mut positions = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            positions.extend((0..len).map(|step| (old_index + step, new_index + step)));
        }
    }
    positions
}

/// Returns the value of the longest run of equal values; the first of several.
fn longest_run(values: &[usize]) -> Option<usize> {
    let runs = values.chunk_by(|one, other| one == other);
    // `max_by_key` returns the last of several.
    runs.rev().max_by_key(|run| run.len()).map(|run| run[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_order() {
        let mut vocabulary = Vocabulary::default();
        let old = vocabulary.number(["One two", "three"].into_iter());
        let new = vocabulary.number(["zero one", "TWO and three"].into_iter());
        assert_eq!(old.owners, [0, 0, 1]);
        assert_eq!(common_positions(&old.numbers, &new.numbers), [(0, 1), (1, 2), (2, 4)]);
    }

    #[test]
    fn the_first_of_the_longest_runs_wins() {
        assert_eq!(longest_run(&[1, 2, 2, 3, 3]), Some(2));
        assert_eq!(longest_run(&[]), None);
    }
}
