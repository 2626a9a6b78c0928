//! Reads Parquet files row by row.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use crate::batch::read::job::{LostRows, TableRow};
use crate::catch_panic::catch_panic;
use crate::input::{InputReader, read_limited};

/// Magic bytes at the start and the end of a Parquet file.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// Rows that are decoded at a time. Pages average 100 kB.
const BATCH_ROWS: usize = 16;

/// Largest Parquet file that is read into memory, in bytes.
///
/// The index of a Parquet file is at its end. A compressed file or a pipe cannot seek, so it is
/// read into memory.
const MAX_IN_MEMORY_BYTES: usize = 512 << 20;

/// An iterator over the rows of a file, with their numbers from 1.
///
/// After an error it continues with the next row group.
pub(super) struct ParquetRows<'a> {
    file: Box<dyn FileReader>,
    /// Index of the next row group.
    next_group: usize,
    /// The rows of the current group. `None` before the first one and after the end of one.
    group: Option<ReaderIter>,
    /// Rows of the current group that have not been returned.
    rows_left: u64,
    /// Rows before the next one.
    row_count: u64,
    /// The columns with documents. If they hold bytes, these stay as they are.
    document_columns: [&'a str; 2],
}

impl<'a> ParquetRows<'a> {
    /// Opens a Parquet file. `reader` is at its start.
    pub(super) fn open(
        path: &Path,
        mut reader: InputReader,
        document_columns: [&'a str; 2],
    ) -> Result<Self, String> {
        if let Some(file) = open_uncompressed(path) {
            return ParquetRows::over(file, document_columns);
        }
        let bytes = read_limited(&mut reader, MAX_IN_MEMORY_BYTES).map_err(|error| {
            if error.kind() == io::ErrorKind::FileTooLarge {
                return "too large for a compressed Parquet file, or one from a pipe".into();
            }
            error.to_string()
        })?;
        ParquetRows::over(Bytes::from(bytes), document_columns)
    }

    /// Opens a Parquet file that can seek.
    fn over<R: ChunkReader + 'static>(
        source: R,
        document_columns: [&'a str; 2],
    ) -> Result<Self, String> {
        // The Parquet reader panics on some corrupt files.
        let reader = catch_panic(|| SerializedFileReader::new(source))?;
        Ok(ParquetRows {
            file: Box::new(reader.map_err(|error| error.to_string())?),
            next_group: 0,
            group: None,
            rows_left: 0,
            row_count: 0,
            document_columns,
        })
    }

    /// Opens the next row group.
    fn open_group(&self) -> Result<ReaderIter, ParquetError> {
        let group = self.file.get_row_group(self.next_group)?;
        let schema = self.file.metadata().file_metadata().schema_descr_ptr();
        TreeBuilder::new().with_batch_size(BATCH_ROWS).as_iter(schema, &*group)
    }

    /// Reads a row. Returns `None` at the end of the current group.
    fn read_row(&mut self) -> Result<Option<Row>, String> {
        let Some(group) = &mut self.group else { return Ok(None) };
        match catch_panic(|| group.next()) {
            Ok(Some(Ok(row))) => Ok(Some(row)),
            Ok(None) if self.rows_left > 0 => Err("the row group ends early".to_owned()),
            Ok(None) => Ok(None),
            Ok(Some(Err(error))) => Err(error.to_string()),
            Err(panic) => Err(format!("corrupt Parquet data: {panic}")),
        }
    }

    /// Returns the number of the next row, and the rows that are left in the current group.
    fn lose_group(&mut self, reason: String) -> (usize, Result<TableRow, LostRows>) {
        let number = self.row_count as usize + 1;
        let rows = std::mem::take(&mut self.rows_left);
        self.row_count += rows;
        self.group = None;
        (number, Err(LostRows { reason, rows }))
    }
}

impl Iterator for ParquetRows<'_> {
    type Item = (usize, Result<TableRow, LostRows>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read_row() {
                Ok(Some(row)) => {
                    self.rows_left = self.rows_left.saturating_sub(1);
                    self.row_count += 1;
                    let number = self.row_count as usize;
                    return Some((number, Ok(columns(row, self.document_columns))));
                }
                // Its pages are freed before those of the next group are read.
                Ok(None) => self.group = None,
                Err(reason) => return Some(self.lose_group(reason)),
            }
            let metadata = self.file.metadata();
            if self.next_group >= metadata.num_row_groups() {
                return None;
            }
            let rows = metadata.row_group(self.next_group).num_rows();
            self.rows_left = u64::try_from(rows).unwrap_or_default();
            let opened = catch_panic(|| self.open_group());
            self.next_group += 1;
            match opened {
                Ok(Ok(group)) => self.group = Some(group),
                Ok(Err(error)) => return Some(self.lose_group(error.to_string())),
                Err(panic) => {
                    return Some(self.lose_group(format!("corrupt Parquet data: {panic}")));
                }
            }
        }
    }
}

