//! Texts with a label for each line.

use std::path::Path;

use dechrome::Kind;
use dechrome::training::fnv;
use serde_json::Value;

use crate::error::Result;
use crate::folds::{domain, fold};
use crate::gold::{field, rows, strings};
use crate::random::GOLDEN;

/// Labels with less confidence are neither trained on nor scored.
pub(crate) const MIN_CONFIDENCE: f32 = 0.4;
/// The confidence of captions.
const CAPTION_CONFIDENCE: f32 = 0.5;
/// A thinned text keeps one in this many of its chrome lines.
const THINNED_KEEPS: u64 = 7;
/// The share of chrome lines among the labelled lines from which a text is thinned.
const LEAST_CHROME: f32 = 0.4;

/// A labelled text.
pub(crate) struct LabelledText {
    pub(super) id: String,
    /// The registrable domain, which determines the fold.
    pub(super) domain: String,
    pub(super) is_article: bool,
    /// The lines, joined with LF.
    pub(super) text: String,
    /// The offset of the first byte of each line.
    pub(super) starts: Vec<usize>,
    /// The label of each line.
    pub(super) labels: Vec<LineLabel>,
}

/// The label of a line.
#[derive(Clone, Debug)]
pub(super) struct LineLabel {
    /// The share of body words, 0 to 1. `None` if the line is neither trained on nor scored.
    pub(super) body: Option<f32>,
    /// The annotators' confidence, 0 to 1.
    pub(super) confidence: f32,
    /// The name of the kind, if a person labelled it.
    pub(super) kind: Option<String>,
    /// The line is the headline.
    pub(super) is_title: bool,
    /// The line was planted.
    pub(super) is_planted: bool,
}

impl LineLabel {
    /// The label of a line of which nothing is known.
    pub(super) fn unknown() -> Self {
        LineLabel { body: None, confidence: 0.0, kind: None, is_title: false, is_planted: false }
    }
}

impl LabelledText {
    /// Returns the text's fold.
    pub(super) fn fold(&self) -> usize {
        fold(&self.domain)
    }

    /// Returns a line without its line end.
    pub(super) fn line(&self, index: usize) -> &str {
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len() + 1);
        &self.text[self.starts[index]..end - 1]
    }

    /// Returns the label of the line that contains the byte at `offset`.
    pub(super) fn label_at(&self, offset: usize) -> &LineLabel {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        &self.labels[line]
    }

    /// Returns a copy with most chrome lines removed, or `None` if the text has little chrome.
    ///
    /// Trained on such copies too, the model drops little from texts that are already clean.
    pub(super) fn thinned(&self) -> Option<LabelledText> {
        let labelled = self.labels.iter().filter(|label| label.body.is_some()).count();
        let chrome = self.labels.iter().filter(|label| label.body == Some(0.0)).count();
        if (chrome as f32) < LEAST_CHROME * labelled as f32 || chrome == labelled {
            return None;
        }
        let salt = fnv(&self.id);
        let (mut text, mut starts, mut labels) = (String::new(), Vec::new(), Vec::new());
        for (line, label) in self.labels.iter().enumerate() {
            let random = (salt ^ line as u64).wrapping_mul(GOLDEN) >> 40;
            if label.body == Some(0.0) && !random.is_multiple_of(THINNED_KEEPS) {
                continue;
            }
            starts.push(text.len());
            text.push_str(self.line(line));
            text.push('\n');
            // The kinds of the lines count once, in the full text.
            labels.push(LineLabel { kind: None, ..label.clone() });
        }
        Some(LabelledText {
            id: self.id.clone(),
            domain: self.domain.clone(),
            is_article: self.is_article,
            text,
            starts,
            labels,
        })
    }
}

/// Reads the set `name` in a folder.
pub(super) fn read(folder: &Path, name: &str) -> Result<Vec<LabelledText>> {
    rows(&folder.join(format!("{name}.jsonl.gz")))?.iter().map(read_row).collect()
}

fn read_row(row: &Value) -> Result<LabelledText> {
    let id = row["id"].as_str().ok_or("a row has no id")?.to_owned();
    let lines = strings(row, "lines");
    let mut starts = Vec::with_capacity(lines.len());
    let mut offset = 0;
    for line in &lines {
        starts.push(offset);
        offset += line.len() + 1;
    }
    let kinds = strings(row, "kinds");
    let mut labels = Vec::with_capacity(lines.len());
    for (line, name) in strings(row, "labels").into_iter().enumerate() {
        let mut confidence = row["conf"][line].as_f64().unwrap_or(1.0) as f32;
        let mut body = match name {
            "body" => Some(1.0),
            "chrome" => Some(0.0),
            "mixed" => Some(row["cov"][line].as_f64().unwrap_or(0.5) as f32),
            _ => None,
        };
        body = body.filter(|_| confidence >= MIN_CONFIDENCE);
        let kind = kinds.get(line).filter(|kind| !kind.is_empty()).map(|&kind| kind.to_owned());
        // Captions are not kept by default. Without markup many look like body, so they weigh less.
        if kind.as_deref() == Some(Kind::Caption.name()) && name == "unk" {
            (body, confidence) = (Some(0.0), CAPTION_CONFIDENCE);
        }
        let is_title = name == "title";
        labels.push(LineLabel { body, confidence, kind, is_title, is_planted: false });
    }
    // Sets without types contain articles only.
    let is_article = row["type"].as_str().is_none_or(|name| name == "article");
    let domain = domain(field(row, "url"), &id);
    Ok(LabelledText { id, domain, is_article, text: lines.join("\n"), starts, labels })
}
