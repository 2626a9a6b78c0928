//! Lists the input files of a batch.
//!
//! Files have the order of the arguments. The files of a folder have the order of their paths. The
//! list is complete before any work starts, so that two documents with the same id are reported
//! at once and not after hours.

pub(super) mod input_file;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::args::{BatchArgs, InputFormatArg};
use crate::batch::inputs::input_file::{InputFile, split_extensions};
use crate::batch::job_result::Failure;
use crate::batch::part_files::{PART_SUFFIX, sibling};
use crate::error::Error;

/// The input files of a batch.
#[derive(Default)]
pub(super) struct InputList {
    pub(super) files: Vec<InputFile>,
    /// Folders and patterns that could not be read.
    pub(super) unlisted: Vec<Failure>,
}

impl InputList {
    /// Lists the files that the arguments name, without those that an earlier run has written.
    ///
    /// # Errors
    ///
    /// Fails if an input does not exist, if the list is empty, or if two documents have one id.
    pub(super) fn new(args: &BatchArgs) -> Result<Self, Error> {
        let mut list = InputList::default();
        for path in &args.inputs {
            list.add(path, args.from)?;
        }
        list.remove_outputs(args);
        if list.files.is_empty() && list.unlisted.is_empty() {
            return Err(Error::Usage("there is nothing to clean in the inputs".into()));
        }
        for (index, file) in list.files.iter_mut().enumerate() {
            file.index = index;
        }
        check_unique_ids(&list.files, args.from)?;
        Ok(list)
    }

    /// Adds the files of an argument: a pattern, a folder or a file.
    fn add(&mut self, path: &Path, format: InputFormatArg) -> Result<(), Error> {
        // A path that exists is not a pattern, even if it contains wildcards.
        if has_wildcard(&path.to_string_lossy()) && !path.exists() {
            return self.add_pattern(path, format);
        }
        let is_stdin = path == Path::new("-");
        if !is_stdin && fs::metadata(path).map_err(|error| Error::file(path, error))?.is_dir() {
            self.add_folder(path, format);
        } else {
            self.files.push(InputFile::from_path(path));
        }
        Ok(())
    }

    /// Adds the paths that match a pattern: files whatever their names are, and the files of
    /// folders.
    ///
    /// Ids are paths below the last folder before the first wildcard.
    fn add_pattern(&mut self, pattern: &Path, format: InputFormatArg) -> Result<(), Error> {
        let base: PathBuf =
            pattern.iter().take_while(|part| !has_wildcard(&part.to_string_lossy())).collect();
        let text = pattern.to_string_lossy();
        let matches =
            glob::glob(&text).map_err(|error| Error::Usage(format!("{text}: {error}")))?;
        let mut paths = Vec::new();
        for path in matches {
            match path {
                Ok(path) => paths.push(path),
                Err(error) => self.unlisted.push(listing_failure(Some(error.path()), &error)),
            }
        }
        if paths.is_empty() && self.unlisted.is_empty() {
            return Err(Error::Usage(format!("{text}: no file fits")));
        }
        paths
            .sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
        // `**` matches folders and also the files inside them.
        let matches_contents = text.contains("**");
        for path in paths {
            if !path.is_dir() {
                let below = path.strip_prefix(&base).unwrap_or(&path).to_string_lossy();
                let (stem, named) = split_extensions(&below);
                self.files.push(InputFile::new(&path, stem, named));
            } else if !matches_contents {
                self.add_folder(&path, format);
            }
        }
        Ok(())
    }

    /// Adds the files of a folder that have a known extension of the given format.
    fn add_folder(&mut self, folder: &Path, format: InputFormatArg) {
        for entry in WalkDir::new(folder).follow_links(true).sort_by(by_path) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    self.files.extend(folder_file(folder, &entry, format));
                }
                Ok(_) => {}
                Err(error) => self.unlisted.push(listing_failure(error.path(), &error)),
            }
        }
    }

    /// Removes the outputs of earlier runs from the list.
    fn remove_outputs(&mut self, args: &BatchArgs) {
        for output in [Some(&args.output), args.rejects.as_ref()].into_iter().flatten() {
            if let Ok(output) = fs::canonicalize(output) {
                self.files.retain(|file| {
                    fs::canonicalize(&file.path).map_or(true, |path| path != output)
                });
            }
        }
        // An interrupted run leaves a file or folder with an unfinished output.
        if let Ok(part) = fs::canonicalize(sibling(&args.output, PART_SUFFIX)) {
            self.files.retain(|file| {
                fs::canonicalize(&file.path).map_or(true, |path| !path.starts_with(&part))
            });
        }
    }
}

/// Returns true if `text` contains a wildcard of glob patterns.
fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Returns the failure for a path that could not be listed.
fn listing_failure(path: Option<&Path>, error: &impl Display) -> Failure {
    let place = path.unwrap_or(Path::new("")).display().to_string();
    Failure { place, reason: format!("cannot be listed: {error}") }
}

/// Returns the input file for an entry of a folder, if it has a known extension of `format`.
fn folder_file(folder: &Path, entry: &DirEntry, format: InputFormatArg) -> Option<InputFile> {
    let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    // Ids have slashes on all systems.
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    let path = parts.join("/");
    let (stem, named) = split_extensions(&path);
    let named = named?;
    if !format.accepts(named) {
        return None;
    }
    Some(InputFile::new(entry.path(), stem, Some(named)))
}

/// Compares two entries of a folder so that the walk has the byte order of whole paths.
///
/// Folders compare with a slash at the end of their names, because in paths below them a slash
/// follows.
fn by_path(a: &DirEntry, b: &DirEntry) -> Ordering {
    let key = |entry: &DirEntry| {
        let mut name = entry.file_name().as_encoded_bytes().to_vec();
        if entry.file_type().is_dir() {
            name.push(b'/');
        }
        name
    };
    key(a).cmp(&key(b))
}

/// Fails if two documents have the same id.
fn check_unique_ids(files: &[InputFile], format: InputFormatArg) -> Result<(), Error> {
    let mut seen: HashMap<&str, &Path> = HashMap::new();
    for file in files.iter().filter(|file| file.is_document(format)) {
        if let Some(first) = seen.insert(&file.id, &file.path) {
            let (id, first, second) = (&file.id, first.display(), file.path.display());
            return Err(Error::Usage(format!(
                "{first} and {second} would both have the id `{id}`; clean them in separate runs"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_documents_with_one_id_are_an_error() {
        let check = |paths: &[&str]| {
            let files: Vec<_> =
                paths.iter().map(|path| InputFile::from_path(Path::new(path))).collect();
            check_unique_ids(&files, InputFormatArg::Auto)
        };
        assert!(check(&["a.html", "b.html", "a.jsonl", "a.warc.gz", "x/a.warc"]).is_ok());
        let error = check(&["x/a.html", "y/a.txt.zst"]).expect_err("one id").to_string();
        assert!(error.contains("x/a.html") && error.contains("y/a.txt.zst"), "{error}");
    }
}
