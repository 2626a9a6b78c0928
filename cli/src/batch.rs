//! `dechrome batch`: many documents in, one output, a row a document.
//!
//! Workers read in turn and clean, and this thread writes, all in the order of the inputs. A document that
//! cannot be cleaned is reported and counted, and the rest goes on. A run that broke off can go on where it did.

mod checkpoint;
mod clean;
mod encode;
mod filters;
mod inputs;
mod load;
mod memory_budget;
mod output_format;
mod read;
mod report;
mod write;

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::args::BatchArgs;
use crate::batch::checkpoint::fingerprint;
use crate::batch::clean::{JobResult, JobWorker};
use crate::batch::inputs::InputFile;
use crate::batch::memory_budget::MemoryBudget;
use crate::batch::read::BatchJob;
use crate::batch::report::progress::ProgressDisplay;
use crate::batch::report::summary::BatchSummary;
use crate::batch::write::BatchOutputs;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ordered_pool;
use crate::output::tell;

/// Runs `dechrome batch`.
pub(crate) fn run(args: &BatchArgs) -> Result<ExitCode, Error> {
    let worker = JobWorker::new(args)?;
    let (inputs, unread) = inputs::list(args)?;
    let stop = stop_on_interrupt();
    let head = output_format::OutputFormat::of(args)?
        .head(&args.output, &inputs)
        .map_err(|error| Error::file(&args.output, error))?;
    let mut outputs = BatchOutputs::open(args, fingerprint(args, &inputs), head)?;
    let mut summary = BatchSummary::start(outputs.progress.counts.clone());
    if !outputs.is_resumed() {
        unread.iter().for_each(|failure| summary.fail(failure));
    }
    let budget = MemoryBudget::default();
    let (first, done_before) = (outputs.progress.input, outputs.progress.jobs);
    let mut watch = ProgressDisplay::new(&inputs, first, args.quiet);
    let read = Arc::clone(&watch.read);
    let jobs = inputs[first.min(inputs.len())..]
        .iter()
        .flat_map(|input| {
            jobs(args, input, &read).skip(if input.index == first { done_before } else { 0 })
        })
        .take_while(|_| !stop.load(Ordering::Relaxed))
        .inspect(|job| budget.take(job.weight()));
    let mut write = |mut done: JobResult| {
        budget.give(done.weight);
        outputs.write(&mut done)?;
        watch.count(&done, &mut summary);
        watch.tick(&summary);
        if args.max_errors.is_some_and(|most| summary.counts.failed >= most) {
            stop.store(true, Ordering::Relaxed);
        }
        outputs.step(&done, &summary)
    };
    let written = ordered_pool::ordered(
        ordered_pool::threads(args.threads),
        jobs,
        |job: BatchJob<'_>| worker.work(job),
        |done| write(done).inspect_err(|_| budget.lift()),
    );
    watch.end();
    finish(args, written, outputs, &summary, stop.load(Ordering::Relaxed))
}

/// What a run makes of an open file: its rows, or why there is none.
#[cfg(feature = "fuzz")]
pub(crate) fn rows(
    args: &BatchArgs,
    bytes: crate::input::InputReader,
) -> Result<Vec<Result<Vec<u8>, String>>, Error> {
    let (worker, input) = (JobWorker::new(args)?, InputFile::named("-"));
    let jobs = read::jobs_of(&input, args.from, args.max_record_bytes, bytes);
    let row = |done: JobResult| match done.failure {
        Some(failure) => Err(format!("{}: {}", failure.place, failure.reason)),
        None => Ok(done.row.map_or_else(Vec::new, |row| row.bytes)),
    };
    Ok(jobs.map(|job| row(worker.work(job))).collect())
}

/// The jobs of an input.
fn jobs<'i>(args: &BatchArgs, input: &'i InputFile, read: &Arc<AtomicU64>) -> read::JobIter<'i> {
    read::jobs(input, args.from, args.max_record_bytes, read)
}

/// Completes the output, and says how the run ended.
fn finish(
    args: &BatchArgs,
    written: Result<(), Error>,
    mut outputs: BatchOutputs,
    summary: &BatchSummary,
    stopped: bool,
) -> Result<ExitCode, Error> {
    if let Err(error) = written.and_then(|()| outputs.flush()) {
        outputs.abandon();
        return Err(error);
    }
    if stopped {
        outputs.pause(summary)?;
    }
    if !args.quiet {
        tell(summary);
    }
    if let Some(path) = &args.report {
        let report = format!("{:#}\n", summary.report());
        std::fs::write(path, report).map_err(|error| Error::file(path, error))?;
    }
    if stopped {
        let gave_up = args.max_errors.is_some_and(|most| summary.counts.failed >= most);
        let why = if gave_up { "too many errors" } else { "interrupted" };
        tell(format_args!(
            "{why}; what was cleaned is in {}{}",
            outputs.name(),
            outputs.how_to_go_on()
        ));
        return Ok(if gave_up { ExitCode::Failure } else { ExitCode::Interrupted });
    }
    outputs.complete(summary)?;
    Ok(if summary.any_failed() { ExitCode::SomeFailed } else { ExitCode::Success })
}

/// A flag that the first interrupt raises; the second one ends the program.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    // A host that handles interrupts itself is left to it.
    let _ = ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            process::exit(ExitCode::Interrupted as i32);
        }
    });
    stop
}
