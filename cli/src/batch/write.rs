//! The outputs of a batch together, and the progress that is written down beside them.

pub(super) mod output_folder;
pub(super) mod output_sink;
pub(super) mod parquet;

use crate::args::BatchArgs;
use crate::batch::checkpoint::{Checkpoint, CheckpointFile};
use crate::batch::clean::{JobResult, OutputRecord};
use crate::batch::output_format::OutputFormat;
use crate::batch::report::summary::BatchSummary;
use crate::batch::write::output_sink::OutputSink;
use crate::error::Error;

/// Where the rows go, and those of the documents that are left out.
pub(super) struct BatchOutputs {
    rows: OutputSink,
    /// None if nobody wants these.
    rejects: Option<OutputSink>,
    /// None if the output is no file.
    manifest: Option<CheckpointFile>,
    /// How far the run came.
    pub(super) progress: Checkpoint,
    /// Whether the run goes on from where another ended.
    resumed: bool,
    /// Whether there is a point from which it can go on.
    secured: bool,
}

impl BatchOutputs {
    /// Opens the outputs that the arguments name, where an earlier run has left them if it is to go on. A new one begins
    /// with `head`.
    pub(super) fn open(args: &BatchArgs, run: String, head: OutputRecord) -> Result<Self, Error> {
        if args.rejects.as_ref() == Some(&args.output) {
            return Err(Error::Usage("--output and --rejects name the same file".into()));
        }
        let manifest = CheckpointFile::of(&args.output);
        let left = if args.resume { manifest.read(&run)? } else { None };
        let resumed = left.is_some();
        let progress = left.unwrap_or_else(|| Checkpoint::start(run));
        let open = |path, form, length| match progress
            .is_written
            .then(|| OutputSink::named(path, length))
            .flatten()
        {
            Some(named) => Ok(named),
            None => OutputSink::open(path, form, length),
        };
        let rejects = args
            .rejects
            .as_deref()
            .map(|path| open(path, OutputFormat::Rows, progress.rejects))
            .transpose()?;
        let mut rows = match open(&args.output, OutputFormat::of(args)?, progress.rows) {
            Ok(rows) => rows,
            Err(error) => {
                if !resumed {
                    rejects.into_iter().for_each(OutputSink::discard);
                }
                return Err(error);
            }
        };
        let is_file = rows.is_file() && rejects.as_ref().is_none_or(OutputSink::is_file);
        if args.resume && !is_file {
            return Err(Error::Usage("--resume needs outputs that are files".into()));
        }
        if !resumed {
            if is_file {
                manifest.remove();
            }
            if !head.bytes.is_empty() {
                rows.write(&head)?;
            }
        }
        Ok(BatchOutputs {
            rows,
            rejects,
            manifest: is_file.then_some(manifest),
            progress,
            resumed,
            secured: resumed,
        })
    }

    /// Whether the run goes on from where another ended.
    pub(super) fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// Writes what became of a document. One that cannot have a file of its own has failed.
    pub(super) fn write(&mut self, done: &mut JobResult) -> Result<(), Error> {
        if let Some(row) = &done.row
            && let Some(failure) = self.rows.write(row)?
        {
            done.failure = Some(failure);
        }
        if let (Some((_, row)), Some(rejects)) = (&done.rejected, &mut self.rejects) {
            rejects.write(row)?;
        }
        Ok(())
    }

    /// Counts a document that was written; every so many, makes a point at which the run can go on.
    pub(super) fn step(&mut self, done: &JobResult, summary: &BatchSummary) -> Result<(), Error> {
        self.progress.step(done.input);
        let rejected = done.rejected.as_ref().filter(|_| self.rejects.is_some());
        let bytes = [done.row.as_ref(), rejected.map(|(_, row)| row)];
        let bytes = bytes.into_iter().flatten().map(|row| row.bytes.len()).sum();
        if self.manifest.as_mut().is_some_and(|manifest| manifest.is_due(bytes)) {
            self.secure(summary)
        } else {
            Ok(())
        }
    }

    /// Makes a point at which the run can go on.
    fn secure(&mut self, summary: &BatchSummary) -> Result<(), Error> {
        let Some(manifest) = &self.manifest else { return Ok(()) };
        self.progress.rejects = self.rejects.as_mut().map_or(Ok(0), OutputSink::secure)?;
        self.progress.rows = self.rows.secure()?;
        self.progress.counts = summary.counts.clone();
        manifest.write(&self.progress)?;
        self.secured = true;
        Ok(())
    }

    /// Makes such a point where the run was stopped. Packed outputs keep the last one, as their members end there.
    pub(super) fn pause(&mut self, summary: &BatchSummary) -> Result<(), Error> {
        let is_plain =
            self.rows.is_plain() && self.rejects.as_ref().is_none_or(OutputSink::is_plain);
        if is_plain { self.secure(summary) } else { Ok(()) }
    }

    /// Writes what is still held back.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.rejects.as_mut().map_or(Ok(()), OutputSink::flush)?;
        self.rows.flush()
    }

    /// Gives files their names; the rows come last. A run that is killed between two of them gives the others theirs when
    /// it goes on.
    pub(super) fn complete(mut self, summary: &BatchSummary) -> Result<(), Error> {
        self.progress.is_written = true;
        self.secure(summary)?;
        self.rejects.map_or(Ok(()), OutputSink::complete)?;
        self.rows.complete()?;
        self.manifest.iter().for_each(CheckpointFile::remove);
        Ok(())
    }

    /// Ends a run that cannot write any more. What it could secure stays, the rest is removed.
    pub(super) fn abandon(self) {
        if !self.secured {
            self.rejects.into_iter().chain([self.rows]).for_each(OutputSink::discard);
        }
    }

    /// What the output is called as long as it is not complete.
    pub(super) fn name(&self) -> String {
        self.rows.name()
    }

    /// What a message says of going on, if that is possible.
    pub(super) fn how_to_go_on(&self) -> &'static str {
        if self.secured { "; the same command with --resume goes on from there" } else { "" }
    }
}
