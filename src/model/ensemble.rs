//! An ensemble of decision trees, walked by several rows at once.

use std::ops::Range;

use crate::model::error::ModelError;
use crate::model::limits::MAX_FEATURES;
use crate::model::reader::ModelReader;

/// Rows that walk through a tree together, so that their memory loads overlap.
const LANES: usize = 8;
/// Rows that visit all trees before the next rows do. They and one tree fit the first-level cache.
const CHUNK: usize = 24;
/// The feature number of a leaf in a file.
pub(crate) const LEAF: u16 = u16::MAX;
/// Trees are padded to one of two sizes, so that bounds checks fold into a mask.
const SMALL: usize = 128;
const LARGE: usize = 1024;

/// The features of a row, padded with zeros.
type PaddedRow = [f32; MAX_FEATURES];

/// A node: go to `left`, or to the node after it if the feature's value is over the threshold. A
/// leaf points at itself and has an infinite threshold, so that further steps stay there.
#[derive(Clone, Copy, Debug)]
struct TreeNode {
    threshold: f32,
    left: u16,
    feature: u8,
}

/// The position of a tree among the nodes, and its shape.
#[derive(Clone, Copy, Debug)]
struct TreeSpan {
    base: usize,
    /// Whether the tree has more than [`SMALL`] nodes.
    large: bool,
    /// Steps to the deepest leaf.
    depth: u8,
}

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
    trees: Vec<TreeSpan>,
    nodes: Vec<TreeNode>,
    /// The value of each leaf, by node.
    leaves: Vec<f32>,
    bias: f32,
}

impl Ensemble {
    /// Returns the number of trees.
    pub(super) fn tree_count(&self) -> usize {
        self.trees.len()
    }

    /// Returns the bias plus the sum of the leaves that each row reaches. A row has `width` values.
    /// A row whose sum is clear at an [`EarlyExit`] skips the remaining trees.
    pub(crate) fn sums(&self, rows: &[f32], width: usize, exits: &[EarlyExit]) -> Vec<f32> {
        let mut sums = vec![self.bias; rows.len() / width.max(1)];
        let mut open: Vec<usize> = (0..sums.len()).collect();
        let mut walked = 0;
        for exit in exits {
            self.walk(walked..exit.trees, rows, width, &open, |row, leaf| sums[row] += leaf);
            walked = exit.trees;
            open.retain(|&row| {
                let is_clear = !(exit.low..=exit.high).contains(&sums[row]);
                if is_clear {
                    sums[row] *= exit.growth;
                }
                !is_clear
            });
        }
        self.walk(walked..usize::MAX, rows, width, &open, |row, leaf| sums[row] += leaf);
        sums
    }

    /// Calls `visit(row, leaf value)` for the rows in `selected` and a range of trees. A row visits
    /// its trees in order.
    pub(super) fn walk(
        &self,
        trees: Range<usize>,
        rows: &[f32],
        width: usize,
        selected: &[usize],
        mut visit: impl FnMut(usize, f32),
    ) {
        let trees = &self.trees[trees.start.min(self.trees.len())..trees.end.min(self.trees.len())];
        let mut padded = vec![[0.0; MAX_FEATURES]; CHUNK];
        for selected in selected.chunks(CHUNK) {
            for (row, &at) in padded.iter_mut().zip(selected) {
                row[..width].copy_from_slice(&rows[at * width..(at + 1) * width]);
            }
            for tree in trees {
                for (lanes, rows) in selected.chunks(LANES).zip(padded.as_chunks::<LANES>().0) {
                    let leaves = self.leaves_of(*tree, rows.each_ref());
                    for (&row, leaf) in lanes.iter().zip(leaves) {
                        visit(row, leaf);
                    }
                }
            }
        }
    }

    /// Returns the values of the leaves that the rows reach in a tree.
    #[inline]
    fn leaves_of(&self, tree: TreeSpan, rows: [&PaddedRow; LANES]) -> [f32; LANES] {
        let nodes = &self.nodes[tree.base..];
        let ends = match (tree.large, nodes.first_chunk::<SMALL>(), nodes.first_chunk::<LARGE>()) {
            (false, Some(nodes), _) => descend(nodes, tree.depth, rows),
            (true, _, Some(nodes)) => descend(nodes, tree.depth, rows),
            _ => return [0.0; LANES],
        };
        let leaves = &self.leaves[tree.base..];
        ends.map(|leaf| leaves[leaf])
    }

    /// Reads an ensemble whose features have numbers below `width`.
    pub(super) fn read(reader: &mut ModelReader<'_>, width: usize) -> Result<Self, ModelError> {
        let count = reader.u16()?;
        let mut ensemble = Ensemble { bias: reader.f32()?, ..Ensemble::default() };
        for _ in 0..count {
            ensemble.read_tree(reader, width)?;
        }
        Ok(ensemble)
    }

    /// Reads a tree and pads it with leaves.
    fn read_tree(&mut self, reader: &mut ModelReader<'_>, width: usize) -> Result<(), ModelError> {
        let (base, depth, size) = (self.nodes.len(), reader.u8()?, reader.u16()?);
        if size == 0 || usize::from(size) > LARGE {
            return Err(ModelError::Malformed("a tree without nodes, or with too many"));
        }
        for number in 0..size {
            let (feature, left, value) = (reader.u16()?, reader.u16()?, reader.f32()?);
            let (node, leaf) = if feature == LEAF {
                (TreeNode { threshold: f32::INFINITY, feature: 0, left: number }, value)
            } else {
                (TreeNode { threshold: value, feature: feature as u8, left }, 0.0)
            };
            let is_valid = if feature == LEAF {
                value.is_finite()
            } else {
                // Children come after their parent, so no walk can loop.
                usize::from(feature) < width && left > number && left + 1 < size
            };
            if !is_valid {
                return Err(ModelError::Malformed("a tree points outside itself"));
            }
            self.nodes.push(node);
            self.leaves.push(leaf);
        }
        let large = usize::from(size) > SMALL;
        let padded = base + if large { LARGE } else { SMALL };
        self.nodes.resize(padded, TreeNode { threshold: f32::INFINITY, feature: 0, left: 0 });
        self.leaves.resize(padded, 0.0);
        self.trees.push(TreeSpan { base, large, depth });
        Ok(())
    }
}

/// Returns the node that each row reaches after `depth` steps. `NODES` is a power of two and
/// features fit one byte, so no step needs a bounds check.
#[inline]
fn descend<const NODES: usize>(
    nodes: &[TreeNode; NODES],
    depth: u8,
    rows: [&PaddedRow; LANES],
) -> [usize; LANES] {
    let mut at = [0; LANES];
    for _ in 0..depth {
        for lane in 0..LANES {
            let node = nodes[at[lane] & (NODES - 1)];
            let is_right = rows[lane][usize::from(node.feature)] > node.threshold;
            at[lane] = node.left as usize + usize::from(is_right);
        }
    }
    at
}
