//! Decodes bytes in the encoding they are in, which is not always the declared one.
//!
//! In order: a byte order mark; the NULs of UTF-16; the charset that came with the bytes; the
//! page's own declaration; the escapes of ISO-2022-JP and HZ; valid UTF-8; a guess. A declaration
//! is overruled in two cases:
//! - The bytes are valid UTF-8, and the declared encoding cannot read them or they contain
//!   [`ENOUGH`] characters beyond ASCII. Text in another encoding is valid UTF-8 only by chance.
//! - The declaration leaves a large share of the text unreadable, and the guess leaves less than
//!   half as much.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

use crate::input::charset::Charset;
use crate::input::declared_charset;
use crate::input::format::looks_like_html;
use crate::input::hz::looks_like_hz;
use crate::input::utf16::utf16_without_mark;

/// Characters beyond ASCII that prove that valid UTF-8 is UTF-8.
const ENOUGH: usize = 3;

/// Bytes that are searched for a declaration. Browsers search 1,024; real pages have longer heads.
const HEAD: usize = 4096;

/// Bytes that the guess sees, from the first one beyond ASCII on. It needs far fewer, and takes 10
/// ns for each.
const GUESSED: usize = 1 << 17;

/// One unreadable character beyond ASCII in so many does not refute a declaration, nor does a
/// single one: bad bytes and cuts are common. Of texts in nine languages that were read in a wrong
/// encoding of several bytes, five in six had more.
const TOLERATED: usize = 20;

/// Escapes of ISO-2022-JP into the sets of JIS X 0208, and into JIS X 0201.
const JAPANESE_ESCAPES: [&[u8]; 3] = [b"\x1b$B", b"\x1b$@", b"\x1b(I"];

/// Decoded text.
#[derive(Debug)]
pub(crate) struct Decoded<'i> {
    /// The text without a byte order mark; borrowed if the input is valid UTF-8.
    pub(crate) text: Cow<'i, str>,
    /// Name of the encoding in the Encoding Standard, or HZ-GB-2312.
    pub(crate) encoding: &'static str,
    /// U+FFFD replaces bytes that mean nothing in the encoding.
    pub(crate) lossy: bool,
}

/// Decodes `input`. `charset` is the label that came with it, for example in an HTTP header.
pub(crate) fn decode<'i>(input: &'i [u8], charset: Option<&str>) -> Decoded<'i> {
    if let Some((encoding, length)) = Encoding::for_bom(input) {
        let text = input.get(length..).unwrap_or_default();
        return read(text, Charset::Standard(encoding));
    }
    if let Some(encoding) = utf16_without_mark(input) {
        return read(input, Charset::Standard(encoding));
    }
    let given = charset.and_then(|label| Charset::for_label(label.as_bytes()));
    match given.or_else(|| declared(input)) {
        // So many pages are declared as UTF-8 that the declaration says little.
        Some(charset) if charset != Charset::Standard(UTF_8) => read_declared(input, charset),
        _ => read_undeclared(input),
    }
}

/// Wraps text that needs no decoding.
pub(crate) fn decoded(text: &str) -> Decoded<'_> {
    valid_utf8(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Returns the encoding that a page declares itself.
fn declared(input: &[u8]) -> Option<Charset> {
    let head = input.get(..HEAD).unwrap_or(input);
    // In every encoding that declares itself so, markup is ASCII.
    if looks_like_html(head) {
        declared_charset::in_markup(head)
    } else {
        declared_charset::in_xml_declaration(head)
    }
}

/// Reads `input` in a charset.
fn read(input: &[u8], charset: Charset) -> Decoded<'_> {
    let (text, lossy) = charset.decode(input);
    Decoded { text, encoding: charset.name(), lossy }
}

/// Wraps input that is valid UTF-8.
fn valid_utf8(text: &str) -> Decoded<'_> {
    Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), lossy: false }
}

