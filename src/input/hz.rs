//! HZ, a 7-bit encoding of Chinese for mail and news (RFC 1843): `~{` starts pairs of bytes of GB
//! 2312, `~}` ends them.

use encoding_rs::GBK;

/// Chinese characters from which `~{` is taken for HZ. Code and TeX have `~{` too, but nothing that
/// reads as Chinese.
const LEAST_PAIRS: usize = 4;
/// Rows of GB 2312 in use, as bytes: punctuation and foreign letters, then Chinese characters.
const ROWS: [std::ops::RangeInclusive<u8>; 2] = [0x21..=0x29, 0x30..=0x77];
/// Second bytes of a pair.
const CELLS: std::ops::RangeInclusive<u8> = 0x21..=0x7E;

/// Decodes HZ. Returns true if U+FFFD replaces some bytes.
pub(super) fn decode(input: &[u8]) -> (String, bool) {
    let (mut text, mut lossy) = (String::with_capacity(input.len()), false);
    let (mut rest, mut in_pairs) = (input, false);
    loop {
        rest = match *rest {
            [] => return (text, lossy),
            [b'~', b'{', ref after @ ..] if !in_pairs => {
                in_pairs = true;
                after
            }
            [b'~', b'}', ref after @ ..] if in_pairs => {
                in_pairs = false;
                after
            }
            [b'~', b'~', ref after @ ..] if !in_pairs => {
                text.push('~');
                after
            }
            // A line that continues.
            [b'~', b'\n', ref after @ ..] if !in_pairs => after,
            [b'\n', ref after @ ..] => {
                text.push('\n');
                in_pairs = false;
                after
            }
            [row, cell, ref after @ ..] if in_pairs && is_pair(row, cell) => {
                // GBK has the characters of GB 2312 at the same bytes, with their high bits set.
                let bytes = [row | 0x80, cell | 0x80];
                let (pair, is_lossy) = GBK.decode_without_bom_handling(&bytes);
                text.push_str(&pair);
                lossy |= is_lossy;
                after
            }
            [byte, ref after @ ..] => {
                let is_readable = byte.is_ascii() && !in_pairs;
                text.push(if is_readable { char::from(byte) } else { char::REPLACEMENT_CHARACTER });
                lossy |= !is_readable;
                after
            }
        };
    }
}

/// Returns true if bytes look like HZ: ASCII, with runs of pairs that are Chinese, and none that is
/// not.
pub(super) fn looks_like_hz(input: &[u8]) -> bool {
    if !input.is_ascii() {
        return false;
    }
    let (mut rest, mut pairs) = (input, 0);
    while let Some(start) = memchr::memmem::find(rest, b"~{") {
        rest = rest.get(start + 2..).unwrap_or_default();
        let end = memchr::memmem::find(rest, b"~}").unwrap_or(rest.len());
        let run = rest.get(..end).unwrap_or_default();
        let is_chinese = run.as_chunks::<2>().0.iter().all(|&[row, cell]| is_pair(row, cell));
        if run.is_empty() || !run.len().is_multiple_of(2) || !is_chinese {
            return false;
        }
        pairs += run.len() / 2;
        rest = rest.get(end..).unwrap_or_default();
    }
    pairs >= LEAST_PAIRS
}

fn is_pair(row: u8, cell: u8) -> bool {
    ROWS.iter().any(|rows| rows.contains(&row)) && CELLS.contains(&cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` in HZ.
    fn encoded(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for run in text.split_inclusive(|c: char| c.is_ascii()) {
            let chinese = run.trim_end_matches(|c: char| c.is_ascii());
            if !chinese.is_empty() {
                bytes.extend(b"~{");
                bytes.extend(GBK.encode(chinese).0.iter().map(|byte| byte & 0x7F));
                bytes.extend(b"~}");
            }
            bytes.extend(run[chinese.len()..].replace('~', "~~").bytes());
        }
        bytes
    }

    #[test]
    fn text_is_decoded() {
        let text = "昨天下午，市政府举行了新闻发布会。\nIt rained ~ 3 days：雨停了";
        assert_eq!(decode(&encoded(text)), (text.to_owned(), false));
        assert_eq!(decode(b"a~\nb~{VPND~}"), ("ab中文".to_owned(), false));
        for (input, expected) in [
            (&b"~{VP"[..], "中"),
            (b"~{V", "\u{fffd}"),
            (b"~{V\nb", "\u{fffd}\nb"),
            (b"~{ab\xff", "\u{fffd}"),
            (b"\xe9", "\u{fffd}"),
        ] {
            let (text, lossy) = decode(input);
            assert!(text.ends_with(expected), "{input:?}: {text}");
            assert_eq!(lossy, expected.contains('\u{fffd}'), "{input:?}");
        }
    }

    #[test]
    fn hz_is_recognised() {
        assert!(looks_like_hz(&encoded("昨天下午，市政府举行了新闻发布会。")));
        for other in [
            "",
            "plain text",
            "see~{\\em the river} and~{\\em the mill}",
            "~{ab~}",
            "a = ~{b, c}; d = ~{e}",
        ] {
            assert!(!looks_like_hz(other.as_bytes()), "{other}");
        }
    }
}
