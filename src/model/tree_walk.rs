//! Finds the leaves that the rows of a group reach in a tree.
//!
//! Small trees are first narrowed to the values that the rows have: a node whose condition all rows
//! answer alike is left out. Facts about the page are the same for all its blocks, and much else is
//! alike. Then the tree is answered from its leaves to its root, each node for all rows of a group.
//! That needs no branches, and the compiler turns it into vector instructions.
//!
//! Rows walk down a large tree, because they see few of its nodes.

use crate::model::limits::MAX_LEAVES;
use crate::model::row_groups::{GroupColumns, ValueRange};
use crate::model::symmetric::LANES;

/// The slot of the first node of a tree. Lower slots are leaves, by their numbers.
const FIRST_STEP: u16 = MAX_LEAVES as u16;

/// Steps of a narrowed tree for which there is room from the start.
const USUAL_STEPS: usize = 16;

/// A node: go to the slot `left`, or to `right` if the feature's value is over the threshold.
#[derive(Clone, Copy, Debug)]
pub(super) struct TreeStep {
    pub(super) threshold: f32,
    pub(super) left: u16,
    pub(super) right: u16,
    pub(super) feature: u8,
}

/// The positions of a tree's steps and leaves. The step after the first one has the slot after
/// [`FIRST_STEP`], and so on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tree {
    /// Start and end of the steps. Children come after their parents.
    pub(super) steps: (usize, usize),
    /// The slot of the root.
    pub(super) root: u16,
    /// The position of the first leaf's value.
    pub(super) leaves: usize,
}

/// Trees without the nodes that all rows answer alike.
#[derive(Debug, Default)]
pub(super) struct NarrowedTrees {
    pub(super) trees: Vec<Tree>,
    pub(super) steps: Vec<TreeStep>,
}

impl NarrowedTrees {
    /// Leaves out the nodes that are decided if all values are within the ranges.
    pub(super) fn of(trees: &[Tree], steps: &[TreeStep], ranges: &[ValueRange]) -> NarrowedTrees {
        let mut narrowed = NarrowedTrees::default();
        narrowed.trees.reserve(trees.len());
        narrowed.steps.reserve(trees.len() * USUAL_STEPS);
        for tree in trees {
            narrowed.add(*tree, &steps[tree.steps.0..tree.steps.1], ranges);
        }
        narrowed
    }

    fn add(&mut self, tree: Tree, steps: &[TreeStep], ranges: &[ValueRange]) {
        let start = self.steps.len();
        let root = self.add_open(tree.root, start, steps, ranges);
        let mut at = start;
        while at < self.steps.len() {
            let TreeStep { left, right, .. } = self.steps[at];
            self.steps[at].left = self.add_open(left, start, steps, ranges);
            self.steps[at].right = self.add_open(right, start, steps, ranges);
            at += 1;
        }
        self.trees.push(Tree { steps: (start, self.steps.len()), root, ..tree });
    }

    /// Goes down from a slot to the first node that rows within the ranges can answer differently,
    /// or to the leaf that all of them reach. Adds that node and returns its new slot.
    fn add_open(
        &mut self,
        mut slot: u16,
        start: usize,
        steps: &[TreeStep],
        ranges: &[ValueRange],
    ) -> u16 {
        while let Some(step) = steps.get(usize::from(slot.wrapping_sub(FIRST_STEP))) {
            let range = ranges[usize::from(step.feature)];
            let is_right = range.low > step.threshold;
            if !is_right && range.high > step.threshold {
                self.steps.push(*step);
                return FIRST_STEP + (self.steps.len() - 1 - start) as u16;
            }
            slot = if is_right { step.right } else { step.left };
        }
        slot
    }
}

/// Returns the index of a slot, without a need for bounds checks.
fn index(slot: u16) -> usize {
    usize::from(slot) % (2 * MAX_LEAVES)
}

/// Leaves by row: for each slot of a tree, the leaf that each row reaches from it.
pub(super) struct Slots([[u8; LANES]; 2 * MAX_LEAVES]);

impl Slots {
    pub(super) fn new() -> Self {
        let mut slots = [[0; LANES]; 2 * MAX_LEAVES];
        for (leaf, slot) in (0..=u8::MAX).zip(&mut slots) {
            *slot = [leaf; LANES];
        }
        Slots(slots)
    }

    /// Returns the leaf that each row reaches from the tree's root.
    // Inlined into a loop, it was not vectorised.
    #[inline(never)]
    pub(super) fn leaves_of(
        &mut self,
        steps: &[TreeStep],
        root: u16,
        columns: &GroupColumns,
    ) -> [u8; LANES] {
        let mut own = FIRST_STEP + steps.len() as u16;
        for step in steps.iter().rev() {
            let column = &columns[usize::from(step.feature)];
            let (left, right) = (self.0[index(step.left)], self.0[index(step.right)]);
            // Two plain loops: the compiler answers 16 rows with 16 instructions.
            let mut is_right = [0; LANES];
            for lane in 0..LANES {
                is_right[lane] = if column[lane] > step.threshold { u8::MAX } else { 0 };
            }
            let mut reached = left;
            for lane in 0..LANES {
                reached[lane] ^= (left[lane] ^ right[lane]) & is_right[lane];
            }
            own -= 1;
            self.0[index(own)] = reached;
        }
        self.0[index(root)]
    }
}

/// The steps of a tree by their slots. A step from a leaf leads to the leaf again.
pub(super) struct StepTable([TreeStep; 2 * MAX_LEAVES]);

impl StepTable {
    pub(super) fn new() -> Self {
        let leaf = |slot| TreeStep { threshold: 0.0, left: slot, right: slot, feature: 0 };
        StepTable(std::array::from_fn(|slot| leaf(slot as u16)))
    }

    /// Replaces the tree.
    pub(super) fn load(&mut self, steps: &[TreeStep]) {
        self.0[MAX_LEAVES..MAX_LEAVES + steps.len()].copy_from_slice(steps);
    }

    /// Returns the leaf that each row reaches from the tree's root.
    #[inline(never)]
    pub(super) fn leaves_of(&self, root: u16, columns: &GroupColumns) -> [u8; LANES] {
        let mut slots = [root; LANES];
        // All rows walk until the last one is at its leaf, so that their loads overlap.
        while slots.iter().any(|&slot| slot >= FIRST_STEP) {
            for lane in 0..LANES {
                let step = &self.0[index(slots[lane])];
                let is_right = columns[usize::from(step.feature)][lane] > step.threshold;
                slots[lane] = if is_right { step.right } else { step.left };
            }
        }
        slots.map(|slot| slot as u8)
    }
}
