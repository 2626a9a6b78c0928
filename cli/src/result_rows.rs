//! Reads the rows that `dechrome batch` and `dechrome --json` write.

use std::io::{BufRead, ErrorKind, Lines};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::error::Error;
use crate::input::{self, InputReader};

/// The message for a file of another format, such as HTML or Parquet.
const NOT_A_ROW: &str = "not a JSON row, as `dechrome batch` writes them to a `.jsonl` file";

/// A document as an earlier run has cleaned it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResultRow {
    /// The id, or the path of a row without id.
    pub(crate) id: String,
    /// The kept text.
    pub(crate) text: String,
    pub(crate) language: Option<String>,
    pub(crate) confidence: Option<f64>,
    /// `html` or `text`.
    pub(crate) source: Option<String>,
    /// The limit that was reached.
    pub(crate) degraded: Option<String>,
    /// The reason why nothing was kept.
    pub(crate) no_content: Option<String>,
    /// All blocks, if the row has them.
    pub(crate) blocks: Option<Vec<RowBlock>>,
}

/// A block of a row. Rows of `batch --lines` have no texts of blocks.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RowBlock {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: String,
    pub(crate) keep: bool,
    pub(crate) text: Option<String>,
}

/// The fields of a row, in all schemas. `batch` nests most of them in `metadata`.
#[derive(Deserialize)]
struct RawRow {
    id: Option<Value>,
    path: Option<String>,
    text: Option<String>,
    #[serde(flatten)]
    measured: MeasuredFields,
    metadata: Option<MeasuredFields>,
    lines: Option<Vec<RowBlock>>,
    blocks: Option<Vec<RowBlock>>,
}

/// Fields that the cleaner measured.
#[derive(Default, Deserialize)]
struct MeasuredFields {
    language: Option<Value>,
    confidence: Option<Value>,
    source: Option<Value>,
    degraded: Option<Value>,
    no_content: Option<Value>,
}

impl ResultRow {
    /// Parses a row. Returns a message if it is not one.
    fn parse(line: &str) -> Result<Self, String> {
        let raw: RawRow =
            serde_json::from_str(line).map_err(|error| format!("{NOT_A_ROW}: {error}"))?;
        let text = raw.text.ok_or("no field `text`: only rows with text can be compared")?;
        let id = match raw.id {
            Some(Value::String(id)) => id,
            Some(id) => id.to_string(),
            None => raw.path.unwrap_or_default(),
        };
        let (outer, inner) = (raw.measured, raw.metadata.unwrap_or_default());
        Ok(ResultRow {
            id,
            text,
            language: string(outer.language).or_else(|| string(inner.language)),
            confidence: outer.confidence.or(inner.confidence).as_ref().and_then(Value::as_f64),
            // A Dolma row has another `source` outside of its metadata.
            source: string(inner.source).or_else(|| string(outer.source)),
            degraded: string(outer.degraded).or_else(|| string(inner.degraded)),
            no_content: string(outer.no_content).or_else(|| string(inner.no_content)),
            blocks: raw.lines.or(raw.blocks),
        })
    }
}

/// Returns a value that is a string.
fn string(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// The rows of a file.
pub(crate) struct RowReader {
    path: PathBuf,
    lines: Lines<InputReader>,
    number: usize,
}

impl RowReader {
    /// Opens a file of rows, plain or compressed.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let reader = input::open(path).map_err(|error| Error::file(path, error))?;
        Ok(RowReader { path: path.to_owned(), lines: reader.lines(), number: 0 })
    }
}

impl Iterator for RowReader {
    type Item = Result<ResultRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = self.lines.next()?;
            self.number += 1;
            if line.as_ref().is_ok_and(|line| line.trim().is_empty()) {
                continue;
            }
            let line = line.map_err(|error| match error.kind() {
                ErrorKind::InvalidData => format!("{NOT_A_ROW}: {error}"),
                _ => error.to_string(),
            });
            let row = line.and_then(|line| ResultRow::parse(&line));
            return Some(row.map_err(|reason| Error::record(&self.path, self.number, reason)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_all_schemas_are_read() {
        let nested = r#"{"text":"a","id":"x","metadata":{"language":"de","confidence":0.5}}"#;
        let flat = r#"{"text":"a","id":7,"language":"de","confidence":0.5,"lines":[]}"#;
        for (line, id) in [(nested, "x"), (flat, "7")] {
            let row = ResultRow::parse(line).expect(line);
            assert_eq!((row.id.as_str(), row.language.as_deref()), (id, Some("de")));
            assert_eq!(row.confidence, Some(0.5));
        }
        assert!(ResultRow::parse(r#"{"id":"x","attributes":{}}"#).is_err());
        let message = ResultRow::parse("<p>page</p>").expect_err("is HTML");
        assert!(message.starts_with("not a JSON row"), "{message}");
    }
}