/// Reads bytes of a declared charset, unless they contradict it.
fn read_declared(input: &[u8], charset: Charset) -> Decoded<'_> {
    let as_declared = read(input, charset);
    if let Ok(text) = str::from_utf8(input)
        && (as_declared.lossy || count_beyond_ascii(text, ENOUGH) == ENOUGH)
    {
        return read_valid_utf8(text);
    }
    if !as_declared.lossy {
        return as_declared;
    }
    let guessed = read_undeclared(input);
    let unreadable = count_unreadable(&as_declared.text);
    // The structure of UTF-8 is proof. Any other guess is weaker than the declaration: an encoding
    // of single bytes can read everything.
    let is_refuted = guessed.encoding == UTF_8.name()
        || unreadable > 1
            && unreadable * TOLERATED > count_beyond_ascii(&as_declared.text, usize::MAX);
    if is_refuted && 2 * count_unreadable(&guessed.text) < unreadable {
        guessed
    } else {
        as_declared
    }
}

/// Reads bytes without a declaration, or declared as UTF-8.
fn read_undeclared(input: &[u8]) -> Decoded<'_> {
    if let Ok(text) = str::from_utf8(input) {
        return read_valid_utf8(text);
    }
    let (mut well_formed, mut malformed) = (0, 0);
    for chunk in input.utf8_chunks() {
        well_formed += count_beyond_ascii(chunk.valid(), usize::MAX);
        malformed += usize::from(!chunk.invalid().is_empty());
    }
    // A UTF-8 page with a stray byte, or one that is cut inside a character, has few malformed
    // bytes. In a page in another encoding nearly all characters beyond ASCII are malformed.
    let encoding = if 2 * malformed <= well_formed { UTF_8 } else { guess(input) };
    read(input, Charset::Standard(encoding))
}

/// Reads bytes that are valid UTF-8: as such, unless they are ASCII with the escapes of a 7-bit
/// encoding.
fn read_valid_utf8(text: &str) -> Decoded<'_> {
    let bytes = text.as_bytes();
    // One byte is found faster than a sequence, and few texts contain either.
    let escaped = if memchr::memchr(b'\x1b', bytes).is_some()
        && JAPANESE_ESCAPES.iter().any(|escape| memchr::memmem::find(bytes, escape).is_some())
    {
        read(bytes, Charset::Standard(ISO_2022_JP))
    } else if memchr::memchr(b'~', bytes).is_some() && looks_like_hz(bytes) {
        read(bytes, Charset::Hz)
    } else {
        return valid_utf8(text);
    };
    // Other escapes are in a text about them, or in the output of a terminal.
    if escaped.lossy { valid_utf8(text) } else { escaped }
}

