//! Reads WARC files: records one after the other, from any reader, with no need to seek.
//!
//! What cannot be read is told and passed over: the reader goes on at the next line that starts like a record.

use std::io::{self, BufRead, Read};

use crate::input::{LookaheadReader, too_long};

/// Bytes of a header. Addresses get long, but not that long.
const LONGEST_HEADER: usize = 256 << 10;
/// Bytes that may be read twice, on top of four times the file: a file of nothing but wrong lengths is to end, too.
const FREE_AGAIN: u64 = 256 << 20;
/// What every record starts with.
pub(in crate::batch) const START: &[u8] = b"WARC/";

/// A record that holds a document.
#[derive(Debug)]
pub(in crate::batch) struct WarcRecord {
    /// What stands before the block.
    pub(in crate::batch) head: WarcHeader,
    /// The block.
    pub(in crate::batch) block: Vec<u8>,
}

/// The header of a record.
#[derive(Debug, Default)]
pub(in crate::batch) struct WarcHeader {
    fields: Vec<(String, String)>,
}

impl WarcHeader {
    /// The value of a field, by its name in any case.
    pub(in crate::batch) fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether records of this type hold documents.
    fn is_wanted(&self) -> bool {
        self.get("WARC-Type").is_some_and(|kind| {
            ["response", "resource", "conversion"]
                .iter()
                .any(|wanted| kind.eq_ignore_ascii_case(wanted))
        })
    }

    /// Adds a line, which may go on with the field before.
    fn add(&mut self, line: &[u8]) -> Result<(), String> {
        let line = String::from_utf8_lossy(line);
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), self.fields.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
            return Ok(());
        }
        let (name, value) = line.split_once(':').ok_or("a header line without a colon")?;
        self.fields.push((name.trim().to_owned(), value.trim().to_owned()));
        Ok(())
    }
}

/// What comes next in a file.
#[derive(Debug)]
pub(in crate::batch) enum WarcItem {
    /// A record with a document.
    Record(WarcRecord),
    /// Something that is no sound record.
    Bad(String),
    /// The file cannot be read on.
    Broken(io::Error),
}

/// A reader of records.
pub(in crate::batch) struct WarcReader<R> {
    source: LookaheadReader<R>,
    /// Number of the record read last, from 1.
    number: usize,
    /// Bytes of a record beyond which it is not read.
    most: usize,
    /// Bytes given back to the source.
    returned: u64,
    /// Whether the next record is yet to be found.
    lost: bool,
    ended: bool,
}

/// Why a record could not be read.
enum WarcError {
    /// It is over; go on with the next.
    Bad(String),
    /// The bytes that follow belong to no record.
    Lost(String),
    /// The data under it is corrupt, or gone.
    Io(io::Error),
}

impl From<io::Error> for WarcError {
    fn from(error: io::Error) -> Self {
        WarcError::Io(error)
    }
}

impl<R: Read> WarcReader<R> {
    /// At the start of a file.
    pub(in crate::batch) fn new(source: LookaheadReader<R>, most: usize) -> Self {
        WarcReader { source, number: 0, most, returned: 0, lost: false, ended: false }
    }

    /// The next record with a document, or what stands in its place, with the record's number in the file.
    pub(in crate::batch) fn next(&mut self) -> Option<(usize, WarcItem)> {
        while !self.ended {
            let item = match self.record() {
                Ok(None) => continue,
                Ok(Some(record)) => WarcItem::Record(record),
                Err(WarcError::Bad(reason)) => WarcItem::Bad(reason),
                Err(WarcError::Lost(reason)) => {
                    self.lost = true;
                    WarcItem::Bad(reason)
                }
                Err(WarcError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                    self.lost = true;
                    WarcItem::Bad(error.to_string())
                }
                Err(WarcError::Io(error)) => {
                    self.ended = true;
                    WarcItem::Broken(error)
                }
            };
            return Some((self.number, item));
        }
        None
    }

    /// Reads a record; none if it holds no document, or if the file ends here.
    fn record(&mut self) -> Result<Option<WarcRecord>, WarcError> {
        let found = self.find_start();
        if let Ok(false) = found {
            self.ended = true;
            return Ok(None);
        }
        // What could not be read was a record once.
        self.number += 1;
        found?;
        let head = self.head()?;
        let length = head
            .get("Content-Length")
            .ok_or_else(|| WarcError::Lost("no Content-Length".into()))?;
        let length: u64 =
            length.parse().map_err(|_| WarcError::Lost("Content-Length is no number".into()))?;
        let mut block = Vec::new();
        if let Err(trouble) = self.block(length, &mut block) {
            self.give_back(&block);
            return Err(trouble);
        }
        match head.is_wanted() {
            true if length > block.len() as u64 => Err(WarcError::Bad(too_long(self.most))),
            is_wanted => Ok(is_wanted.then_some(WarcRecord { head, block })),
        }
    }

    /// Reads a block, as much of it as may be kept, and the end of its record. A header may claim any length: the block
    /// grows as its bytes come.
    fn block(&mut self, length: u64, block: &mut Vec<u8>) -> Result<(), WarcError> {
        let kept = length.min(self.most as u64);
        let mut read = self.source.by_ref().take(kept).read_to_end(block)? as u64;
        if read == kept {
            read += io::copy(&mut self.source.by_ref().take(length - kept), &mut io::sink())?;
        }
        self.close(read == length)
    }

    /// Passes over what stands between two records. Returns whether there is another.
    fn find_start(&mut self) -> Result<bool, WarcError> {
        loop {
            let head = self.source.peek(START.len())?;
            if head.is_empty() {
                return Ok(false);
            }
            if starts(head) {
                self.lost = false;
                return Ok(true);
            }
            if !matches!(head[0], b'\r' | b'\n') && !std::mem::replace(&mut self.lost, true) {
                return Err(WarcError::Lost("bytes that belong to no record".into()));
            }
            self.skip_line()?;
        }
    }

