//! Reads Arrow IPC files and streams row by row.

use std::io::{self, BufRead};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray, StructArray};
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_schema::{ArrowError, Field, SchemaRef};

use crate::batch::read::arrow_json::{
    LeftOutColumn, byte_values, has_no_json_form, json_rows, with_json_type,
};
use crate::batch::read::job::{LostRows, TableRow};
use crate::batch::read::parquet::byte_text;
use crate::catch_panic::catch_panic;
use crate::input::InputReader;
use crate::output::print_message;

/// Magic bytes at the start of an Arrow file, with their padding. The stream follows.
pub(super) const FILE_MAGIC: &[u8] = b"ARROW1\0\0";

/// The start of an Arrow stream: the marker of a message.
pub(super) const STREAM_MAGIC: &[u8] = b"\xff\xff\xff\xff";

/// Bytes to which the parts of a file are aligned, at least and at most.
const ALIGNMENT: usize = 8;
const MAX_ALIGNMENT: usize = 64;

/// Rows that are converted at a time. Pages average 100 kB.
const BATCH_ROWS: usize = 8;

/// Largest batch of rows in an input, in bytes.
const MAX_BATCH_BYTES: usize = 512 << 20;

/// An iterator over the rows of a file, with their numbers from 1. It ends after an error, because
/// nothing marks the start of the next batch.
pub(super) struct ArrowRows<'a, R> {
    batches: ArrowBatches<R>,
    /// The batch that is being converted.
    batch: Option<RecordBatch>,
    /// Rows of `batch` that have been converted.
    position: usize,
    /// Converted rows.
    rows: std::vec::IntoIter<TableRow>,
    /// Rows before the next one.
    row_count: usize,
    has_failed: bool,
    document_columns: [&'a str; 2],
    /// The name of the file, for messages.
    file: String,
    /// The columns of which values were left out so far. Each is reported once.
    left_out: Vec<LeftOutColumn>,
}

impl<'a> ArrowRows<'a, InputReader> {
    /// Returns the rows of a file or stream. `reader` is at its start. Messages name `file`.
    pub(super) fn new(reader: InputReader, document_columns: [&'a str; 2], file: String) -> Self {
        ArrowRows {
            batches: ArrowBatches::new(reader),
            batch: None,
            position: 0,
            rows: Vec::new().into_iter(),
            row_count: 0,
            has_failed: false,
            document_columns,
            file,
            left_out: Vec::new(),
        }
    }

    /// Converts the next rows. Returns false at the end of the file.
    fn convert_more(&mut self) -> Result<bool, String> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => match self.batches.next_batch()? {
                Some(batch) => batch,
                None => return Ok(false),
            },
        };
        let count = BATCH_ROWS.min(batch.num_rows() - self.position);
        let slice = batch.slice(self.position, count);
        let known = self.left_out.len();
        let left_out = &mut self.left_out;
        let converted = catch_panic(|| table_rows(&slice, self.document_columns, left_out))?;
        self.rows = converted.map_err(|error| error.to_string())?.into_iter();
        for LeftOutColumn { name, reason } in &self.left_out[known..] {
            let file = &self.file;
            print_message(format_args!("{file}: values of column `{name}` are left out: {reason}"));
        }
        self.position += count;
        if self.position < batch.num_rows() {
            self.batch = Some(batch);
        } else {
            self.position = 0;
        }
        Ok(true)
    }
}

impl Iterator for ArrowRows<'_, InputReader> {
    type Item = (usize, Result<TableRow, LostRows>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                self.row_count += 1;
                return Some((self.row_count, Ok(row)));
            }
            if self.has_failed {
                return None;
            }
            match self.convert_more() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(reason) => {
                    self.has_failed = true;
                    return Some((self.row_count + 1, Err(LostRows { reason, rows: 1 })));
                }
            }
        }
    }
}

/// Returns the columns of an Arrow file or stream, which are at its start.
pub(in crate::batch) fn arrow_schema(reader: InputReader) -> Option<SchemaRef> {
    let mut batches = ArrowBatches::new(reader);
    // The columns come before the first batch. They are known even if that one is corrupt.
    let _ = batches.next_batch();
    batches.decoder.schema()
}

/// The batches of an Arrow file or stream.
struct ArrowBatches<R> {
    reader: R,
    decoder: StreamDecoder,
    /// Bytes that have been read and not decoded.
    ready: Buffer,
    is_started: bool,
}

impl ArrowBatches<InputReader> {
    fn new(reader: InputReader) -> Self {
        let (decoder, ready) = (StreamDecoder::new(), Buffer::default());
        ArrowBatches { reader, decoder, ready, is_started: false }
    }

