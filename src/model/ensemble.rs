//! An ensemble of decision trees.

use std::ops::Range;

use crate::model::error::ModelError;
use crate::model::limits::MAX_LEAVES;
use crate::model::reader::ModelReader;
use crate::model::row_groups::RowGroups;
use crate::model::symmetric::LANES;
use crate::model::tree_walk::{NarrowedTrees, Slots, StepTable, Tree, TreeStep};

/// The feature number of a leaf in a file.
pub(crate) const LEAF: u16 = u16::MAX;
/// Most nodes, leaves not counted, of a small tree. With 30 nodes a fifth to a half of them remain
/// for a page. With 255 three quarters do, and finding them takes longer than it saves.
const MAX_SMALL: usize = 64;

/// Lets rows with a clear sum leave an ensemble early.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EarlyExit {
    /// Trees walked before the test.
    pub(crate) trees: usize,
    /// A sum below this is clear.
    pub(crate) low: f32,
    /// A sum above this is clear.
    pub(crate) high: f32,
    /// Factor from the sum at the exit to the expected final sum.
    pub(crate) growth: f32,
}

/// An ensemble of trees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ensemble {
    trees: Vec<Tree>,
    steps: Vec<TreeStep>,
    /// The values of the leaves, followed by [`MAX_LEAVES`] zeros.
    leaves: Vec<f32>,
    bias: f32,
    /// All trees have at most [`MAX_SMALL`] nodes.
    is_small: bool,
}

impl Ensemble {
    /// Returns the number of trees.
    pub(super) fn tree_count(&self) -> usize {
        self.trees.len()
    }

    /// Returns the bias plus the sum of the leaves that each row reaches. A row whose sum is clear
    /// at an [`EarlyExit`] skips the remaining trees.
    pub(crate) fn sums(&self, rows: &RowGroups, exits: &[EarlyExit]) -> Vec<f32> {
        let mut sums = vec![self.bias; rows.rows()];
        let mut open: Vec<usize> = (0..sums.len()).collect();
        let mut selected = None;
        let mut walked = 0;
        for exit in exits {
            self.add(walked..exit.trees, selected.as_ref().unwrap_or(rows), &open, &mut sums);
            walked = exit.trees;
            open.retain(|&row| {
                let is_clear = !(exit.low..=exit.high).contains(&sums[row]);
                if is_clear {
                    sums[row] *= exit.growth;
                }
                !is_clear
            });
            selected = Some(rows.select(&open));
        }
        self.add(walked..usize::MAX, selected.as_ref().unwrap_or(rows), &open, &mut sums);
        sums
    }

    /// Adds the leaves of some trees to the sums of the rows that are still open.
    fn add(&self, trees: Range<usize>, rows: &RowGroups, open: &[usize], sums: &mut [f32]) {
        let mut groups = vec![[0.0; LANES]; open.len().div_ceil(LANES)];
        for (sum, &row) in groups.as_flattened_mut().iter_mut().zip(open) {
            *sum = sums[row];
        }
        self.walk(trees, rows, |group, leaves| {
            for (sum, leaf) in groups[group].iter_mut().zip(leaves) {
                *sum += leaf;
            }
        });
        for (sum, &row) in groups.as_flattened().iter().zip(open) {
            sums[row] = *sum;
        }
    }

    /// Calls `visit(group, leaf values)` for a range of trees and each group of rows. A group
    /// visits its trees in order.
    pub(super) fn walk(
        &self,
        trees: Range<usize>,
        rows: &RowGroups,
        mut visit: impl FnMut(usize, [f32; LANES]),
    ) {
        let trees = &self.trees[trees.start.min(self.trees.len())..trees.end.min(self.trees.len())];
        if !self.is_small {
            let mut table = StepTable::new();
            for tree in trees {
                table.load(&self.steps[tree.steps.0..tree.steps.1]);
                for (group, columns) in rows.groups().enumerate() {
                    visit(group, self.values(tree, table.leaves_of(tree.root, columns)));
                }
            }
            return;
        }
        let narrowed = NarrowedTrees::of(trees, &self.steps, rows.ranges());
        let mut slots = Slots::new();
        for (group, columns) in rows.groups().enumerate() {
            for tree in &narrowed.trees {
                let steps = &narrowed.steps[tree.steps.0..tree.steps.1];
                visit(group, self.values(tree, slots.leaves_of(steps, tree.root, columns)));
            }
        }
    }

    /// Returns the values of a tree's leaves.
    fn values(&self, tree: &Tree, leaves: [u8; LANES]) -> [f32; LANES] {
        match self.leaves[tree.leaves..].first_chunk::<MAX_LEAVES>() {
            Some(values) => leaves.map(|leaf| values[usize::from(leaf)]),
            None => [0.0; LANES],
        }
    }

    /// Reads an ensemble whose features have numbers below `width`.
    pub(super) fn read(reader: &mut ModelReader<'_>, width: usize) -> Result<Self, ModelError> {
        let count = reader.u16()?;
        let mut ensemble = Ensemble { bias: reader.f32()?, is_small: true, ..Ensemble::default() };
        for _ in 0..count {
            ensemble.read_tree(reader, width)?;
        }
        ensemble.leaves.resize(ensemble.leaves.len() + MAX_LEAVES, 0.0);
        Ok(ensemble)
    }

