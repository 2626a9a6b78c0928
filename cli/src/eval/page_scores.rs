//! Scores the text of pages by words, runs of words, or snippets.
//!
//! Each measure is that of the benchmark that its gold rows are from.

use std::hash::Hash;

use crate::eval::bags::{bag, f1, shared};
use crate::eval::gold_rows::GoldRow;
use crate::eval::words::{WordStyle, collapse_spaces, words};

/// Words of a shingle.
const SHINGLE_WORDS: usize = 4;

/// How a text is compared with its gold row.
#[derive(Clone, Copy, Debug)]
pub(super) enum PageMeasure {
    /// Bags of words. The figures are means over the pages.
    Words(WordStyle),
    /// Bags of shingles. F1 is that of the mean precision and the mean recall. The mean precision
    /// is over the pages with any text.
    Shingles,
    /// Snippets to keep and to drop, counted over all pages.
    Snippets,
}

/// The score of one page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PageScore {
    /// Precision, recall and F1 of this page, for words and shingles.
    shares: [f64; 3],
    /// True if the result has any text.
    has_text: bool,
    snippets: SnippetCounts,
    /// The F1 that the cleaner expects.
    pub(super) confidence: Option<f64>,
}

/// Counts of snippets.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct SnippetCounts {
    /// Snippets to keep that were kept.
    kept: usize,
    /// Snippets to drop that were kept.
    leaked: usize,
    /// Snippets to keep that were dropped.
    lost: usize,
}

impl PageScore {
    /// Returns the score with the F1 that the cleaner expects.
    pub(super) fn with_confidence(self, confidence: Option<f64>) -> Self {
        PageScore { confidence, ..self }
    }

    /// Returns the F1 of this page. Only the measure of words scores pages one by one.
    pub(super) fn f1(&self) -> f64 {
        self.shares[2]
    }
}

impl PageMeasure {
    /// Returns the measure that fits the gold rows.
    pub(super) fn fitting(gold: &[GoldRow], shingles: bool, cjk: bool) -> Self {
        if gold.iter().all(|row| row.text.is_none()) {
            PageMeasure::Snippets
        } else if shingles {
            PageMeasure::Shingles
        } else {
            PageMeasure::Words(if cjk { WordStyle::Characters } else { WordStyle::Runs })
        }
    }

    /// Scores the text of a page.
    pub(super) fn score(self, gold: &GoldRow, text: &str) -> PageScore {
        let expected = gold.text.as_deref().unwrap_or_default();
        let has_text = !collapse_spaces(text).is_empty();
        let mut score = PageScore { has_text, ..PageScore::default() };
        match self {
            PageMeasure::Words(style) => {
                let (text, expected) = (text.to_lowercase(), expected.to_lowercase());
                score.shares = compare(words(&text, style), words(&expected, style));
            }
            PageMeasure::Shingles => {
                let text = words(text, WordStyle::Runs);
                let expected = words(expected, WordStyle::Runs);
                score.shares = compare(shingles(&text), shingles(&expected));
            }
            PageMeasure::Snippets => score.snippets = count_snippets(gold, text),
        }
        score
    }

    /// Returns the figures of some pages, in the order of the report.
    pub(super) fn figures(self, pages: &[&PageScore]) -> [(&'static str, f64); 3] {
        match self {
            PageMeasure::Words(_) => {
                let mean_share = |at: usize| mean(pages.iter().map(|page| page.shares[at]));
                [("p", mean_share(0)), ("r", mean_share(1)), ("f1", mean_share(2))]
            }
            PageMeasure::Shingles => {
                let with_text = pages.iter().filter(|page| page.has_text);
                let p = mean(with_text.map(|page| page.shares[0]));
                let r = mean(pages.iter().map(|page| page.shares[1]));
                overall_figures(p, r)
            }
            PageMeasure::Snippets => {
                let sum = |count: fn(&SnippetCounts) -> usize| -> f64 {
                    pages.iter().map(|page| count(&page.snippets)).sum::<usize>() as f64
                };
                let kept = sum(|snippets| snippets.kept);
                let leaked = sum(|snippets| snippets.leaked);
                let lost = sum(|snippets| snippets.lost);
                overall_figures(kept / (kept + leaked).max(1.0), kept / (kept + lost).max(1.0))
            }
        }
    }
}

/// Returns the figures of a measure whose F1 is that of the overall precision and recall.
fn overall_figures(p: f64, r: f64) -> [(&'static str, f64); 3] {
    [("f1", f1(p, r)), ("p", p), ("r", r)]
}

/// Returns the mean, or 0 without values.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0_u32);
    for value in values {
        sum += value;
        count += 1;
    }
    sum / f64::from(count.max(1))
}

/// Returns precision, recall and F1 of one bag against another.
fn compare<T: Eq + Hash>(found: Vec<T>, expected: Vec<T>) -> [f64; 3] {
    let (found_count, expected_count) = (found.len(), expected.len());
    if found_count == 0 && expected_count == 0 {
        return [1.0; 3];
    }
    if found_count == 0 || expected_count == 0 {
        return [0.0; 3];
    }
    let common = shared(&bag(found), &bag(expected)) as f64;
    let (p, r) = (common / found_count as f64, common / expected_count as f64);
    [p, r, f1(p, r)]
}

/// Returns the runs of four words. A shorter text is one run.
fn shingles<'w, 't>(words: &'w [&'t str]) -> Vec<&'w [&'t str]> {
    match words.len() {
        0 => Vec::new(),
        1..SHINGLE_WORDS => vec![words],
        _ => words.windows(SHINGLE_WORDS).collect(),
    }
}

/// Counts the snippets of a gold row in a text.
fn count_snippets(gold: &GoldRow, text: &str) -> SnippetCounts {
    let text = collapse_spaces(text);
    let count = |snippets: &[String]| {
        snippets.iter().filter(|snippet| text.contains(&collapse_spaces(snippet))).count()
    };
    let wanted = gold.keep.as_deref().unwrap_or_default();
    let unwanted = gold.drop.as_deref().unwrap_or_default();
    let kept = count(wanted);
    SnippetCounts { kept, leaked: count(unwanted), lost: wanted.len() - kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_against_empty_is_perfect() {
        assert_eq!(compare::<u8>(vec![], vec![]), [1.0; 3]);
        assert_eq!(compare(vec![1], vec![]), [0.0; 3]);
        assert_eq!(compare(vec![1, 2], vec![2, 2]), [0.5; 3]);
    }

    #[test]
    fn short_texts_are_one_shingle() {
        assert_eq!(shingles(&["a", "b"]), [&["a", "b"]]);
        assert_eq!(shingles(&["a"; 5]).len(), 2);
        assert!(shingles(&[]).is_empty());
    }

    #[test]
    fn snippets_are_found_with_any_white_space() {
        let gold = GoldRow {
            keep: Some(vec!["one two".into(), "three".into()]),
            drop: Some(vec!["Share".into()]),
            ..GoldRow::default()
        };
        let counts = SnippetCounts { kept: 1, leaked: 1, lost: 1 };
        assert_eq!(count_snippets(&gold, "one\n two Share"), counts);
    }
}
