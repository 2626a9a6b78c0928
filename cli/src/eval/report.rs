//! Formats scores: a row for each group of pages, and a row for all pages.
//!
//! The format is that of the reference scorers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::eval::gold_rows::GoldRow;
use crate::eval::line_scores::{KindSums, LineFigures, LineScore, figures, kind_totals};
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

/// Returns the report on the texts of pages.
pub(super) fn page_report(measure: PageMeasure, gold: &[GoldRow], scores: &[PageScore]) -> String {
    let figures_row = |pages: &[&PageScore]| {
        let figures = measure.figures(pages).map(|(name, value)| format!("  {name} {value:.4}"));
        format!("{} pages{}", pages.len(), figures.concat())
    };
    let mut report = String::new();
    for (name, pages) in groups(gold, scores) {
        add_row(&mut report, &name, &figures_row(&pages));
    }
    if let PageMeasure::Words(_) = measure {
        add_calibration_rows(&mut report, scores);
    }
    report + &figures_row(&scores.iter().collect::<Vec<_>>()) + "\n"
}

/// Returns the report on the structure of pages.
pub(super) fn structure_report(gold: &[GoldRow], scores: &[StructureScore]) -> String {
    let mut report = String::new();
    for (name, pages) in groups(gold, scores) {
        add_row(&mut report, &name, &structure_scores::figures_row(&pages));
    }
    report + &structure_scores::figures_row(&scores.iter().collect::<Vec<_>>()) + "\n"
}

/// Adds the calibration of confidence: a row for each tenth, and the expected calibration error.
///
/// A row has the mean expected and the mean measured F1. The error is that of Naeini, Cooper and
/// Hauskrecht (2015), over the tenths. Pages without a confidence do not count.
fn add_calibration_rows(report: &mut String, scores: &[PageScore]) {
    let mut tenths: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for score in scores {
        let Some(confidence) = score.confidence else { continue };
        let tenth = (confidence * 10.0).clamp(0.0, 9.0) as usize;
        tenths.entry(tenth).or_default().push((confidence, score.f1()));
    }
    let (mut error, mut pages) = (0.0, 0);
    for (tenth, tenth_pages) in &tenths {
        let count = tenth_pages.len();
        let (mut expected, mut measured) = (0.0, 0.0);
        for (confidence, f1) in tenth_pages {
            expected += confidence;
            measured += f1;
        }
        error += (expected - measured).abs();
        pages += count;
        let (expected, measured) = (expected / count as f64, measured / count as f64);
        add_row(
            report,
            &format!("confidence 0.{tenth}"),
            &format!("{count} pages  expected {expected:.4}  f1 {measured:.4}"),
        );
    }
    if pages > 0 {
        add_row(report, "calibration error", &format!("{:.4}", error / pages as f64));
    }
}

/// Returns the report on labelled lines.
pub(super) fn line_report(gold: &[GoldRow], scores: &[LineScore]) -> String {
    let mut report = String::new();
    for (name, pages) in groups(gold, scores) {
        add_line_figures(&mut report, &name, &pages);
    }
    add_kind_rows(&mut report, kind_totals(scores));
    add_line_figures(&mut report, "all", &scores.iter().collect::<Vec<_>>());
    report
}

/// Adds the row of some pages with labelled lines, if they have enough body words.
pub(super) fn add_line_figures(report: &mut String, name: &str, scores: &[&LineScore]) {
    if let Some(figures) = figures(scores) {
        add_row(report, name, &line_figures_row(&figures));
    }
}

/// Adds a row for each kind, the most frequent first.
pub(super) fn add_kind_rows(report: &mut String, kinds: BTreeMap<&str, KindSums>) {
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|(_, a), (_, b)| b.lines.total_cmp(&a.lines));
    for (kind, sums) in kinds {
        let KindSums { lines, kept, named, words, kept_words } = sums;
        let (kept, named, kept_words) = (kept / lines, named / lines, kept_words / words);
        add_row(
            report,
            &format!("kind {kind}"),
            &format!("{lines} lines  kept {kept:.4}  words {kept_words:.4}  named {named:.4}"),
        );
    }
}

/// Returns the figures of labelled lines as one row.
fn line_figures_row(figures: &LineFigures) -> String {
    let LineFigures { pages, p, r, f1, loss, leak, lines, bad5, kind } = figures;
    let kind = kind.map(|kind| format!("  kind {kind:.4}")).unwrap_or_default();
    format!(
        "{pages} pages  f1 {f1:.4}  p {p:.4}  r {r:.4}  loss {loss:.4}  leak {leak:.4}  \
         lines {lines:.4}  bad5 {bad5:.4}{kind}"
    )
}

/// Adds a row with a name.
fn add_row(report: &mut String, name: &str, row: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(report, "{name:24} {row}");
}

/// Groups the scores by type, language and converter, the largest group first.
///
/// A grouping with only one group is left out.
fn groups<'s, S>(gold: &[GoldRow], scores: &'s [S]) -> Vec<(String, Vec<&'s S>)> {
    let mut all = Vec::new();
    for (grouping, group_of) in GROUPINGS {
        let mut groups: BTreeMap<&str, Vec<&S>> = BTreeMap::new();
        for (row, score) in gold.iter().zip(scores) {
            groups.entry(group_of(row).unwrap_or("?")).or_default().push(score);
        }
        if groups.len() < 2 {
            continue;
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, scores)| std::cmp::Reverse(scores.len()));
        for (group, scores) in groups {
            all.push((format!("{grouping} {group}"), scores));
        }
    }
    all
}
