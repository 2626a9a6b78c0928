//! The arguments of `dechrome stats`.

use std::path::PathBuf;

use clap::Args;

/// The arguments of `dechrome stats`.
#[derive(Args, Debug)]
pub(crate) struct StatsArgs {
    /// Rows of `dechrome batch` or `dechrome --json`, plain or compressed; `-` is standard input
    #[arg(value_name = "JSONL", required = true)]
    pub(crate) rows: Vec<PathBuf>,
    /// Write one JSON object instead of tables
    #[arg(long)]
    pub(crate) json: bool,
}
