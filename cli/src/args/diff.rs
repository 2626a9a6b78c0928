//! The arguments of `dechrome diff`.

use std::path::PathBuf;

use clap::Args;

/// The arguments of `dechrome diff`.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// Rows of `dechrome batch` or `dechrome --json` from before, plain or compressed
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// Rows from after, in any order
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Write one JSON object instead of lines
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the totals only, without a line for each document
    #[arg(long, short)]
    pub(crate) summary: bool,
}
