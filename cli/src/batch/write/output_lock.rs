//! Locks an output, so that two runs do not write it at once.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::batch::part_files::{lock_path, target_of};
use crate::error::Error;
use crate::input::is_standard_stream;
use crate::output::print_message;

/// The lock on an output. It is released when the value is dropped, or when the process ends.
pub(super) struct OutputLock {
    /// The operating system locks this file, until it is closed.
    _file: File,
    path: PathBuf,
}

impl OutputLock {
    /// Locks an output. Returns `None` for standard output, devices, and file systems without
    /// locks.
    ///
    /// # Errors
    ///
    /// Fails if another run writes the output.
    pub(super) fn acquire(output: &Path) -> Result<Option<Self>, Error> {
        let target = target_of(output);
        let is_device = target.exists() && !target.is_file() && !target.is_dir();
        if is_standard_stream(output) || is_device {
            return Ok(None);
        }
        let path = lock_path(output);
        loop {
            let file = OpenOptions::new().create(true).append(true).open(&path);
            // The user does not know the lock. If its folder is missing, so is that of the output.
            let file = file.map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Error::file(output, error),
                _ => Error::file(&path, error),
            })?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::Usage(format!(
                        "another run is writing {}; wait for its end, or name another output",
                        output.display()
                    )));
                }
                Err(TryLockError::Error(error)) => {
                    print_message(format_args!("{}: no lock: {error}", path.display()));
                    return Ok(None);
                }
            }
            // The run before may have removed the file between the two calls above.
            if is_file_at(&file, &path).map_err(|error| Error::file(&path, error))? {
                return Ok(Some(OutputLock { _file: file, path }));
            }
        }
    }
}

impl Drop for OutputLock {
    fn drop(&mut self) {
        // The lock still holds here. A file that cannot be removed does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

/// Returns true if `path` leads to the open file.
fn is_file_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(handle) => Ok(handle == Handle::from_file(file.try_clone()?)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
