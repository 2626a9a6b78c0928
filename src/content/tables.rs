//! Data tables, as opposed to tables that only arrange a page.

use std::collections::HashSet;
use std::ops::Range;

use crate::content::context::BuildContext;
use crate::content::objects::ObjectReader;
use crate::html::table_grid::{CellSizes, GridCell, MOST_CELL_BLOCKS, TableGrid};
use crate::html::tags::Tag;

/// A data table.
#[derive(Debug)]
pub(super) struct DataTable {
    pub(super) container: u32,
    /// Its rows, of equal length. A cell that spans several places is in the first of them.
    pub(super) rows: Vec<Vec<Option<DataCell>>>,
    /// Kept blocks outside all cells.
    pub(super) captions: Vec<usize>,
    /// The first object in its cells, if there is one.
    pub(super) first_object: Option<usize>,
    /// One past its last block.
    pub(super) end: usize,
}

#[derive(Clone, Debug)]
pub(super) struct DataCell {
    pub(super) is_header: bool,
    /// Its blocks, dropped ones included.
    pub(super) blocks: Range<usize>,
    /// Its objects, those inside its blocks included.
    pub(super) objects: Range<usize>,
}

/// Finds data tables, and remembers the other ones.
#[derive(Debug, Default)]
pub(super) struct TableFinder {
    layout_tables: HashSet<u32>,
}

impl TableFinder {
    /// Returns the outermost data table around a kept block that is the first in it.
    pub(super) fn table_at<'p>(
        &mut self,
        context: BuildContext<'p>,
        objects: &mut ObjectReader<'p>,
        block: usize,
    ) -> Option<DataTable> {
        let path = context.outline.path(context.block(block).container);
        let is_table = |&id: &u32| context.outline.containers[id as usize].tag == Tag::Table;
        let tables: Vec<u32> = path.filter(is_table).collect();
        for &table in tables.iter().rev() {
            if self.layout_tables.contains(&table) {
                continue;
            }
            if let Some(found) = read_table(context, objects, table) {
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
    container: u32,
    row: usize,
    column: usize,
    cell: DataCell,
}

/// Reads a table, if it is a data table.
fn read_table<'p>(
    context: BuildContext<'p>,
    objects: &mut ObjectReader<'p>,
    table: u32,
) -> Option<DataTable> {
    if matches!(context.attribute(table, "role"), Some("presentation" | "none")) {
        return None;
    }
    let all = placed_cells(context, table)?;
    let has_headers = all.iter().any(|placed| placed.cell.is_header);
    let is_kept = |placed: &PlacedCell| placed.has_kept_text(context);
    let rows = distinct(all.iter().filter(|&placed| is_kept(placed)).map(|placed| placed.row));
    let columns = distinct(all.iter().filter(|&placed| is_kept(placed)).map(|cell| cell.column));
    if rows.len() < 2 || columns.len() < 2 {
        return None;
    }
    let text_rows = distinct(all.iter().filter(|placed| !placed.is_textless()).map(|it| it.row));
    let mut cells = all;
    add_objects(context, table, &mut cells);
    cells.retain(|placed| {
        // A cell of images stays, unless the text of its row was dropped.
        let in_dropped_row = text_rows.binary_search(&placed.row).is_ok()
            && rows.binary_search(&placed.row).is_err();
        placed.has_kept_text(context)
            || placed.is_textless()
                && !in_dropped_row
                && placed.cell.objects.clone().any(|object| objects.read(object).is_some())
    });
    if !holds_data(context, &cells, has_headers) {
        return None;
    }
    let captions = blocks_outside(context, table, &cells);
    let with_objects = |placed: &&PlacedCell| placed.cell.objects.end > 0;
    let first_object = cells.iter().find(with_objects).map(|placed| placed.cell.objects.start);
    // Rows and columns without content are left out.
    let rows = distinct(cells.iter().map(|placed| placed.row));
    let columns = distinct(cells.iter().map(|placed| placed.column));
    let mut grid = vec![vec![None; columns.len()]; rows.len()];
    for PlacedCell { row, column, cell, .. } in cells {
        if let (Ok(row), Ok(column)) = (rows.binary_search(&row), columns.binary_search(&column)) {
            grid[row][column] = Some(cell);
        }
    }
    let end = context.blocks_in(table).end;
    Some(DataTable { container: table, rows: grid, captions, first_object, end })
}

impl PlacedCell {
    fn has_kept_text(&self, context: BuildContext<'_>) -> bool {
        context.kept_in(self.cell.blocks.clone()).next().is_some()
    }

    /// Returns true if the cell has no text, not even dropped one.
    fn is_textless(&self) -> bool {
        self.cell.blocks.is_empty()
    }
}

/// Sets the objects of the cells of a table.
fn add_objects(context: BuildContext<'_>, table: u32, cells: &mut [PlacedCell]) {
    let blocks = context.blocks_in(table);
    let points = &context.positions.points;
    let first = points.partition_point(|point| (point.block as usize) < blocks.start);
    for (object, point) in points.iter().enumerate().skip(first) {
        if point.block as usize > blocks.end {
            return;
        }
        let path = context.outline.path(point.container).take_while(|&id| id > table);
        // The cells are in document order, so their containers are ascending.
        let find = |id: u32| cells.binary_search_by_key(&id, |placed| placed.container).ok();
        let Some(number) = path.filter_map(find).last() else { continue };
        let objects = &mut cells[number].cell.objects;
        if objects.start == objects.end {
            objects.start = object;
        }
        objects.end = object + 1;
    }
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
    let mut sizes = CellSizes::default();
    for placed in cells {
        let (mut count, mut words) = (0, 0.0);
        for block in context.kept_in(placed.cell.blocks.clone()) {
            count += 1;
            words += context.block(block).words;
        }
        if count > MOST_CELL_BLOCKS {
            return false;
        }
        sizes.add(words);
    }
    has_headers || !sizes.one_has_most()
}

/// Returns the cells with their places. Returns `None` for a table with too many columns, with code
/// or a section heading that is kept, or with a nested table that is kept, unless the table has
/// headers: tables that arrange a page have none.
fn placed_cells(context: BuildContext<'_>, table: u32) -> Option<Vec<PlacedCell>> {
    let grid = TableGrid::read(context.dom, context.outline, context.positions, table)?;
    let mut has_nested = false;
    for id in table + 1..grid.end {
        let is_kept = || context.kept_in(context.blocks_in(id)).next().is_some();
        match context.outline.containers[id as usize].tag {
            Tag::Pre | Tag::H1 | Tag::H2 if is_kept() => return None,
            Tag::Table => has_nested |= is_kept(),
            _ => {}
        }
    }
    if has_nested && !grid.cells.iter().any(|cell| cell.is_header) {
        return None;
    }
    let placed = |&GridCell { container, row, column, is_header }: &GridCell| {
        let cell = DataCell { is_header, blocks: context.blocks_in(container), objects: 0..0 };
        PlacedCell { container, row, column, cell }
    };
    Some(grid.cells.iter().map(placed).collect())
}
