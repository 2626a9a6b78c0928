//! Prints scores: a row for each group of pages, then the row over all, in the style of the reference scorers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::eval::gold_rows::GoldRow;
use crate::eval::line_scores::{KindSums, LineFigures, LineScore, figures, kinds};
use crate::eval::page_scores::{PageMeasure, PageScore};
use crate::eval::structure_scores::{self, StructureScore};

/// A way to group gold rows: its name, and the group of a row.
type Grouping = (&'static str, fn(&GoldRow) -> Option<&str>);

/// The ways to group gold rows.
const GROUPINGS: [Grouping; 3] = [
    ("type", |row| row.page_type.as_deref()),
    ("lang", |row| row.lang.as_deref()),
    ("converter", |row| row.converter.as_deref()),
];

/// The report on pages.
pub(super) fn pages(measure: PageMeasure, gold: &[GoldRow], scores: &[PageScore]) -> String {
    let row = |pages: &[&PageScore]| {
        let figures = measure.figures(pages).map(|(name, value)| format!("  {name} {value:.4}"));
        format!("{} pages{}", pages.len(), figures.concat())
    };
    let mut report = String::new();
    for (name, pages) in groups(gold, scores) {
        line(&mut report, &name, &row(&pages));
    }
    if let PageMeasure::Words(_) = measure {
        reliability_lines(&mut report, scores);
    }
    report + &row(&scores.iter().collect::<Vec<_>>()) + "\n"
}

/// The report on the structure of pages.
pub(super) fn structure(gold: &[GoldRow], scores: &[StructureScore]) -> String {
    let mut report = String::new();
    for (name, pages) in groups(gold, scores) {
        line(&mut report, &name, &structure_scores::row(&pages));
    }
    report + &structure_scores::row(&scores.iter().collect::<Vec<_>>()) + "\n"
}

/// Adds how far confidence is to be believed: for each tenth of it the mean expected and real F1, and the expected
/// calibration error (Naeini, Cooper and Hauskrecht 2015) over the tenths. Pages without a confidence are left out.
fn reliability_lines(report: &mut String, scores: &[PageScore]) {
    let mut tenths: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for (confidence, score) in
        scores.iter().filter_map(|score| score.confidence.map(|confidence| (confidence, score)))
    {
        tenths
            .entry((confidence * 10.0).clamp(0.0, 9.0) as usize)
            .or_default()
            .push((confidence, score.f1()));
    }
    let (mut error, mut pages) = (0.0, 0);
    for (tenth, found) in &tenths {
        let count = found.len();
        let sum = found.iter().fold((0.0, 0.0), |sum, page| (sum.0 + page.0, sum.1 + page.1));
        let (expected, real) = (sum.0 / count as f64, sum.1 / count as f64);
        error += (sum.0 - sum.1).abs();
        pages += count;
        line(
            report,
            &format!("confidence 0.{tenth}"),
            &format!("{count} pages  expected {expected:.4}  f1 {real:.4}"),
        );
    }
    if pages > 0 {
        line(report, "calibration error", &format!("{:.4}", error / pages as f64));
    }
}

/// The report on labelled lines.
pub(super) fn lines(gold: &[GoldRow], scores: &[LineScore]) -> String {
    let mut report = String::new();
    for (name, pages) in groups(gold, scores) {
        figures_line(&mut report, &name, &pages);
    }
    kind_lines(&mut report, kinds(scores));
    figures_line(&mut report, "all", &scores.iter().collect::<Vec<_>>());
    report
}

/// Adds the row of some pages, if they have any body words.
pub(super) fn figures_line(report: &mut String, name: &str, scores: &[&LineScore]) {
    if let Some(figures) = figures(scores) {
        line(report, name, &figures_row(&figures));
    }
}

/// Adds a row for each kind, the most frequent first.
pub(super) fn kind_lines(report: &mut String, kinds: BTreeMap<&str, KindSums>) {
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|(_, one), (_, other)| other.lines.total_cmp(&one.lines));
    for (kind, tally) in kinds {
        let KindSums { lines, kept, named, words, kept_words } = tally;
        let (kept, named, share) = (kept / lines, named / lines, kept_words / words);
        line(
            report,
            &format!("kind {kind}"),
            &format!("{lines} lines  kept {kept:.4}  words {share:.4}  named {named:.4}"),
        );
    }
}

/// The figures of some pages, on one row.
fn figures_row(figures: &LineFigures) -> String {
    let LineFigures { pages, p, r, f1, loss, leak, lines, bad5, kind } = figures;
    let kind = kind.map(|kind| format!("  kind {kind:.4}")).unwrap_or_default();
    format!(
        "{pages} pages  f1 {f1:.4}  p {p:.4}  r {r:.4}  loss {loss:.4}  leak {leak:.4}  lines {lines:.4}  bad5 {bad5:.4}{kind}"
    )
}

/// Adds a named row.
fn line(report: &mut String, name: &str, row: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(report, "{name:24} {row}");
}

/// The scores by type, language and converter, each with the largest group first; a grouping with one group is left out.
fn groups<'s, S>(gold: &[GoldRow], scores: &'s [S]) -> Vec<(String, Vec<&'s S>)> {
    let mut all = Vec::new();
    for (name, group) in GROUPINGS {
        let mut groups: BTreeMap<&str, Vec<&S>> = BTreeMap::new();
        for (row, score) in gold.iter().zip(scores) {
            groups.entry(group(row).unwrap_or("?")).or_default().push(score);
        }
        let mut groups: Vec<_> =
            groups.into_iter().filter(|(_, scores)| scores.len() < gold.len()).collect();
        groups.sort_by_key(|(_, scores)| std::cmp::Reverse(scores.len()));
        all.extend(groups.into_iter().map(|(value, scores)| (format!("{name} {value}"), scores)));
    }
    all
}
