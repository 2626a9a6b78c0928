//! The counts of a batch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::batch::job_result::JobResult;

/// Names that are counted separately. Media types and reasons come from the input, so their number
/// is not bounded.
const MAX_NAMES: usize = 1000;

/// Longest name that is counted, in bytes. Longer names are cut off.
const MAX_NAME_BYTES: usize = 100;

/// Name for everything beyond [`MAX_NAMES`].
const OTHER_NAMES: &str = "others";

/// The counts of a batch. A resumed run continues those of the runs before it.
///
/// `--report` and the checkpoint contain the fields under these names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::batch) struct BatchCounts {
    /// Documents cleaned.
    pub(super) documents: u64,
    /// Documents of which nothing was kept.
    pub(super) empty: u64,
    /// Documents, records and files that could not be read, cleaned or written.
    pub(in crate::batch) failed: u64,
    /// Bytes of documents, decompressed.
    pub(super) bytes_in: u64,
    /// Bytes of output records, before compression.
    pub(super) bytes_out: u64,
    /// Bytes of all blocks.
    pub(super) text: u64,
    /// Bytes of kept blocks.
    pub(super) kept: u64,
    /// Documents by language.
    pub(super) languages: BTreeMap<String, u64>,
    /// Bytes of dropped blocks by kind.
    pub(super) dropped: BTreeMap<String, u64>,
    /// Documents left out by reason.
    pub(super) left_out: BTreeMap<String, u64>,
    /// Records that are not text, by media type.
    pub(super) foreign: BTreeMap<String, u64>,
    /// Failures by reason.
    pub(super) errors: BTreeMap<String, u64>,
}

impl BatchCounts {
    /// Counts the result of a job that did not fail.
    pub(super) fn add(&mut self, result: &JobResult) {
        if let Some(media_type) = &result.foreign_media {
            add_count(&mut self.foreign, media_type, 1);
            return;
        }
        self.documents += 1;
        self.empty += u64::from(result.kept_bytes == 0);
        self.bytes_in += result.document_bytes as u64;
        self.bytes_out += result.record.as_ref().map_or(0, |record| record.bytes.len() as u64);
        self.text += result.text_bytes as u64;
        self.kept += result.kept_bytes as u64;
        add_count(&mut self.languages, result.language.unwrap_or("und"), 1);
        for (kind, &bytes) in &result.dropped_bytes {
            add_count(&mut self.dropped, kind, bytes as u64);
        }
        if let Some((reason, _)) = &result.rejected {
            add_count(&mut self.left_out, reason, 1);
        }
    }

    /// Counts a failure.
    pub(super) fn add_failure(&mut self, reason: &str) {
        self.failed += 1;
        // Details that differ between documents follow one of these characters.
        let class = reason.split([':', ';', '`']).next().unwrap_or(reason);
        add_count(&mut self.errors, class.trim(), 1);
    }
}

/// Adds to the count of a name.
fn add_count(counts: &mut BTreeMap<String, u64>, name: &str, more: u64) {
    let mut name = &name[..name.floor_char_boundary(MAX_NAME_BYTES)];
    if counts.len() >= MAX_NAMES && !counts.contains_key(name) {
        name = OTHER_NAMES;
    }
    // Looking the name up first saves a new string for every document.
    if let Some(sum) = counts.get_mut(name) {
        *sum += more;
    } else {
        counts.insert(name.to_owned(), more);
    }
}
