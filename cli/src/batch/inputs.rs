//! Lists the input files of a batch.
//!
//! Files have the order of the arguments. The files of a folder have the order of their paths. The
//! list is complete before any work starts, so that two documents never have the same id.

pub(super) mod input_file;
mod run_files;
mod unique_ids;

use std::cmp::Ordering;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use arrow_schema::DataType;
use glob::{MatchOptions, Pattern, PatternError};
use walkdir::{DirEntry, WalkDir};

use crate::args::BatchArgs;
use crate::batch::declared_columns::declared_columns;
use crate::batch::inputs::input_file::{InputFile, InputOrigin};
use crate::batch::inputs::run_files::{ReplacedInput, RunFiles};
use crate::batch::inputs::unique_ids::make_ids_unique;
use crate::batch::job_result::Failure;
use crate::batch::output_format::OutputFormat;
use crate::error::Error;
use crate::input::is_standard_stream;
use crate::remote;

/// The input files of a batch.
#[derive(Default)]
pub(super) struct InputList {
    pub(super) files: Vec<InputFile>,
    /// Folders and patterns that could not be read.
    pub(super) unlisted: Vec<Failure>,
    /// Files of folders and patterns that the outputs of the run replace.
    pub(super) replaced: Vec<ReplacedInput>,
    /// The columns that the files declare, for tables.
    pub(super) declared: Vec<(String, DataType)>,
}

impl InputList {
    /// Lists the files that the arguments name, without the files of the run.
    ///
    /// # Errors
    ///
    /// Fails if an input does not exist or is also an output, if the list is empty, or if a file is
    /// named twice.
    pub(super) fn new(args: &BatchArgs) -> Result<Self, Error> {
        let run_files = RunFiles::of(args)?;
        run_files.check_distinct()?;
        let mut list = InputList::default();
        for path in &args.inputs {
            list.add(path)?;
        }
        list.replaced = run_files.remove_from(&mut list.files)?;
        if list.files.is_empty() && list.unlisted.is_empty() {
            return Err(Error::Usage("there is nothing to clean in the inputs".into()));
        }
        make_ids_unique(&mut list.files, args.from)?;
        // Other subcommands list inputs too, and have outputs that a batch does not write.
        if OutputFormat::of(args).is_ok_and(OutputFormat::is_table) {
            list.declared = declared_columns(args, &list.files);
        }
        if let Some(share) = args.part {
            // Ids and columns come first, so that they do not depend on the share.
            let mut index = 0;
            list.files.retain(|_| {
                index += 1;
                share.contains(index - 1)
            });
        }
        for (index, file) in list.files.iter_mut().enumerate() {
            file.index = index;
        }
        Ok(list)
    }

    /// Adds the files of an argument: a pattern, a folder or a file.
    fn add(&mut self, path: &Path) -> Result<(), Error> {
        if let Some(url) = remote::url_of(path) {
            return self.add_url(url).map_err(|error| Error::file(path, error));
        }
        // A path that exists is not a pattern, even if it contains wildcards.
        if has_wildcard(&path.to_string_lossy()) && !path.exists() {
            return self.add_pattern(path);
        }
        let is_stdin = is_standard_stream(path);
        if !is_stdin && fs::metadata(path).map_err(|error| Error::file(path, error))?.is_dir() {
            self.add_folder(path);
        } else {
            self.files.push(InputFile::from_path(path));
        }
        Ok(())
    }

    /// Adds the paths that match a pattern: files whatever their names are, and the files of
    /// folders.
    ///
    /// Ids are paths below the last folder before the first wildcard.
    fn add_pattern(&mut self, pattern: &Path) -> Result<(), Error> {
        let base: PathBuf =
            pattern.iter().take_while(|part| !has_wildcard(&part.to_string_lossy())).collect();
        let text = pattern.to_string_lossy();
        let usage_error = |error: PatternError| {
            let reason = error.msg;
            Error::Usage(format!("{text}: no such file, and as a pattern invalid: {reason}"))
        };
        let mut matches = PatternMatches::default();
        if text.contains("**") {
            matches.add_tree(&base, &text).map_err(usage_error)?;
        } else {
            matches.add_level(&text).map_err(usage_error)?;
        }
        if matches.paths.is_empty() && matches.failures.is_empty() {
            return Err(Error::Usage(format!("{text}: no file fits")));
        }
        self.unlisted.extend(matches.failures);
        let mut paths = matches.paths;
        paths
            .sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
        for path in paths {
            if path.is_dir() {
                self.add_folder(&path);
            } else {
                let below = path.strip_prefix(&base).unwrap_or(&path).to_string_lossy();
                self.files.push(InputFile::new(&path, &below, InputOrigin::Pattern));
            }
        }
        Ok(())
    }