/// Guesses the encoding of bytes that are not UTF-8.
fn guess(input: &[u8]) -> &'static Encoding {
    let first = Encoding::ascii_valid_up_to(input).saturating_sub(2);
    let part = input.get(first..input.len().min(first + GUESSED)).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(part, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Counts the characters beyond ASCII, at most `limit`.
fn count_beyond_ascii(text: &str, limit: usize) -> usize {
    text.chars().filter(|char| !char.is_ascii()).take(limit).count()
}

/// Counts U+FFFD.
fn count_unreadable(text: &str) -> usize {
    memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    /// `text` in `encoding`.
    fn bytes(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    /// A page with this declaration, in an encoding.
    fn page(label: &str, text: &str, encoding: &'static Encoding) -> Vec<u8> {
        bytes(&format!("<html><meta charset={label}><p>{text}</p></html>"), encoding)
    }

    const RUSSIAN: &str =
        "Вчера в городе прошёл сильный дождь, и река вышла из берегов; мост закрыт.";
    const CHINESE: &str = "昨天下午，市政府举行了新闻发布会，介绍了今年上半年的经济情况。";
    const TAIWANESE: &str = "昨天下午，市政府舉行了記者會，介紹了今年上半年的經濟情況。";
    const JAPANESE: &str =
        "昨日の午後、市役所で記者会見が開かれ、今年の予算について説明がありました。";
    const KOREAN: &str = "어제 오후 시청에서 기자회견이 열려 올해 예산에 대한 설명이 있었습니다.";
    const GERMAN: &str =
        "Gestern fiel in Köln so viel Regen, dass die Brücke über den Fluss gesperrt ist.";

    #[test]
    fn encodings_are_found() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(unit).collect()
        };
        let with_bom = |bom: &[u8], rest: Vec<u8>| [bom, &rest].concat();
        type Case = (&'static str, Vec<u8>, Option<&'static str>, &'static str, &'static str, bool);
        let cases: Vec<Case> = vec![
            ("empty", vec![], None, "", "UTF-8", false),
            ("ascii", b"a".to_vec(), None, "a", "UTF-8", false),
            ("utf-8", RUSSIAN.into(), None, RUSSIAN, "UTF-8", false),
            (
                "utf-8 mark",
                with_bom(b"\xef\xbb\xbf", "é".into()),
                Some("latin1"),
                "é",
                "UTF-8",
                false,
            ),
            (
                "utf-16le mark",
                with_bom(b"\xff\xfe", utf16("aé", false)),
                None,
                "aé",
                "UTF-16LE",
                false,
            ),
            (
                "utf-16be mark",
                with_bom(b"\xfe\xff", utf16("aé", true)),
                Some("utf-8"),
                "aé",
                "UTF-16BE",
                false,
            ),
            ("utf-16 by its NULs", utf16("It rains", false), None, "It rains", "UTF-16LE", false),
            (
                "utf-16 by its NULs",
                utf16("It rains", true),
                Some("utf-8"),
                "It rains",
                "UTF-16BE",
                false,
            ),
            ("utf-16 given", utf16("abc", false), Some("utf-16le"), "abc", "UTF-16LE", false),
            ("given", bytes(RUSSIAN, KOI8_R), Some("koi8-r"), RUSSIAN, "KOI8-R", false),
            ("given in vain", RUSSIAN.into(), Some("no-such"), RUSSIAN, "UTF-8", false),
            ("given wrongly", RUSSIAN.into(), Some("windows-1251"), RUSSIAN, "UTF-8", false),
            ("given wrongly", JAPANESE.into(), Some("euc-jp"), JAPANESE, "UTF-8", false),
            ("too short to say", "é".into(), Some("latin1"), "Ã©", "windows-1252", false),
            ("guessed", bytes(RUSSIAN, WINDOWS_1251), None, RUSSIAN, "windows-1251", false),
            ("guessed", bytes(CHINESE, GBK), None, CHINESE, "GBK", false),
            ("given", bytes(TAIWANESE, BIG5), Some("big5"), TAIWANESE, "Big5", false),
            ("guessed", bytes(JAPANESE, SHIFT_JIS), None, JAPANESE, "Shift_JIS", false),
            (
                "given",
                bytes(JAPANESE, ISO_2022_JP),
                Some("iso-2022-jp"),
                JAPANESE,
                "ISO-2022-JP",
                false,
            ),
            ("guessed", bytes(KOREAN, EUC_KR), None, KOREAN, "EUC-KR", false),
            ("guessed", bytes(GERMAN, WINDOWS_1252), None, GERMAN, "windows-1252", false),
            (
                "said to be utf-8",
                bytes(GERMAN, WINDOWS_1252),
                Some("utf-8"),
                GERMAN,
                "windows-1252",
                false,
            ),
            (
                "one bad byte",
                b"\xc3\xa9t\xc3\xa9 \xff".to_vec(),
                Some("utf-8"),
                "été \u{fffd}",
                "UTF-8",
                true,
            ),
            ("cut", "日本語".as_bytes()[..8].to_vec(), None, "日本\u{fffd}", "UTF-8", true),
        ];
        for (what, input, charset, text, encoding, lossy) in cases {
            let decoded = decode(&input, charset);
            assert_eq!((decoded.encoding, decoded.lossy), (encoding, lossy), "{what}: {encoding}");
            assert!(decoded.text == text, "{what}: {encoding}: {}", decoded.text);
        }
    }

    #[test]
    fn seven_bit_encodings_are_found() {
        let japanese = bytes(JAPANESE, ISO_2022_JP);
        // The first words of [`CHINESE`], and a word in English.
        let hz = b"~{WrLlOBNgJPU~8.~} today\n";
        let cases: [(&[u8], Option<&str>, &str); 8] = [
            (&japanese, None, "ISO-2022-JP"),
            (&japanese, Some("utf-8"), "ISO-2022-JP"),
            (&japanese, Some("iso-2022-jp"), "ISO-2022-JP"),
            (hz, None, "HZ-GB-2312"),
            (hz, Some("hz-gb-2312"), "HZ-GB-2312"),
            (b"~{VP", Some("HZ"), "HZ-GB-2312"),
            (b"\x1b[31mred\x1b[0m and \x1b$B? in a log", None, "UTF-8"),
            (b"a ~{b} and ~{c}", None, "UTF-8"),
        ];
        for (input, charset, encoding) in cases {
            let decoded = decode(input, charset);
            assert_eq!((decoded.encoding, decoded.lossy), (encoding, false), "{input:?}");
        }
        assert_eq!(decode(&japanese, None).text, JAPANESE);
    }

    #[test]
    fn bad_bytes_do_not_refute_a_declaration() {
        for (label, text, encoding, name) in [
            ("gb2312", CHINESE, GBK, "GBK"),
            ("gbk", CHINESE, GBK, "GBK"),
            ("big5", TAIWANESE, BIG5, "Big5"),
            ("shift_jis", JAPANESE, SHIFT_JIS, "Shift_JIS"),
            ("euc-jp", JAPANESE, EUC_JP, "EUC-JP"),
            ("euc-kr", KOREAN, EUC_KR, "EUC-KR"),
        ] {
            let mut input = page(label, &text.repeat(3), encoding);
            // A byte that no encoding of several bytes has, before the end of the paragraph.
            let at = input.len() - "</p></html>".len();
            input.insert(at, 0xFF);
            let decoded = decode(&input, None);
            assert_eq!((decoded.encoding, decoded.lossy), (name, true), "{label}");
            assert!(decoded.text.contains(&text[..30]), "{label}: {}", decoded.text);
            let body = bytes(text, encoding);
            let cut = &body[..body.len() - 1];
            assert_eq!(decode(cut, Some(label)).encoding, name, "{label} as a given charset");
        }
        for (label, text, encoding, name) in [
            ("shift_jis", RUSSIAN, WINDOWS_1251, "windows-1251"),
            ("euc-jp", GERMAN, WINDOWS_1252, "windows-1252"),
            ("gbk", RUSSIAN, WINDOWS_1251, "windows-1251"),
        ] {
            let decoded = decode(&page(label, text, encoding), None).encoding;
            assert_eq!(decoded, name, "declared as {label}");
        }
    }

    #[test]
    fn decoded_text_is_not_decoded_again() {
        for (text, expected) in
            [("\u{feff}Ã©", "Ã©"), ("<meta charset=latin1>é", "<meta charset=latin1>é")]
        {
            let decoded = decoded(text);
            assert_eq!(
                (&*decoded.text, decoded.encoding, decoded.lossy),
                (expected, "UTF-8", false)
            );
        }
    }

    #[test]
    fn the_page_declares_it() {
        let cases = [
            ("koi8-r", RUSSIAN, KOI8_R, "KOI8-R"),
            ("gb2312", CHINESE, GBK, "GBK"),
            ("utf-8", GERMAN, WINDOWS_1252, "windows-1252"),
            ("iso-8859-1", RUSSIAN, UTF_8, "UTF-8"),
            ("utf-16", RUSSIAN, UTF_8, "UTF-8"),
            ("x-user-defined", GERMAN, WINDOWS_1252, "windows-1252"),
            ("euc-jp", JAPANESE, SHIFT_JIS, "Shift_JIS"),
        ];
        for (label, text, encoding, name) in cases {
            let input = page(label, text, encoding);
            let decoded = decode(&input, None);
            assert_eq!((decoded.encoding, decoded.lossy), (name, false), "{label}");
            assert!(decoded.text.contains(text), "{label}: {}", decoded.text);
        }
        let prose = bytes(
            "A <meta charset=koi8-r> in prose says nothing, dass ist so f\u{fc}r uns.",
            WINDOWS_1252,
        );
        assert_eq!(decode(&prose, None).encoding, "windows-1252");
    }

    #[test]
    fn utf_8_is_borrowed() {
        for input in ["abc", "\u{feff}é", RUSSIAN] {
            assert!(matches!(decode(input.as_bytes(), None).text, Cow::Borrowed(_)));
        }
    }
}
