//! Opens the inputs of a batch, tells what they hold, and cuts them into jobs.

mod parquet;
pub(super) mod warc;

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::{Map, Value};

use crate::args::InputFormatArg;
use crate::batch::inputs::{InputFile, InputFormat};
use crate::input::{self, InputReader, too_long};

/// A document to clean, or the news that it cannot be read.
pub(super) struct BatchJob<'i> {
    /// The file that it comes from.
    pub(super) input: &'i InputFile,
    /// Its number in the file, from 1, if the file holds more than one: that of its line or record.
    pub(super) number: Option<usize>,
    /// What is to be done.
    pub(super) load: JobPayload,
}

/// What a job brings.
pub(super) enum JobPayload {
    /// A file that the worker reads.
    File(InputReader),
    /// A line of a JSONL file.
    Line(Vec<u8>),
    /// A record of a WARC file.
    Warc(warc::WarcRecord),
    /// A row of a Parquet file, and about how many bytes it has.
    Row(Map<String, Value>, usize),
    /// Nothing, for this reason.
    Failed(String),
}

impl BatchJob<'_> {
    /// About how many bytes the job holds in memory.
    pub(super) fn weight(&self) -> usize {
        match &self.load {
            JobPayload::File(_) => self.input.size,
            JobPayload::Line(line) => line.len(),
            JobPayload::Warc(record) => record.block.len(),
            JobPayload::Row(_, bytes) => *bytes,
            JobPayload::Failed(reason) => reason.len(),
        }
    }

    /// The file, and the place in it, for messages.
    pub(super) fn place(&self) -> String {
        let name = input::name(&self.input.path);
        match (self.number, self.input.form.get()) {
            (Some(number), Some(InputFormat::Records)) => format!("{name}, line {number}"),
            (Some(number), _) => format!("{name}, record {number}"),
            (None, _) => name.into_owned(),
        }
    }
}

/// The jobs of an input.
pub(super) type JobIter<'i> = Box<dyn Iterator<Item = BatchJob<'i>> + Send + 'i>;

/// The jobs that a file makes. Documents and records of more than `most` bytes are not read.
///
/// `read` counts the bytes that were read.
pub(super) fn jobs<'i>(
    input: &'i InputFile,
    from: InputFormatArg,
    most: usize,
    read: &Arc<AtomicU64>,
) -> JobIter<'i> {
    match input::open_counted(&input.path, Arc::clone(read)) {
        Ok(bytes) => jobs_of(input, from, most, bytes),
        Err(error) => alone(input, JobPayload::Failed(error.to_string())),
    }
}

/// The jobs that an open file makes.
pub(super) fn jobs_of(
    input: &InputFile,
    from: InputFormatArg,
    most: usize,
    mut bytes: InputReader,
) -> JobIter<'_> {
    let told = form(input, from, &mut bytes);
    match (told, input.named) {
        (Ok(form), _) => cut(input, form, bytes, most),
        // Behind a corrupt start there may be sound records.
        (Err(error), Some(form))
            if error.kind() == io::ErrorKind::InvalidData && form != InputFormat::Document =>
        {
            Box::new(
                alone(input, JobPayload::Failed(error.to_string()))
                    .chain(cut(input, form, bytes, most)),
            )
        }
        (Err(error), _) => alone(input, JobPayload::Failed(error.to_string())),
    }
}

/// The jobs of an open file that holds this.
fn cut(input: &InputFile, form: InputFormat, bytes: InputReader, most: usize) -> JobIter<'_> {
    match *input.form.get_or_init(|| form) {
        InputFormat::Document => alone(input, JobPayload::File(bytes)),
        InputFormat::Records => {
            Box::new(JsonlReader { input, reader: bytes, number: 0, most, ended: false })
        }
        InputFormat::Parquet => match parquet::ParquetRows::open(&input.path, bytes) {
            Ok(rows) => Box::new(rows.enumerate().map(move |(index, row)| {
                let load = row.map_or_else(JobPayload::Failed, |row| {
                    let bytes = row.values().filter_map(Value::as_str).map(str::len).sum();
                    if bytes > most {
                        JobPayload::Failed(too_long(most))
                    } else {
                        JobPayload::Row(row, bytes)
                    }
                });
                BatchJob { input, number: Some(index + 1), load }
            })),
            Err(reason) => alone(input, JobPayload::Failed(reason)),
        },
        InputFormat::Warc => {
            let mut reader = warc::WarcReader::new(bytes, most);
            Box::new(std::iter::from_fn(move || {
                let (number, item) = reader.next()?;
                let load = match item {
                    warc::WarcItem::Record(record) => JobPayload::Warc(record),
                    warc::WarcItem::Bad(reason) => JobPayload::Failed(reason),
                    warc::WarcItem::Broken(error) => JobPayload::Failed(error.to_string()),
                };
                Some(BatchJob { input, number: Some(number), load })
            }))
        }
    }
}

