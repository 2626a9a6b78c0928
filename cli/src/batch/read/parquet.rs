//! Reads Parquet files row by row.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use arrow_schema::Fields;
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

use crate::batch::read::job::{LostRows, TableRow};
use crate::batch::read::parquet_types::{is_text, with_bytes_for_text, with_long_times};
use crate::batch::read::table_rows::{BATCH_ROWS, RowConverter};
use crate::catch_panic::catch_panic;
use crate::input::{InputReader, read_limited};

/// Magic bytes at the start and the end of a Parquet file.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// Largest Parquet file that is read into memory, in bytes.
///
/// The index of a Parquet file is at its end. A compressed file or a pipe cannot seek, so it is
/// read into memory.
const MAX_IN_MEMORY_BYTES: usize = 512 << 20;

/// Opens a row group.
type GroupOpener =
    Box<dyn Fn(&GroupPlace) -> Result<ParquetRecordBatchReader, ParquetError> + Send>;

/// The place in a file from which rows are read.
struct GroupPlace {
    /// Index of the row group.
    group: usize,
    /// Rows of the group before the first one that is read.
    first_row: usize,
    /// True if strings are read as bytes, because one of the group is not UTF-8.
    has_bytes: bool,
}

/// An iterator over the rows of a file, with their numbers from 1.
///
/// After an error it continues with the next row group.
pub(super) struct ParquetRows<'a> {
    metadata: ArrowReaderMetadata,
    open_group: GroupOpener,
    /// Index of the next row group.
    next_group: usize,
    /// True if the strings of the current group are read as bytes.
    has_bytes: bool,
    /// The batches of the current group. `None` before the first one and after the end of one.
    group: Option<ParquetRecordBatchReader>,
    /// Converted rows of the current group.
    rows: std::vec::IntoIter<TableRow>,
    /// Rows of the current group that have not been returned.
    rows_left: u64,
    /// Rows before the next one.
    row_count: u64,
    converter: RowConverter<'a>,
}

impl<'a> ParquetRows<'a> {
    /// Opens a Parquet file. `reader` is at its start.
    pub(super) fn open(
        path: &Path,
        mut reader: InputReader,
        converter: RowConverter<'a>,
    ) -> Result<Self, String> {
        if let Some(file) = open_uncompressed(path) {
            let clone = move || file.try_clone();
            return ParquetRows::over(clone, converter);
        }
        let bytes = read_limited(&mut reader, MAX_IN_MEMORY_BYTES).map_err(|error| {
            if error.kind() == io::ErrorKind::FileTooLarge {
                return "too large for a compressed Parquet file, or one from a pipe".into();
            }
            error.to_string()
        })?;
        let bytes = Bytes::from(bytes);
        ParquetRows::over(move || Ok(bytes.clone()), converter)
    }

    /// Opens a Parquet file that can seek. `source` returns a handle to it.
    fn over<R: ChunkReader + 'static>(
        source: impl Fn() -> io::Result<R> + Send + 'static,
        converter: RowConverter<'a>,
    ) -> Result<Self, String> {
        // The Parquet reader panics on some corrupt files.
        let metadata = catch_panic(|| read_metadata(&source()?))?;
        let metadata = metadata.map_err(|error| error.to_string())?;
        let own = metadata.clone();
        let open_group = move |place: &GroupPlace| {
            let metadata = if place.has_bytes { with_bytes_for_text(&own)? } else { own.clone() };
            ParquetRecordBatchReaderBuilder::new_with_metadata(source()?, metadata)
                .with_row_groups(vec![place.group])
                .with_offset(place.first_row)
                .with_batch_size(BATCH_ROWS)
                .build()
        };
        Ok(ParquetRows {
            metadata,
            open_group: Box::new(open_group),
            next_group: 0,
            has_bytes: false,
            group: None,
            rows: Vec::new().into_iter(),
            rows_left: 0,
            row_count: 0,
            converter,
        })
    }

    /// Returns the columns of the file.
    pub(super) fn columns(&self) -> &Fields {
        self.metadata.schema().fields()
    }

    /// Returns the number of rows of the file.
    pub(super) fn row_total(&self) -> u64 {
        let rows = self.metadata.metadata().file_metadata().num_rows();
        u64::try_from(rows).unwrap_or_default()
    }

    /// Reads the next rows of the current group. Returns false at its end.
    fn read_more(&mut self) -> Result<bool, String> {
        let Some(group) = &mut self.group else { return Ok(false) };
        match catch_panic(|| group.next()) {
            Ok(Some(Ok(batch))) => {
                let mut rows = self.converter.rows(&batch)?;
                if self.has_bytes {
                    let leaves = self.metadata.parquet_schema().columns();
                    let is_text = |name: &str| {
                        leaves.iter().any(|leaf| is_text(leaf) && leaf.path().string() == name)
                    };
                    rows.iter_mut().for_each(|row| row.repair_text(is_text));
                }
                self.rows = rows.into_iter();
                Ok(true)
            }
            Ok(None) if self.rows_left > 0 => Err("the row group ends early".to_owned()),
            Ok(None) => Ok(false),
            Ok(Some(Err(error))) => Err(error.to_string()),
            Err(panic) => Err(format!("corrupt Parquet data: {panic}")),
        }
    }

    /// Opens the current group again at the next row, with strings as bytes. Returns false if that
    /// fails, or was done before.
    fn reopen_with_bytes(&mut self) -> bool {
        if self.has_bytes || self.group.is_none() {
            return false;
        }
        let group = self.next_group - 1;
        let rows = self.metadata.metadata().row_group(group).num_rows();
        let first_row = usize::try_from(rows).unwrap_or_default() - self.rows_left as usize;
        let place = GroupPlace { group, first_row, has_bytes: true };
        match catch_panic(|| (self.open_group)(&place)) {
            Ok(Ok(group)) => self.group = Some(group),
            _ => return false,
        }
        self.has_bytes = true;
        true
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
            if let Some(row) = self.rows.next() {
                self.rows_left = self.rows_left.saturating_sub(1);
                self.row_count += 1;
                return Some((self.row_count as usize, Ok(row)));
            }
            match self.read_more() {
                Ok(true) => continue,
                // Its pages are freed before those of the next group are read.
                Ok(false) => self.group = None,
                // A string that is not UTF-8 fails its batch.
                Err(_) if self.reopen_with_bytes() => continue,
                Err(reason) => return Some(self.lose_group(reason)),
            }
            let metadata = self.metadata.metadata();
            if self.next_group >= metadata.num_row_groups() {
                return None;
            }
            let rows = metadata.row_group(self.next_group).num_rows();
            self.rows_left = u64::try_from(rows).unwrap_or_default();
            let place = GroupPlace { group: self.next_group, first_row: 0, has_bytes: false };
            let opened = catch_panic(|| (self.open_group)(&place));
            self.has_bytes = false;
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

/// Returns the columns and row groups of a file.
pub(in crate::batch) fn read_metadata(
    source: &impl ChunkReader,
) -> Result<ArrowReaderMetadata, ParquetError> {
    let options = ArrowReaderOptions::new();
    let metadata = ArrowReaderMetadata::load(source, options.clone()).or_else(|_| {
        // Arrow's own description of the columns is optional, and can contradict those of Parquet.
        ArrowReaderMetadata::load(source, options.clone().with_skip_arrow_metadata(true))
    })?;
    with_long_times(metadata, options)
}
