//! Decides by the declared media types, and by the content, whether a WARC record is a document.

use dechrome::{Source, binary_media_type};

use crate::input::is_html_page;

/// The meaning of a media type for the content.
#[derive(Clone, Copy, Debug, PartialEq)]
enum MediaClass {
    Html,
    /// Text, or a type that says nothing. Servers also send HTML with these types, so the content
    /// decides.
    Text,
    /// A type that servers send for files that they do not know. Few of them are pages.
    Opaque,
    /// Any other type.
    Foreign,
}

/// Types that are text.
const TEXT_TYPES: [&str; 5] = ["text", "text/plain", "text/xml", "application/xml", "text/*"];

/// Types that servers send for files that they do not know.
const OPAQUE_TYPES: [&str; 7] = [
    "application/octet-stream",
    "application/octetstream",
    "binary/octet-stream",
    "application/binary",
    "application/force-download",
    "application/download",
    "application/x-download",
];

impl MediaClass {
    /// Returns the class of a media type in lower case, without parameters.
    fn of(media_type: &str) -> Self {
        // Some servers repeat the type: `text/html, text/html`.
        let first = media_type.split([',', ' ']).next().unwrap_or_default();
        let first = first.trim_matches(['"', '\'']);
        let (class, subclass) = first.split_once('/').unwrap_or((first, ""));
        if first.contains("html") || first == "text/htm" || first == "htm" {
            MediaClass::Html
        } else if OPAQUE_TYPES.contains(&first) {
            MediaClass::Opaque
        } else if TEXT_TYPES.contains(&first)
            || subclass.is_empty()
            || class == "*"
            || first.contains("unknown")
        {
            // A type without a slash says nothing.
            MediaClass::Text
        } else {
            MediaClass::Foreign
        }
    }
}

/// Returns the format of a document, or its media type if it is not one.
///
/// `identified` is the type that the crawler found in the content, and `declared` that of the HTTP
/// header. Both are in lower case. If one of them means HTML, the document is a page, unless its
/// bytes are not text.
pub(super) fn document_source(
    identified: Option<&str>,
    declared: Option<&str>,
    charset: Option<&str>,
    body: &[u8],
) -> Result<Source, String> {
    let source = declared_source(identified, declared, body)?;
    // Only texts in these encodings have as many zero bytes as binary files.
    let is_wide = charset.is_some_and(|label| {
        let label = label.to_ascii_lowercase();
        label.starts_with("utf-16") || label.starts_with("utf-32") || label.starts_with("ucs")
    });
    match binary_media_type(body) {
        Some(media_type) if !is_wide => Err(media_type.to_owned()),
        _ => Ok(source),
    }
}

/// Returns the format that the types mean. Looks at the content only if they say too little.
fn declared_source(
    identified: Option<&str>,
    declared: Option<&str>,
    body: &[u8],
) -> Result<Source, String> {
    let identified_class = identified.map(MediaClass::of);
    if identified_class == Some(MediaClass::Html) {
        return Ok(Source::Html);
    }
    let foreign = |media_type: Option<&str>| Err(media_type.unwrap_or_default().to_owned());
    match declared.map_or(MediaClass::Text, MediaClass::of) {
        MediaClass::Html => Ok(Source::Html),
        MediaClass::Foreign => foreign(declared),
        // Crawlers guess these types from the content, where the server did not say more.
        MediaClass::Text if identified_class == Some(MediaClass::Foreign) => foreign(identified),
        MediaClass::Text => Ok(Source::Auto),
        MediaClass::Opaque if is_html_page(body) => Ok(Source::Html),
        MediaClass::Opaque if identified_class == Some(MediaClass::Text) => Ok(Source::Auto),
        MediaClass::Opaque => foreign(declared),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclean_types_are_read_leniently() {
        let page = b"<!doctype html><p>x";
        let of = |identified, declared, body: &[u8]| {
            document_source(identified, declared, None, body).map_err(|media| media.to_owned())
        };
        for declared in ["text/html", "text/html, text/html", "html", "text/htm", "xhtml+xml"] {
            assert_eq!(of(None, Some(declared), b"<p>x"), Ok(Source::Html), "{declared}");
        }
        for declared in ["*/*", "unknown", "text", "text/plain", "application/unknown", "none"] {
            assert_eq!(of(None, Some(declared), b"<p>x"), Ok(Source::Auto), "{declared}");
        }
        let opaque = "application/octet-stream";
        assert_eq!(of(None, Some(opaque), page), Ok(Source::Html));
        assert_eq!(of(None, Some(opaque), b"x"), Err(opaque.to_owned()));
        assert_eq!(of(Some("text/html"), Some("image/png"), b"<p>"), Ok(Source::Html));
        assert_eq!(of(Some("text/plain"), Some("image/png"), b"x"), Err("image/png".into()));
        assert_eq!(of(Some("image/gif"), None, b"x"), Err("image/gif".into()));
        assert_eq!(of(Some("image/gif"), Some("text/html"), b"<p>"), Ok(Source::Html));
        assert_eq!(of(None, Some("text/html"), b"%PDF-1.4"), Err("application/pdf".into()));
        assert_eq!(of(None, None, b"x"), Ok(Source::Auto));
    }
}
