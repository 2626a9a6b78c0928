//! Opens the input files of a batch, detects their formats, and splits them into jobs.

pub(super) mod job;
mod jsonl;
mod parquet;
pub(super) mod warc;

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::Value;

use crate::args::InputFormatArg;
use crate::batch::inputs::input_file::{InputFile, InputFormat};
use crate::batch::read::job::{BatchJob, JobIter, JobPayload};
use crate::batch::read::jsonl::JsonlReader;
use crate::batch::read::parquet::ParquetRows;
use crate::batch::read::warc::{WarcItem, WarcReader};
use crate::input::{self, InputReader, too_long, without_bom};

/// White space that is skipped while searching the first visible byte of a file.
const MAX_LEADING_BLANKS: usize = 1 << 20;

/// Opens an input file and returns its jobs.
///
/// Documents and records of more than `max_bytes` bytes give failed jobs. `read_bytes` counts the
/// bytes read from the file.
pub(super) fn jobs<'i>(
    input: &'i InputFile,
    format: InputFormatArg,
    max_bytes: usize,
    read_bytes: &Arc<AtomicU64>,
) -> JobIter<'i> {
    match input::open_counted(&input.path, Arc::clone(read_bytes)) {
        Ok(reader) => reader_jobs(input, format, max_bytes, reader),
        Err(error) => single_job(input, JobPayload::Failed(error.to_string())),
    }
}

/// Returns the jobs of an open input file.
pub(super) fn reader_jobs(
    input: &InputFile,
    format: InputFormatArg,
    max_bytes: usize,
    mut reader: InputReader,
) -> JobIter<'_> {
    let error = match detect_format(input, format, &mut reader) {
        Ok(format) => return split(input, format, reader, max_bytes),
        Err(error) => error,
    };
    let is_corrupt = error.kind() == io::ErrorKind::InvalidData;
    let failed = single_job(input, JobPayload::Failed(error.to_string()));
    match input.named_format {
        // After a corrupt start there can be intact records.
        Some(named) if is_corrupt && named != InputFormat::Document => {
            Box::new(failed.chain(split(input, named, reader, max_bytes)))
        }
        _ => failed,
    }
}

/// Splits an open file of a known format into jobs.
fn split(
    input: &InputFile,
    format: InputFormat,
    reader: InputReader,
    max_bytes: usize,
) -> JobIter<'_> {
    match *input.format.get_or_init(|| format) {
        InputFormat::Document => single_job(input, JobPayload::File(reader)),
        InputFormat::Jsonl => Box::new(JsonlReader::new(input, reader, max_bytes)),
        InputFormat::Parquet => parquet_jobs(input, reader, max_bytes),
        InputFormat::Warc => warc_jobs(input, reader, max_bytes),
    }
}

/// Returns the only job of a file.
fn single_job(input: &InputFile, payload: JobPayload) -> JobIter<'_> {
    Box::new(std::iter::once(BatchJob { input, number: None, payload }))
}

/// Returns a job for each row of a Parquet file.
fn parquet_jobs(input: &InputFile, reader: InputReader, max_bytes: usize) -> JobIter<'_> {
    let rows = match ParquetRows::open(&input.path, reader) {
        Ok(rows) => rows,
        Err(reason) => return single_job(input, JobPayload::Failed(reason)),
    };
    Box::new(rows.enumerate().map(move |(index, row)| {
        let payload = match row {
            Ok(row) => {
                let bytes = row.values().filter_map(Value::as_str).map(str::len).sum();
                if bytes > max_bytes {
                    JobPayload::Failed(too_long(max_bytes))
                } else {
                    JobPayload::ParquetRow(row, bytes)
                }
            }
            Err(reason) => JobPayload::Failed(reason),
        };
        BatchJob { input, number: Some(index + 1), payload }
    }))
}

/// Returns a job for each record of a WARC file that holds a document.
fn warc_jobs(input: &InputFile, reader: InputReader, max_bytes: usize) -> JobIter<'_> {
    let mut reader = WarcReader::new(reader, max_bytes);
    Box::new(std::iter::from_fn(move || {
        let (number, item) = reader.next()?;
        let payload = match item {
            WarcItem::Record(record) => JobPayload::Warc(record),
            WarcItem::Malformed(reason) => JobPayload::Failed(reason),
            WarcItem::Unreadable(error) => JobPayload::Failed(error.to_string()),
        };
        Some(BatchJob { input, number: Some(number), payload })
    }))
}

/// Detects the format of a file.
///
/// The arguments outrank the first bytes, and these outrank the name.
fn detect_format(
    input: &InputFile,
    format: InputFormatArg,
    reader: &mut InputReader,
) -> io::Result<InputFormat> {
    match format {
        InputFormatArg::Html | InputFormatArg::Text => return Ok(InputFormat::Document),
        InputFormatArg::Jsonl => return Ok(InputFormat::Jsonl),
        InputFormatArg::Warc | InputFormatArg::Wet => return Ok(InputFormat::Warc),
        InputFormatArg::Parquet => return Ok(InputFormat::Parquet),
        InputFormatArg::Auto => {}
    }
    // The magic bytes of WARC are the longer ones.
    let head = reader.peek(warc::MAGIC.len())?;
    if head.starts_with(warc::MAGIC) {
        return Ok(InputFormat::Warc);
    }
    if head.starts_with(parquet::MAGIC) {
        return Ok(InputFormat::Parquet);
    }
    if let Some(named) = input.named_format {
        return Ok(named);
    }
    if starts_with_object(reader)? { Ok(InputFormat::Jsonl) } else { Ok(InputFormat::Document) }
}

/// Returns true if the first visible byte opens a JSON object.
///
/// A file with more than [`MAX_LEADING_BLANKS`] bytes of white space before it does not count.
fn starts_with_object(reader: &mut InputReader) -> io::Result<bool> {
    // Most files need only the bytes that are in memory already.
    if let Some(byte) = first_visible_byte(reader.peek(1)?) {
        return Ok(byte == b'{');
    }
    Ok(first_visible_byte(reader.peek(MAX_LEADING_BLANKS)?) == Some(b'{'))
}

/// Returns the first byte that is neither white space nor part of a byte order mark.
fn first_visible_byte(bytes: &[u8]) -> Option<u8> {
    without_bom(bytes).iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::LookaheadReader;

    #[test]
    fn records_are_detected_by_their_first_visible_byte() {
        let blank = " ".repeat(200_000) + "{";
        for (text, is_record) in [
            ("\u{feff} {", true),
            ("\n\n{\"a\"", true),
            ("", false),
            ("<p>{", false),
            (&blank, true),
            ("  ", false),
        ] {
            let bytes = text.to_owned().into_bytes();
            let mut reader: InputReader = LookaheadReader::new(Box::new(io::Cursor::new(bytes)));
            assert_eq!(starts_with_object(&mut reader).expect("reads"), is_record);
            assert_eq!(io::read_to_string(reader).expect("reads"), text);
        }
    }
}
