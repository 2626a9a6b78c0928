//! `dechrome batch`: cleans many documents into one output.
//!
//! The modules follow the flow of the data: `inputs` lists files, `read` splits them into jobs,
//! `load` extracts the document of a job, `clean` cleans and filters it, `encode` produces its
//! output record, and `write` writes that record and saves checkpoints.
//!
//! Worker threads read and clean, the main thread writes. Rows have the order of the inputs. A
//! document that cannot be cleaned is reported and counted, and the run continues.

mod checkpoint;
mod clean;
mod encode;
mod filters;
mod finished_run;
mod host_rules;
mod inputs;
mod load;
mod read;
mod report;
pub(crate) mod visit;
mod write;
// Types and tools that several stages use.
mod declared_columns;
pub(crate) mod digest;
mod document;
mod document_fields;
mod job_result;
mod languages;
mod memory_budget;
mod nested_types;
mod output_format;
mod part_files;
mod row_schema;
mod run_identity;
mod shards;
mod staged_output;

use std::fs;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::BatchArgs;
use crate::batch::checkpoint::CheckpointFile;
use crate::batch::clean::JobWorker;
use crate::batch::encode::FileHeader;
use crate::batch::finished_run::finished_run;
use crate::batch::inputs::InputList;
use crate::batch::inputs::input_file::InputFile;
use crate::batch::job_result::JobResult;
use crate::batch::memory_budget::MemoryBudget;
use crate::batch::read::job::BatchJob;
use crate::batch::report::progress::ProgressDisplay;
use crate::batch::report::summary::BatchSummary;
use crate::batch::run_identity::RunIdentity;
use crate::batch::staged_output::with_local_output;
use crate::batch::write::BatchOutputs;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input::{INTERRUPTED, InputWatch, display_name, is_standard_stream};
use crate::ordered_pool::{run_in_order, thread_count};
use crate::output::{StdoutWriter, print_message};

/// Runs `dechrome batch`.
pub(crate) fn run(args: &BatchArgs) -> Result<ExitCode, Error> {
    let args = &*with_local_output(args)?;
    let worker = JobWorker::new(args)?;
    let inputs = InputList::new(args)?;
    let run = RunIdentity::of(args, &inputs.files)?;
    if let Some(checkpoint) = finished_run(args, &run, &inputs.files)? {
        print_message(format_args!(
            "{} is complete, so there is nothing to resume",
            args.output.display()
        ));
        return Ok(BatchSummary::start(checkpoint.counts, args.log).exit_code());
    }
    check_replaced(args, &inputs)?;
    if let Some(path) = report_file(args) {
        check_writable(path)?;
    }
    let stop = stop_on_interrupt();
    let header = FileHeader::new(args, &inputs.files)?;
    let mut outputs = BatchOutputs::open(args, run, header, &inputs.declared)?;
    let mut summary = BatchSummary::start(outputs.checkpoint.counts.clone(), args.log);
    // The run before has counted these already.
    if !outputs.is_resumed() {
        for failure in &inputs.unlisted {
            summary.fail(failure);
            outputs.write_failure(failure)?;
        }
    }
    if has_too_many_errors(args, &summary) {
        stop.store(true, Ordering::Relaxed);
    }
    let cleaned = clean_inputs(args, &inputs.files, &worker, &mut outputs, &mut summary, &stop);
    summary.finish_failures();
    let was_stopped = stop.load(Ordering::Relaxed);
    if !was_stopped {
        print_changed(&inputs.files);
    }
    // A part of the inputs says little about rules and fields for all of them.
    if !args.quiet && !was_stopped && !outputs.is_resumed() {
        worker.print_unmatched();
    }
    finish(args, cleaned, outputs, &summary, was_stopped)
}

/// Fails if an output would replace a file of the inputs, unless the arguments say that an earlier
/// run wrote that file.
fn check_replaced(args: &BatchArgs, inputs: &InputList) -> Result<(), Error> {
    let is_continued = args.resume && CheckpointFile::of(&args.output).exists();
    match inputs.replaced.first() {
        Some(replaced) if !args.restart && !is_continued => Err(Error::Usage(format!(
            "{} is in the inputs, and {} would replace it; --restart replaces the files of an \
             earlier run",
            replaced.path.display(),
            replaced.option
        ))),
        _ => Ok(()),
    }
}

/// Fails if a file cannot be written. Does not change the file.
fn check_writable(path: &Path) -> Result<(), Error> {
    let is_new = !path.exists();
    let opened = fs::OpenOptions::new().append(true).create(true).open(path);
    opened.map_err(|error| Error::file(path, error))?;
    if is_new {
        fs::remove_file(path).map_err(|error| Error::file(path, error))?;
    }
    Ok(())
}

