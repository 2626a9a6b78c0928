//! Recognizes content that is not text, and HTML, by their first bytes.

/// Bytes at the start that are searched for control characters and tags.
pub(crate) const SNIFFED_BYTES: usize = 8 * 1024;

/// Magic bytes at the start of a file, and the media type of its format.
///
/// Sources: the media type registry of IANA, and the file signatures of the shared MIME database.
const MAGIC_BYTES: [(&[u8], &str); 44] = [
    (b"%PDF-", "application/pdf"),
    (b"%!PS", "application/postscript"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\0\0\x01\0", "image/vnd.microsoft.icon"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3\x02", "audio/mpeg"),
    (b"ID3\x03", "audio/mpeg"),
    (b"ID3\x04", "audio/mpeg"),
    (b"\x1a\x45\xdf\xa3", "video/matroska"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"FLV\x01", "video/x-flv"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\x1f\x9d", "application/x-compress"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x04\x22\x4d\x18", "application/x-lz4"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\0asm", "application/wasm"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"OTTO\0", "font/otf"),
    (b"\0\x01\0\0\0", "font/ttf"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"ARROW1\0\0", "application/vnd.apache.arrow.file"),
    (b"Obj\x01", "application/vnd.apache.avro"),
    (b"\x89HDF\r\n\x1a\n", "application/x-hdf5"),
];

/// Magic bytes after the start: their offset, the bytes, and the media type.
const LATER_MAGIC_BYTES: [(usize, &[u8], &str); 5] = [
    (4, b"ftyp", "video/mp4"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    // POSIX.1-1988: the magic field of a tar header.
    (257, b"ustar", "application/x-tar"),
];

/// Media type of content that only its control characters tell from text.
const UNKNOWN_BINARY: &str = "application/octet-stream";

/// Share of control characters from which content is not text: one in this number of bytes.
///
/// Compressed and random data have 25 control characters in 256 bytes, programs more. No encoding
/// of text has any but white space, except for stray bytes.
const BYTES_PER_CONTROL: usize = 32;

/// Returns the media type of content that is not text, or `None` for text.
///
/// `head` is the start of the content; [`SNIFFED_BYTES`] are enough.
pub(crate) fn binary_type(head: &[u8]) -> Option<&'static str> {
    for (magic, media_type) in MAGIC_BYTES {
        if head.starts_with(magic) {
            return Some(media_type);
        }
    }
    for (offset, magic, media_type) in LATER_MAGIC_BYTES {
        if head.get(offset..).is_some_and(|rest| rest.starts_with(magic)) {
            return Some(media_type);
        }
    }
    let head = &head[..head.len().min(SNIFFED_BYTES)];
    let controls = head.iter().filter(|&&byte| is_control(byte)).count();
    if controls * BYTES_PER_CONTROL <= head.len() || is_utf16_or_utf32(head) {
        return None;
    }
    Some(UNKNOWN_BINARY)
}

/// Returns true for control characters that texts do not have in any encoding.
fn is_control(byte: u8) -> bool {
    // White space, and the escape that switches character sets in ISO 2022.
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b | 0x0e | 0x0f)
}

/// Returns true for text in UTF-16 or UTF-32, whose bytes contain zeros and other small values.
///
/// Without a byte order mark, only text that is mostly ASCII is recognized.
fn is_utf16_or_utf32(head: &[u8]) -> bool {
    const BYTE_ORDER_MARKS: [&[u8]; 3] = [b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"];
    if BYTE_ORDER_MARKS.iter().any(|mark| head.starts_with(mark)) {
        return true;
    }
    let is_ascii = |byte: u8| byte == b'\t' || byte == b'\n' || byte == b'\r' || byte >= b' ';
    let pairs = head.len() / 2;
    for zero_at in [0, 1] {
        let fits = |pair: &&[u8]| pair[zero_at] == 0 && is_ascii(pair[1 - zero_at]);
        // Nine in ten leaves room for some characters beyond Latin 1.
        if pairs > 0 && head.chunks_exact(2).filter(fits).count() * 10 >= pairs * 9 {
            return true;
        }
    }
    false
}

/// The tags and declarations that only HTML pages start with or contain early.
const HTML_MARKS: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<title"];

/// Returns true if the content is an HTML page.
///
/// `head` is the start of the content; [`SNIFFED_BYTES`] are enough. Programs that contain HTML are
/// no pages, so the content has to start with a tag, a declaration or a comment.
pub(crate) fn is_html_page(head: &[u8]) -> bool {
    let head = &head[..head.len().min(SNIFFED_BYTES)];
    // Text in UTF-16 is searched by the bytes that are not zero.
    let text: Vec<u8> =
        head.iter().filter(|&&byte| byte != 0).map(u8::to_ascii_lowercase).collect();
    let start: &[u8] = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"]
        .iter()
        .find_map(|mark| text.strip_prefix(*mark))
        .unwrap_or(&text);
    let start = start.trim_ascii_start();
    let is_markup = start.starts_with(b"<") && !start.starts_with(b"<?php");
    is_markup && HTML_MARKS.iter().any(|mark| contains(start, mark))
}

/// Returns true if `bytes` contains `part`.
fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns bytes that look random.
    fn noise() -> Vec<u8> {
        (0..5000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
    }

    #[test]
    fn binary_content_is_recognized() {
        let mut tar = vec![b'x'; 600];
        tar[257..262].copy_from_slice(b"ustar");
        for (bytes, media_type) in [
            (&b"%PDF-1.7\n"[..], Some("application/pdf")),
            (b"\x89PNG\r\n\x1a\n", Some("image/png")),
            (b"\x7fELF\x02", Some("application/x-elf")),
            (b"PK\x03\x04zip", Some("application/zip")),
            (b"\0\0\0\x18ftypmp42", Some("video/mp4")),
            (&tar, Some("application/x-tar")),
            (&noise(), Some(UNKNOWN_BINARY)),
            (b"", None),
            (b"Home\r\n\tSign in\x0c", None),
            (b"stray \x01 control characters in a line of text that is long enough", None),
            ("Žluťoučký kůň".as_bytes(), None),
            (b"\xff\xfeH\0e\0l\0l\0o\0", None),
            (b"H\0e\0l\0l\0o\0,\0\n\0", None),
            (b"\0H\0e\0l\0l\0o\0,\0\n", None),
            (b"\x1b$B%F%9%H\x1b(B", None),
        ] {
            assert_eq!(binary_type(bytes), media_type, "{:?}", bytes.get(..10));
        }
    }

    #[test]
    fn pages_are_recognized() {
        for (bytes, is_page) in [
            (&b"\xef\xbb\xbf <!DOCTYPE HTML>"[..], true),
            (b"<!-- saved from --><HTML>", true),
            (b"<?xml version='1.0'?><html xmlns='x'>", true),
            (b"<\0h\0t\0m\0l\0>\0", true),
            (b"<?php echo '<html>'; ?>", false),
            (b"body { color: red }", false),
            (b"document.write('<html>')", false),
            (b"<rss><channel></channel></rss>", false),
            (b"", false),
        ] {
            assert_eq!(is_html_page(bytes), is_page, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
