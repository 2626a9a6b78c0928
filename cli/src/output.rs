//! Writing: standard output, with care for terminals and closed pipes, and messages on standard error.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::error::Error;

/// Says something on standard error, with the program's name before it. Messages hold names and words of the input.
pub(crate) fn tell(message: impl Display) {
    show(format_args!("dechrome: {message}"));
}

/// Shows something on standard error, [`harmless`] as it must be there.
pub(crate) fn show(message: impl Display) {
    // Standard error itself may be closed; then there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", harmless(&message.to_string()));
}

/// Text as a terminal may have it: without control characters other than newline and tab, so that no page can move
/// the cursor, set a title or answer for the user.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(harmful) { Cow::Owned(text.replace(harmful, "")) } else { Cow::Borrowed(text) }
}

/// Standard output. A terminal gets [`harmless`] text, a pipe or file every byte.
pub(crate) struct StdoutWriter {
    inner: io::BufWriter<StdoutLock<'static>>,
    terminal: bool,
}

impl StdoutWriter {
    /// Locks standard output.
    pub(crate) fn new() -> Self {
        let lock = io::stdout().lock();
        let terminal = lock.is_terminal();
        StdoutWriter { inner: io::BufWriter::with_capacity(64 * 1024, lock), terminal }
    }

    /// Whether somebody reads along.
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes text.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), Error> {
        let text = if self.terminal { harmless(text) } else { Cow::Borrowed(text) };
        self.inner.write_all(text.as_bytes()).map_err(Error::stdout)
    }

    /// Writes text that is harmless already and may have colours.
    pub(crate) fn write_styled(&mut self, text: &str) -> Result<(), Error> {
        self.inner.write_all(text.as_bytes()).map_err(Error::stdout)
    }

    /// Writes bytes, which a terminal gets as text.
    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.terminal {
            return self.write(&String::from_utf8_lossy(bytes));
        }
        self.inner.write_all(bytes).map_err(Error::stdout)
    }

    /// Writes what is still held back.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.inner.flush().map_err(Error::stdout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_get_no_control_characters() {
        assert_eq!(harmless("a\x1b[31mb\u{9b}2Jc\x07\x7f\r\n\td\0"), "a[31mb2Jc\n\td");
        assert!(matches!(harmless("plain, ไทย, 中文\n"), Cow::Borrowed(_)));
    }
}