/// Cleans the input files and writes the results, until the end of the inputs or until `stop`.
fn clean_inputs(
    args: &BatchArgs,
    inputs: &[InputFile],
    worker: &JobWorker<'_>,
    outputs: &mut BatchOutputs,
    summary: &mut BatchSummary,
    stop: &Arc<AtomicBool>,
) -> Result<(), Error> {
    let budget = MemoryBudget::default();
    let (first, jobs_done) = (outputs.checkpoint.input, outputs.checkpoint.jobs);
    let mut progress = ProgressDisplay::new(inputs, first, args.quiet);
    let watch = InputWatch { read_bytes: Arc::clone(&progress.read_bytes), stop: Arc::clone(stop) };
    let is_short = AtomicBool::new(false);
    let jobs = inputs[first.min(inputs.len())..]
        .iter()
        .flat_map(|input| {
            // The first input of a resumed run is partly done.
            let skipped = if input.index == first { jobs_done } else { 0 };
            let mut jobs = read::jobs(input, args, &watch);
            let is_skipped = jobs.by_ref().take(skipped).count() == skipped;
            // An interrupt ends standard input too.
            if !is_skipped && !stop.load(Ordering::Relaxed) {
                is_short.store(true, Ordering::Relaxed);
            }
            jobs
        })
        .take_while(|_| !stop.load(Ordering::Relaxed) && !is_short.load(Ordering::Relaxed))
        .inspect(|job| budget.reserve(job.weight()));
    let mut write = |mut result: JobResult| {
        budget.release(result.weight);
        // The interrupt has cut off a document in standard input. A resumed run reads it again.
        if result.failure.as_ref().is_some_and(|failure| failure.reason == INTERRUPTED) {
            return Ok(());
        }
        // Documents that were read before the run reached the limit are not written. So the run
        // stops at the same document whatever the number of threads.
        if has_too_many_errors(args, summary) {
            return Ok(());
        }
        outputs.write(&mut result, &summary.counts)?;
        progress.count(&result, &display_name(&inputs[result.input].path), summary);
        progress.update(summary);
        if has_too_many_errors(args, summary) {
            stop.store(true, Ordering::Relaxed);
        }
        outputs.advance(&result, &summary.counts)
    };
    let cleaned = run_in_order(
        thread_count(args.threads),
        jobs,
        |job: BatchJob<'_>| worker.process(job),
        // Workers that wait for the budget have to stop after an error.
        |result| write(result).inspect_err(|_| budget.lift()),
    );
    progress.finish();
    cleaned?;
    // A pipe can bring something else than in the run before.
    if is_short.load(Ordering::Relaxed) {
        return Err(Error::Usage(format!(
            "{} ended before record {jobs_done}, after which the earlier run stopped: it is not the \
             input of that run",
            display_name(&inputs[first].path)
        )));
    }
    Ok(())
}

/// Prints a note if files have changed since the start: rows can be missing, or of two versions.
fn print_changed(inputs: &[InputFile]) {
    let mut changed = inputs.iter().filter(|input| input.has_changed());
    let Some(first) = changed.next() else { return };
    let others = match changed.count() {
        0 => String::new(),
        count => format!(" and {count} other inputs"),
    };
    let name = display_name(&first.path);
    print_message(format_args!("{name}{others} changed during the run; repeat it"));
}

/// Returns true if the run has reached the limit of `--max-errors`.
fn has_too_many_errors(args: &BatchArgs, summary: &BatchSummary) -> bool {
    args.max_errors.is_some_and(|limit| summary.failures_of_run() >= limit)
}

/// Completes the outputs, prints the summary, and returns the exit code.
fn finish(
    args: &BatchArgs,
    cleaned: Result<(), Error>,
    mut outputs: BatchOutputs,
    summary: &BatchSummary,
    was_stopped: bool,
) -> Result<ExitCode, Error> {
    if let Err(error) = cleaned.and_then(|()| outputs.flush()) {
        if outputs.has_checkpoint() {
            print_message(outputs.resume_hint());
        }
        outputs.abandon();
        return Err(error);
    }
    if was_stopped {
        outputs.pause(&summary.counts)?;
    }
    if !args.quiet {
        summary.print();
    }
    if !was_stopped {
        // The outputs come first: a report that cannot be written must not cost them.
        outputs.complete(&summary.counts)?;
        write_report(args, summary)?;
        return Ok(summary.exit_code());
    }
    write_report(args, summary)?;
    let (reason, code) = if has_too_many_errors(args, summary) {
        ("too many errors", ExitCode::Failure)
    } else {
        ("interrupted", ExitCode::Interrupted)
    };
    print_message(format_args!("{reason}; {}", outputs.resume_hint()));
    Ok(code)
}

/// Returns the file of the report, if it is not standard output.
fn report_file(args: &BatchArgs) -> Option<&Path> {
    args.report.as_deref().filter(|path| !is_standard_stream(path))
}

/// Writes the report, if the arguments ask for one.
fn write_report(args: &BatchArgs, summary: &BatchSummary) -> Result<(), Error> {
    if args.report.is_none() {
        return Ok(());
    }
    let mut out = StdoutWriter::to(report_file(args))?;
    out.write(&format!("{:#}\n", summary.report()))?;
    out.flush()
}

/// Returns a flag that the first interrupt sets. The second interrupt ends the program.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let stop_in_handler = Arc::clone(&stop);
    // Setting the handler fails if the host program has its own. Then that one stays.
    let _ = ctrlc::set_handler(move || {
        if stop_in_handler.swap(true, Ordering::Relaxed) {
            process::exit(ExitCode::Interrupted as i32);
        }
    });
    stop
}

/// Returns the output record, or the error, of every job of an open file.
#[cfg(feature = "fuzz")]
pub(crate) fn rows(
    args: &BatchArgs,
    reader: crate::input::InputReader,
) -> Result<Vec<Result<Vec<u8>, String>>, Error> {
    let worker = JobWorker::new(args)?;
    let input = InputFile::from_path(Path::new(crate::input::STANDARD_STREAM));
    let mut rows = Vec::new();
    for job in read::reader_jobs(&input, args, reader) {
        let result = worker.process(job);
        rows.push(match (result.failure, result.record) {
            (Some(failure), _) => Err(format!("{}: {}", failure.place, failure.reason)),
            (None, Some(record)) => Ok(record.bytes),
            (None, None) => Ok(Vec::new()),
        });
    }
    Ok(rows)
}
