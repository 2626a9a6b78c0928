//! Reading: files and standard input, with gzip undone wherever its magic bytes stand.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

/// The first bytes of every gzip member.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Read at a time. Pages average 100 KB, JSONL lines less.
const BUFFER: usize = 64 * 1024;

/// Opens a file, or standard input for `-`, and undoes gzip.
pub(crate) fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    if path == Path::new("-") {
        return plain(BufReader::with_capacity(BUFFER, io::stdin()));
    }
    plain(BufReader::with_capacity(BUFFER, File::open(path)?))
}

/// What messages and rows call a file.
pub(crate) fn name(path: &Path) -> Cow<'_, str> {
    if path == Path::new("-") { Cow::Borrowed("stdin") } else { path.to_string_lossy() }
}

/// Undoes gzip if the first bytes say so.
fn plain(mut reader: impl BufRead + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let mut head = Vec::with_capacity(GZIP.len());
    reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut head)?;
    let zipped = head == GZIP;
    let whole = io::Cursor::new(head).chain(reader);
    if zipped {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(whole))));
    }
    Ok(Box::new(whole))
}

/// Reads a document to its end. What is beyond the library's own limit on input is not read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let limit = dechrome::Limits::default().input_bytes as u64 + 1;
    let mut bytes = Vec::new();
    open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// `text` as one gzip member.
    fn zip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    }

    /// Everything in `bytes`, unzipped.
    fn all(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        plain(io::Cursor::new(bytes))?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn gzip_is_undone_and_the_rest_left_alone() {
        for text in ["", "\u{1f}", "x", "plain text"] {
            assert_eq!(all(text.into()).expect("reads"), text);
        }
        assert_eq!(all([zip("one "), zip("two")].concat()).expect("reads"), "one two");
        assert!(all(zip("cut short")[..15].to_vec()).is_err());
    }
}
