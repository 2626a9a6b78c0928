//! Converts JSON rows to a Parquet or Arrow file.
//!
//! The columns are known only after the last row. So a run writes JSON rows first. The conversion
//! reads them twice: once for the columns, and once for the values.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, DataType, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

use crate::batch::nested_types::with_types;
use crate::batch::write::table_columns::TableColumns;
use crate::batch::write::write_options::WriteOptions;
use crate::error::Error;

/// Rows of a row group.
const GROUP_ROWS: usize = 10_000;

/// Bytes of JSON that end a row group before it has [`GROUP_ROWS`] rows. Converting them takes
/// about four times as much memory.
const GROUP_BYTES: usize = 8 << 20;

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableFormat {
    Parquet,
    Arrow,
}

/// Converts the JSON rows in the file `rows` to the table `target`.
pub(super) fn convert(
    rows: &Path,
    target: &Path,
    format: TableFormat,
    options: &WriteOptions,
) -> Result<(), Error> {
    let mut declared = options.declared.clone();
    if format == TableFormat::Parquet {
        declared.iter_mut().for_each(|(_, data_type)| *data_type = parquet_type(data_type));
    }
    let mut columns = TableColumns::new(&options.columns, &declared);
    if options.has_fixed_columns {
        columns.fix();
    }
    for_each_row(rows, |row, _| {
        columns.add_row(&row);
        Ok(())
    })?;

    let table_error = |error: ArrowError| Error::Usage(format!("{}: {error}", target.display()));
    let file = File::create(target).map_err(|error| Error::file(target, error))?;
    let schema = Arc::new(Schema::new(columns.fields()));
    let mut writer = TableWriter::new(file, format, &schema, options).map_err(table_error)?;
    let reader = ReaderBuilder::new(schema).with_batch_size(GROUP_ROWS);
    let mut decoder = reader.build_decoder().map_err(table_error)?;
    let (mut group_rows, mut group_bytes) = (0, 0);
    for_each_row(rows, |row, bytes| {
        let line = Value::Object(columns.table_row(row)).to_string();
        decode(&mut decoder, line.as_bytes()).map_err(table_error)?;
        group_rows += 1;
        group_bytes += bytes;
        if group_rows >= GROUP_ROWS || group_bytes >= GROUP_BYTES {
            (group_rows, group_bytes) = (0, 0);
            writer.write_group(decoder.flush().map_err(table_error)?).map_err(table_error)?;
        }
        Ok(())
    })?;
    writer.write_group(decoder.flush().map_err(table_error)?).map_err(table_error)?;
    let file = writer.end().map_err(table_error)?;
    file.sync_data().map_err(|error| Error::file(target, error))
}

/// Returns the type that a column has in Parquet, which counts no times in seconds, and dates only
/// in days. Other readers would read such columns as plain integers.
fn parquet_type(data_type: &DataType) -> DataType {
    with_types(data_type, &|data_type| match data_type {
        DataType::Timestamp(TimeUnit::Second, zone) => {
            Some(DataType::Timestamp(TimeUnit::Millisecond, zone.clone()))
        }
        DataType::Time32(TimeUnit::Second) => Some(DataType::Time32(TimeUnit::Millisecond)),
        DataType::Date64 => Some(DataType::Date32),
        _ => None,
    })
}

/// Adds a row to the decoder, which has room for it.
fn decode(decoder: &mut Decoder, mut row: &[u8]) -> Result<(), ArrowError> {
    while !row.is_empty() {
        let count = decoder.decode(row)?;
        if count == 0 {
            return Err(ArrowError::JsonError("a row does not fit".into()));
        }
        row = &row[count..];
    }
    Ok(())
}

/// A writer of one table.
enum TableWriter {
    Parquet(Box<ArrowWriter<File>>),
    Arrow(Box<FileWriter<File>>),
}

impl TableWriter {
    fn new(
        file: File,
        format: TableFormat,
        schema: &Arc<Schema>,
        options: &WriteOptions,
    ) -> Result<Self, ArrowError> {
        if format == TableFormat::Parquet {
            let properties = WriterProperties::builder().set_compression(options.parquet).build();
            let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties))?;
            return Ok(TableWriter::Parquet(Box::new(writer)));
        }
        // Arrow has these two codecs.
        let compression = match options.parquet {
            Compression::ZSTD(_) => Some(CompressionType::ZSTD),
            Compression::LZ4_RAW => Some(CompressionType::LZ4_FRAME),
            _ => None,
        };
        let options = IpcWriteOptions::default().try_with_compression(compression)?;
        let writer = FileWriter::try_new_with_options(file, schema, options)?;
        Ok(TableWriter::Arrow(Box::new(writer)))
    }

    /// Writes rows as one group.
    fn write_group(&mut self, batch: Option<RecordBatch>) -> Result<(), ArrowError> {
        let Some(batch) = batch else { return Ok(()) };
        match self {
            TableWriter::Parquet(writer) => {
                writer.write(&batch)?;
                Ok(writer.flush()?)
            }
            TableWriter::Arrow(writer) => writer.write(&batch),
        }
    }

    /// Writes the index, and returns the file.
    fn end(self) -> Result<File, ArrowError> {
        match self {
            TableWriter::Parquet(writer) => Ok(writer.into_inner()?),
            TableWriter::Arrow(mut writer) => {
                writer.finish()?;
                writer.into_inner()
            }
        }
    }
}

/// Reads JSON rows, and passes on each with the number of its bytes.
fn for_each_row(
    path: &Path,
    mut take: impl FnMut(Map<String, Value>, usize) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| Error::file(path, error))?;
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| Error::file(path, error))?;
        let row = serde_json::from_str(&line);
        take(row.map_err(|error| Error::record(path, index + 1, error))?, line.len())?;
    }
    Ok(())
}
