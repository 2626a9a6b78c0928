//! Reads the records of a WARC file from any reader, without seeking.
//!
//! After malformed data the reader continues at the next line that starts like a record, or at the
//! version line of a record after other bytes.

use std::io::{self, BufRead, Read};

use crate::container::WARC_MAGIC as MAGIC;
use crate::input::{LookaheadReader, too_long};

/// Largest header of a record, in bytes. URLs can be long, but not that long.
const MAX_HEADER_BYTES: usize = 256 << 10;

/// Bytes of a version line: `WARC/1.0` and a line end.
const VERSION_LINE_BYTES: usize = MAGIC.len() + "1.0\r\n".len();

/// Bytes that may be read twice, in addition to four times the bytes of the file.
///
/// The limit keeps the work linear for a file in which every length is wrong.
const FREE_REREAD_BYTES: u64 = 256 << 20;

/// The types of records that hold documents.
const DOCUMENT_TYPES: [&str; 3] = ["response", "resource", "conversion"];

/// A record that holds a document.
#[derive(Debug)]
pub(in crate::batch) struct WarcRecord {
    pub(in crate::batch) header: WarcHeader,
    /// The content after the header.
    pub(in crate::batch) block: Vec<u8>,
}

/// The header of a record.
#[derive(Debug, Default)]
pub(in crate::batch) struct WarcHeader {
    fields: Vec<(String, String)>,
}

impl WarcHeader {
    /// Returns the value of a field. Names match in upper and lower case.
    pub(in crate::batch) fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(&field.1)
    }

    /// Returns the type of a record that holds no document.
    fn other_type(&self) -> Option<String> {
        let record_type = self.get("WARC-Type").unwrap_or("record without type");
        let has_document =
            DOCUMENT_TYPES.iter().any(|wanted| record_type.eq_ignore_ascii_case(wanted));
        (!has_document).then(|| record_type.to_ascii_lowercase())
    }

    /// Adds a line of the header.
    fn add_line(&mut self, line: &[u8]) -> Result<(), String> {
        let line = String::from_utf8_lossy(line);
        // An indented line continues the field before it.
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = self.fields.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
            return Ok(());
        }
        let (name, value) = line.split_once(':').ok_or("a header line without a colon")?;
        self.fields.push((name.trim().to_owned(), value.trim().to_owned()));
        Ok(())
    }
}

/// The next item of a file.
#[derive(Debug)]
pub(super) enum WarcItem {
    /// A record with a document.
    Record(WarcRecord),
    /// A record of this type, which holds no document.
    Other(String),
    /// Malformed data, with the reason.
    Malformed(String),
    /// An I/O error. It is the last item.
    Unreadable(io::Error),
}

/// A reader of WARC records.
pub(super) struct WarcReader<R> {
    source: LookaheadReader<R>,
    /// Number of the last record, from 1.
    number: usize,
    /// Bytes before the last record.
    record_offset: u64,
    /// Longer records are skipped and reported.
    max_bytes: usize,
    /// Bytes returned to the source so far.
    reread_bytes: u64,
    /// True after malformed data, until the next record is found.
    is_lost: bool,
    has_ended: bool,
}

/// Why a record could not be read.
enum WarcError {
    /// The record is invalid, and the next one follows it.
    Record(String),
    /// The bytes that follow belong to no record.
    Lost(String),
    /// The source failed or is corrupt.
    Io(io::Error),
}

impl From<io::Error> for WarcError {
    fn from(error: io::Error) -> Self {
        WarcError::Io(error)
    }
}

impl<R: Read> WarcReader<R> {
    /// Returns a reader after corrupt data, which searches the next record.
    pub(super) fn after_damage(source: LookaheadReader<R>, max_bytes: usize) -> Self {
        WarcReader { is_lost: true, ..WarcReader::new(source, max_bytes) }
    }

    /// Returns a reader at the start of a file.
    pub(super) fn new(source: LookaheadReader<R>, max_bytes: usize) -> Self {
        WarcReader {
            source,
            number: 0,
            record_offset: 0,
            max_bytes,
            reread_bytes: 0,
            is_lost: false,
            has_ended: false,
        }
    }

    /// Returns the number of bytes before the last record.
    pub(super) fn record_offset(&self) -> u64 {
        self.record_offset
    }

    /// Returns the next record or error, and its number.
    pub(super) fn next(&mut self) -> Option<(usize, WarcItem)> {
        while !self.has_ended {
            let item = match self.read_record() {
                Ok(None) => continue,
                Ok(Some(item)) => item,
                Err(WarcError::Record(reason)) => WarcItem::Malformed(reason),
                Err(WarcError::Lost(reason)) => {
                    self.is_lost = true;
                    WarcItem::Malformed(reason)
                }
                // After corrupt compressed data the source continues with the next member.
                Err(WarcError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                    self.is_lost = true;
                    WarcItem::Malformed(error.to_string())
                }
                Err(WarcError::Io(error)) => {
                    self.has_ended = true;
                    WarcItem::Unreadable(error)
                }
            };
            return Some((self.number, item));
        }
        None
    }

