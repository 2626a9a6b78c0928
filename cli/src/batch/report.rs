//! What a batch tells of itself.

pub(super) mod progress;
pub(super) mod summary;
