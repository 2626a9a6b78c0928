//! The `dechrome` command. All of it is in the library part, so that tests can call it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    dechrome_cli::run(std::env::args_os()).into()
}
