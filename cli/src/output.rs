//! Writes to standard output and standard error, with care for terminals and closed pipes.

mod messages;
mod stdout;
pub(crate) mod terminal_text;

pub(crate) use messages::{print_message, print_to_stderr};
pub(crate) use stdout::StdoutWriter;
