//! The format of a batch's output.

use std::path::Path;

use crate::args::{BatchArgs, OutputFormatArg};
use crate::error::Error;
use crate::input::is_standard_stream;

/// The format of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputFormat {
    /// A JSON row on each line.
    Jsonl,
    /// A Parquet file. It is converted from JSON rows at the end of the run.
    Parquet,
    /// An Arrow IPC file. It is converted from JSON rows at the end of the run.
    Arrow,
    /// WARC records. If `gzip` is set, each is a gzip member.
    Warc { gzip: bool },
    /// A folder with one file for each document: its text, its Markdown or its JSON row.
    Folder { extension: &'static str },
}

impl OutputFormat {
    /// Returns the format that the arguments ask for. Without `--to`, the output's name decides.
    ///
    /// # Errors
    ///
    /// Fails if the name promises a format or compression that is not written.
    pub(super) fn of(args: &BatchArgs) -> Result<Self, Error> {
        let name = args.output.to_string_lossy().to_ascii_lowercase();
        let (stem, compression) = split_compression(&name);
        let to = match args.to {
            Some(to) => to,
            None => format_by_name(stem).map_err(Error::Usage)?,
        };
        let format = match to {
            OutputFormatArg::Jsonl => return Ok(OutputFormat::Jsonl),
            OutputFormatArg::Warc => match compression {
                "" => return Ok(OutputFormat::Warc { gzip: false }),
                ".gz" => return Ok(OutputFormat::Warc { gzip: true }),
                _ => {
                    return Err(Error::Usage("WARC files are written plain or as .gz".into()));
                }
            },
            OutputFormatArg::Parquet | OutputFormatArg::Arrow if !compression.is_empty() => {
                return Err(Error::Usage(
                    "tables are compressed inside; name the output .parquet or .arrow".into(),
                ));
            }
            OutputFormatArg::Parquet => OutputFormat::Parquet,
            OutputFormatArg::Arrow => OutputFormat::Arrow,
            OutputFormatArg::Txt => OutputFormat::Folder { extension: "txt" },
            OutputFormatArg::Md => OutputFormat::Folder { extension: "md" },
            OutputFormatArg::Json => OutputFormat::Folder { extension: "json" },
        };
        // The remaining formats need a path on the disk.
        if is_standard_stream(&args.output) {
            return Err(Error::Usage(
                "folders, Parquet and Arrow files cannot be written to standard output".into(),
            ));
        }
        Ok(format)
    }

    /// Returns true if the output has JSON rows.
    pub(super) fn has_rows(self) -> bool {
        match self {
            OutputFormat::Jsonl | OutputFormat::Parquet | OutputFormat::Arrow => true,
            OutputFormat::Warc { .. } => false,
            OutputFormat::Folder { extension } => extension == "json",
        }
    }

    /// Returns true if the output is a table with typed columns.
    pub(super) fn is_table(self) -> bool {
        matches!(self, OutputFormat::Parquet | OutputFormat::Arrow)
    }

    /// Returns true if texts are written as Markdown.
    pub(super) fn is_markdown(self) -> bool {
        self == OutputFormat::Folder { extension: "md" }
    }
}

/// Extensions of compressed outputs.
const COMPRESSION_EXTENSIONS: [&str; 4] = [".gz", ".zst", ".bz2", ".xz"];

/// Extensions of Arrow IPC files. Feather 2 is the same format.
const ARROW_EXTENSIONS: [&str; 3] = [".arrow", ".feather", ".ipc"];

/// Extensions of formats that are not written. Such a file must not hold JSONL.
const REFUSED_EXTENSIONS: [&str; 22] = [
    ".7z", ".arrows", ".avro", ".br", ".csv", ".db", ".docx", ".duckdb", ".epub", ".htm", ".html",
    ".lz4", ".odt", ".orc", ".pdf", ".sqlite", ".tar", ".tgz", ".tsv", ".xlsx", ".xml", ".zip",
];

/// Extensions of texts and Markdown. They are written as the files of a folder.
const FOLDER_EXTENSIONS: [&str; 3] = [".markdown", ".md", ".txt"];

/// Splits the name of an output into the part before the extension of a compressed file, and that
/// extension.
fn split_compression(name: &str) -> (&str, &'static str) {
    for extension in COMPRESSION_EXTENSIONS {
        if let Some(stem) = name.strip_suffix(extension) {
            return (stem, extension);
        }
    }
    (name, "")
}

/// Returns true if an output has the name of a compressed file.
pub(super) fn is_compressed(output: &Path) -> bool {
    !split_compression(&output.to_string_lossy().to_ascii_lowercase()).1.is_empty()
}

/// Returns the format of an output by its name in lower case, without compression.
fn format_by_name(name: &str) -> Result<OutputFormatArg, String> {
    if name.ends_with(".warc") {
        return Ok(OutputFormatArg::Warc);
    }
    if name.ends_with(".parquet") {
        return Ok(OutputFormatArg::Parquet);
    }
    if ARROW_EXTENSIONS.iter().any(|extension| name.ends_with(extension)) {
        return Ok(OutputFormatArg::Arrow);
    }
    if FOLDER_EXTENSIONS.iter().any(|extension| name.ends_with(extension)) {
        return Err("--to txt and --to md write a folder with a file for each document; name one \
                    file for all documents .jsonl, .parquet, .arrow or .warc"
            .into());
    }
    match REFUSED_EXTENSIONS.iter().find(|extension| name.ends_with(**extension)) {
        Some(extension) => Err(format!(
            "{extension} files are not written; name the output .jsonl, .parquet, .arrow or \
             .warc, or use --to"
        )),
        None => Ok(OutputFormatArg::Jsonl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_formats() {
        for (name, format) in [
            ("out", Ok(OutputFormatArg::Jsonl)),
            ("out.jsonl.xz", Ok(OutputFormatArg::Jsonl)),
            ("out.warc.gz", Ok(OutputFormatArg::Warc)),
            ("out.parquet.gz", Ok(OutputFormatArg::Parquet)),
            ("out.arrow", Ok(OutputFormatArg::Arrow)),
            ("out.csv", Err(())),
            ("out.csv.gz", Err(())),
            ("out.jsonl.lz4", Err(())),
            ("out.md", Err(())),
            ("out.txt.gz", Err(())),
        ] {
            let stem = split_compression(name).0;
            assert_eq!(format_by_name(stem).map_err(|_| ()), format, "{name}");
        }
    }
}
