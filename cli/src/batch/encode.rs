//! Encodes cleaned documents in the format of the output.

mod block_spans;
mod file_name;
mod json_row;
mod warc_record;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dechrome::RenderOptions;
use serde_json::{Map, Value};

use crate::args::{BatchArgs, ParquetCodec, RowContent, RowSchema};
use crate::batch::document::{CleanedDocument, SourceDocument};
use crate::batch::encode::file_name::file_name;
use crate::batch::encode::json_row::JsonRowEncoder;
use crate::batch::encode::warc_record::{conversion_record, info_record};
use crate::batch::inputs::input_file::InputFile;
use crate::batch::job_result::OutputRecord;
use crate::batch::languages::UNKNOWN;
use crate::batch::output_format::{self, OutputFormat};
use crate::error::Error;
use crate::page_fields::{front_matter, rounded_score};

/// Encodes documents, as the arguments say.
pub(super) struct DocumentEncoder {
    format: OutputFormat,
    rows: JsonRowEncoder,
    rendering: RenderOptions,
    with_metadata: bool,
}

impl DocumentEncoder {
    /// Returns an encoder. Fails if an option does not apply to the format of the output.
    pub(super) fn new(args: &BatchArgs) -> Result<Self, Error> {
        let format = OutputFormat::of(args)?;
        check_options(args, format)?;
        Ok(DocumentEncoder {
            format,
            rows: JsonRowEncoder::new(args),
            rendering: args.rendering(),
            with_metadata: args.with_metadata,
        })
    }

    /// Returns the output record of a document.
    pub(super) fn encode(&self, cleaned: CleanedDocument) -> io::Result<OutputRecord> {
        let file_name = match self.format {
            OutputFormat::Folder { extension } => Some(file_name(&cleaned.source.id, extension)),
            _ => None,
        };
        // The JSON files of a folder are rows too.
        let bytes = match self.format {
            OutputFormat::Warc { gzip } => conversion_record(&cleaned, gzip)?,
            format if format.has_rows() => OutputRecord::json_line(&self.rows.row(cleaned)).bytes,
            _ => self.file_text(cleaned).into_bytes(),
        };
        Ok(OutputRecord { file_name, bytes })
    }

    /// Returns the contents of a document's text or Markdown file.
    fn file_text(&self, cleaned: CleanedDocument) -> String {
        let mut text = cleaned.text;
        if self.format.is_markdown() {
            text = cleaned.page.to_markdown(&self.rendering_of(&cleaned.source));
        }
        if self.with_metadata {
            text.insert_str(0, &front_matter(&cleaned.page));
        }
        text
    }

    /// Returns the record for the rejects: the row of a document, with the reason.
    pub(super) fn encode_rejected(
        &self,
        cleaned: CleanedDocument,
        reason: &'static str,
    ) -> OutputRecord {
        let mut fields = reject_fields(&cleaned, reason);
        fields.insert("row".into(), self.rows.row(cleaned));
        OutputRecord::json_line(&fields.into())
    }

    /// Returns the record for the rejects, if the document is a duplicate. `record` is its output.
    ///
    /// It has the row only if the output has JSON rows.
    pub(super) fn encode_duplicate(
        &self,
        mut fields: Map<String, Value>,
        record: &OutputRecord,
    ) -> OutputRecord {
        if self.format.has_rows()
            && let Ok(row) = serde_json::from_slice(&record.bytes)
        {
            fields.insert("row".into(), row);
        }
        OutputRecord::json_line(&fields.into())
    }

    /// Returns the options of a document's Markdown, with the document's URL.
    fn rendering_of(&self, document: &SourceDocument) -> RenderOptions {
        let options = self.rendering.clone();
        match document.fields.get("url").and_then(Value::as_str) {
            Some(url) => options.with_url(url),
            None => options,
        }
    }
}

/// Returns the fields of a document in the rejects, without its row.
pub(super) fn reject_fields(cleaned: &CleanedDocument, reason: &str) -> Map<String, Value> {
    let language = cleaned.page.language().map_or(UNKNOWN, |language| language.code);
    Map::from_iter([
        ("id".to_owned(), cleaned.source.id.as_str().into()),
        ("reason".to_owned(), reason.into()),
        ("confidence".to_owned(), rounded_score(cleaned.page.confidence()).into()),
        ("language".to_owned(), language.into()),
    ])
}

