//! Finds out whether `--resume` has nothing to do, because the run has ended.
//!
//! A run with `--resume` leaves its checkpoint when it ends. The checkpoint says which version
//! cleaned which inputs with which options. Without one, a complete output could be that of
//! another run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::BatchArgs;
use crate::batch::checkpoint::{Checkpoint, CheckpointFile};
use crate::batch::inputs::input_file::InputFile;
use crate::batch::part_files::{lock_path, unfinished_files};
use crate::batch::run_identity::RunIdentity;
use crate::batch::shards::ShardPlan;
use crate::batch::staged_output::StagedOutput;
use crate::error::Error;
use crate::input::is_standard_stream;

/// Returns the last checkpoint of the run, if the arguments ask to resume it and it has ended.
///
/// # Errors
///
/// Fails if the output is complete and nothing says that it is that of this run.
pub(super) fn finished_run(
    args: &BatchArgs,
    run: &RunIdentity,
    inputs: &[InputFile],
) -> Result<Option<Checkpoint>, Error> {
    if !args.resume {
        return Ok(None);
    }
    let file = CheckpointFile::of(&args.output);
    let checkpoint = file.read(run)?;
    let last = last_file(args, checkpoint.as_ref())?;
    // A run that was killed at its end has left its locks.
    if has_unfinished(args, &last) || lock_path(&args.output).exists() {
        return Ok(None);
    }
    let is_here = is_complete(args, &last);
    let output = args.output.display();
    let Some(checkpoint) = checkpoint else {
        if !is_here {
            return Ok(None);
        }
        return Err(Error::Usage(format!(
            "{output} is complete, and no {} says that it is the output of this command; repeat \
             the run without --resume",
            file.path().display()
        )));
    };
    if !checkpoint.is_written {
        return Ok(None);
    }
    if !is_here {
        // The user has removed the output, so the run starts again.
        file.remove();
        return Ok(None);
    }
    if let Some(missing) = sides(args).find(|path| !path.exists()) {
        return Err(Error::Usage(format!(
            "{output} is complete, but {} is missing; --restart starts again",
            missing.display()
        )));
    }
    if inputs.iter().any(|input| is_standard_stream(&input.path)) {
        return Err(Error::Usage(format!(
            "{output} is complete, and nothing says that standard input is the same; repeat the \
             run without --resume"
        )));
    }
    Ok(Some(checkpoint))
}

/// Returns true if a checkpoint file is that of a run that has ended.
pub(super) fn has_ended(args: &BatchArgs, file: &CheckpointFile) -> Result<bool, Error> {
    // A file that cannot be read says nothing.
    let Ok(Some(checkpoint)) = file.saved() else { return Ok(false) };
    let last = last_file(args, Some(&checkpoint))?;
    Ok(checkpoint.is_written && !has_unfinished(args, &last))
}

/// Returns the last file of the main output, as far as the checkpoint knows.
fn last_file(args: &BatchArgs, checkpoint: Option<&Checkpoint>) -> Result<PathBuf, Error> {
    let index = checkpoint.map_or(0, |checkpoint| checkpoint.shard.index);
    Ok(ShardPlan::of(args)?.map_or_else(|| args.output.clone(), |plan| plan.path(index)))
}

/// Returns true if a run has left an unfinished output. `last` is the last file of the main output.
fn has_unfinished(args: &BatchArgs, last: &Path) -> bool {
    // The keys of documents are beside the name with the place of the index.
    let outputs = [args.output.as_path(), last].into_iter().chain(sides(args));
    outputs.flat_map(unfinished_files).any(|path| path.exists())
}

/// Returns true if the last file of the main output is complete.
fn is_complete(args: &BatchArgs, last: &Path) -> bool {
    if let Some(staged) = StagedOutput::of(args.output_url.as_deref())
        && !last.exists()
    {
        return staged.exists(last);
    }
    // An output folder can be created before the run.
    let is_empty = fs::read_dir(last).is_ok_and(|mut entries| entries.next().is_none());
    !is_empty && (last.is_file() || last.is_dir())
}

/// Returns the rejects and the failures, if the arguments name them.
fn sides(args: &BatchArgs) -> impl Iterator<Item = &Path> {
    [&args.rejects, &args.failures].into_iter().flatten().map(PathBuf::as_path)
}
