//! The arguments of `dechrome explain`.

use clap::Args;

use crate::args::cleaning::CleaningArgs;
use crate::args::documents::DocumentArgs;

/// The arguments of `dechrome explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}
