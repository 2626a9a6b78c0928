//! Decodes character references such as `&amp;` and `&#38;`.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr2;

/// Bytes of the longest name in the HTML standard's table: `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;

/// Replaces character references, and line ends by line feeds. In an attribute, a name without `;`
/// is not a reference if a letter, a digit or `=` follows, so that URLs like `?a=1&copy=2` stay
/// intact.
pub(crate) fn decode(text: &str, in_attribute: bool) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let Some(mut next) = memchr2(b'&', b'\r', bytes) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    loop {
        out.push_str(text.get(copied..next).unwrap_or_default());
        copied = next + 1;
        if bytes.get(next) == Some(&b'\r') {
            if bytes.get(copied) != Some(&b'\n') {
                out.push('\n');
            }
        } else if let Some((chars, length)) =
            reference(text.get(copied..).unwrap_or_default(), in_attribute)
        {
            out.extend(chars.into_iter().flatten());
            copied += length;
        } else {
            out.push('&');
        }
        match bytes.get(copied..).and_then(|rest| memchr2(b'&', b'\r', rest)) {
            Some(found) => next = copied + found,
            None => break,
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Reads the reference at the start of `rest`, after its `&`. Returns its characters and its length
/// in bytes.
fn reference(rest: &str, in_attribute: bool) -> Option<([Option<char>; 2], usize)> {
    match rest.strip_prefix('#') {
        Some(number) => numeric(number).map(|(char, length)| ([Some(char), None], length + 1)),
        None => named(rest, in_attribute),
    }
}

/// Reads a reference by number, after its `&#`.
fn numeric(rest: &str) -> Option<(char, usize)> {
    let (digits, radix, marker) = match rest.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 1),
        None => (rest, 10, 0),
    };
    let end = digits.find(|char: char| !char.is_digit(radix)).unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let code = digits
        .chars()
        .take(end)
        .filter_map(|digit| digit.to_digit(radix))
        .fold(0u32, |code, digit| code.saturating_mul(radix).saturating_add(digit));
    let closed = digits.get(end..).is_some_and(|rest| rest.starts_with(';'));
    Some((character(code), marker + end + usize::from(closed)))
}

/// Returns the character with this number. Numbers of C1 controls mean the windows-1252 characters.
fn character(code: u32) -> char {
    let replaced = match code {
        0 => None,
        0x80..=0x9f => {
            C1_REPLACEMENTS.get(code as usize - 0x80).copied().flatten().or(char::from_u32(code))
        }
        _ => char::from_u32(code),
    };
    replaced.unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Reads a reference by name: the longest known name at the start of `rest`.
fn named(rest: &str, in_attribute: bool) -> Option<([Option<char>; 2], usize)> {
    let bytes = rest.as_bytes();
    let letters =
        bytes.iter().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let closed = bytes.get(letters) == Some(&b';');
    let lookup = |length: usize| {
        let (first, second) = *NAMED_ENTITIES.get(rest.get(..length)?)?;
        // The table also contains the prefixes of names, with zeros.
        let chars = [
            char::from_u32(first).filter(|_| first != 0),
            char::from_u32(second).filter(|_| second != 0),
        ];
        chars.first()?.map(|_| (chars, length))
    };
    if let Some(found) = closed.then(|| lookup(letters + 1)).flatten() {
        return Some(found);
    }
    let (chars, length) = (1..=letters).rev().find_map(lookup)?;
    let continued =
        bytes.get(length).is_some_and(|&byte| byte == b'=' || byte.is_ascii_alphanumeric());
    (!in_attribute || !continued).then_some((chars, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        let cases = [
            ("a", "a", "a"),
            ("&amp;&lt&#65;&#x42;&#X43 d", "&<ABC d", "&<ABC d"),
            ("&notit;&notin;&not=&copy2&copy", "¬it;∉¬=©2©", "&notit;∉&not=&copy2©"),
            ("&&;&#;&#x;&#xg;&nope;&1;", "&&;&#;&#x;&#xg;&nope;&1;", "&&;&#;&#x;&#xg;&nope;&1;"),
            (
                "&#0;&#128;&#129;&#xd800;&#x110000;&#99999999999;",
                "\u{fffd}€\u{81}\u{fffd}\u{fffd}\u{fffd}",
                "",
            ),
            ("&NotEqualTilde;&CounterClockwiseContourIntegral;", "≂̸∳", "≂̸∳"),
            ("a\r\nb\rc\n\r", "a\nb\nc\n\n", "a\nb\nc\n\n"),
            ("é&é;", "é&é;", "é&é;"),
        ];
        for (raw, text, attribute) in cases {
            assert_eq!(decode(raw, false), text, "{raw}");
            assert_eq!(
                decode(raw, true),
                if attribute.is_empty() { text } else { attribute },
                "{raw}"
            );
        }
    }
}
