//! Recognises files that are not text: by their first bytes, or by their control characters.

use encoding_rs::Encoding;

use crate::input::utf16::utf16_without_mark;

/// Bytes that are searched for control characters, and for the contents of an archive.
const EXAMINED: usize = 4096;
/// Control characters from which bytes can be binary.
const LEAST_CONTROLS: usize = 2;
/// Bytes are binary if more than one in so many is a control character. Random bytes have one in
/// ten; text has hardly any, whatever its encoding.
const BYTES_PER_CONTROL: usize = 32;

/// Bytes at an offset that identify a type, as the types' specifications give them.
struct Signature {
    offset: usize,
    bytes: &'static [u8],
    media_type: &'static str,
}

/// A signature at the start of a file.
const fn start(bytes: &'static [u8], media_type: &'static str) -> Signature {
    Signature { offset: 0, bytes, media_type }
}

/// A signature at an offset.
const fn at(offset: usize, bytes: &'static [u8], media_type: &'static str) -> Signature {
    Signature { offset, bytes, media_type }
}

/// Media type of bytes that only their control characters distinguish from text.
const UNKNOWN_BINARY: &str = "application/octet-stream";

/// Byte order mark of UTF-32 with the low byte first.
const UTF_32_LE_MARK: &[u8] = b"\xFF\xFE\0\0";

