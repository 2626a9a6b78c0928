//! Turns raw values into text for readers, and into keys that compare.

use crate::html::syntax::strip_tags;

/// Bytes of the longest value. Descriptions of development pages have up to some thousand.
const MAX_BYTES: usize = 4096;
/// How often markup may be escaped. Deeper markup loses its angle brackets.
const MAX_ESCAPES: usize = 3;

/// Removes markup and control characters and folds white space. Returns nothing for an empty or
/// very long value.
pub(super) fn clean(raw: &str) -> Option<String> {
    if raw.len() > MAX_BYTES {
        return None;
    }
    let mut text = raw.to_owned();
    for _ in 0..MAX_ESCAPES {
        if !text.contains(['<', '&']) {
            break;
        }
        text = strip_tags(&text);
    }
    if has_tag(&text) {
        text.retain(|c| c != '<');
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|&c| !is_invisible(c)));
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// Returns true for a zero-width space, a soft hyphen and a byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}')
}

/// Returns true if a text seems to contain a tag.
fn has_tag(text: &str) -> bool {
    let after = text.split('<').skip(1).filter_map(|rest| rest.chars().next());
    after.into_iter().any(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Returns true if a value can be a URL of the web, absolute or relative.
pub(super) fn is_web_url(value: &str) -> bool {
    if value.contains(char::is_whitespace) {
        return false;
    }
    match value.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        }
        _ => true,
    }
}

/// Returns true for a URL without path and query, which is that of a site's front page.
pub(super) fn is_front_page(url: &str) -> bool {
    let path =
        url.split_once("//").map_or(url, |(_, rest)| rest.split_once('/').unwrap_or(("", "")).1);
    path.trim_matches('/').is_empty()
}

/// Returns the key that a text is compared by: its letters and digits in lower case.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the host of an absolute URL, without `www.` and port. Returns nothing for a relative
/// one.
pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', ':', '?', '#']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Returns the key of the name in a URL's host: its longest label, the top-level domain aside.
pub(super) fn host_key(url: &str) -> String {
    let host = host(url).unwrap_or_default();
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
        assert_eq!(clean(&"a".repeat(MAX_BYTES + 1)), None);
    }

    #[test]
    fn names_of_hosts() {
        assert_eq!(host_key("https://www.the-mill.co.example:80/x"), "themill");
        assert_eq!(host_key("/x"), "");
        assert_eq!(host("https://www.mill.example/x"), Some("mill.example"));
        assert_eq!(host("/x"), None);
    }

    #[test]
    fn urls_of_the_web() {
        assert!(is_web_url("https://a.example/b") && is_web_url("/b") && is_web_url("//a.example"));
        assert!(!is_web_url("javascript:alert(1)") && !is_web_url("data:x") && !is_web_url("a b"));
    }
}
