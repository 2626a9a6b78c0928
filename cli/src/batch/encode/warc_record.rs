//! Writes WARC records: a `conversion` for each document, and the `warcinfo` before them.
//!
//! All fields come from the document, including date and record id. So the same inputs give the
//! same bytes.

use std::io::{self, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::batch::digest::{base32, hex};
use crate::batch::document::{CleanedDocument, SourceDocument};

/// The end of a record: two blank lines after the block.
const RECORD_END: &[u8] = b"\r\n\r\n";

/// The block of the `warcinfo` record.
const INFO_BLOCK: &str = concat!(
    "software: dechrome/",
    env!("CARGO_PKG_VERSION"),
    "\r\nformat: WARC File Format 1.1\r\n",
    "conformsTo: http://iipc.github.io/warc-specifications/specifications/",
    "warc-format/warc-1.1/\r\n",
);

/// Longest date that is copied from a document, in bytes: seconds with nine decimal places.
const MAX_DATE_BYTES: usize = 30;

/// Returns the `conversion` record of a document. If `gzip` is set, it is a gzip member.
pub(super) fn conversion_record(cleaned: &CleanedDocument, gzip: bool) -> io::Result<Vec<u8>> {
    let document = &cleaned.source;
    let date = match text_field(document, "date") {
        Some(date) if is_warc_date(date) => date.to_owned(),
        _ => warc_date(document.modified),
    };
    // The id of a document from a WARC file is the id of its record.
    let refers_to = if document.id.starts_with("<urn:") {
        format!("WARC-Refers-To: {}\r\n", escape_line(&document.id))
    } else {
        String::new()
    };
    let target = match text_field(document, "url") {
        Some(url) => escape_line(url),
        None => format!("urn:dechrome:{}", escape_urn(&document.id)),
    };
    let block = cleaned.text.as_bytes();
    let digest = base32(&Sha1::digest(block));
    let header = format!(
        "WARC/1.1\r\n\
         WARC-Type: conversion\r\n\
         WARC-Record-ID: {}\r\n\
         WARC-Date: {date}\r\n\
         WARC-Target-URI: {target}\r\n\
         {refers_to}\
         WARC-Block-Digest: sha1:{digest}\r\n\
         WARC-Payload-Digest: sha1:{digest}\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {}\r\n\r\n",
        record_id(&[&document.id, &target, &digest]),
        block.len(),
    );
    record(&header, block, gzip)
}

/// Returns the `warcinfo` record of the file with this name.
///
/// Its date is that of the newest input, because the current time would change the bytes.
pub(super) fn info_record(file_name: &str, newest: Duration, gzip: bool) -> io::Result<Vec<u8>> {
    let (file_name, date) = (escape_line(file_name), warc_date(newest));
    let digest = base32(&Sha1::digest(INFO_BLOCK));
    let header = format!(
        "WARC/1.1\r\n\
         WARC-Type: warcinfo\r\n\
         WARC-Record-ID: {}\r\n\
         WARC-Date: {date}\r\n\
         WARC-Filename: {file_name}\r\n\
         WARC-Block-Digest: sha1:{digest}\r\n\
         Content-Type: application/warc-fields\r\n\
         Content-Length: {}\r\n\r\n",
        record_id(&[&file_name, &date, &digest]),
        INFO_BLOCK.len(),
    );
    record(&header, INFO_BLOCK.as_bytes(), gzip)
}

/// Returns a field of the document's record if it is text and not empty.
fn text_field<'d>(document: &'d SourceDocument, name: &str) -> Option<&'d str> {
    let text = document.fields.get(name).and_then(Value::as_str)?;
    if text.is_empty() { None } else { Some(text) }
}

/// Returns a record. If `gzip` is set, it is a gzip member.
fn record(header: &str, block: &[u8], gzip: bool) -> io::Result<Vec<u8>> {
    let record = [header.as_bytes(), block, RECORD_END].concat();
    if !gzip {
        return Ok(record);
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(record.len() / 2), Compression::default());
    encoder.write_all(&record)?;
    encoder.finish()
}

/// Returns a record id that depends on `names` alone: a UUID in the form of version 5 (RFC 9562).
fn record_id(names: &[&str]) -> String {
    let mut bytes: Vec<u8> = Sha1::digest(names.join("\0")).iter().copied().take(16).collect();
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Escapes the characters that would end a value or start a new header line.
fn escape_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || c == ' ', "%20")
}

/// Escapes the characters that a URN cannot contain.
fn escape_urn(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:#".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// Returns true if `text` is a WARC date: `2024-01-31T23:59:59Z`, with or without a fraction.
fn is_warc_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    text.is_ascii()
        && shape.starts_with("0000-00-00T00:00:00")
        && shape.ends_with('Z')
        && text.len() <= MAX_DATE_BYTES
}

/// Returns a time since the Unix epoch as a WARC date.
fn warc_date(time: Duration) -> String {
    let (days, second) = (time.as_secs() / 86_400, time.as_secs() % 86_400);
    // Howard Hinnant's `civil_from_days`. A year that starts in March has its leap day at the end.
    // 1970-01-01 is day 719,468 since March of year 0, and 400 years have 146,097 days.
    let (era, day) = ((days + 719_468) / 146_097, (days + 719_468) % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_in_other_warc_files() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(warc_date(Duration::from_secs(seconds)), text);
            assert!(is_warc_date(text));
        }
        assert!(
            is_warc_date("2024-01-01T00:00:00.123Z")
                && !is_warc_date("2024-01-01")
                && !is_warc_date("2024-01-01T00:00:00Z\r\nX: y")
        );
    }
}
