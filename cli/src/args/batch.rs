//! The arguments of `dechrome batch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dechrome::{RenderOptions, Source};

use crate::args::cleaning::CleaningArgs;
use crate::args::threads::parse_threads;

/// The arguments of `dechrome batch`.
// The fingerprint of a run contains the `Debug` text of this struct. If a field or a variant is
// renamed, a run of an older build cannot be resumed.
#[derive(Args, Clone, Debug)]
#[command(args_override_self = true)]
pub(crate) struct BatchArgs {
    /// Folders, patterns, documents, and JSONL, Parquet, WARC and WET files, plain or compressed
    /// (gzip, zstd, bzip2, .br); `-` is standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// File to write, compressed if its name ends with .gz or .zst, or folder to write; `-` is
    /// standard output
    #[arg(long, short, value_name = "PATH")]
    pub(crate) output: PathBuf,
    /// Format of the output. By default the name of the output decides: .warc and .warc.gz are
    /// WARC, .parquet is Parquet, others are JSONL
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) to: Option<OutputFormatArg>,
    /// Format of the inputs, and the files that are read in folders. `auto` detects the format by
    /// content, and reads .html, .htm, .txt, .jsonl, .ndjson, .parquet, .warc and .wet files, also
    /// with .gz, .zst, .bz2 or .br appended
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = InputFormatArg::Auto)]
    pub(crate) from: InputFormatArg,
    /// Schema of JSON rows
    #[arg(long, value_enum, value_name = "NAME", default_value_t = RowSchema::Datatrove)]
    pub(crate) schema: RowSchema,
    /// Content of JSON rows
    #[arg(long, value_enum, value_name = "CONTENT", default_value_t = RowContent::Text)]
    pub(crate) emit: RowContent,
    /// Short for --emit lines
    #[arg(long, conflicts_with = "emit")]
    pub(crate) lines: bool,
    /// Add the title, authors, dates and other metadata of each page to its row, as `page` inside
    /// `metadata`. Text and Markdown files get them as YAML front matter
    #[arg(long)]
    pub(crate) with_metadata: bool,
    /// Add the comments of readers to JSON rows, each with its text, author and date
    #[arg(long)]
    pub(crate) comments: bool,
    /// Keep the URLs of links, in Markdown files
    #[arg(long)]
    links: bool,
    /// Keep images, in Markdown files
    #[arg(long)]
    images: bool,
    /// Unit of the offsets in lines and attributes
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = OffsetUnit::Bytes,
        default_value_if("emit", "attributes", "chars"))]
    pub(crate) offsets: OffsetUnit,
    /// Leave out documents in other languages (ISO 639 codes, comma-separated; `und` is an unknown
    /// language)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) lang: Vec<String>,
    /// Leave out documents with fewer kept characters
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) min_chars: usize,
    /// Leave out documents with a lower confidence, 0 to 1
    #[arg(long, value_name = "P", value_parser = parse_probability)]
    pub(crate) min_confidence: Option<f32>,
    /// Leave out documents of which nothing is kept
    #[arg(long)]
    pub(crate) skip_empty: bool,
    /// Drop paragraphs that repeat an earlier one of the same document word for word
    #[arg(long)]
    pub(crate) dedupe_lines: bool,
    /// JSONL file for the rows of documents that are left out, each with the reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Record field with plain text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_field: String,
    /// Record field with HTML; it overrides the text
    #[arg(long, value_name = "NAME", default_value = "html")]
    pub(crate) html_field: String,
    /// Record field with the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub(crate) id_field: String,
    /// Record field with the URL
    #[arg(long, value_name = "NAME", default_value = "url")]
    pub(crate) url_field: String,
    /// Skip documents and records with more bytes after decompression
    #[arg(long, value_name = "N", default_value_t = 64 << 20)]
    pub(crate) max_record_bytes: usize,
    /// Stop after this number of errors
    #[arg(long, value_name = "N")]
    pub(crate) max_errors: Option<u64>,
    /// TOML file with options by their long names, and `inputs`; the command line overrides it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Continue an interrupted or killed run of the same command
    #[arg(long)]
    pub(crate) resume: bool,
    /// JSON file for the counts of the summary
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Threads to clean in, 1 to 1024; by default one for each processor
    #[arg(long, value_name = "N", value_parser = parse_threads)]
    pub(crate) threads: Option<usize>,
    /// Print neither the summary nor the progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

impl BatchArgs {
    /// Returns the options of Markdown output.
    pub(crate) fn rendering(&self) -> RenderOptions {
        RenderOptions::new().with_links(self.links).with_images(self.images)
    }

    /// Returns the arguments without those that do not change the output.
    ///
    /// Two runs with equal results can be resumed by each other.
    pub(crate) fn for_output(&self) -> Self {
        BatchArgs {
            resume: false,
            config: None,
            report: None,
            threads: None,
            quiet: false,
            max_errors: None,
            ..self.clone()
        }
    }
}

/// Format of a batch's output, as `--to` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormatArg {
    /// A file with one JSON row for each document
    Jsonl,
    /// A WARC file with one conversion record for each document
    Warc,
    /// A Parquet file with one row for each document
    Parquet,
    /// A folder with one text file for each document
    Txt,
    /// A folder with one Markdown file for each document
    Md,
    /// A folder with one JSON file for each document
    Json,
}

/// Schema of a row: the arrangement of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowSchema {
    /// text, id, and metadata with all other fields
    Datatrove,
    /// id, text, source, created, and metadata with all other fields
    Dolma,
    /// text, id, and all other fields at the same level
    Fineweb,
    /// id, url, title and text
    Plain,
}

/// Content of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowContent {
    /// The kept text
    Text,
    /// The kept text, and the verdict on every block
    Lines,
    /// The id, and the spans of blocks by verdict and kind in Dolma's format, without the text
    Attributes,
}

/// Unit of offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OffsetUnit {
    /// Bytes of UTF-8
    Bytes,
    /// Characters: Unicode code points
    Chars,
}

/// Parses a number from 0 to 1.
fn parse_probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "not a number")?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("not between 0 and 1".into()) }
}

/// Format of a batch's inputs, as `--from` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormatArg {
    /// Detected by content and name
    Auto,
    /// HTML pages
    Html,
    /// Plain text
    Text,
    /// One JSON object on each line, with a field `html` or `text`
    Jsonl,
    /// WARC files: their response, resource and conversion records
    Warc,
    /// WET files: WARC files with conversion records, which hold plain text
    Wet,
    /// Parquet files: rows with a column `html` or `text`
    Parquet,
}

impl InputFormatArg {
    /// Returns the library's value for the format of documents.
    pub(crate) fn source(self) -> Source {
        match self {
            InputFormatArg::Html => Source::Html,
            InputFormatArg::Text => Source::Text,
            // Records say themselves what they are.
            InputFormatArg::Auto
            | InputFormatArg::Jsonl
            | InputFormatArg::Warc
            | InputFormatArg::Wet
            | InputFormatArg::Parquet => Source::Auto,
        }
    }

    /// Returns true if a file of a folder is read, given the format that its name promises.
    pub(crate) fn accepts(self, named: InputFormatArg) -> bool {
        let is_warc = |format| matches!(format, InputFormatArg::Warc | InputFormatArg::Wet);
        self == InputFormatArg::Auto || self == named || (is_warc(self) && is_warc(named))
    }
}
