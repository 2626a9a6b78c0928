//! Scores labelled lines: how many body words were lost, and how much chrome leaked.

use std::collections::{BTreeMap, HashMap};

use crate::eval::gold_rows::{GoldRow, Prediction};
use crate::eval::page_scores::f1;
use crate::eval::words::{WordStyle, bag, folded, shared, words};

/// Lines whose label is trusted less are not counted.
const TRUSTED: f64 = 0.4;

/// Pages with fewer body words are not counted.
const BODY_WORDS: f64 = 20.0;

/// What became of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LineOutcome {
    /// The share of it that was kept.
    pub(super) kept: f64,
    /// What it was said to be.
    pub(super) kind: Option<String>,
}

/// What a cleaner made of a page.
#[derive(Debug, Default)]
pub(super) struct CleanerAnswer {
    /// The kept text.
    pub(super) text: String,
    /// The F1 that was expected, if the answer says so.
    pub(super) confidence: Option<f64>,
    /// What became of each labelled line, if that is known.
    pub(super) seen: Option<Vec<LineOutcome>>,
    /// Whether the page is scored by its text, as a bag of words, and not by `seen`.
    pub(super) by_text: bool,
}

/// What one page adds to the score.
#[derive(Clone, Debug, Default)]
pub(super) struct LineScore {
    /// The sums over all lines.
    tally: LineSums,
    /// The sums by kind.
    kinds: BTreeMap<String, KindSums>,
}

/// Sums over lines, as the measure needs them.
#[derive(Clone, Debug, Default)]
struct LineSums {
    /// Body words.
    body: f64,
    /// Chrome words.
    chrome: f64,
    /// Body words kept.
    kept_body: f64,
    /// Chrome words kept.
    kept_chrome: f64,
    /// Chrome lines with words.
    chrome_lines: f64,
    /// Those kept for the greater part.
    kept_chrome_lines: f64,
    /// Those whose kind is labelled.
    chrome_kinds: f64,
    /// Those of them that were said to be of that kind.
    right_chrome_kinds: f64,
}

/// What became of the lines of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KindSums {
    /// Lines of the kind.
    pub(super) lines: f64,
    /// Those that were kept for the greater part.
    pub(super) kept: f64,
    /// Those that were said to be of the kind.
    pub(super) named: f64,
    /// Their words.
    pub(super) words: f64,
    /// The words kept.
    pub(super) kept_words: f64,
}

/// The figures of some pages.
#[derive(Clone, Debug, Default)]
pub(super) struct LineFigures {
    /// Pages with enough body words to be counted.
    pub(super) pages: usize,
    /// Precision, recall and F1 of the kept body words, macro means over the pages.
    pub(super) p: f64,
    /// See `p`.
    pub(super) r: f64,
    /// See `p`.
    pub(super) f1: f64,
    /// Share of body words dropped.
    pub(super) loss: f64,
    /// Share of chrome words kept.
    pub(super) leak: f64,
    /// Share of chrome lines kept.
    pub(super) lines: f64,
    /// Share of pages that lose over 5 % of their body.
    pub(super) bad5: f64,
    /// Share of chrome lines whose kind is right.
    pub(super) kind: Option<f64>,
}

/// The words of a line that count, by what they are.
#[derive(Clone, Copy)]
struct LineWeight {
    /// Its words; none where its label is not trusted.
    words: f64,
    /// Those that are body.
    body: f64,
    /// Those that are chrome; those of a neutral line are neither.
    chrome: f64,
}

/// Scores one page.
pub(super) fn score(gold: &GoldRow, answer: &CleanerAnswer) -> LineScore {
    let weights: Vec<LineWeight> = (0..gold.lines().len()).map(|line| weigh(gold, line)).collect();
    let mut score = LineScore::default();
    if let Some(seen) = &answer.seen {
        score.tally = by_line(gold, &weights, seen);
        score.kinds = by_kind(gold, &weights, seen);
    }
    if answer.by_text || answer.seen.is_none() {
        let (kept_body, kept_chrome) = by_text(gold, &weights, &answer.text);
        score.tally = LineSums { kept_body, kept_chrome, ..score.tally };
    }
    score.tally.body = weights.iter().map(|weight| weight.body).sum();
    score.tally.chrome = weights.iter().map(|weight| weight.chrome).sum();
    score
}