/// The signatures, with the media types of IANA's registry and the shared MIME database. The first
/// that fits gives the type, so longer ones come before their prefixes.
#[rustfmt::skip]
const SIGNATURES: &[Signature] = &[
    // Documents.
    start(b"%PDF-", "application/pdf"),
    start(b"%!PS", "application/postscript"),
    start(b"{\\rtf", "application/rtf"),
    start(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage"),
    start(b"AT&TFORM", "image/vnd.djvu"),
    at(60, b"BOOKMOBI", "application/x-mobipocket-ebook"),
    // Images.
    start(b"\x89PNG\r\n\x1A\n", "image/png"),
    start(b"\xFF\xD8\xFF", "image/jpeg"),
    start(b"GIF87a", "image/gif"),
    start(b"GIF89a", "image/gif"),
    start(b"II*\0", "image/tiff"),
    start(b"MM\0*", "image/tiff"),
    start(b"\0\0\x01\0", "image/vnd.microsoft.icon"),
    start(b"8BPS\0\x01", "image/vnd.adobe.photoshop"),
    start(b"\0\0\0\x0CjP  ", "image/jp2"),
    start(b"\xFF\x0A", "image/jxl"),
    start(b"\0\0\0\x0CJXL ", "image/jxl"),
    at(4, b"ftypavif", "image/avif"),
    at(4, b"ftypheic", "image/heic"),
    at(4, b"ftypmif1", "image/heif"),
    at(8, b"WEBPVP8", "image/webp"),
    // Audio and video.
    at(4, b"ftyp", "video/mp4"),
    at(8, b"WAVEfmt ", "audio/wav"),
    at(8, b"AVI LIST", "video/x-msvideo"),
    start(b"\x1A\x45\xDF\xA3", "video/matroska"),
    start(b"FLV\x01", "video/x-flv"),
    start(b"OggS\0", "application/ogg"),
    start(b"fLaC\0", "audio/flac"),
    start(b"ID3\x02", "audio/mpeg"),
    start(b"ID3\x03", "audio/mpeg"),
    start(b"ID3\x04", "audio/mpeg"),
    start(b"\xFF\xFB", "audio/mpeg"),
    start(b"MThd\0\0\0\x06", "audio/midi"),
    // Archives and compressed data.
    start(b"PK\x05\x06", "application/zip"),
    start(b"\x1F\x8B\x08", "application/gzip"),
    start(b"BZh91AY&SY", "application/x-bzip2"),
    start(b"\xFD7zXZ\0", "application/x-xz"),
    start(b"\x28\xB5\x2F\xFD", "application/zstd"),
    start(b"\x04\x22\x4D\x18", "application/x-lz4"),
    start(b"LZIP\x01", "application/lzip"),
    start(b"\x1F\x9D", "application/x-compress"),
    start(b"7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"),
    start(b"Rar!\x1A\x07", "application/vnd.rar"),
    start(b"!<arch>\n", "application/x-archive"),
    start(b"\xED\xAB\xEE\xDB", "application/x-rpm"),
    start(b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    at(257, b"ustar", "application/x-tar"),
    // Programs.
    start(b"\x7FELF", "application/x-elf"),
    start(b"\xCF\xFA\xED\xFE", "application/x-mach-binary"),
    start(b"\xCE\xFA\xED\xFE", "application/x-mach-binary"),
    start(b"\xCA\xFE\xBA\xBE", "application/java-vm"),
    start(b"\0asm\x01\0\0\0", "application/wasm"),
    start(b"dex\n03", "application/vnd.android.dex"),
    // Data.
    start(b"SQLite format 3\0", "application/vnd.sqlite3"),
    start(b"PAR1", "application/vnd.apache.parquet"),
    start(b"ARROW1\0\0", "application/vnd.apache.arrow.file"),
    start(b"Obj\x01", "application/vnd.apache.avro"),
    start(b"\x89HDF\r\n\x1A\n", "application/x-hdf5"),
    start(b"\x93NUMPY", "application/x-numpy"),
    // Fonts.
    start(b"wOFF", "font/woff"),
    start(b"wOF2", "font/woff2"),
    start(b"OTTO\0", "font/otf"),
    start(b"\0\x01\0\0\0", "font/ttf"),
];

/// Names in a ZIP archive that identify a type of document.
#[rustfmt::skip]
const ZIP_CONTENTS: &[(&[u8], &str)] = &[
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "application/vnd.oasis.opendocument"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"AndroidManifest.xml", "application/vnd.android.package-archive"),
    (b"META-INF/", "application/java-archive"),
];

/// Returns the type of an input that is not text, such as "image/png", or `None` for text in any
/// encoding.
///
/// The type is recognised by the input's first bytes. Other bytes with many control characters are
/// "application/octet-stream". [`clean`](crate::clean) reads every input as text: ask this first if
/// inputs can be files of any type.
///
/// # Examples
///
/// ```
/// assert_eq!(dechrome::binary_media_type(b"%PDF-1.7\n1 0 obj"), Some("application/pdf"));
/// assert_eq!(dechrome::binary_media_type(b"<p>It rained."), None);
/// ```
#[must_use]
pub fn binary_media_type(input: &[u8]) -> Option<&'static str> {
    if input.starts_with(b"PK\x03\x04") {
        return Some(zip_media_type(input));
    }
    if is_windows_program(input) {
        return Some("application/vnd.microsoft.portable-executable");
    }
    if is_bitmap(input) {
        return Some("image/bmp");
    }
    for signature in SIGNATURES {
        let found = input.get(signature.offset..).unwrap_or_default();
        if found.starts_with(signature.bytes) {
            return Some(signature.media_type);
        }
    }
    // The mark of UTF-16 begins that of UTF-32, which is not read.
    let has_mark = Encoding::for_bom(input).is_some() && !input.starts_with(UTF_32_LE_MARK);
    let is_utf16 = has_mark || utf16_without_mark(input).is_some();
    (!is_utf16 && has_many_controls(input)).then_some(UNKNOWN_BINARY)
}

/// Returns the type of a ZIP archive.
fn zip_media_type(input: &[u8]) -> &'static str {
    let head = input.get(..EXAMINED).unwrap_or(input);
    let is_in = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    ZIP_CONTENTS
        .iter()
        .find(|(name, _)| is_in(name))
        .map_or("application/zip", |(_, media_type)| media_type)
}