/// Fails if an option does not apply to the format of the output, or to the content of its rows.
fn check_options(args: &BatchArgs, format: OutputFormat) -> Result<(), Error> {
    let has_row_options =
        args.lines || args.emit != RowContent::Text || args.schema != RowSchema::Datatrove;
    let message = if !format.has_rows() && has_row_options {
        "--schema, --emit and --lines are for JSON rows"
    } else if args.comments && (!format.has_rows() || args.emit == RowContent::Attributes) {
        "--comments is for JSON rows with text"
    } else if !format.is_markdown() && args.rendering() != RenderOptions::new() {
        "--links and --images are for --to md"
    } else if matches!(format, OutputFormat::Warc { .. }) && args.with_metadata {
        "--with-metadata is not for WARC records"
    } else if args.emit == RowContent::Attributes && args.schema != RowSchema::Datatrove {
        "--schema is not for --emit attributes"
    } else if args.with_metadata && args.emit == RowContent::Attributes {
        "--with-metadata is not for --emit attributes"
    } else if args.with_metadata && args.schema == RowSchema::Plain {
        "--with-metadata is not for --schema plain"
    } else {
        return check_file_options(args, format);
    };
    Err(Error::Usage(message.into()))
}

/// Fails if an option on compression or columns does not apply to the files that are written.
fn check_file_options(args: &BatchArgs, format: OutputFormat) -> Result<(), Error> {
    let is_arrow_codec =
        |codec| matches!(codec, ParquetCodec::Zstd | ParquetCodec::Lz4 | ParquetCodec::None);
    let message = if args.parquet_codec.is_some() && !format.is_table() {
        "--parquet-codec is for Parquet and Arrow files"
    } else if format == OutputFormat::Arrow && !args.parquet_codec.is_none_or(is_arrow_codec) {
        "--parquet-codec of Arrow files is zstd, lz4 or none"
    } else if args.other_fields.is_some() && !format.is_table() {
        "--other-fields is for Parquet and Arrow files"
    } else if args.compression_level.is_some() && !has_compressed_output(args, format) {
        "--compression-level is for compressed outputs"
    } else {
        return Ok(());
    };
    Err(Error::Usage(message.into()))
}

/// Returns true if an output of a run is compressed.
fn has_compressed_output(args: &BatchArgs, format: OutputFormat) -> bool {
    let is_compressed = |path: &PathBuf| output_format::is_compressed(path);
    let is_folder = matches!(format, OutputFormat::Folder { .. });
    let mut sides = [&args.rejects, &args.failures].into_iter().flatten();
    format.is_table() || (!is_folder && is_compressed(&args.output)) || sides.any(is_compressed)
}

/// The bytes before all documents: the `warcinfo` record of a WARC file.
pub(super) struct FileHeader {
    /// `None` for formats without a header.
    warc: Option<WarcFileHeader>,
}

/// The common parts of the `warcinfo` records of a run.
struct WarcFileHeader {
    gzip: bool,
    /// Time of the last change of the newest input.
    newest: Duration,
}

impl FileHeader {
    pub(super) fn new(args: &BatchArgs, inputs: &[InputFile]) -> Result<Self, Error> {
        let OutputFormat::Warc { gzip } = OutputFormat::of(args)? else {
            return Ok(FileHeader { warc: None });
        };
        let newest = inputs.iter().map(|input| input.modified).max().unwrap_or_default();
        Ok(FileHeader { warc: Some(WarcFileHeader { gzip, newest }) })
    }

    /// Returns the header of a file. `None` if the format has none.
    pub(super) fn record(&self, output: &Path) -> Result<Option<OutputRecord>, Error> {
        let Some(WarcFileHeader { gzip, newest }) = self.warc else { return Ok(None) };
        let file_name = output.file_name().unwrap_or_default().to_string_lossy();
        let bytes = info_record(&file_name, newest, gzip);
        let bytes = bytes.map_err(|error| Error::file(output, error))?;
        Ok(Some(OutputRecord { file_name: None, bytes }))
    }
}