/// Opens the file at `path` if it is a Parquet file that is not compressed. A pipe is not opened
/// again: that waits for another writer.
fn open_uncompressed(path: &Path) -> Option<File> {
    if !path.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut head = [0; MAGIC.len()];
    file.read_exact(&mut head).ok()?;
    (head == MAGIC).then_some(file)
}

/// Splits the columns of a row into documents and other fields.
fn columns(row: Row, document_columns: [&str; 2]) -> TableRow {
    let mut columns = TableRow::default();
    for (name, field) in row.into_columns() {
        let path = name.clone();
        columns.is_repaired |= has_no_json_form(&field);
        if let Some(value) = json_value(field, path, document_columns, &mut columns.documents) {
            columns.fields.insert(name, value);
        }
    }
    columns
}

/// Returns true if the JSON form of a value loses something: a number that is not finite, or one of
/// several entries of a map with the same key.
fn has_no_json_form(field: &Field) -> bool {
    match field {
        Field::Float16(number) => !number.is_finite(),
        Field::Float(number) => !number.is_finite(),
        Field::Double(number) => !number.is_finite(),
        Field::Group(members) => {
            members.get_column_iter().any(|(_, member)| has_no_json_form(member))
        }
        Field::ListInternal(list) => list.elements().iter().any(has_no_json_form),
        Field::MapInternal(map) => {
            let mut keys = HashSet::new();
            let entries = map.entries();
            entries
                .iter()
                .any(|(key, value)| !keys.insert(key_text(key)) || has_no_json_form(value))
        }
        _ => false,
    }
}

/// Returns the text of a byte value: the bytes themselves if they are UTF-8, or Base64.
pub(super) fn byte_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => BASE64_STANDARD.encode(bytes),
    }
}

/// Returns a column as JSON, or moves it to the documents.
///
/// Other byte columns that are valid UTF-8 become strings, because many writers omit the string
/// type. `path` is the name of the column, with those of the structs around it.
fn json_value(
    field: Field,
    path: String,
    document_columns: [&str; 2],
    documents: &mut Vec<(String, Vec<u8>)>,
) -> Option<Value> {
    match field {
        Field::Bytes(bytes) if document_columns.contains(&path.as_str()) => {
            documents.push((path, bytes.data().to_vec()));
            None
        }
        Field::Bytes(bytes) => Some(byte_text(bytes.data()).into()),
        Field::Group(members) => {
            let mut object = Map::new();
            for (name, field) in members.into_columns() {
                let path = format!("{path}.{name}");
                if let Some(value) = json_value(field, path, document_columns, documents) {
                    object.insert(name, value);
                }
            }
            Some(Value::Object(object))
        }
        field => Some(member_value(&field)),
    }
}

/// Returns a value that holds no document as JSON.
fn member_value(field: &Field) -> Value {
    match field {
        Field::Bytes(bytes) => byte_text(bytes.data()).into(),
        Field::Group(members) => {
            let members = members.get_column_iter();
            members.map(|(name, member)| (name.clone(), member_value(member))).collect()
        }
        Field::ListInternal(list) => list.elements().iter().map(member_value).collect(),
        Field::MapInternal(map) => {
            let entries = map.entries().iter();
            entries.map(|(key, value)| (key_text(key), member_value(value))).collect()
        }
        field => field.to_json_value(),
    }
}

/// Returns the key of a map as text.
fn key_text(key: &Field) -> String {
    match member_value(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
