//! The overlap of a block with the description that the page's head declares.

use crate::features::tokens::TokenLists;
use crate::hash::{KeySet, key_of_keys};
use crate::html::head::DocumentHead;

use super::block_tokens::tokens_of;

/// Words in a row that are compared together.
const RUN: usize = 3;
/// Key space of runs.
const RUN_SPACE: u8 = 1;

/// Returns for each block the number of runs of words that its start shares with the description,
/// divided by the runs of the shorter of both; -1 if no description is declared. Descriptions quote
/// the start of a paragraph.
pub(super) fn summary_overlap(head: &DocumentHead, tokens: &TokenLists, blocks: usize) -> Vec<f32> {
    let description = head.description.as_deref().unwrap_or_default();
    let words = tokens_of(description);
    let summary = KeySet::new(words.windows(RUN).map(run_key));
    if summary.len() == 0 {
        return vec![-1.0; blocks];
    }
    let words = KeySet::new(words.into_iter());
    let mut overlaps = Vec::with_capacity(blocks);
    for block in 0..blocks {
        let own = tokens.of(block);
        let runs = (own.len() + 1).saturating_sub(RUN);
        let is_common = |run: &&[u32]| words.contains(run[0]) && summary.contains(run_key(run));
        let common = own.windows(RUN).filter(is_common).count();
        // A block that repeats a run can have more common runs than the description has.
        overlaps.push((common as f32 / summary.len().min(runs).max(1) as f32).min(1.0));
    }
    overlaps
}

/// Returns the key of a run of words.
fn run_key(run: &[u32]) -> u32 {
    run.iter().fold(0, |key, &word| key_of_keys(RUN_SPACE, key, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::page::block_tokens::block_tokens;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    fn overlap_of(html: &str) -> Vec<f32> {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        let outline = segment(&dom, &[]).outline;
        let tokens = block_tokens(&outline);
        summary_overlap(&DocumentHead::read(&dom), &tokens, outline.blocks.len())
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
