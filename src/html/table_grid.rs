//! The cells of a table with their rows and columns.

use crate::html::dom::Dom;
use crate::html::outline::{NONE, Outline};
use crate::html::positions::Positions;
use crate::html::tags::Tag;

/// Columns of the widest table. Wider ones are drawings, or hostile.
const MOST_COLUMNS: usize = 100;

/// Blocks of the longest cell. A cell with more is a part of the page, not of a table.
pub(crate) const MOST_CELL_BLOCKS: usize = 12;

/// Words from which a cell may be the article itself, in a table without headers.
const LONG_CELL: f32 = 80.0;

/// The lengths of the cells of a table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CellSizes {
    longest: f32,
    all: f32,
}

impl CellSizes {
    /// Adds a cell with so many words.
    pub(crate) fn add(&mut self, words: f32) {
        self.longest = self.longest.max(words);
        self.all += words;
    }

    /// Returns true if one cell is long and has half of the text: a table without headers that
    /// arranges a page.
    pub(crate) fn one_has_most(self) -> bool {
        self.longest >= LONG_CELL && self.longest * 2.0 >= self.all
    }
}

/// A cell of a table. One that spans several places is in the first of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GridCell {
    pub(crate) container: u32,
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// True for the header of a row or column.
    pub(crate) is_header: bool,
}

/// The cells of a table, without those of nested tables.
#[derive(Debug, Default)]
pub(crate) struct TableGrid {
    /// In document order.
    pub(crate) cells: Vec<GridCell>,
    /// One past the last container inside the table.
    pub(crate) end: u32,
    /// For each column, how many more rows the cell above takes.
    taken: Vec<usize>,
    row: usize,
    /// The first column that the next cell may have.
    column: usize,
}

impl TableGrid {
    /// Reads a table. Returns `None` for one with too many columns.
    pub(crate) fn read(
        dom: &Dom,
        outline: &Outline,
        positions: &Positions,
        table: u32,
    ) -> Option<TableGrid> {
        let mut grid = TableGrid { end: table + 1, ..TableGrid::default() };
        // The cell or nested table whose inside is passed over. Cells are inside cells in SVG and
        // shadow trees only.
        let mut passed: Option<u32> = None;
        let first = table + 1;
        for (container, id) in outline.containers[first as usize..].iter().zip(first..) {
            // Parents have smaller numbers, so the first container with a parent before the table
            // ends the table.
            if container.parent < table || container.parent == NONE {
                break;
            }
            grid.end = id + 1;
            // Containers are in document order, so the same holds for a nested table.
            passed = passed.filter(|&passed| container.parent >= passed);
            match container.tag {
                _ if passed.is_some() => {}
                Tag::Table => passed = Some(id),
                Tag::Tr => grid.begin_row(),
                tag @ (Tag::Td | Tag::Th) => {
                    let span = |name| {
                        let value = positions.attribute(dom, id, name);
                        value.and_then(|value| value.trim().parse().ok()).unwrap_or(1)
                    };
                    grid.place(id, tag == Tag::Th, span("colspan"), span("rowspan"));
                    passed = Some(id);
                }
                _ => {}
            }
            if grid.column > MOST_COLUMNS {
                return None;
            }
        }
        Some(grid)
    }

    fn begin_row(&mut self) {
        self.row += 1;
        for rows_left in self.taken.iter_mut().skip(self.column) {
            *rows_left = rows_left.saturating_sub(1);
        }
        self.column = 0;
    }

    /// Puts a cell into the next free place.
    fn place(&mut self, container: u32, is_header: bool, columns: usize, rows: usize) {
        while let Some(rows_left) = self.taken.get_mut(self.column)
            && *rows_left > 0
        {
            *rows_left -= 1;
            self.column += 1;
        }
        let (row, column) = (self.row, self.column);
        self.cells.push(GridCell { container, row, column, is_header });
        let end = column + columns.clamp(1, MOST_COLUMNS + 1);
        self.taken.resize(self.taken.len().max(end), 0);
        self.taken[column..end].fill(rows.saturating_sub(1));
        self.column = end;
    }
}
