//! Feature values of rows, in groups of [`LANES`] rows that trees answer together.

use crate::model::symmetric::{FeatureColumns, LANES};

/// The features of rows by group and column: [`LANES`] values of the first feature, then those of
/// the next one, then the next group.
#[derive(Debug)]
pub(crate) struct RowGroups {
    columns: Vec<[f32; LANES]>,
    /// Features of a row.
    width: usize,
    /// Rows, not counting the copies of the last one that fill the last group.
    rows: usize,
    /// The range of each feature's values.
    ranges: Vec<ValueRange>,
}

/// The values of a feature over some rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct ValueRange {
    pub(super) low: f32,
    pub(super) high: f32,
}

impl RowGroups {
    /// Groups the columns of `rows` rows, which have `width` features each.
    pub(crate) fn new(mut columns: Vec<[f32; LANES]>, width: usize, rows: usize) -> Self {
        let groups = rows.div_ceil(LANES);
        if let Some(last) = rows.checked_sub(1) {
            for column in &mut columns[(groups - 1) * width..groups * width] {
                let value = column[last % LANES];
                column[last % LANES..].fill(value);
            }
        }
        let ranges = ranges(&columns, width);
        RowGroups { columns, width, rows, ranges }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the groups in order.
    pub(super) fn groups(&self) -> impl Iterator<Item = &FeatureColumns> {
        self.columns.chunks_exact(self.width)
    }

    /// Returns the range of each feature's values.
    pub(super) fn ranges(&self) -> &[ValueRange] {
        &self.ranges
    }

    /// Returns the rows with these numbers.
    pub(super) fn select(&self, rows: &[usize]) -> RowGroups {
        let mut columns = Vec::with_capacity(rows.len().div_ceil(LANES) * self.width);
        for rows in rows.chunks(LANES) {
            let start = columns.len();
            columns.resize(start + self.width, [0.0; LANES]);
            for (lane, row) in rows.iter().enumerate() {
                let from = &self.columns[row / LANES * self.width..];
                for (to, from) in columns[start..].iter_mut().zip(from) {
                    to[lane] = from[row % LANES];
                }
            }
        }
        RowGroups::new(columns, self.width, rows.len())
    }
}

/// Returns the range of each feature's values.
fn ranges(columns: &FeatureColumns, width: usize) -> Vec<ValueRange> {
    let mut lows = vec![[f32::INFINITY; LANES]; width];
    let mut highs = vec![[f32::NEG_INFINITY; LANES]; width];
    for group in columns.chunks_exact(width) {
        for ((column, low), high) in group.iter().zip(&mut lows).zip(&mut highs) {
            *low = std::array::from_fn(|lane| smaller(low[lane], column[lane]));
            *high = std::array::from_fn(|lane| larger(high[lane], column[lane]));
        }
    }
    let range = |(low, high): (&[f32; LANES], &[f32; LANES])| ValueRange {
        low: low.iter().copied().fold(f32::INFINITY, smaller),
        high: high.iter().copied().fold(f32::NEG_INFINITY, larger),
    };
    lows.iter().zip(&highs).map(range).collect()
}

/// Returns the smaller of two numbers. Unlike [`f32::min`] it is one instruction.
fn smaller(one: f32, other: f32) -> f32 {
    if other < one { other } else { one }
}

/// Returns the larger of two numbers.
fn larger(one: f32, other: f32) -> f32 {
    if other > one { other } else { one }
}
