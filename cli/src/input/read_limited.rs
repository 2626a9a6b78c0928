//! Reads documents and records that must not exceed a length.

use std::io::{self, Read};

/// Reads to the end. Fails with `FileTooLarge` if there are more than `max_bytes` bytes.
pub(crate) fn read_limited(reader: &mut impl Read, max_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take((max_bytes as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > max_bytes {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, too_long(max_bytes)));
    }
    Ok(bytes)
}

/// Returns the message for a document or record that exceeds `max_bytes`.
pub(crate) fn too_long(max_bytes: usize) -> String {
    format!("longer than {max_bytes} bytes; --max-record-bytes sets the limit")
}
