//! Learned models: an ensemble of decision trees over named features, a forest that names kinds, and tables of
//! log-odds by hashed key, all in one binary file with the names of the features it was trained on.
//!
//! Layout (little endian; `train/pack.py` writes it):
//! ```text
//! magic   8 bytes "DECHROM1"
//! names   u16 count, then each: u8 length, bytes
//! score   ensemble, leaves are f32 sums of log-odds
//! kinds   u8 count of classes, then each: u8 length, name; ensemble, leaves are f32 indices of a row in
//!         rows: u32 count, each a u8 per class (probability x 255)
//! tables  u8 count, then each: f32 scale, u32 count, keys u32 ascending, values i8
//! ensemble := u16 trees, f32 bias, then each tree: u8 depth, u16 nodes, then each: u16 feature (0xFFFF: leaf), u16 left, f32 threshold or leaf
//! ```
//! A row goes left when its value is at most the threshold; the right child stands behind the left one.

use std::ops::Range;

use crate::kind::Kind;

/// How many rows are walked through a tree at once, so that their loads overlap.
const LANES: usize = 8;
/// How many rows go through all trees together: with a hundred features a row, they and a tree fit the first-level cache.
const CHUNK: usize = 64;
/// The feature number that marks a leaf in a file.
const LEAF: u16 = u16::MAX;
/// The first bytes of a model file.
const MAGIC: &[u8; 8] = b"DECHROM1";

/// What is wrong with a model file.
#[cfg_attr(not(feature = "train"), expect(unreachable_pub, reason = "public for training only"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// It does not start with the magic bytes, ends too early, or holds numbers out of range.
    Malformed(&'static str),
    /// It was trained on other features than these.
    Features {
        /// Position of the first name that differs.
        position: usize,
        /// The name in the file.
        found: String,
        /// The name in the library.
        expected: String,
    },
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ModelError::Malformed(what) => write!(f, "malformed model file: {what}"),
            ModelError::Features { position, found, expected } => {
                write!(f, "model trained on other features: number {position} is `{found}`, not `{expected}`")
            }
        }
    }
}

impl std::error::Error for ModelError {}

/// A node of a tree: go to `left`, or to the one behind it if the feature's value is over the threshold. A leaf points
/// at itself and has an infinite threshold, so that walking on from it stays there.
#[derive(Clone, Copy, Debug)]
struct Node {
    threshold: f32,
    feature: u16,
    left: u16,
}

/// One tree of an ensemble: where its nodes start and end, and how many steps its deepest leaf is away.
#[derive(Clone, Copy, Debug)]
struct Tree {
    base: u32,
    end: u32,
    depth: u8,
}

/// The leaves that some rows end in, after `depth` steps through the nodes of a tree.
fn descend<const N: usize>(nodes: &[Node], depth: u8, rows: [&[f32]; N]) -> [usize; N] {
    let mut at = [0; N];
    for _ in 0..depth {
        for lane in 0..N {
            let node = nodes[at[lane]];
            at[lane] = node.left as usize + usize::from(rows[lane][node.feature as usize] > node.threshold);
        }
    }
    at
}

/// When a row is hopeless: its sum after so many trees is below this value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exit {
    /// How many trees come first.
    pub(crate) trees: usize,
    /// The sum below which the others are not asked.
    pub(crate) below: f32,
    /// What such a sum is multiplied by, in their place.
    pub(crate) stretch: f32,
}

/// An ensemble of trees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ensemble {
    trees: Vec<Tree>,
    nodes: Vec<Node>,
    /// The value of each leaf, by node.
    leaves: Vec<f32>,
    bias: f32,
}

impl Ensemble {
    /// The sum of the leaves that each row ends in, plus the bias; rows are `width` values each.
    pub(crate) fn sums(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let mut sums = vec![self.bias; rows.len() / width.max(1)];
        self.walk(0..self.trees.len(), rows, width, |row, leaf| sums[row] += leaf);
        sums
    }

