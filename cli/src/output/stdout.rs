//! Standard output.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::output::terminal_text::without_control_chars;

/// Bytes that are buffered before a write.
const BUFFER_BYTES: usize = 64 * 1024;

/// A buffered writer to standard output.
///
/// A terminal receives text without control characters, a pipe or file every byte.
pub(crate) struct StdoutWriter {
    inner: io::BufWriter<Box<dyn Write>>,
    is_terminal: bool,
    /// The file that is written in the place of standard output.
    file: Option<PathBuf>,
}

impl StdoutWriter {
    /// Locks standard output.
    pub(crate) fn new() -> Self {
        let lock = io::stdout().lock();
        let is_terminal = lock.is_terminal();
        let inner = io::BufWriter::with_capacity(BUFFER_BYTES, Box::new(lock) as Box<dyn Write>);
        StdoutWriter { inner, is_terminal, file: None }
    }

    /// Creates a file, or locks standard output without a path.
    pub(crate) fn to(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else { return Ok(StdoutWriter::new()) };
        let file = File::create(path).map_err(|error| Error::file(path, error))?;
        let inner = io::BufWriter::with_capacity(BUFFER_BYTES, Box::new(file) as Box<dyn Write>);
        Ok(StdoutWriter { inner, is_terminal: false, file: Some(path.to_owned()) })
    }

    /// Returns true if standard output is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Writes text.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), Error> {
        let text = if self.is_terminal { without_control_chars(text) } else { Cow::Borrowed(text) };
        self.write_raw(&text)
    }

    /// Writes text as given. The caller has removed the control characters of the input.
    pub(crate) fn write_raw(&mut self, text: &str) -> Result<(), Error> {
        let written = self.inner.write_all(text.as_bytes());
        written.map_err(|error| self.error(error))
    }

    /// Writes bytes. A terminal receives them as text.
    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.is_terminal {
            return self.write(&String::from_utf8_lossy(bytes));
        }
        let written = self.inner.write_all(bytes);
        written.map_err(|error| self.error(error))
    }

    /// Writes the buffered bytes.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        let flushed = self.inner.flush();
        flushed.map_err(|error| self.error(error))
    }

    /// Returns an error on the output.
    fn error(&self, error: io::Error) -> Error {
        match &self.file {
            Some(path) => Error::file(path, error),
            None => Error::stdout(error),
        }
    }
}
