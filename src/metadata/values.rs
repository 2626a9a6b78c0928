//! Values as a reader may have them.

use crate::html::syntax::strip_tags;

/// Bytes of a value beyond which it is none. Descriptions of development pages have up to some thousand.
const LONGEST: usize = 4096;
/// Times that markup may be wrapped in character references. What is wrapped deeper loses its angle brackets.
const WRAPPED: usize = 3;

/// A value without markup and control characters, its white space folded; none if nothing is left, or too much.
pub(super) fn clean(raw: &str) -> Option<String> {
    if raw.len() > LONGEST {
        return None;
    }
    let mut text = raw.to_owned();
    for _ in 0..WRAPPED {
        if !text.contains(['<', '&']) {
            break;
        }
        text = strip_tags(&text);
    }
    if has_tag(&text) {
        text.retain(|c| c != '<');
    }
    let mut out = String::with_capacity(text.len());
    for word in
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty())
    {
        out.push_str(if out.is_empty() { "" } else { " " });
        out.extend(word.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}')));
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// Whether a text looks as if it had a tag in it.
fn has_tag(text: &str) -> bool {
    let after = text.split('<').skip(1).filter_map(|rest| rest.chars().next());
    after.into_iter().any(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Whether a value can be an address: of the web, or relative to the page's.
pub(super) fn is_address(value: &str) -> bool {
    let scheme = value
        .split_once(':')
        .filter(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    let is_web = scheme.is_none_or(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    is_web && !value.contains(char::is_whitespace)
}

/// A text as it is compared: its letters and digits in lower case.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The name in the host of an address, as it is compared: the longest of its labels.
pub(super) fn host_key(address: &str) -> String {
    let host = address
        .split_once("://")
        .map_or("", |(_, rest)| rest)
        .split(['/', ':'])
        .next()
        .unwrap_or_default();
    let labels = host.rsplit_once('.').map_or("", |(labels, _)| labels).split('.');
    labels.max_by_key(|label| label.len()).map(key).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lose_markup_and_control_characters() {
        for (raw, expected) in [
            (" Rain \n &amp; <b>wind</b> ", Some("Rain & wind")),
            ("a &lt;b&gt;c&lt;/b&gt;", Some("a c")),
            ("1 < 2", Some("1 < 2")),
            ("a\u{7}b\u{200b}c\0", Some("a bc")),
            ("<p></p>", None),
            ("&amp;amp;amp;amp;lt;b&gt;", Some("&amp;lt;b>")),
            ("", None),
        ] {
            assert_eq!(clean(raw).as_deref(), expected, "{raw}");
        }
        assert_eq!(clean(&"a".repeat(LONGEST + 1)), None);
    }

    #[test]
    fn names_of_hosts() {
        assert_eq!(host_key("https://www.the-mill.co.example:80/x"), "themill");
        assert_eq!(host_key("/x"), "");
    }

    #[test]
    fn addresses() {
        assert!(is_address("https://a.example/b") && is_address("/b") && is_address("//a.example"));
        assert!(!is_address("javascript:alert(1)") && !is_address("data:x") && !is_address("a b"));
    }
}
