//! Pairs the rows of two files by id.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;

use crate::error::Error;
use crate::input::is_standard_stream;
use crate::result_rows::{ResultRow, RowReader};

/// The rows of a document in the old and in the new file.
pub(super) enum RowPair {
    Both(Box<ResultRow>, Box<ResultRow>),
    OnlyOld(Box<ResultRow>),
    OnlyNew(Box<ResultRow>),
}

/// Passes the pairs of two files to `sink`.
///
/// The files are read in step. Rows wait in memory until their partner is read, so two runs over
/// the same inputs need little memory, because their rows have the same order.
pub(super) fn pair_rows(
    old: &Path,
    new: &Path,
    mut sink: impl FnMut(RowPair) -> Result<(), Error>,
) -> Result<(), Error> {
    if old == new && is_standard_stream(old) {
        return Err(Error::Usage("only one of the files can be standard input".into()));
    }
    let (mut old_rows, mut new_rows) = (RowReader::open(old)?, RowReader::open(new)?);
    let (mut old_waiting, mut new_waiting) = (Waiting::default(), Waiting::default());
    loop {
        let (old_row, new_row) = (old_rows.next().transpose()?, new_rows.next().transpose()?);
        if old_row.is_none() && new_row.is_none() {
            break;
        }
        if let Some(row) = old_row {
            match new_waiting.take(&row.id) {
                Some(partner) => sink(RowPair::Both(Box::new(row), partner))?,
                None => old_waiting.add(row),
            }
        }
        if let Some(row) = new_row {
            match old_waiting.take(&row.id) {
                Some(partner) => sink(RowPair::Both(partner, Box::new(row)))?,
                None => new_waiting.add(row),
            }
        }
    }
    for row in old_waiting.into_rows() {
        sink(RowPair::OnlyOld(row))?;
    }
    for row in new_waiting.into_rows() {
        sink(RowPair::OnlyNew(row))?;
    }
    Ok(())
}

/// Rows that wait for their partner, by id. Rows with the same id are paired in their order.
#[derive(Default)]
struct Waiting {
    rows: HashMap<String, Vec<(usize, Box<ResultRow>)>>,
    count: usize,
}

impl Waiting {
    fn add(&mut self, row: ResultRow) {
        self.count += 1;
        self.rows.entry(row.id.clone()).or_default().push((self.count, Box::new(row)));
    }

    /// Takes the first row with this id.
    fn take(&mut self, id: &str) -> Option<Box<ResultRow>> {
        let Entry::Occupied(mut entry) = self.rows.entry(id.to_owned()) else { return None };
        let (_, row) = entry.get_mut().remove(0);
        if entry.get().is_empty() {
            entry.remove();
        }
        Some(row)
    }

    /// Returns the rows in their order.
    fn into_rows(self) -> impl Iterator<Item = Box<ResultRow>> {
        let mut rows: Vec<_> = self.rows.into_values().flatten().collect();
        rows.sort_by_key(|&(number, _)| number);
        rows.into_iter().map(|(_, row)| row)
    }
}
