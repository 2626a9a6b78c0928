//! Messages on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use crate::output::terminal_text::without_control_chars;

/// Prints a line on standard error, after the program's name.
pub(crate) fn print_message(message: impl Display) {
    print_to_stderr(format_args!("dechrome: {message}"));
}

/// Prints a line on standard error, without control characters.
///
/// Messages quote names and words of the input, which can contain terminal commands.
pub(crate) fn print_to_stderr(message: impl Display) {
    let message = message.to_string();
    // If standard error is closed, nothing can be reported.
    let _ = writeln!(io::stderr().lock(), "{}", without_control_chars(&message));
}
