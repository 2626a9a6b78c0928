//! Holds changed copies of pages against what must hold: `fuzz-mutants FOLDER TIMES`.
//!
//! Every page and text (`.txt`) below the folder, gzipped or not, is looked at as it is, cut off at so many random places, and
//! once with one byte in a hundred changed. Where this happens depends on the file's name alone, so a run can be repeated.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flate2::read::GzDecoder;

fn main() -> ExitCode {
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let [folder, times] = &args[..] else { return failure("fuzz-mutants FOLDER TIMES") };
    let Some(times) = times.to_str().and_then(|times| times.parse().ok()) else {
        return failure("TIMES is no number");
    };
    match run(Path::new(folder), times) {
        Ok((mutants, failed)) => {
            println!("{mutants} mutants, {failed} failed");
            if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => failure(&error.to_string()),
    }
}

/// Says why the run ends.
fn failure(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

/// Checks the mutants of all files; returns how many there were, and how many of them failed.
fn run(folder: &Path, times: usize) -> io::Result<(usize, usize)> {
    let (mut count, mut failed) = (0, 0);
    for path in files(folder)? {
        let page = read(&path)?;
        let is_text = is_of(&path, ".txt");
        let mut random = Random(
            path.to_string_lossy()
                .bytes()
                .fold(1_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte))),
        );
        let cuts =
            (0..times).map(|_| page[..random.below(page.len() + 1)].to_vec()).collect::<Vec<_>>();
        let changed = changed(&page, &mut random);
        for mutant in cuts.into_iter().chain([changed, page]) {
            count += 1;
            if catch_unwind(|| check(is_text, &mutant)).is_err() {
                failed += 1;
                eprintln!("{}: a mutant of {} bytes", path.display(), mutant.len());
            }
        }
    }
    Ok((count, failed))
}

/// Panics if one of the promises is broken.
fn check(is_text: bool, bytes: &[u8]) {
    if is_text {
        dechrome_fuzz::text(bytes);
    } else {
        dechrome_fuzz::page(bytes);
        dechrome_fuzz::markdown(bytes);
    }
    dechrome_fuzz::options(bytes);
}

/// The page with one byte in a hundred changed.
fn changed(page: &[u8], random: &mut Random) -> Vec<u8> {
    let mut page = page.to_vec();
    for _ in 0..page.len() / 100 {
        let at = random.below(page.len());
        page[at] = random.below(256) as u8;
    }
    page
}

/// All pages and texts below a folder, in the order of their names.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_of(&path, ".html") || is_of(&path, ".txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file's name has this end, but for `.gz`.
fn is_of(path: &Path, end: &str) -> bool {
    path.to_string_lossy().trim_end_matches(".gz").ends_with(end)
}

/// A file, unpacked.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    let mut unpacked = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
        return Ok(unpacked);
    }
    Ok(bytes)
}

/// A generator of numbers (xorshift), good enough to pick places.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        if most == 0 { 0 } else { (self.0 % most as u64) as usize }
    }
}
