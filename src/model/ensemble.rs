//! An ensemble of decision trees with few leaves.
//!
//! Every node of a tree has the set of the leaves below its left child. A row that goes right there
//! reaches none of them, so the leaf that it does reach is the first one that no node rules out
//! (QuickScorer: Lucchese et al. 2015, "QuickScorer: a fast algorithm to rank documents with
//! additive ensembles of regression trees"). No step depends on the one before, and many rows are
//! answered at once.
//!
//! Trees are narrowed to the values of a page first: a node whose condition all rows answer alike
//! is left out. Facts about the page are the same for all its blocks, and much else is alike.

use std::ops::Range;

use crate::model::error::ModelError;
use crate::model::limits::{LeafSet, MAX_LEAVES, NODE_BYTES};
use crate::model::reader::ModelReader;
use crate::model::row_groups::{RowGroups, ValueRange};
use crate::model::symmetric::{FeatureColumns, LANES};

/// Nodes of a narrowed tree for which there is room from the start.
const USUAL_NODES: usize = 16;

/// Lets rows with a clear sum leave an ensemble early.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EarlyExit {
    /// Trees answered before the test.
    pub(crate) trees: usize,
    /// A sum below this is clear.
    pub(crate) low: f32,
    /// Factor from the sum at the exit to the expected final sum.
    pub(crate) growth: f32,
}

/// An ensemble of trees, read in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ensemble {
    /// The number of nodes of each tree, leaves not counted.
    sizes: &'static [[u8; 1]],
    /// The nodes of all trees. Parents come before their children.
    nodes: &'static [[u8; NODE_BYTES]],
    /// The values (f32) of all leaves, each tree's from left to right, and padding.
    leaves: &'static [[u8; 4]],
    bias: f32,
}

/// A node: a row goes right if its value of the feature is over the threshold.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    threshold: f32,
    feature: u8,
    /// The leaves below its children.
    left: LeafSet,
    right: LeafSet,
}

impl Node {
    fn read(&[feature, a, b, c, d, e, f, g, h, i, j, k, l]: &[u8; NODE_BYTES]) -> Node {
        Node {
            feature,
            threshold: f32::from_le_bytes([a, b, c, d]),
            left: LeafSet::from_le_bytes([e, f, g, h]),
            right: LeafSet::from_le_bytes([i, j, k, l]),
        }
    }
}

/// A tree without the nodes that all rows answer alike.
#[derive(Debug)]
struct NarrowedTree {
    /// A range of the narrowed nodes.
    nodes: Range<usize>,
    /// The leaves that rows can reach.
    open: LeafSet,
    /// The position of its first leaf's value.
    leaves: usize,
}

/// Trees without the nodes that all rows answer alike.
#[derive(Debug, Default)]
struct NarrowedTrees {
    trees: Vec<NarrowedTree>,
    nodes: Vec<Node>,
    /// Room for those of one tree.
    undecided: [Node; MAX_LEAVES],
}

impl NarrowedTrees {
    /// Adds a tree. Leaves out the nodes that are decided if all values are within the ranges.
    // Without branches: no one can predict them, and a page has ten thousand nodes.
    fn add(&mut self, nodes: &[[u8; NODE_BYTES]], leaves: usize, ranges: &[ValueRange]) {
        let (start, mut open, mut count) = (self.nodes.len(), LeafSet::MAX, 0);
        for node in nodes {
            let node = Node::read(node);
            let range = ranges[usize::from(node.feature)];
            let all_right = range.low > node.threshold;
            let any_right = range.high > node.threshold;
            // The leaves of both sides are closed together, by a node above.
            let is_open = open & node.left != 0;
            open &= !(mask(all_right) & node.left) & !(mask(!any_right) & node.right);
            self.undecided[count % MAX_LEAVES] = node;
            count += usize::from(is_open & any_right & !all_right);
        }
        self.nodes.extend_from_slice(&self.undecided[..count.min(MAX_LEAVES)]);
        self.trees.push(NarrowedTree { nodes: start..self.nodes.len(), open, leaves });
    }
}

/// Returns all leaves for true, and none for false.
fn mask(is: bool) -> LeafSet {
    LeafSet::from(is).wrapping_neg()
}

/// Returns the leaves that no node rules out, for each row of a group.
// With branches, or inlined into a loop, it is not vectorised: 31 instructions a node.
#[inline(never)]
fn reachable(open: LeafSet, nodes: &[Node], columns: &FeatureColumns) -> [LeafSet; LANES] {
    let mut reachable = [open; LANES];
    for node in nodes {
        let column = &columns[usize::from(node.feature)];
        reachable = std::array::from_fn(|lane| {
            reachable[lane] & !(mask(column[lane] > node.threshold) & node.left)
        });
    }
    reachable
}

impl Ensemble {
    /// Returns the bias plus the sum of the leaves that each row reaches. A row whose sum is clear
    /// after the trees of `exit` skips the other ones.
    pub(crate) fn sums(&self, rows: &RowGroups, exit: EarlyExit) -> Vec<f32> {
        let mut sums = vec![self.bias; rows.rows()];
        let all: Vec<usize> = (0..sums.len()).collect();
        self.add(0..exit.trees, rows, &all, &mut sums);
        let open: Vec<usize> = all.into_iter().filter(|&row| sums[row] >= exit.low).collect();
        for sum in sums.iter_mut().filter(|sum| **sum < exit.low) {
            *sum *= exit.growth;
        }
        self.add(exit.trees..self.sizes.len(), &rows.select(&open), &open, &mut sums);
        sums
    }

