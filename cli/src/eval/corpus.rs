//! Scores a folder of cases: `area--case/` with `input.html` or `input.txt`, and `labels.tsv`.
//!
//! `labels.tsv` has a line `kind<TAB>text` for each block of a page, or for each line of a text
//! that is not blank, in order. Blocks of pages are aligned with the labels by their words. Lines
//! of a text must be equal to the labelled lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dechrome::{Cleaner, Kind, Options, Page};

use crate::error::Error;
use crate::eval::align_blocks::align_blocks;
use crate::eval::gold_rows::GoldRow;
use crate::eval::line_scores::{LineScore, figures, kind_totals, score};
use crate::eval::outcomes::{CleanerAnswer, LineOutcome, one_if};
use crate::eval::report::{add_kind_rows, add_line_figures};
use crate::input;

/// A scored case.
struct CorpusCase {
    /// The part of its name before the two dashes.
    area: String,
    score: LineScore,
}

/// The figures of an area of the corpus. All are shares, and higher is better.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Area {
    /// The name of the area, or `all`.
    pub name: String,
    /// Number of cases with at least 20 body words.
    pub cases: usize,
    /// F1 of the kept body words, mean over the cases.
    pub f1: f64,
    /// Share of body words kept.
    pub body_kept: f64,
    /// Share of chrome words dropped.
    pub chrome_dropped: f64,
    /// Share of labelled blocks and lines whose kind was found, body and chrome.
    pub kinds: f64,
}

/// Scores every case in `folder`. Returns the areas in alphabetical order, and `all` after them.
///
/// # Errors
///
/// Fails if a file cannot be read, or if the labels of a case are invalid.
pub fn areas(folder: &Path, options: Options) -> Result<Vec<Area>, Error> {
    let cases = score_cases(folder, options)?;
    let mut areas = Vec::new();
    for (name, scores) in scores_by_area(&cases) {
        areas.extend(area(name, &scores));
    }
    areas.extend(area("all", &all_scores(&cases)));
    Ok(areas)
}

/// Returns the report on a corpus: a row for each area, for each kind, and for all cases.
pub(super) fn report(folder: &Path, options: Options) -> Result<String, Error> {
    let cases = score_cases(folder, options)?;
    if cases.is_empty() {
        return Err(Error::Usage(format!("{}: no cases to score", folder.display())));
    }
    let mut report = String::new();
    for (name, scores) in scores_by_area(&cases) {
        add_area_row(&mut report, name, &scores);
    }
    let all = all_scores(&cases);
    add_kind_rows(&mut report, kind_totals(all.iter().copied()));
    add_area_row(&mut report, "all", &all);
    Ok(report)
}

/// Adds the row of an area: the figures of its lines, and the share of kinds found.
fn add_area_row(report: &mut String, name: &str, scores: &[&LineScore]) {
    add_line_figures(report, name, scores);
    if let Some(area) = area(name, scores) {
        // The share is appended to the row that was just added.
        report.truncate(report.trim_end().len());
        report.push_str(&format!("  allkinds {:.4}\n", area.kinds));
    }
}

/// Returns the scores of each area.
fn scores_by_area(cases: &[CorpusCase]) -> BTreeMap<&str, Vec<&LineScore>> {
    let mut areas: BTreeMap<&str, Vec<&LineScore>> = BTreeMap::new();
    for case in cases {
        areas.entry(&case.area).or_default().push(&case.score);
    }
    areas
}

fn all_scores(cases: &[CorpusCase]) -> Vec<&LineScore> {
    cases.iter().map(|case| &case.score).collect()
}

/// Returns the figures of an area, or `None` if no case has enough body words.
fn area(name: &str, scores: &[&LineScore]) -> Option<Area> {
    let figures = figures(scores)?;
    let (mut named, mut lines) = (0.0, 0.0);
    for sums in kind_totals(scores.iter().copied()).values() {
        named += sums.named;
        lines += sums.lines;
    }
    Some(Area {
        name: name.to_owned(),
        cases: figures.pages,
        f1: figures.f1,
        body_kept: 1.0 - figures.loss,
        chrome_dropped: 1.0 - figures.leak,
        kinds: named / f64::max(lines, 1.0),
    })
}

