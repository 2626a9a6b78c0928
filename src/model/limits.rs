//! Sizes that the models' code is written for.

/// Features that a model can have: tree nodes store their numbers in one byte.
pub(super) const MAX_FEATURES: usize = 256;
/// Kinds that a model can vote on. Rows of a fixed length are added up several at a time.
pub(super) const MAX_KINDS: usize = 32;
/// Leaves that a tree can have: their numbers fit one byte.
pub(super) const MAX_LEAVES: usize = 256;