/// The words of a line, and what they count for.
fn weigh(gold: &GoldRow, line: usize) -> LineWeight {
    let words = count_words(&gold.lines()[line]);
    let label = gold.labels[line].as_str();
    let of =
        |values: &Option<Vec<f64>>| values.as_ref().and_then(|values| values.get(line).copied());
    let trusted = of(&gold.conf).unwrap_or(1.0) >= TRUSTED;
    let (body, chrome) = match label {
        "body" if trusted => (words, 0.0),
        "chrome" if trusted => (0.0, words),
        "mixed" if trusted => {
            let body = words * of(&gold.cov).unwrap_or(0.0);
            (body, words - body)
        }
        _ => (0.0, 0.0),
    };
    LineWeight { words: if trusted { words } else { 0.0 }, body, chrome }
}

/// How many words a line has.
fn count_words(line: &str) -> f64 {
    words(&folded(line), WordStyle::Lines).len() as f64
}

/// The tally of a page whose lines each have a verdict.
fn by_line(gold: &GoldRow, weights: &[LineWeight], seen: &[LineOutcome]) -> LineSums {
    let mut tally = LineSums::default();
    for (line, (weight, seen)) in weights.iter().zip(seen).enumerate() {
        tally.kept_body += weight.body * seen.kept;
        tally.kept_chrome += weight.chrome * seen.kept;
        if gold.labels[line] != "chrome" || weight.words == 0.0 {
            continue;
        }
        tally.chrome_lines += 1.0;
        tally.kept_chrome_lines += one_if(seen.kept > 0.5);
        if let Some(kind) = gold.kind(line) {
            tally.chrome_kinds += 1.0;
            tally.right_chrome_kinds += one_if(seen.kind.as_deref() == Some(kind));
        }
    }
    tally
}

/// What became of the lines of each kind, neutral ones too.
fn by_kind(
    gold: &GoldRow,
    weights: &[LineWeight],
    seen: &[LineOutcome],
) -> BTreeMap<String, KindSums> {
    let mut kinds = BTreeMap::new();
    for (line, (weight, seen)) in weights.iter().zip(seen).enumerate() {
        if weight.words == 0.0 {
            continue;
        }
        let kind = gold.kind_or_label(line);
        let tally: &mut KindSums = kinds.entry(kind.to_owned()).or_default();
        tally.lines += 1.0;
        tally.kept += one_if(seen.kept > 0.5);
        tally.named += one_if(seen.kind.as_deref() == Some(kind));
        tally.words += weight.words;
        tally.kept_words += weight.words * seen.kept;
    }
    kinds
}

/// Body and chrome words of a text: those in the body's bag, and those in neither that nor the neutral lines' bag.
fn by_text(gold: &GoldRow, weights: &[LineWeight], text: &str) -> (f64, f64) {
    let (mut body, mut neutral) = (String::new(), String::new());
    for (line, weight) in gold.lines().iter().zip(weights) {
        let side = if weight.body > weight.chrome {
            &mut body
        } else if weight.body + weight.chrome == 0.0 {
            &mut neutral
        } else {
            continue;
        };
        side.push_str(&folded(line));
        side.push('\n');
    }
    let text = folded(text);
    let mut found = bag(words(&text, WordStyle::Lines));
    let body = bag(words(&body, WordStyle::Lines));
    let kept_body = shared(&found, &body);
    subtract(&mut found, &body);
    subtract(&mut found, &bag(words(&neutral, WordStyle::Lines)));
    (kept_body as f64, found.values().sum::<usize>() as f64)
}

/// Takes the things of `other` out of `found`.
fn subtract(found: &mut HashMap<&str, usize>, other: &HashMap<&str, usize>) {
    for (word, count) in found {
        *count = count.saturating_sub(other.get(word).copied().unwrap_or(0));
    }
}

/// 1 if so, 0 if not.
fn one_if(so: bool) -> f64 {
    f64::from(u8::from(so))
}