    /// The same sums, but rows that are hopeless after the first trees do not go through the others.
    pub(crate) fn sums_of_hopeful(&self, rows: &[f32], width: usize, exit: Exit) -> Vec<f32> {
        let first = exit.trees.min(self.trees.len());
        let mut sums = vec![self.bias; rows.len() / width.max(1)];
        self.walk(0..first, rows, width, |row, leaf| sums[row] += leaf);
        let hopeful: Vec<usize> = (0..sums.len()).filter(|&row| sums[row] >= exit.below).collect();
        let rest: Vec<f32> = hopeful.iter().flat_map(|&row| &rows[row * width..(row + 1) * width]).copied().collect();
        sums.iter_mut().filter(|sum| **sum < exit.below).for_each(|sum| *sum *= exit.stretch);
        self.walk(first..self.trees.len(), &rest, width, |row, leaf| sums[hopeful[row]] += leaf);
        sums
    }

    /// Calls `visit(row, leaf value)` for every row and each of some trees; a row's trees come in order.
    fn walk(&self, trees: Range<usize>, rows: &[f32], width: usize, mut visit: impl FnMut(usize, f32)) {
        if width == 0 {
            return;
        }
        for (number, chunk) in rows.chunks(width * CHUNK).enumerate() {
            let row = |at: usize| &chunk[at * width..(at + 1) * width];
            let (first, count) = (number * CHUNK, chunk.len() / width);
            for tree in &self.trees[trees.clone()] {
                let span = tree.base as usize..tree.end as usize;
                let (nodes, leaves) = (&self.nodes[span.clone()], &self.leaves[span]);
                let mut at = 0;
                while at + LANES <= count {
                    let lanes = descend::<LANES>(nodes, tree.depth, std::array::from_fn(|lane| row(at + lane)));
                    lanes.iter().enumerate().for_each(|(lane, &leaf)| visit(first + at + lane, leaves[leaf]));
                    at += LANES;
                }
                for at in at..count {
                    let [leaf] = descend::<1>(nodes, tree.depth, [row(at)]);
                    visit(first + at, leaves[leaf]);
                }
            }
        }
    }

    /// Reads an ensemble whose features are numbered below `width`.
    fn read(input: &mut Input<'_>, width: usize) -> Result<Self, ModelError> {
        let count = input.u16()?;
        let mut ensemble = Ensemble { bias: input.f32()?, ..Ensemble::default() };
        for _ in 0..count {
            let (base, depth) = (ensemble.nodes.len() as u32, input.u8()?);
            let size = input.u16()?;
            let tree = Tree { base, end: base + u32::from(size), depth };
            for number in 0..size {
                let (feature, left, value) = (input.u16()?, input.u16()?, input.f32()?);
                let leaf = feature == LEAF;
                let sound = if leaf {
                    value.is_finite()
                } else {
                    (feature as usize) < width && left > number && left + 1 < size
                };
                if !sound {
                    return Err(ModelError::Malformed("a tree points outside itself"));
                }
                ensemble.nodes.push(if leaf {
                    Node { threshold: f32::INFINITY, feature: 0, left: number }
                } else {
                    Node { threshold: value, feature, left }
                });
                ensemble.leaves.push(if leaf { value } else { 0.0 });
            }
            if size == 0 {
                return Err(ModelError::Malformed("a tree without nodes"));
            }
            ensemble.trees.push(tree);
        }
        Ok(ensemble)
    }
}

/// A forest whose leaves are distributions over kinds.
#[derive(Clone, Debug, Default)]
pub(crate) struct KindForest {
    kinds: Vec<Kind>,
    forest: Ensemble,
    rows: Vec<u8>,
}

impl KindForest {
    /// For each row, the share of every kind in the leaves it ends in, as `(kind, weight)` in the order of the file.
    /// The weights of a row are not scaled to any sum.
    pub(crate) fn weights(&self, rows: &[f32], width: usize) -> Vec<Vec<(Kind, u32)>> {
        let count = rows.len() / width.max(1);
        let mut votes: Vec<Vec<(Kind, u32)>> = vec![self.kinds.iter().map(|&kind| (kind, 0)).collect(); count];
        let classes = self.kinds.len();
        self.forest.walk(0..self.forest.trees.len(), rows, width, |row, leaf| {
            let from = leaf as usize * classes;
            for (vote, share) in votes[row].iter_mut().zip(self.rows.get(from..from + classes).unwrap_or_default()) {
                vote.1 += u32::from(*share);
            }
        });
        votes
    }