/// The only job of a file.
fn alone(input: &InputFile, load: JobPayload) -> JobIter<'_> {
    Box::new(std::iter::once(BatchJob { input, number: None, load }))
}

/// What a file holds: by what the user says, by its first bytes, by its name, in that order.
fn form(
    input: &InputFile,
    from: InputFormatArg,
    bytes: &mut InputReader,
) -> io::Result<InputFormat> {
    let named = match from {
        InputFormatArg::Html | InputFormatArg::Text => return Ok(InputFormat::Document),
        InputFormatArg::Jsonl => return Ok(InputFormat::Records),
        InputFormatArg::Warc | InputFormatArg::Wet => return Ok(InputFormat::Warc),
        InputFormatArg::Parquet => return Ok(InputFormat::Parquet),
        InputFormatArg::Auto => input.named,
    };
    let head = bytes.peek(warc::START.len())?;
    if head.starts_with(warc::START) {
        return Ok(InputFormat::Warc);
    }
    if head.starts_with(parquet::START) {
        return Ok(InputFormat::Parquet);
    }
    match named {
        Some(form) => Ok(form),
        None if starts_like_a_record(bytes)? => Ok(InputFormat::Records),
        None => Ok(InputFormat::Document),
    }
}

/// Whether the first visible byte opens a JSON object. A file that begins with more white space than this is none.
fn starts_like_a_record(bytes: &mut InputReader) -> io::Result<bool> {
    const MOST_BLANK: usize = 1 << 20;
    let head = bytes.peek(1)?;
    let is_visible = |byte: &&u8| !byte.is_ascii_whitespace();
    let mut visible = without_mark(head).iter().find(is_visible);
    if visible.is_none() {
        visible = without_mark(bytes.peek(MOST_BLANK)?).iter().find(is_visible);
    }
    Ok(visible == Some(&b'{'))
}

/// The bytes behind a byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The lines of a JSONL file that are not blank.
struct JsonlReader<'i> {
    input: &'i InputFile,
    reader: InputReader,
    /// The number of the line read last.
    number: usize,
    /// Bytes of a line beyond which it is not read.
    most: usize,
    ended: bool,
}

impl JsonlReader<'_> {
    /// Reads a line; none at the end.
    fn line(&mut self) -> io::Result<Option<JobPayload>> {
        let mut line = Vec::new();
        let read = self
            .reader
            .by_ref()
            .take((self.most as u64).saturating_add(1))
            .read_until(b'\n', &mut line)?;
        if read > self.most && line.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(JobPayload::Failed(too_long(self.most))));
        }
        Ok((read > 0).then_some(JobPayload::Line(line)))
    }
}

impl<'i> Iterator for JsonlReader<'i> {
    type Item = BatchJob<'i>;

    fn next(&mut self) -> Option<BatchJob<'i>> {
        while !self.ended {
            self.number += 1;
            let load = match self.line() {
                Ok(Some(JobPayload::Line(line))) if line.trim_ascii().is_empty() => continue,
                Ok(Some(load)) => load,
                Ok(None) => {
                    self.ended = true;
                    continue;
                }
                Err(error) => {
                    // Behind corrupt data stands the rest of some line, and then whole ones.
                    let can_go_on = error.kind() == io::ErrorKind::InvalidData;
                    self.ended = !can_go_on || self.reader.skip_until(b'\n').is_err();
                    JobPayload::Failed(error.to_string())
                }
            };
            return Some(BatchJob { input: self.input, number: Some(self.number), load });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::LookaheadReader;

    fn bytes(text: &str) -> InputReader {
        LookaheadReader::new(Box::new(io::Cursor::new(text.to_owned().into_bytes())))
    }

    #[test]
    fn records_are_told_by_their_first_visible_byte() {
        let blank = " ".repeat(200_000) + "{";
        for (text, is_record) in [
            ("\u{feff} {", true),
            ("\n\n{\"a\"", true),
            ("", false),
            ("<p>{", false),
            (&blank, true),
            ("  ", false),
        ] {
            let mut bytes = bytes(text);
            assert_eq!(starts_like_a_record(&mut bytes).expect("reads"), is_record);
            assert_eq!(io::read_to_string(bytes).expect("reads"), text);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let input = InputFile::named("x.jsonl");
        let text = format!("short\n\n{}\nlast", "x".repeat(300_000));
        let lines =
            JsonlReader { input: &input, reader: bytes(&text), number: 0, most: 10, ended: false };
        let seen: Vec<_> =
            lines.map(|job| (job.number, matches!(job.load, JobPayload::Line(_)))).collect();
        assert_eq!(seen, [(Some(1), true), (Some(3), false), (Some(4), true)]);
    }
}
