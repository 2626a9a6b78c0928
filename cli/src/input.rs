//! Reading: files and standard input, with compression undone wherever its magic bytes stand.

mod decompress;
mod lookahead;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use decompress::{DecompressReader, brotli, is_compressed};
pub(crate) use lookahead::LookaheadReader;

/// What the readers of this module pass on.
pub(crate) type InputReader = LookaheadReader<Box<dyn Read + Send>>;

/// Opens a file, or standard input for `-`, and undoes gzip, zstd and bzip2, of any number of members. Brotli has no magic
/// bytes; it goes by the name, `.br`.
///
/// A corrupt member gives an error of kind `InvalidData`, once, and the next read goes on with the next member.
pub(crate) fn open(path: &Path) -> io::Result<InputReader> {
    open_counted(path, Arc::default())
}

/// The same, with a count of the bytes read from the file, packed as they are.
pub(crate) fn open_counted(path: &Path, count: Arc<AtomicU64>) -> io::Result<InputReader> {
    if path == Path::new("-") {
        return decoded(Box::new(CountingReader { inner: io::stdin(), count }), false);
    }
    let is_brotli = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("br"));
    decoded(Box::new(CountingReader { inner: File::open(path)?, count }), is_brotli)
}

/// Counts what is read.
struct CountingReader<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// What messages and rows call a file.
pub(crate) fn name(path: &Path) -> Cow<'_, str> {
    if path == Path::new("-") { Cow::Borrowed("stdin") } else { path.to_string_lossy() }
}

/// Undoes compression if the first bytes say so.
pub(crate) fn decoded(reader: Box<dyn Read + Send>, is_brotli: bool) -> io::Result<InputReader> {
    let mut source = LookaheadReader::new(reader);
    let is_compressed = is_compressed(source.peek(decompress::MAGIC)?);
    Ok(if is_compressed {
        LookaheadReader::new(Box::new(DecompressReader::new(source)))
    } else if is_brotli {
        LookaheadReader::new(Box::new(brotli(source)))
    } else {
        source
    })
}

/// Reads a document to its end. What is beyond the library's own limit on input is not read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let limit = dechrome::Limits::default().input_bytes as u64 + 1;
    let mut bytes = Vec::new();
    open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads to the end, or fails if there are more than `most` bytes.
pub(crate) fn read_at_most(reader: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take((most as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        Err(io::Error::new(io::ErrorKind::FileTooLarge, too_long(most)))
    } else {
        Ok(bytes)
    }
}

/// What is said of a document or record that is too long.
pub(crate) fn too_long(most: usize) -> String {
    format!("longer than {most} bytes; --max-record-bytes sets the limit")
}
