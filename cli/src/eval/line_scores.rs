//! Scores labelled lines: the body words that were lost, and the chrome words that were kept.

use std::collections::BTreeMap;

use crate::eval::bags::{bag, f1, shared, subtract};
use crate::eval::gold_rows::GoldRow;
use crate::eval::outcomes::{CleanerAnswer, LineOutcome, one_if};
use crate::eval::words::{WordStyle, folded, words};

/// Lines with a lower confidence in their label do not count.
const MIN_LABEL_CONFIDENCE: f64 = 0.4;

/// Pages with fewer body words do not count.
const MIN_BODY_WORDS: f64 = 20.0;

/// Pages that keep a smaller share of their body words count in `bad5`.
const MIN_BODY_KEPT: f64 = 0.95;

/// The score of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct LineScore {
    sums: LineSums,
    /// The sums of each kind.
    kinds: BTreeMap<String, KindSums>,
}

/// Sums over the lines of a page, or over several pages.
#[derive(Clone, Debug, Default)]
struct LineSums {
    body_words: f64,
    chrome_words: f64,
    kept_body_words: f64,
    kept_chrome_words: f64,
    /// Chrome lines that have words.
    chrome_lines: f64,
    /// Chrome lines of which more than half was kept.
    kept_chrome_lines: f64,
    /// Chrome lines that are labelled with a kind.
    chrome_kinds: f64,
    /// Chrome lines whose kind was found.
    right_chrome_kinds: f64,
}

/// Sums over the lines of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KindSums {
    pub(super) lines: f64,
    /// Lines of which more than half was kept.
    pub(super) kept: f64,
    /// Lines whose kind was found.
    pub(super) named: f64,
    pub(super) words: f64,
    pub(super) kept_words: f64,
}

/// The figures of some pages.
#[derive(Clone, Debug, Default)]
pub(super) struct LineFigures {
    /// Pages with enough body words.
    pub(super) pages: usize,
    /// Precision of the kept body words, mean over the pages.
    pub(super) p: f64,
    /// Recall of the kept body words, mean over the pages.
    pub(super) r: f64,
    /// F1 of the kept body words, mean over the pages.
    pub(super) f1: f64,
    /// Share of body words dropped.
    pub(super) loss: f64,
    /// Share of chrome words kept.
    pub(super) leak: f64,
    /// Share of chrome lines kept.
    pub(super) lines: f64,
    /// Share of pages that lose more than 5 % of their body.
    pub(super) bad5: f64,
    /// Share of chrome lines whose kind was found.
    pub(super) kind: Option<f64>,
}

/// The words of a line by their label. All are 0 if the confidence in the label is too low.
#[derive(Clone, Copy)]
struct LineWeight {
    words: f64,
    body: f64,
    chrome: f64,
}

impl LineWeight {
    /// Returns true if the words are neither body nor chrome, such as those of a title.
    fn is_neutral(self) -> bool {
        self.body + self.chrome == 0.0
    }
}

/// Scores the answer to one gold row.
pub(super) fn score(gold: &GoldRow, answer: &CleanerAnswer) -> LineScore {
    let weights: Vec<LineWeight> =
        (0..gold.lines().len()).map(|line| line_weight(gold, line)).collect();
    let mut score = LineScore::default();
    if let Some(outcomes) = &answer.lines {
        score.sums = line_sums(gold, &weights, outcomes);
        score.kinds = kind_sums(gold, &weights, outcomes);
    }
    if answer.by_text || answer.lines.is_none() {
        let (kept_body, kept_chrome) = kept_words(gold, &weights, &answer.text);
        score.sums.kept_body_words = kept_body;
        score.sums.kept_chrome_words = kept_chrome;
    }
    score.sums.body_words = weights.iter().map(|weight| weight.body).sum();
    score.sums.chrome_words = weights.iter().map(|weight| weight.chrome).sum();
    score
}

/// Returns the words of a line by their label.
fn line_weight(gold: &GoldRow, line: usize) -> LineWeight {
    let value = |values: &Option<Vec<f64>>| values.as_ref()?.get(line).copied();
    if value(&gold.conf).unwrap_or(1.0) < MIN_LABEL_CONFIDENCE {
        return LineWeight { words: 0.0, body: 0.0, chrome: 0.0 };
    }
    let words = words(&folded(&gold.lines()[line]), WordStyle::Lines).len() as f64;
    let (body, chrome) = match gold.labels[line].as_str() {
        "body" => (words, 0.0),
        "chrome" => (0.0, words),
        "mixed" => {
            let body = words * value(&gold.cov).unwrap_or(0.0);
            (body, words - body)
        }
        _ => (0.0, 0.0),
    };
    LineWeight { words, body, chrome }
}

