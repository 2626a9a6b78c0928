//! Files of records as fuzzing sees them: bytes in, rows or reasons out. No part of the public interface.

use std::io::Read;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::batch;
use crate::input;

/// Most bytes of a record, so that what is too long comes up.
const MOST: &str = "--max-record-bytes=4096";

/// The rows that a batch makes of a file of WARC records or, if it begins like one, of JSON, or why there is none. The file
/// comes in pieces of `piece` bytes. One that cannot be opened has one row, which says why.
pub fn rows(bytes: &[u8], piece: usize) -> Vec<Result<Vec<u8>, String>> {
    let from = if bytes.starts_with(b"{") { "--from=jsonl" } else { "--from=warc" };
    let args = Cli::try_parse_from(["dechrome", "batch", "-", "--output=-", from, MOST]);
    let Ok(Cli { command: Some(Command::Batch(args)), .. }) = args else {
        return vec![Err("no arguments".into())];
    };
    let source = PiecewiseReader { bytes: bytes.to_vec(), at: 0, piece };
    let opened = input::decoded(Box::new(source), false).map_err(|error| error.to_string());
    let rows =
        opened.and_then(|bytes| batch::rows(&args, bytes).map_err(|error| error.to_string()));
    rows.unwrap_or_else(|reason| vec![Err(reason)])
}

/// Bytes that come a few at a time.
struct PiecewiseReader {
    bytes: Vec<u8>,
    at: usize,
    piece: usize,
}

impl Read for PiecewiseReader {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let most = out.len().min(self.piece);
        let count = (&self.bytes[self.at..]).read(&mut out[..most])?;
        self.at += count;
        Ok(count)
    }
}
