//! The summary of a batch: its counts, and the time it took.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use serde_json::{Value, json};

use crate::batch::job_result::{Failure, JobResult};
use crate::batch::report::counts::BatchCounts;
use crate::output::print_message;

/// Languages, kinds or reasons that a line of the summary names. The others are added up.
const NAMED_COUNTS: usize = 6;

/// Bytes in a megabyte.
const MEGABYTE: f64 = 1e6;

/// The counts of a run and its start.
#[derive(Debug)]
pub(in crate::batch) struct BatchSummary {
    start: Instant,
    /// Documents cleaned by the runs before this one.
    documents_before: u64,
    /// Bytes read by the runs before this one.
    bytes_before: u64,
    pub(in crate::batch) counts: BatchCounts,
}

impl BatchSummary {
    /// Starts the clock. `counts` are those of the runs before this one.
    pub(in crate::batch) fn start(counts: BatchCounts) -> Self {
        BatchSummary {
            start: Instant::now(),
            documents_before: counts.documents,
            bytes_before: counts.bytes_in,
            counts,
        }
    }

    /// Counts the result of a job. Prints it if it is a failure.
    pub(in crate::batch) fn add(&mut self, result: &JobResult) {
        match &result.failure {
            Some(failure) => self.fail(failure),
            None => self.counts.add(result),
        }
    }

    /// Prints and counts a failure.
    pub(in crate::batch) fn fail(&mut self, failure: &Failure) {
        print_message(format_args!("{}: {}", failure.place, failure.reason));
        self.counts.add_failure(&failure.reason);
    }

    /// Returns true if any job failed.
    pub(in crate::batch) fn has_failures(&self) -> bool {
        self.counts.failed > 0
    }

    /// Returns the documents and megabytes of this run per second.
    fn rates(&self) -> (f64, f64) {
        let seconds = self.start.elapsed().as_secs_f64().max(1e-9);
        let documents = (self.counts.documents - self.documents_before) as f64;
        let bytes = (self.counts.bytes_in - self.bytes_before) as f64;
        (documents / seconds, bytes / MEGABYTE / seconds)
    }

    /// Returns one line for the progress.
    pub(in crate::batch) fn progress_line(&self) -> String {
        let BatchCounts { documents, failed, .. } = self.counts;
        let (rate, megabytes) = self.rates();
        format!(
            "{documents} documents, {failed} failed; {rate:.1} documents/s, {megabytes:.1} MB/s"
        )
    }

    /// Returns the JSON object of --report.
    pub(in crate::batch) fn report(&self) -> Value {
        let (documents, megabytes) = self.rates();
        let mut report = json!(self.counts);
        report["seconds"] = json!(self.start.elapsed().as_secs_f64());
        report["documents_per_second"] = json!(documents);
        report["megabytes_per_second"] = json!(megabytes);
        report
    }
}

/// Writes the summary: one line with totals, and a line for each count by name.
impl fmt::Display for BatchSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = &self.counts;
        write!(f, "{} documents,", counts.documents)?;
        let left_out: u64 = counts.left_out.values().sum();
        if left_out > 0 {
            write!(f, " {left_out} left out,")?;
        }
        if counts.empty > 0 {
            write!(f, " {} empty,", counts.empty)?;
        }
        let megabytes_in = counts.bytes_in as f64 / MEGABYTE;
        let megabytes_out = counts.bytes_out as f64 / MEGABYTE;
        write!(
            f,
            " {} failed; {megabytes_in:.1} MB in, {megabytes_out:.1} MB out; ",
            counts.failed
        )?;
        let kept = 100.0 * counts.kept as f64 / counts.text.max(1) as f64;
        let (rate, megabytes) = self.rates();
        write!(f, "{kept:.1} % of the text kept; {rate:.1} documents/s, {megabytes:.1} MB/s")?;
        for (name, counts) in [
            ("languages", &counts.languages),
            ("dropped bytes", &counts.dropped),
            ("left out", &counts.left_out),
            ("no text", &counts.foreign),
            ("errors", &counts.errors),
        ] {
            if !counts.is_empty() {
                write!(f, "\n  {name}: {}", largest(counts))?;
            }
        }
        Ok(())
    }
}

/// Returns the largest counts with their names, and the sum of the others.
fn largest(counts: &BTreeMap<String, u64>) -> String {
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let (named, others) = sorted.split_at(sorted.len().min(NAMED_COUNTS));
    let mut parts: Vec<String> =
        named.iter().map(|(name, count)| format!("{name} {count}")).collect();
    let rest: u64 = others.iter().map(|(_, count)| **count).sum();
    if rest > 0 {
        parts.push(format!("others {rest}"));
    }
    parts.join(", ")
}