    /// Reads a tree.
    fn read_tree(&mut self, reader: &mut ModelReader<'_>, width: usize) -> Result<(), ModelError> {
        let (_depth, size) = (reader.u8()?, reader.u16()?);
        // A binary tree has one more leaf than other nodes.
        if size == 0 || usize::from(size) >= 2 * MAX_LEAVES {
            return Err(ModelError::Malformed("a tree without nodes, or with too many"));
        }
        let (first_step, first_leaf) = (self.steps.len(), self.leaves.len());
        // The slot of each node. Until all nodes are read, steps have the numbers of their nodes.
        let mut slots = Vec::with_capacity(usize::from(size));
        for number in 0..size {
            let (feature, left, value) = (reader.u16()?, reader.u16()?, reader.f32()?);
            let is_valid = if feature == LEAF {
                value.is_finite() && self.leaves.len() - first_leaf < MAX_LEAVES
            } else {
                // Children come after their parent, so no walk can loop.
                usize::from(feature) < width && left > number && left + 1 < size
            };
            if !is_valid {
                return Err(ModelError::Malformed("a tree points outside itself"));
            }
            if feature == LEAF {
                slots.push((self.leaves.len() - first_leaf) as u16);
                self.leaves.push(value);
            } else {
                slots.push((MAX_LEAVES + self.steps.len() - first_step) as u16);
                let feature = feature as u8;
                self.steps.push(TreeStep { threshold: value, left, right: left + 1, feature });
            }
        }
        for step in &mut self.steps[first_step..] {
            step.left = slots[usize::from(step.left)];
            step.right = slots[usize::from(step.right)];
        }
        let steps = (first_step, self.steps.len());
        if steps.1 - steps.0 >= MAX_LEAVES {
            return Err(ModelError::Malformed("a tree with too many nodes"));
        }
        self.is_small &= steps.1 - steps.0 <= MAX_SMALL;
        self.trees.push(Tree { steps, root: slots[0], leaves: first_leaf });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reader::MAGIC;

    const WIDTH: usize = 5;
    const ROWS: usize = 37;

    /// Returns numbers from 0 to 16 without a pattern.
    fn noise(seed: u32) -> f32 {
        (crate::hash::key_of_keys(0, seed, 0) % 17) as f32
    }

    /// Returns a file of an ensemble whose trees have this number of inner nodes each.
    fn file(trees: &[u16]) -> Vec<u8> {
        let mut bytes = [MAGIC.as_slice(), &0u16.to_le_bytes()].concat();
        bytes.extend((trees.len() as u16).to_le_bytes());
        bytes.extend(0.5f32.to_le_bytes());
        for &inner in trees {
            bytes.push(0);
            bytes.extend((2 * inner + 1).to_le_bytes());
            for number in 0..=2 * inner {
                let value = noise(u32::from(number) + 1000 * u32::from(inner));
                let is_leaf = number >= inner;
                let feature = if is_leaf { LEAF } else { number % WIDTH as u16 };
                bytes.extend(feature.to_le_bytes());
                bytes.extend((2 * number + 1).to_le_bytes());
                bytes.extend(value.to_le_bytes());
            }
        }
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Ensemble, ModelError> {
        Ensemble::read(&mut ModelReader::open(bytes, std::iter::empty())?, WIDTH)
    }

    fn value(row: usize, feature: usize) -> f32 {
        // The last feature is the same in all rows.
        noise((row % if feature == WIDTH - 1 { 1 } else { ROWS } * WIDTH + feature) as u32)
    }

    /// Returns the sum of the leaves that a row reaches in trees of this number of inner nodes.
    fn expected(trees: &[u16], row: usize) -> f32 {
        let mut sum = 0.5;
        for &inner in trees {
            let own = |number: u16| noise(u32::from(number) + 1000 * u32::from(inner));
            let mut at = 0;
            while at < inner {
                let is_right = value(row, usize::from(at) % WIDTH) > own(at);
                at = 2 * at + 1 + u16::from(is_right);
            }
            sum += own(at);
        }
        sum
    }

    fn rows() -> RowGroups {
        let mut columns = vec![[0.0; LANES]; ROWS.div_ceil(LANES) * WIDTH];
        for row in 0..ROWS {
            for feature in 0..WIDTH {
                columns[row / LANES * WIDTH + feature][row % LANES] = value(row, feature);
            }
        }
        RowGroups::new(columns, WIDTH, ROWS)
    }

    #[test]
    fn small_and_large_trees_have_the_leaves_of_a_plain_walk() {
        for trees in [&[0, 1, 30, 64][..], &[1, 255, 200]] {
            let sums = read(&file(trees)).expect("an ensemble").sums(&rows(), &[]);
            let expected: Vec<f32> = (0..ROWS).map(|row| expected(trees, row)).collect();
            assert_eq!(sums, expected, "{trees:?}");
        }
    }

    #[test]
    fn rows_with_a_clear_sum_leave_early() {
        let trees = [30, 30, 17];
        let exit = EarlyExit { trees: 2, low: 10.0, high: f32::INFINITY, growth: 2.0 };
        let sums = read(&file(&trees)).expect("an ensemble").sums(&rows(), &[exit]);
        for (row, sum) in sums.into_iter().enumerate() {
            let early = expected(&trees[..2], row);
            let is_clear = early < exit.low;
            let whole = if is_clear { early * exit.growth } else { expected(&trees, row) };
            assert_eq!(sum, whole, "{row}");
        }
    }

    #[test]
    fn trees_that_point_outside_themselves_or_are_too_large_are_refused() {
        assert!(read(&file(&[255])).is_ok());
        assert!(read(&file(&[256])).is_err());
        assert!(ModelReader::open(&file(&[3]), std::iter::empty()).is_ok());
        let mut bytes = file(&[3]);
        let end = bytes.len();
        assert!(read(&bytes[..end - 1]).is_err());
        // The left child of the root.
        bytes[8 + 2 + 6 + 3 + 2] = 0;
        assert!(read(&bytes).is_err());
    }
}
