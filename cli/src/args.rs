//! The command line.

mod batch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dechrome::{Kind, OperatingPoint, Options, RenderOptions, Rules, Source};

pub(crate) use crate::args::batch::{
    BatchArgs, InputFormatArg, OffsetUnit, OutputFormatArg, RowContent, RowSchema,
};
use crate::error::Error;

/// More threads than any machine has processors for are a slip of the pen, and may be more than the system starts.
const MOST_THREADS: usize = 1024;

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
    /// Write the JSON Schema of rows
    Schema {
        /// Of which rows: of --json, of --lines, or of batch
        #[arg(value_enum, value_name = "ROWS", default_value_t = RowType::Json)]
        rows: RowType,
    },
    /// Score the cleaner, or ready predictions, against gold data
    Eval(EvalArgs),
}

/// Rows that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowType {
    /// A document, as --json writes it
    Json,
    /// A block, as --lines writes it
    Lines,
    /// A document, as batch writes it
    Batch,
}

/// The filter
#[derive(Args, Debug)]
pub(crate) struct FilterArgs {
    /// Documents to clean, gzipped or not; `-` or nothing is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, value_name = "FORM", default_value_t = DocumentFormatArg::Auto)]
    pub(crate) from: DocumentFormatArg,
    /// What to write
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "lines")]
    to: Option<FilterOutputArg>,
    /// Short for --to json
    #[arg(long, conflicts_with_all = ["to", "lines"])]
    json: bool,
    /// Short for --to markdown
    #[arg(long, conflicts_with_all = ["to", "json", "lines"])]
    markdown: bool,
    /// Keep the addresses of links, in Markdown and HTML
    #[arg(long)]
    links: bool,
    /// Keep images, in Markdown and HTML
    #[arg(long)]
    images: bool,
    /// Write a JSON row for every block, dropped ones too: start, end, kind, keep, score, why, text
    #[arg(long)]
    pub(crate) lines: bool,
    /// Write what is known of the document before its text: title, authors, dates and the like, as YAML front matter.
    /// JSON objects have it in any case
    #[arg(long, conflicts_with = "lines")]
    pub(crate) with_metadata: bool,
    /// Add the comments of readers to JSON objects, each with its text, author and date
    #[arg(long, conflicts_with = "lines")]
    pub(crate) comments: bool,
    /// The document's address: for JSON rows, and to make the addresses of links and images absolute
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
    pub(crate) fn format(&self) -> FilterOutputArg {
        match (self.json, self.markdown) {
            (true, _) => FilterOutputArg::Json,
            (_, true) => FilterOutputArg::Markdown,
            _ => self.to.unwrap_or(FilterOutputArg::Text),
        }
    }

    /// What Markdown and HTML are written with.
    pub(crate) fn rendering(&self) -> RenderOptions {
        let options = RenderOptions::new().with_links(self.links).with_images(self.images);
        self.url.iter().fold(options, |options, url| options.with_url(url))
    }
}

/// What the filter's input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentFormatArg {
    /// Told by content
    Auto,
    /// HTML
    Html,
    /// Plain text
    Text,
}

impl DocumentFormatArg {
    /// The library's word for it.
    pub(crate) fn source(self) -> Source {
        match self {
            DocumentFormatArg::Auto => Source::Auto,
            DocumentFormatArg::Html => Source::Html,
            DocumentFormatArg::Text => Source::Text,
        }
    }
}

/// What the filter writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FilterOutputArg {
    /// The kept text
    Text,
    /// The kept content with its headings, lists, tables, code and emphasis
    Markdown,
    /// The same as HTML: a fragment without scripts, styles and classes
    Html,
    /// A JSON object a document
    Json,
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

/// Reads a number of threads.
fn threads(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| "not a number")?;
    if (1..=MOST_THREADS).contains(&number) {
        Ok(number)
    } else {
        Err(format!("not between 1 and {MOST_THREADS}"))
    }
}

/// `dechrome explain`
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// Documents to explain, gzipped or not; `-` or nothing is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, value_name = "FORM", default_value_t = DocumentFormatArg::Auto)]
    pub(crate) from: DocumentFormatArg,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

/// `dechrome eval`
#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold rows, .jsonl or .jsonl.gz: pages with text, or with snippets to keep and to drop, or labelled lines
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "corpus",
        conflicts_with = "corpus"
    )]
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
    /// Score title, author and date instead of text
    #[arg(long, conflicts_with_all = ["corpus", "pred", "shingles", "cjk"])]
    pub(crate) metadata: bool,
    /// Compare the headings, list items, table cells and code of Markdown with those of the gold rows' `markdown`
    #[arg(long, conflicts_with_all = ["corpus", "shingles", "cjk"])]
    pub(crate) structure: bool,
    /// Compare runs of four words instead of words
    #[arg(long)]
    pub(crate) shingles: bool,
    /// Count every Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese character as a word
    #[arg(long)]
    pub(crate) cjk: bool,
    /// Score only the gold rows whose ids stand in this JSON array
    #[arg(long, value_name = "FILE")]
    pub(crate) only: Option<PathBuf>,
    /// Threads to clean in, 1 to 1024; as many as there are processors by default
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// What is kept and what is dropped.
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}