    /// Passes over the rest of a line, however long it is.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let ready = self.source.fill_buf()?;
            let end = ready.iter().position(|&byte| byte == b'\n');
            let count = end.map_or(ready.len(), |end| end + 1);
            self.source.consume(count);
            if end.is_some() || count == 0 {
                return Ok(());
            }
        }
    }

    /// Reads a header, its version and the blank line included.
    fn head(&mut self) -> Result<WarcHeader, WarcError> {
        let mut head = WarcHeader::default();
        let mut left = LONGEST_HEADER;
        self.line(&mut left)?;
        loop {
            let line = self.line(&mut left)?;
            if line.is_empty() {
                return Ok(head);
            }
            head.add(&line).map_err(WarcError::Lost)?;
        }
    }

    /// Reads a line of a header that may have `left` bytes more, without its end.
    fn line(&mut self, left: &mut usize) -> Result<Vec<u8>, WarcError> {
        let mut line = Vec::new();
        *left -= self.source.by_ref().take(*left as u64).read_until(b'\n', &mut line)?;
        if line.pop_if(|end| *end == b'\n').is_none() {
            let is_long = *left == 0;
            return Err(WarcError::Lost(
                if is_long { "a header without an end" } else { "the file ends in a header" }
                    .into(),
            ));
        }
        line.pop_if(|end| *end == b'\r');
        Ok(line)
    }

    /// Reads what ends a record: two line ends, or what is left of them at the end of a file.
    fn close(&mut self, whole: bool) -> Result<(), WarcError> {
        if !whole {
            return Err(WarcError::Lost("the file ends before the record does".into()));
        }
        for _ in 0..2 {
            // No more is looked at than has to be there: what follows may be corrupt, and this record sound.
            let least = if self.source.peek(1)?.starts_with(b"\r") { 2 } else { 1 };
            let count = match self.source.peek(least)? {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                [] => return Ok(()),
                _ => 0,
            };
            if count == 0 {
                let is_next = starts(self.source.peek(START.len())?);
                return if is_next {
                    Ok(())
                } else {
                    Err(WarcError::Lost("the record does not end where Content-Length says".into()))
                };
            }
            self.source.consume(count);
        }
        Ok(())
    }

    /// Gives back the record that stands in the block of one that was too long.
    fn give_back(&mut self, block: &[u8]) {
        // It may have begun within the last bytes of the block.
        let may_start = |rest: &[u8]| starts(rest) || START.starts_with(rest);
        let is_start = |at: &usize| block[*at - 1] == b'\n' && may_start(&block[*at..]);
        let Some(at) = (1..block.len()).find(is_start) else { return };
        let again = (block.len() - at) as u64;
        if self.returned + again <= FREE_AGAIN + 4 * self.source.consumed() {
            self.returned += again;
            self.source.unread(&block[at..]);
        }
    }
}

/// Whether a record may start with these bytes.
fn starts(bytes: &[u8]) -> bool {
    bytes.starts_with(START)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, id: &str, length: usize, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nwarc-record-id: <{id}>\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn sound(id: &str, block: &str) -> String {
        record("response", id, block.len(), block)
    }

    /// The file as one line: ids and blocks of sound records, the first words of what is said of others.
    fn read(file: &str, most: usize) -> String {
        let mut reader = WarcReader::new(LookaheadReader::new(file.as_bytes()), most);
        let mut all = Vec::new();
        while let Some((number, item)) = reader.next() {
            all.push(match item {
                WarcItem::Record(WarcRecord { head, block }) => {
                    let id = head.get("WARC-Record-ID").unwrap_or_default();
                    format!("{number}{id}{}", String::from_utf8_lossy(&block))
                }
                WarcItem::Bad(reason) => {
                    format!("{number}!{}", reason.split(' ').take(3).collect::<Vec<_>>().join(" "))
                }
                WarcItem::Broken(error) => panic!("{error}"),
            });
        }
        all.join(" | ")
    }

    #[test]
    fn records_are_read_and_those_without_documents_passed_over() {
        let file = [
            &record("warcinfo", "i", 3, "a\nb"),
            &*sound("a", "one"),
            &record("conversion", "b", 0, ""),
        ]
        .concat();
        assert_eq!(read(&file, 100), "2<a>one | 3<b>");
        assert_eq!(read(&file.replace("\r\n", "\n"), 100), "2<a>one | 3<b>");
        assert_eq!(read("", 100), "");
        let folded = "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <a\r\n b>\r\nContent-Length: 1\r\n\r\nx";
        assert_eq!(read(folded, 100), "1<a b>x");
    }

    #[test]
    fn what_is_broken_is_told_and_the_rest_is_read() {
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
            (&sound("x", &"x".repeat(900)), "2!longer than 800"),
            (&format!("WARC/1.0\r\nX: {}", "x".repeat(LONGEST_HEADER)), "2!a header without"),
            (
                &format!("WARC/1.0\r\n{}", "X: x\r\n".repeat(LONGEST_HEADER / 6)),
                "2!a header without",
            ),
            (&record("request", "x", 4000, "far too long"), "2!the file ends"),
        ] {
            let file = [&sound("a", "one"), middle, "\r\n", &sound("b", "two")].concat();
            assert_eq!(read(&file, 800), format!("1<a>one | {expected} | 3<b>two"), "{middle}");
        }
        assert_eq!(read(&sound("a", "one")[..40], 100), "1!the file ends");
        let file = sound("a", "one");
        assert_eq!(read(&file[..file.len() - 5], 100), "1!the file ends");
    }
}
