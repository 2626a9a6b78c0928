//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dechrome::{Kind, OperatingPoint, Options, Rules, Source};

use crate::error::Error;

/// Keeps the article of a web page or text scrape and drops its chrome.
#[derive(Debug, Parser)]
#[command(name = "dechrome", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    /// What to do other than filtering.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Write the manual page, or completions for a shell, and do nothing else
    #[arg(long, value_enum, value_name = "WHAT", exclusive = true)]
    pub(crate) generate: Option<Generate>,
    /// The filter's arguments.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

/// What `--generate` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generate {
    /// The manual page
    Man,
    /// Completions for bash
    CompleteBash,
    /// Completions for elvish
    CompleteElvish,
    /// Completions for fish
    CompleteFish,
    /// Completions for PowerShell
    CompletePowershell,
    /// Completions for zsh
    CompleteZsh,
}

/// What the program can do besides filtering.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Clean folders, files and JSONL records into one JSONL file
    Batch(BatchArgs),
    /// Show whole documents, what is dropped struck through, with kinds, scores and reasons
    Explain(ExplainArgs),
    /// Score the cleaner, or ready predictions, against gold data
    Eval(EvalArgs),
}

/// The filter
#[derive(Args, Debug)]
pub(crate) struct FilterArgs {
    /// Documents to clean, gzipped or not; `-` or nothing is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, value_name = "FORM", default_value_t = From::Auto)]
    pub(crate) from: From,
    /// What to write: the kept text, or a JSON object a document
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "lines")]
    to: Option<To>,
    /// Short for --to json
    #[arg(long, conflicts_with_all = ["to", "lines"])]
    json: bool,
    /// Write a JSON row for every block, dropped ones too: start, end, kind, keep, score, why, text
    #[arg(long)]
    pub(crate) lines: bool,
    /// The document's address, for JSON rows
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Exit with 1 if nothing was kept
    #[arg(long)]
    pub(crate) exit_status: bool,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

impl FilterArgs {
    /// What to write.
    pub(crate) fn format(&self) -> To {
        if self.json { To::Json } else { self.to.unwrap_or(To::Text) }
    }
}

/// What the filter's input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Told by content
    Auto,
    /// HTML
    Html,
    /// Plain text
    Text,
}

impl From {
    /// The library's word for it.
    pub(crate) fn source(self) -> Source {
        match self {
            From::Auto => Source::Auto,
            From::Html => Source::Html,
            From::Text => Source::Text,
        }
    }
}

/// What the filter writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// The kept text
    Text,
    /// A JSON object a document
    Json,
}

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
    pub(crate) to: Option<BatchTo>,
    /// What the inputs are, and which files of folders are taken. `auto` goes by content, and takes .html, .htm, .txt,
    /// .jsonl, .ndjson, .parquet, .warc and .wet files, and the same with .gz, .zst, .bz2 or .br behind
    #[arg(long, value_enum, value_name = "FORM", default_value_t = BatchFrom::Auto)]
    pub(crate) from: BatchFrom,
    /// The shape of rows
    #[arg(long, value_enum, value_name = "NAME", default_value_t = Schema::Datatrove)]
    pub(crate) schema: Schema,
    /// What rows hold
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Emit::Text)]
    pub(crate) emit: Emit,
    /// Short for --emit lines
    #[arg(long, conflicts_with = "emit")]
    pub(crate) lines: bool,
    /// What the spans of lines and attributes count
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Offsets::Bytes,
        default_value_if("emit", "attributes", "chars"))]
    pub(crate) offsets: Offsets,
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
    /// Threads to clean in; as many as there are processors by default
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// No summary at the end, and no lines on how far the run is
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

impl BatchArgs {
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
pub(crate) enum BatchTo {
    /// A file with a JSON row a document
    Jsonl,
    /// A WARC file with a conversion record a document
    Warc,
    /// A Parquet file with a row a document
    Parquet,
    /// A folder with a text file a document
    Txt,
    /// A folder with a JSON file a document
    Json,
}

/// The shape of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
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
pub(crate) enum Emit {
    /// The kept text
    Text,
    /// The kept text, and the verdict on every block
    Lines,
    /// An id and the spans of blocks by verdict and kind, as Dolma has them, and no text
    Attributes,
}

/// What spans count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
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
pub(crate) enum BatchFrom {
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

impl BatchFrom {
    /// The library's word for what a document is.
    pub(crate) fn source(self) -> Source {
        match self {
            BatchFrom::Html => Source::Html,
            BatchFrom::Text => Source::Text,
            BatchFrom::Auto | BatchFrom::Jsonl | BatchFrom::Warc | BatchFrom::Wet | BatchFrom::Parquet => Source::Auto,
        }
    }

