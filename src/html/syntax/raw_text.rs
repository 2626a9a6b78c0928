//! Finds the ends of comments, raw text and scripts. Each function reads every byte at most twice.

use memchr::{memchr, memchr2};

/// Elements of raw text that no stage reads, except scripts of JSON-LD and formulas. Sorted.
pub(crate) const UNREAD: &[&str] =
    &["iframe", "noembed", "noframes", "script", "style", "textarea"];

/// Returns the bytes from `at` on.
fn from(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// Finds the first `byte` at or after `at`.
fn find(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    memchr(byte, from(bytes, at)).map(|found| at + found)
}

/// Returns true for white space inside tags. In the standard, carriage returns are line feeds
/// before the tokenizer reads them.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// Returns true if `byte` ends the name of a tag.
pub(crate) fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// Returns the offset after the `>` that ends a bogus comment or a document type.
pub(crate) fn bogus_comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    find(bytes, at, b'>').map(|end| end + 1)
}

/// Returns the offset after the comment whose `<!--` ends at `start`. A comment ends at `-->` and
/// at `--!>`. Right at its start, `>` and `->` end it too.
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

/// Returns true if the end tag of `name` starts at `at`.
fn closes(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let rest = from(bytes, at);
    rest.starts_with(b"</")
        && rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && rest.get(2 + name.len()).is_some_and(|&byte| ends_name(byte))
}

/// Returns the offset of the end tag of an element of raw text.
pub(crate) fn text_end(bytes: &[u8], mut at: usize, name: &[u8]) -> Option<usize> {
    loop {
        at = find(bytes, at, b'<')?;
        if closes(bytes, at, name) {
            return Some(at);
        }
        at += 1;
    }
}

/// The states of the script-data tokenizer. A script with `<!--` and then `<script` needs two end
/// tags.
#[derive(Clone, Copy, PartialEq)]
enum ScriptState {
    Plain,
    Escaped,
    DoubleEscaped,
}

/// Returns the offset of the end tag of a script.
pub(crate) fn script_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut state = ScriptState::Plain;
    loop {
        let rest = from(bytes, at);
        at += if state == ScriptState::Plain {
            memchr(b'<', rest)?
        } else {
            memchr2(b'-', b'<', rest)?
        };
        let rest = from(bytes, at);
        match state {
            ScriptState::Plain if rest.starts_with(b"<!--") => {
                state = ScriptState::Escaped;
                // The two dashes can be part of the end of the comment: `<!-->`.
                at += 2;
            }
            ScriptState::Escaped | ScriptState::DoubleEscaped if rest.starts_with(b"-->") => {
                state = ScriptState::Plain;
                at += 3;
            }
            ScriptState::Plain | ScriptState::Escaped if closes(bytes, at, b"script") => {
                return Some(at);
            }
            ScriptState::Escaped if rest.starts_with(b"<") => {
                (at, state) = script_word(bytes, at + 1, state, ScriptState::DoubleEscaped);
            }
            ScriptState::DoubleEscaped if rest.starts_with(b"</") => {
                (at, state) = script_word(bytes, at + 2, state, ScriptState::Escaped);
            }
            _ => at += 1,
        }
    }
}

/// Reads the letters at `start`. If they are `script` and the name ends there, the state becomes
/// `next`.
fn script_word(
    bytes: &[u8],
    start: usize,
    state: ScriptState,
    next: ScriptState,
) -> (usize, ScriptState) {
    let letters = from(bytes, start).iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let end = start + letters;
    let found = bytes.get(start..end).is_some_and(|word| word.eq_ignore_ascii_case(b"script"));
    let closed = letters > 0 && bytes.get(end).is_some_and(|&byte| ends_name(byte));
    (end + usize::from(closed), if found && closed { next } else { state })
}
