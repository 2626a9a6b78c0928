//! How far a run came, written down while it runs, so that it can go on after it was killed.
//!
//! Outputs are secured every so many documents, and then the manifest beside them says up to where: `OUTPUT.resume`. Where
//! that is depends on the documents alone, so that a packed output has the same members whether the run broke off or not.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

use crate::args::BatchArgs;
use crate::batch::inputs::InputFile;
use crate::batch::report::summary::BatchCounts;
use crate::batch::write::output_sink::beside;
use crate::error::Error;

/// Documents between two points at which a run can go on: two seconds' work.
const DOCUMENTS: usize = 512;
/// Bytes of rows after which there is one in any case.
const BYTES: usize = 16 << 20;

/// How far a run came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// What tells this run from others: its arguments and inputs.
    run: String,
    /// The input that was being read, from 0.
    pub(super) input: usize,
    /// How many of its documents and records are done.
    pub(super) jobs: usize,
    /// Bytes of the output that are to stay.
    pub(super) rows: u64,
    /// Bytes of the rejects that are to stay.
    pub(super) rejects: u64,
    /// Whether all is written, and nothing left but to give the outputs their names.
    pub(super) is_written: bool,
    /// What was counted.
    pub(super) counts: BatchCounts,
}

/// Keeps a run's progress.
pub(super) struct CheckpointFile {
    path: PathBuf,
    /// Documents and bytes since the last point.
    since: (usize, usize),
}

impl CheckpointFile {
    /// The manifest of an output.
    pub(super) fn of(output: &Path) -> Self {
        let target = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
        CheckpointFile { path: beside(&target, ".resume"), since: (0, 0) }
    }

    /// What an earlier run has left, if it was the same. None if it came to no point at which it can go on.
    pub(super) fn read(&self, run: &str) -> Result<Option<Checkpoint>, Error> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(&self.path, error)),
        };
        let progress: Checkpoint =
            serde_json::from_slice(&bytes).map_err(|error| Error::record(&self.path, 1, error))?;
        if progress.run != run {
            let path = self.path.display();
            return Err(Error::Usage(format!(
                "{path} was left by a run with other arguments, inputs or version; give the same, or start anew without --resume"
            )));
        }
        Ok(Some(progress))
    }

    /// Counts a document; says whether the run is to be secured here.
    pub(super) fn is_due(&mut self, bytes: usize) -> bool {
        self.since = (self.since.0 + 1, self.since.1 + bytes);
        let is_due = self.since.0 >= DOCUMENTS || self.since.1 >= BYTES;
        if is_due {
            self.since = (0, 0);
        }
        is_due
    }

    /// Writes down how far the run came, when the outputs are safe.
    pub(super) fn write(&self, progress: &Checkpoint) -> Result<(), Error> {
        let next = beside(&self.path, ".new");
        let text =
            serde_json::to_string(progress).map_err(|error| Error::record(&self.path, 1, error))?;
        let written = fs::File::create(&next).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_data()?;
            fs::rename(&next, &self.path)
        });
        written.map_err(|error| Error::file(&self.path, error))
    }

    /// Removes the manifest of a run that is complete, or starts anew.
    pub(super) fn remove(&self) {
        // It need not be there.
        let _ = fs::remove_file(&self.path);
    }
}

impl Checkpoint {
    /// Counts a job of an input.
    pub(super) fn step(&mut self, input: usize) {
        let jobs = if input == self.input { self.jobs } else { 0 };
        (self.input, self.jobs) = (input, jobs + 1);
    }

    /// At the start of a run.
    pub(super) fn start(run: String) -> Self {
        Checkpoint { run, ..Checkpoint::default() }
    }
}

/// What tells a run from others: the program's version, the arguments that matter to the output, and the inputs with
/// their sizes and times of change.
pub(super) fn fingerprint(args: &BatchArgs, inputs: &[InputFile]) -> String {
    let mut hash = Sha1::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(format!("{:?}", args.for_output()));
    for input in inputs {
        hash.update(format!("{:?} {} {:?}\n", input.path, input.size, input.changed));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
