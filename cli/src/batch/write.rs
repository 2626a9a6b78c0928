//! Writes the outputs of a batch, and a checkpoint beside them.

mod output_file;
mod output_folder;
mod output_sink;
mod parquet;
mod parquet_columns;

use std::path::Path;

use crate::args::BatchArgs;
use crate::batch::checkpoint::{Checkpoint, CheckpointFile};
use crate::batch::job_result::{JobResult, OutputRecord};
use crate::batch::output_format::OutputFormat;
use crate::batch::report::counts::BatchCounts;
use crate::batch::write::output_sink::OutputSink;
use crate::error::Error;

/// The outputs of a batch.
pub(super) struct BatchOutputs {
    /// The main output.
    main: OutputSink,
    /// The rows of documents that are left out, if the user wants them.
    rejects: Option<OutputSink>,
    /// `None` if an output is a pipe or a device, which cannot be resumed.
    checkpoint_file: Option<CheckpointFile>,
    pub(super) checkpoint: Checkpoint,
    /// True if this run continues an earlier one.
    is_resumed: bool,
    /// True if there is a checkpoint that a run can continue from.
    has_checkpoint: bool,
}

impl BatchOutputs {
    /// Opens the outputs. With `--resume`, they keep what the last checkpoint of the run covers.
    ///
    /// A new output starts with `header`.
    pub(super) fn open(
        args: &BatchArgs,
        fingerprint: String,
        header: Vec<u8>,
    ) -> Result<Self, Error> {
        if args.rejects.as_ref() == Some(&args.output) {
            return Err(Error::Usage("--output and --rejects name the same file".into()));
        }
        let checkpoint_file = CheckpointFile::of(&args.output);
        let saved = if args.resume { checkpoint_file.read(&fingerprint)? } else { None };
        let is_resumed = saved.is_some();
        let checkpoint = saved.unwrap_or_else(|| Checkpoint::start(fingerprint));
        let rejects = match &args.rejects {
            Some(path) => {
                let format = OutputFormat::Jsonl;
                Some(open_sink(path, format, checkpoint.rejects, checkpoint.is_written)?)
            }
            None => None,
        };
        let format = OutputFormat::of(args)?;
        let opened = open_sink(&args.output, format, checkpoint.rows, checkpoint.is_written);
        let mut main = match opened {
            Ok(main) => main,
            Err(error) => {
                // Rejects of an earlier run stay, so that it can still be resumed.
                if let Some(rejects) = rejects
                    && !is_resumed
                {
                    rejects.discard();
                }
                return Err(error);
            }
        };
        let can_resume =
            main.has_part_file() && rejects.as_ref().is_none_or(OutputSink::has_part_file);
        if args.resume && !can_resume {
            return Err(Error::Usage("--resume needs outputs that are files".into()));
        }
        if !is_resumed {
            if can_resume {
                checkpoint_file.remove();
            }
            if !header.is_empty() {
                main.write(&OutputRecord { file_name: None, bytes: header })?;
            }
        }
        Ok(BatchOutputs {
            main,
            rejects,
            checkpoint_file: can_resume.then_some(checkpoint_file),
            checkpoint,
            is_resumed,
            has_checkpoint: is_resumed,
        })
    }

    /// Returns true if this run continues an earlier one.
    pub(super) fn is_resumed(&self) -> bool {
        self.is_resumed
    }

    /// Writes the result of a job. Sets its failure if the document cannot have a file.
    pub(super) fn write(&mut self, result: &mut JobResult) -> Result<(), Error> {
        if let Some(record) = &result.record
            && let Some(failure) = self.main.write(record)?
        {
            result.failure = Some(failure);
        }
        if let Some((_, record)) = &result.rejected
            && let Some(rejects) = &mut self.rejects
        {
            rejects.write(record)?;
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
        if let Some((_, record)) = &result.rejected
            && self.rejects.is_some()
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
        let Some(checkpoint_file) = &self.checkpoint_file else { return Ok(()) };
        if let Some(rejects) = &mut self.rejects {
            self.checkpoint.rejects = rejects.synchronize()?;
        }
        self.checkpoint.rows = self.main.synchronize()?;
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
        let is_compressed = self.main.is_compressed()
            || self.rejects.as_ref().is_some_and(OutputSink::is_compressed);
        if is_compressed { Ok(()) } else { self.save_checkpoint(counts) }
    }

    /// Writes the buffered bytes.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        if let Some(rejects) = &mut self.rejects {
            rejects.flush()?;
        }
        self.main.flush()
    }

    /// Gives the outputs their final names, the main output last.
    ///
    /// If the run is killed between two renames, `--resume` repeats the missing ones.
    pub(super) fn complete(mut self, counts: &BatchCounts) -> Result<(), Error> {
        self.checkpoint.is_written = true;
        self.save_checkpoint(counts)?;
        if let Some(rejects) = self.rejects {
            rejects.complete()?;
        }
        self.main.complete()?;
        if let Some(checkpoint_file) = self.checkpoint_file {
            checkpoint_file.remove();
        }
        Ok(())
    }

    /// Ends a run that cannot write. Removes its outputs, unless a checkpoint covers them.
    pub(super) fn abandon(self) {
        if self.has_checkpoint {
            return;
        }
        if let Some(rejects) = self.rejects {
            rejects.discard();
        }
        self.main.discard();
    }

    /// Returns the name that the main output has until it is complete.
    pub(super) fn part_name(&self) -> String {
        self.main.part_name()
    }

    /// Returns the end of a message that says how to continue; empty if that is not possible.
    pub(super) fn resume_hint(&self) -> &'static str {
        if self.has_checkpoint {
            "; the same command with --resume continues from there"
        } else {
            ""
        }
    }
}

/// Opens an output. `length` is the valid length that the checkpoint has.
///
/// If `is_written` is set, an earlier run has written the output and may have renamed it.
fn open_sink(
    path: &Path,
    format: OutputFormat,
    length: u64,
    is_written: bool,
) -> Result<OutputSink, Error> {
    if is_written && let Some(renamed) = OutputSink::renamed(path, length) {
        return Ok(renamed);
    }
    OutputSink::open(path, format, length)
}