    /// Reads a forest.
    fn read(input: &mut Input<'_>, width: usize) -> Result<Self, ModelError> {
        let classes = input.u8()?;
        let kinds = (0..classes)
            .map(|_| input.name()?.parse().map_err(|_| ModelError::Malformed("an unknown kind")))
            .collect::<Result<Vec<Kind>, ModelError>>()?;
        let forest = Ensemble::read(input, width)?;
        let count = input.u32()? as usize;
        let rows = input.take(count.saturating_mul(kinds.len()))?.to_vec();
        Ok(KindForest { kinds, forest, rows })
    }
}

/// Log-odds by hashed key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Open addressing with linear probing; key 0 marks an empty slot. A power of two long, at most half full.
    slots: Vec<(u32, f32)>,
}

impl Table {
    /// The value stored for `key`.
    pub(crate) fn get(&self, key: u32) -> Option<f32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = key as usize & mask;
        loop {
            let (found, value) = self.slots[at];
            if found == key {
                return Some(value);
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Builds a table; key 0 is left out, a later value for the same key is ignored.
    pub(crate) fn new(entries: &[(u32, f32)]) -> Self {
        if entries.is_empty() {
            return Table::default();
        }
        let mut slots = vec![(0u32, 0f32); (entries.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for &(key, value) in entries.iter().filter(|(key, _)| *key != 0) {
            let mut at = key as usize & mask;
            while slots[at].0 != 0 && slots[at].0 != key {
                at = (at + 1) & mask;
            }
            if slots[at].0 == 0 {
                slots[at] = (key, value);
            }
        }
        Table { slots }
    }

    /// Reads a table.
    fn read(input: &mut Input<'_>) -> Result<Self, ModelError> {
        let scale = input.f32()?;
        let count = input.u32()? as usize;
        let keys = input.take(count.saturating_mul(4))?;
        let values = input.take(count)?;
        let entries: Vec<(u32, f32)> = keys
            .chunks_exact(4)
            .zip(values)
            .map(|(key, &value)| (u32::from_le_bytes([key[0], key[1], key[2], key[3]]), f32::from(value as i8) * scale))
            .collect();
        Ok(Table::new(&entries))
    }
}

/// A model file, loaded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Sums to the log-odds that a block is content.
    pub(crate) score: Ensemble,
    /// Names the kinds.
    pub(crate) kinds: KindForest,
    tables: Vec<Table>,
}

impl Model {
    /// Loads a model that was trained on the features `names`, in this order.
    pub(crate) fn load<'n>(bytes: &[u8], names: impl ExactSizeIterator<Item = &'n str>) -> Result<Self, ModelError> {
        let mut input = Input { bytes };
        if input.take(MAGIC.len())? != MAGIC {
            return Err(ModelError::Malformed("not a model file"));
        }
        let width = names.len();
        if input.u16()? as usize != width {
            return Err(ModelError::Malformed("another number of features"));
        }
        for (position, expected) in names.enumerate() {
            let found = input.name()?;
            if found != expected {
                return Err(ModelError::Features { position, found: found.to_owned(), expected: expected.to_owned() });
            }
        }
        let score = Ensemble::read(&mut input, width)?;
        let kinds = KindForest::read(&mut input, width)?;
        let tables = (0..input.u8()?).map(|_| Table::read(&mut input)).collect::<Result<_, _>>()?;
        Ok(Model { score, kinds, tables })
    }

    /// A table by its number in the file; an empty one if there is none.
    pub(crate) fn table(&self, number: usize) -> Table {
        self.tables.get(number).cloned().unwrap_or_default()
    }
}

/// Log-odds as a probability.
pub(crate) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The unread rest of a model file.
struct Input<'b> {
    bytes: &'b [u8],
}

impl<'b> Input<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(ModelError::Malformed("ends too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::Malformed("ends too early"))
    }

    fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(self.array::<1>()?[0])
    }

    fn u16(&mut self) -> Result<u16, ModelError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, ModelError> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    fn name(&mut self) -> Result<&'b str, ModelError> {
        let length = self.u8()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| ModelError::Malformed("a name is not UTF-8"))
    }
}
