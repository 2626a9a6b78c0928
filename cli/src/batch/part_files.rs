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

/// Appended to the name of the output for its checkpoint file.
pub(super) const CHECKPOINT_SUFFIX: &str = ".resume";

/// Appended to the name of the output for the keys of its documents.
pub(super) const KEYS_SUFFIX: &str = ".keys";

/// Appended to the name of an output for the file that locks it.
pub(super) const LOCK_SUFFIX: &str = ".lock";

/// Appended to the name of an output folder for its journal.
pub(super) const JOURNAL_SUFFIX: &str = ".journal";

/// All that a run appends to the names of its outputs until it is complete.
pub(super) const RUN_SUFFIXES: [&str; 6] =
    [PART_SUFFIX, NEW_SUFFIX, CHECKPOINT_SUFFIX, JOURNAL_SUFFIX, LOCK_SUFFIX, KEYS_SUFFIX];

/// Those of [`RUN_SUFFIXES`] that a run appends only while its outputs are not complete.
const UNFINISHED_SUFFIXES: [&str; 4] = [PART_SUFFIX, NEW_SUFFIX, JOURNAL_SUFFIX, KEYS_SUFFIX];

/// Returns the paths of the files that a run creates beside an output.
pub(super) fn companions(output: &Path) -> impl Iterator<Item = PathBuf> {
    let target = target_of(output);
    RUN_SUFFIXES.map(|suffix| sibling(&target, suffix)).into_iter()
}

/// Returns the path of the file that locks an output.
pub(super) fn lock_path(output: &Path) -> PathBuf {
    sibling(&target_of(output), LOCK_SUFFIX)
}

/// Returns the paths of the files that exist beside an output only while it is not complete.
pub(super) fn unfinished_files(output: &Path) -> impl Iterator<Item = PathBuf> {
    let target = target_of(output);
    UNFINISHED_SUFFIXES.map(|suffix| sibling(&target, suffix)).into_iter()
}

/// Returns the file of an output: the target of a link. The other files of a run are beside it.
pub(super) fn target_of(output: &Path) -> PathBuf {
    fs::canonicalize(output).unwrap_or_else(|_| output.to_owned())
}

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
