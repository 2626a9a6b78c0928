//! An input file, and the format that its name promises.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, UNIX_EPOCH};

use crate::args::InputFormatArg;
use crate::batch::part_files::RUN_SUFFIXES;
use crate::input::is_standard_stream;
use crate::remote::RemoteFile;

/// An input file of the batch.
#[derive(Debug)]
pub(in crate::batch) struct InputFile {
    /// The path; `-` is standard input.
    pub(in crate::batch) path: PathBuf,
    pub(in crate::batch) origin: InputOrigin,
    /// The path below the given folder, or the name, without known extensions. If two files would
    /// have one id, theirs are longer.
    pub(in crate::batch) id: String,
    /// The path below the given folder, or the name.
    pub(super) below: String,
    /// The format that the name promises, if it has a known extension.
    pub(in crate::batch) named: Option<InputFormatArg>,
    /// The format that the file has. It is set when the file is opened.
    pub(in crate::batch) format: OnceLock<InputFormat>,
    /// Index among the inputs, from 0.
    pub(in crate::batch) index: usize,
    /// Time of the last change, since the Unix epoch; 0 if unknown.
    pub(in crate::batch) modified: Duration,
    /// Size in bytes, before decompression; 0 if unknown.
    pub(in crate::batch) size: usize,
}

/// How the user named an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::batch) enum InputOrigin {
    /// By its path. The file is read, or it is an error.
    Named,
    /// By a pattern.
    Pattern,
    /// By a folder. Files that are not text or records are expected.
    Folder,
}

/// The format of an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::batch) enum InputFormat {
    /// One document.
    Document,
    /// A JSON record on each line.
    Jsonl,
    /// JSON records in an array, or one after the other.
    Json,
    /// A mail message or saved page.
    Mail,
    /// Items of a feed.
    Feed,
    /// WARC records.
    Warc,
    /// Rows of a Parquet file.
    Parquet,
    /// Rows of an Arrow file or stream.
    Arrow,
}

impl InputFile {
    /// Returns a file that has not been opened. `below` is its path below the given folder.
    pub(super) fn new(path: &Path, below: &str, origin: InputOrigin) -> Self {
        let (size, modified) = file_state(path);
        let (stem, named) = split_extensions(below);
        InputFile {
            path: path.to_owned(),
            origin,
            id: stem.to_owned(),
            below: below.to_owned(),
            named,
            format: OnceLock::new(),
            index: 0,
            modified,
            size,
        }
    }

    /// Returns true if the file is another one than when it was listed: a writer was at work.
    pub(in crate::batch) fn has_changed(&self) -> bool {
        // The time of a pipe changes with every write.
        self.path.is_file() && file_state(&self.path) != (self.size, self.modified)
    }

    /// Returns a remote file.
    pub(super) fn remote(file: &RemoteFile, below: &str, origin: InputOrigin) -> Self {
        let mut input = InputFile::new(Path::new(&file.url), below, origin);
        input.size = usize::try_from(file.size).unwrap_or(usize::MAX);
        input.modified = file.modified;
        input
    }

    /// Returns the file of a path that the user gave. It is read whatever its name is.
    pub(in crate::batch) fn from_path(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let below = if is_standard_stream(path) { "stdin" } else { &*name };
        InputFile::new(path, below, InputOrigin::Named)
    }

    /// Returns the format that the name promises, if it has a known extension.
    pub(in crate::batch) fn named_format(&self) -> Option<InputFormat> {
        self.named.map(format_of)
    }

    /// Returns true if the file is expected to give one row, whose id is that of the file.
    pub(super) fn is_document(&self, format: InputFormatArg) -> bool {
        match format {
            InputFormatArg::Auto | InputFormatArg::Html | InputFormatArg::Text => {
                matches!(self.named_format(), None | Some(InputFormat::Document))
            }
            InputFormatArg::Jsonl
            | InputFormatArg::Warc
            | InputFormatArg::Wet
            | InputFormatArg::Parquet
            | InputFormatArg::Arrow => false,
        }
    }

