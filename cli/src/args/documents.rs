//! The documents of the filter and of `dechrome explain`.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dechrome::Source;

use crate::input::STANDARD_STREAM;

/// The documents to clean, and their format.
#[derive(Args, Debug)]
pub(crate) struct DocumentArgs {
    /// Documents, plain or compressed; `-` or no path reads standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Format of the documents
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DocumentFormatArg::Auto)]
    from: DocumentFormatArg,
}

impl DocumentArgs {
    /// Returns the paths; `-` for standard input if none was given.
    pub(crate) fn paths(&self) -> Cow<'_, [PathBuf]> {
        if self.paths.is_empty() {
            return Cow::Owned(vec![PathBuf::from(STANDARD_STREAM)]);
        }
        Cow::Borrowed(&self.paths)
    }

    /// Returns true if the command would read a document from the keyboard.
    pub(crate) fn reads_terminal(&self) -> bool {
        self.paths.is_empty() && io::stdin().is_terminal()
    }

    /// Returns the library's value for the format.
    pub(crate) fn source(&self) -> Source {
        match self.from {
            DocumentFormatArg::Auto => Source::Auto,
            DocumentFormatArg::Html => Source::Html,
            DocumentFormatArg::Text => Source::Text,
        }
    }
}

/// Format of a document, as `--from` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DocumentFormatArg {
    /// Detected by content
    Auto,
    /// HTML
    Html,
    /// Plain text
    Text,
}
