//! What is written for a document, in the form that the output has.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::args::{BatchArgs, BatchTo as To};
use crate::batch::clean::Output;
use crate::batch::encode::{Row, warc_record};
use crate::batch::inputs::Input;
use crate::batch::write::output_folder;
use crate::error::Error;

/// The form of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A JSON row a line.
    Rows,
    /// A Parquet file, made of rows of JSON in the end.
    Parquet,
    /// WARC records, each in a gzip member of its own or not.
    Warc { packed: bool },
    /// A folder with a file a document: its text, as Markdown or not, or its row.
    Folder { extension: &'static str },
}

impl Form {
    /// What the arguments ask for, or the output's name says.
    pub(super) fn of(args: &BatchArgs) -> Result<Self, Error> {
        let name = args.output.to_string_lossy().to_ascii_lowercase();
        let is_warc = [".warc", ".warc.gz"].iter().any(|extension| name.ends_with(extension));
        match args.to {
            Some(To::Warc) if name.ends_with(".zst") => {
                Err(Error::Usage("WARC files are written plain or as .gz".into()))
            }
            None if name.ends_with(".warc.zst") => {
                Err(Error::Usage("WARC files are written plain or as .gz".into()))
            }
            Some(To::Warc) => Ok(Form::Warc { packed: name.ends_with(".gz") }),
            None if is_warc => Ok(Form::Warc { packed: name.ends_with(".gz") }),
            Some(To::Txt | To::Md | To::Json | To::Parquet) if args.output == Path::new("-") => {
                Err(Error::Usage(
                    "folders and Parquet files cannot be written to standard output".into(),
                ))
            }
            Some(To::Txt) => Ok(Form::Folder { extension: "txt" }),
            Some(To::Md) => Ok(Form::Folder { extension: "md" }),
            Some(To::Json) => Ok(Form::Folder { extension: "json" }),
            Some(To::Parquet) => Ok(Form::Parquet),
            None if name.ends_with(".parquet") => Ok(Form::Parquet),
            Some(To::Jsonl) | None => Ok(Form::Rows),
        }
    }

    /// Whether rows of JSON are written at all.
    pub(super) fn has_rows(self) -> bool {
        matches!(self, Form::Rows | Form::Parquet | Form::Folder { extension: "json" })
    }

    /// Whether texts are written as Markdown.
    pub(super) fn is_markdown(self) -> bool {
        self == Form::Folder { extension: "md" }
    }

    /// What stands before all documents.
    pub(super) fn head(self, output: &Path, inputs: &[Input]) -> io::Result<Output> {
        let bytes = match self {
            Form::Warc { packed } => {
                let newest = inputs.iter().map(|input| input.changed).max();
                warc_record::info(
                    &output.file_name().unwrap_or_default().to_string_lossy(),
                    newest.unwrap_or_default(),
                    packed,
                )?
            }
            Form::Rows | Form::Parquet | Form::Folder { .. } => Vec::new(),
        };
        Ok(Output { name: None, bytes })
    }

    /// What is written for a document. `value` makes its row, and takes it apart.
    pub(super) fn output(self, row: Row, value: impl FnOnce(Row) -> Value) -> io::Result<Output> {
        match self {
            Form::Rows | Form::Parquet => Ok(Output::row(&value(row))),
            Form::Warc { packed } => {
                Ok(Output { name: None, bytes: warc_record::record(&row, packed)? })
            }
            Form::Folder { extension } => {
                let name = Some(output_folder::name(&row.document.id, extension));
                let bytes = if self.has_rows() {
                    Output::row(&value(row)).bytes
                } else {
                    row.text.into_bytes()
                };
                Ok(Output { name, bytes })
            }
        }
    }
}
