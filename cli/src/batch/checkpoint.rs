//! Checkpoints: saves how far a run came, so that `--resume` can continue it after a crash.
//!
//! A checkpoint is saved to `OUTPUT.resume` after the outputs have been synchronized. The documents
//! alone decide where checkpoints are. So a compressed output has the same members, whether the run
//! was interrupted or not.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::batch::part_files::{CHECKPOINT_SUFFIX, NEW_SUFFIX, sibling, target_of};
use crate::batch::report::counts::BatchCounts;
use crate::batch::run_identity::RunIdentity;
use crate::error::Error;

/// Documents between two checkpoints: about two seconds of work.
const INTERVAL_DOCUMENTS: usize = 512;

/// Bytes of output between two checkpoints, if they come before [`INTERVAL_DOCUMENTS`].
const INTERVAL_BYTES: usize = 16 << 20;

/// How far a run came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub(super) run: RunIdentity,
    /// Index of the input file that was being read.
    pub(super) input: usize,
    /// Jobs of that file that are done.
    pub(super) jobs: usize,
    /// Length of the output that is valid: bytes of a file, or files of a folder.
    pub(super) rows: u64,
    /// Lengths of the rejects and the failures that are valid, in bytes.
    pub(super) sides: [u64; 2],
    /// Number of keys of `--dedupe`.
    pub(super) keys: u64,
    /// The shard that was being written.
    pub(super) shard: ShardState,
    /// True if the outputs are complete and only have to be renamed.
    pub(super) is_written: bool,
    pub(super) counts: BatchCounts,
}

/// The size of a shard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ShardState {
    /// Index of the shard, from 0.
    pub(super) index: u64,
    pub(super) rows: u64,
    /// Bytes of rows, before compression.
    pub(super) bytes: u64,
    /// True if the shard is complete and only has to be renamed.
    pub(super) is_complete: bool,
}

impl Checkpoint {
    /// Returns the checkpoint at the start of a run.
    pub(super) fn start(run: RunIdentity) -> Self {
        Checkpoint { run, ..Checkpoint::default() }
    }

    /// Counts a job of the input file with this index.
    pub(super) fn add_job(&mut self, input: usize) {
        if input != self.input {
            self.input = input;
            self.jobs = 0;
        }
        self.jobs += 1;
    }
}

/// The file with the checkpoint of a run.
pub(super) struct CheckpointFile {
    path: PathBuf,
    /// Documents since the last checkpoint.
    documents: usize,
    /// Bytes of output since the last checkpoint.
    bytes: usize,
}

impl CheckpointFile {
    /// Returns the checkpoint file of an output.
    pub(super) fn of(output: &Path) -> Self {
        let target = target_of(output);
        CheckpointFile { path: sibling(&target, CHECKPOINT_SUFFIX), documents: 0, bytes: 0 }
    }

    /// Returns the checkpoint of an earlier run.
    ///
    /// Returns `None` if the file does not exist. Fails if the run cannot continue that one.
    pub(super) fn read(&self, run: &RunIdentity) -> Result<Option<Checkpoint>, Error> {
        let Some(checkpoint) = self.saved()? else { return Ok(None) };
        let differences = run.differences(&checkpoint.run);
        if !differences.is_empty() {
            return Err(Error::Usage(format!(
                "{} belongs to a run with other arguments, inputs or version: {}; repeat those, or \
                 start again with --restart",
                self.path.display(),
                differences.join(", ")
            )));
        }
        Ok(Some(checkpoint))
    }

    /// Returns the checkpoint of any earlier run; `None` if the file does not exist.
    pub(super) fn saved(&self) -> Result<Option<Checkpoint>, Error> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(&self.path, error)),
        };
        serde_json::from_slice(&bytes).map_err(|error| Error::record(&self.path, 1, error))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns true if an earlier run has left a checkpoint.
    pub(super) fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Counts a document with this many bytes of output. Returns true if a checkpoint is due.
    pub(super) fn is_due(&mut self, bytes: usize) -> bool {
        self.documents += 1;
        self.bytes += bytes;
        self.documents >= INTERVAL_DOCUMENTS || self.bytes >= INTERVAL_BYTES
    }

    /// Saves a checkpoint. The outputs must be synchronized before.
    pub(super) fn save(&mut self, checkpoint: &Checkpoint) -> Result<(), Error> {
        let text = serde_json::to_string(checkpoint)
            .map_err(|error| Error::record(&self.path, 1, error))?;
        // A run that continues from here counts from here.
        (self.documents, self.bytes) = (0, 0);
        // The rename is atomic: after a crash the file holds the old or the new checkpoint.
        let new_path = sibling(&self.path, NEW_SUFFIX);
        let saved = fs::File::create(&new_path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_data()?;
            fs::rename(&new_path, &self.path)
        });
        saved.map_err(|error| Error::file(&self.path, error))
    }

    /// Removes the file, because the run is complete or starts from the beginning.
    pub(super) fn remove(&self) {
        // The file may not exist.
        let _ = fs::remove_file(&self.path);
    }
}