    /// Adds a remote file, the files below a URL that ends with a slash, or those that match a
    /// pattern.
    fn add_url(&mut self, url: &str) -> io::Result<()> {
        let is_pattern = url.contains('*');
        if !is_pattern && !url.ends_with('/') {
            let name = url.rsplit('/').next().unwrap_or(url);
            self.files.push(InputFile::remote(&remote::head(url)?, name, InputOrigin::Named));
            return Ok(());
        }
        let literal = url.split('*').next().unwrap_or(url);
        let base = &literal[..literal.rfind('/').map_or(0, |at| at + 1)];
        let pattern = Pattern::new(url).map_err(io::Error::other)?;
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let origin = if is_pattern { InputOrigin::Pattern } else { InputOrigin::Folder };
        let count = self.files.len();
        for file in remote::list(base)? {
            if !is_pattern || pattern.matches_with(&file.url, options) {
                let below = file.url.strip_prefix(base).unwrap_or(&file.url);
                self.files.push(InputFile::remote(&file, below, origin));
            }
        }
        if self.files.len() == count {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no file fits"));
        }
        Ok(())
    }

    /// Adds the files of a folder. Their content decides which of them are read.
    fn add_folder(&mut self, folder: &Path) {
        for entry in WalkDir::new(folder).follow_links(true).sort_by(by_path) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    self.files.push(folder_file(folder, &entry));
                }
                Ok(_) => {}
                Err(error) => self.unlisted.push(listing_failure(error.path(), &error)),
            }
        }
    }
}

/// The paths that match a pattern.
#[derive(Default)]
struct PatternMatches {
    paths: Vec<PathBuf>,
    failures: Vec<Failure>,
}

impl PatternMatches {
    /// Adds the files that match a pattern with `**`. `base` is the part before the wildcards.
    ///
    /// The walk detects links that lead back to a folder above, which `glob` follows for ever.
    fn add_tree(&mut self, base: &Path, pattern: &str) -> Result<(), PatternError> {
        // `**` at the end means all files.
        let pattern = if pattern.ends_with("**") { format!("{pattern}/*") } else { pattern.into() };
        // The walk writes no `./` at the start.
        let pattern = Pattern::new(pattern.strip_prefix("./").unwrap_or(&pattern))?;
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let root = if base.as_os_str().is_empty() { Path::new(".") } else { base };
        for entry in WalkDir::new(root).follow_links(true) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let path = entry.path().strip_prefix(".").unwrap_or(entry.path());
                    if pattern.matches_path_with(path, options) {
                        self.paths.push(path.to_owned());
                    }
                }
                Ok(_) => {}
                Err(error) => self.failures.push(listing_failure(error.path(), &error)),
            }
        }
        Ok(())
    }

    /// Adds the paths that match a pattern without `**`.
    fn add_level(&mut self, pattern: &str) -> Result<(), PatternError> {
        for path in glob::glob(pattern)? {
            match path {
                Ok(path) => self.paths.push(path),
                Err(error) => self.failures.push(listing_failure(Some(error.path()), &error)),
            }
        }
        Ok(())
    }
}

/// Returns true if `text` contains a wildcard of glob patterns.
fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Returns the failure for a path that could not be listed.
fn listing_failure(path: Option<&Path>, error: &impl Display) -> Failure {
    let place = path.unwrap_or(Path::new("")).display().to_string();
    Failure::of_file(place, format_args!("cannot be listed: {error}"))
}

/// Returns the input file for an entry of a folder.
fn folder_file(folder: &Path, entry: &DirEntry) -> InputFile {
    let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    // Ids have slashes on all systems.
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    InputFile::new(entry.path(), &parts.join("/"), InputOrigin::Folder)
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
