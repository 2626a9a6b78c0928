//! Reads Arrow IPC files and streams row by row.

use std::io::{self, BufRead};

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_schema::{Fields, SchemaRef};

use crate::batch::read::job::{LostRows, TableRow};
use crate::batch::read::table_rows::{BATCH_ROWS, RowConverter};
use crate::catch_panic::catch_panic;
use crate::input::InputReader;

/// Magic bytes at the start of an Arrow file, with their padding. The stream follows.
pub(super) const FILE_MAGIC: &[u8] = b"ARROW1\0\0";

/// The start of an Arrow stream: the marker of a message.
pub(super) const STREAM_MAGIC: &[u8] = b"\xff\xff\xff\xff";

/// Bytes to which the parts of a file are aligned, at least and at most.
const ALIGNMENT: usize = 8;
const MAX_ALIGNMENT: usize = 64;

/// Largest batch of rows in an input, in bytes.
const MAX_BATCH_BYTES: usize = 512 << 20;

/// An iterator over the rows of a file, with their numbers from 1. It ends after an error, because
/// nothing marks the start of the next batch.
pub(super) struct ArrowRows<'a, R> {
    batches: ArrowBatches<R>,
    /// The first batch or an error, if it was read for the columns.
    first: Option<Result<Option<RecordBatch>, String>>,
    /// The batch that is being converted.
    batch: Option<RecordBatch>,
    /// Rows of `batch` that have been converted.
    position: usize,
    /// Converted rows.
    rows: std::vec::IntoIter<TableRow>,
    /// Rows before the next one.
    row_count: usize,
    has_failed: bool,
    converter: RowConverter<'a>,
}

impl<'a> ArrowRows<'a, InputReader> {
    /// Returns the rows of a file or stream. `reader` is at its start.
    pub(super) fn new(reader: InputReader, converter: RowConverter<'a>) -> Self {
        ArrowRows {
            batches: ArrowBatches::new(reader),
            first: None,
            batch: None,
            position: 0,
            rows: Vec::new().into_iter(),
            row_count: 0,
            has_failed: false,
            converter,
        }
    }

    /// Returns the columns before any row was read. `None` if there are no rows.
    pub(super) fn columns(&mut self) -> Option<Fields> {
        let first = self.first.insert(self.batches.next_batch());
        let batch = first.as_ref().ok()?.as_ref().filter(|batch| batch.num_rows() > 0)?;
        Some(batch.schema().fields().clone())
    }

    /// Converts the next rows. Returns false at the end of the file.
    fn convert_more(&mut self) -> Result<bool, String> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => match self.first.take().unwrap_or_else(|| self.batches.next_batch())? {
                Some(batch) => batch,
                None => return Ok(false),
            },
        };
        let count = BATCH_ROWS.min(batch.num_rows() - self.position);
        let slice = batch.slice(self.position, count);
        self.rows = self.converter.rows(&slice)?.into_iter();
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
