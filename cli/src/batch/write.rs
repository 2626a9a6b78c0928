//! Writes the outputs of a batch, and a checkpoint beside them.

mod fits_type;
mod main_output;
mod output_file;
mod output_folder;
mod output_lock;
mod output_sink;
mod seen_keys;
mod table;
mod table_columns;
mod write_options;

use std::sync::Arc;

use arrow_schema::DataType;

use crate::args::BatchArgs;
use crate::batch::checkpoint::{Checkpoint, CheckpointFile, ShardState};
use crate::batch::encode::FileHeader;
use crate::batch::finished_run::has_ended;
use crate::batch::job_result::{Failure, JobResult};
use crate::batch::output_format::OutputFormat;
use crate::batch::report::counts::BatchCounts;
use crate::batch::run_identity::RunIdentity;
use crate::batch::write::main_output::{MainOutput, open_sink};
use crate::batch::write::output_lock::OutputLock;
use crate::batch::write::output_sink::OutputSink;
use crate::batch::write::seen_keys::SeenKeys;
use crate::batch::write::write_options::WriteOptions;
use crate::error::Error;

/// Index of the rejects among the side outputs.
const REJECTS: usize = 0;

/// Index of the failures among the side outputs.
const FAILURES: usize = 1;

/// The outputs of a batch.
pub(super) struct BatchOutputs {
    main: MainOutput,
    /// The rows of documents that are left out, and the failures, if the user wants them.
    sides: [Option<OutputSink>; 2],
    /// `None` if an output is a pipe or a device, which cannot be resumed.
    checkpoint_file: Option<CheckpointFile>,
    pub(super) checkpoint: Checkpoint,
    /// The keys of the rows, with `--dedupe`.
    seen_keys: Option<SeenKeys>,
    /// True if this run continues an earlier one.
    is_resumed: bool,
    /// True if there is a checkpoint that a run can continue from.
    has_checkpoint: bool,
    /// True if the checkpoint stays after the end, so that `--resume` knows the run again.
    keeps_checkpoint: bool,
    /// Released when the outputs are complete.
    locks: Vec<OutputLock>,
}

impl BatchOutputs {
    /// Opens the outputs. With `--resume`, they keep what the last checkpoint of the run covers.
    ///
    /// A new output starts with `header`. `declared` are the columns that the inputs declare.
    ///
    /// # Errors
    ///
    /// Fails if another run writes an output, or if an interrupted run could be continued and the
    /// arguments do not say what to do with it.
    pub(super) fn open(
        args: &BatchArgs,
        run: RunIdentity,
        header: FileHeader,
        declared: &[(String, DataType)],
    ) -> Result<Self, Error> {
        let locks = lock_outputs(args)?;
        let checkpoint_file = CheckpointFile::of(&args.output);
        let is_replacing = args.resume || args.restart;
        if !is_replacing && checkpoint_file.exists() && !has_ended(args, &checkpoint_file)? {
            return Err(Error::Usage(format!(
                "an interrupted run has left {}; --resume continues it, --restart discards it",
                checkpoint_file.path().display()
            )));
        }
        let saved = if args.resume { checkpoint_file.read(&run)? } else { None };
        let is_resumed = saved.is_some();
        let checkpoint = saved.unwrap_or_else(|| Checkpoint::start(run));
        let options = Arc::new(WriteOptions::of(args, declared)?);
        let sides = open_sides(args, &checkpoint, &options)?;
        let main = match MainOutput::open(args, options, header, &checkpoint) {
            Ok(main) => main,
            Err(error) => {
                // The side outputs of an earlier run stay, so that it can still be resumed.
                if !is_resumed {
                    sides.into_iter().flatten().for_each(OutputSink::discard);
                }
                return Err(error);
            }
        };
        let can_resume =
            main.sink.has_part_file() && sides.iter().flatten().all(OutputSink::has_part_file);
        if args.resume && !can_resume {
            return Err(Error::Usage("--resume needs outputs that are files".into()));
        }
        let seen_keys = match args.dedupe {
            Some(_) => Some(SeenKeys::open(&args.output, checkpoint.keys, args.dedupe_keys)?),
            None => None,
        };
        let mut outputs = BatchOutputs {
            main,
            sides,
            checkpoint_file: can_resume.then_some(checkpoint_file),
            checkpoint,
            seen_keys,
            is_resumed,
            has_checkpoint: is_resumed,
            keeps_checkpoint: args.resume,
            locks,
        };
        if !is_resumed {
            outputs.start()?;
        } else if outputs.checkpoint.shard.is_complete {
            outputs.next_shard()?;
        }
        Ok(outputs)
    }

