//! Shows the progress of a batch: a bar on a terminal, otherwise a line from time to time.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::inputs::input_file::InputFile;
use crate::batch::job_result::JobResult;
use crate::batch::report::summary::BatchSummary;

/// Time between two lines.
const LINE_INTERVAL: Duration = Duration::from_secs(30);

/// Time between two updates of the bar.
const BAR_INTERVAL: Duration = Duration::from_millis(200);

/// Shows the progress of a run.
pub(in crate::batch) struct ProgressDisplay {
    /// Bytes read from the input files, before decompression.
    pub(in crate::batch) read_bytes: Arc<AtomicU64>,
    /// `None` if standard error is not a terminal, or if the run is quiet.
    bar: Option<ProgressBar>,
    last_update: Instant,
    is_quiet: bool,
}

impl ProgressDisplay {
    /// Returns the display of a run that starts at the input with index `first`.
    pub(in crate::batch) fn new(inputs: &[InputFile], first: usize, is_quiet: bool) -> Self {
        let total = total_size(inputs);
        let done = total_size(&inputs[..first.min(inputs.len())]);
        let bar = if !is_quiet && io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{wide_bar} {percent} %, {eta} left; {msg}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            Some(ProgressBar::new(total).with_position(done).with_style(style))
        } else {
            None
        };
        ProgressDisplay {
            read_bytes: Arc::new(AtomicU64::new(done)),
            bar,
            last_update: Instant::now(),
            is_quiet,
        }
    }

    /// Shows the progress if enough time has passed since the last update.
    pub(in crate::batch) fn update(&mut self, summary: &BatchSummary) {
        let interval = if self.bar.is_some() { BAR_INTERVAL } else { LINE_INTERVAL };
        if self.is_quiet || self.last_update.elapsed() < interval {
            return;
        }
        self.last_update = Instant::now();
        match &self.bar {
            Some(bar) => {
                bar.set_position(self.read_bytes.load(Ordering::Relaxed));
                bar.set_message(summary.progress_line());
            }
            None => summary.print_progress(),
        }
    }

    /// Adds the result of a job to the summary. Hides the bar while the summary prints a failure.
    ///
    /// `file` is the name of its input.
    pub(in crate::batch) fn count(
        &self,
        result: &JobResult,
        file: &str,
        summary: &mut BatchSummary,
    ) {
        match &self.bar {
            Some(bar) if result.failure.is_some() => bar.suspend(|| summary.add(result, file)),
            _ => summary.add(result, file),
        }
    }

    /// Removes the bar.
    pub(in crate::batch) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Returns the size of some files in bytes, before decompression.
fn total_size(inputs: &[InputFile]) -> u64 {
    inputs.iter().map(|input| input.size as u64).sum()
}
