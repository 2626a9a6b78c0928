//! Judges a table as a unit: in a table that is kept, no cell is dropped for its words.
//!
//! `Email` and `Print` are chrome above an article and data in a table. Rows and columns without
//! kept or likely cells stay dropped, except the rows and columns of headers.

use std::collections::{HashMap, HashSet};

use super::page_view::{PageView, revise};
use crate::html::table_grid::{CellSizes, GridCell, MOST_CELL_BLOCKS, TableGrid};
use crate::html::tags::Tag;
use crate::kind::Kind;
use crate::verdict::{Reason, Verdict};

/// Least share of the words of a table that are kept if the table is. The model decides on short
/// cells one by one: of a table of six properties it may keep two values.
const LEAST_SHARE: f32 = 0.2;
/// Least score of a cell for which its row is kept, if others of the table are.
const LEAST_SCORE: f32 = 0.25;

/// Keeps the dropped cells of kept tables.
pub(super) fn complete_tables(view: PageView<'_>, verdicts: &mut [Verdict]) {
    for (id, container) in (0..).zip(&view.outline.containers) {
        if container.tag != Tag::Table || !has_both(verdicts, view.blocks_in(id)) {
            continue;
        }
        if matches!(view.attribute(id, "role"), Some("presentation" | "none")) {
            continue;
        }
        if let Some(grid) = TableGrid::read(view.dom, view.outline, view.positions, id) {
            complete(view, &grid.cells, verdicts);
        }
    }
}

/// Returns true if some of the blocks are kept and some are not.
fn has_both(verdicts: &[Verdict], blocks: std::ops::Range<usize>) -> bool {
    let count = blocks.len();
    let kept = verdicts[blocks].iter().filter(|verdict| verdict.keep).count();
    0 < kept && kept < count
}

/// Keeps the dropped cells of a table, if the table is kept.
fn complete(view: PageView<'_>, cells: &[GridCell], verdicts: &mut [Verdict]) {
    let Some(kept) = kept_cells(view, cells, verdicts) else { return };
    let mut rows: HashMap<usize, usize> = HashMap::new();
    let mut columns: HashMap<usize, usize> = HashMap::new();
    for (cell, &is_kept) in cells.iter().zip(&kept) {
        let is_row_likely =
            view.blocks_in(cell.container).any(|block| verdicts[block].score >= LEAST_SCORE);
        *rows.entry(cell.row).or_insert(0) += usize::from(is_kept || is_row_likely);
        *columns.entry(cell.column).or_insert(0) += usize::from(is_kept);
    }
    // A column of headers belongs to the rows beside it, even if all its cells were dropped.
    let header_columns = header_lines(cells, |cell| cell.column);
    let used_rows = rows.values().filter(|&&kept| kept > 0).count();
    let is_used = |column: &usize| columns[column] > 0 || header_columns.contains(column);
    if used_rows < 2 || columns.keys().filter(|&column| is_used(column)).count() < 2 {
        return;
    }
    // A row of headers belongs to the columns below it, even if all its cells were dropped.
    let header_rows = header_lines(cells, |cell| cell.row);
    for (cell, &is_kept) in cells.iter().zip(&kept) {
        let in_kept_row = rows[&cell.row] > 0 || header_rows.contains(&cell.row);
        let in_kept_column = columns[&cell.column] > 0 || cell.is_header;
        if is_kept || !in_kept_row || !in_kept_column {
            continue;
        }
        for block in view.blocks_in(cell.container) {
            revise(&mut verdicts[block], true, Reason::Table);
            if verdicts[block].why.has(Reason::Table) {
                verdicts[block].kind = Kind::Body;
            }
        }
    }
}

/// Returns for each cell whether it is kept. Returns `None` if the table is not kept, or if a cell
/// is a part of the page.
fn kept_cells(view: PageView<'_>, cells: &[GridCell], verdicts: &[Verdict]) -> Option<Vec<bool>> {
    let (mut words, mut kept_words) = (0.0, 0.0);
    let mut sizes = CellSizes::default();
    let mut are_kept = Vec::with_capacity(cells.len());
    for cell in cells {
        let blocks = view.blocks_in(cell.container);
        if blocks.len() > MOST_CELL_BLOCKS {
            return None;
        }
        let (mut is_kept, mut cell_words) = (false, 0.0);
        for block in blocks.clone() {
            let own = view.block(block).words;
            cell_words += own;
            if verdicts[block].keep {
                kept_words += own;
                is_kept = true;
            }
        }
        words += cell_words;
        sizes.add(cell_words);
        are_kept.push(is_kept);
    }
    let has_headers = cells.iter().any(|cell| cell.is_header);
    if !has_headers && sizes.one_has_most() {
        return None;
    }
    (kept_words >= words * LEAST_SHARE).then_some(are_kept)
}

/// Returns the rows or columns that consist of headers. `line` returns that of a cell.
fn header_lines(cells: &[GridCell], line: impl Fn(&GridCell) -> usize) -> HashSet<usize> {
    let mut lines: HashSet<usize> = cells.iter().map(&line).collect();
    for cell in cells.iter().filter(|cell| !cell.is_header) {
        lines.remove(&line(cell));
    }
    lines
}
