//! `text-speed`: measures how fast the final model cleans a set.

use std::fs;
use std::io::Write;
use std::time::Instant;

use dechrome::Options;

use super::labelled_text;
use super::predict::read_model;
use crate::arguments::{option, path, required};
use crate::error::Result;
use crate::folds::FOLDS;

/// The number of passes. The fastest counts: other programs can only slow a pass down.
const PASSES: usize = 5;

/// Prints the speed.
///
/// Arguments: `--data DIR --models DIR --set NAME [--converter NAME]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (data, models) = (path(arguments, "--data")?, path(arguments, "--models")?);
    let mut documents = labelled_text::read(&data.join("text"), required(arguments, "--set")?)?;
    if let Some(converter) = option(arguments, "--converter") {
        documents.retain(|document| document.id.ends_with(&format!("|{converter}")));
    }
    let cleaner = read_model(&models, FOLDS, None)?;
    let mut fastest = f64::INFINITY;
    let mut kept = 0;
    for _ in 0..PASSES {
        let start = Instant::now();
        let before = thread_seconds(start);
        kept = 0;
        for document in &documents {
            kept += cleaner.clean(&document.text, &Options::new()).to_text().len();
        }
        fastest = fastest.min(thread_seconds(start) - before);
    }
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let lines: usize = documents.iter().map(|document| document.starts.len()).sum();
    let line_bytes = bytes as f64 / lines.max(1) as f64;
    let speed = bytes as f64 / 1e6 / fastest;
    let texts = documents.len();
    writeln!(
        std::io::stdout(),
        "{texts} texts, {bytes} bytes, {line_bytes:.0} per line, {kept} kept, {speed:.1} MB/s"
    )?;
    Ok(())
}

/// Returns the CPU seconds of this thread, or the wall time since `start` outside Linux.
fn thread_seconds(start: Instant) -> f64 {
    let cpu_nanoseconds = || {
        let line = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        line.split(' ').next()?.parse::<f64>().ok()
    };
    match cpu_nanoseconds() {
        Some(nanoseconds) => nanoseconds / 1e9,
        None => start.elapsed().as_secs_f64(),
    }
}
