//! Recognizes documents that an earlier document of the run equals.
//!
//! The keys of all rows are in memory, and in a file beside the output (16 bytes each), so that a
//! resumed run knows those of the run before.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::batch::job_result::{DocumentKey, KEY_BYTES};
use crate::batch::part_files::{KEYS_SUFFIX, sibling, target_of};
use crate::error::Error;

/// The keys of the rows that were written.
pub(super) struct SeenKeys {
    keys: HashSet<DocumentKey>,
    /// Most keys that are kept.
    max_keys: usize,
    writer: BufWriter<File>,
    path: PathBuf,
}

impl SeenKeys {
    /// Opens the keys of an output. `count` keys of an interrupted run are valid.
    pub(super) fn open(output: &Path, count: u64, max_keys: usize) -> Result<Self, Error> {
        let target = target_of(output);
        let path = sibling(&target, KEYS_SUFFIX);
        let file_error = |error| Error::file(&path, error);
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(count == 0)
            .open(&path)
            .map_err(file_error)?;
        let length = count * KEY_BYTES as u64;
        let mut bytes = Vec::new();
        (&mut file).take(length).read_to_end(&mut bytes).map_err(file_error)?;
        if (bytes.len() as u64) < length {
            return Err(Error::Usage(format!(
                "{} is shorter than at the last checkpoint",
                path.display()
            )));
        }
        file.set_len(length).map_err(file_error)?;
        file.seek(SeekFrom::End(0)).map_err(file_error)?;
        let keys = bytes.as_chunks::<KEY_BYTES>().0.iter().copied().collect();
        Ok(SeenKeys { keys, max_keys, writer: BufWriter::new(file), path })
    }

    /// Returns true if an earlier document has this key.
    pub(super) fn contains(&self, key: &DocumentKey) -> bool {
        self.keys.contains(key)
    }

    /// Adds a new key.
    ///
    /// # Errors
    ///
    /// Fails if there are too many keys, because later duplicates could not be found.
    pub(super) fn insert(&mut self, key: DocumentKey) -> Result<(), Error> {
        if self.keys.len() >= self.max_keys {
            return Err(Error::Usage(format!(
                "more than {} different documents; --dedupe-keys sets the limit, and each takes \
                 about 30 bytes of memory",
                self.max_keys
            )));
        }
        self.keys.insert(key);
        self.writer.write_all(&key).map_err(|error| Error::file(&self.path, error))
    }

    /// Writes the keys to the disk. Returns their number.
    pub(super) fn synchronize(&mut self) -> Result<u64, Error> {
        let written = self.writer.flush().and_then(|()| self.writer.get_ref().sync_data());
        written.map_err(|error| Error::file(&self.path, error))?;
        Ok(self.keys.len() as u64)
    }

    /// Removes the file, because the run is complete.
    pub(super) fn remove(self) {
        // A file that stays does no harm: the next run replaces it.
        let _ = fs::remove_file(&self.path);
    }
}
