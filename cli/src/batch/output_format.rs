//! What is written for a document, in the form that the output has.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::args::{BatchArgs, OutputFormatArg};
use crate::batch::clean::OutputRecord;
use crate::batch::encode::{CleanedDocument, warc_record};
use crate::batch::inputs::InputFile;
use crate::batch::write::output_folder;
use crate::error::Error;

/// The form of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputFormat {
    /// A JSON row a line.
    Rows,
    /// A Parquet file, made of rows of JSON in the end.
    Parquet,
    /// WARC records, each in a gzip member of its own or not.
    Warc { packed: bool },
    /// A folder with a file a document: its text, as Markdown or not, or its row.
    OutputFolder { extension: &'static str },
}

impl OutputFormat {
    /// What the arguments ask for, or the output's name says.
    pub(super) fn of(args: &BatchArgs) -> Result<Self, Error> {
        let name = args.output.to_string_lossy().to_ascii_lowercase();
        let is_warc = [".warc", ".warc.gz"].iter().any(|extension| name.ends_with(extension));
        match args.to {
            Some(OutputFormatArg::Warc) if name.ends_with(".zst") => {
                Err(Error::Usage("WARC files are written plain or as .gz".into()))
            }
            None if name.ends_with(".warc.zst") => {
                Err(Error::Usage("WARC files are written plain or as .gz".into()))
            }
            Some(OutputFormatArg::Warc) => Ok(OutputFormat::Warc { packed: name.ends_with(".gz") }),
            None if is_warc => Ok(OutputFormat::Warc { packed: name.ends_with(".gz") }),
            Some(
                OutputFormatArg::Txt
                | OutputFormatArg::Md
                | OutputFormatArg::Json
                | OutputFormatArg::Parquet,
            ) if args.output == Path::new("-") => Err(Error::Usage(
                "folders and Parquet files cannot be written to standard output".into(),
            )),
            Some(OutputFormatArg::Txt) => Ok(OutputFormat::OutputFolder { extension: "txt" }),
            Some(OutputFormatArg::Md) => Ok(OutputFormat::OutputFolder { extension: "md" }),
            Some(OutputFormatArg::Json) => Ok(OutputFormat::OutputFolder { extension: "json" }),
            Some(OutputFormatArg::Parquet) => Ok(OutputFormat::Parquet),
            None if name.ends_with(".parquet") => Ok(OutputFormat::Parquet),
            Some(OutputFormatArg::Jsonl) | None => Ok(OutputFormat::Rows),
        }
    }

    /// Whether rows of JSON are written at all.
    pub(super) fn has_rows(self) -> bool {
        matches!(
            self,
            OutputFormat::Rows
                | OutputFormat::Parquet
                | OutputFormat::OutputFolder { extension: "json" }
        )
    }

    /// Whether texts are written as Markdown.
    pub(super) fn is_markdown(self) -> bool {
        self == OutputFormat::OutputFolder { extension: "md" }
    }

    /// What stands before all documents.
    pub(super) fn head(self, output: &Path, inputs: &[InputFile]) -> io::Result<OutputRecord> {
        let bytes = match self {
            OutputFormat::Warc { packed } => {
                let newest = inputs.iter().map(|input| input.changed).max();
                warc_record::info(
                    &output.file_name().unwrap_or_default().to_string_lossy(),
                    newest.unwrap_or_default(),
                    packed,
                )?
            }
            OutputFormat::Rows | OutputFormat::Parquet | OutputFormat::OutputFolder { .. } => {
                Vec::new()
            }
        };
        Ok(OutputRecord { name: None, bytes })
    }

    /// What is written for a document. `value` makes its row, and takes it apart.
    pub(super) fn output(
        self,
        row: CleanedDocument,
        value: impl FnOnce(CleanedDocument) -> Value,
    ) -> io::Result<OutputRecord> {
        match self {
            OutputFormat::Rows | OutputFormat::Parquet => Ok(OutputRecord::row(&value(row))),
            OutputFormat::Warc { packed } => {
                Ok(OutputRecord { name: None, bytes: warc_record::record(&row, packed)? })
            }
            OutputFormat::OutputFolder { extension } => {
                let name = Some(output_folder::name(&row.document.id, extension));
                let bytes = if self.has_rows() {
                    OutputRecord::row(&value(row)).bytes
                } else {
                    row.text.into_bytes()
                };
                Ok(OutputRecord { name, bytes })
            }
        }
    }
}