    /// Returns the extension with its dot, in lower case; empty if the name has none.
    ///
    /// Names of saved pages continue with a query string: `index.html?id=3`.
    pub(in crate::batch) fn extension(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let name = strip_compression(&name);
        let Some((stem, extension)) = name.rsplit_once('.') else { return String::new() };
        let end = extension.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(extension.len());
        if stem.is_empty() || end == 0 {
            return String::new();
        }
        format!(".{}", extension[..end].to_ascii_lowercase())
    }

    /// Returns true for a file that a run writes and has not completed.
    pub(in crate::batch) fn is_unfinished_output(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        RUN_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
    }
}

/// Returns the format of a file with a known extension.
fn format_of(named: InputFormatArg) -> InputFormat {
    match named {
        InputFormatArg::Jsonl => InputFormat::Jsonl,
        InputFormatArg::Warc | InputFormatArg::Wet => InputFormat::Warc,
        InputFormatArg::Parquet => InputFormat::Parquet,
        InputFormatArg::Arrow => InputFormat::Arrow,
        InputFormatArg::Auto | InputFormatArg::Html | InputFormatArg::Text => InputFormat::Document,
    }
}

/// The extensions of compressed files.
const COMPRESSION_EXTENSIONS: [&str; 6] = [".gz", ".zst", ".bz2", ".br", ".xz", ".lz4"];

/// The extensions of formats.
const FORMAT_EXTENSIONS: [(&str, InputFormatArg); 12] = [
    (".arrow", InputFormatArg::Arrow),
    (".arrows", InputFormatArg::Arrow),
    (".feather", InputFormatArg::Arrow),
    (".ipc", InputFormatArg::Arrow),
    (".htm", InputFormatArg::Html),
    (".html", InputFormatArg::Html),
    (".jsonl", InputFormatArg::Jsonl),
    (".ndjson", InputFormatArg::Jsonl),
    (".parquet", InputFormatArg::Parquet),
    (".txt", InputFormatArg::Text),
    (".warc", InputFormatArg::Warc),
    (".wet", InputFormatArg::Wet),
];

/// Splits a path into the part before the known extensions, and the format that they promise.
pub(super) fn split_extensions(name: &str) -> (&str, Option<InputFormatArg>) {
    let name = strip_compression(name);
    for (extension, format) in FORMAT_EXTENSIONS {
        if let Some(stem) = strip_extension(name, extension) {
            return (stem, Some(format));
        }
    }
    (name, None)
}

/// Returns the size of a file, and the time of its last change since the Unix epoch; 0 if unknown.
fn file_state(path: &Path) -> (usize, Duration) {
    let Ok(metadata) = fs::metadata(path) else { return (0, Duration::ZERO) };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (usize::try_from(metadata.len()).unwrap_or(usize::MAX), modified.unwrap_or_default())
}

/// Returns `name` without the extension of a compressed file.
fn strip_compression(name: &str) -> &str {
    COMPRESSION_EXTENSIONS
        .iter()
        .find_map(|extension| strip_extension(name, extension))
        .unwrap_or(name)
}

/// Returns `name` without `extension`, in upper or lower case.
///
/// Returns `None` if the extension differs, or if it is the whole file name, as in `.txt`.
fn strip_extension<'n>(name: &'n str, extension: &str) -> Option<&'n str> {
    let stem_length = name.len().checked_sub(extension.len())?;
    let (stem, end) = name.split_at_checked(stem_length)?;
    if !end.eq_ignore_ascii_case(extension) || stem.is_empty() || stem.ends_with('/') {
        return None;
    }
    Some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_end_before_query_strings() {
        for (path, extension) in [
            ("x/a.CSS", ".css"),
            ("a.css.gz", ".css"),
            ("index.html?id=3", ".html"),
            ("README", ""),
            (".htaccess", ""),
            ("a.", ""),
        ] {
            assert_eq!(InputFile::from_path(Path::new(path)).extension(), extension, "{path}");
        }
    }

    #[test]
    fn ids_are_names_without_known_extensions() {
        for (name, stem) in [
            ("a.html.gz", "a"),
            ("a.b.HTM", "a.b"),
            ("example.com", "example.com"),
            ("a.txt.html", "a.txt"),
            ("x/.txt", "x/.txt"),
            ("ก.txt", "ก"),
            ("ก", "ก"),
            (".gz", ".gz"),
        ] {
            assert_eq!(split_extensions(name).0, stem, "{name}");
        }
    }
}
