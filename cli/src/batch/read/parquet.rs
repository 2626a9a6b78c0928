//! Reads Parquet files, row by row.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes as Buffer;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use crate::catch_panic::guarded;
use crate::input::{self, InputReader};

/// What every Parquet file starts and ends with.
pub(in crate::batch) const START: &[u8] = b"PAR1";

/// Rows that are read of each column at a time: pages average 100 KB.
const BATCH: usize = 64;

/// Bytes of a Parquet file that is read into memory, because it comes packed or through a pipe: it begins at its end.
const MOST_IN_MEMORY: usize = 512 << 20;

/// The rows of a file, each with its columns as JSON. One that cannot be read is the last.
pub(in crate::batch) struct ParquetRows {
    rows: Option<RowIter<'static>>,
}

impl ParquetRows {
    /// Opens a file of which nothing but the first bytes were read.
    pub(in crate::batch) fn open(path: &Path, mut bytes: InputReader) -> Result<Self, String> {
        let plain = File::open(path).and_then(|mut file| {
            let mut head = [0; START.len()];
            file.read_exact(&mut head).map(|()| (head == START).then_some(file))
        });
        if let Ok(Some(file)) = plain {
            return ParquetRows::over(file);
        }
        let whole = input::read_at_most(&mut bytes, MOST_IN_MEMORY).map_err(|error| match error
            .kind()
        {
            io::ErrorKind::FileTooLarge => {
                "too large for a Parquet file that is packed, or comes through a pipe".into()
            }
            _ => error.to_string(),
        })?;
        ParquetRows::over(Buffer::from(whole))
    }

    fn over<R: ChunkReader + 'static>(reader: R) -> Result<Self, String> {
        let opened =
            guarded(|| SerializedFileReader::new(reader).map_err(|error| error.to_string()));
        let file: Box<dyn FileReader> = Box::new(opened.and_then(|opened| opened)?);
        let rows = guarded(|| RowIter::from_file_into(file).with_batch_size(BATCH))?;
        Ok(ParquetRows { rows: Some(rows) })
    }
}

impl Iterator for ParquetRows {
    type Item = Result<Map<String, Value>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let rows = self.rows.as_mut()?;
        let row = match guarded(|| rows.next()) {
            Ok(None) => None,
            Ok(Some(Ok(row))) => return Some(columns(row)),
            Ok(Some(Err(error))) => Some(Err(error.to_string())),
            Err(panic) => Some(Err(format!("corrupt Parquet data: {panic}"))),
        };
        self.rows = None;
        row
    }
}

/// The columns of a row. Bytes that are text are taken for text: many writers do not say which they are.
fn columns(row: Row) -> Result<Map<String, Value>, String> {
    let value = |(name, field): (String, Field)| {
        let value = match &field {
            Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
                Ok(text) => Value::from(text),
                Err(_) => field.to_json_value(),
            },
            _ => field.to_json_value(),
        };
        Ok((name, value))
    };
    row.into_columns().into_iter().map(value).collect()
}