    /// Starts new outputs: removes the checkpoint of an earlier run, and writes the header.
    fn start(&mut self) -> Result<(), Error> {
        if let Some(checkpoint_file) = &self.checkpoint_file {
            checkpoint_file.remove();
        }
        self.main.write_header(0)
    }

    /// Completes the current shard, and starts the next one.
    fn next_shard(&mut self) -> Result<(), Error> {
        let index = self.checkpoint.shard.index + 1;
        self.main.next_shard(index)?;
        self.checkpoint.shard = ShardState { index, ..ShardState::default() };
        Ok(())
    }

    /// Returns true if this run continues an earlier one.
    pub(super) fn is_resumed(&self) -> bool {
        self.is_resumed
    }

    /// Writes the result of a job. Sets its failure if the document cannot have a file.
    ///
    /// `counts` are those of the jobs before.
    pub(super) fn write(
        &mut self,
        result: &mut JobResult,
        counts: &BatchCounts,
    ) -> Result<(), Error> {
        let is_seen = |keys: &SeenKeys| result.key.is_some_and(|key| keys.contains(&key));
        let is_duplicate = self.seen_keys.as_ref().is_some_and(is_seen);
        if is_duplicate {
            result.reject_duplicate();
        }
        if result.record.is_some() && self.main.is_full(&self.checkpoint.shard) {
            // After a crash, the run continues with the rename or with the next shard. It reads
            // this document again, so the checkpoint has no key of it.
            self.checkpoint.shard.is_complete = true;
            self.save_checkpoint(counts)?;
            self.next_shard()?;
        }
        if let (Some(key), Some(seen_keys)) = (result.key, &mut self.seen_keys)
            && !is_duplicate
        {
            seen_keys.insert(key)?;
        }
        if let Some(record) = &result.record {
            self.checkpoint.shard.rows += 1;
            self.checkpoint.shard.bytes += record.bytes.len() as u64;
            if let (Some(reason), Some(failure)) =
                (self.main.sink.write(record)?, result.unwritten.take())
            {
                result.failure = Some(Failure { reason, ..failure });
            }
        }
        if let Some(record) = result.rejects_record()
            && let Some(rejects) = &mut self.sides[REJECTS]
        {
            rejects.write(record)?;
        }
        if let Some(failure) = &result.failure {
            self.write_failure(failure)?;
        }
        Ok(())
    }

    /// Writes a failure to the output for failures, if there is one.
    pub(super) fn write_failure(&mut self, failure: &Failure) -> Result<(), Error> {
        if let Some(failures) = &mut self.sides[FAILURES] {
            failures.write(&failure.json_line())?;
        }
        Ok(())
    }

    /// Advances the checkpoint by one job. Saves it if one is due.
    pub(super) fn advance(
        &mut self,
        result: &JobResult,
        counts: &BatchCounts,
    ) -> Result<(), Error> {
        self.checkpoint.add_job(result.input);
        let Some(checkpoint_file) = &mut self.checkpoint_file else { return Ok(()) };
        let mut bytes = result.record.as_ref().map_or(0, |record| record.bytes.len());
        if let Some(record) = result.rejects_record()
            && self.sides[REJECTS].is_some()
        {
            bytes += record.bytes.len();
        }
        if checkpoint_file.is_due(bytes) {
            self.save_checkpoint(counts)?;
        }
        Ok(())
    }

