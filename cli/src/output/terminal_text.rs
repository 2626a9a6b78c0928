//! Removes from text what a terminal would execute instead of display.
//!
//! Pages are untrusted. An escape sequence in one can move the cursor, set the window title or
//! answer a prompt for the user.

use std::borrow::Cow;

/// Start of an escape sequence.
const ESCAPE: char = '\u{1b}';

/// Start of a control sequence as one character; the same as `ESC [`.
const CONTROL_SEQUENCE: char = '\u{9b}';

/// End of a control string, such as a window title.
const BELL: char = '\u{7}';

/// Returns `text` without control characters. Newlines and tabs stay.
pub(crate) fn without_control_chars(text: &str) -> Cow<'_, str> {
    let is_removed = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(is_removed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(is_removed, ""))
}

/// Returns `text` without escape sequences, control characters and bidirectional controls.
///
/// [`without_control_chars`] leaves the visible rest of an escape sequence. This function removes
/// all of it, and the characters that reverse the direction of the text after them.
pub(crate) fn display_text(text: &str) -> Cow<'_, str> {
    let is_bidi_control = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let unescaped = without_escape_sequences(text);
    let clean = without_control_chars(&unescaped);
    if clean.len() == text.len() && !text.contains(is_bidi_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean.replace(is_bidi_control, ""))
}

/// Returns `text` without terminal escape sequences, as ECMA-48 defines them.
fn without_escape_sequences(text: &str) -> Cow<'_, str> {
    if !text.contains([ESCAPE, CONTROL_SEQUENCE]) {
        return Cow::Borrowed(text);
    }
    let mut rest = text.chars().peekable();
    let mut clean = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let introducer = match c {
            ESCAPE => rest.next(),
            CONTROL_SEQUENCE => Some('['),
            _ => {
                clean.push(c);
                continue;
            }
        };
        match introducer {
            // A control sequence has parameters and one final character.
            Some('[') => {
                while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {}
                rest.next_if(|c| matches!(c, '@'..='~'));
            }
            // A control string ends at BEL or ESC \. Stop at the end of the line in any case, so
            // that an unclosed one does not hide the rest of the document.
            Some(']' | 'P' | 'X' | '^' | '_') => {
                while rest.next_if(|c| !matches!(*c, BELL | ESCAPE | '\n' | '\r')).is_some() {}
                if rest.next_if_eq(&ESCAPE).is_some() {
                    rest.next_if_eq(&'\\');
                }
            }
            Some(line_end @ ('\n' | '\r')) => clean.push(line_end),
            _ => {}
        }
    }
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_get_no_control_characters() {
        let text = "a\x1b[31mb\u{9b}2Jc\x07\x7f\r\n\td\0";
        assert_eq!(without_control_chars(text), "a[31mb2Jc\n\td");
        assert!(matches!(without_control_chars("plain, ไทย, 中文\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn displayed_text_has_no_escape_sequences() {
        for (text, expected) in [
            ("a\x1b[31mb\x1b[0m", "ab"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;http://a.example\x1b\\b", "ab"),
            ("a\u{9b}2Jb\x1b", "ab"),
            ("a\x1b]open\nb", "a\nb"),
            ("a\u{202e}b\u{2069}\x00\x7f", "ab"),
            ("plain, ไทย", "plain, ไทย"),
        ] {
            assert_eq!(display_text(text), expected, "{text:?}");
        }
    }
}