/// Returns the sums over the lines of a page.
fn line_sums(gold: &GoldRow, weights: &[LineWeight], outcomes: &[LineOutcome]) -> LineSums {
    let mut sums = LineSums::default();
    for (line, (weight, outcome)) in weights.iter().zip(outcomes).enumerate() {
        sums.kept_body_words += weight.body * outcome.kept;
        sums.kept_chrome_words += weight.chrome * outcome.kept;
        if gold.labels[line] != "chrome" || weight.words == 0.0 {
            continue;
        }
        sums.chrome_lines += 1.0;
        sums.kept_chrome_lines += one_if(outcome.kept > 0.5);
        if let Some(kind) = gold.kind(line) {
            sums.chrome_kinds += 1.0;
            sums.right_chrome_kinds += one_if(outcome.kind.as_deref() == Some(kind));
        }
    }
    sums
}

/// Returns the sums over the lines of each kind, including neutral kinds.
fn kind_sums(
    gold: &GoldRow,
    weights: &[LineWeight],
    outcomes: &[LineOutcome],
) -> BTreeMap<String, KindSums> {
    let mut kinds: BTreeMap<String, KindSums> = BTreeMap::new();
    for (line, (weight, outcome)) in weights.iter().zip(outcomes).enumerate() {
        if weight.words == 0.0 {
            continue;
        }
        let kind = gold.kind_or_label(line);
        let sums = kinds.entry(kind.to_owned()).or_default();
        sums.lines += 1.0;
        sums.kept += one_if(outcome.kept > 0.5);
        sums.named += one_if(outcome.kind.as_deref() == Some(kind));
        sums.words += weight.words;
        sums.kept_words += weight.words * outcome.kept;
    }
    kinds
}

/// Returns the body and chrome words of a kept text.
///
/// Body words are those in the bag of the body lines. Chrome words are those that are neither in
/// that bag nor in the bag of the neutral lines.
fn kept_words(gold: &GoldRow, weights: &[LineWeight], text: &str) -> (f64, f64) {
    let (mut body, mut neutral) = (String::new(), String::new());
    for (line, weight) in gold.lines().iter().zip(weights) {
        let lines = if weight.body > weight.chrome {
            &mut body
        } else if weight.is_neutral() {
            &mut neutral
        } else {
            continue;
        };
        lines.push_str(&folded(line));
        lines.push('\n');
    }
    let text = folded(text);
    let body = bag(words(&body, WordStyle::Lines));
    let mut rest = bag(words(&text, WordStyle::Lines));
    let kept_body = shared(&rest, &body);
    subtract(&mut rest, &body);
    subtract(&mut rest, &bag(words(&neutral, WordStyle::Lines)));
    (kept_body as f64, rest.values().sum::<usize>() as f64)
}

/// Returns the figures of some pages, or `None` if no page has enough body words.
pub(super) fn figures(scores: &[&LineScore]) -> Option<LineFigures> {
    let mut figures = LineFigures::default();
    let mut total = LineSums::default();
    for sums in scores.iter().map(|score| &score.sums) {
        if sums.body_words < MIN_BODY_WORDS {
            continue;
        }
        total.add(sums);
        let kept = sums.kept_body_words + sums.kept_chrome_words;
        let p = if kept > 0.0 { sums.kept_body_words / kept } else { 0.0 };
        // The kept text can repeat body words.
        let r = (sums.kept_body_words / sums.body_words).min(1.0);
        figures.pages += 1;
        figures.p += p;
        figures.r += r;
        figures.f1 += f1(p, r);
        figures.bad5 += one_if(r < MIN_BODY_KEPT);
    }
    if figures.pages == 0 {
        return None;
    }
    let pages = figures.pages as f64;
    for sum in [&mut figures.p, &mut figures.r, &mut figures.f1, &mut figures.bad5] {
        *sum /= pages;
    }
    figures.loss = (1.0 - total.kept_body_words / total.body_words).max(0.0);
    figures.leak = total.kept_chrome_words / total.chrome_words.max(1.0);
    figures.lines = total.kept_chrome_lines / total.chrome_lines.max(1.0);
    if total.chrome_kinds > 0.0 {
        figures.kind = Some(total.right_chrome_kinds / total.chrome_kinds);
    }
    Some(figures)
}

impl LineSums {
    /// Adds the sums of another page.
    fn add(&mut self, other: &LineSums) {
        self.body_words += other.body_words;
        self.chrome_words += other.chrome_words;
        self.kept_body_words += other.kept_body_words;
        self.kept_chrome_words += other.kept_chrome_words;
        self.chrome_lines += other.chrome_lines;
        self.kept_chrome_lines += other.kept_chrome_lines;
        self.chrome_kinds += other.chrome_kinds;
        self.right_chrome_kinds += other.right_chrome_kinds;
    }
}

impl KindSums {
    /// Adds the sums of another page.
    fn add(&mut self, other: &KindSums) {
        self.lines += other.lines;
        self.kept += other.kept;
        self.named += other.named;
        self.words += other.words;
        self.kept_words += other.kept_words;
    }
}

/// Returns the sums of each kind over some pages.
pub(super) fn kind_totals<'s>(
    scores: impl IntoIterator<Item = &'s LineScore>,
) -> BTreeMap<&'s str, KindSums> {
    let mut totals: BTreeMap<&str, KindSums> = BTreeMap::new();
    for score in scores {
        for (kind, sums) in &score.kinds {
            totals.entry(kind).or_default().add(sums);
        }
    }
    totals
}
