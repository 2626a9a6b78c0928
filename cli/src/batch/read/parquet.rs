//! Reads Parquet files row by row.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use crate::catch_panic::catch_panic;
use crate::input::{InputReader, read_limited};

/// Magic bytes at the start and the end of a Parquet file.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// Rows that are decoded at a time. Pages average 100 kB.
const BATCH_ROWS: usize = 64;

/// Largest Parquet file that is read into memory, in bytes.
///
/// The index of a Parquet file is at its end. A compressed file or a pipe cannot seek, so it is
/// read into memory.
const MAX_IN_MEMORY_BYTES: usize = 512 << 20;

/// An iterator over the rows of a file, as JSON objects. It ends after the first error.
pub(super) struct ParquetRows {
    /// `None` after the end.
    rows: Option<RowIter<'static>>,
}

impl ParquetRows {
    /// Opens a Parquet file. `reader` is at its start.
    pub(super) fn open(path: &Path, mut reader: InputReader) -> Result<Self, String> {
        if let Some(file) = open_uncompressed(path) {
            return ParquetRows::over(file);
        }
        let bytes = read_limited(&mut reader, MAX_IN_MEMORY_BYTES).map_err(|error| {
            if error.kind() == io::ErrorKind::FileTooLarge {
                return "too large for a compressed Parquet file, or one from a pipe".into();
            }
            error.to_string()
        })?;
        ParquetRows::over(Bytes::from(bytes))
    }

    /// Opens a Parquet file that can seek.
    fn over<R: ChunkReader + 'static>(source: R) -> Result<Self, String> {
        // The Parquet reader panics on some corrupt files.
        let reader = catch_panic(|| SerializedFileReader::new(source))?;
        let file: Box<dyn FileReader> = Box::new(reader.map_err(|error| error.to_string())?);
        let rows = catch_panic(|| RowIter::from_file_into(file).with_batch_size(BATCH_ROWS))?;
        Ok(ParquetRows { rows: Some(rows) })
    }
}

impl Iterator for ParquetRows {
    type Item = Result<Map<String, Value>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let rows = self.rows.as_mut()?;
        let last = match catch_panic(|| rows.next()) {
            Ok(Some(Ok(row))) => return Some(Ok(fields(row))),
            Ok(Some(Err(error))) => Some(Err(error.to_string())),
            Ok(None) => None,
            Err(panic) => Some(Err(format!("corrupt Parquet data: {panic}"))),
        };
        self.rows = None;
        last
    }
}

/// Opens the file at `path` if it is a Parquet file that is not compressed.
fn open_uncompressed(path: &Path) -> Option<File> {
    let mut file = File::open(path).ok()?;
    let mut head = [0; MAGIC.len()];
    file.read_exact(&mut head).ok()?;
    (head == MAGIC).then_some(file)
}

/// Returns the columns of a row as JSON.
///
/// Byte columns that are valid UTF-8 become strings, because many writers omit the string type.
fn fields(row: Row) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, field) in row.into_columns() {
        let text = match &field {
            Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok(),
            _ => None,
        };
        let value = text.map_or_else(|| field.to_json_value(), Value::from);
        fields.insert(name, value);
    }
    fields
}
