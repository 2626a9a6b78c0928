//! Reads JSON files that do not have one record on each line: an array of records, or records that
//! extend over several lines.

use std::io::{self, BufRead};

use crate::batch::inputs::input_file::InputFile;
use crate::batch::read::job::{BatchJob, JobPayload};
use crate::input::{InputReader, too_long};

/// An iterator over the values of a file. The elements of an array at the top are values.
pub(super) struct JsonValues<'i> {
    input: &'i InputFile,
    reader: InputReader,
    /// Number of the last value, from 1.
    number: usize,
    /// Longer values are skipped and reported.
    max_bytes: usize,
    has_ended: bool,
}

/// The position in a value while its end is searched.
#[derive(Default)]
struct ValueScanner {
    /// Brackets and braces that are open.
    depth: usize,
    is_in_string: bool,
    /// True after a backslash in a string.
    is_escaped: bool,
}

/// The meaning of a byte for the end of a value.
#[derive(Clone, Copy, PartialEq)]
enum ScanStep {
    /// The byte belongs to the value, and more follow.
    Inside,
    /// The byte is the last one of the value.
    Last,
    /// The byte is after the value.
    After,
}

impl ValueScanner {
    fn step(&mut self, byte: u8) -> ScanStep {
        if self.is_in_string {
            if self.is_escaped {
                self.is_escaped = false;
            } else if byte == b'\\' {
                self.is_escaped = true;
            } else if byte == b'"' {
                self.is_in_string = false;
            }
            return ScanStep::Inside;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth == 0 => return ScanStep::After,
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth == 0 {
                    return ScanStep::Last;
                }
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return ScanStep::After,
            _ => {}
        }
        ScanStep::Inside
    }
}

/// Returns true if `text` is one whole value, or more than one.
pub(super) fn is_whole_value(text: &[u8]) -> bool {
    let mut scanner = ValueScanner::default();
    text.iter().any(|&byte| scanner.step(byte) == ScanStep::Last)
}

impl<'i> JsonValues<'i> {
    /// Returns a reader at the start of a file.
    pub(super) fn new(input: &'i InputFile, reader: InputReader, max_bytes: usize) -> Self {
        JsonValues { input, reader, number: 0, max_bytes, has_ended: false }
    }

    /// Reads a value. Returns `None` at the end of the file.
    fn read_value(&mut self) -> io::Result<Option<JobPayload>> {
        if !self.find_start()? {
            return Ok(None);
        }
        let mut scanner = ValueScanner::default();
        let (mut value, mut is_too_long) = (Vec::new(), false);
        loop {
            let ready = self.reader.fill_buf()?;
            if ready.is_empty() {
                return Ok(Some(JobPayload::Failed("the file ends inside a JSON value".into())));
            }
            let mut count = 0;
            let mut step = ScanStep::Inside;
            for &byte in ready {
                step = scanner.step(byte);
                count += usize::from(step != ScanStep::After);
                if step != ScanStep::Inside {
                    break;
                }
            }
            is_too_long |= value.len() + count > self.max_bytes;
            if !is_too_long {
                value.extend_from_slice(&ready[..count]);
            }
            self.reader.consume(count);
            if step != ScanStep::Inside {
                break;
            }
        }
        if is_too_long {
            return Ok(Some(JobPayload::Failed(too_long(self.max_bytes))));
        }
        Ok(Some(JobPayload::JsonLine(value)))
    }

    /// Skips the bytes before a value. Returns false at the end of the file.
    fn find_start(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.reader.fill_buf()?;
            if ready.is_empty() {
                return Ok(false);
            }
            // The byte order mark, and the brackets and commas of the array around the values. A
            // stray brace must not stop the search.
            let is_between =
                |byte: &u8| byte.is_ascii_whitespace() || b"[,]}\xef\xbb\xbf".contains(byte);
            let count = ready.iter().take_while(|byte| is_between(byte)).count();
            let is_found = count < ready.len();
            self.reader.consume(count);
            if is_found {
                return Ok(true);
            }
        }
    }
}

impl<'i> Iterator for JsonValues<'i> {
    type Item = BatchJob<'i>;

    fn next(&mut self) -> Option<BatchJob<'i>> {
        if self.has_ended {
            return None;
        }
        let offset = Some(self.reader.consumed());
        let payload = match self.read_value() {
            Ok(Some(payload)) => {
                self.reader.end_record();
                payload
            }
            Ok(None) => {
                self.has_ended = true;
                return None;
            }
            Err(error) => {
                // Nothing says where the next value starts.
                self.has_ended = true;
                JobPayload::Failed(error.to_string())
            }
        };
        self.number += 1;
        Some(BatchJob { input: self.input, number: Some(self.number), offset, payload })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::LookaheadReader;
    use std::path::Path;

    #[test]
    fn values_are_found_whatever_is_between_them() {
        let input = InputFile::from_path(Path::new("x.json"));
        let read = |text: &str| -> Vec<String> {
            let bytes = io::Cursor::new(text.as_bytes().to_vec());
            let reader = LookaheadReader::new(Box::new(bytes) as Box<_>);
            let show = |job: BatchJob<'_>| match job.payload {
                JobPayload::JsonLine(value) => String::from_utf8_lossy(&value).into_owned(),
                JobPayload::Failed(reason) => {
                    "!".to_owned() + reason.split(' ').next().unwrap_or_default()
                }
                _ => panic!("neither a value nor a failure"),
            };
            JsonValues::new(&input, reader, 20).map(show).collect()
        };
        assert_eq!(
            read("[{\"a\":\"]}\"},\n {\"b\":[1,{}]} , 7]"),
            ["{\"a\":\"]}\"}", "{\"b\":[1,{}]}", "7"]
        );
        assert_eq!(
            read("{\n\"a\":1\n}\n{\"b\":\"\\\"{\"}"),
            ["{\n\"a\":1\n}", "{\"b\":\"\\\"{\"}"]
        );
        assert_eq!(read("\u{feff}[]"), [""; 0]);
        assert_eq!(read("[{\"a\":\"0123456789012345678\"},{}"), ["!longer", "{}"]);
        assert_eq!(read("[{\"a\":"), ["!the"]);
    }
}
