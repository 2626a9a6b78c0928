//! What a batch did, counted while it runs and told at the end.

use std::fmt;
use std::time::Instant;

use crate::batch::jobs::Done;
use crate::output::tell;

/// The counts of a run.
#[derive(Debug)]
pub(super) struct Summary {
    /// When the run began.
    start: Instant,
    /// Documents cleaned.
    documents: u64,
    /// Documents left out for what they are.
    rejected: u64,
    /// Documents, and files or rests of files, that could not be.
    failed: u64,
    /// Bytes read, without compression.
    bytes_in: u64,
    /// Bytes written.
    bytes_out: u64,
    /// Bytes of the documents' text.
    text: u64,
    /// Bytes of it that were kept.
    kept: u64,
}

impl Summary {
    /// Starts the clock.
    pub(super) fn start() -> Self {
        Summary {
            start: Instant::now(),
            documents: 0,
            rejected: 0,
            failed: 0,
            bytes_in: 0,
            bytes_out: 0,
            text: 0,
            kept: 0,
        }
    }

    /// Counts a job, and reports it if it failed.
    pub(super) fn add(&mut self, done: &Done) {
        match &done.failure {
            Some(reason) => self.fail(reason),
            None => self.documents += 1,
        }
        if done.rejected.is_some() {
            self.rejected += 1;
        }
        self.bytes_in += done.bytes as u64;
        self.bytes_out += done.row.as_ref().map_or(0, String::len) as u64;
        self.text += done.text as u64;
        self.kept += done.kept as u64;
    }

    /// Reports and counts a failure.
    pub(super) fn fail(&mut self, reason: &str) {
        tell(reason);
        self.failed += 1;
    }

    /// Whether anything failed.
    pub(super) fn any_failed(&self) -> bool {
        self.failed > 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { documents, rejected, failed, .. } = self;
        let [bytes_in, bytes_out] = [self.bytes_in, self.bytes_out].map(|bytes| bytes as f64 / 1e6);
        let kept = 100.0 * self.kept as f64 / self.text.max(1) as f64;
        let rate = *documents as f64 / self.start.elapsed().as_secs_f64().max(1e-9);
        let left_out = if *rejected > 0 { format!("{rejected} left out, ") } else { String::new() };
        write!(f, "{documents} documents, {left_out}{failed} failed; {bytes_in:.1} MB in, {bytes_out:.1} MB out; ")?;
        write!(f, "{kept:.1} % of the text kept; {rate:.1} documents/s")
    }
}
