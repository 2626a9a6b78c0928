//! The `dechrome` command: a filter for single documents, a batch cleaner, and the measure of both.
//!
//! Data goes to standard output, everything else to standard error. [`run`] is the whole program; [`eval`] and [`schema`]
//! are open to the tests.

#![forbid(unsafe_code)]

mod args;
mod batch;
mod catch_panic;
mod clean_input;
mod config_file;
mod error;
pub mod eval;
mod exit_code;
mod explain;
mod filter;
#[cfg(feature = "fuzz")]
#[doc(hidden)]
pub mod fuzz;
mod generate;
mod input;
mod ordered_pool;
mod output;
mod page_fields;
pub mod schema;

use std::ffi::OsString;
use std::fmt::Display;

use clap::Parser;

use crate::args::{Cli, Command};
pub use crate::error::Error;
pub use crate::exit_code::ExitCode;

/// Runs the command with these arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match config_file::expand(args) {
        Ok(args) => args,
        Err(error) => return fail(error),
    };
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe swallows the help; there is nobody left to tell.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::Failure } else { ExitCode::Success };
        }
    };
    catch_panic::silence();
    match catch_panic::guarded(|| dispatch(&cli)) {
        Ok(Ok(exit)) => exit,
        Ok(Err(Error::Closed)) => ExitCode::Success,
        Ok(Err(error)) => fail(error),
        Err(panic) => fail(panic),
    }
}

/// Tells why the run has failed.
fn fail(reason: impl Display) -> ExitCode {
    output::tell(reason);
    ExitCode::Failure
}

/// Hands over to the subcommand, or to the filter where there is none.
fn dispatch(cli: &Cli) -> Result<ExitCode, Error> {
    match &cli.command {
        Some(Command::Eval(args)) => eval::run(args),
        Some(Command::Batch(args)) => batch::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Schema { rows }) => schema::run(*rows).map(|()| ExitCode::Success),
        None => match cli.generate {
            Some(what) => generate::run(what).map(|()| ExitCode::Success),
            None => filter::run(&cli.filter),
        },
    }
}
