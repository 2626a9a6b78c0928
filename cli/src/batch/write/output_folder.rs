//! An output folder with one file for each document.
//!
//! The folder is called `NAME.part` until it is complete. A journal beside it lists the files
//! created since the last checkpoint. A resumed run removes these files and writes them again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::batch::part_files::{JOURNAL_SUFFIX, PART_SUFFIX, rename_durably, sibling};
use crate::error::Error;

/// A folder that is being written.
pub(super) struct OutputFolder {
    part_path: PathBuf,
    target: PathBuf,
    /// Number of files written.
    count: u64,
    /// The journal. `None` until a file is written after a checkpoint.
    journal: Option<File>,
}

impl OutputFolder {
    /// Opens a folder, and removes everything but its first `count` files.
    pub(super) fn open(target: &Path, count: u64) -> Result<Self, Error> {
        let is_free = match fs::read_dir(target) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        if !is_free {
            return Err(Error::Usage(format!(
                "{} exists; give a new folder, or an empty one",
                target.display()
            )));
        }
        let folder = OutputFolder {
            part_path: sibling(target, PART_SUFFIX),
            target: target.to_owned(),
            count,
            journal: None,
        };
        folder.prepare().map_err(|error| Error::file(&folder.part_path, error))?;
        Ok(folder)
    }

    /// Creates the folder, or removes the files written after the last checkpoint.
    fn prepare(&self) -> io::Result<()> {
        if self.count == 0 {
            if self.part_path.exists() {
                fs::remove_dir_all(&self.part_path)?;
            }
            return fs::create_dir_all(&self.part_path);
        }
        let journal = fs::read_to_string(self.journal_path()).unwrap_or_default();
        let mut lines = journal.lines();
        let journal_count: Option<u64> = lines.next().and_then(|line| line.parse().ok());
        // A journal with another count is older than the last checkpoint: all of its files stay.
        if journal_count != Some(self.count) {
            return Ok(());
        }
        for name in lines {
            match fs::remove_file(self.part_path.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn journal_path(&self) -> PathBuf {
        sibling(&self.target, JOURNAL_SUFFIX)
    }

    /// Writes the file of a document. [`is_name_error`] recognizes errors on the name.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.part_path.join(name);
        if path.exists() {
            return Err(io::Error::new(ErrorKind::AlreadyExists, "another document has this name"));
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        // The journal names the file before it exists, so that a crash cannot leave an unknown one.
        self.journal()?.write_all(format!("{name}\n").as_bytes())?;
        OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(bytes)?;
        self.count += 1;
        Ok(())
    }

    /// Returns the journal. A new one starts with the number of files before it.
    fn journal(&mut self) -> io::Result<&mut File> {
        let journal = match self.journal.take() {
            Some(journal) => journal,
            None => {
                let mut journal = File::create(self.journal_path())?;
                journal.write_all(format!("{}\n", self.count).as_bytes())?;
                journal
            }
        };
        Ok(self.journal.insert(journal))
    }

    /// Writes the files to the disk and ends the journal. Returns the number of files.
    pub(super) fn synchronize(&mut self) -> io::Result<u64> {
        if self.journal.is_some() {
            self.synchronize_files()?;
        }
        self.journal = None;
        Ok(self.count)
    }

    /// Writes the whole file system to the disk with one call.
    ///
    /// One call for each file takes 8 ms, which is longer than cleaning.
    #[cfg(target_os = "linux")]
    fn synchronize_files(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(&self.part_path)?)?)
    }

    /// Writes the files of the journal to the disk.
    #[cfg(not(target_os = "linux"))]
    fn synchronize_files(&self) -> io::Result<()> {
        let journal = fs::read_to_string(self.journal_path())?;
        for name in journal.lines().skip(1) {
            OpenOptions::new().append(true).open(self.part_path.join(name))?.sync_data()?;
        }
        Ok(())
    }

    /// Gives the folder its final name.
    pub(super) fn complete(&self) -> Result<(), Error> {
        let _ = fs::remove_file(self.journal_path());
        // The target can exist as an empty folder.
        let _ = fs::remove_dir(&self.target);
        rename_durably(&self.part_path, &self.target)
    }

    /// Removes the unfinished folder and its journal.
    pub(super) fn remove(&self) -> io::Result<()> {
        let _ = fs::remove_file(self.journal_path());
        fs::remove_dir_all(&self.part_path)
    }

    /// Returns the path that the folder has when it is complete.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Returns the path that the folder has until it is complete.
    pub(super) fn part_path(&self) -> &Path {
        &self.part_path
    }
}

/// Returns true if an error is about the name of a file, so that other documents can be written.
pub(super) fn is_name_error(error: &io::Error) -> bool {
    use ErrorKind::{AlreadyExists, InvalidFilename, IsADirectory, NotADirectory};
    matches!(error.kind(), AlreadyExists | InvalidFilename | IsADirectory | NotADirectory)
}
