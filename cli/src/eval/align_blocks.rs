//! Aligns the blocks of a cleaned page with labelled blocks that another segmentation made, by their words in order.

use std::collections::HashMap;

use dechrome::Page;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::eval::line_scores::LineOutcome;
use crate::eval::words::{WordStyle, folded, words};

/// What became of each labelled block: the share of its words that stand in kept blocks, and the kind of the block that
/// most of its words stand in. Words that no block has count as dropped.
pub(super) fn align(labelled: &[String], page: &Page) -> Vec<LineOutcome> {
    let blocks: Vec<_> = page.blocks().collect();
    let mut vocabulary = Vocabulary::default();
    let (wanted, owners) = vocabulary.number(labelled.iter().map(String::as_str));
    let (found, homes) = vocabulary.number(blocks.iter().map(|block| block.text()));
    let mut hits: Vec<Vec<usize>> = vec![Vec::new(); labelled.len()];
    for (old, new) in common(&wanted, &found) {
        hits[owners[old]].push(homes[new]);
    }
    let mut sizes = vec![0_usize; labelled.len()];
    owners.iter().for_each(|&owner| sizes[owner] += 1);
    hits.iter()
        .zip(sizes)
        .map(|(hits, size)| {
            let kept = hits.iter().filter(|&&block| blocks[block].keep()).count();
            LineOutcome {
                kept: kept as f64 / size.max(1) as f64,
                kind: most_common(hits).map(|block| blocks[block].kind().name().to_owned()),
            }
        })
        .collect()
}

/// Numbers for words, so that comparing two is cheap.
#[derive(Default)]
struct Vocabulary(HashMap<String, u32>);

impl Vocabulary {
    /// The words of all texts, as numbers, and for each the text that it stands in.
    fn number<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> (Vec<u32>, Vec<usize>) {
        let (mut numbers, mut owners) = (Vec::new(), Vec::new());
        for (owner, text) in texts.enumerate() {
            for word in words(&folded(text), WordStyle::Lines) {
                let next = self.0.len() as u32;
                numbers.push(*self.0.entry(word.to_owned()).or_insert(next));
                owners.push(owner);
            }
        }
        (numbers, owners)
    }
}

/// The pairs of positions of a common subsequence: the longest one, but for long stretches without anything unique.
fn common(old: &[u32], new: &[u32]) -> impl Iterator<Item = (usize, usize)> {
    capture_diff_slices(Algorithm::Patience, old, new).into_iter().flat_map(|op| {
        let (old, new, len) = match op {
            DiffOp::Equal { old_index, new_index, len } => (old_index, new_index, len),
            _ => (0, 0, 0),
        };
        (0..len).map(move |step| (old + step, new + step))
    })
}

/// The block that occurs most often; the first of several.
fn most_common(hits: &[usize]) -> Option<usize> {
    let runs = hits.chunk_by(|one, other| one == other);
    runs.rev().max_by_key(|run| run.len()).map(|run| run[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_order() {
        let mut vocabulary = Vocabulary::default();
        let (old, owners) = vocabulary.number(["One two", "three"].into_iter());
        let (new, _) = vocabulary.number(["zero one", "TWO and three"].into_iter());
        assert_eq!(owners, [0, 0, 1]);
        assert_eq!(common(&old, &new).collect::<Vec<_>>(), [(0, 1), (1, 2), (2, 4)]);
    }

    #[test]
    fn the_first_of_the_longest_runs_wins() {
        assert_eq!(most_common(&[1, 2, 2, 3, 3]), Some(2));
        assert_eq!(most_common(&[]), None);
    }
}
