//! What ends a run before its time.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An error that ends the run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The reader of standard output is gone: no error at all, but time to stop.
    Closed,
    /// The arguments cannot be followed, or the files they name do not fit together.
    Usage(String),
    /// A file could not be read or written.
    File {
        /// The file's name.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line of a file is not what it should be.
    Record {
        /// The file's name.
        path: PathBuf,
        /// The line's number, from 1.
        number: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// An error on this file.
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        Error::File { path: path.to_owned(), source }
    }

    /// An error on a line of this file, numbered from 1.
    pub(crate) fn record(path: &Path, number: usize, reason: impl fmt::Display) -> Self {
        Error::Record { path: path.to_owned(), number, reason: reason.to_string() }
    }

    /// An error while writing to standard output; the reader may have gone.
    pub(crate) fn stdout(source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Error::Closed,
            _ => Error::File { path: PathBuf::from("standard output"), source },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Closed => f.write_str("the output is closed"),
            Error::Usage(message) => f.write_str(message),
            Error::File { path, source } => write!(f, "{}: {source}", path.display()),
            Error::Record { path, number, reason } => {
                write!(f, "{}, line {number}: {reason}", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } => Some(source),
            _ => None,
        }
    }
}
