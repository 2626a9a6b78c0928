//! The rows that are compared: gold and predictions, one JSON object a line.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::eval::metadata_scores::OneOrMore;
use crate::input;

/// A gold row. Its fields tell what it is: labelled lines, a page's text, or snippets of a page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct GoldRow {
    /// The page's id.
    pub(super) id: String,
    /// The page's type: article, forum, ...
    #[serde(rename = "type", default)]
    pub(super) page_type: Option<String>,
    /// The page's language.
    #[serde(default)]
    pub(super) lang: Option<String>,
    /// What turned the page into text.
    #[serde(default)]
    pub(super) converter: Option<String>,
    /// The text that should be kept.
    #[serde(default)]
    pub(super) text: Option<String>,
    /// The same as Markdown.
    #[serde(default)]
    pub(super) markdown: Option<String>,
    /// Snippets that should be kept.
    #[serde(default)]
    pub(super) keep: Option<Vec<String>>,
    /// Snippets that should be dropped.
    #[serde(default)]
    pub(super) drop: Option<Vec<String>>,
    /// The page's title.
    #[serde(default)]
    pub(super) title: Option<OneOrMore>,
    /// Who wrote it.
    #[serde(default)]
    pub(super) author: Option<OneOrMore>,
    /// The day it was published on, YYYY-MM-DD.
    #[serde(default)]
    pub(super) date: Option<OneOrMore>,
    /// The lines of a text scrape, or the blocks of a page.
    #[serde(default)]
    pub(super) lines: Option<Vec<String>>,
    /// A label a line: body, chrome, mixed, title, blank or unk.
    #[serde(default)]
    pub(super) labels: Vec<String>,
    /// A kind a line.
    #[serde(default)]
    pub(super) kinds: Option<Vec<Option<String>>>,
    /// How far each label is to be trusted.
    #[serde(default)]
    pub(super) conf: Option<Vec<f64>>,
    /// The share of each line's words that are body.
    #[serde(default)]
    pub(super) cov: Option<Vec<f64>>,
}

impl GoldRow {
    /// The lines; none if the row has no lines.
    pub(super) fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }

    /// The kind of a line, or its label where it has no kind.
    pub(super) fn kind_or_label(&self, line: usize) -> &str {
        self.kind(line).unwrap_or(&self.labels[line])
    }

    /// The kind of a line.
    pub(super) fn kind(&self, line: usize) -> Option<&str> {
        self.kinds.as_ref()?.get(line)?.as_deref().filter(|kind| !kind.is_empty())
    }

    /// Whether there is one of everything for every line.
    fn is_even(&self) -> bool {
        let count = self.lines().len();
        let fits = |len: Option<usize>| len.is_none_or(|len| len == 0 || len == count);
        self.labels.len() == count
            && fits(self.kinds.as_ref().map(Vec::len))
            && fits(self.conf.as_ref().map(Vec::len))
            && fits(self.cov.as_ref().map(Vec::len))
    }
}

/// A prediction: what a cleaner kept of a page.
#[derive(Debug, Deserialize)]
pub(super) struct Prediction {
    /// The page's id.
    id: String,
    /// The kept text.
    #[serde(default)]
    pub(super) text: Option<String>,
    /// The same as Markdown.
    #[serde(default)]
    pub(super) markdown: Option<String>,
    /// The F1 that was expected.
    #[serde(default)]
    pub(super) confidence: Option<f64>,
    /// A verdict a line.
    #[serde(default)]
    pub(super) lines: Option<Vec<PredictedLine>>,
}

/// The verdict on a line.
#[derive(Debug, Deserialize)]
pub(super) struct PredictedLine {
    /// The line's first byte in the lines joined by newlines.
    pub(super) start: usize,
    /// Whether it is kept.
    pub(super) keep: bool,
    /// What it is said to be.
    #[serde(default)]
    pub(super) kind: Option<String>,
}

/// Reads the gold rows, and keeps those whose ids are in the array of `only`.
pub(super) fn read_gold(path: &Path, only: Option<&Path>) -> Result<Vec<GoldRow>, Error> {
    let mut rows: Vec<GoldRow> = read_rows(path)?;
    if let Some(only) = only {
        let bytes = input::read(only).map_err(|error| Error::file(only, error))?;
        let ids: HashSet<String> =
            serde_json::from_slice(&bytes).map_err(|error| Error::record(only, 1, error))?;
        rows.retain(|row| ids.contains(&row.id));
    }
    match rows.iter().find(|row| row.lines.is_some() && !row.is_even()) {
        Some(row) => Err(Error::Usage(format!(
            "{}: {}: lines and labels differ in number",
            path.display(),
            row.id
        ))),
        None => Ok(rows),
    }
}

/// Reads predictions by page id. Those of pages may have a path as their id; its last part counts.
pub(super) fn read_preds(
    path: &Path,
    of_pages: bool,
) -> Result<HashMap<String, Prediction>, Error> {
    let rows: Vec<Prediction> = read_rows(path)?;
    let id = |row: &Prediction| {
        let whole = row.id.as_str();
        let name = whole.rsplit('/').next().unwrap_or(whole);
        String::from(if of_pages { name } else { whole })
    };
    Ok(rows.into_iter().map(|row| (id(&row), row)).collect())
}

/// Reads a JSONL file.
fn read_rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let reader = input::open(path).map_err(|error| Error::file(path, error))?;
    let mut rows = Vec::new();
    for (number, line) in reader.lines().enumerate() {
        let line = line.map_err(|error| Error::record(path, number + 1, error))?;
        if !line.trim().is_empty() {
            rows.push(
                serde_json::from_str(&line)
                    .map_err(|error| Error::record(path, number + 1, error))?,
            );
        }
    }
    Ok(rows)
}