    /// Reads a record. Returns `None` at the end of the file.
    fn read_record(&mut self) -> Result<Option<WarcItem>, WarcError> {
        let found = self.find_start();
        if let Ok(false) = found {
            self.has_ended = true;
            return Ok(None);
        }
        // Malformed data counts as a record, because it was one before it was damaged.
        self.number += 1;
        self.record_offset = self.source.consumed();
        found?;
        let header = self.read_header()?;
        let length = header
            .get("Content-Length")
            .ok_or_else(|| WarcError::Lost("no Content-Length".into()))?;
        let length: u64 =
            length.parse().map_err(|_| WarcError::Lost("Content-Length is no number".into()))?;
        let mut block = Vec::new();
        if let Err(error) = self.read_block(length, &mut block) {
            self.unread_next_record(&block);
            return Err(error);
        }
        self.source.end_record();
        if let Some(other) = header.other_type() {
            return Ok(Some(WarcItem::Other(other)));
        }
        if length > block.len() as u64 {
            return Err(WarcError::Record(too_long(self.max_bytes)));
        }
        Ok(Some(WarcItem::Record(WarcRecord { header, block })))
    }

    /// Reads a block of `length` bytes, and the end of its record.
    ///
    /// Keeps at most `max_bytes` bytes. A header can claim any length, so the block grows with the
    /// bytes that arrive.
    fn read_block(&mut self, length: u64, block: &mut Vec<u8>) -> Result<(), WarcError> {
        let kept = length.min(self.max_bytes as u64);
        let mut read = self.source.by_ref().take(kept).read_to_end(block)? as u64;
        if read == kept {
            read += io::copy(&mut self.source.by_ref().take(length - kept), &mut io::sink())?;
        }
        if read < length {
            return Err(WarcError::Lost("the file ends before the record does".into()));
        }
        self.read_record_end()
    }

    /// Skips the bytes between two records. Returns false at the end of the file.
    fn find_start(&mut self) -> Result<bool, WarcError> {
        loop {
            let head = self.source.peek(MAGIC.len())?;
            if head.is_empty() {
                return Ok(false);
            }
            if head.starts_with(MAGIC) {
                self.is_lost = false;
                return Ok(true);
            }
            let is_blank_line = matches!(head[0], b'\r' | b'\n');
            if !is_blank_line && !self.is_lost {
                return Err(WarcError::Lost("bytes that belong to no record".into()));
            }
            self.skip_line()?;
        }
    }

    /// Skips the rest of a line, however long it is. Stops before a version line at its end:
    /// padding and other bytes without a line end can precede an intact record.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let ready = self.source.peek(VERSION_LINE_BYTES)?;
            if let Some(end) = ready.iter().position(|&byte| byte == b'\n') {
                let count = version_line_start(&ready[..end]).unwrap_or(end + 1);
                self.source.consume(count);
                return Ok(());
            }
            // The bytes that are left can be the start of a version line.
            let is_end = ready.len() < VERSION_LINE_BYTES;
            let count = if is_end { ready.len() } else { ready.len() + 1 - VERSION_LINE_BYTES };
            self.source.consume(count);
            if is_end {
                return Ok(());
            }
        }
    }

    /// Reads a header: the version line, the fields, and the blank line after them.
    fn read_header(&mut self) -> Result<WarcHeader, WarcError> {
        let mut header = WarcHeader::default();
        let mut bytes_left = MAX_HEADER_BYTES;
        self.read_header_line(&mut bytes_left)?;
        loop {
            let line = self.read_header_line(&mut bytes_left)?;
            if line.is_empty() {
                return Ok(header);
            }
            header.add_line(&line).map_err(WarcError::Lost)?;
        }
    }

    /// Reads a line of a header, without the line end. The header can have `bytes_left` more bytes.
    fn read_header_line(&mut self, bytes_left: &mut usize) -> Result<Vec<u8>, WarcError> {
        let mut line = Vec::new();
        *bytes_left -=
            self.source.by_ref().take(*bytes_left as u64).read_until(b'\n', &mut line)?;
        if line.pop_if(|end| *end == b'\n').is_none() {
            let is_too_long = *bytes_left == 0;
            let reason =
                if is_too_long { "a header without an end" } else { "the file ends in a header" };
            return Err(WarcError::Lost(reason.into()));
        }
        line.pop_if(|end| *end == b'\r');
        Ok(line)
    }

    /// Reads the two line ends after a block. They can be missing at the end of the file.
    fn read_record_end(&mut self) -> Result<(), WarcError> {
        for _ in 0..2 {
            // Peek at no more bytes than needed: the bytes after them can be corrupt, which must
            // not cost this record.
            let min_bytes = if self.source.peek(1)?.starts_with(b"\r") { 2 } else { 1 };
            let line_end = match self.source.peek(min_bytes)? {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                [] => return Ok(()),
                _ => 0,
            };
            if line_end == 0 {
                // Some writers omit the line ends.
                if self.source.peek(MAGIC.len())?.starts_with(MAGIC) {
                    return Ok(());
                }
                return Err(WarcError::Lost(
                    "the record does not end where Content-Length says".into(),
                ));
            }
            self.source.consume(line_end);
        }
        Ok(())
    }

    /// Returns the record inside the block of a record with a wrong length to the source.
    fn unread_next_record(&mut self, block: &[u8]) {
        // The magic bytes can be cut off at the end of the block.
        let may_start = |rest: &[u8]| rest.starts_with(MAGIC) || MAGIC.starts_with(rest);
        let is_start = |at: &usize| block[*at - 1] == b'\n' && may_start(&block[*at..]);
        let Some(at) = (1..block.len()).find(is_start) else { return };
        let bytes = (block.len() - at) as u64;
        if self.reread_bytes + bytes <= FREE_REREAD_BYTES + 4 * self.source.consumed() {
            self.reread_bytes += bytes;
            self.source.unread(&block[at..]);
        }
    }
}

