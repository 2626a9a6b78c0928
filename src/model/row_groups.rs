//! Feature values of rows, in groups of [`LANES`] rows that trees answer together.

use crate::model::limits::MAX_FEATURES;
use crate::model::symmetric::LANES;

/// The columns of a group: [`LANES`] values of each feature, padded to [`MAX_FEATURES`] columns.
pub(super) type GroupColumns = [[f32; LANES]; MAX_FEATURES];

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
        let ranges = ranges(&columns[..groups * width], width);
        // Every group is followed by enough columns to be read as `GroupColumns`.
        columns.resize(groups * width + MAX_FEATURES, [0.0; LANES]);
        RowGroups { columns, width, rows, ranges }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the groups in order.
    pub(super) fn groups(&self) -> impl Iterator<Item = &GroupColumns> {
        let starts = (0..self.rows.div_ceil(LANES)).map(|group| group * self.width);
        starts.filter_map(|start| self.columns[start..].first_chunk())
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
fn ranges(columns: &[[f32; LANES]], width: usize) -> Vec<ValueRange> {
    let mut ranges = Vec::with_capacity(width);
    for feature in 0..width {
        let (mut lows, mut highs) = ([f32::INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
        for column in columns.iter().skip(feature).step_by(width) {
            for lane in 0..LANES {
                let value = column[lane];
                lows[lane] = if value < lows[lane] { value } else { lows[lane] };
                highs[lane] = if value > highs[lane] { value } else { highs[lane] };
            }
        }
        ranges.push(ValueRange {
            low: lows.into_iter().fold(f32::INFINITY, f32::min),
            high: highs.into_iter().fold(f32::NEG_INFINITY, f32::max),
        });
    }
    ranges
}
