//! UTF-16 without a byte order mark, recognised by its NULs.
//!
//! Text in any other encoding has no NUL. In UTF-16 the high bytes of ASCII are NUL, and most text
//! contains some ASCII: spaces, line ends, digits, markup.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Bytes that are examined.
const EXAMINED: usize = 4096;
/// Typical units (ASCII, East Asian punctuation, kana) from which bytes can be UTF-16, ...
const LEAST_UNITS: usize = 3;
/// ... and one unit in so many must be typical. Chinese and Japanese have one in ten, Thai one in
/// thirty.
const TYPICAL: usize = 64;
/// In the right byte order so many times more units are typical. In the wrong one some Chinese
/// characters read as ASCII.
const LEAD: usize = 2;

/// Returns the byte order if bytes without a mark are UTF-16.
pub(super) fn utf16_without_mark(input: &[u8]) -> Option<&'static Encoding> {
    let units = input.get(..EXAMINED).unwrap_or(input).as_chunks::<2>().0;
    // This is all that most documents cost.
    memchr::memchr(0, units.as_flattened())?;
    let (little, big) =
        (count_typical(units, u16::from_le_bytes), count_typical(units, u16::from_be_bytes));
    let (encoding, most, least, from_bytes) = if little > big {
        (UTF_16LE, little, big, u16::from_le_bytes as fn([u8; 2]) -> u16)
    } else {
        (UTF_16BE, big, little, u16::from_be_bytes as fn([u8; 2]) -> u16)
    };
    let is_typical = most >= LEAST_UNITS && most * TYPICAL >= units.len() && most > least * LEAD;
    let is_utf16 = is_typical && !is_ascii_with_nuls(units) && is_text(units, from_bytes);
    is_utf16.then_some(encoding)
}

/// Returns true if bytes are printable ASCII with stray NULs. UTF-16 with such bytes alone is ASCII
/// text, which has a NUL in each unit.
fn is_ascii_with_nuls(units: &[[u8; 2]]) -> bool {
    let is_plain = |byte: &u8| matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let with_nul = units.iter().filter(|unit| unit.contains(&0)).count();
    units.as_flattened().iter().all(is_plain) && with_nul < units.len()
}

/// Counts the units that are ASCII, East Asian commas and stops, or kana. In the wrong byte order
/// these are rare: the Cyrillic `а` would read as U+3004, which is left out.
fn count_typical(units: &[[u8; 2]], from_bytes: fn([u8; 2]) -> u16) -> usize {
    let is_typical = |unit: u16| {
        matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E)
            || matches!(unit, 0x3001 | 0x3002 | 0x3041..=0x30FF | 0xFF01..=0xFF5E)
    };
    units.iter().filter(|unit| is_typical(from_bytes(**unit))).count()
}

/// Returns true if units are text: no controls but white space, no surrogate without its other
/// half. The last one may be cut.
fn is_text(units: &[[u8; 2]], from_bytes: fn([u8; 2]) -> u16) -> bool {
    let units: Vec<u16> = units.iter().map(|unit| from_bytes(*unit)).collect();
    let mut chars = char::decode_utf16(units.iter().copied());
    let mut read = 0;
    chars.all(|unit| match unit {
        Ok(c) => {
            read += c.len_utf16();
            !c.is_control() || c.is_whitespace()
        }
        Err(_) => read + 1 == units.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` in UTF-16 without a mark.
    fn encoded(text: &str, from_unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(from_unit).collect()
    }

    #[test]
    fn ascii_with_stray_nuls_is_not_utf16() {
        assert_eq!(utf16_without_mark("<\0p\0><p\0 class=\0>x".repeat(9).as_bytes()), None);
        assert_eq!(utf16_without_mark(b"It rained\0 for three days\0.\0\0"), None);
    }

    #[test]
    fn byte_orders_are_recognised() {
        for text in [
            "It rained for three days.",
            "Вчера в городе прошёл сильный дождь, и река вышла из берегов.",
            "<p>一个月，一座桥，一条河。</p>",
            "昨天下午，市政府举行了新闻发布会，介绍了今年一月的经济情况。\r\n一",
            "昨日の午後、\n市役所で記者会見が開かれ、今年の予算について説明がありました。",
            "เมื่อวานนี้ฝนตกหนักในเมือง สะพานข้ามแม่น้ำถูกปิด\r\nจนถึงฤดู",
            "Rain 🌧 fell\n",
        ] {
            for (bytes, encoding) in [
                (encoded(text, u16::to_le_bytes), UTF_16LE),
                (encoded(text, u16::to_be_bytes), UTF_16BE),
            ] {
                assert_eq!(utf16_without_mark(&bytes), Some(encoding), "{text}");
                assert_eq!(utf16_without_mark(&bytes[..bytes.len() - 1]), Some(encoding), "{text}");
            }
        }
    }

    #[test]
    fn other_bytes_are_not_utf_16() {
        let cases: &[&[u8]] = &[
            b"",
            b"It rained for three days.",
            b"It rained\0 for three days.",
            b"\0\0\0\0\0\0\0\0",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0",
            "日本語".as_bytes(),
        ];
        for bytes in cases {
            assert_eq!(utf16_without_mark(bytes), None, "{bytes:?}");
        }
    }
}