/// Returns true for the header of DOS with an offset that leads to one of Windows. Text can start
/// with `MZ` too.
fn is_windows_program(input: &[u8]) -> bool {
    const OFFSET: usize = 0x3C;
    let Some(offset) = input.get(OFFSET..).and_then(|rest| rest.first_chunk()) else {
        return false;
    };
    let header = input.get(u32::from_le_bytes(*offset) as usize..).unwrap_or_default();
    input.starts_with(b"MZ") && header.starts_with(b"PE\0\0")
}

/// Returns true for a bitmap: four reserved bytes are zero. Text can start with `BM` too.
fn is_bitmap(input: &[u8]) -> bool {
    input.starts_with(b"BM") && input.get(6..10) == Some(&[0; 4])
}

/// Returns true if bytes have more control characters than text has. Escape and backspace come from
/// terminals.
fn has_many_controls(input: &[u8]) -> bool {
    let head = input.get(..EXAMINED).unwrap_or(input);
    let is_control = |byte: &&u8| matches!(byte, 0x00..=0x07 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = head.iter().filter(is_control).count();
    controls >= LEAST_CONTROLS && controls * BYTES_PER_CONTROL > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named() {
        let mut archive = b"PK\x03\x04\x14\0\x06\0\x08\0".to_vec();
        archive.extend_from_slice(b"[Content_Types].xml and word/document.xml");
        let mut program = b"MZ\x90\0".to_vec();
        program.resize(0x3C, 0);
        program.extend_from_slice(b"\x40\0\0\0PE\0\0");
        let mut tar = b"notes.txt".to_vec();
        tar.resize(257, 0);
        tar.extend_from_slice(b"ustar\x0000");
        let cases: [(&[u8], &str); 15] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"BM\x36\0\x01\0\0\0\0\0\x36\0", "image/bmp"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", "video/mp4"),
            (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "application/pdf"),
            (b"PK\x03\x04\x14\0\0\0\x08\0notes.txt", "application/zip"),
            (&archive, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "application/x-ole-storage"),
            (b"\x7fELF\x02\x01\x01\0", "application/x-elf"),
            (&program, "application/vnd.microsoft.portable-executable"),
            (&tar, "application/x-tar"),
            (b"\xfd7zXZ\0\0\x04", "application/x-xz"),
            (b"\x01\x02\x03\x04rain\x05\x06\x07", UNKNOWN_BINARY),
            (b"\xff\xfe\0\0I\0\0\0t\0\0\0", UNKNOWN_BINARY),
        ];
        for (input, expected) in cases {
            assert_eq!(binary_media_type(input), Some(expected), "{input:?}");
        }
    }

    #[test]
    fn random_bytes_are_binary() {
        // Numerical Recipes' generator.
        let mut state = 7u32;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(5_000)
        .collect();
        assert_eq!(binary_media_type(&bytes), Some(UNKNOWN_BINARY));
    }

    #[test]
    fn text_is_not_binary() {
        let japanese = "昨日の午後、市役所で記者会見が開かれました。";
        let utf16: Vec<u8> = "It rained\nagain".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with_mark = [&b"\xfe\xff"[..], &utf16].concat();
        let cases: [&[u8]; 14] = [
            b"",
            b"\x01",
            b"BMW and MZ are letters, BM and all.",
            b"MZ was here, long before the header of DOS could have an offset to point at.",
            b"PK, the goalkeeper, saved it.",
            b"%PDF is how a PDF document starts.",
            b"ID3 tags, explained",
            b"It rained\0 for three days, and on the fourth the river left its bed.",
            b"\x1b[31mred\x1b[0m, as terminals say, then b\x08bold",
            japanese.as_bytes(),
            &encoding_rs::SHIFT_JIS.encode(japanese).0,
            &encoding_rs::ISO_2022_JP.encode(japanese).0,
            &utf16,
            &with_mark,
        ];
        for input in cases {
            assert_eq!(binary_media_type(input), None, "{input:?}");
        }
    }
}
