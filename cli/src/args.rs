//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use dechrome::{Kind, OperatingPoint, Options};

/// Keeps the article of a web page or text scrape and drops its chrome.
#[derive(Debug, Parser)]
#[command(name = "dechrome", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    /// What to do other than filtering.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What the program can do besides filtering.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Score the cleaner, or ready predictions, against gold data
    Eval(EvalArgs),
}

/// What is kept and what is dropped.
#[derive(Args, Debug)]
pub(crate) struct CleaningArgs {
    /// Keep blocks of these kinds too (comma-separated, repeatable)
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    keep: Vec<Kind>,
    /// Drop blocks of these kinds too; outranks --keep
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    drop: Vec<Kind>,
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
    pub(crate) fn options(&self) -> Options {
        let mut options = Options::new().with_point(self.point());
        if let Some(label) = &self.charset {
            options = options.with_charset(label);
        }
        options = self.keep.iter().fold(options, |options, &kind| options.with_kept(kind));
        self.drop.iter().fold(options, |options, &kind| options.with_dropped(kind))
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
