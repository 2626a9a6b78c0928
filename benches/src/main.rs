//! Pages and texts per second of dechrome, of its peers and of what is the least that can be done: the same documents, one
//! thread, interleaved.
//!
//! `cargo run --release -p dechrome-bench -- FOLDER [PASSES]`; FOLDER holds pages (.html, .html.gz) or texts (.txt, .txt.gz),
//! one level deep or two. The first pass warms up and is not counted. Ratios are between medians over the passes.

#![allow(clippy::print_stdout)] // A report is all it makes.

mod null;

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dechrome::{Cleaner, Options, Source};
use flate2::read::MultiGzDecoder;

/// Counted passes over the pages unless told otherwise.
const PASSES: usize = 5;

/// Something that reads a document; returns the length of what it made, so that no work can be left out.
type System = Box<dyn Fn(&str) -> usize>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: dechrome-bench FOLDER [PASSES]")?;
    let passes = arguments.get(1).map_or(Ok(PASSES), |passes| passes.parse())?;
    for (end, systems) in [(".html", page_systems()), (".txt", text_systems())] {
        let documents = read(Path::new(folder), end)?;
        if !documents.is_empty() {
            compare(end, &documents, &systems, passes);
        }
    }
    Ok(())
}

/// Runs the systems in turn over the documents and prints how fast each is.
fn compare(end: &str, documents: &[String], systems: &[(&str, System)], passes: usize) {
    let bytes: usize = documents.iter().map(String::len).sum();
    println!("{} {end} files, {:.1} MB, {passes} passes", documents.len(), bytes as f64 / 1e6);
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); systems.len()];
    for pass in 0..=passes {
        for ((_, system), times) in systems.iter().zip(&mut times) {
            let began = Instant::now();
            let made: usize = documents.iter().map(|document| system(document)).sum();
            assert!(made > 0, "nothing was made of the documents");
            if pass > 0 {
                times.push(began.elapsed());
            }
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    println!("{:24} {:>9} {:>9} {:>22}", "", "files/s", "MB/s", "dechrome is faster by");
    for ((name, _), seconds) in systems.iter().zip(&medians) {
        let rate = documents.len() as f64 / seconds;
        println!(
            "{name:24} {rate:9.0} {:9.1} {:21.2}x",
            bytes as f64 / 1e6 / seconds,
            seconds / medians[0]
        );
    }
}

/// dechrome first, then its peers, then parsers alone.
fn page_systems() -> Vec<(&'static str, System)> {
    let cleaner = Cleaner::new(Options::new().with_source(Source::Html));
    vec![
        (
            "dechrome",
            Box::new(move |page: &str| cleaner.clean(page.as_bytes()).text().len() + 1) as System,
        ),
        (
            "dom_smoothie 0.19",
            Box::new(|page: &str| readability(page).unwrap_or_default().len() + 1),
        ),
        (
            "rs-trafilatura 0.2",
            Box::new(|page: &str| trafilatura(page).unwrap_or_default().len() + 1),
        ),
        ("html5ever, null sink", Box::new(null::parse)),
        (
            "scraper::Html",
            Box::new(|page: &str| scraper::Html::parse_document(page).tree.values().len()),
        ),
    ]
}

/// dechrome first, then the language alone, the words alone and the lines alone.
fn text_systems() -> Vec<(&'static str, System)> {
    let cleaner = Cleaner::new(Options::new().with_source(Source::Text));
    vec![
        (
            "dechrome",
            Box::new(move |text: &str| cleaner.clean(text.as_bytes()).text().len() + 1) as System,
        ),
        (
            "whatlang 0.18",
            Box::new(|text: &str| {
                whatlang::detect(text).map_or(1, |found| found.lang().code().len())
            }),
        ),
        ("words, in lower case", Box::new(|text: &str| words(text) + 1)),
        (
            "lines by memchr",
            Box::new(|text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1),
        ),
    ]
}

/// The distinct words of a text.
fn words(text: &str) -> usize {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).collect::<HashSet<_>>().len()
}

fn readability(page: &str) -> Option<String> {
    let mut reader = dom_smoothie::Readability::new(page, None, None).ok()?;
    Some(reader.parse().ok()?.text_content.to_string())
}

fn trafilatura(page: &str) -> Option<String> {
    Some(rs_trafilatura::extract(page).ok()?.content_text)
}

/// The documents under a folder whose names have this end, sorted by path; what is not UTF-8 is replaced.
fn read(folder: &Path, end: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut paths = Vec::new();
    list(folder, end, &mut paths)?;
    paths.sort();
    let read = |path: &PathBuf| {
        let mut bytes = fs::read(path)?;
        if path.extension().is_some_and(|extension| extension == "gz") {
            let mut plain = Vec::new();
            MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
            bytes = plain;
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    paths.iter().map(read).collect()
}

fn list(folder: &Path, end: &str, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            list(&path, end, paths)?;
        } else if name.trim_end_matches(".gz").ends_with(end) {
            paths.push(path);
        }
    }
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
