//! Sizes that the models' code is written for.

/// Features that a model can have: tree nodes store their numbers in one byte.
pub(super) const MAX_FEATURES: usize = 256;
/// Kinds that a model can vote on. Rows of a fixed length are added up several at a time.
pub(super) const MAX_KINDS: usize = 32;
/// Leaves of a tree that is not symmetric, one bit each. The leftmost leaf is the lowest bit.
pub(super) type LeafSet = u32;
/// Leaves that such a tree can have.
pub(super) const MAX_LEAVES: usize = LeafSet::BITS as usize;
/// Bytes of a compiled node: u8 feature, f32 threshold, two sets of leaves.
pub(super) const NODE_BYTES: usize = 1 + 4 + 2 * size_of::<LeafSet>();
