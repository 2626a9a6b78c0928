//! Reports on a batch: the summary at the end, and the progress before it.

pub(super) mod counts;
pub(super) mod failure_messages;
pub(super) mod progress;
pub(super) mod summary;
