//! Tables of data, as opposed to tables that only put things side by side.

use std::collections::HashSet;
use std::ops::Range;

use crate::html::outline::NONE;
use crate::html::tags::Tag;

use super::Source;

/// Columns of a table. More are drawings, or hostile.
const MOST_COLUMNS: usize = 100;
/// Kept blocks in a cell. More are a part of a page.
const MOST_BLOCKS: usize = 12;
/// Words in a cell from which it may be the text of a page, if the table does not name its columns.
const LONG_CELL: f32 = 80.0;

/// A table of data.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) container: u32,
    /// Its rows, of equal length. A cell that spans several places stands in the first of them.
    pub(super) rows: Vec<Vec<Option<Cell>>>,
    /// Kept blocks that stand in no cell: captions.
    pub(super) outside: Vec<usize>,
    /// One past its last block.
    pub(super) end: usize,
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Whether it is a heading.
    pub(super) heads: bool,
    /// Its blocks, those that are not kept among them.
    pub(super) blocks: Range<usize>,
}

/// The tables of a page.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Those that were found to hold no data.
    of_layout: HashSet<u32>,
}

impl Tables {
    /// The outermost table of data around a kept block, the first in it.
    pub(super) fn around(&mut self, source: Source<'_>, block: usize) -> Option<Table> {
        let container = source.cue(block).container;
        let is_table = |id: &u32| source.outline.containers[*id as usize].tag == Tag::Table;
        let tables: Vec<u32> = source.outline.path(container).filter(is_table).collect();
        for &table in
            tables.iter().rev().filter(|table| !self.of_layout.contains(table)).collect::<Vec<_>>()
        {
            if let Some(found) = read(source, table) {
                return Some(found);
            }
            self.of_layout.insert(table);
        }
        None
    }
}

/// Reads a table, if it is one of data.
fn read(source: Source<'_>, table: u32) -> Option<Table> {
    if source.attribute(table, "role").is_some_and(|role| matches!(role, "presentation" | "none")) {
        return None;
    }
    let cells = placed(source, table)?;
    let is_kept = |cell: &Cell| source.kept_in(cell.blocks.clone()).next().is_some();
    let kept: Vec<&(usize, usize, Cell)> =
        cells.iter().filter(|(_, _, cell)| is_kept(cell)).collect();
    let (rows, columns) =
        (used(kept.iter().map(|cell| cell.0)), used(kept.iter().map(|cell| cell.1)));
    let named = cells.iter().any(|(_, _, cell)| cell.heads);
    if rows.len() < 2 || columns.len() < 2 || !holds_data(source, &kept, named) {
        return None;
    }
    let mut grid = vec![vec![None; columns.len()]; rows.len()];
    for (row, column, cell) in &kept {
        if let (Ok(row), Ok(column)) = (rows.binary_search(row), columns.binary_search(column)) {
            grid[row][column] = Some(cell.clone());
        }
    }
    let blocks = source.blocks_in(table);
    let mut cells = kept.iter().map(|(_, _, cell)| &cell.blocks).peekable();
    let mut outside = Vec::new();
    for block in source.kept_in(blocks.clone()) {
        while cells.next_if(|cell| cell.end <= block).is_some() {}
        outside.extend(cells.peek().is_none_or(|cell| block < cell.start).then_some(block));
    }
    Some(Table { container: table, rows: grid, outside, end: blocks.end })
}

/// The numbers that occur, each once, ascending.
fn used(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut used: Vec<usize> = numbers.collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// Whether the cells are those of a table that shows data.
fn holds_data(source: Source<'_>, cells: &[&(usize, usize, Cell)], named: bool) -> bool {
    let words = |cell: &Cell| {
        source.kept_in(cell.blocks.clone()).map(|block| source.cue(block).words).sum::<f32>()
    };
    let sizes: Vec<f32> = cells.iter().map(|(_, _, cell)| words(cell)).collect();
    let longest = sizes.iter().copied().fold(0.0, f32::max);
    let fits = |cell: &Cell| source.kept_in(cell.blocks.clone()).count() <= MOST_BLOCKS;
    let is_even = named || longest < LONG_CELL || longest * 2.0 < sizes.iter().sum::<f32>();
    is_even && cells.iter().all(|(_, _, cell)| fits(cell))
}

/// The cells with their rows and columns; none if tables, code or sections stand in them, or if they are too many abreast.
fn placed(source: Source<'_>, table: u32) -> Option<Vec<(usize, usize, Cell)>> {
    let containers = &source.outline.containers;
    let inside = (table + 1..containers.len() as u32).take_while(|&id| {
        let parent = containers[id as usize].parent;
        parent >= table && parent != NONE
    });
    let mut grid = Grid::default();
    for id in inside {
        let blocks = source.blocks_in(id);
        match containers[id as usize].tag {
            Tag::Table | Tag::Pre | Tag::H1 | Tag::H2
                if source.kept_in(blocks.clone()).next().is_some() =>
            {
                return None;
            }
            Tag::Tr => grid.begin_row(),
            tag @ (Tag::Td | Tag::Th) => {
                let span = |name| {
                    source
                        .attribute(id, name)
                        .and_then(|value| value.trim().parse().ok())
                        .unwrap_or(1)
                };
                grid.place(
                    Cell { heads: tag == Tag::Th, blocks },
                    span("colspan"),
                    span("rowspan"),
                );
            }
            _ => {}
        }
        if grid.column > MOST_COLUMNS {
            return None;
        }
    }
    Some(grid.cells)
}

/// A table that is being laid out.
#[derive(Default)]
struct Grid {
    /// The cells with their rows and columns.
    cells: Vec<(usize, usize, Cell)>,
    /// For each column, how many more rows the cell from above takes up.
    taken: Vec<usize>,
    row: usize,
    /// Where the next cell may stand.
    column: usize,
}

impl Grid {
    fn begin_row(&mut self) {
        self.row += 1;
        for left in self.taken.iter_mut().skip(self.column) {
            *left = left.saturating_sub(1);
        }
        self.column = 0;
    }

    /// Puts a cell of so many columns and rows into the next free place.
    fn place(&mut self, cell: Cell, columns: usize, rows: usize) {
        while let Some(left) = self.taken.get_mut(self.column).filter(|left| **left > 0) {
            *left -= 1;
            self.column += 1;
        }
        self.cells.push((self.row, self.column, cell));
        let end = self.column + columns.clamp(1, MOST_COLUMNS + 1);
        self.taken.resize(self.taken.len().max(end), 0);
        self.taken[self.column..end].fill(rows.saturating_sub(1));
        self.column = end;
    }
}
