//! The `dechrome` command. The code is in the library part of the crate, so that tests can call it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    dechrome_cli::run(std::env::args_os()).into()
}