/// Returns the position of the version line at the end of a line, which has other bytes before it.
fn version_line_start(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (before, version) = line.split_last_chunk::<3>()?;
    let before = before.strip_suffix(MAGIC).filter(|before| !before.is_empty())?;
    let is_version = matches!(version, [b'0'..=b'9', b'.', b'0'..=b'9']);
    is_version.then_some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, id: &str, length: usize, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nwarc-record-id: <{id}>\r\n\
             Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn valid(id: &str, block: &str) -> String {
        record("response", id, block.len(), block)
    }

    /// Returns a file as one line: ids and blocks of records, and the first words of errors.
    fn read(file: &str, most: usize) -> String {
        let mut reader = WarcReader::new(LookaheadReader::new(file.as_bytes()), most);
        let mut all = Vec::new();
        while let Some((number, item)) = reader.next() {
            all.push(match item {
                WarcItem::Record(WarcRecord { header, block }) => {
                    let id = header.get("WARC-Record-ID").unwrap_or_default();
                    format!("{number}{id}{}", String::from_utf8_lossy(&block))
                }
                WarcItem::Other(_) => continue,
                WarcItem::Malformed(reason) => {
                    format!("{number}!{}", reason.split(' ').take(3).collect::<Vec<_>>().join(" "))
                }
                WarcItem::Unreadable(error) => panic!("{error}"),
            });
        }
        all.join(" | ")
    }

    #[test]
    fn records_are_read_and_those_without_documents_are_skipped() {
        let file = [
            &record("warcinfo", "i", 3, "a\nb"),
            &*valid("a", "one"),
            &record("conversion", "b", 0, ""),
        ]
        .concat();
        assert_eq!(read(&file, 100), "2<a>one | 3<b>");
        assert_eq!(read(&file.replace("\r\n", "\n"), 100), "2<a>one | 3<b>");
        assert_eq!(read("", 100), "");
        let folded = "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <a\r\n b>\r\n\
                      Content-Length: 1\r\n\r\nx";
        assert_eq!(read(folded, 100), "1<a b>x");
    }

    #[test]
    fn malformed_records_are_reported_and_the_rest_is_read() {
        let ends = "the record does";
        for (middle, expected) in [
            ("garbage\0\n\nmore", "2!bytes that belong"),
            (&record("response", "x", 1, "too short"), &*format!("2!{ends}")),
            (&record("response", "x", 15, "too long"), &format!("2!{ends}")),
            (&record("response", "x", 30, "too long"), &format!("2!{ends}")),
            (&record("response", "x", 400, "far too long"), "2!the file ends"),
            (
                &record("response", "x", 4000, "x").replace("Content-Length", "Length"),
                "2!no Content-Length",
            ),
            (&record("response", "x", 0, "").replace(": 0", ": -1"), "2!Content-Length is no"),
            (&record("response", "x", 0, "").replace("WARC-Type:", "WARC-Type"), "2!a header line"),
            (&valid("x", &"x".repeat(900)), "2!longer than 800"),
            (&format!("WARC/1.0\r\nX: {}", "x".repeat(MAX_HEADER_BYTES)), "2!a header without"),
            (
                &format!("WARC/1.0\r\n{}", "X: x\r\n".repeat(MAX_HEADER_BYTES / 6)),
                "2!a header without",
            ),
            (&record("request", "x", 4000, "far too long"), "2!the file ends"),
        ] {
            let file = [&valid("a", "one"), middle, "\r\n", &valid("b", "two")].concat();
            assert_eq!(read(&file, 800), format!("1<a>one | {expected} | 3<b>two"), "{middle}");
        }
        for junk in ["\0".repeat(512), "\0".repeat(200_000), "x".into(), "a WARC/1.0 b".into()] {
            let file = [&valid("a", "one"), &*junk, &valid("b", "two")].concat();
            assert_eq!(read(&file, 800), "1<a>one | 2!bytes that belong | 3<b>two");
            let file = [&*junk, &valid("b", "two")].concat();
            assert_eq!(read(&file, 800), "1!bytes that belong | 2<b>two");
        }
        assert_eq!(read(&valid("a", "one")[..40], 100), "1!the file ends");
        let file = valid("a", "one");
        assert_eq!(read(&file[..file.len() - 5], 100), "1!the file ends");
    }
}
