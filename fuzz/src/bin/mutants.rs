//! Checks altered copies of documents: `fuzz-mutants FOLDER CUTS`.
//!
//! FOLDER and its subfolders contain pages (`.html`) and texts (`.txt`), gzipped or not. Each is
//! checked unchanged, cut off at CUTS random positions, and with one byte in a hundred changed.
//! The file's path seeds the random numbers, so every run is the same.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flate2::read::GzDecoder;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let [folder, cuts] = &arguments[..] else { return failure("usage: fuzz-mutants FOLDER CUTS") };
    let Some(cuts) = cuts.to_str().and_then(|cuts| cuts.parse().ok()) else {
        return failure("CUTS is not a number");
    };
    match run(Path::new(folder), cuts) {
        Ok((mutants, failed)) => {
            println!("{mutants} mutants, {failed} failed");
            if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => failure(&error.to_string()),
    }
}

/// Prints why the program fails.
fn failure(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

/// Checks the mutants of all files. Returns the number of mutants and of failures.
fn run(folder: &Path, cuts: usize) -> io::Result<(usize, usize)> {
    let (mut count, mut failed) = (0, 0);
    for path in document_paths(folder)? {
        let document = read_document(&path)?;
        let is_text = has_extension(&path, ".txt");
        let mut random = XorShift::seeded(&path);
        let mut mutants = Vec::new();
        for _ in 0..cuts {
            mutants.push(document[..random.below(document.len() + 1)].to_vec());
        }
        mutants.push(change_bytes(&document, &mut random));
        mutants.push(document);
        for mutant in mutants {
            count += 1;
            if catch_unwind(|| check(is_text, &mutant)).is_err() {
                failed += 1;
                eprintln!("{}: a mutant of {} bytes failed", path.display(), mutant.len());
            }
        }
    }
    Ok((count, failed))
}

/// Panics if a property is violated.
fn check(is_text: bool, bytes: &[u8]) {
    if is_text {
        dechrome_fuzz::text(bytes);
    } else {
        dechrome_fuzz::page(bytes);
        dechrome_fuzz::markdown(bytes);
    }
    dechrome_fuzz::options(bytes);
}

/// Returns a copy with one byte in a hundred changed.
fn change_bytes(document: &[u8], random: &mut XorShift) -> Vec<u8> {
    let mut copy = document.to_vec();
    for _ in 0..document.len() / 100 {
        let at = random.below(document.len());
        copy[at] = random.below(256) as u8;
    }
    copy
}

/// Lists the documents in a folder and its subfolders, in the order of their paths.
fn document_paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut paths, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if has_extension(&path, ".html") || has_extension(&path, ".txt") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// Returns true if the path ends in `extension` or in `extension.gz`.
fn has_extension(path: &Path, extension: &str) -> bool {
    path.to_string_lossy().trim_end_matches(".gz").ends_with(extension)
}

/// Reads a file and unpacks it if it is gzipped.
fn read_document(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// A xorshift generator (Marsaglia 2003). It is good enough to choose positions.
struct XorShift(u64);

impl XorShift {
    /// Creates a generator whose numbers depend on the path.
    fn seeded(path: &Path) -> Self {
        let mut seed = 1_u64;
        for byte in path.to_string_lossy().bytes() {
            seed = seed.wrapping_mul(31).wrapping_add(u64::from(byte));
        }
        XorShift(seed)
    }

    /// Returns a number below `most`, or 0 if `most` is 0.
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        if most == 0 { 0 } else { (self.0 % most as u64) as usize }
    }
}
