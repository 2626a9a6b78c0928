//! What a batch did, counted while it runs and told at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::batch::clean::{Failure, JobResult};
use crate::output::tell;

/// Languages, kinds or reasons that the last lines name.
const NAMED: usize = 6;

/// Names that are counted apart: what comes out of files can be anything.
const MOST_NAMES: usize = 1000;
/// Bytes of such a name.
const LONGEST_NAME: usize = 100;

/// The counts of a run, those of its parts before an interruption included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::batch) struct BatchCounts {
    /// Documents cleaned.
    pub(in crate::batch) documents: u64,
    /// Those of which nothing was kept.
    empty: u64,
    /// Documents, records, files or rests of files that could not be read.
    pub(in crate::batch) failed: u64,
    /// Bytes read, without compression.
    bytes_in: u64,
    /// Bytes written, without compression.
    bytes_out: u64,
    /// Bytes of the documents' text.
    text: u64,
    /// Bytes of it that were kept.
    kept: u64,
    /// Documents by language.
    languages: BTreeMap<String, u64>,
    /// Bytes dropped by kind.
    dropped: BTreeMap<String, u64>,
    /// Documents left out by reason.
    left_out: BTreeMap<String, u64>,
    /// Records that are no text, by media type.
    foreign: BTreeMap<String, u64>,
    /// Failures by reason.
    errors: BTreeMap<String, u64>,
}

/// The counts, and since when.
#[derive(Debug)]
pub(in crate::batch) struct BatchSummary {
    start: Instant,
    /// Documents that an earlier part of the run has cleaned, and bytes that it read.
    before: (u64, u64),
    pub(in crate::batch) counts: BatchCounts,
}

impl BatchSummary {
    /// Starts the clock.
    pub(in crate::batch) fn start(counts: BatchCounts) -> Self {
        BatchSummary { start: Instant::now(), before: (counts.documents, counts.bytes_in), counts }
    }

    /// Counts a job, and reports it if it failed.
    pub(in crate::batch) fn add(&mut self, done: &JobResult) {
        if let Some(failure) = &done.failure {
            return self.fail(failure);
        }
        let counts = &mut self.counts;
        if let Some(media) = &done.foreign {
            count(&mut counts.foreign, media, 1);
            return;
        }
        counts.documents += 1;
        counts.empty += u64::from(done.kept == 0);
        counts.bytes_in += done.bytes as u64;
        counts.bytes_out += done.row.as_ref().map_or(0, |row| row.bytes.len() as u64);
        counts.text += done.text as u64;
        counts.kept += done.kept as u64;
        count(&mut counts.languages, done.language.unwrap_or("und"), 1);
        done.dropped
            .iter()
            .for_each(|(kind, bytes)| count(&mut counts.dropped, kind, *bytes as u64));
        if let Some((reason, _)) = &done.rejected {
            count(&mut counts.left_out, reason, 1);
        }
    }

    /// Reports and counts a failure.
    pub(in crate::batch) fn fail(&mut self, Failure { place, reason }: &Failure) {
        tell(format_args!("{place}: {reason}"));
        self.counts.failed += 1;
        // What the system or a parser adds comes last.
        let class = reason.split([':', ';', '`']).next().unwrap_or(reason);
        count(&mut self.counts.errors, class.trim(), 1);
    }

    /// Whether anything failed.
    pub(in crate::batch) fn any_failed(&self) -> bool {
        self.counts.failed > 0
    }

    /// Documents and megabytes a second.
    fn rates(&self) -> (f64, f64) {
        let seconds = self.start.elapsed().as_secs_f64().max(1e-9);
        let documents = self.counts.documents - self.before.0;
        (documents as f64 / seconds, (self.counts.bytes_in - self.before.1) as f64 / 1e6 / seconds)
    }

    /// What is known so far, in one line.
    pub(in crate::batch) fn line(&self) -> String {
        let BatchCounts { documents, failed, .. } = self.counts;
        let (rate, megabytes) = self.rates();
        format!(
            "{documents} documents, {failed} failed; {rate:.1} documents/s, {megabytes:.1} MB/s"
        )
    }

    /// Everything, for --report.
    pub(in crate::batch) fn report(&self) -> Value {
        let (documents, megabytes) = self.rates();
        let mut report = json!(self.counts);
        report["seconds"] = json!(self.start.elapsed().as_secs_f64());
        report["documents_per_second"] = json!(documents);
        report["megabytes_per_second"] = json!(megabytes);
        report
    }
}

impl fmt::Display for BatchSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BatchCounts { documents, empty, failed, .. } = &self.counts;
        let [bytes_in, bytes_out] =
            [self.counts.bytes_in, self.counts.bytes_out].map(|bytes| bytes as f64 / 1e6);
        let kept = 100.0 * self.counts.kept as f64 / self.counts.text.max(1) as f64;
        let left_out: u64 = self.counts.left_out.values().sum();
        let (rate, megabytes) = self.rates();
        let others = [(left_out, " left out,"), (*empty, " empty,")];
        let others: String =
            others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(" {n}{what}")).collect();
        write!(
            f,
            "{documents} documents,{others} {failed} failed; {bytes_in:.1} MB in, {bytes_out:.1} MB out; "
        )?;
        write!(f, "{kept:.1} % of the text kept; {rate:.1} documents/s, {megabytes:.1} MB/s")?;
        for (name, counts) in [
            ("languages", &self.counts.languages),
            ("dropped bytes", &self.counts.dropped),
            ("left out", &self.counts.left_out),
            ("no text", &self.counts.foreign),
            ("errors", &self.counts.errors),
        ] {
            if !counts.is_empty() {
                write!(f, "\n  {name}: {}", top(counts))?;
            }
        }
        Ok(())
    }
}

/// Adds to the count of a name.
fn count(counts: &mut BTreeMap<String, u64>, name: &str, more: u64) {
    let name = &name[..name.floor_char_boundary(LONGEST_NAME)];
    let name = if counts.len() < MOST_NAMES || counts.contains_key(name) { name } else { "others" };
    match counts.get_mut(name) {
        Some(sum) => *sum += more,
        None => drop(counts.insert(name.to_owned(), more)),
    }
}

/// The largest counts, with their names.
fn top(counts: &BTreeMap<String, u64>) -> String {
    let mut all: Vec<_> = counts.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut named: Vec<String> =
        all.iter().take(NAMED).map(|(name, count)| format!("{name} {count}")).collect();
    let rest: u64 = all.iter().skip(NAMED).map(|(_, count)| **count).sum();
    named.extend((rest > 0).then(|| format!("others {rest}")));
    named.join(", ")
}
