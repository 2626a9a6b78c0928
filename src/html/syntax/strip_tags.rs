//! Plain text of markup without a tree, for the part of a page after a limit of the parser.

use memchr::memchr;

use super::char_references::decode;
use super::raw_text::{self, UNREAD};
use super::tag::{TagStep, name_end, next_step};

/// Elements that do not end a line. Sorted. All others do, so that blocks are never joined.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Returns the text of `html`, one line per block, with white space folded and character references
/// decoded. Takes linear time.
pub(crate) fn strip_tags(html: &str) -> String {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while let Some(open) =
        bytes.get(at..).and_then(|rest| memchr(b'<', rest)).map(|found| at + found)
    {
        push_text(html.get(at..open).unwrap_or_default(), &mut out);
        at = match bytes.get(open + 1) {
            Some(b'!') if bytes.get(open + 2..open + 4) == Some(b"--") => {
                raw_text::comment_end(bytes, open + 4)
            }
            Some(b'!' | b'?') => raw_text::bogus_comment_end(bytes, open + 1),
            Some(b'/') => tag(bytes, open + 2, true, &mut out),
            Some(byte) if byte.is_ascii_alphabetic() => tag(bytes, open + 1, false, &mut out),
            _ => {
                out.push('<');
                Some(open + 1)
            }
        }
        .unwrap_or(bytes.len());
    }
    push_text(html.get(at..).unwrap_or_default(), &mut out);
    out
}

/// Reads the tag whose name starts at `start`, and the raw text after it that no stage reads.
/// Returns the offset of the next text.
fn tag(bytes: &[u8], start: usize, is_end: bool, out: &mut String) -> Option<usize> {
    let mut at = name_end(bytes, start);
    let name = bytes.get(start..at).unwrap_or_default();
    if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline.as_bytes())) {
        end_line(out);
    }
    let end = loop {
        match next_step(bytes, at) {
            TagStep::Attribute(attribute) => at = attribute.end,
            TagStep::Close { end, .. } => break end,
            TagStep::Unclosed => return None,
        }
    };
    if is_end || !UNREAD.iter().any(|unread| name.eq_ignore_ascii_case(unread.as_bytes())) {
        Some(end)
    } else if name.eq_ignore_ascii_case(b"script") {
        raw_text::script_end(bytes, end)
    } else {
        raw_text::text_end(bytes, end, name)
    }
}

/// Ends the line, unless it is empty.
fn end_line(out: &mut String) {
    if out.ends_with(' ') {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Adds text with its white space folded and its character references decoded.
fn push_text(text: &str, out: &mut String) {
    let text = decode(text, false);
    let ends_in_space = text.ends_with(|char: char| char.is_ascii_whitespace());
    let starts_with_space = text.starts_with(|char: char| char.is_ascii_whitespace());
    for (number, word) in text.split_ascii_whitespace().enumerate() {
        if (number > 0 || starts_with_space) && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.extend(word.chars().filter(|&char| char != '\0'));
    }
    if ends_in_space && !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(INLINE.is_sorted());
    }

    #[test]
    fn text_of_markup() {
        let cases = [
            ("<p>a <b>b</b>c<p>d\n e</p> <ul><li>f<li>g</ul>h", "a bc\nd e\nf\ng\nh"),
            ("a<!-- <p> -->b<script>if (a<b) c</script>d<style>e</style>f", "ab\nd\nf"),
            ("x &lt; y &amp;&#233;&#x2014;&#150;&nosuch; &notin;&", "x < y &é—–&nosuch; ∉&"),
            ("a\0b&#9;c\r\n", "ab c "),
            ("a<br>b<td title='>'>c<textarea>d", "a\nb\nc\n"),
            ("a < b <3 </p", "a < b <3\n"),
        ];
        for (html, text) in cases {
            assert_eq!(strip_tags(html), text, "{html}");
        }
    }
}