/// What a ready prediction says of a page. Its spans are those of the lines joined by newlines; one that opens inside a
/// line counts for that line.
pub(super) fn answer(gold: &GoldRow, pred: Option<&Prediction>) -> CleanerAnswer {
    let Some(pred) = pred else { return CleanerAnswer::default() };
    let text = pred.text.clone().unwrap_or_default();
    let seen = pred.lines.as_ref().map(|lines| {
        see(gold.lines(), lines.iter().map(|line| (line.start, line.keep, line.kind.as_deref())))
    });
    CleanerAnswer { text, confidence: pred.confidence, seen, by_text: false }
}

/// What became of each line, from verdicts as start, keep and kind.
pub(super) fn see<'k>(
    lines: &[String],
    verdicts: impl Iterator<Item = (usize, bool, Option<&'k str>)>,
) -> Vec<LineOutcome> {
    let starts: Vec<usize> = lines
        .iter()
        .scan(0, |next, line| {
            let start = *next;
            *next += line.len() + 1;
            Some(start)
        })
        .collect();
    let mut seen = vec![LineOutcome::default(); lines.len()];
    for (start, keep, kind) in verdicts {
        let line = starts.partition_point(|&at| at <= start).saturating_sub(1);
        if let Some(seen) = seen.get_mut(line) {
            seen.kept = seen.kept.max(one_if(keep));
            seen.kind =
                kind.filter(|kind| !kind.is_empty()).map(str::to_owned).or(seen.kind.take());
        }
    }
    seen
}

/// The figures of some pages; none if no page has enough body words.
pub(super) fn figures(scores: &[&LineScore]) -> Option<LineFigures> {
    let mut figures = LineFigures::default();
    let mut sum = LineSums::default();
    for tally in scores.iter().map(|score| &score.tally).filter(|tally| tally.body >= BODY_WORDS) {
        sum.add(tally);
        let kept = tally.kept_body + tally.kept_chrome;
        let p = if kept > 0.0 { tally.kept_body / kept } else { 0.0 };
        let r = (tally.kept_body / tally.body).min(1.0);
        figures.pages += 1;
        figures.p += p;
        figures.r += r;
        figures.f1 += f1(p, r);
        figures.bad5 += one_if(r < 0.95);
    }
    (figures.pages > 0).then(|| figures.finish(&sum))
}

impl LineFigures {
    /// Turns sums over pages into means, and adds the figures of the sum of all pages.
    fn finish(self, sum: &LineSums) -> Self {
        let pages = self.pages as f64;
        LineFigures {
            p: self.p / pages,
            r: self.r / pages,
            f1: self.f1 / pages,
            bad5: self.bad5 / pages,
            loss: (1.0 - sum.kept_body / sum.body).max(0.0),
            leak: sum.kept_chrome / sum.chrome.max(1.0),
            lines: sum.kept_chrome_lines / sum.chrome_lines.max(1.0),
            kind: (sum.chrome_kinds > 0.0).then(|| sum.right_chrome_kinds / sum.chrome_kinds),
            ..self
        }
    }
}

impl LineSums {
    /// Adds another page's sums.
    fn add(&mut self, other: &LineSums) {
        self.body += other.body;
        self.chrome += other.chrome;
        self.kept_body += other.kept_body;
        self.kept_chrome += other.kept_chrome;
        self.chrome_lines += other.chrome_lines;
        self.kept_chrome_lines += other.kept_chrome_lines;
        self.chrome_kinds += other.chrome_kinds;
        self.right_chrome_kinds += other.right_chrome_kinds;
    }
}

/// What became of the lines of each kind, over some pages.
pub(super) fn kinds<'s>(
    scores: impl IntoIterator<Item = &'s LineScore>,
) -> BTreeMap<&'s str, KindSums> {
    let mut sums: BTreeMap<&str, KindSums> = BTreeMap::new();
    for (kind, tally) in scores.into_iter().flat_map(|score| &score.kinds) {
        let sum = sums.entry(kind).or_default();
        sum.lines += tally.lines;
        sum.kept += tally.kept;
        sum.named += tally.named;
        sum.words += tally.words;
        sum.kept_words += tally.kept_words;
    }
    sums
}
