//! Opens files and standard input, and decompresses them.

mod compression_format;
mod content_type;
mod decompress;
mod lookahead;
mod lz4_member;
mod member_decoder;
mod read_limited;
mod stdin_reader;
mod unpack;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use same_file::Handle;

use crate::input::stdin_reader::StdinReader;
use crate::remote;
pub(crate) use compression_format::is_compressed;
pub(crate) use content_type::{SNIFFED_BYTES, is_html_page};
pub(crate) use decompress::{DecompressReader, ExpansionLimits, brotli_reader};
pub(crate) use lookahead::LookaheadReader;
pub(crate) use read_limited::{read_limited, too_long};
pub(crate) use stdin_reader::INTERRUPTED;
pub(crate) use unpack::{UnpackedBody, read_until_error, unpack};

/// An open input, decompressed.
pub(crate) type InputReader = LookaheadReader<Box<dyn Read + Send>>;

/// Path that names standard input, or standard output.
pub(crate) const STANDARD_STREAM: &str = "-";

/// Returns true if a path names standard input or, as an output, standard output.
pub(crate) fn is_standard_stream(path: &Path) -> bool {
    path == Path::new(STANDARD_STREAM)
}

/// Opens a file, or standard input for `-`, and decompresses it.
///
/// gzip, zstd, bzip2, xz and lz4 are detected by their magic bytes, and may have any number of
/// members. Brotli has no magic bytes, so only files named `.br` are read as Brotli.
///
/// A corrupt member gives one error of kind `InvalidData`. The next read continues with the next
/// member.
pub(crate) fn open(path: &Path) -> io::Result<InputReader> {
    open_watched(path, &InputWatch::default(), ExpansionLimits::default())
}

/// The state that a run and the readers of its inputs share.
#[derive(Clone, Default)]
pub(crate) struct InputWatch {
    /// Bytes read from the files. They are counted before decompression, so that they compare with
    /// the sizes of the files.
    pub(crate) read_bytes: Arc<AtomicU64>,
    /// Ends reads from standard input with the error [`INTERRUPTED`].
    pub(crate) stop: Arc<AtomicBool>,
}

/// Opens an input like [`open`], for a run that watches it.
pub(crate) fn open_watched(
    path: &Path,
    watch: &InputWatch,
    limits: ExpansionLimits,
) -> io::Result<InputReader> {
    let count = Arc::clone(&watch.read_bytes);
    if is_standard_stream(path) {
        let stdin = StdinReader { stop: Arc::clone(&watch.stop) };
        let stdin = CountingReader { inner: stdin, count };
        return decompressed(Box::new(stdin), false, limits);
    }
    if let Some(url) = remote::url_of(path) {
        let reader = CountingReader { inner: remote::open(url)?, count };
        return decompressed(Box::new(reader), url.ends_with(".br"), limits);
    }
    let is_brotli = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("br"));
    let file = File::open(path)?;
    decompressed(Box::new(CountingReader { inner: file, count }), is_brotli, limits)
}

/// A reader that counts the bytes it reads.
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

/// Returns the identity of a file, or of the file that standard input is read from for `-`.
pub(crate) fn handle(path: &Path) -> io::Result<Handle> {
    if is_standard_stream(path) { Handle::stdin() } else { Handle::from_path(path) }
}

/// Returns the name of a file in messages and rows.
pub(crate) fn display_name(path: &Path) -> Cow<'_, str> {
    if is_standard_stream(path) { Cow::Borrowed("stdin") } else { path.to_string_lossy() }
}

/// Decompresses `reader` if its first bytes are magic bytes, or if `is_brotli` is set.
pub(crate) fn decompressed(
    reader: Box<dyn Read + Send>,
    is_brotli: bool,
    limits: ExpansionLimits,
) -> io::Result<InputReader> {
    let mut source = LookaheadReader::new(reader);
    if is_compressed(source.peek(compression_format::MAGIC_BYTES)?) {
        let reader = DecompressReader::with_limits(source, limits);
        let records_done = reader.records_done();
        return Ok(LookaheadReader::with_records(Box::new(reader), records_done));
    }
    if is_brotli {
        return Ok(LookaheadReader::new(Box::new(brotli_reader(source))));
    }
    Ok(source)
}

/// Reads a document to its end.
///
/// Stops one byte after the library's own limit on input. That byte is enough for the library to
/// report the document as truncated.
pub(crate) fn read_document(path: &Path) -> io::Result<Vec<u8>> {
    let limit = dechrome::Limits::default().input_bytes as u64 + 1;
    let mut bytes = Vec::new();
    open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns `bytes` without the UTF-8 byte order mark at their start.
pub(crate) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}
