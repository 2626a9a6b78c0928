//! Opens the input files of a batch and splits them into jobs.

pub(super) mod arrow;
mod arrow_json;
mod detect;
pub(super) mod job;
mod json_values;
mod jsonl;
pub(super) mod parquet;
mod parquet_types;
mod table_rows;
pub(super) mod warc;

use std::io::{self, Read};

use crate::args::BatchArgs;
use crate::batch::document_fields::missing_document_column;
use crate::batch::inputs::input_file::{InputFile, InputFormat};
use crate::batch::job_result::PassedOver;
use crate::batch::read::arrow::ArrowRows;
use crate::batch::read::detect::{DetectedContent, detect_content};
use crate::batch::read::job::{BatchJob, JobIter, JobPayload, LostRows, TableRow};
use crate::batch::read::json_values::JsonValues;
use crate::batch::read::jsonl::JsonlReader;
use crate::batch::read::parquet::ParquetRows;
use crate::batch::read::table_rows::RowConverter;
use crate::batch::read::warc::{WarcItem, WarcReader};
use crate::container::{FileContainer, unpack};
use crate::input::{self, ExpansionLimits, InputReader, InputWatch, read_limited, too_long};

/// Opens an input file and returns its jobs.
///
/// Documents and records that are too long give failed jobs.
pub(super) fn jobs<'i>(
    input: &'i InputFile,
    args: &'i BatchArgs,
    watch: &InputWatch,
) -> JobIter<'i> {
    let limits = ExpansionLimits {
        ratio: args.max_expansion,
        bytes: args.expansion_bytes,
        option: Some("--max-expansion"),
    };
    match input::open_watched(&input.path, watch, limits) {
        Ok(reader) => reader_jobs(input, args, reader),
        Err(error) => single_job(input, JobPayload::Failed(error.to_string())),
    }
}

/// Returns the jobs of an open input file.
pub(super) fn reader_jobs<'i>(
    input: &'i InputFile,
    args: &'i BatchArgs,
    mut reader: InputReader,
) -> JobIter<'i> {
    let error = match detect_content(input, args, &mut reader) {
        Ok(DetectedContent::Format(format)) => return split(input, format, reader, args),
        Ok(DetectedContent::PassedOver(passed_over)) => {
            return single_job(input, JobPayload::PassedOver(passed_over));
        }
        Ok(DetectedContent::Refused(reason)) => {
            return single_job(input, JobPayload::Failed(reason));
        }
        Err(error) => error,
    };
    let is_corrupt = error.kind() == io::ErrorKind::InvalidData;
    let failed = single_job(input, JobPayload::Failed(error.to_string()));
    match input.named_format() {
        // After a corrupt start there can be intact records.
        Some(named) if is_corrupt && named != InputFormat::Document => {
            let format = *input.format.get_or_init(|| named);
            let rest = match format {
                InputFormat::Warc => {
                    warc_jobs(input, WarcReader::after_damage(reader, args.max_record_bytes))
                }
                format => split(input, format, reader, args),
            };
            Box::new(failed.chain(rest))
        }
        _ => failed,
    }
}

/// Splits an open file of a known format into jobs.
fn split<'i>(
    input: &'i InputFile,
    format: InputFormat,
    reader: InputReader,
    args: &'i BatchArgs,
) -> JobIter<'i> {
    let max_bytes = args.max_record_bytes;
    match *input.format.get_or_init(|| format) {
        InputFormat::Document => single_job(input, JobPayload::File(reader)),
        InputFormat::Mail => container_jobs(input, FileContainer::Mail, reader, max_bytes),
        InputFormat::Feed => container_jobs(input, FileContainer::Feed, reader, max_bytes),
        InputFormat::Json => Box::new(JsonValues::new(input, reader, max_bytes)),
        InputFormat::Jsonl => Box::new(JsonlReader::new(input, reader, max_bytes)),
        InputFormat::Parquet => parquet_jobs(input, reader, args),
        InputFormat::Arrow => arrow_jobs(input, reader, args),
        InputFormat::Warc => warc_jobs(input, WarcReader::new(reader, max_bytes)),
    }
}

