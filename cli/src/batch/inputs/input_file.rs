//! An input file, and the format that its name promises.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, UNIX_EPOCH};

use crate::args::InputFormatArg;

/// An input file of the batch.
#[derive(Debug)]
pub(in crate::batch) struct InputFile {
    /// The path; `-` is standard input.
    pub(in crate::batch) path: PathBuf,
    /// The path below the given folder, or the name, without known extensions.
    pub(in crate::batch) id: String,
    /// The format that the name promises, if it has a known extension.
    pub(in crate::batch) named_format: Option<InputFormat>,
    /// The format that the file has. It is set when the file is opened.
    pub(in crate::batch) format: OnceLock<InputFormat>,
    /// Index among the inputs, from 0.
    pub(in crate::batch) index: usize,
    /// Time of the last change, since the Unix epoch; 0 if unknown.
    pub(in crate::batch) modified: Duration,
    /// Size in bytes, before decompression; 0 if unknown.
    pub(in crate::batch) size: usize,
}

/// The format of an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::batch) enum InputFormat {
    /// One document.
    Document,
    /// A JSON record on each line.
    Jsonl,
    /// WARC records.
    Warc,
    /// Rows of a Parquet file.
    Parquet,
}

impl InputFile {
    /// Returns a file that has not been opened. `named` is the format that the name promises.
    pub(super) fn new(path: &Path, id: &str, named: Option<InputFormatArg>) -> Self {
        let metadata = fs::metadata(path).ok();
        let size = metadata.as_ref().map_or(0, |metadata| metadata.len());
        let modified = metadata
            .and_then(|metadata| metadata.modified().ok())
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        InputFile {
            path: path.to_owned(),
            id: id.to_owned(),
            named_format: named.map(format_of),
            format: OnceLock::new(),
            index: 0,
            modified: modified.unwrap_or_default(),
            size: usize::try_from(size).unwrap_or(usize::MAX),
        }
    }

    /// Returns the file of a path that the user gave. It is read whatever its name is.
    pub(in crate::batch) fn from_path(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (stem, named) = split_extensions(&name);
        InputFile::new(path, if name == "-" { "stdin" } else { stem }, named)
    }

    /// Returns true if the file is expected to give one row, whose id is that of the file.
    pub(super) fn is_document(&self, format: InputFormatArg) -> bool {
        match format {
            InputFormatArg::Auto => {
                matches!(self.named_format, None | Some(InputFormat::Document))
            }
            InputFormatArg::Html | InputFormatArg::Text => true,
            InputFormatArg::Jsonl
            | InputFormatArg::Warc
            | InputFormatArg::Wet
            | InputFormatArg::Parquet => false,
        }
    }
}

/// Returns the format of a file with a known extension.
fn format_of(named: InputFormatArg) -> InputFormat {
    match named {
        InputFormatArg::Jsonl => InputFormat::Jsonl,
        InputFormatArg::Warc | InputFormatArg::Wet => InputFormat::Warc,
        InputFormatArg::Parquet => InputFormat::Parquet,
        InputFormatArg::Auto | InputFormatArg::Html | InputFormatArg::Text => InputFormat::Document,
    }
}

/// The extensions of compressed files.
const COMPRESSION_EXTENSIONS: [&str; 4] = [".gz", ".zst", ".bz2", ".br"];

/// The extensions of formats.
const FORMAT_EXTENSIONS: [(&str, InputFormatArg); 8] = [
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
    let mut name = name;
    for extension in COMPRESSION_EXTENSIONS {
        if let Some(stem) = strip_extension(name, extension) {
            name = stem;
            break;
        }
    }
    for (extension, format) in FORMAT_EXTENSIONS {
        if let Some(stem) = strip_extension(name, extension) {
            return (stem, Some(format));
        }
    }
    (name, None)
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
