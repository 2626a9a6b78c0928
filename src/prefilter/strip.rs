//! A crude text of markup, for the part of a page that lies past a parse budget.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr;

use super::raw;
use super::tag::{Step, name_end, next_step, skip_space};
use super::{Special, special};

/// Elements that do not end a line. Sorted. What is not here does, so that blocks never run together.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Bytes of the longest name of a character reference: `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;

/// The text of `html` in linear time: a line a block, white space folded, character references decoded.
pub(crate) fn strip_tags(html: &str) -> String {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while let Some(open) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)).map(|found| at + found) {
        push_text(html.get(at..open).unwrap_or_default(), &mut out);
        at = match bytes.get(open + 1) {
            Some(b'!') if bytes.get(open + 2..open + 4) == Some(b"--") => raw::comment_end(bytes, open + 4),
            Some(b'!' | b'?') => raw::bogus_comment_end(bytes, open + 1),
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

/// Reads the tag whose name starts at `start` and what nobody reads in its element; returns where the text goes on.
fn tag(bytes: &[u8], start: usize, is_end: bool, out: &mut String) -> Option<usize> {
    let mut at = name_end(bytes, start);
    let name = bytes.get(start..at).unwrap_or_default();
    if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline.as_bytes())) {
        end_line(out);
    }
    let end = loop {
        match next_step(bytes, at) {
            Step::Attribute(attribute) => at = attribute.end,
            Step::Close { end, .. } => break end,
            Step::Unclosed => return None,
        }
    };
    match special(name) {
        _ if is_end => Some(end),
        Some(Special::Script) => raw::script_end(bytes, end),
        Some(Special::Unread) => raw::text_end(bytes, end, name),
        _ => Some(end),
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

/// Adds text, with its white space folded and its character references decoded.
fn push_text(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes.get(at..).unwrap_or_default();
        let run = run.iter().take_while(|&&byte| byte != b'&' && !raw::is_space(byte)).count();
        out.push_str(text.get(at..at + run).unwrap_or_default());
        at += run;
        let space = skip_space(bytes, at);
        if space > at {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
            at = space;
        } else if bytes.get(at) == Some(&b'&') {
            let (chars, length) = reference(bytes.get(at + 1..).unwrap_or_default()).unwrap_or((['&', '\0'], 0));
            out.extend(chars.into_iter().filter(|&char| char != '\0'));
            at += 1 + length;
        }
    }
}

/// The one or two characters that a reference stands for (U+0000 for none), and its bytes after the `&`. Only references
/// that end in `;` count.
fn reference(rest: &[u8]) -> Option<([char; 2], usize)> {
    let length = 1 + memchr(b';', rest.get(..LONGEST_NAME.min(rest.len()))?)?;
    let name = std::str::from_utf8(rest.get(..length)?).ok()?;
    if let Some(number) = name.strip_prefix('#') {
        return Some(([numeric(number.trim_end_matches(';'))?, '\0'], length));
    }
    let &(first, second) = NAMED_ENTITIES.get(name)?;
    Some(([char::from_u32(first)?, char::from_u32(second)?], length))
}

/// The character with this decimal or `x` and hexadecimal number. Control characters are none, but those that
/// windows-1252 has other characters for are taken for these.
fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        0x80..=0x9f => C1_REPLACEMENTS.get(code as usize - 0x80).copied().flatten(),
        _ => char::from_u32(code).filter(|char| !char.is_control() || char.is_whitespace()),
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
            ("&#0;&#9;&#xffffffff;&#;&;", "&#0;\t&#xffffffff;&#;&;"),
            ("a<br>b<td title='>'>c<textarea>d", "a\nb\nc\n"),
            ("a < b <3 </p", "a < b <3\n"),
        ];
        for (html, text) in cases {
            assert_eq!(strip_tags(html), text, "{html}");
        }
    }
}
