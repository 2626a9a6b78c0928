//! Reads the files of the development data: gold rows (gzipped JSONL) and gzipped pages.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::error::Result;

/// Reads all rows of a gzipped JSONL file.
pub(crate) fn rows(path: &Path) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    for line in BufReader::new(open(path)?).lines() {
        let row = line.map_err(Into::into).and_then(|line| Ok(serde_json::from_str(&line)?));
        rows.push(row.map_err(|error: Box<dyn std::error::Error>| in_file(path, error))?);
    }
    Ok(rows)
}

/// Reads a gzipped file.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|error| in_file(path, error))?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<MultiGzDecoder<File>> {
    Ok(MultiGzDecoder::new(File::open(path).map_err(|error| in_file(path, error))?))
}

/// Prefixes an error message with the path.
fn in_file(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

/// Returns a string field of a row, or "" if it is absent or not a string.
pub(crate) fn field<'v>(row: &'v Value, name: &str) -> &'v str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Returns an array field of a row as strings. Items that are not strings become "". The result is
/// empty if the field is absent.
pub(crate) fn strings<'v>(row: &'v Value, name: &str) -> Vec<&'v str> {
    let Some(items) = row.get(name).and_then(Value::as_array) else { return Vec::new() };
    items.iter().map(|item| item.as_str().unwrap_or_default()).collect()
}
