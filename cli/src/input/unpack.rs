//! Unpacks HTTP bodies, which may end early.

use std::io::{self, Read};

use crate::input::compression_format::CompressionFormat;
use crate::input::decompress::DecompressReader;
use crate::input::lookahead::LookaheadReader;
use crate::input::read_limited::too_long;

/// A body after decoding.
#[derive(Debug, Default)]
pub(crate) struct UnpackedBody {
    pub(crate) bytes: Vec<u8>,
    /// The error that ended the body early.
    pub(crate) error: Option<io::Error>,
}

/// Unpacks a body that starts with the magic bytes of a compression format.
///
/// Returns what comes before the first error. Unlike [`DecompressReader`], it does not wait for
/// checksums, because half a page is better than none.
///
/// # Errors
///
/// Fails if the unpacked body has more than `max_bytes` bytes, or none before the first error.
pub(crate) fn unpack(body: &[u8], max_bytes: usize) -> io::Result<UnpackedBody> {
    match CompressionFormat::of(body) {
        Some(CompressionFormat::Gzip) => {
            read_until_error(&mut flate2::bufread::MultiGzDecoder::new(body), max_bytes)
        }
        Some(CompressionFormat::Zstd) => {
            read_until_error(&mut zstd::stream::read::Decoder::with_buffer(body)?, max_bytes)
        }
        _ => read_until_error(&mut DecompressReader::new(LookaheadReader::new(body)), max_bytes),
    }
}

/// Reads to the end, or to the first error.
///
/// # Errors
///
/// Fails if there are more than `max_bytes` bytes, or none before the first error.
pub(crate) fn read_until_error(
    reader: &mut impl Read,
    max_bytes: usize,
) -> io::Result<UnpackedBody> {
    let mut bytes = Vec::new();
    let result = reader.take((max_bytes as u64).saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() > max_bytes {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, too_long(max_bytes)));
    }
    match result {
        Err(error) if bytes.is_empty() => Err(error),
        result => Ok(UnpackedBody { bytes, error: result.err() }),
    }
}
