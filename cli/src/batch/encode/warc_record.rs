//! Writes WARC records of type `conversion`, and the `warcinfo` before them.
//!
//! Everything in them comes from the document, date and record id included, so that the same inputs make the same bytes.

use std::io::{self, Write};
use std::time::{Duration, UNIX_EPOCH};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::batch::encode::CleanedDocument;

/// The record of a document, in a gzip member if it is to be packed.
pub(in crate::batch) fn record(row: &CleanedDocument, packed: bool) -> io::Result<Vec<u8>> {
    let document = &row.document;
    let field = |name: &str| {
        document.fields.get(name).and_then(Value::as_str).filter(|value| !value.is_empty())
    };
    let date = field("date")
        .filter(|date| is_date(date))
        .map_or_else(|| date(document.changed), str::to_owned);
    let refers_to = document
        .id
        .starts_with("<urn:")
        .then(|| format!("WARC-Refers-To: {}\r\n", line(&document.id)));
    let target =
        field("url").map_or_else(|| format!("urn:dechrome:{}", escaped(&document.id)), line);
    let block = row.text.as_bytes();
    let digest = base32(&Sha1::digest(block));
    let head = format!(
        "WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Record-ID: {}\r\nWARC-Date: {date}\r\nWARC-Target-URI: {target}\r\n{}\
         WARC-Block-Digest: sha1:{digest}\r\nWARC-Payload-Digest: sha1:{digest}\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {}\r\n\r\n",
        record_id(&[&document.id, &target, &digest]),
        refers_to.unwrap_or_default(),
        block.len(),
    );
    record_of(&head, block, packed)
}

/// The record that says what wrote the file of this name. Its date is that of the newest input.
pub(in crate::batch) fn info(name: &str, newest: Duration, packed: bool) -> io::Result<Vec<u8>> {
    let block = concat!(
        "software: dechrome/",
        env!("CARGO_PKG_VERSION"),
        "\r\nformat: WARC File Format 1.1\r\n",
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
    );
    let (name, date) = (line(name), date(newest));
    let digest = base32(&Sha1::digest(block));
    let head = format!(
        "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: {}\r\nWARC-Date: {date}\r\nWARC-Filename: {name}\r\n\
         WARC-Block-Digest: sha1:{digest}\r\nContent-Type: application/warc-fields\r\nContent-Length: {}\r\n\r\n",
        record_id(&[&name, &date, &digest]),
        block.len(),
    );
    record_of(&head, block.as_bytes(), packed)
}

/// A record of a header and a block, in a gzip member if it is to be packed.
fn record_of(head: &str, block: &[u8], packed: bool) -> io::Result<Vec<u8>> {
    let record = [head.as_bytes(), block, b"\r\n\r\n"].concat();
    if !packed {
        return Ok(record);
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(record.len() / 2), Compression::default());
    encoder.write_all(&record)?;
    encoder.finish()
}

/// A record id that these names make: a UUID of version 5's form.
fn record_id(names: &[&str]) -> String {
    let mut bytes: Vec<u8> = Sha1::digest(names.join("\0")).iter().copied().take(16).collect();
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Text that stays on its line.
fn line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || c == ' ', "%20")
}

/// Text as it may stand in a URN.
fn escaped(text: &str) -> String {
    let is_safe = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/:#".contains(byte);
    text.bytes()
        .map(
            |byte| {
                if is_safe(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

/// Bytes in base 32, as WARC digests are written. Twenty bytes come out even.
fn base32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut bits, mut count) = (String::new(), 0_u32, 0);
    for &byte in bytes {
        (bits, count) = (bits << 8 | u32::from(byte), count + 8);
        while count >= 5 {
            count -= 5;
            text.push(char::from(DIGITS[(bits >> count & 31) as usize]));
        }
    }
    text
}

/// Whether this is a date as WARC has it: `2024-01-31T23:59:59Z`, with or without fractions.
fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    text.is_ascii()
        && shape.starts_with("0000-00-00T00:00:00")
        && shape.ends_with('Z')
        && text.len() <= 30
}

/// A time after 1970 as WARC has it.
fn date(time: Duration) -> String {
    let seconds = (UNIX_EPOCH + time).duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Years that begin in March have their leap day at the end; 1970-01-01 is day 719,468 of those since the year 0.
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
    fn dates_and_digests_are_as_others_write_them() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(date(Duration::from_secs(seconds)), text);
            assert!(is_date(text));
        }
        assert!(
            is_date("2024-01-01T00:00:00.123Z")
                && !is_date("2024-01-01")
                && !is_date("2024-01-01T00:00:00Z\r\nX: y")
        );
        assert_eq!(base32(&Sha1::digest(b"")), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    }
}