    /// Synchronizes the outputs and saves a checkpoint.
    fn save_checkpoint(&mut self, counts: &BatchCounts) -> Result<(), Error> {
        let Some(checkpoint_file) = &mut self.checkpoint_file else { return Ok(()) };
        for (side, length) in self.sides.iter_mut().zip(&mut self.checkpoint.sides) {
            if let Some(side) = side {
                *length = side.synchronize()?;
            }
        }
        if let Some(seen_keys) = &mut self.seen_keys {
            self.checkpoint.keys = seen_keys.synchronize()?;
        }
        self.checkpoint.rows = self.main.sink.synchronize()?;
        self.checkpoint.counts = counts.clone();
        checkpoint_file.save(&self.checkpoint)?;
        self.has_checkpoint = true;
        Ok(())
    }

    /// Saves a checkpoint at the point where the user stopped the run.
    ///
    /// Compressed outputs keep their last checkpoint. A checkpoint ends a compressed member, so an
    /// extra one would change the bytes of the output.
    pub(super) fn pause(&mut self, counts: &BatchCounts) -> Result<(), Error> {
        let is_compressed = self.main.sink.is_compressed()
            || self.sides.iter().flatten().any(OutputSink::is_compressed);
        if is_compressed { Ok(()) } else { self.save_checkpoint(counts) }
    }

    /// Writes the buffered bytes.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        for side in self.sides.iter_mut().flatten() {
            side.flush()?;
        }
        self.main.sink.flush()
    }

    /// Gives the outputs their final names, the main output last.
    ///
    /// If the run is killed between two renames, `--resume` repeats the missing ones.
    pub(super) fn complete(mut self, counts: &BatchCounts) -> Result<(), Error> {
        self.checkpoint.is_written = true;
        self.save_checkpoint(counts)?;
        for side in self.sides.into_iter().flatten() {
            side.complete()?;
        }
        self.main.complete(self.checkpoint.shard.index)?;
        if let Some(seen_keys) = self.seen_keys {
            seen_keys.remove();
        }
        // The checkpoint is the last file, so that a run that is killed here can remove the others.
        drop(self.locks);
        if let Some(checkpoint_file) = self.checkpoint_file
            && !self.keeps_checkpoint
        {
            checkpoint_file.remove();
        }
        Ok(())
    }

    /// Ends a run that cannot write. Removes its outputs, unless a checkpoint covers them.
    pub(super) fn abandon(self) {
        if self.has_checkpoint {
            return;
        }
        self.sides.into_iter().flatten().for_each(OutputSink::discard);
        self.main.sink.discard();
    }

    /// Returns true if the same command can continue the run.
    pub(super) fn has_checkpoint(&self) -> bool {
        self.has_checkpoint
    }

    /// Returns a clause that says where the rows are, and how to continue if that is possible.
    pub(super) fn resume_hint(&self) -> String {
        let name = self.main.sink.part_name();
        let hint = if self.has_checkpoint {
            "; the same command with --resume continues from there"
        } else {
            ""
        };
        format!("what was cleaned is in {name}{hint}")
    }
}

/// Locks the outputs that the arguments name.
fn lock_outputs(args: &BatchArgs) -> Result<Vec<OutputLock>, Error> {
    let mut locks = Vec::new();
    let sides = [args.rejects.as_ref(), args.failures.as_ref()];
    for path in std::iter::once(&args.output).chain(sides.into_iter().flatten()) {
        locks.extend(OutputLock::acquire(path)?);
    }
    Ok(locks)
}

/// Opens the rejects and the failures, if the arguments name them.
fn open_sides(
    args: &BatchArgs,
    checkpoint: &Checkpoint,
    options: &Arc<WriteOptions>,
) -> Result<[Option<OutputSink>; 2], Error> {
    let mut sides = [None, None];
    let paths = [args.rejects.as_ref(), args.failures.as_ref()];
    for ((side, path), length) in sides.iter_mut().zip(paths).zip(checkpoint.sides) {
        if let Some(path) = path {
            let format = OutputFormat::Jsonl;
            *side = Some(open_sink(path, format, length, checkpoint.is_written, options)?);
        }
    }
    Ok(sides)
}
