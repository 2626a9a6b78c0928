//! The command line.

mod batch;
mod cleaning;
mod diff;
mod documents;
mod eval;
mod explain;
mod filter;
pub(crate) mod help_text;
mod kind_parser;
mod review;
mod similar_name;
mod stats;
mod threads;

use clap::{Parser, Subcommand, ValueEnum};

pub(crate) use crate::args::batch::{
    BatchArgs, DedupeKey, InputFormatArg, LogFormat, OffsetUnit, OtherFields, OutputFormatArg,
    ParquetCodec, RowContent, RowSchema,
};
pub(crate) use crate::args::cleaning::CleaningArgs;
pub(crate) use crate::args::diff::DiffArgs;
pub(crate) use crate::args::eval::EvalArgs;
pub(crate) use crate::args::explain::{ColorArg, ExplainArgs, ExplainOutputArg};
pub(crate) use crate::args::filter::{FilterArgs, FilterOutputArg};
pub(crate) use crate::args::review::ReviewArgs;
pub(crate) use crate::args::similar_name::{similar_name, similar_subcommand};
pub(crate) use crate::args::stats::StatsArgs;

/// Keeps the article of a web page or text scrape and drops its chrome.
#[derive(Debug, Parser)]
#[command(name = "dechrome", version, args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Exit status: 0 done, 1 nothing kept (--exit-status) or runs differ (diff), \
                        2 an error, 3 some documents of a batch failed. `--help` has examples."
)]
#[command(after_long_help = help_text::after_help(""))]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Write a manual page, or completions for a shell, and exit
    #[arg(long, value_enum, value_name = "NAME", exclusive = true)]
    pub(crate) generate: Option<Generate>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

/// A file that `--generate` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generate {
    /// The manual page of all commands
    Man,
    /// The manual page of `dechrome batch`
    ManBatch,
    /// The manual page of `dechrome explain`
    ManExplain,
    /// The manual page of `dechrome review`
    ManReview,
    /// The manual page of `dechrome stats`
    ManStats,
    /// The manual page of `dechrome diff`
    ManDiff,
    /// The manual page of `dechrome schema`
    ManSchema,
    /// The manual page of `dechrome eval`
    ManEval,
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

/// The subcommands. Without one, the command is a filter.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Clean many documents: from folders, files and records, into JSONL, Parquet, Arrow, WARC or a
    /// folder
    #[command(after_long_help = help_text::after_help("batch"))]
    Batch(Box<BatchArgs>),
    /// Show whole documents with dropped text struck through, and the kind, score and reasons
    /// of each block
    #[command(after_long_help = help_text::after_help("explain"))]
    Explain(ExplainArgs),
    /// Write one HTML file that shows many documents, what was kept and dropped of each, and why
    #[command(after_long_help = help_text::after_help("review"))]
    Review(ReviewArgs),
    /// Count the rows of batches: confidence, kept share, kinds, languages, lengths
    #[command(after_long_help = help_text::after_help("stats"))]
    Stats(StatsArgs),
    /// Compare two batches: documents, blocks and words gained and lost
    #[command(after_long_help = help_text::after_help("diff"))]
    Diff(DiffArgs),
    /// Write the JSON Schema of rows
    #[command(after_long_help = help_text::after_help("schema"))]
    Schema {
        /// Rows to describe
        #[arg(value_enum, value_name = "ROWS", default_value_t = RowType::Json)]
        rows: RowType,
    },
    /// Score the cleaner, or the predictions of another one, against gold data
    #[command(after_long_help = help_text::after_help("eval"))]
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
