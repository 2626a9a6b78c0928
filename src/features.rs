//! Feature tables: what the models see of a document.
//!
//! A feature is a name and a function from a document's context and a block's position to one number. The names of a
//! table, in its order, are stored in the model that was trained on it and compared at load. Values are finite: where a
//! feature means nothing for a block, it has a value outside its range, given in its description.
//!
//! Training and serving both call [`rows`] or [`columns`], so that they cannot differ.

use std::ops::Range;

use crate::model::symmetric::LANES;

pub(crate) mod line;
pub(crate) mod page;

/// A named feature of the blocks of a document with context `C`.
pub(crate) type Feature<C> = (&'static str, fn(&C, usize) -> f32);

/// The names of a table, in its order.
pub(crate) fn names<C>(
    table: &'static [Feature<C>],
) -> impl ExactSizeIterator<Item = &'static str> {
    table.iter().map(|(name, _)| *name)
}

/// The values of all features of the blocks in `range`, one row after the other.
pub(crate) fn rows<C>(table: &[Feature<C>], context: &C, range: Range<usize>) -> Vec<f32> {
    let mut rows = Vec::with_capacity(range.len() * table.len());
    for block in range {
        rows.extend(table.iter().map(|(_, value)| value(context, block)));
    }
    debug_assert!(rows.iter().all(|value| value.is_finite()), "a feature is not finite");
    rows
}

/// The same for [`LANES`] blocks at a time: all values of the first feature, then those of the next one. Behind the last block
/// of the range stands nothing that means anything.
pub(crate) fn columns<C>(
    table: &[Feature<C>],
    context: &C,
    range: Range<usize>,
) -> Vec<[f32; LANES]> {
    let mut columns = Vec::with_capacity(range.len().div_ceil(LANES) * table.len());
    for start in range.clone().step_by(LANES) {
        columns.extend(table.iter().map(|(_, value)| {
            let mut column = [0.0; LANES];
            for (own, block) in column.iter_mut().zip(start..range.end) {
                *own = value(context, block);
            }
            column
        }));
    }
    debug_assert!(
        columns.iter().flatten().all(|value| value.is_finite()),
        "a feature is not finite"
    );
    columns
}
