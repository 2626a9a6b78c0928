//! Scores the text of pages: words, runs of four words, or snippets, each by the measure of the benchmark it is from.

use std::hash::Hash;

use crate::eval::gold_rows::GoldRow;
use crate::eval::words::{WordStyle, bag, shared, spaced, words};

/// Words in a shingle.
const SHINGLE: usize = 4;

/// How a text is compared with the gold.
#[derive(Clone, Copy, Debug)]
pub(super) enum PageMeasure {
    /// Bags of words; macro mean over the pages.
    Words(WordStyle),
    /// Bags of four-word runs; F1 of the mean precision (of pages with a result) and the mean recall.
    Shingles,
    /// Snippets that should and should not be there; counted over all pages.
    Snippets,
}

/// What one page adds to the score.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PageScore {
    /// Precision, recall and F1 of this page.
    shares: [f64; 3],
    /// Whether the result has any text.
    found: bool,
    /// Snippets rightly there, wrongly there, and wrongly missing.
    snippets: [f64; 3],
    /// The F1 that was expected.
    pub(super) confidence: Option<f64>,
}

impl PageScore {
    /// The score, with the F1 that was expected.
    pub(super) fn expecting(self, confidence: Option<f64>) -> Self {
        PageScore { confidence, ..self }
    }

    /// The F1 of this page, where pages are scored one by one.
    pub(super) fn f1(&self) -> f64 {
        self.shares[2]
    }
}

impl PageMeasure {
    /// The measure that fits the rows.
    pub(super) fn fitting(gold: &[GoldRow], shingles: bool, cjk: bool) -> Self {
        if gold.iter().all(|row| row.text.is_none()) {
            PageMeasure::Snippets
        } else if shingles {
            PageMeasure::Shingles
        } else {
            PageMeasure::Words(if cjk { WordStyle::Characters } else { WordStyle::Runs })
        }
    }

    /// Compares a page's text with its gold.
    pub(super) fn score(self, gold: &GoldRow, text: &str) -> PageScore {
        let expected = gold.text.as_deref().unwrap_or_default();
        let found = !spaced(text).is_empty();
        match self {
            PageMeasure::Words(style) => {
                let (text, expected) = (text.to_lowercase(), expected.to_lowercase());
                let shares = compare(words(&text, style), words(&expected, style));
                PageScore { shares, found, ..PageScore::default() }
            }
            PageMeasure::Shingles => {
                let (text, expected) =
                    (words(text, WordStyle::Runs), words(expected, WordStyle::Runs));
                PageScore {
                    shares: compare(shingles(&text), shingles(&expected)),
                    found,
                    ..PageScore::default()
                }
            }
            PageMeasure::Snippets => {
                PageScore { snippets: count_snippets(gold, text), found, ..PageScore::default() }
            }
        }
    }

    /// The figures of some pages, in the order in which they are printed.
    pub(super) fn figures(self, pages: &[&PageScore]) -> [(&'static str, f64); 3] {
        match self {
            PageMeasure::Words(_) => {
                let mean = |at: usize| mean(pages.iter().map(|page| page.shares[at]));
                [("p", mean(0)), ("r", mean(1)), ("f1", mean(2))]
            }
            PageMeasure::Shingles => {
                let precision =
                    mean(pages.iter().filter(|page| page.found).map(|page| page.shares[0]));
                balanced(precision, mean(pages.iter().map(|page| page.shares[1])))
            }
            PageMeasure::Snippets => {
                let [right, wrong, missed] =
                    [0, 1, 2].map(|at| pages.iter().map(|page| page.snippets[at]).sum::<f64>());
                balanced(right / (right + wrong).max(1.0), right / (right + missed).max(1.0))
            }
        }
    }
}

/// The figures of a measure whose F1 is that of the precision and recall over all.
fn balanced(p: f64, r: f64) -> [(&'static str, f64); 3] {
    [("f1", f1(p, r)), ("p", p), ("r", r)]
}

/// The harmonic mean.
pub(super) fn f1(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// The mean, 0 of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count.max(1))
}

/// Precision, recall and F1 of one bag against another.
fn compare<T: Eq + Hash>(found: Vec<T>, expected: Vec<T>) -> [f64; 3] {
    match (found.len(), expected.len()) {
        (0, 0) => [1.0; 3],
        (0, _) | (_, 0) => [0.0; 3],
        (all_found, all_expected) => {
            let both = shared(&bag(found), &bag(expected)) as f64;
            let (p, r) = (both / all_found as f64, both / all_expected as f64);
            [p, r, f1(p, r)]
        }
    }
}

/// The runs of four words; a shorter text is one run.
fn shingles<'w, 't>(words: &'w [&'t str]) -> Vec<&'w [&'t str]> {
    match words.len() {
        0 => Vec::new(),
        1..SHINGLE => vec![words],
        _ => words.windows(SHINGLE).collect(),
    }
}

/// Snippets rightly there, wrongly there, and wrongly missing.
fn count_snippets(gold: &GoldRow, text: &str) -> [f64; 3] {
    let text = spaced(text);
    let found = |snippets: &Option<Vec<String>>| {
        let snippets = snippets.as_deref().unwrap_or_default();
        (snippets.iter().filter(|snippet| text.contains(&spaced(snippet))).count(), snippets.len())
    };
    let ((right, wanted), (wrong, _)) = (found(&gold.keep), found(&gold.drop));
    [right as f64, wrong as f64, (wanted - right) as f64]
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
    fn snippets_are_found_across_white_space() {
        let gold = GoldRow {
            keep: Some(vec!["one two".into(), "three".into()]),
            drop: Some(vec!["Share".into()]),
            ..GoldRow::default()
        };
        assert_eq!(count_snippets(&gold, "one\n two Share"), [1.0, 1.0, 1.0]);
    }
}
