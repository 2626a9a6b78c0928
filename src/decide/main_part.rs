//! The main part of a document: the lines or blocks among which the article is.
//!
//! It is the run of them with the most expected body words over expected chrome words (maximum
//! subsequence segmentation: Pasternack and Roth, "Extracting article text from the web with
//! maximum subsequence segmentation", WWW 2009), with those around it up to some chrome. The scores
//! of a list of other articles, of comments or of a table of cookies are too high all together. So
//! what is outside the main part needs a higher score.

use std::ops::Range;

/// Words of a line or block that count. With 60, the F1 of texts is the same within .001.
const MAX_WORDS: f32 = 20.0;
/// Score below which a line or block is surely chrome. With .1, labels-raw-dev keeps 1 % less of
/// its chrome words and loses .8 % more of its body: the errata of a book, a product's features.
pub(super) const SURE_CHROME: f32 = 0.05;

/// A line or block, as the search for the main part sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartItem {
    pub(super) words: f32,
    /// The probability that it is content.
    pub(super) score: f32,
    pub(super) is_surely_chrome: bool,
}

/// Returns the range of the main part. `chrome_run` items in a row that are surely chrome end it.
pub(super) fn main_part(items: &[PartItem], chrome_run: usize) -> Range<usize> {
    let best = best_run(items);
    let after = extension(items[best.end..].iter(), chrome_run);
    let before = extension(items[..best.start].iter().rev(), chrome_run);
    best.start - before..best.end + after
}

/// Returns the run with the most expected body words less expected chrome words. All items if no
/// run has more body than chrome.
fn best_run(items: &[PartItem]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..items.len(), 0.0f32);
    let (mut start, mut sum) = (0, 0.0f32);
    for (number, item) in items.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (number, 0.0);
        }
        sum += item.words.min(MAX_WORDS) * (2.0 * item.score - 1.0);
        if sum > best_sum {
            (best, best_sum) = (start..number + 1, sum);
        }
    }
    best
}

/// Returns the number of items up to the first `chrome_run` in a row that are surely chrome.
fn extension<'c>(items: impl Iterator<Item = &'c PartItem>, chrome_run: usize) -> usize {
    let (mut extension, mut run) = (0, 0);
    for (number, item) in items.enumerate() {
        if !item.is_surely_chrome {
            (extension, run) = (number + 1, 0);
            continue;
        }
        run += 1;
        if run == chrome_run {
            break;
        }
    }
    extension
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items of ten words: `b` is body, `d` is in doubt, `c` is surely chrome.
    fn part(pattern: &str) -> Range<usize> {
        let item = |c| {
            let score = if c == 'b' { 0.9 } else { 0.3 };
            PartItem { words: 10.0, score, is_surely_chrome: c == 'c' }
        };
        main_part(&pattern.chars().map(item).collect::<Vec<_>>(), 3)
    }

    #[test]
    fn the_main_part_is_the_run_with_the_most_body() {
        assert_eq!(part("bcccbbcbccc"), 4..8);
        assert_eq!(part(""), 0..0);
        assert_eq!(part("ddcccdd"), 0..7);
    }

    #[test]
    fn the_main_part_reaches_as_far_as_some_chrome() {
        assert_eq!(part("dcccddccdbbbcdccdcccd"), 4..17);
        assert_eq!(part("ccdbbb"), 2..6);
    }
}
