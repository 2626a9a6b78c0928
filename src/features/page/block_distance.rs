//! Distances in blocks, clamped: beyond a screen or two they say nothing more.

/// The largest distance.
pub(super) const FARTHEST: f32 = 60.0;
/// The distance since a block that does not exist.
pub(super) const ABSENT: f32 = -1.0;

/// Returns the blocks since an earlier one, or [`ABSENT`].
pub(super) fn since(earlier: Option<usize>, block: usize) -> f32 {
    earlier.map_or(ABSENT, |earlier| ((block - earlier) as f32).min(FARTHEST))
}

/// Returns the blocks from one block to another, negative if it comes first; less than any distance
/// without one.
pub(super) fn signed(from: Option<usize>, block: usize) -> f32 {
    from.map_or(-FARTHEST - 1.0, |from| (block as f32 - from as f32).clamp(-FARTHEST, FARTHEST))
}
