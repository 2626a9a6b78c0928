//! Tasks of the repository: `cargo xtask TASK`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::env;
use std::process::ExitCode;

mod bless;
mod check;
mod commands;
mod outcome;
mod picture;
mod sources;
mod style;

const USAGE: &str = "\
cargo xtask check                  format, style, lints, documentation, dependencies, layers
cargo xtask style [--hits] [PATH]  counts of what STYLE.md forbids; fails over the limits
cargo xtask bless [--allow-lower]  writes goldens, floors and digests again; raises floors only
cargo xtask picture                draws docs/before-after.svg from a page in corpus/";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        ["check"] => check::run(),
        ["style", ref rest @ ..] => style::run(rest),
        ["bless"] => bless::run(false),
        ["bless", "--allow-lower"] => bless::run(true),
        ["picture"] => picture::run(),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
