//! Data tables, as opposed to tables that only arrange a page.

use std::collections::HashSet;
use std::ops::Range;

use crate::content::context::BuildContext;
use crate::html::outline::NONE;
use crate::html::tags::Tag;

/// Columns of the widest table. Wider ones are drawings, or hostile.
const MOST_COLUMNS: usize = 100;
/// Kept blocks in a cell. A cell with more is a part of the page.
const MOST_BLOCKS: usize = 12;
/// Words from which a cell may be the article itself, in a table without headers.
const LONG_CELL: f32 = 80.0;

/// A data table.
#[derive(Debug)]
pub(super) struct DataTable {
    pub(super) container: u32,
    /// Its rows, of equal length. A cell that spans several places is in the first of them.
    pub(super) rows: Vec<Vec<Option<DataCell>>>,
    /// Kept blocks outside all cells.
    pub(super) captions: Vec<usize>,
    /// One past its last block.
    pub(super) end: usize,
}

#[derive(Clone, Debug)]
pub(super) struct DataCell {
    pub(super) is_header: bool,
    /// Its blocks, dropped ones included.
    pub(super) blocks: Range<usize>,
}

/// Finds data tables, and remembers the other ones.
#[derive(Debug, Default)]
pub(super) struct TableFinder {
    layout_tables: HashSet<u32>,
}

impl TableFinder {
    /// Returns the outermost data table around a kept block that is the first in it.
    pub(super) fn table_at(
        &mut self,
        context: BuildContext<'_>,
        block: usize,
    ) -> Option<DataTable> {
        let path = context.outline.path(context.block(block).container);
        let is_table = |&id: &u32| context.outline.containers[id as usize].tag == Tag::Table;
        let tables: Vec<u32> = path.filter(is_table).collect();
        for &table in tables.iter().rev() {
            if self.layout_tables.contains(&table) {
                continue;
            }
            if let Some(found) = read_table(context, table) {
                return Some(found);
            }
            self.layout_tables.insert(table);
        }
        None
    }
}

/// A cell with its place in the table.
#[derive(Debug)]
struct PlacedCell {
    row: usize,
    column: usize,
    cell: DataCell,
}

/// Reads a table, if it is a data table.
fn read_table(context: BuildContext<'_>, table: u32) -> Option<DataTable> {
    if matches!(context.attribute(table, "role"), Some("presentation" | "none")) {
        return None;
    }
    let mut cells = placed_cells(context, table)?;
    let has_headers = cells.iter().any(|placed| placed.cell.is_header);
    cells.retain(|placed| context.kept_in(placed.cell.blocks.clone()).next().is_some());
    let rows = distinct(cells.iter().map(|placed| placed.row));
    let columns = distinct(cells.iter().map(|placed| placed.column));
    if rows.len() < 2 || columns.len() < 2 || !holds_data(context, &cells, has_headers) {
        return None;
    }
    let captions = blocks_outside(context, table, &cells);
    // Rows and columns without kept text are left out.
    let mut grid = vec![vec![None; columns.len()]; rows.len()];
    for PlacedCell { row, column, cell } in cells {
        if let (Ok(row), Ok(column)) = (rows.binary_search(&row), columns.binary_search(&column)) {
            grid[row][column] = Some(cell);
        }
    }
    Some(DataTable { container: table, rows: grid, captions, end: context.blocks_in(table).end })
}

/// Returns the kept blocks of a table that are in none of its cells.
fn blocks_outside(context: BuildContext<'_>, table: u32, cells: &[PlacedCell]) -> Vec<usize> {
    let mut cells = cells.iter().map(|placed| &placed.cell.blocks).peekable();
    let mut outside = Vec::new();
    for block in context.kept_in(context.blocks_in(table)) {
        while cells.next_if(|cell| cell.end <= block).is_some() {}
        if cells.peek().is_none_or(|cell| block < cell.start) {
            outside.push(block);
        }
    }
    outside
}

/// Returns the numbers that occur, ascending.
fn distinct(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut distinct: Vec<usize> = numbers.collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

/// Returns true if the kept cells are data: none is a whole part of the page, and, unless the table
/// has headers, none has most of the text.
fn holds_data(context: BuildContext<'_>, cells: &[PlacedCell], has_headers: bool) -> bool {
    let (mut longest, mut all) = (0.0_f32, 0.0);
    for placed in cells {
        let (mut count, mut words) = (0, 0.0);
        for block in context.kept_in(placed.cell.blocks.clone()) {
            count += 1;
            words += context.block(block).words;
        }
        if count > MOST_BLOCKS {
            return false;
        }
        longest = longest.max(words);
        all += words;
    }
    has_headers || longest < LONG_CELL || longest * 2.0 < all
}

/// Returns the cells with their places. Returns `None` for a table with too many columns, or with a
/// nested table, code or a section heading that is kept.
fn placed_cells(context: BuildContext<'_>, table: u32) -> Option<Vec<PlacedCell>> {
    let containers = &context.outline.containers;
    let mut layout = TableLayout::default();
    for id in table + 1..containers.len() as u32 {
        // Parents have smaller numbers, so the first container with a parent before the table ends
        // the table.
        let container = &containers[id as usize];
        if container.parent < table || container.parent == NONE {
            break;
        }
        let blocks = context.blocks_in(id);
        match container.tag {
            Tag::Table | Tag::Pre | Tag::H1 | Tag::H2
                if context.kept_in(blocks.clone()).next().is_some() =>
            {
                return None;
            }
            Tag::Tr => layout.begin_row(),
            tag @ (Tag::Td | Tag::Th) => {
                let (columns, rows) = (span(context, id, "colspan"), span(context, id, "rowspan"));
                layout.place(DataCell { is_header: tag == Tag::Th, blocks }, columns, rows);
            }
            _ => {}
        }
        if layout.column > MOST_COLUMNS {
            return None;
        }
    }
    Some(layout.cells)
}

/// Returns how many columns or rows a cell takes.
fn span(context: BuildContext<'_>, cell: u32, attribute: &str) -> usize {
    context.attribute(cell, attribute).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

/// A table whose cells are being placed.
#[derive(Default)]
struct TableLayout {
    cells: Vec<PlacedCell>,
    /// For each column, how many more rows the cell above takes.
    taken: Vec<usize>,
    row: usize,
    /// The first column that the next cell may have.
    column: usize,
}

impl TableLayout {
    fn begin_row(&mut self) {
        self.row += 1;
        for rows_left in self.taken.iter_mut().skip(self.column) {
            *rows_left = rows_left.saturating_sub(1);
        }
        self.column = 0;
    }

    /// Puts a cell into the next free place.
    fn place(&mut self, cell: DataCell, columns: usize, rows: usize) {
        while let Some(rows_left) = self.taken.get_mut(self.column)
            && *rows_left > 0
        {
            *rows_left -= 1;
            self.column += 1;
        }
        self.cells.push(PlacedCell { row: self.row, column: self.column, cell });
        let end = self.column + columns.clamp(1, MOST_COLUMNS + 1);
        self.taken.resize(self.taken.len().max(end), 0);
        self.taken[self.column..end].fill(rows.saturating_sub(1));
        self.column = end;
    }
}
