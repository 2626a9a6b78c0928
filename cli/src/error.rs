//! The errors that end a run.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::remote;

/// An error that ends the run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The reader of standard output closed the pipe. The run stops and still succeeds.
    OutputClosed,
    /// The arguments contradict each other or the files they name.
    Usage(String),
    /// A file could not be read or written.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A line of a file is malformed.
    Record {
        /// The path of the file.
        path: PathBuf,
        /// Line number, from 1.
        number: usize,
        /// Why the line is malformed.
        reason: String,
    },
}

impl Error {
    /// Returns an error on the file at `path`.
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        Error::File { path: path.to_owned(), source: name_missing_folder(path, source) }
    }

    /// Returns an error on line `number` of the file at `path`; lines count from 1.
    pub(crate) fn record(path: &Path, number: usize, reason: impl fmt::Display) -> Self {
        Error::Record { path: path.to_owned(), number, reason: reason.to_string() }
    }

    /// Returns an error on standard output. A broken pipe becomes [`Error::OutputClosed`].
    pub(crate) fn stdout(source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Error::OutputClosed,
            _ => Error::File { path: PathBuf::from("standard output"), source },
        }
    }
}

/// Returns `error` on the file at `path`. If the folder around the file is missing, the error says
/// so: the message of the system does not say which of the two is missing.
pub(crate) fn name_missing_folder(path: &Path, error: io::Error) -> io::Error {
    let is_missing = error.kind() == io::ErrorKind::NotFound && remote::url_of(path).is_none();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if is_missing && !folder.exists() => {
            io::Error::new(error.kind(), format!("there is no folder {}", folder.display()))
        }
        _ => error,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::OutputClosed => f.write_str("the output is closed"),
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
