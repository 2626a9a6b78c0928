//! Reads gold rows and predictions: JSONL files with one page on each line.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::input;

/// A gold row: the expected result for one page.
///
/// The fields decide which measure applies: labelled lines, the text of a page, or snippets of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct GoldRow {
    /// The id of the page.
    pub(super) id: String,
    /// The type of the page, such as article or forum.
    #[serde(rename = "type")]
    pub(super) page_type: Option<String>,
    /// `html` if the lines are blocks of a page, `text` if they are a text. Review pages say it.
    pub(super) source: Option<String>,
    /// The language of the page.
    pub(super) lang: Option<String>,
    /// The program that converted the page to text.
    pub(super) converter: Option<String>,
    /// The text to keep.
    pub(super) text: Option<String>,
    /// The text to keep, as Markdown.
    pub(super) markdown: Option<String>,
    /// Snippets to keep.
    pub(super) keep: Option<Vec<String>>,
    /// Snippets to drop.
    pub(super) drop: Option<Vec<String>>,
    /// The title of the page.
    pub(super) title: Option<OneOrMore>,
    /// The authors of the page.
    pub(super) author: Option<OneOrMore>,
    /// The day of publication, YYYY-MM-DD.
    pub(super) date: Option<OneOrMore>,
    /// The lines of a text scrape, or the blocks of a page.
    pub(super) lines: Option<Vec<String>>,
    /// The label of each line: body, chrome, mixed, title, blank or unk.
    #[serde(default)]
    pub(super) labels: Vec<String>,
    /// The kind of each line.
    pub(super) kinds: Option<Vec<Option<String>>>,
    /// The confidence in each label, 0 to 1.
    pub(super) conf: Option<Vec<f64>>,
    /// The share of each line's words that are body, 0 to 1.
    pub(super) cov: Option<Vec<f64>>,
}

impl GoldRow {
    /// Returns the lines; empty if the row has none.
    pub(super) fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }

    /// Returns the kind of a line, or its label if it has no kind.
    pub(super) fn kind_or_label(&self, line: usize) -> &str {
        self.kind(line).unwrap_or(&self.labels[line])
    }

    /// Returns the kind of a line.
    pub(super) fn kind(&self, line: usize) -> Option<&str> {
        self.kinds.as_ref()?.get(line)?.as_deref().filter(|kind| !kind.is_empty())
    }

    /// Returns true if the lines are blocks of a page, and false if they are those of a text, or
    /// `None` if the row does not say it.
    pub(super) fn is_page(&self) -> Option<bool> {
        self.source.as_deref().map(|source| source == "html")
    }

    /// Returns true if every list has one value for each line. Lists other than the labels can also
    /// be empty or missing.
    fn has_equal_lengths(&self) -> bool {
        let count = self.lines().len();
        let fits = |length: Option<usize>| length.is_none_or(|length| [0, count].contains(&length));
        self.labels.len() == count
            && fits(self.kinds.as_ref().map(Vec::len))
            && fits(self.conf.as_ref().map(Vec::len))
            && fits(self.cov.as_ref().map(Vec::len))
    }
}

/// A value of a gold row: one text, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    /// Returns the texts, joined by commas.
    pub(super) fn joined(&self) -> String {
        match self {
            OneOrMore::One(text) => text.clone(),
            OneOrMore::More(texts) => texts.join(", "),
        }
    }
}

/// A prediction: the result of a cleaner for one page.
#[derive(Debug, Deserialize)]
pub(super) struct Prediction {
    /// The id of the page.
    id: String,
    /// The kept text.
    pub(super) text: Option<String>,
    /// The kept text as Markdown.
    pub(super) markdown: Option<String>,
    /// The F1 that the cleaner expects.
    pub(super) confidence: Option<f64>,
    /// The verdicts on lines.
    pub(super) lines: Option<Vec<PredictedLine>>,
}

/// The verdict on a line.
#[derive(Debug, Deserialize)]
pub(super) struct PredictedLine {
    /// Offset in bytes in the lines of the gold row, joined by newlines.
    pub(super) start: usize,
    /// True if the line is kept.
    pub(super) keep: bool,
    /// The predicted kind.
    pub(super) kind: Option<String>,
}

/// Reads gold rows. If `only` is given, rows are kept whose ids are in that JSON array.
pub(super) fn read_gold(path: &Path, only: Option<&Path>) -> Result<Vec<GoldRow>, Error> {
    let mut rows: Vec<GoldRow> = read_rows(path)?;
    if let Some(only) = only {
        let bytes = input::read_document(only).map_err(|error| Error::file(only, error))?;
        let ids: HashSet<String> =
            serde_json::from_slice(&bytes).map_err(|error| Error::record(only, 1, error))?;
        rows.retain(|row| ids.contains(&row.id));
    }
    for row in &rows {
        if row.lines.is_some() && !row.has_equal_lengths() {
            let (path, id) = (path.display(), &row.id);
            return Err(Error::Usage(format!("{path}: {id}: lines and labels differ in number")));
        }
    }
    Ok(rows)
}

/// Reads predictions, by the id of their page.
///
/// If `are_pages` is set, an id can be a path. Its last part is the id of the page.
pub(super) fn read_predictions(
    path: &Path,
    are_pages: bool,
) -> Result<HashMap<String, Prediction>, Error> {
    let mut predictions = HashMap::new();
    for row in read_rows::<Prediction>(path)? {
        let id = match row.id.rsplit_once('/') {
            Some((_, name)) if are_pages => name,
            _ => row.id.as_str(),
        };
        predictions.insert(id.to_owned(), row);
    }
    Ok(predictions)
}

/// Reads a JSONL file, plain or compressed.
fn read_rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let reader = input::open(path).map_err(|error| Error::file(path, error))?;
    let mut rows = Vec::new();
    for (index, line) in reader.lines().enumerate() {
        let line = line.map_err(|error| Error::record(path, index + 1, error))?;
        if line.trim().is_empty() {
            continue;
        }
        let row = serde_json::from_str(&line);
        rows.push(row.map_err(|error| Error::record(path, index + 1, error))?);
    }
    Ok(rows)
}
