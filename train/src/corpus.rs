//! The labelled texts: reading them, and the fold that each is in.

use std::path::Path;

use serde_json::Value;

use crate::Result;
use crate::data::{domain, field, fnv, fold, rows};

/// Labels that are trusted less are neither trained on nor scored.
pub(crate) const MIN_CONFIDENCE: f32 = 0.4;

/// A labelled text.
pub(crate) struct Document {
    pub(crate) id: String,
    /// What its fold depends on: the registrable domain, or the page's id where no address is known.
    pub(crate) group: String,
    pub(crate) is_article: bool,
    /// The lines joined with LF.
    pub(crate) text: String,
    /// First byte of every line.
    pub(crate) starts: Vec<usize>,
    pub(crate) labels: Vec<Label>,
}

/// The label of a line.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// Its share of body, if the line counts at all.
    pub(crate) body: Option<f32>,
    pub(crate) confidence: f32,
    /// The name of its kind, where it has one.
    pub(crate) kind: Option<String>,
}

impl Document {
    /// Its fold.
    pub(crate) fn fold(&self) -> usize {
        fold(&self.group)
    }

    /// A line, without its end.
    pub(crate) fn line(&self, at: usize) -> &str {
        let end = self.starts.get(at + 1).copied().unwrap_or(self.text.len() + 1);
        &self.text[self.starts[at]..end - 1]
    }

    /// The label of the line that starts at or before a byte.
    pub(crate) fn label_at(&self, start: usize) -> &Label {
        let line = self.starts.partition_point(|&other| other <= start).saturating_sub(1);
        &self.labels[line]
    }
}

/// Chrome lines of which a thinned document keeps one in this many.
const THINNED: u64 = 7;
/// Of the labelled lines, the share of chrome from which a document is thinned.
const THICK: f32 = 0.4;

impl Document {
    /// The document as a cleaner leaves it: all but one in [`THINNED`] of its chrome lines gone. `None` if it has little.
    /// Training on these too keeps the model calm about text that is clean already.
    pub(crate) fn thinned(&self) -> Option<Document> {
        let scored = self.labels.iter().filter(|label| label.body.is_some()).count();
        let chrome = self.labels.iter().filter(|label| label.body == Some(0.0)).count();
        if (chrome as f32) < THICK * scored as f32 || chrome == scored {
            return None;
        }
        let salt = fnv(&self.id);
        let (mut text, mut starts, mut labels) = (String::new(), Vec::new(), Vec::new());
        for (line, label) in self.labels.iter().enumerate() {
            let chance = (salt ^ line as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            if label.body != Some(0.0) || chance.is_multiple_of(THINNED) {
                starts.push(text.len());
                text.push_str(self.line(line));
                text.push('\n');
                labels.push(Label { kind: None, ..label.clone() });
            }
        }
        Some(Document {
            id: self.id.clone(),
            group: self.group.clone(),
            is_article: self.is_article,
            text,
            starts,
            labels,
        })
    }
}

/// Reads the set `name` in a folder.
pub(crate) fn read(folder: &Path, name: &str) -> Result<Vec<Document>> {
    rows(&folder.join(format!("{name}.jsonl.gz")))?.iter().map(document).collect()
}

/// A document from its row.
fn document(row: &Value) -> Result<Document> {
    let id = row["id"].as_str().ok_or("a row without id")?.to_owned();
    let lines: Vec<&str> =
        strings(&row["lines"]).into_iter().map(Option::unwrap_or_default).collect();
    let mut starts = Vec::with_capacity(lines.len());
    let mut at = 0;
    for line in &lines {
        starts.push(at);
        at += line.len() + 1;
    }
    let kinds = strings(&row["kinds"]);
    let labels = strings(&row["labels"])
        .iter()
        .enumerate()
        .map(|(line, label)| {
            let confidence = row["conf"][line].as_f64().unwrap_or(1.0) as f32;
            let body = match label.unwrap_or_default() {
                "body" => Some(1.0),
                "chrome" => Some(0.0),
                "mixed" => Some(row["cov"][line].as_f64().unwrap_or(0.5) as f32),
                _ => None,
            };
            let body = body.filter(|_| confidence >= MIN_CONFIDENCE);
            Label { body, confidence, kind: kinds.get(line).copied().flatten().map(str::to_owned) }
        })
        .collect();
    let group = domain(field(row, "url"), &id);
    let is_article = row["type"].as_str().is_none_or(|kind| kind == "article");
    Ok(Document { id, group, is_article, text: lines.join("\n"), starts, labels })
}

/// The strings of an array, with nothing for null.
fn strings(array: &Value) -> Vec<Option<&str>> {
    array.as_array().map(|items| items.iter().map(Value::as_str).collect()).unwrap_or_default()
}
