//! Dumps the library's own features for training, and cleans the training data with fold models. `train/README.md` has
//! the commands in their order.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A tool for developers, which reports as it goes.

mod align;
mod corpus;
mod counts;
mod data;
mod mine;
mod pages;
mod rename;
mod text;
mod types;

use std::process::ExitCode;

/// What every command needs.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "text-features" => text::features(rest),
        Some((command, rest)) if command == "text-predict" => text::predict(rest),
        Some((command, rest)) if command == "text-speed" => text::speed(rest),
        Some((command, rest)) if command == "mine" => mine::mine(rest),
        Some((command, rest)) if command == "page-features" => pages::features(rest),
        Some((command, rest)) if command == "page-predict" => pages::predict(rest),
        Some((command, rest)) if command == "rename-features" => rename::rename(rest),
        _ => Err("usage: dechrome-train text-features|text-predict|text-speed|mine|page-features|\
                  page-predict|rename-features …"
            .into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dechrome-train: {error}");
            ExitCode::FAILURE
        }
    }
}
