//! The arguments of `dechrome explain`.

use clap::{Args, ValueEnum};

use crate::args::cleaning::CleaningArgs;
use crate::args::documents::DocumentArgs;

/// The arguments of `dechrome explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,
    /// Format of the output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ExplainOutputArg::Text)]
    pub(crate) to: ExplainOutputArg,
    /// When to color the output. `NO_COLOR` and `CLICOLOR_FORCE` in the environment count for auto
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto)]
    pub(crate) color: ColorArg,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

/// When the output is colored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// On a terminal
    Auto,
    Always,
    Never,
}

/// Format of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainOutputArg {
    /// Text with the verdicts in the margin
    Text,
    /// One HTML file, as `dechrome review` writes it
    Html,
}
