//! Reads the development data: gold rows, pages, folds.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::Result;
use crate::corpus::{FOLDS, fnv};

/// The rows of a gzipped JSONL file.
pub(crate) fn rows(path: &Path) -> Result<Vec<Value>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    BufReader::new(MultiGzDecoder::new(file))
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_>>()
        .map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The bytes of a gzipped file.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A string field of a row; empty if it is not there.
pub(crate) fn field<'v>(row: &'v Value, name: &str) -> &'v str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The strings of an array field.
pub(crate) fn strings<'v>(row: &'v Value, name: &str) -> Vec<&'v str> {
    row.get(name)
        .and_then(Value::as_array)
        .map(|items| items.iter().map(|item| item.as_str().unwrap_or_default()).collect())
        .unwrap_or_default()
}

/// The registrable domain of an address, by the commonest second-level suffixes; the id where there is no address.
pub(crate) fn domain(url: &str, id: &str) -> String {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    if labels.len() < 2 {
        return format!("id:{}", id.split('|').next().unwrap_or(id));
    }
    let second = labels[labels.len() - 2];
    let long = labels.len() > 2
        && matches!(second, "co" | "com" | "org" | "net" | "gov" | "edu" | "ac" | "or" | "ne" | "go" | "gob");
    labels[labels.len() - if long { 3 } else { 2 }..].join(".").to_lowercase()
}

/// The fold of a domain: FNV-1a of its name, folded to 32 bits.
pub(crate) fn fold(domain: &str) -> usize {
    let hash = fnv(domain);
    ((hash >> 32) ^ hash) as usize % FOLDS
}
