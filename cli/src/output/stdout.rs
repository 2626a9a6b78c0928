//! Standard output.

use std::borrow::Cow;
use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::error::Error;
use crate::output::terminal_text::without_control_chars;

/// Bytes that are buffered before a write.
const BUFFER_BYTES: usize = 64 * 1024;

/// A buffered writer to standard output.
///
/// A terminal receives text without control characters, a pipe or file every byte.
pub(crate) struct StdoutWriter {
    inner: io::BufWriter<StdoutLock<'static>>,
    is_terminal: bool,
}

impl StdoutWriter {
    /// Locks standard output.
    pub(crate) fn new() -> Self {
        let lock = io::stdout().lock();
        let is_terminal = lock.is_terminal();
        let inner = io::BufWriter::with_capacity(BUFFER_BYTES, lock);
        StdoutWriter { inner, is_terminal }
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
        self.inner.write_all(text.as_bytes()).map_err(Error::stdout)
    }

    /// Writes bytes. A terminal receives them as text.
    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.is_terminal {
            return self.write(&String::from_utf8_lossy(bytes));
        }
        self.inner.write_all(bytes).map_err(Error::stdout)
    }

    /// Writes the buffered bytes.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.inner.flush().map_err(Error::stdout)
    }
}
