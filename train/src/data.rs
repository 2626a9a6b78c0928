//! Reads the development data: gold rows, pages, folds.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::Result;

/// How many folds there are.
pub(crate) const FOLDS: usize = 5;

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

/// FNV-1a, 64 bits.
pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

/// The registrable domain of a row's address; the page's id where there is no address.
pub(crate) fn domain(url: &str, id: &str) -> String {
    registrable(url).unwrap_or_else(|| format!("id:{}", id.split('|').next().unwrap_or_default()))
}

/// The fold of a domain.
pub(crate) fn fold(domain: &str) -> usize {
    (fnv(domain) % FOLDS as u64) as usize
}

/// Second-level names under which countries register domains.
const SECOND_LEVEL: &[&str] =
    &["ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ne", "net", "nom", "or", "org"];

/// The registrable domain of an address.
fn registrable(url: &str) -> Option<String> {
    let host = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .split(['/', '?', '#', ':'])
        .next()?
        .to_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let country = labels.last().is_some_and(|last| last.len() == 2);
    let second = labels.len() > 2 && country && SECOND_LEVEL.contains(&labels[labels.len() - 2]);
    let count = if second { 3 } else { 2 };
    (!labels.is_empty()).then(|| labels[labels.len().saturating_sub(count)..].join("."))
}

#[cfg(test)]
mod tests {
    use super::registrable;

    #[test]
    fn domains() {
        for (url, domain) in [
            ("https://www.example.org/a?b", "example.org"),
            ("http://news.example.co.uk:80/", "example.co.uk"),
            ("example.de", "example.de"),
        ] {
            assert_eq!(registrable(url).as_deref(), Some(domain));
        }
        assert_eq!(registrable(""), None);
    }
}
