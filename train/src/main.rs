//! Writes the library's features for training, and cleans the development data with fold models.
//! `train/README.md` lists the commands in their order.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A developer's tool, which prints reports.

mod arguments;
mod constants;
mod error;
mod folds;
mod gold;
mod pages;
mod plants;
mod random;
mod table_file;
mod texts;
mod word_alignment;

use std::process::ExitCode;

use error::Result;

/// A function that runs a command with the arguments after its name.
type RunCommand = fn(&[String]) -> Result<()>;

/// The commands by name.
const COMMANDS: [(&str, RunCommand); 10] = [
    ("page-features", pages::features::run),
    ("page-predict", pages::predict::run),
    ("plants-measure", pages::plants_measure::run),
    ("text-features", texts::features::run),
    ("text-predict", texts::predict::run),
    ("text-plants-measure", texts::plants_measure::run),
    ("rules", texts::rules::run),
    ("text-speed", texts::speed::run),
    ("mine", texts::phrases::run),
    ("constants", constants::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dechrome-train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    if let Some((command, rest)) = arguments.split_first() {
        for (name, run) in COMMANDS {
            if name == command {
                return run(rest);
            }
        }
    }
    let names = COMMANDS.map(|(name, _)| name).join("|");
    Err(format!("usage: dechrome-train {names} …").into())
}
