//! The arguments of `dechrome eval`.

use std::path::PathBuf;

use clap::Args;

use crate::args::cleaning::CleaningArgs;
use crate::args::threads::parse_threads;

/// The arguments of `dechrome eval`.
#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold rows, .jsonl or .jsonl.gz: pages with their text, or with snippets to keep and to drop,
    /// or labelled lines
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "corpus",
        conflicts_with = "corpus"
    )]
    pub(crate) gold: Option<PathBuf>,
    /// Score these predictions instead of cleaning
    #[arg(long, value_name = "FILE", conflicts_with_all = ["corpus", "pages"])]
    pub(crate) pred: Option<PathBuf>,
    /// Score a folder of `area--case` folders, each with input.html or input.txt, and labels.tsv
    #[arg(long, value_name = "DIR")]
    pub(crate) corpus: Option<PathBuf>,
    /// Folders with the pages of the gold rows, as ID.html or ID.html.gz, or files of records with
    /// the same ids, as `batch` reads them. Labelled lines of texts need no pages: the lines
    /// themselves are cleaned
    #[arg(value_name = "PAGES", conflicts_with = "corpus")]
    pub(crate) pages: Vec<PathBuf>,
    /// Score title, author and date instead of text
    #[arg(long, conflicts_with_all = ["corpus", "pred", "shingles", "cjk"])]
    pub(crate) metadata: bool,
    /// Score the headings, list items, table cells and code of Markdown against those of the gold
    /// rows' `markdown`
    #[arg(long, conflicts_with_all = ["corpus", "shingles", "cjk"])]
    pub(crate) structure: bool,
    /// Compare runs of four words instead of words
    #[arg(long)]
    pub(crate) shingles: bool,
    /// Count every Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese character as a word
    #[arg(long)]
    pub(crate) cjk: bool,
    /// Score only the gold rows whose ids are in this JSON array
    #[arg(long, value_name = "FILE")]
    pub(crate) only: Option<PathBuf>,
    /// Threads to clean in, 1 to 1024; by default one for each processor
    #[arg(long, value_name = "N", value_parser = parse_threads)]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}
