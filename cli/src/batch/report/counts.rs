//! The counts of a batch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::batch::job_result::{Failure, JobResult, PassedOver};

/// Names that are counted separately. Media types and reasons come from the input, so their number
/// is not bounded.
const MAX_NAMES: usize = 1000;

/// Longest name that is counted, in bytes. Longer names are cut off.
const MAX_NAME_BYTES: usize = 100;

/// Name for everything beyond [`MAX_NAMES`].
const OTHER_NAMES: &str = "others";

/// The counts of a batch. A resumed run continues those of the runs before it.
///
/// Every record of the inputs is in exactly one of these counts: rows (`documents` without those
/// `left_out`), `left_out`, `failed`, and passed over (`foreign` and `other_records`).
///
/// `--report` and the checkpoint contain the fields under these names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::batch) struct BatchCounts {
    /// Files and records of the inputs.
    pub(super) records: u64,
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
    /// Documents of which a part is missing, because a body ended early.
    pub(super) cut: u64,
    /// Records and files that are not text, by media type or extension.
    pub(super) foreign: BTreeMap<String, u64>,
    /// Records that are not documents, by type.
    pub(super) other_records: BTreeMap<String, u64>,
    /// Failures by reason.
    pub(super) errors: BTreeMap<String, u64>,
    /// Sums by input file.
    pub(super) by_file: BTreeMap<String, GroupCounts>,
    /// Sums by host of the URL.
    pub(super) by_host: BTreeMap<String, GroupCounts>,
    /// Sums by language.
    pub(super) by_language: BTreeMap<String, GroupCounts>,
    /// Records with values that are not JSON, such as `NaN`, which were replaced or left out.
    pub(super) repaired: u64,
}

/// The sums of some documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::batch) struct GroupCounts {
    pub(super) documents: u64,
    pub(super) left_out: u64,
    pub(super) failed: u64,
    pub(super) passed_over: u64,
    /// Bytes of all blocks.
    pub(super) text: u64,
    /// Bytes of kept blocks.
    pub(super) kept: u64,
}

impl GroupCounts {
    fn add(&mut self, result: &JobResult) {
        if result.passed_over.is_some() {
            self.passed_over += 1;
            return;
        }
        self.documents += 1;
        self.left_out += u64::from(result.rejected.is_some());
        self.text += result.text_bytes as u64;
        self.kept += result.kept_bytes as u64;
    }
}

impl BatchCounts {
    /// Counts the result of a job that did not fail. `file` is the name of its input.
    pub(super) fn add(&mut self, result: &JobResult, file: &str) {
        group(&mut self.by_file, file).add(result);
        if let Some(host) = &result.host {
            group(&mut self.by_host, host).add(result);
        }
        if result.passed_over.is_none() {
            group(&mut self.by_language, result.language.unwrap_or("und")).add(result);
        }
        self.records += 1;
        match &result.passed_over {
            Some(PassedOver::NotText(name)) => return add_count(&mut self.foreign, name, 1),
            Some(PassedOver::OtherRecord(name)) => {
                return add_count(&mut self.other_records, name, 1);
            }
            None => {}
        }
        self.documents += 1;
        self.cut += u64::from(result.is_cut);
        self.repaired += u64::from(result.is_repaired);
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

    /// Returns the number of rows in the output.
    pub(super) fn rows(&self) -> u64 {
        self.documents - self.left_out()
    }

    /// Returns the number of documents that are left out.
    pub(super) fn left_out(&self) -> u64 {
        self.left_out.values().sum()
    }

    /// Returns the number of files and records without a document.
    pub(super) fn passed_over(&self) -> u64 {
        self.foreign.values().chain(self.other_records.values()).sum()
    }

    /// Counts a failure.
    pub(super) fn add_failure(&mut self, failure: &Failure) {
        self.records += failure.records;
        self.failed += failure.records;
        add_count(&mut self.errors, failure.cause(), failure.records);
        group(&mut self.by_file, &failure.file).failed += failure.records;
    }
}

/// Adds to the count of a name.
fn add_count(counts: &mut BTreeMap<String, u64>, name: &str, more: u64) {
    *group(counts, name) += more;
}

/// Returns the value of a name. Adds it if it is missing.
pub(super) fn group<'g, T: Default>(groups: &'g mut BTreeMap<String, T>, name: &str) -> &'g mut T {
    let mut name = &name[..name.floor_char_boundary(MAX_NAME_BYTES)];
    if groups.len() >= MAX_NAMES && !groups.contains_key(name) {
        name = OTHER_NAMES;
    }
    groups.entry(name.to_owned()).or_default()
}
