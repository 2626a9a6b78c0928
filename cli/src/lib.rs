//! The `dechrome` command: cleans single documents and batches, and scores the cleaner.
//!
//! Data is written to standard output, everything else to standard error. [`run`] is the whole
//! program. [`eval`] and [`schema`] are public for the tests.

#![forbid(unsafe_code)]

// The command line.
mod args;
mod config_file;
mod container;
// The subcommands.
mod batch;
mod diff;
pub mod eval;
mod explain;
mod filter;
#[cfg(feature = "fuzz")]
#[doc(hidden)]
pub mod fuzz;
mod generate;
mod review;
pub mod schema;
mod stats;
// Parts that subcommands share.
mod catch_panic;
mod clean_input;
mod error;
mod exit_code;
mod input;
mod ordered_pool;
mod output;
mod page_fields;
mod remote;
mod result_rows;
mod unmatched_rules;

use std::ffi::OsString;
use std::fmt::Display;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::catch_panic::{catch_panic, silence_panic_messages};
pub use crate::error::Error;
pub use crate::exit_code::ExitCode;

/// Runs the command. The first argument is the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match config_file::expand_args(args) {
        Ok(args) => args,
        Err(error) => return fail(error),
    };
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Printing fails if the pipe is closed, and then nobody reads the message.
            let _ = error.print();
            // clap reports --help and --version as errors that belong on standard output.
            return if error.use_stderr() { ExitCode::Failure } else { ExitCode::Success };
        }
    };
    silence_panic_messages();
    match catch_panic(|| run_command(&cli)) {
        Ok(Ok(code)) => code,
        Ok(Err(Error::OutputClosed)) => ExitCode::Success,
        Ok(Err(error)) => fail(error),
        Err(panic) => fail(panic),
    }
}

/// Prints why the run failed.
fn fail(reason: impl Display) -> ExitCode {
    output::print_message(reason);
    ExitCode::Failure
}

/// Runs the subcommand; without one, runs the filter.
fn run_command(cli: &Cli) -> Result<ExitCode, Error> {
    match &cli.command {
        Some(Command::Eval(args)) => eval::run(args),
        Some(Command::Batch(args)) => batch::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Review(args)) => review::run(args),
        Some(Command::Stats(args)) => stats::run(args).map(|()| ExitCode::Success),
        Some(Command::Diff(args)) => diff::run(args),
        Some(Command::Schema { rows }) => schema::run(*rows).map(|()| ExitCode::Success),
        None => match cli.generate {
            Some(file) => generate::run(file).map(|()| ExitCode::Success),
            None => filter::run(&cli.filter),
        },
    }
}
