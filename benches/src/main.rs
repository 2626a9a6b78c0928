//! Measures pages and texts per second of dechrome, of its peers, and of minimal baselines.
//!
//! `cargo run --release -p dechrome-bench -- [--passes N] [--only NAME] FOLDER...`. The folders and
//! their subfolders contain pages (.html, .html.gz) or texts (.txt, .txt.gz). All contenders read
//! the same documents in one thread, in turn, by classes of size. The first pass warms up and does
//! not count. A ratio is that of the times in one pass: its median, and its range in brackets.

#![allow(clippy::print_stdout)] // The program prints a report.

mod contenders;
mod documents;
mod memory;
mod null_sink;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use contenders::Contender;
use documents::{SizeClass, read_classes};

const USAGE: &str = "usage: dechrome-bench [--passes N] [--only NAME] FOLDER...";

/// The arguments: which folders and programs to measure, and how often.
struct Arguments {
    /// Counted passes.
    passes: usize,
    /// The only contender, by the start of its name.
    only: String,
    folders: Vec<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = read_arguments()?;
    for (extension, contenders) in
        [(".html", contenders::of_pages()), (".txt", contenders::of_texts())]
    {
        let is_wanted = |contender: &Contender| contender.name.starts_with(&arguments.only);
        let contenders: Vec<Contender> = contenders.into_iter().filter(is_wanted).collect();
        for class in read_classes(&arguments.folders, extension)? {
            compare(extension, &class, &contenders, arguments.passes);
        }
    }
    Ok(())
}

fn read_arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments { passes: 5, only: String::new(), folders: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--passes" => arguments.passes = words.next().ok_or(USAGE)?.parse()?,
            "--only" => arguments.only = words.next().ok_or(USAGE)?,
            _ => arguments.folders.push(word.into()),
        }
    }
    if arguments.folders.is_empty() || arguments.passes == 0 { Err(USAGE)? } else { Ok(arguments) }
}

/// The measurements of a contender.
#[derive(Clone, Default)]
struct Measured {
    /// Seconds of each pass.
    seconds: Vec<f64>,
    /// Peak of the memory in MB, the documents included.
    peak: Option<f64>,
}

/// Runs the contenders in turn and prints their speeds.
fn compare(extension: &str, class: &SizeClass, contenders: &[Contender], passes: usize) {
    let (documents, count) = (&class.documents, class.documents.len());
    let megabytes = documents.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{count} {extension} files {}, {megabytes:.1} MB, {passes} passes", class.name);
    let mut measured = vec![Measured::default(); contenders.len()];
    for pass in 0..=passes {
        for (contender, measured) in contenders.iter().zip(&mut measured) {
            memory::reset_peak();
            let start = Instant::now();
            let size: usize = documents.iter().map(|document| (contender.process)(document)).sum();
            let seconds = start.elapsed().as_secs_f64();
            // The size is printed if it is zero, so the work is needed.
            if size == 0 {
                println!("{}: no results", contender.name);
            }
            if pass > 0 {
                measured.seconds.push(seconds);
                measured.peak = memory::peak();
            }
        }
    }
    println!("{:22}{:>9}{:>8}{:>9}  time / dechrome's", "", "files/s", "MB/s", "peak MB");
    for (contender, own) in contenders.iter().zip(&measured) {
        let seconds = median(own.seconds.clone());
        let (files, speed) = (count as f64 / seconds, megabytes / seconds);
        let peak = own.peak.map_or("-".to_owned(), |peak| format!("{peak:.0}"));
        let ratio = ratio(own, &measured[0]);
        println!("{:22}{files:9.0}{speed:8.1}{peak:>9}  {ratio}", contender.name);
    }
    println!();
}

/// Returns the ratio of the times in one pass: its median and its range.
fn ratio(own: &Measured, reference: &Measured) -> String {
    let pairs = own.seconds.iter().zip(&reference.seconds);
    let ratios: Vec<f64> = pairs.map(|(own, reference)| own / reference).collect();
    let low = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ratios.iter().copied().fold(0.0, f64::max);
    format!("{:.2} ({low:.2} to {high:.2})", median(ratios))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
