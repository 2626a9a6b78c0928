//! The end of a tag in bytes that are not parsed yet.

use crate::html::syntax::{self, TagStep};

/// Returns the offset after the tag whose name ends at `at`, or `None` if it does not close.
pub(super) fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match syntax::next_step(bytes, at) {
            TagStep::Attribute(attribute) => at = attribute.end,
            TagStep::Close { end, .. } => return Some(end),
            TagStep::Unclosed => return None,
        }
    }
}
