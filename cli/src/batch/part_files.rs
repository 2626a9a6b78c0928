//! Names of unfinished output files, and the rename that completes them.
//!
//! An output has its final name only when it is complete.

use std::ffi::OsString;
use std::fs;
#[cfg(unix)]
use std::fs::File;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Appended to the name of an output until it is complete.
pub(super) const PART_SUFFIX: &str = ".part";

/// Appended to the name of a file while it is replaced.
pub(super) const NEW_SUFFIX: &str = ".new";

/// Returns the path of a file in the same folder, with `suffix` appended to the name of `path`.
pub(super) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    // Collecting the components removes a slash at the end.
    let mut name = OsString::from(path.components().collect::<PathBuf>());
    name.push(suffix);
    name.into()
}

/// Renames a file or folder, and writes the new name to the disk.
///
/// Without the second step, a power failure could undo the rename after other files were removed.
pub(super) fn rename_durably(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|error| Error::file(to, error))?;
    // Only Unix can open a folder to synchronize it.
    #[cfg(unix)]
    {
        let parent = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new("."));
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| Error::file(to, error))?;
    }
    Ok(())
}
