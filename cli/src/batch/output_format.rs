//! The format of a batch's output.

use std::path::Path;

use crate::args::{BatchArgs, OutputFormatArg};
use crate::error::Error;

/// The format of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputFormat {
    /// A JSON row on each line.
    Jsonl,
    /// A Parquet file. It is converted from JSON rows at the end of the run.
    Parquet,
    /// WARC records. If `gzip` is set, each is a gzip member.
    Warc { gzip: bool },
    /// A folder with one file for each document: its text, its Markdown or its JSON row.
    Folder { extension: &'static str },
}

impl OutputFormat {
    /// Returns the format that the arguments ask for. Without `--to`, the output's name decides.
    pub(super) fn of(args: &BatchArgs) -> Result<Self, Error> {
        let name = args.output.to_string_lossy().to_ascii_lowercase();
        let format = match args.to.unwrap_or_else(|| format_by_name(&name)) {
            OutputFormatArg::Jsonl => return Ok(OutputFormat::Jsonl),
            OutputFormatArg::Warc if name.ends_with(".zst") => {
                return Err(Error::Usage("WARC files are written plain or as .gz".into()));
            }
            OutputFormatArg::Warc => {
                return Ok(OutputFormat::Warc { gzip: name.ends_with(".gz") });
            }
            OutputFormatArg::Parquet => OutputFormat::Parquet,
            OutputFormatArg::Txt => OutputFormat::Folder { extension: "txt" },
            OutputFormatArg::Md => OutputFormat::Folder { extension: "md" },
            OutputFormatArg::Json => OutputFormat::Folder { extension: "json" },
        };
        // The remaining formats need a path on the disk.
        if args.output == Path::new("-") {
            return Err(Error::Usage(
                "folders and Parquet files cannot be written to standard output".into(),
            ));
        }
        Ok(format)
    }

    /// Returns true if the output has JSON rows.
    pub(super) fn has_rows(self) -> bool {
        match self {
            OutputFormat::Jsonl | OutputFormat::Parquet => true,
            OutputFormat::Warc { .. } => false,
            OutputFormat::Folder { extension } => extension == "json",
        }
    }

    /// Returns true if texts are written as Markdown.
    pub(super) fn is_markdown(self) -> bool {
        self == OutputFormat::Folder { extension: "md" }
    }
}

/// Returns the format of an output by its name in lower case.
fn format_by_name(name: &str) -> OutputFormatArg {
    // A name that ends with .warc.zst means WARC too, which is an error and not JSONL.
    if [".warc", ".warc.gz", ".warc.zst"].iter().any(|extension| name.ends_with(extension)) {
        OutputFormatArg::Warc
    } else if name.ends_with(".parquet") {
        OutputFormatArg::Parquet
    } else {
        OutputFormatArg::Jsonl
    }
}