    /// Adds the leaves of some trees to the sums of the rows that are still open.
    fn add(&self, trees: Range<usize>, rows: &RowGroups, open: &[usize], sums: &mut [f32]) {
        let narrowed = self.narrow(trees, rows.ranges());
        for (columns, open) in rows.groups().zip(open.chunks(LANES)) {
            let mut group = [0.0; LANES];
            for (sum, &row) in group.iter_mut().zip(open) {
                *sum = sums[row];
            }
            for tree in &narrowed.trees {
                let reachable = reachable(tree.open, &narrowed.nodes[tree.nodes.clone()], columns);
                let Some(values) = self.leaves[tree.leaves..].first_chunk::<MAX_LEAVES>() else {
                    continue;
                };
                for (sum, reachable) in group.iter_mut().zip(reachable) {
                    let leaf = reachable.trailing_zeros() as usize;
                    *sum += f32::from_le_bytes(values[leaf % MAX_LEAVES]);
                }
            }
            for (sum, &row) in group.iter().zip(open) {
                sums[row] = *sum;
            }
        }
    }

    /// Leaves out the nodes of some trees that are decided if all values are within the ranges.
    fn narrow(&self, trees: Range<usize>, ranges: &[ValueRange]) -> NarrowedTrees {
        let mut narrowed = NarrowedTrees::default();
        narrowed.trees.reserve(trees.len());
        narrowed.nodes.reserve(trees.len() * USUAL_NODES);
        let (mut nodes, mut leaves) = (self.nodes, 0);
        for (number, &[size]) in self.sizes.iter().enumerate().take(trees.end) {
            let size = usize::from(size);
            let Some((own, rest)) = nodes.split_at_checked(size) else { break };
            if number >= trees.start {
                narrowed.add(own, leaves, ranges);
            }
            nodes = rest;
            leaves += size + 1;
        }
        narrowed
    }

    /// Opens an ensemble whose features have numbers below `width`.
    pub(crate) fn read(
        reader: &mut ModelReader<'static>,
        width: usize,
    ) -> Result<Self, ModelError> {
        let count = usize::from(reader.u16()?);
        let bias = reader.f32()?;
        let sizes = reader.records(count)?;
        let nodes: usize = sizes.iter().map(|&[size]| usize::from(size)).sum();
        let leaves = nodes + count + MAX_LEAVES;
        let nodes = reader.records(nodes)?;
        if nodes.iter().any(|node| usize::from(Node::read(node).feature) >= width) {
            return Err(ModelError::Malformed("a tree reads a feature that does not exist"));
        }
        Ok(Ensemble { sizes, nodes, leaves: reader.records(leaves)?, bias })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile;
    use crate::model::reader::MAGIC;

    const WIDTH: usize = 5;
    const ROWS: usize = 37;
    /// No row leaves early.
    const NO_EXIT: EarlyExit = EarlyExit { trees: 1, low: f32::NEG_INFINITY, growth: 1.0 };

    /// Returns numbers from 0 to 16 without a pattern.
    fn noise(seed: u32) -> f32 {
        (crate::hash::key_of_keys(0, seed, 0) % 17) as f32
    }

    /// Returns an ensemble as in a file. Its trees have this number of inner nodes each.
    fn file(trees: &[u16]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((trees.len() as u16).to_le_bytes());
        bytes.extend(0.5f32.to_le_bytes());
        for &inner in trees {
            bytes.extend((2 * inner + 1).to_le_bytes());
            for number in 0..=2 * inner {
                let value = noise(u32::from(number) + 1000 * u32::from(inner));
                let is_leaf = number >= inner;
                let feature = if is_leaf { compile::LEAF } else { number % WIDTH as u16 };
                bytes.extend(feature.to_le_bytes());
                bytes.extend((2 * number + 1).to_le_bytes());
                bytes.extend(value.to_le_bytes());
            }
        }
        bytes
    }

    /// Compiles and opens an ensemble.
    fn read(file: &[u8], width: usize) -> Result<Ensemble, ModelError> {
        let mut compiled = MAGIC.to_vec();
        compile::compile_ensemble(&mut ModelReader::start(file)?, &mut compiled)?;
        Ensemble::read(&mut ModelReader::start(compiled.leak())?, width)
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
    fn rows_reach_the_leaves_of_a_plain_walk() {
        for trees in [&[0, 1, 30, 31][..], &[17, 2, 3, 29, 0]] {
            let sums = read(&file(trees), WIDTH).expect("an ensemble").sums(&rows(), NO_EXIT);
            let expected: Vec<f32> = (0..ROWS).map(|row| expected(trees, row)).collect();
            assert_eq!(sums, expected, "{trees:?}");
        }
    }

    #[test]
    fn rows_with_a_clear_sum_leave_early() {
        let trees = [30, 30, 17];
        let exit = EarlyExit { trees: 2, low: 10.0, growth: 2.0 };
        let sums = read(&file(&trees), WIDTH).expect("an ensemble").sums(&rows(), exit);
        for (row, sum) in sums.into_iter().enumerate() {
            let early = expected(&trees[..2], row);
            let is_clear = early < exit.low;
            let whole = if is_clear { early * exit.growth } else { expected(&trees, row) };
            assert_eq!(sum, whole, "{row}");
        }
    }

    #[test]
    fn trees_that_point_outside_themselves_or_are_too_large_are_refused() {
        assert!(read(&file(&[31]), WIDTH).is_ok());
        assert!(read(&file(&[32]), WIDTH).is_err());
        assert!(read(&file(&[31]), WIDTH - 1).is_err());
        let mut bytes = file(&[3]);
        let end = bytes.len();
        assert!(read(&bytes[..end - 1], WIDTH).is_err());
        // The left child of the root.
        bytes[MAGIC.len() + 6 + 2 + 2] = 0;
        assert!(read(&bytes, WIDTH).is_err());
    }
}
