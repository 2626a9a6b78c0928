//! Reads JSONL files line by line.

use std::io::{self, BufRead, Read};

use crate::batch::inputs::input_file::InputFile;
use crate::batch::read::job::{BatchJob, JobPayload};
use crate::input::{InputReader, too_long};

/// An iterator over the lines of a JSONL file that are not blank.
pub(super) struct JsonlReader<'i> {
    input: &'i InputFile,
    reader: InputReader,
    /// Number of the last line, from 1.
    number: usize,
    /// Longer lines are skipped and reported.
    max_bytes: usize,
    has_ended: bool,
}

impl<'i> JsonlReader<'i> {
    /// Returns a reader at the start of a file.
    pub(super) fn new(input: &'i InputFile, reader: InputReader, max_bytes: usize) -> Self {
        JsonlReader { input, reader, number: 0, max_bytes, has_ended: false }
    }

    /// Reads a line. Returns `None` at the end of the file.
    fn read_line(&mut self) -> io::Result<Option<JobPayload>> {
        let mut line = Vec::new();
        let limit = (self.max_bytes as u64).saturating_add(1);
        let count = self.reader.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if count > self.max_bytes && line.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(JobPayload::Failed(too_long(self.max_bytes))));
        }
        Ok((count > 0).then_some(JobPayload::JsonLine(line)))
    }
}

impl<'i> Iterator for JsonlReader<'i> {
    type Item = BatchJob<'i>;

    fn next(&mut self) -> Option<BatchJob<'i>> {
        while !self.has_ended {
            self.number += 1;
            let offset = Some(self.reader.consumed());
            let payload = match self.read_line() {
                Ok(Some(JobPayload::JsonLine(line))) if line.trim_ascii().is_empty() => continue,
                Ok(Some(payload)) => {
                    self.reader.end_record();
                    payload
                }
                Ok(None) => {
                    self.has_ended = true;
                    continue;
                }
                Err(error) => {
                    // After corrupt data comes the start of a member, and often of a record. If it
                    // is the rest of a line, it fails as a record. After other errors the file
                    // cannot be read on.
                    self.has_ended = error.kind() != io::ErrorKind::InvalidData;
                    JobPayload::Failed(error.to_string())
                }
            };
            return Some(BatchJob {
                input: self.input,
                number: Some(self.number),
                offset,
                payload,
            });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::LookaheadReader;
    use std::path::Path;

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let input = InputFile::from_path(Path::new("x.jsonl"));
        let text = format!("short\n\n{}\nlast", "x".repeat(300_000));
        let reader = LookaheadReader::new(Box::new(io::Cursor::new(text.into_bytes())) as Box<_>);
        let lines = JsonlReader::new(&input, reader, 10);
        let seen: Vec<_> =
            lines.map(|job| (job.number, matches!(job.payload, JobPayload::JsonLine(_)))).collect();
        assert_eq!(seen, [(Some(1), true), (Some(3), false), (Some(4), true)]);
    }
}
