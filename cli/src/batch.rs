//! `dechrome batch`: many documents in, one JSONL file out, a row a document.
//!
//! A reader lists and reads, workers clean, and this thread writes, all in the order of the inputs. A document that
//! cannot be cleaned is reported and counted, and the rest goes on.

mod inputs;
mod jobs;
mod record;
mod row;
mod sink;
mod summary;

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::BatchArgs;
use crate::batch::jobs::{Done, Job, Worker};
use crate::batch::sink::Sink;
use crate::batch::summary::Summary;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::tell;
use crate::pipeline;

/// Runs `dechrome batch`.
pub(crate) fn run(args: &BatchArgs) -> Result<Exit, Error> {
    let worker = Worker::new(args)?;
    let (inputs, unread) = inputs::list(args)?;
    let stop = stop_on_interrupt();
    let mut sinks = Sinks::create(args)?;
    let mut summary = Summary::start();
    unread.iter().for_each(|reason| summary.fail(reason));
    let jobs = inputs.iter().flat_map(jobs::of).take_while(|_| !stop.load(Ordering::Relaxed));
    let written = pipeline::ordered(
        pipeline::threads(args.threads),
        jobs,
        |job: Job<'_>| worker.work(job),
        |done| {
            summary.add(&done);
            sinks.write(&done)
        },
    );
    finish(args, written, sinks, &summary, stop.load(Ordering::Relaxed))
}

/// Completes the output, and says how the run ended.
fn finish(
    args: &BatchArgs,
    written: Result<(), Error>,
    mut sinks: Sinks,
    summary: &Summary,
    interrupted: bool,
) -> Result<Exit, Error> {
    if let Err(error) = written.and_then(|()| sinks.flush()) {
        sinks.discard();
        return Err(error);
    }
    if !args.quiet {
        tell(summary);
    }
    if interrupted {
        tell(format_args!("interrupted; what was cleaned is in {}", sinks.rows.name()));
        return Ok(Exit::Interrupted);
    }
    sinks.complete()?;
    Ok(if summary.any_failed() { Exit::SomeFailed } else { Exit::Done })
}

/// Where the rows go, and those of the documents that are left out.
struct Sinks {
    rows: Sink,
    /// None if nobody wants these.
    rejects: Option<Sink>,
}

impl Sinks {
    /// Opens the outputs that the arguments name.
    fn create(args: &BatchArgs) -> Result<Self, Error> {
        if args.rejects.as_ref() == Some(&args.output) {
            return Err(Error::Usage("--output and --rejects name the same file".into()));
        }
        let rejects = args.rejects.as_deref().map(Sink::create).transpose()?;
        match Sink::create(&args.output) {
            Ok(rows) => Ok(Sinks { rows, rejects }),
            Err(error) => {
                rejects.into_iter().for_each(Sink::discard);
                Err(error)
            }
        }
    }

    /// Writes what became of a document.
    fn write(&mut self, done: &Done) -> Result<(), Error> {
        if let Some(row) = &done.row {
            self.rows.write(row)?;
        }
        match (&done.rejected, &mut self.rejects) {
            (Some(row), Some(rejects)) => rejects.write(row),
            _ => Ok(()),
        }
    }

    /// Writes what is still held back.
    fn flush(&mut self) -> Result<(), Error> {
        self.rejects.as_mut().map_or(Ok(()), Sink::flush)?;
        self.rows.flush()
    }

    /// Gives files their names; the rows come last.
    fn complete(self) -> Result<(), Error> {
        self.rejects.map_or(Ok(()), Sink::complete)?;
        self.rows.complete()
    }

    /// Removes files that will never be complete.
    fn discard(self) {
        self.rejects.into_iter().chain([self.rows]).for_each(Sink::discard);
    }
}

/// A flag that the first interrupt raises; the second one ends the program.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    // A host that handles interrupts itself is left to it.
    let _ = ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            process::exit(Exit::Interrupted as i32);
        }
    });
    stop
}
