//! The summary of a batch: its counts, and the time it took.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::args::LogFormat;
use crate::batch::job_result::{Failure, JobResult};
use crate::batch::report::counts::BatchCounts;
use crate::batch::report::failure_messages::FailureMessages;
use crate::exit_code::ExitCode;
use crate::output::{counted, print_message, print_to_stderr};

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
    /// Failures of the runs before this one.
    failed_before: u64,
    log: LogFormat,
    failures: FailureMessages,
    pub(in crate::batch) counts: BatchCounts,
}

impl BatchSummary {
    /// Starts the clock. `counts` are those of the runs before this one.
    pub(in crate::batch) fn start(counts: BatchCounts, log: LogFormat) -> Self {
        BatchSummary {
            start: Instant::now(),
            documents_before: counts.documents,
            bytes_before: counts.bytes_in,
            failed_before: counts.failed,
            log,
            failures: FailureMessages::default(),
            counts,
        }
    }

    /// Counts the result of a job. Prints it if it is a failure.
    pub(in crate::batch) fn add(&mut self, result: &JobResult, file: &str) {
        match &result.failure {
            Some(failure) => self.fail(failure),
            None => self.counts.add(result, file),
        }
    }

    /// Prints and counts a failure.
    pub(in crate::batch) fn fail(&mut self, failure: &Failure) {
        match self.log {
            LogFormat::Text => self.failures.add(failure),
            LogFormat::Json => self.print_event("failure", &json!(failure)),
        }
        self.counts.add_failure(failure);
    }

    /// Prints the number of failures that were only counted.
    pub(in crate::batch) fn finish_failures(&mut self) {
        self.failures.finish();
    }

    /// Prints an event as a JSON object: its name, then the fields of `details`.
    fn print_event(&self, event: &str, details: &Value) {
        let mut fields = Map::from_iter([("event".to_owned(), event.into())]);
        if let Value::Object(details) = details {
            fields.extend(details.clone());
        }
        print_to_stderr(Value::Object(fields));
    }

    /// Prints the progress.
    pub(in crate::batch) fn print_progress(&self) {
        match self.log {
            LogFormat::Text => print_message(self.progress_line()),
            LogFormat::Json => {
                let BatchCounts { records, documents, failed, .. } = self.counts;
                let counts = json!({"records": records, "documents": documents, "failed": failed});
                self.print_event("progress", &counts);
            }
        }
    }

    /// Prints the summary.
    pub(in crate::batch) fn print(&self) {
        match self.log {
            LogFormat::Text => print_message(self),
            LogFormat::Json => self.print_event("summary", &self.report()),
        }
    }

    /// Returns the number of failures of this run.
    pub(in crate::batch) fn failures_of_run(&self) -> u64 {
        self.counts.failed - self.failed_before
    }

    /// Returns the exit code of a run that has ended.
    pub(in crate::batch) fn exit_code(&self) -> ExitCode {
        if self.counts.failed > 0 { ExitCode::SomeFailed } else { ExitCode::Success }
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
        let documents = counted(documents, "document");
        format!("{documents}, {failed} failed; {rate:.1} documents/s, {megabytes:.1} MB/s")
    }

    /// Returns the JSON object of --report.
    pub(in crate::batch) fn report(&self) -> Value {
        let (documents, megabytes) = self.rates();
        let mut report = json!(self.counts);
        report["rows"] = json!(self.counts.rows());
        report["passed_over"] = json!(self.counts.passed_over());
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
        write!(f, "{},", counted(counts.documents, "document"))?;
        let left_out = counts.left_out();
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
        write!(
            f,
            "\n  {}: {}, {left_out} left out, {} failed, {} passed over",
            counted(counts.records, "record"),
            counted(counts.rows(), "row"),
            counts.failed,
            counts.passed_over()
        )?;
        if counts.repaired > 0 {
            write!(f, "\n  repaired: {}", counted(counts.repaired, "record"))?;
        }
        if counts.cut > 0 {
            write!(f, "\n  cut off: {}", counted(counts.cut, "document"))?;
        }
        for (name, counts) in [
            ("languages", &counts.languages),
            ("dropped bytes", &counts.dropped),
            ("left out", &counts.left_out),
            ("no text", &counts.foreign),
            ("other records", &counts.other_records),
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
