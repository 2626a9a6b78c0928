//! Detects compressed data by its magic bytes.

/// Bytes at the start of a member that identify its format.
pub(super) const MAGIC_BYTES: usize = 4;

/// A format of compressed data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CompressionFormat {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Lz4,
}

impl CompressionFormat {
    /// Returns the format of the member that starts with `head`.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            // RFC 1952: the third byte is 8, the only method, and the upper three flags are 0.
            [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0 => Some(CompressionFormat::Gzip),
            // RFC 8878: a zstd frame, or a skippable frame, which the decoder skips.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
                Some(CompressionFormat::Zstd)
            }
            // The fourth byte is the block size in units of 100 kB.
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(CompressionFormat::Bzip2),
            // The first four of six bytes; the others are `Z` and 0.
            [0xfd, b'7', b'z', b'X', ..] => Some(CompressionFormat::Xz),
            [0x04, 0x22, 0x4d, 0x18, ..] => Some(CompressionFormat::Lz4),
            _ => None,
        }
    }

    /// Returns the name of the format in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            CompressionFormat::Gzip => "gzip",
            CompressionFormat::Zstd => "zstd",
            CompressionFormat::Bzip2 => "bzip2",
            CompressionFormat::Xz => "xz",
            CompressionFormat::Lz4 => "lz4",
        }
    }
}

/// Returns true if compressed data starts with `head`.
pub(crate) fn is_compressed(head: &[u8]) -> bool {
    CompressionFormat::of(head).is_some()
}
