//! How far a run is, for those who watch it: a bar on a terminal, a line every so often elsewhere.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::clean::JobResult;
use crate::batch::inputs::InputFile;
use crate::batch::report::summary::BatchSummary;
use crate::output::tell;

/// Time between two lines.
const LINE: Duration = Duration::from_secs(30);
/// Time between two looks at a bar.
const BAR: Duration = Duration::from_millis(200);

/// Shows how far a run is.
pub(in crate::batch) struct ProgressDisplay {
    /// Bytes of the inputs that were read, packed as they are.
    pub(in crate::batch) read: Arc<AtomicU64>,
    /// None where no terminal is.
    bar: Option<ProgressBar>,
    told: Instant,
    quiet: bool,
}

impl ProgressDisplay {
    /// At the first input that is to be read.
    pub(in crate::batch) fn new(inputs: &[InputFile], first: usize, quiet: bool) -> Self {
        let size = |inputs: &[InputFile]| inputs.iter().map(|input| input.size as u64).sum::<u64>();
        let before = size(&inputs[..first.min(inputs.len())]);
        let bar = (!quiet && io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(size(inputs)).with_position(before);
            let style = "{wide_bar} {percent} %, {eta} left; {msg}";
            bar.with_style(
                ProgressStyle::with_template(style)
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            )
        });
        ProgressDisplay { read: Arc::new(AtomicU64::new(before)), bar, told: Instant::now(), quiet }
    }

    /// Says how far the run is, if it is time to.
    pub(in crate::batch) fn tick(&mut self, summary: &BatchSummary) {
        let pause = if self.bar.is_some() { BAR } else { LINE };
        if self.quiet || self.told.elapsed() < pause {
            return;
        }
        self.told = Instant::now();
        match &self.bar {
            Some(bar) => {
                bar.set_position(self.read.load(Ordering::Relaxed));
                bar.set_message(summary.line());
            }
            None => tell(summary.line()),
        }
    }

    /// Counts a job; a bar makes room for what is said of one that failed.
    pub(in crate::batch) fn count(&self, done: &JobResult, summary: &mut BatchSummary) {
        match &self.bar {
            Some(bar) if done.failure.is_some() => bar.suspend(|| summary.add(done)),
            _ => summary.add(done),
        }
    }

    /// Ends the bar.
    pub(in crate::batch) fn end(&self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}
