//! Scores a folder of hand-made cases: `area--case/` with `input.html` or `input.txt`, and `labels.tsv`.
//!
//! `labels.tsv` has a line `kind<TAB>text` for each block of a page, or for each line of a text that is not blank, in
//! order. Blocks of pages are aligned with the labelled ones by their words; lines of a text must be the labelled ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dechrome::{Cleaner, Kind, Options, Page};

use crate::error::Error;
use crate::eval::align_blocks::align;
use crate::eval::gold_rows::GoldRow;
use crate::eval::line_scores::{CleanerAnswer, LineOutcome, LineScore, figures, kinds, score};
use crate::eval::report;
use crate::input;

/// A scored case.
struct CorpusCase {
    /// The part of its name before the two dashes.
    area: String,
    /// How it fared.
    score: LineScore,
}

/// How an area of the corpus fares. Each share is better the higher it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Area {
    /// The name of the area, or `all`.
    pub name: String,
    /// Its cases with at least 20 body words.
    pub cases: usize,
    /// F1 of the kept body words, mean over the cases.
    pub f1: f64,
    /// The share of body words kept.
    pub body_kept: f64,
    /// The share of chrome words dropped.
    pub chrome_dropped: f64,
    /// The share of labelled blocks and lines, body and chrome, that were said to be of the right kind.
    pub kinds: f64,
}

/// Cleans every case under `dir` and scores it, by area in alphabetical order, with `all` at the end.
pub fn areas(dir: &Path, options: Options) -> Result<Vec<Area>, Error> {
    let cases = cases(dir, options)?;
    let all = ("all", cases.iter().map(|case| &case.score).collect());
    Ok(by_area(&cases)
        .into_iter()
        .chain([all])
        .filter_map(|(name, scores)| area(name, &scores))
        .collect())
}

/// The report on the corpus: a row an area, a row a kind, and the row over all.
pub(super) fn report(dir: &Path, options: Options) -> Result<String, Error> {
    let cases = cases(dir, options)?;
    let all: Vec<&LineScore> = cases.iter().map(|case| &case.score).collect();
    let mut report = String::new();
    for (name, scores) in by_area(&cases) {
        row(&mut report, name, &scores);
    }
    report::kind_lines(&mut report, kinds(all.iter().copied()));
    row(&mut report, "all", &all);
    Ok(report)
}

/// Adds an area's row; its last figure is the share of right kinds over body and chrome.
fn row(report: &mut String, name: &str, scores: &[&LineScore]) {
    report::figures_line(report, name, scores);
    if let Some(area) = area(name, scores) {
        report.truncate(report.trim_end().len());
        report.push_str(&format!("  allkinds {:.4}\n", area.kinds));
    }
}

/// The scores of each area.
fn by_area(cases: &[CorpusCase]) -> BTreeMap<&str, Vec<&LineScore>> {
    let mut areas: BTreeMap<&str, Vec<&LineScore>> = BTreeMap::new();
    for case in cases {
        areas.entry(&case.area).or_default().push(&case.score);
    }
    areas
}

/// How an area fares; nothing if none of its cases has enough body words.
fn area(name: &str, scores: &[&LineScore]) -> Option<Area> {
    let figures = figures(scores)?;
    let (named, lines) = kinds(scores.iter().copied())
        .values()
        .fold((0.0, 0.0), |(named, lines), tally| (named + tally.named, lines + tally.lines));
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
fn cases(dir: &Path, options: Options) -> Result<Vec<CorpusCase>, Error> {
    let cleaner = Cleaner::new(options);
    let entries = fs::read_dir(dir).map_err(|error| Error::file(dir, error))?;
    let mut folders: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().filter_map(|folder| case(folder, &cleaner).transpose()).collect()
}

/// Cleans and scores one case. Folders not called `area--case` are no cases.
fn case(folder: &Path, cleaner: &Cleaner) -> Result<Option<CorpusCase>, Error> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let Some((area, _)) = name.split_once("--") else { return Ok(None) };
    let page = folder.join("input.html");
    let is_html = page.is_file();
    let input = if is_html { page } else { folder.join("input.txt") };
    let bytes = input::read(&input).map_err(|error| Error::file(&input, error))?;
    let gold = read_labels(&folder.join("labels.tsv"), is_html)?;
    let cleaned = cleaner.clean(&bytes);
    let seen =
        if is_html { align(gold.lines(), &cleaned) } else { match_lines(folder, &gold, &cleaned)? };
    let answer =
        CleanerAnswer { text: String::new(), seen: Some(seen), ..CleanerAnswer::default() };
    Ok(Some(CorpusCase { area: area.to_owned(), score: score(&gold, &answer) }))
}

/// Reads `labels.tsv`.
fn read_labels(path: &Path, is_html: bool) -> Result<GoldRow, Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    let (mut lines, mut labels, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    for (number, row) in text.lines().enumerate().filter(|(_, row)| !row.is_empty()) {
        let bad = |reason: &str| Error::record(path, number + 1, reason);
        let (kind, text) =
            row.split_once('\t').ok_or_else(|| bad("no tab between kind and text"))?;
        let kind: Kind = kind.parse().map_err(|error| Error::record(path, number + 1, error))?;
        lines.push(if is_html { text.replace("\\n", "\n") } else { text.to_owned() });
        labels.push(label(kind).to_owned());
        kinds.push(Some(kind.name().to_owned()));
    }
    Ok(GoldRow { lines: Some(lines), labels, kinds: Some(kinds), ..GoldRow::default() })
}

/// The label of a kind: body, lead and subheadings are body, title and caption are neutral, the rest is chrome.
fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Body | Kind::Lead | Kind::Head => "body",
        Kind::Title => "title",
        Kind::Caption => "unk",
        Kind::Blank => "blank",
        _ => "chrome",
    }
}

/// What became of each labelled line of a text. A page without blocks has dropped them all.
fn match_lines(folder: &Path, gold: &GoldRow, page: &Page) -> Result<Vec<LineOutcome>, Error> {
    let blocks: Vec<_> = page.blocks().filter(|block| !block.text().trim().is_empty()).collect();
    let lines = gold.lines();
    if blocks.is_empty() {
        return Ok(vec![LineOutcome::default(); lines.len()]);
    }
    let differs =
        blocks.iter().zip(lines).position(|(block, line)| block.text().trim() != line.trim());
    if let Some(at) =
        differs.or_else(|| (blocks.len() != lines.len()).then_some(blocks.len().min(lines.len())))
    {
        let message = format!(
            "{}: labels.tsv and input.txt differ at non-blank line {}",
            folder.display(),
            at + 1
        );
        return Err(Error::Usage(message));
    }
    let seen = |keep: bool, kind: Kind| LineOutcome {
        kept: f64::from(u8::from(keep)),
        kind: Some(kind.name().to_owned()),
    };
    Ok(blocks.iter().map(|block| seen(block.keep(), block.kind())).collect())
}
