//! Where comments, raw text and scripts end. Each function looks at every byte at most twice.

use memchr::{memchr, memchr2};

/// The bytes from `at` on; none beyond the end.
fn from(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// The first `byte` at or after `at`.
fn find(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    memchr(byte, from(bytes, at)).map(|found| at + found)
}

/// White space inside tags. The tokenizer turns a carriage return into a line feed before it looks.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// Whether `byte` ends a tag's name.
pub(crate) fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// One past the `>` that ends a bogus comment or a document type.
pub(crate) fn bogus_comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    find(bytes, at, b'>').map(|end| end + 1)
}

/// One past the end of the comment whose `<!--` ends at `start`. A comment ends at `-->` and at `--!>`; right at its
/// start `>` and `->` end it too.
pub(crate) fn comment_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let close = find(bytes, at, b'>')?;
        let inside = bytes.get(start..close).unwrap_or_default();
        if matches!(inside, b"" | b"-") || inside.ends_with(b"--") || inside.ends_with(b"--!") {
            return Some(close + 1);
        }
        at = close + 1;
    }
}

/// Whether the end tag of `name` opens at `at`.
fn closes(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let rest = from(bytes, at);
    rest.starts_with(b"</")
        && rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && rest.get(2 + name.len()).is_some_and(|&byte| ends_name(byte))
}

/// Where the end tag of an element of raw text opens.
pub(crate) fn text_end(bytes: &[u8], mut at: usize, name: &[u8]) -> Option<usize> {
    loop {
        at = find(bytes, at, b'<')?;
        if closes(bytes, at, name) {
            return Some(at);
        }
        at += 1;
    }
}

/// The states of a script. A script that opens `<!--` and then `<script` needs two end tags.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    Plain,
    Escaped,
    DoubleEscaped,
}

/// Where the end tag of a script opens.
pub(crate) fn script_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut state = Script::Plain;
    loop {
        let rest = from(bytes, at);
        at += if state == Script::Plain { memchr(b'<', rest)? } else { memchr2(b'-', b'<', rest)? };
        let rest = from(bytes, at);
        match state {
            Script::Plain if rest.starts_with(b"<!--") => {
                state = Script::Escaped;
                // The two dashes count for the end of the comment too.
                at += 2;
            }
            Script::Escaped | Script::DoubleEscaped if rest.starts_with(b"-->") => {
                state = Script::Plain;
                at += 3;
            }
            Script::Plain | Script::Escaped if closes(bytes, at, b"script") => return Some(at),
            Script::Escaped if rest.starts_with(b"<") => {
                (at, state) = word(bytes, at + 1, state, Script::DoubleEscaped);
            }
            Script::DoubleEscaped if rest.starts_with(b"</") => {
                (at, state) = word(bytes, at + 2, state, Script::Escaped);
            }
            _ => at += 1,
        }
    }
}

/// Reads the letters at `start`. If they are `script` and a name's end follows, the state becomes `next`.
fn word(bytes: &[u8], start: usize, state: Script, next: Script) -> (usize, Script) {
    let letters = from(bytes, start).iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let end = start + letters;
    let found = bytes.get(start..end).is_some_and(|word| word.eq_ignore_ascii_case(b"script"));
    let closed = letters > 0 && bytes.get(end).is_some_and(|&byte| ends_name(byte));
    (end + usize::from(closed), if found && closed { next } else { state })
}
