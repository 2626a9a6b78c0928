//! Feature tables: the numbers from which the models judge a block or a line.
//!
//! A feature is a name and a function from the context of a document and an index to one number,
//! which is called for all blocks or lines in a row ([`FillColumn`]). A model stores the names of
//! the table it was trained on, in order, and they are compared when it is loaded. Values are
//! finite: a feature that does not apply has a value outside its range, which its table documents.
//!
//! Training calls [`rows`] and serving [`columns`], which call the same functions, so they cannot
//! differ.

use std::ops::Range;

use crate::model::symmetric::LANES;

pub(crate) mod licences;
pub(crate) mod line;
pub(crate) mod page;
pub(crate) mod token_log_odds;
pub(crate) mod tokens;

mod byte_share;
mod years;

/// Least length of prose in words, in texts and pages.
pub(crate) const PROSE_WORDS: f32 = 15.0;

/// A named feature of the blocks or lines of a document with context `C`.
pub(crate) struct Feature<C: 'static> {
    name: &'static str,
    values: &'static dyn FillColumn<C>,
}

impl<C> Feature<C> {
    /// Names a function from a context and an index to the value.
    pub(crate) const fn new<F>(name: &'static str, value: &'static F) -> Self
    where
        F: Fn(&C, usize) -> f32 + Sync,
    {
        Feature { name, values: value }
    }
}

/// Computes a feature for many blocks or lines. One call for each of them would take longer than
/// most values.
trait FillColumn<C>: Sync {
    /// Writes the values from the block or line `first` on.
    fn fill(&self, context: &C, first: usize, values: &mut [f32]);
}

impl<C, F: Fn(&C, usize) -> f32 + Sync> FillColumn<C> for F {
    fn fill(&self, context: &C, first: usize, values: &mut [f32]) {
        for (index, value) in (first..).zip(values) {
            *value = self(context, index);
        }
    }
}

/// Returns the names of a table, in order.
pub(crate) fn names<C>(
    table: &'static [Feature<C>],
) -> impl ExactSizeIterator<Item = &'static str> {
    table.iter().map(|feature| feature.name)
}

/// Computes all features of the blocks in `range`, one row after the other.
#[cfg(feature = "_train")]
pub(crate) fn rows<C>(table: &[Feature<C>], context: &C, range: Range<usize>) -> Vec<f32> {
    let mut rows = vec![0.0; range.len() * table.len()];
    for (row, block) in rows.chunks_exact_mut(table.len()).zip(range) {
        for (value, feature) in row.iter_mut().zip(table) {
            feature.values.fill(context, block, std::slice::from_mut(value));
        }
    }
    debug_assert!(rows.iter().all(|value| value.is_finite()), "a feature is not finite");
    rows
}

/// Computes all features of [`LANES`] blocks at a time: all values of the first feature, then those
/// of the next one. Values after the last block of the range are 0.
pub(crate) fn columns<C>(
    table: &[Feature<C>],
    context: &C,
    range: Range<usize>,
) -> Vec<[f32; LANES]> {
    let mut columns = Vec::with_capacity(range.len().div_ceil(LANES) * table.len());
    for start in range.clone().step_by(LANES) {
        let blocks = LANES.min(range.end - start);
        columns.extend(table.iter().map(|feature| {
            let mut column = [0.0; LANES];
            feature.values.fill(context, start, &mut column[..blocks]);
            column
        }));
    }
    debug_assert!(
        columns.iter().flatten().all(|value| value.is_finite()),
        "a feature is not finite"
    );
    columns
}

/// Returns 1 for true and 0 for false.
pub(crate) fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}
