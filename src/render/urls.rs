//! Makes the URLs of links and images absolute.

use std::borrow::Cow;
use std::fmt::Write;

use oxiri::Iri;

use crate::document::Document;
use crate::options::RenderOptions;

/// Resolves the URLs of a page.
#[derive(Debug)]
pub(crate) struct UrlResolver {
    base: Option<Iri<String>>,
}

impl UrlResolver {
    /// Takes the base from the caller's URL and the page's `base` element.
    pub(super) fn new(document: &Document, options: &RenderOptions) -> Self {
        UrlResolver { base: base_url(document, options.url.as_deref()) }
    }

    /// Returns an absolute URL, or the URL itself if it cannot be resolved. Characters that URLs
    /// cannot have are percent-encoded.
    pub(crate) fn absolute<'a>(&self, url: &'a str) -> Cow<'a, str> {
        let escaped = escaped(url);
        let Some(base) = &self.base else { return escaped };
        if let Ok(absolute) = base.resolve(&escaped) {
            return Cow::Owned(absolute.into_inner());
        }
        // Some characters, such as those for private use, cannot be in a path even outside ASCII.
        match base.resolve(&without_non_ascii(&escaped)) {
            Ok(absolute) => Cow::Owned(absolute.into_inner()),
            Err(_) => escaped,
        }
    }
}

/// Returns the URL that the page's relative URLs are resolved against: its own one, as given here
/// or with the document, or the one that it declares.
pub(crate) fn base_url(document: &Document, url: Option<&str>) -> Option<Iri<String>> {
    let own = url.or(document.url.as_deref()).and_then(parse);
    let declared = document.content.base.as_deref();
    match (own, declared) {
        (Some(own), Some(declared)) => own.resolve(&escaped(declared)).ok().or(Some(own)),
        (Some(own), None) => Some(own),
        (None, declared) => declared.and_then(parse),
    }
}

/// Returns a relative URL of a page as an absolute one. Returns `None` if it is absolute already,
/// or if the URL of the page is not known.
pub(crate) fn absolute_url(document: &Document, url: &str) -> Option<String> {
    if parse(url).is_some() {
        return None;
    }
    let urls = UrlResolver { base: base_url(document, None) };
    urls.base.is_some().then(|| urls.absolute(url).into_owned())
}

/// Returns true if `url` is absolute. Relative URLs are resolved only against such a URL: see
/// [`Input::with_url`](crate::Input::with_url) and [`RenderOptions::with_url`].
///
/// ```
/// assert!(dechrome::is_absolute_url("https://mill.example/a page"));
/// assert!(!dechrome::is_absolute_url("mill.example/a"));
/// ```
#[must_use]
pub fn is_absolute_url(url: &str) -> bool {
    parse(url).is_some()
}

fn parse(url: &str) -> Option<Iri<String>> {
    Iri::parse(escaped(url).into_owned()).ok()
}

/// Percent-encodes the characters that a URL cannot have, as browsers do when they read one.
fn escaped(url: &str) -> Cow<'_, str> {
    if !url.contains(|c: char| c <= ' ' || c == '\u{7f}' || "\"<>\\^`{|}[]%#".contains(c)) {
        return Cow::Borrowed(url);
    }
    let mut out = String::with_capacity(url.len());
    // Brackets are allowed in the host only, around an IPv6 address.
    let host = host_range(url);
    let query_start = url.find(['?', '#']).unwrap_or(url.len());
    let mut in_fragment = false;
    for (at, c) in url.char_indices() {
        let is_escaped = match c {
            // Line breaks and tabs in a URL are not part of it.
            '\t' | '\n' | '\r' => continue,
            '\\' if at < query_start => {
                out.push('/');
                continue;
            }
            '[' | ']' => !host.contains(&at),
            '%' => !is_percent_encoded(&url[at + 1..]),
            '#' => std::mem::replace(&mut in_fragment, true),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\u{7f}' => true,
            c => c <= ' ',
        };
        if is_escaped {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{:02X}", c as u32);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Returns the bytes of a URL's host and port.
fn host_range(url: &str) -> std::ops::Range<usize> {
    let Some((scheme, _)) = url.split_once("//") else { return 0..0 };
    if !scheme.is_empty() && !scheme.ends_with(':') {
        return 0..0;
    }
    let start = scheme.len() + 2;
    let length = url[start..].find(['/', '\\', '?', '#']).unwrap_or(url.len() - start);
    start..start + length
}

/// Returns true if a percent sign before `rest` begins an encoded byte.
fn is_percent_encoded(rest: &str) -> bool {
    rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
}

/// Percent-encodes all characters outside ASCII.
fn without_non_ascii(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
