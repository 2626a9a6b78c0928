//! Dumps the library's features for training and runs the real pipeline with fold models.
//!
//! `train/README.md` tells the order of the commands.

mod align;
mod data;
mod pages;

use std::process::ExitCode;

/// What every command needs.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        ["page-features", data, out] => pages::write_features(data.as_ref(), out.as_ref()),
        ["page-predict", data, out] => pages::write_predictions(data.as_ref(), out.as_ref()),
        _ => Err("usage: dechrome-train page-features|page-predict DATA OUT".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dechrome-train: {error}");
            ExitCode::FAILURE
        }
    }
}
