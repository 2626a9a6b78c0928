//! The check that a URL of the page can be followed.

/// Schemes that a link or image may have. A URL without a scheme is relative.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Returns the URL without surrounding white space, or `None` if nobody can follow it, such as a
/// `javascript:` URL.
pub(super) fn usable_url(url: &str) -> Option<&str> {
    let url = url.trim();
    if url.is_empty() || url.starts_with(|c: char| c.is_control()) {
        return None;
    }
    let scheme = url.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = url[scheme.len()..].starts_with(':');
    if has_scheme && !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    Some(url)
}
