//! The arguments of `dechrome batch`.

use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};
use dechrome::{RenderOptions, Source};
use serde::Serialize;

use crate::args::cleaning::CleaningArgs;
use crate::args::threads::parse_threads;
use crate::input::ExpansionLimits;

/// Default of `--max-record-bytes`.
const MAX_RECORD_BYTES: usize = 64 << 20;

/// The arguments of `dechrome batch`.
// A checkpoint contains the fields that change the output, under the long names of the options. A
// run is resumed only if they are equal, so fields that do not change the output are skipped.
#[derive(Args, Clone, Debug, Serialize)]
#[command(args_override_self = true)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BatchArgs {
    /// Folders, patterns, documents, and JSON, JSONL, Parquet, Arrow, WARC and WET files, plain
    /// or compressed (gzip, zstd, bzip2, xz, lz4, .br); `-` is standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// File to write, compressed if its name ends with .gz, .zst, .bz2 or .xz, or folder to write;
    /// `-` is standard output
    #[arg(long, short, value_name = "PATH")]
    pub(crate) output: PathBuf,
    /// The URL of the output, if it is remote. Then `output` is a local file.
    #[arg(skip)]
    pub(crate) output_url: Option<String>,
    /// Folder for the local copy of an output with a URL, until it is complete; by default the
    /// current one
    #[arg(long, value_name = "DIR")]
    #[serde(skip)]
    pub(crate) work_dir: Option<PathBuf>,
    /// Format of the output. By default the name of the output decides: .warc and .warc.gz are
    /// WARC, .parquet is Parquet, .arrow, .feather and .ipc are Arrow, others are JSONL
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) to: Option<OutputFormatArg>,
    /// Start a new output file after N rows. The name of the output has the place of its number:
    /// out-{index:05}.parquet
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) shard_rows: Option<u64>,
    /// Start a new output file after N bytes of rows, before compression
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) shard_bytes: Option<u64>,
    /// Clean one of N equal shares of the input files: 1/N to N/N
    #[arg(long, value_name = "I/N", value_parser = parse_share)]
    pub(crate) part: Option<InputShare>,
    /// Place of record fields whose type no input declares, in Parquet and Arrow files. By
    /// default, runs with shards or shares put them into one column, so that all files have the
    /// same columns
    #[arg(long, value_enum, value_name = "PLACE")]
    pub(crate) other_fields: Option<OtherFields>,
    /// Compression of Parquet columns and Arrow files; by default zstd. Arrow files have zstd, lz4
    /// and none
    #[arg(long, value_enum, value_name = "CODEC")]
    pub(crate) parquet_codec: Option<ParquetCodec>,
    /// Level of compressed outputs; higher levels are slower and smaller
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=22))]
    pub(crate) compression_level: Option<u32>,
    /// Format of the inputs, and the files that are read in folders. `auto` detects the format by
    /// content, and in folders also by name. `html` and `text` also say what the text field of
    /// records holds
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
    /// Unit of the offsets in lines and attributes; with --emit attributes, the default is chars
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = OffsetUnit::Bytes,
        default_value_if("emit", "attributes", "chars"))]
    pub(crate) offsets: OffsetUnit,
    /// Leave out documents in other languages (ISO 639 codes or English names, comma-separated;
    /// `und` is an unknown language)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) lang: Vec<String>,
    /// Leave out documents whose language is less certain, 0 to 1
    #[arg(long, value_name = "P", value_parser = parse_probability)]
    pub(crate) min_language_confidence: Option<f32>,
    /// Leave out HTTP responses with another status (comma-separated, such as `200,2xx`)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) status: Vec<String>,
    /// Leave out documents with fewer kept characters
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) min_chars: usize,
    /// Leave out documents with a lower confidence, 0 to 1
    #[arg(long, value_name = "P", value_parser = parse_probability)]
    pub(crate) min_confidence: Option<f32>,
    /// Leave out documents of which nothing is kept
    #[arg(long)]
    pub(crate) skip_empty: bool,
    /// Drop blocks that repeat an earlier one of the same document, except table cells and code
    #[arg(long)]
    pub(crate) dedupe_lines: bool,
    /// Leave out documents that equal an earlier one of the run: in their URL, in the digest of
    /// their bytes, or in their kept text
    #[arg(long, value_enum, value_name = "BY")]
    pub(crate) dedupe: Option<DedupeKey>,
    /// Different documents that --dedupe remembers. A run with more ends
    #[arg(long, value_name = "N", default_value_t = 20_000_000)]
    #[serde(skip)]
    pub(crate) dedupe_keys: usize,
    /// TOML file with rules for hosts: include, exclude, keep and drop
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// JSONL file for the rows of documents that are left out, each with the reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Write the records and files that hold no text to --rejects too, each with its type
    #[arg(long, requires = "rejects")]
    pub(crate) reject_passed_over: bool,
    /// JSONL file for what cannot be read, cleaned or written: file, record, offset and reason
    #[arg(long, value_name = "FILE")]
    pub(crate) failures: Option<PathBuf>,
    /// Record field with text, or the path to it: `data.text`
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
    /// Report documents and records with more bytes after decompression as failures
    #[arg(long, value_name = "N", default_value_t = MAX_RECORD_BYTES)]
    pub(crate) max_record_bytes: usize,
    /// Report compressed documents and records that expand to more than N times their size; 0 sets
    /// no limit
    #[arg(long, value_name = "N", default_value_t = ExpansionLimits::default().ratio)]
    pub(crate) max_expansion: u64,
    /// Bytes to which they may expand at any ratio
    #[arg(long, value_name = "N", default_value_t = ExpansionLimits::default().bytes)]
    pub(crate) expansion_bytes: u64,
    /// Stop after this number of failures
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    #[serde(skip)]
    pub(crate) max_errors: Option<u64>,
    /// TOML file with options by their long names, and `inputs`; the command line overrides it
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
    /// Continue an interrupted or killed run of the same command
    #[arg(long, conflicts_with = "restart")]
    #[serde(skip)]
    pub(crate) resume: bool,
    /// Discard what an interrupted run has written, and start again. Replace the outputs of an
    /// earlier run that are in the inputs
    #[arg(long)]
    #[serde(skip)]
    pub(crate) restart: bool,
    /// JSON file for the counts of the summary; `-` is standard output
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) report: Option<PathBuf>,
    /// Threads to clean in, 1 to 1024; by default one for each processor
    #[arg(long, value_name = "N", value_parser = parse_threads)]
    #[serde(skip)]
    pub(crate) threads: Option<usize>,
    /// Format of messages on standard error
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LogFormat::Text)]
    #[serde(skip)]
    pub(crate) log: LogFormat,
    /// Print neither the summary nor the progress
    #[arg(long, short)]
    #[serde(skip)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