    /// Whether a file of a folder that is one by its name is taken.
    pub(crate) fn takes(self, named: BatchFrom) -> bool {
        let is_warc = |from| matches!(from, BatchFrom::Warc | BatchFrom::Wet);
        self == BatchFrom::Auto || self == named || (is_warc(self) && is_warc(named))
    }
}

/// What is kept and what is dropped.
#[derive(Args, Clone, Debug)]
pub(crate) struct CleaningArgs {
    /// Keep blocks of these kinds too (comma-separated, repeatable)
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    keep: Vec<Kind>,
    /// Drop blocks of these kinds too; outranks --keep
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    drop: Vec<Kind>,
    /// Keep what is inside the elements of a page that this CSS selector matches; outranks --keep and --drop (repeatable)
    #[arg(long, value_name = "CSS")]
    include: Vec<String>,
    /// Drop what is inside the elements that it matches; outranks --include (repeatable)
    #[arg(long, value_name = "CSS")]
    exclude: Vec<String>,
    /// Drop more
    #[arg(long, conflicts_with = "recall")]
    precision: bool,
    /// Keep more
    #[arg(long)]
    recall: bool,
    /// Character encoding that came with the input, as in an HTTP header
    #[arg(long, value_name = "LABEL")]
    charset: Option<String>,
}

impl CleaningArgs {
    /// The library's options for these arguments.
    pub(crate) fn options(&self) -> Result<Options, Error> {
        let mut options = Options::new().with_point(self.point()).with_rules(self.rules()?);
        if let Some(label) = &self.charset {
            options = options.with_charset(label);
        }
        options = self.keep.iter().fold(options, |options, &kind| options.with_kept(kind));
        Ok(self.drop.iter().fold(options, |options, &kind| options.with_dropped(kind)))
    }

    /// The rules of --include and --exclude.
    fn rules(&self) -> Result<Rules, Error> {
        let wrong = |option: &'static str| move |error| Error::Usage(format!("{option}: {error}"));
        let mut rules = Rules::new();
        for selector in &self.include {
            rules = rules.with_included(selector).map_err(wrong("--include"))?;
        }
        for selector in &self.exclude {
            rules = rules.with_excluded(selector).map_err(wrong("--exclude"))?;
        }
        Ok(rules)
    }

    /// The operating point.
    fn point(&self) -> OperatingPoint {
        match (self.precision, self.recall) {
            (true, _) => OperatingPoint::Precision,
            (_, true) => OperatingPoint::Recall,
            _ => OperatingPoint::Balanced,
        }
    }
}

/// `dechrome explain`
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// Documents to explain, gzipped or not; `-` or nothing is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, value_name = "FORM", default_value_t = From::Auto)]
    pub(crate) from: From,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

/// `dechrome eval`
#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold rows, .jsonl or .jsonl.gz: pages with text, or with snippets to keep and to drop, or labelled lines
    #[arg(long, value_name = "FILE", required_unless_present = "corpus", conflicts_with = "corpus")]
    pub(crate) gold: Option<PathBuf>,
    /// Score these rows instead of cleaning
    #[arg(long, value_name = "FILE", conflicts_with_all = ["corpus", "pages"])]
    pub(crate) pred: Option<PathBuf>,
    /// Score a folder of `area--case` folders, each with input.html or input.txt and labels.tsv
    #[arg(long, value_name = "DIR")]
    pub(crate) corpus: Option<PathBuf>,
    /// Folders with the gold rows' pages, ID.html or ID.html.gz. Labelled lines need none: they are the text to clean
    #[arg(value_name = "DIR", conflicts_with = "corpus")]
    pub(crate) pages: Vec<PathBuf>,
    /// Compare runs of four words instead of words
    #[arg(long)]
    pub(crate) shingles: bool,
    /// Count every Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese character as a word
    #[arg(long)]
    pub(crate) cjk: bool,
    /// Score only the gold rows whose ids stand in this JSON array
    #[arg(long, value_name = "FILE")]
    pub(crate) only: Option<PathBuf>,
    /// Threads to clean in; as many as there are processors by default
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}