/// Returns the only job of a file.
fn single_job(input: &InputFile, payload: JobPayload) -> JobIter<'_> {
    Box::new(std::iter::once(BatchJob { input, number: None, offset: None, payload }))
}

/// Returns a job for each document of a mail message or feed.
fn container_jobs(
    input: &InputFile,
    container: FileContainer,
    mut reader: InputReader,
    max_bytes: usize,
) -> JobIter<'_> {
    let documents = read_limited(&mut reader, max_bytes)
        .map_err(|error| error.to_string())
        .and_then(|bytes| unpack(&bytes, container));
    let documents = match documents {
        Ok(documents) => documents,
        Err(reason) => return single_job(input, JobPayload::Failed(reason)),
    };
    // A message is one document, and named like its file.
    let is_numbered = container == FileContainer::Feed;
    Box::new((1..).zip(documents).map(move |(number, document)| BatchJob {
        input,
        number: is_numbered.then_some(number),
        offset: None,
        payload: JobPayload::Contained(document),
    }))
}

/// Returns a job for each row of a Parquet file.
fn parquet_jobs<'i>(input: &'i InputFile, reader: InputReader, args: &'i BatchArgs) -> JobIter<'i> {
    let rows = match ParquetRows::open(&input.path, reader, row_converter(input, args)) {
        Ok(rows) => rows,
        Err(reason) => return single_job(input, JobPayload::Failed(reason)),
    };
    match missing_document_column(args, rows.columns()) {
        Some(reason) if rows.row_total() > 0 => {
            single_job(input, JobPayload::LostRecords(reason, rows.row_total()))
        }
        _ => table_jobs(input, args, rows),
    }
}

/// Returns a job for each row of an Arrow file or stream.
fn arrow_jobs<'i>(input: &'i InputFile, reader: InputReader, args: &'i BatchArgs) -> JobIter<'i> {
    let mut rows = ArrowRows::new(reader, row_converter(input, args));
    // Only the end of the file would say how many rows there are.
    match rows.columns().and_then(|columns| missing_document_column(args, &columns)) {
        Some(reason) => single_job(input, JobPayload::Failed(reason)),
        None => table_jobs(input, args, rows),
    }
}

/// Returns the converter of a table's rows.
fn row_converter<'a>(input: &InputFile, args: &'a BatchArgs) -> RowConverter<'a> {
    let file = input::display_name(&input.path).into_owned();
    RowConverter::new([&args.html_field, &args.text_field], file)
}

/// Returns a job for each row of a table.
fn table_jobs<'i>(
    input: &'i InputFile,
    args: &'i BatchArgs,
    rows: impl Iterator<Item = (usize, Result<TableRow, LostRows>)> + Send + 'i,
) -> JobIter<'i> {
    Box::new(rows.map(move |(number, row)| {
        let payload = match row {
            Ok(row) if row.text_bytes() > args.max_record_bytes => {
                JobPayload::Failed(too_long(args.max_record_bytes))
            }
            Ok(row) => JobPayload::TableRow(row),
            Err(lost) => JobPayload::LostRecords(lost.reason, lost.rows),
        };
        BatchJob { input, number: Some(number), offset: None, payload }
    }))
}

/// Returns a job for each record of a WARC file.
fn warc_jobs<R: Read + Send + 'static>(
    input: &InputFile,
    mut reader: WarcReader<R>,
) -> JobIter<'_> {
    Box::new(std::iter::from_fn(move || {
        let (number, item) = reader.next()?;
        let payload = match item {
            WarcItem::Record(record) => JobPayload::Warc(record),
            WarcItem::Other(record_type) => {
                JobPayload::PassedOver(PassedOver::OtherRecord(record_type))
            }
            WarcItem::Malformed(reason) => JobPayload::Failed(reason),
            WarcItem::Unreadable(error) => JobPayload::Failed(error.to_string()),
        };
        let offset = Some(reader.record_offset());
        Some(BatchJob { input, number: Some(number), offset, payload })
    }))
}
