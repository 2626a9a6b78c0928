//! Learned models: an ensemble of decision trees over named features, trees that name kinds, and tables of log-odds by
//! hashed key, all in one binary file with the names of the features it was trained on. The trees of lines are symmetric
//! ([`symmetric`]), those of page blocks are not.
//!
//! Layout (little endian; `train/pack.py` writes it):
//! ```text
//! magic   8 bytes "DECHROM1"
//! names   u16 count, then each: u8 length, bytes
//! score   ensemble, leaves are f32 sums of log-odds; of lines: scorer
//! kinds   u8 count of classes, then each: u8 length, name; ensemble, leaves are f32 indices of a row in
//!         rows: u32 count, each a u8 per class (probability x 255); of lines: voters
//! tables  u8 count, then each: f32 scale, u32 count, keys u32 ascending, values i8
//! ensemble := u16 trees, f32 bias, then each tree: u8 depth, u16 nodes, then each: u16 feature (0xFFFF: leaf), u16 left, f32 threshold or leaf
//! scorer := u16 trees, f32 bias, then each tree: questions, 64 f32 values of its leaves
//! voters := u8 count of classes, then each: u8 length, name; u16 trees, f32 log-odds of a vote, then each tree: questions,
//!         for each of 64 leaves an i8 per class
//! questions := six of: u16 feature, f32 threshold; the first is the lowest bit of the leaf's number
//! ```
//! A row goes left when its value is at most the threshold; the right child stands behind the left one.

use std::ops::Range;

use crate::kind::Kind;

pub(crate) mod symmetric;

/// How many rows are walked through a tree at once, so that their loads overlap.
const LANES: usize = 8;
/// How many rows go through all trees together: they and a tree fit the first-level cache.
const CHUNK: usize = 24;
/// The feature number that marks a leaf in a file.
pub(crate) const LEAF: u16 = u16::MAX;
/// The first bytes of a model file.
pub(crate) const MAGIC: &[u8; 8] = b"DECHROM1";

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
                write!(
                    f,
                    "model trained on other features: number {position} is `{found}`, not `{expected}`"
                )
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
    left: u16,
    feature: u8,
}

/// One tree of an ensemble: where its nodes start, whether they are more than [`SMALL`], and how many steps its deepest leaf
/// is away.
#[derive(Clone, Copy, Debug)]
struct Tree {
    base: usize,
    large: bool,
    depth: u8,
}

/// The leaves that some rows end in, after `depth` steps through the nodes of a tree. A tree's number of nodes is a power of
/// two, and a row's of values 256, so that no step has to look whether it stays inside.
#[inline]
fn descend<const NODES: usize>(
    nodes: &[Node; NODES],
    depth: u8,
    rows: [&Row; LANES],
) -> [usize; LANES] {
    let mut at = [0; LANES];
    for _ in 0..depth {
        for lane in 0..LANES {
            let node = nodes[at[lane] & (NODES - 1)];
            at[lane] = node.left as usize
                + usize::from(rows[lane][usize::from(node.feature)] > node.threshold);
        }
    }
    at
}

/// The values of a row's features, and nothing behind them.
type Row = [f32; ROW];
/// How many there can be.
const ROW: usize = 256;
/// Nodes that a tree is filled up to: a small one, and the largest that can be.
const SMALL: usize = 128;
const LARGE: usize = 1024;

