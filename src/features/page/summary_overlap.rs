//! The overlap of a block with the description that the page's head declares.

use crate::hash::{key_of_keys, key_of_lower};
use crate::html::head::DocumentHead;
use crate::html::outline::Outline;
use crate::unicode::words;

/// Words in a row that are compared together.
const RUN: usize = 3;
/// Words of a block that are compared. Descriptions quote the start of a paragraph.
const COMPARED: usize = 64;
/// Key space of runs. That of words is 0.
const RUN_SPACE: u8 = 1;

/// Returns for each block the number of runs of words that it shares with the description, divided
/// by the runs of the shorter of both; -1 if no description is declared.
pub(super) fn summary_overlap(outline: &Outline, head: &DocumentHead) -> Vec<f32> {
    let mut summary = word_runs(head.description.as_deref().unwrap_or_default());
    summary.sort_unstable();
    summary.dedup();
    if summary.is_empty() {
        return vec![-1.0; outline.blocks.len()];
    }
    let overlap = |block: usize| {
        let runs = word_runs(outline.text_of(block));
        let common = runs.iter().filter(|run| summary.binary_search(run).is_ok()).count();
        common as f32 / summary.len().min(runs.len()).max(1) as f32
    };
    // A block that repeats a run can have more common runs than the description has.
    (0..outline.blocks.len()).map(|block| overlap(block).min(1.0)).collect()
}

/// Returns the keys of a text's first runs of words.
fn word_runs(text: &str) -> Vec<u32> {
    let keys: Vec<u32> =
        words(text).take(COMPARED).map(|word| key_of_lower(0, word.text)).collect();
    let run_key = |run: &[u32]| run.iter().fold(0, |key, &word| key_of_keys(RUN_SPACE, key, word));
    keys.windows(RUN).map(run_key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    fn overlap_of(html: &str) -> Vec<f32> {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        summary_overlap(&segment(&dom, &[]).outline, &DocumentHead::read(&dom))
    }

    #[test]
    fn blocks_are_found_in_the_description() {
        let head = "<meta name=description content='The river rose by two metres'>";
        assert_eq!(
            overlap_of(&format!(
                "{head}<p>The River rose by two metres.<p>Read more news here<p>Hi"
            )),
            [1.0, 0.0, 0.0]
        );
    }

    #[test]
    fn without_a_description_the_overlap_is_missing() {
        assert_eq!(overlap_of("<p>The river rose."), [-1.0]);
    }
}
