//! Entry point for fuzzing: cleans a file of records from bytes. Not part of the public interface.

use std::io::Read;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::batch;
use crate::input;

/// Limit on records. It is low so that the fuzzer reaches it.
const MAX_RECORD_BYTES: &str = "--max-record-bytes=4096";

/// Returns the row, or the error, of every record of a file.
///
/// The file is JSONL if it starts with `{`, else WARC. It is read in pieces of `piece` bytes. A
/// file that cannot be opened gives one error.
pub fn rows(bytes: &[u8], piece: usize) -> Vec<Result<Vec<u8>, String>> {
    let from = if bytes.starts_with(b"{") { "--from=jsonl" } else { "--from=warc" };
    let args = ["dechrome", "batch", "-", "--output=-", from, MAX_RECORD_BYTES];
    let Ok(Cli { command: Some(Command::Batch(args)), .. }) = Cli::try_parse_from(args) else {
        return vec![Err("no arguments".into())];
    };
    let source = PiecewiseReader { bytes: bytes.to_vec(), position: 0, piece };
    let reader = match input::decompressed(Box::new(source), false, Default::default()) {
        Ok(reader) => reader,
        Err(error) => return vec![Err(error.to_string())],
    };
    batch::rows(&args, reader).unwrap_or_else(|error| vec![Err(error.to_string())])
}

/// A reader that returns at most `piece` bytes at a time.
struct PiecewiseReader {
    bytes: Vec<u8>,
    position: usize,
    piece: usize,
}

impl Read for PiecewiseReader {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let length = out.len().min(self.piece);
        let count = (&self.bytes[self.position..]).read(&mut out[..length])?;
        self.position += count;
        Ok(count)
    }
}
