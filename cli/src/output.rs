//! Writes to standard output and standard error, with care for terminals and closed pipes.

use std::fmt;

mod messages;
mod stdout;
pub(crate) mod terminal_text;

pub(crate) use messages::{print_message, print_to_stderr};
pub(crate) use stdout::StdoutWriter;

/// Returns a number with its noun: "1 row", "2 rows".
pub(crate) fn counted<N: From<u8> + PartialEq + fmt::Display>(count: N, noun: &str) -> String {
    let ending = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
