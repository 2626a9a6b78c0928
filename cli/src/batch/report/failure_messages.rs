//! Prints failures. Many of one file with one cause are counted instead.

use std::collections::BTreeMap;
use std::mem;

use crate::batch::job_result::Failure;
use crate::batch::report::counts::group;
use crate::output::{counted, print_message};

/// Failures of one file with one cause that are printed. A wrong name of a field fails every
/// record.
const PRINTED_FAILURES: u64 = 3;

/// Prints the failures of a run, in the order of the files.
#[derive(Debug, Default)]
pub(in crate::batch) struct FailureMessages {
    /// The file of the last failure.
    file: String,
    /// The failures of that file by cause.
    counts: BTreeMap<String, u64>,
}

impl FailureMessages {
    /// Prints a failure, or counts it.
    pub(in crate::batch) fn add(&mut self, failure: &Failure) {
        if failure.file != self.file {
            self.finish();
            self.file.clone_from(&failure.file);
        }
        let count = group(&mut self.counts, failure.cause());
        *count += 1;
        if *count <= PRINTED_FAILURES {
            print_message(format_args!("{}: {}", failure.place, failure.reason));
        }
    }

    /// Prints the number of failures that were only counted.
    pub(in crate::batch) fn finish(&mut self) {
        for (cause, count) in mem::take(&mut self.counts) {
            if count > PRINTED_FAILURES {
                let more = counted(count - PRINTED_FAILURES, "more failure");
                print_message(format_args!("{}: {more}: {cause}", self.file));
            }
        }
    }
}
