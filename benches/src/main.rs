//! Measures pages and texts per second of dechrome, of its peers, and of minimal baselines.
//!
//! `cargo run --release -p dechrome-bench -- FOLDER [PASSES]`. FOLDER and its subfolders contain
//! pages (.html, .html.gz) or texts (.txt, .txt.gz). All contenders read the same documents in one
//! thread, in turn. The first pass warms up and does not count. Ratios compare the medians of the
//! passes.

#![allow(clippy::print_stdout)] // The program prints a report.

mod null_sink;

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dechrome::{Cleaner, Options, Source};
use flate2::read::MultiGzDecoder;

/// The default number of counted passes.
const PASSES: usize = 5;

/// A program to compare: its name, and a function that processes a document. The function returns
/// the size of its result, so that the compiler cannot remove the work.
type Contender = (&'static str, Box<dyn Fn(&str) -> usize>);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: dechrome-bench FOLDER [PASSES]")?;
    let passes = arguments.get(1).map_or(Ok(PASSES), |passes| passes.parse())?;
    for (extension, contenders) in [(".html", page_contenders()), (".txt", text_contenders())] {
        let documents = read_documents(Path::new(folder), extension)?;
        if !documents.is_empty() {
            compare(extension, &documents, &contenders, passes);
        }
    }
    Ok(())
}

/// Runs the contenders in turn and prints their speeds.
fn compare(extension: &str, documents: &[String], contenders: &[Contender], passes: usize) {
    let bytes: usize = documents.iter().map(String::len).sum();
    let megabytes = bytes as f64 / 1e6;
    println!("{} {extension} files, {megabytes:.1} MB, {passes} passes", documents.len());
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); contenders.len()];
    for pass in 0..=passes {
        for ((_, process), times) in contenders.iter().zip(&mut times) {
            let start = Instant::now();
            let size: usize = documents.iter().map(|document| process(document)).sum();
            assert!(size > 0, "the results are empty");
            if pass > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    println!("{:24} {:>9} {:>9} {:>22}", "", "files/s", "MB/s", "dechrome is faster by");
    for ((name, _), seconds) in contenders.iter().zip(&medians) {
        let files_per_second = documents.len() as f64 / seconds;
        let speed = megabytes / seconds;
        let ratio = seconds / medians[0];
        println!("{name:24} {files_per_second:9.0} {speed:9.1} {ratio:21.2}x");
    }
}

/// dechrome comes first, because the ratios refer to it. Then peers, then parsers alone.
///
/// A result may be empty, so its size is its length plus one.
fn page_contenders() -> Vec<Contender> {
    vec![
        ("dechrome", clean_with(Source::Html)),
        ("dom_smoothie 0.19", Box::new(|page| readability(page).unwrap_or_default().len() + 1)),
        ("rs-trafilatura 0.2", Box::new(|page| trafilatura(page).unwrap_or_default().len() + 1)),
        ("html5ever, null sink", Box::new(null_sink::parse)),
        ("scraper::Html", Box::new(count_nodes)),
    ]
}

/// dechrome comes first. Then language detection, words and lines alone.
fn text_contenders() -> Vec<Contender> {
    vec![
        ("dechrome", clean_with(Source::Text)),
        ("whatlang 0.18", Box::new(detect_language)),
        ("words, in lower case", Box::new(|text| count_words(text) + 1)),
        ("lines by memchr", Box::new(count_lines)),
    ]
}

/// Returns a function that cleans a document with the default options.
fn clean_with(source: Source) -> Box<dyn Fn(&str) -> usize> {
    let cleaner = Cleaner::new(Options::new().with_source(source));
    Box::new(move |document| cleaner.clean(document.as_bytes()).to_text().len() + 1)
}

fn readability(page: &str) -> Option<String> {
    let mut reader = dom_smoothie::Readability::new(page, None, None).ok()?;
    Some(reader.parse().ok()?.text_content.to_string())
}

fn trafilatura(page: &str) -> Option<String> {
    Some(rs_trafilatura::extract(page).ok()?.content_text)
}

fn count_nodes(page: &str) -> usize {
    scraper::Html::parse_document(page).tree.values().len()
}

fn detect_language(text: &str) -> usize {
    whatlang::detect(text).map_or(1, |info| info.lang().code().len())
}

/// Counts the distinct words.
fn count_words(text: &str) -> usize {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).collect::<HashSet<_>>().len()
}

fn count_lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1
}

/// Reads the documents in a folder whose names end in `extension`, in the order of their paths.
/// Invalid UTF-8 is replaced.
fn read_documents(folder: &Path, extension: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut paths = Vec::new();
    list_files(folder, extension, &mut paths)?;
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let mut bytes = fs::read(&path)?;
        if path.extension().is_some_and(|extension| extension == "gz") {
            let mut unpacked = Vec::new();
            MultiGzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        documents.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(documents)
}

/// Lists the files in a folder and its subfolders whose names end in `extension` or in
/// `extension.gz`.
fn list_files(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            list_files(&path, extension, paths)?;
        } else if name.trim_end_matches(".gz").ends_with(extension) {
            paths.push(path);
        }
    }
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
