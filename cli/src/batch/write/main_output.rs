//! The main output: a file, or one shard after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::args::BatchArgs;
use crate::batch::checkpoint::{Checkpoint, ShardState};
use crate::batch::encode::FileHeader;
use crate::batch::output_format::OutputFormat;
use crate::batch::part_files::{PART_SUFFIX, sibling};
use crate::batch::shards::ShardPlan;
use crate::batch::staged_output::StagedOutput;
use crate::batch::write::output_sink::OutputSink;
use crate::batch::write::write_options::WriteOptions;
use crate::error::Error;

/// The main output of a batch.
pub(super) struct MainOutput {
    /// The current file or shard.
    pub(super) sink: OutputSink,
    output: PathBuf,
    /// `None` for one file.
    plan: Option<ShardPlan>,
    format: OutputFormat,
    options: Arc<WriteOptions>,
    header: FileHeader,
    /// The place of a remote output.
    staged: Option<StagedOutput>,
}

impl MainOutput {
    /// Opens the output, as far as the checkpoint covers it.
    ///
    /// # Errors
    ///
    /// Fails if there are shards of another run, because the new ones would mix with them.
    pub(super) fn open(
        args: &BatchArgs,
        options: Arc<WriteOptions>,
        header: FileHeader,
        checkpoint: &Checkpoint,
    ) -> Result<Self, Error> {
        let format = OutputFormat::of(args)?;
        let plan = ShardPlan::of(args)?;
        let is_new = *checkpoint == Checkpoint::start(checkpoint.run.clone());
        if is_new
            && let Some(plan) = &plan
            && let Some(shard) = plan.existing().first()
        {
            return Err(Error::Usage(format!(
                "{} exists; remove the shards of earlier runs first",
                shard.display()
            )));
        }
        let path = output_path(&args.output, plan.as_ref(), checkpoint.shard.index);
        let is_written = checkpoint.is_written || checkpoint.shard.is_complete;
        let staged = StagedOutput::of(args.output_url.as_deref());
        let is_here = path.exists() || sibling(&path, PART_SUFFIX).exists();
        let sink = if staged.is_some() && is_written && !is_here {
            // The run before has uploaded the file and removed it.
            OutputSink::Renamed(path, checkpoint.rows)
        } else {
            open_sink(&path, format, checkpoint.rows, is_written, &options)?
        };
        let output = args.output.clone();
        if staged.is_some() && matches!(format, OutputFormat::Folder { .. }) {
            return Err(Error::Usage("a folder with a URL is not written".into()));
        }
        Ok(MainOutput { sink, output, plan, format, options, header, staged })
    }

    /// Returns true if the current shard takes no more rows.
    pub(super) fn is_full(&self, shard: &ShardState) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.is_full(shard.rows, shard.bytes))
    }

    /// Completes the current shard, and starts the one with this index.
    pub(super) fn next_shard(&mut self, index: u64) -> Result<(), Error> {
        let path = output_path(&self.output, self.plan.as_ref(), index);
        let next = OutputSink::open(&path, self.format, 0, &self.options)?;
        std::mem::replace(&mut self.sink, next).complete()?;
        self.publish(index - 1)?;
        self.write_header(index)
    }

    /// Uploads a complete file or shard, if the output is remote.
    fn publish(&self, index: u64) -> Result<(), Error> {
        let path = output_path(&self.output, self.plan.as_ref(), index);
        self.staged.as_ref().map_or(Ok(()), |staged| staged.publish(&path))
    }

    /// Gives the last file or shard its final name, and uploads it.
    pub(super) fn complete(mut self, index: u64) -> Result<(), Error> {
        let done = OutputSink::Renamed(self.output.clone(), 0);
        std::mem::replace(&mut self.sink, done).complete()?;
        self.publish(index)
    }

    /// Writes the header of the file or shard.
    pub(super) fn write_header(&mut self, index: u64) -> Result<(), Error> {
        let path = output_path(&self.output, self.plan.as_ref(), index);
        let path = match &self.staged {
            Some(staged) => PathBuf::from(staged.name(&path)),
            None => path,
        };
        if let Some(header) = self.header.record(&path)? {
            self.sink.write(&header)?;
        }
        Ok(())
    }
}

/// Returns the path of the output, or of a shard.
fn output_path(output: &Path, plan: Option<&ShardPlan>, index: u64) -> PathBuf {
    plan.map_or_else(|| output.to_owned(), |plan| plan.path(index))
}

/// Opens an output. `length` is the valid length that the checkpoint has.
///
/// If `is_written` is set, an earlier run has written the output and may have renamed it.
pub(super) fn open_sink(
    path: &Path,
    format: OutputFormat,
    length: u64,
    is_written: bool,
    options: &Arc<WriteOptions>,
) -> Result<OutputSink, Error> {
    if is_written && let Some(renamed) = OutputSink::renamed(path, length) {
        return Ok(renamed);
    }
    OutputSink::open(path, format, length, options)
}
