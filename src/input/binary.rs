//! Recognises files that are not text: by their first bytes, or by their control characters.

use encoding_rs::Encoding;

use crate::input::utf16::utf16_without_mark;

/// Bytes that are searched for control characters, and for the contents of an archive.
const EXAMINED: usize = 4096;
/// Control characters from which bytes can be binary, ...
const LEAST_CONTROLS: usize = 2;
/// ... and one byte in so many must be one. Random bytes have one in ten; text has hardly any,
/// whatever its encoding.
const BYTES_PER_CONTROL: usize = 32;

/// Bytes at an offset that identify a type, as the types' specifications give them.
struct Signature {
    offset: usize,
    bytes: &'static [u8],
    name: &'static str,
}

/// A signature at the start of a file.
const fn start(bytes: &'static [u8], name: &'static str) -> Signature {
    Signature { offset: 0, bytes, name }
}

/// A signature at an offset.
const fn at(offset: usize, bytes: &'static [u8], name: &'static str) -> Signature {
    Signature { offset, bytes, name }
}

/// The signatures. The first that fits names the type, so longer ones come before their prefixes.
#[rustfmt::skip]
const SIGNATURES: &[Signature] = &[
    // Documents.
    start(b"%PDF-", "a PDF document"),
    start(b"%!PS", "a PostScript document"),
    start(b"{\\rtf", "an RTF document"),
    start(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office document of before 2007"),
    start(b"AT&TFORM", "a DjVu document"),
    at(60, b"BOOKMOBI", "a Mobipocket book"),
    // Images.
    start(b"\x89PNG\r\n\x1A\n", "a PNG image"),
    start(b"\xFF\xD8\xFF", "a JPEG image"),
    start(b"GIF87a", "a GIF image"),
    start(b"GIF89a", "a GIF image"),
    start(b"II*\0", "a TIFF image"),
    start(b"MM\0*", "a TIFF image"),
    start(b"\0\0\x01\0", "an icon"),
    start(b"8BPS\0\x01", "a Photoshop image"),
    start(b"\0\0\0\x0CjP  ", "a JPEG 2000 image"),
    start(b"\xFF\x0A", "a JPEG XL image"),
    start(b"\0\0\0\x0CJXL ", "a JPEG XL image"),
    at(4, b"ftypavif", "an AVIF image"),
    at(4, b"ftypheic", "a HEIC image"),
    at(4, b"ftypmif1", "a HEIF image"),
    at(8, b"WEBPVP8", "a WebP image"),
    // Audio and video.
    at(4, b"ftyp", "an MP4 video"),
    at(8, b"WAVEfmt ", "a WAV recording"),
    at(8, b"AVI LIST", "an AVI video"),
    start(b"\x1A\x45\xDF\xA3", "a Matroska or WebM video"),
    start(b"FLV\x01", "a Flash video"),
    start(b"OggS\0", "an Ogg recording"),
    start(b"fLaC\0", "a FLAC recording"),
    start(b"ID3\x02", "an MP3 recording"),
    start(b"ID3\x03", "an MP3 recording"),
    start(b"ID3\x04", "an MP3 recording"),
    start(b"\xFF\xFB", "an MP3 recording"),
    start(b"MThd\0\0\0\x06", "a MIDI file"),
    // Archives and compressed data.
    start(b"PK\x05\x06", "an empty ZIP archive"),
    start(b"\x1F\x8B\x08", "gzip data"),
    start(b"BZh91AY&SY", "bzip2 data"),
    start(b"\xFD7zXZ\0", "xz data"),
    start(b"\x28\xB5\x2F\xFD", "Zstandard data"),
    start(b"\x04\x22\x4D\x18", "LZ4 data"),
    start(b"LZIP\x01", "lzip data"),
    start(b"\x1F\x9D", "data of compress(1)"),
    start(b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    start(b"Rar!\x1A\x07", "a RAR archive"),
    start(b"!<arch>\n", "an archive of ar(1)"),
    start(b"\xED\xAB\xEE\xDB", "an RPM package"),
    start(b"MSCF\0\0\0\0", "a cabinet archive"),
    at(257, b"ustar", "a tar archive"),
    // Programs.
    start(b"\x7FELF", "an ELF program"),
    start(b"\xCF\xFA\xED\xFE", "a Mach-O program"),
    start(b"\xCE\xFA\xED\xFE", "a Mach-O program"),
    start(b"\xCA\xFE\xBA\xBE", "a Java class or Mach-O program"),
    start(b"\0asm\x01\0\0\0", "a WebAssembly module"),
    start(b"dex\n03", "an Android program"),
    // Data.
    start(b"SQLite format 3\0", "an SQLite database"),
    start(b"PAR1", "a Parquet file"),
    start(b"ARROW1\0\0", "an Arrow file"),
    start(b"Obj\x01", "an Avro file"),
    start(b"\x89HDF\r\n\x1A\n", "an HDF5 file"),
    start(b"\x93NUMPY", "a NumPy array"),
    // Fonts.
    start(b"wOFF", "a WOFF font"),
    start(b"wOF2", "a WOFF2 font"),
    start(b"OTTO\0", "an OpenType font"),
    start(b"\0\x01\0\0\0", "a TrueType font"),
];

/// Names in a ZIP archive that identify a type of document.
#[rustfmt::skip]
const ZIP_CONTENTS: &[(&[u8], &str)] = &[
    (b"mimetypeapplication/epub+zip", "an EPUB book"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"AndroidManifest.xml", "an Android package"),
    (b"META-INF/", "a Java archive"),
];

/// Returns the type of an input that is not text, such as "a PNG image", or `None` for text in any
/// encoding.
///
/// The type is recognised by the input's first bytes. Other bytes with many control characters are
/// "binary data". [`clean`](crate::clean) reads every input as text: ask this first if inputs can
/// be files of any type.
///
/// # Examples
///
/// ```
/// assert_eq!(dechrome::binary_kind(b"%PDF-1.7\n1 0 obj"), Some("a PDF document"));
/// assert_eq!(dechrome::binary_kind(b"<p>It rained."), None);
/// ```
pub fn binary_kind(input: &[u8]) -> Option<&'static str> {
    if input.starts_with(b"PK\x03\x04") {
        return Some(zip_kind(input));
    }
    if is_windows_program(input) {
        return Some("a Windows program");
    }
    if is_bitmap(input) {
        return Some("a BMP image");
    }
    for signature in SIGNATURES {
        let found = input.get(signature.offset..).unwrap_or_default();
        if found.starts_with(signature.bytes) {
            return Some(signature.name);
        }
    }
    let is_utf16 = Encoding::for_bom(input).is_some() || utf16_without_mark(input).is_some();
    (!is_utf16 && has_many_controls(input)).then_some("binary data")
}

/// Returns the type of a ZIP archive.
fn zip_kind(input: &[u8]) -> &'static str {
    let head = input.get(..EXAMINED).unwrap_or(input);
    let is_in = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    ZIP_CONTENTS.iter().find(|(name, _)| is_in(name)).map_or("a ZIP archive", |(_, kind)| kind)
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
        let cases: [(&[u8], &str); 14] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a JPEG image"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "a WebP image"),
            (b"BM\x36\0\x01\0\0\0\0\0\x36\0", "a BMP image"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", "an MP4 video"),
            (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "a PDF document"),
            (b"PK\x03\x04\x14\0\0\0\x08\0notes.txt", "a ZIP archive"),
            (&archive, "a Word document"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an Office document of before 2007"),
            (b"\x7fELF\x02\x01\x01\0", "an ELF program"),
            (&program, "a Windows program"),
            (&tar, "a tar archive"),
            (b"\xfd7zXZ\0\0\x04", "xz data"),
            (b"\x01\x02\x03\x04rain\x05\x06\x07", "binary data"),
        ];
        for (input, expected) in cases {
            assert_eq!(binary_kind(input), Some(expected), "{input:?}");
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
        assert_eq!(binary_kind(&bytes), Some("binary data"));
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
            assert_eq!(binary_kind(input), None, "{input:?}");
        }
    }
}
