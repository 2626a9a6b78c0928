//! Helpers of the command's tests.

#![allow(dead_code, missing_docs, unreachable_pub)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A page with an article and chrome around it.
pub const PAGE: &str = "<html><head><title>Rain</title></head><body><nav><a href=/>Home</a> \
    <a href=/a>About</a></nav><article><h1>Rain</h1><p>It rained for three days, and on the fourth \
    the river left its bed and took the old bridge with it, said the mayor.</p><p>Nobody was hurt, \
    but the road to the mill will stay closed until the spring, when the new bridge is to be built \
    a little higher up.</p></article><footer>All rights reserved</footer></body></html>\n";

/// The text scrape of [`PAGE`], with a share line.
pub const TEXT: &str = "Home\nRain\n\nIt rained for three days, and on the fourth the river left \
    its bed and took the old bridge with it, said the mayor.\n\nNobody was hurt, but the road to \
    the mill will stay closed until the spring, when the new bridge is to be built a little \
    higher up.\n\nShare this on Facebook\nAll rights reserved\n";

/// Creates an empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("removes the folder of an earlier run");
    }
    fs::create_dir_all(&path).expect("makes a folder");
    path
}

/// Writes a file, and creates its parent folders.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("has a parent")).expect("makes folders");
    fs::write(path, bytes).expect("writes a file");
}

/// Compresses `bytes` with gzip.
pub fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes.as_ref()).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// Returns the command with `folder` as its working directory.
pub fn dechrome(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechrome"));
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs the command.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    dechrome(folder, args).output().expect("runs")
}

/// Runs the command with `stdin` as its standard input.
pub fn run_with(folder: &Path, args: &[&str], stdin: &[u8]) -> Output {
    let mut command = dechrome(folder, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    let mut pipe = child.stdin.take().expect("has a pipe");
    let bytes = stdin.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&bytes));
    let output = child.wait_with_output().expect("ends");
    // The write fails if the command ends before it has read everything.
    let _ = writer.join().expect("writes");
    output
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("ends by itself")
}

pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

pub fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// Parses each line of `text` as JSON.
pub fn rows(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Returns the ids of the rows in a file.
pub fn ids(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("reads");
    rows(&text).iter().map(|row| row["id"].as_str().expect("a string").to_owned()).collect()
}