    /// Skips the zeros after the magic bytes. Some writers align the first message to 64 bytes.
    fn skip_padding(&mut self) -> io::Result<()> {
        for _ in (FILE_MAGIC.len()..MAX_ALIGNMENT).step_by(ALIGNMENT) {
            if !self.reader.peek(ALIGNMENT)?.starts_with(&[0; ALIGNMENT]) {
                break;
            }
            self.reader.consume(ALIGNMENT);
        }
        Ok(())
    }

    /// Returns the end of the batches. A file without columns is not the end, but an error.
    fn end(&mut self) -> Result<Option<RecordBatch>, String> {
        if self.decoder.finish().is_err() || self.decoder.schema().is_none() {
            return Err("the Arrow data ends early".to_owned());
        }
        Ok(None)
    }

    /// Reads the next batch. Returns `None` at the end.
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, String> {
        if !self.is_started {
            self.is_started = true;
            // The index at the end of a file is not needed to read it from the start.
            let head = self.reader.peek(FILE_MAGIC.len()).map_err(|error| error.to_string())?;
            if head.starts_with(FILE_MAGIC) {
                self.reader.consume(FILE_MAGIC.len());
                self.skip_padding().map_err(|error| error.to_string())?;
            }
        }
        let mut bytes_read = 0;
        loop {
            while !self.ready.is_empty() {
                match catch_panic(|| self.decoder.decode(&mut self.ready))? {
                    Ok(Some(batch)) => {
                        self.reader.end_record();
                        return Ok(Some(batch));
                    }
                    Ok(None) => {}
                    // The decoder has seen the end. The index of a file follows.
                    Err(_) if self.decoder.finish().is_ok() => return self.end(),
                    Err(error) => return Err(format!("corrupt Arrow data: {error}")),
                }
            }
            let chunk = self.reader.fill_buf().map_err(|error| error.to_string())?;
            if chunk.is_empty() {
                return self.end();
            }
            let count = chunk.len();
            self.ready = Buffer::from(chunk);
            self.reader.consume(count);
            bytes_read += count;
            if bytes_read > MAX_BATCH_BYTES {
                return Err(format!("a batch has more than {MAX_BATCH_BYTES} bytes"));
            }
        }
    }
}

/// Converts the rows of a batch. Adds the columns of values without a JSON form to `left_out`.
fn table_rows(
    batch: &RecordBatch,
    document_columns: [&str; 2],
    left_out: &mut Vec<LeftOutColumn>,
) -> Result<Vec<TableRow>, ArrowError> {
    let mut rows: Vec<TableRow> = Vec::new();
    rows.resize_with(batch.num_rows(), TableRow::default);
    let mut columns = Vec::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if let Some(column) = split_column(field.name(), column, document_columns, &mut rows)? {
            let nullable = Field::new(field.name(), column.data_type().clone(), true);
            columns.push((nullable, column));
        }
    }
    if columns.is_empty() {
        return Ok(rows);
    }
    let json = json_rows(&columns, batch.num_rows(), left_out);
    for (index, (row, fields)) in rows.iter_mut().zip(json).enumerate() {
        row.fields = fields;
        row.is_repaired = columns.iter().any(|(_, column)| has_no_json_form(column, index));
    }
    Ok(rows)
}

/// Moves a column with documents to the rows. Returns other columns, with text in place of bytes.
///
/// `path` is the name of the column, with those of the structs around it.
fn split_column(
    path: &str,
    column: &ArrayRef,
    document_columns: [&str; 2],
    rows: &mut [TableRow],
) -> Result<Option<ArrayRef>, ArrowError> {
    if let Some(values) = byte_values(column) {
        if !document_columns.contains(&path) {
            let texts = values.into_iter().map(|value| value.map(byte_text));
            return Ok(Some(Arc::new(texts.collect::<StringArray>())));
        }
        for (row, value) in rows.iter_mut().zip(values) {
            if let Some(value) = value {
                row.documents.push((path.to_owned(), value.to_vec()));
            }
        }
        return Ok(None);
    }
    let Some(group) = column.as_struct_opt() else { return Ok(Some(with_json_type(column))) };
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, member) in group.fields().iter().zip(group.columns()) {
        let path = format!("{path}.{}", field.name());
        if let Some(member) = split_column(&path, member, document_columns, rows)? {
            fields.push(Field::new(field.name(), member.data_type().clone(), true));
            columns.push(member);
        }
    }
    let nulls = group.nulls().cloned();
    if columns.is_empty() {
        return Ok(Some(Arc::new(StructArray::new_empty_fields(group.len(), nulls))));
    }
    Ok(Some(Arc::new(StructArray::try_new(fields.into(), columns, nulls)?)))
}