/// Where a row whose sum is clear already leaves an ensemble.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exit {
    /// Trees walked so far.
    pub(crate) trees: usize,
    /// Sums under and over these are clear.
    pub(crate) low: f32,
    pub(crate) high: f32,
    /// How many times as large the sum would be in the end.
    pub(crate) rest: f32,
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
    /// The sum of the leaves that each row ends in, plus the bias; rows are `width` values each. A row whose sum is beyond
    /// an [`Exit`] when its trees have been walked is done.
    pub(crate) fn sums(&self, rows: &[f32], width: usize, exits: &[Exit]) -> Vec<f32> {
        let mut sums = vec![self.bias; rows.len() / width.max(1)];
        let mut open: Vec<usize> = (0..sums.len()).collect();
        let mut walked = 0;
        for exit in exits {
            self.walk(walked..exit.trees, rows, width, &open, |_, row, leaf| sums[row] += leaf);
            walked = exit.trees;
            open.retain(|&row| {
                let done = !(exit.low..=exit.high).contains(&sums[row]);
                sums[row] *= if done { exit.rest } else { 1.0 };
                !done
            });
        }
        self.walk(walked..usize::MAX, rows, width, &open, |_, row, leaf| sums[row] += leaf);
        sums
    }

    /// Calls `visit(place in some, row, leaf value)` for some rows and trees; a row's trees come in order.
    fn walk(
        &self,
        trees: Range<usize>,
        rows: &[f32],
        width: usize,
        some: &[usize],
        mut visit: impl FnMut(usize, usize, f32),
    ) {
        let trees = &self.trees[trees.start.min(self.trees.len())..trees.end.min(self.trees.len())];
        let mut block = vec![[0.0; ROW]; CHUNK];
        for (number, some) in some.chunks(CHUNK).enumerate() {
            for (row, &at) in block.iter_mut().zip(some) {
                row[..width].copy_from_slice(&rows[at * width..(at + 1) * width]);
            }
            for tree in trees {
                for (group, (lanes, rows)) in
                    some.chunks(LANES).zip(block.as_chunks::<LANES>().0).enumerate()
                {
                    let place = number * CHUNK + group * LANES;
                    let ends = self.leaves_of(*tree, rows.each_ref());
                    for (lane, (&row, leaf)) in lanes.iter().zip(ends).enumerate() {
                        visit(place + lane, row, leaf);
                    }
                }
            }
        }
    }

    /// The values of the leaves of a tree that some rows end in.
    #[inline]
    fn leaves_of(&self, tree: Tree, rows: [&Row; LANES]) -> [f32; LANES] {
        let nodes = &self.nodes[tree.base..];
        let ends = match (tree.large, nodes.first_chunk::<SMALL>(), nodes.first_chunk::<LARGE>()) {
            (false, Some(nodes), _) => descend(nodes, tree.depth, rows),
            (true, _, Some(nodes)) => descend(nodes, tree.depth, rows),
            _ => return [0.0; LANES],
        };
        let leaves = &self.leaves[tree.base..];
        ends.map(|leaf| leaves[leaf])
    }

    /// Reads an ensemble whose features are numbered below `width`.
    fn read(input: &mut Input<'_>, width: usize) -> Result<Self, ModelError> {
        let count = input.u16()?;
        let mut ensemble = Ensemble { bias: input.f32()?, ..Ensemble::default() };
        for _ in 0..count {
            ensemble.read_tree(input, width)?;
        }
        Ok(ensemble)
    }

    /// Reads a tree, and fills it up with leaves.
    fn read_tree(&mut self, input: &mut Input<'_>, width: usize) -> Result<(), ModelError> {
        let (base, depth, size) = (self.nodes.len(), input.u8()?, input.u16()?);
        let large = usize::from(size) > SMALL;
        let whole = if large { LARGE } else { SMALL };
        if size == 0 || usize::from(size) > LARGE {
            return Err(ModelError::Malformed("a tree without nodes, or with too many"));
        }
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
            self.nodes.push(if leaf {
                Node { threshold: f32::INFINITY, feature: 0, left: number }
            } else {
                Node { threshold: value, feature: feature as u8, left }
            });
            self.leaves.push(if leaf { value } else { 0.0 });
        }
        self.nodes.resize(base + whole, Node { threshold: f32::INFINITY, feature: 0, left: 0 });
        self.leaves.resize(base + whole, 0.0);
        self.trees.push(Tree { base, large, depth });
        Ok(())
    }
}

/// Classes that a forest can have: rows of a fixed length are added up eight at a time.
const CLASSES: usize = 32;

/// A forest whose leaves are distributions over kinds.
#[derive(Clone, Debug, Default)]
pub(crate) struct KindForest {
    kinds: Vec<Kind>,
    forest: Ensemble,
    rows: Vec<[u8; CLASSES]>,
}

/// The share of every kind in the leaves that a row ends in, by its place in [`KindForest::kinds`]; not scaled to any sum.
pub(crate) type Votes = [u16; CLASSES];

