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
use crate::batch::jobs::{Job, Worker};
use crate::batch::sink::Sink;
use crate::batch::summary::Summary;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::tell;
use crate::pipeline;

/// Runs `dechrome batch`.
pub(crate) fn run(args: &BatchArgs) -> Result<Exit, Error> {
    let (inputs, unread) = inputs::list(&args.inputs, args.from, &args.output)?;
    let stop = stop_on_interrupt();
    let mut sink = Sink::create(&args.output)?;
    let mut summary = Summary::start();
    unread.iter().for_each(|reason| summary.fail(reason));
    let worker = Worker::new(args);
    let jobs = inputs.iter().flat_map(jobs::of).take_while(|_| !stop.load(Ordering::Relaxed));
    let written = pipeline::ordered(
        pipeline::threads(args.threads),
        jobs,
        |job: Job<'_>| worker.work(job),
        |done| {
            summary.add(&done);
            done.row.map_or(Ok(()), |row| sink.write(&row))
        },
    );
    finish(args, written, sink, &summary, stop.load(Ordering::Relaxed))
}

/// Completes the output, and says how the run ended.
fn finish(
    args: &BatchArgs,
    written: Result<(), Error>,
    mut sink: Sink,
    summary: &Summary,
    interrupted: bool,
) -> Result<Exit, Error> {
    if let Err(error) = written.and_then(|()| sink.flush()) {
        sink.discard();
        return Err(error);
    }
    if !args.quiet {
        tell(summary);
    }
    if interrupted {
        tell(format_args!("interrupted; what was cleaned is in {}", sink.name()));
        return Ok(Exit::Interrupted);
    }
    sink.complete()?;
    Ok(if summary.any_failed() { Exit::SomeFailed } else { Exit::Done })
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