impl BatchArgs {
    /// Returns the arguments of a batch with the defaults of all options.
    pub(crate) fn reading(inputs: Vec<PathBuf>, output: PathBuf, cleaning: CleaningArgs) -> Self {
        /// The arguments of a batch alone, so that clap fills in the defaults.
        #[derive(Parser)]
        struct BatchDefaults {
            #[command(flatten)]
            batch: BatchArgs,
        }
        let defaults = BatchDefaults::parse_from(["batch", "-", "--output", "-"]).batch;
        BatchArgs { inputs, output, cleaning, quiet: true, ..defaults }
    }

    /// Returns the options of Markdown output.
    pub(crate) fn rendering(&self) -> RenderOptions {
        RenderOptions::new().with_links(self.links).with_images(self.images)
    }
}

/// Format of a batch's output, as `--to` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum OutputFormatArg {
    /// A file with one JSON row for each document
    Jsonl,
    /// A WARC file with one conversion record for each document
    Warc,
    /// A Parquet file with one row for each document
    Parquet,
    /// An Arrow IPC file with one row for each document
    Arrow,
    /// A folder with one text file for each document
    #[value(name = "text", alias = "txt")]
    Txt,
    /// A folder with one Markdown file for each document
    #[value(name = "markdown", alias = "md")]
    Md,
    /// A folder with one JSON file for each document
    Json,
}

/// Place of the record fields that no input declares, in tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum OtherFields {
    /// A column for each, whose type depends on its values
    Columns,
    /// One column `other_fields` with a JSON object
    Json,
}

/// The part of two documents that `--dedupe` compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum DedupeKey {
    /// The URL
    Url,
    /// The digest of the bytes of the document
    Digest,
    /// The kept text
    Text,
}

/// Format of messages on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines to read
    Text,
    /// A JSON object on each line
    Json,
}

/// Compression of the columns of a Parquet file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum ParquetCodec {
    /// zstd
    Zstd,
    /// Snappy
    Snappy,
    /// gzip
    Gzip,
    /// Brotli
    Brotli,
    /// lz4, without frames
    Lz4,
    /// No compression
    None,
}

/// Schema of a row: the arrangement of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum RowContent {
    /// The kept text
    Text,
    /// The kept text, and the verdict on every block
    Lines,
    /// The id, and the spans of blocks by verdict and kind in Dolma's format, without the text
    Attributes,
}

/// Unit of offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
pub(crate) enum OffsetUnit {
    /// Bytes of UTF-8
    Bytes,
    /// Characters: Unicode code points
    Chars,
}

/// A share of the input files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct InputShare {
    /// The number of the share, from 1.
    number: usize,
    /// The number of shares.
    count: usize,
}

impl InputShare {
    /// Returns true if the file with this index, from 0, belongs to the share.
    pub(crate) fn contains(self, index: usize) -> bool {
        index % self.count == self.number - 1
    }
}

/// Parses a share such as `3/8`.
fn parse_share(text: &str) -> Result<InputShare, String> {
    let message = || "neither 1/N nor one of the shares up to N/N".to_owned();
    let (number, count) = text.split_once('/').ok_or_else(message)?;
    let number: usize = number.parse().map_err(|_| message())?;
    let count: usize = count.parse().map_err(|_| message())?;
    if (1..=count).contains(&number) { Ok(InputShare { number, count }) } else { Err(message()) }
}

/// Parses a number from 0 to 1.
fn parse_probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "not a number")?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("not between 0 and 1".into()) }
}

/// Format of a batch's inputs, as `--from` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
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
    /// Arrow IPC files and streams, also Feather 2: rows with a column `html` or `text`
    Arrow,
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
            | InputFormatArg::Parquet
            | InputFormatArg::Arrow => Source::Auto,
        }
    }

    /// Returns true if a file of a folder is read, given the format that its name promises.
    pub(crate) fn accepts(self, named: InputFormatArg) -> bool {
        let is_warc = |format| matches!(format, InputFormatArg::Warc | InputFormatArg::Wet);
        self == InputFormatArg::Auto || self == named || (is_warc(self) && is_warc(named))
    }
}