impl KindForest {
    /// The kinds that it knows.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The votes on each row.
    pub(crate) fn votes(&self, rows: &[f32], width: usize) -> Vec<Votes> {
        let all: Vec<usize> = (0..rows.len() / width.max(1)).collect();
        let mut votes = vec![[0; CLASSES]; all.len()];
        self.forest.walk(0..usize::MAX, rows, width, &all, |_, row, leaf| {
            if let Some(shares) = self.rows.get(leaf as usize) {
                votes[row]
                    .iter_mut()
                    .zip(shares)
                    .for_each(|(vote, share)| *vote += u16::from(*share));
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
        if kinds.len() > CLASSES {
            return Err(ModelError::Malformed("too many kinds"));
        }
        let forest = Ensemble::read(input, width)?;
        if forest.trees.len() > usize::from(u16::MAX / u16::from(u8::MAX)) {
            return Err(ModelError::Malformed("more trees than votes can count"));
        }
        let count = input.u32()? as usize;
        let shares = input.take(count.saturating_mul(kinds.len()))?;
        let row =
            |shares: &[u8]| std::array::from_fn(|class| shares.get(class).copied().unwrap_or(0));
        Ok(KindForest {
            rows: shares.chunks_exact(kinds.len().max(1)).map(row).collect(),
            kinds,
            forest,
        })
    }
}

/// The kind with the most votes among those allowed, the first of equals, and its votes.
pub(crate) fn likeliest<V: Copy + Ord>(
    kinds: &[Kind],
    votes: &[V],
    allowed: impl Fn(Kind) -> bool,
) -> Option<(Kind, V)> {
    let candidates =
        kinds.iter().copied().zip(votes.iter().copied()).filter(|(kind, _)| allowed(*kind));
    candidates.rev().max_by_key(|(_, votes)| *votes)
}

/// Log-odds by hashed key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Open addressing with linear probing; key 0 marks an empty slot. A power of two long, at most two thirds full.
    keys: Vec<u32>,
    /// Apart from the keys, which alone are read where a key is not there.
    values: Vec<f32>,
}

impl Table {
    /// The value stored for `key`.
    pub(crate) fn get(&self, key: u32) -> Option<f32> {
        let mask = self.keys.len().checked_sub(1)?;
        let mut at = key as usize & mask;
        loop {
            let found = self.keys[at];
            if found == key {
                return self.values.get(at).copied();
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
        let length = (entries.len() * 3 / 2 + 1).next_power_of_two();
        let (mut keys, mut values) = (vec![0u32; length], vec![0f32; length]);
        for &(key, value) in entries.iter().filter(|(key, _)| *key != 0) {
            let mut at = key as usize & (length - 1);
            while keys[at] != 0 && keys[at] != key {
                at = (at + 1) & (length - 1);
            }
            if keys[at] == 0 {
                (keys[at], values[at]) = (key, value);
            }
        }
        Table { keys, values }
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
            .map(|(key, &value)| {
                (
                    u32::from_le_bytes([key[0], key[1], key[2], key[3]]),
                    f32::from(value as i8) * scale,
                )
            })
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
    pub(crate) fn load<'n>(
        bytes: &[u8],
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Result<Self, ModelError> {
        let width = names.len();
        let mut input = Input::open(bytes, names)?;
        let score = Ensemble::read(&mut input, width)?;
        let kinds = KindForest::read(&mut input, width)?;
        Ok(Model { score, kinds, tables: input.tables()? })
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
#[derive(Debug)]
pub(crate) struct Input<'b> {
    bytes: &'b [u8],
}

impl<'b> Input<'b> {
    /// Reads what every file starts with, and compares the names of the features.
    pub(crate) fn open<'n>(
        bytes: &'b [u8],
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Result<Self, ModelError> {
        let mut input = Input { bytes };
        if input.take(MAGIC.len())? != MAGIC {
            return Err(ModelError::Malformed("not a model file"));
        }
        if input.u16()? as usize != names.len() || names.len() > ROW {
            return Err(ModelError::Malformed("another number of features"));
        }
        for (position, expected) in names.enumerate() {
            let found = input.name()?;
            if found != expected {
                return Err(ModelError::Features {
                    position,
                    found: found.to_owned(),
                    expected: expected.to_owned(),
                });
            }
        }
        Ok(input)
    }

    /// Reads the tables that every file ends with.
    pub(crate) fn tables(&mut self) -> Result<Vec<Table>, ModelError> {
        (0..self.u8()?).map(|_| Table::read(self)).collect()
    }

    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or(ModelError::Malformed("ends too early"))?;
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
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| ModelError::Malformed("a name is not UTF-8"))
    }
}