/// Cleans and scores every case, in the order of their names.
fn score_cases(folder: &Path, options: Options) -> Result<Vec<CorpusCase>, Error> {
    let cleaner = Cleaner::new(options);
    let entries = fs::read_dir(folder).map_err(|error| Error::file(folder, error))?;
    let mut folders: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut cases = Vec::new();
    for folder in folders {
        cases.extend(score_case(&folder, &cleaner)?);
    }
    Ok(cases)
}

/// Cleans and scores one case. Returns `None` if the folder is not called `area--case`.
fn score_case(folder: &Path, cleaner: &Cleaner) -> Result<Option<CorpusCase>, Error> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let Some((area, _)) = name.split_once("--") else { return Ok(None) };
    let html = folder.join("input.html");
    let is_html = html.is_file();
    let input = if is_html { html } else { folder.join("input.txt") };
    let bytes = input::read_document(&input).map_err(|error| Error::file(&input, error))?;
    let gold = read_labels(&folder.join("labels.tsv"), is_html)?;
    let page = cleaner.clean(&bytes);
    let outcomes = if is_html {
        align_blocks(gold.lines(), &page)
    } else {
        match_lines(folder, gold.lines(), &page)?
    };
    let answer = CleanerAnswer { lines: Some(outcomes), ..CleanerAnswer::default() };
    Ok(Some(CorpusCase { area: area.to_owned(), score: score(&gold, &answer) }))
}

/// Reads `labels.tsv`.
fn read_labels(path: &Path, is_html: bool) -> Result<GoldRow, Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    let (mut lines, mut labels, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    for (index, row) in text.lines().enumerate().filter(|(_, row)| !row.is_empty()) {
        let (kind, text) = row
            .split_once('\t')
            .ok_or_else(|| Error::record(path, index + 1, "no tab between kind and text"))?;
        let kind: Kind = kind.parse().map_err(|error| Error::record(path, index + 1, error))?;
        // Blocks of pages can have several lines.
        lines.push(if is_html { text.replace("\\n", "\n") } else { text.to_owned() });
        labels.push(label(kind).to_owned());
        kinds.push(Some(kind.name().to_owned()));
    }
    Ok(GoldRow { lines: Some(lines), labels, kinds: Some(kinds), ..GoldRow::default() })
}

/// Returns the label of a kind. Title and caption are neutral, because both verdicts are right.
fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Body | Kind::Lead | Kind::Subheading => "body",
        Kind::Title => "title",
        Kind::Caption => "unk",
        Kind::Blank => "blank",
        _ => "chrome",
    }
}

/// Returns the outcome of each labelled line of a text.
///
/// # Errors
///
/// Fails if the lines of the text and the labelled lines differ.
fn match_lines(folder: &Path, labelled: &[String], page: &Page) -> Result<Vec<LineOutcome>, Error> {
    let blocks: Vec<_> = page.blocks().filter(|block| !block.text().trim().is_empty()).collect();
    // A text without blocks has dropped all lines.
    if blocks.is_empty() {
        return Ok(vec![LineOutcome::default(); labelled.len()]);
    }
    let equal =
        blocks.iter().zip(labelled).take_while(|(block, line)| block.text().trim() == line.trim());
    let equal = equal.count();
    if equal < blocks.len().max(labelled.len()) {
        return Err(Error::Usage(format!(
            "{}: labels.tsv and input.txt differ at non-blank line {}",
            folder.display(),
            equal + 1
        )));
    }
    let outcomes = blocks.iter().map(|block| LineOutcome {
        kept: one_if(block.keep()),
        kind: Some(block.kind().name().to_owned()),
    });
    Ok(outcomes.collect())
}
