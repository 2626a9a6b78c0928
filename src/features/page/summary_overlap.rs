//! What of a block the page's head has too: the description.

use crate::hash::{key_of_keys, key_of_lower};
use crate::html::head::DocumentHead;
use crate::html::outline::Outline;
use crate::unicode::words;

/// Words in a row that are looked for together.
const RUN: usize = 3;
/// Words of a block that are looked at: descriptions quote the start of a paragraph.
const LOOKED_AT: usize = 64;

/// For each block, the share of its or the description's runs of words, whichever has fewer, that both have; -1 where
/// nothing is declared.
pub(super) fn in_summary(outline: &Outline, head: &DocumentHead) -> Vec<f32> {
    let mut summary: Vec<u32> = runs(head.description.as_deref().unwrap_or_default()).collect();
    summary.sort_unstable();
    summary.dedup();
    let common = |block: usize| {
        let (mut all, mut both) = (0, 0);
        for run in runs(outline.text_of(block)) {
            all += 1;
            both += usize::from(summary.binary_search(&run).is_ok());
        }
        both as f32 / summary.len().min(all).max(1) as f32
    };
    (0..outline.blocks.len())
        .map(|block| if summary.is_empty() { -1.0 } else { common(block).min(1.0) })
        .collect()
}

/// The keys of a text's first runs of words.
fn runs(text: &str) -> impl Iterator<Item = u32> {
    let mut last = [0u32; RUN];
    words(text).take(LOOKED_AT).enumerate().filter_map(move |(number, word)| {
        last.rotate_left(1);
        last[RUN - 1] = key_of_lower(0, word.text);
        (number + 1 >= RUN).then(|| last.iter().fold(0, |run, &word| key_of_keys(1, run, word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    fn found(html: &str) -> Vec<f32> {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        in_summary(&segment(&dom, &[]).outline, &DocumentHead::read(&dom))
    }

    #[test]
    fn blocks_are_found_in_the_description() {
        let head = "<meta name=description content='The river rose by two metres'>";
        assert_eq!(
            found(&format!("{head}<p>The River rose by two metres.<p>Read more news here<p>Hi")),
            [1.0, 0.0, 0.0]
        );
    }

    #[test]
    fn nothing_declared_is_not_nothing_in_common() {
        assert_eq!(found("<p>The river rose."), [-1.0]);
    }
}
