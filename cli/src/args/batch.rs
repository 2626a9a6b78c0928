//! The arguments of `dechrome batch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dechrome::{RenderOptions, Source};

use crate::args::{CleaningArgs, threads};

/// `dechrome batch`
#[derive(Args, Clone, Debug)]
#[command(args_override_self = true)]
pub(crate) struct BatchArgs {
    /// Folders, documents, JSONL, Parquet, WARC and WET files, plain or packed (gzip, zstd, bzip2, .br); `-` is standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// The file to write, packed if its name ends with .gz or .zst, or a folder; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// What to write. The output's name tells WARC files from JSONL
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) to: Option<OutputFormatArg>,
    /// What the inputs are, and which files of folders are taken. `auto` goes by content, and takes .html, .htm, .txt,
    /// .jsonl, .ndjson, .parquet, .warc and .wet files, and the same with .gz, .zst, .bz2 or .br behind
    #[arg(long, value_enum, value_name = "FORM", default_value_t = InputFormatArg::Auto)]
    pub(crate) from: InputFormatArg,
    /// The shape of rows
    #[arg(long, value_enum, value_name = "NAME", default_value_t = RowSchema::Datatrove)]
    pub(crate) schema: RowSchema,
    /// What rows hold
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = RowContent::Text)]
    pub(crate) emit: RowContent,
    /// Short for --emit lines
    #[arg(long, conflicts_with = "emit")]
    pub(crate) lines: bool,
    /// Put what is known of each document into its row, as `page` among its metadata: title, authors, dates and the like. Files of
    /// text and Markdown get it as YAML front matter
    #[arg(long)]
    pub(crate) with_metadata: bool,
    /// Put the comments of readers into rows of JSON, each with its text, author and date
    #[arg(long)]
    pub(crate) comments: bool,
    /// Keep the addresses of links, in files of Markdown
    #[arg(long)]
    links: bool,
    /// Keep images, in files of Markdown
    #[arg(long)]
    images: bool,
    /// What the spans of lines and attributes count
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = OffsetUnit::Bytes,
        default_value_if("emit", "attributes", "chars"))]
    pub(crate) offsets: OffsetUnit,
    /// Leave out documents in other languages than these (ISO 639 codes, comma-separated; `und` is none)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) lang: Vec<String>,
    /// Leave out documents with less characters kept
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) min_chars: usize,
    /// Leave out documents of less confidence, 0 to 1
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(crate) min_confidence: Option<f32>,
    /// Leave out documents of which nothing is kept
    #[arg(long)]
    pub(crate) skip_empty: bool,
    /// Leave out paragraphs that stand in the same document before, word for word
    #[arg(long)]
    pub(crate) dedupe_lines: bool,
    /// The JSONL file that gets the rows of documents that are left out, with the reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Field of a record that holds plain text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_field: String,
    /// Field of a record that holds HTML; it outranks the text
    #[arg(long, value_name = "NAME", default_value = "html")]
    pub(crate) html_field: String,
    /// Field of a record that holds its id
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub(crate) id_field: String,
    /// Field of a record that holds its address
    #[arg(long, value_name = "NAME", default_value = "url")]
    pub(crate) url_field: String,
    /// Documents and records of more bytes, unpacked, are not read
    #[arg(long, value_name = "N", default_value_t = 64 << 20)]
    pub(crate) max_record_bytes: usize,
    /// Give up after so many errors
    #[arg(long, value_name = "N")]
    pub(crate) max_errors: Option<u64>,
    /// TOML file with options by their long names, and `inputs`; the command line outranks it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Go on where a run of the same command was interrupted or killed
    #[arg(long)]
    pub(crate) resume: bool,
    /// The JSON file that gets the counts of the summary
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Threads to clean in, 1 to 1024; as many as there are processors by default
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// No summary at the end, and no lines on how far the run is
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

impl BatchArgs {
    /// What Markdown is written with.
    pub(crate) fn rendering(&self) -> RenderOptions {
        RenderOptions::new().with_links(self.links).with_images(self.images)
    }

    /// The arguments that matter to what is written.
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

/// What a batch writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormatArg {
    /// A file with a JSON row a document
    Jsonl,
    /// A WARC file with a conversion record a document
    Warc,
    /// A Parquet file with a row a document
    Parquet,
    /// A folder with a text file a document
    Txt,
    /// A folder with a Markdown file a document
    Md,
    /// A folder with a JSON file a document
    Json,
}

/// The shape of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowSchema {
    /// text, id, and all else in metadata
    Datatrove,
    /// id, text, source, created, and all else in metadata
    Dolma,
    /// text, id, and all else beside them
    Fineweb,
    /// id, url, title and text
    Plain,
}

/// What a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowContent {
    /// The kept text
    Text,
    /// The kept text, and the verdict on every block
    Lines,
    /// An id and the spans of blocks by verdict and kind, as Dolma has them, and no text
    Attributes,
}

/// What spans count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OffsetUnit {
    /// Bytes of UTF-8
    Bytes,
    /// Characters: Unicode code points
    Chars,
}

/// Reads a number from 0 to 1.
fn probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "not a number")?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("not between 0 and 1".into()) }
}

/// What a batch's inputs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormatArg {
    /// Told by name and content
    Auto,
    /// HTML pages
    Html,
    /// Plain text
    Text,
    /// A JSON object a line, with `html` or `text`
    Jsonl,
    /// WARC files: responses and resources
    Warc,
    /// WET files: WARC files with conversions, which are plain text
    Wet,
    /// Parquet files: rows with columns `html` or `text`
    Parquet,
}

impl InputFormatArg {
    /// The library's word for what a document is.
    pub(crate) fn source(self) -> Source {
        match self {
            InputFormatArg::Html => Source::Html,
            InputFormatArg::Text => Source::Text,
            InputFormatArg::Auto
            | InputFormatArg::Jsonl
            | InputFormatArg::Warc
            | InputFormatArg::Wet
            | InputFormatArg::Parquet => Source::Auto,
        }
    }

    /// Whether a file of a folder that is one by its name is taken.
    pub(crate) fn takes(self, named: InputFormatArg) -> bool {
        let is_warc = |from| matches!(from, InputFormatArg::Warc | InputFormatArg::Wet);
        self == InputFormatArg::Auto || self == named || (is_warc(self) && is_warc(named))
    }
}
