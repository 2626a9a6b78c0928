//! Dumps the library's own features for training, and cleans the training data with fold models. `DEVELOPING.md` has
//! the commands in their order.

mod corpus;
mod counts;
mod text;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "text-features" => text::features(rest),
        Some((command, rest)) if command == "text-predict" => text::predict(rest),
        _ => Err("usage: dechrome-train text-features|text-predict …".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dechrome-train: {error}");
            ExitCode::FAILURE
        }
    }
}
