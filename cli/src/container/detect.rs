//! Recognizes containers by their first bytes.

use serde::de::IgnoredAny;

use crate::input::without_bom;

/// A file that is not one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileContainer {
    /// A mail message, or a page that a browser saved as one (MHTML, RFC 2557).
    Mail,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list of URLs for crawlers.
    Sitemap,
    Svg,
    /// JSON, as one value or one a line.
    Json,
    /// Values separated by commas or tabs.
    Table,
    /// Records of a crawl.
    Warc,
}

/// Bytes in which the first element of an XML file, or the header of a mail, is searched.
const HEAD_BYTES: usize = 64 << 10;

/// The start of every record of a WARC file.
pub(crate) const WARC_MAGIC: &[u8] = b"WARC/";

/// Extensions of tables as text, which only the name distinguishes from other texts.
pub(crate) const TABLE_EXTENSIONS: [&str; 2] = ["csv", "tsv"];

/// Returns the container that a file is, or `None` for a document.
///
/// `extension` is that of the file's name, in lower case and without the dot.
pub(crate) fn detect(bytes: &[u8], extension: &str) -> Option<FileContainer> {
    if bytes.starts_with(WARC_MAGIC) {
        return Some(FileContainer::Warc);
    }
    let visible = without_bom(bytes).trim_ascii_start();
    match visible.first()? {
        b'<' => root_container(visible),
        b'{' | b'[' => json_container(visible),
        first if first.is_ascii_alphabetic() && is_mail(visible) => Some(FileContainer::Mail),
        _ => TABLE_EXTENSIONS.contains(&extension).then_some(FileContainer::Table),
    }
}

/// Returns the container that an XML file is by the name of its first element.
fn root_container(bytes: &[u8]) -> Option<FileContainer> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let mut rest = head.trim_start();
    // Declarations, processing instructions and comments precede the first element.
    while let Some(end) = prolog_end(rest) {
        rest = rest[end..].trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
    let (prefixed, attributes) = tag.split_at(name_end);
    let name = prefixed.rsplit(':').next().unwrap_or(prefixed);
    match name {
        "rss" => Some(FileContainer::Feed),
        "feed" if attributes.contains("://www.w3.org/2005/Atom") => Some(FileContainer::Feed),
        // RSS 1.0 and .9.
        "RDF" if attributes.contains("/rss/") || attributes.contains("netscape.com/rdf/") => {
            Some(FileContainer::Feed)
        }
        "urlset" | "sitemapindex" => Some(FileContainer::Sitemap),
        "svg" => Some(FileContainer::Svg),
        _ => None,
    }
}

/// Returns the end of the declaration, instruction or comment that `rest` begins with.
fn prolog_end(rest: &str) -> Option<usize> {
    let closing = if rest.starts_with("<!--") {
        "-->"
    } else if rest.starts_with("<?") {
        "?>"
    } else if rest.starts_with("<!") {
        ">"
    } else {
        return None;
    };
    rest.find(closing).map(|at| at + closing.len())
}

/// Returns the container that a JSON file is. Text can begin with brackets too.
fn json_container(bytes: &[u8]) -> Option<FileContainer> {
    let mut lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first_line = lines.next().unwrap_or(bytes);
    let is_json = |bytes: &[u8]| serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
    // A line such as `[1]` is a reference in a text, so arrays must be whole files. A text about
    // JSON can begin with an object, too, but continues with prose.
    let next_is_record = lines.next().is_none_or(|line| line.trim_ascii_start().starts_with(b"{"));
    let is_record = first_line.starts_with(b"{") && is_json(first_line) && next_is_record;
    if !is_record && !is_json(bytes) {
        return None;
    }
    Some(if is_json_feed(bytes) { FileContainer::Feed } else { FileContainer::Json })
}

/// Returns true if a JSON object says near its start that it is a JSON Feed.
///
/// A page inside a string does not count, because its quotation marks are escaped.
pub(crate) fn is_json_feed(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && head.split("\"version\"").skip(1).any(|rest| {
            let value = rest.trim_start().strip_prefix(':').unwrap_or_default().trim_start();
            value.starts_with("\"https://jsonfeed.org/version/")
        })
}

/// Returns true for a mail message: its header has the fields of MIME, and one of mail.
fn is_mail(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let (mut has_mime, mut has_mail) = (false, false);
    for (number, line) in head.lines().enumerate() {
        if line.is_empty() {
            break;
        }
        let is_folded = line.starts_with([' ', '\t']);
        if is_folded && number > 0 || number == 0 && line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return false;
        }
        match name.to_ascii_lowercase().as_str() {
            "mime-version" | "content-type" => has_mime = true,
            "from" | "subject" | "date" | "message-id" | "received" | "return-path" => {
                has_mail = true;
            }
            _ => {}
        }
    }
    has_mime && has_mail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_recognized_by_their_start() {
        for (text, expected) in [
            ("<?xml version='1.0'?>\n<!-- a --><rss version='2.0'>", Some(FileContainer::Feed)),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", Some(FileContainer::Feed)),
            ("<feed>", None),
            ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Some(FileContainer::Feed)),
            ("<rdf:RDF xmlns='http://purl.org/dc/'>", None),
            (
                "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
                Some(FileContainer::Sitemap),
            ),
            ("<!DOCTYPE svg><svg:svg/>", Some(FileContainer::Svg)),
            ("<!DOCTYPE html><svg>", Some(FileContainer::Svg)),
            ("<p>rss", None),
            ("<", None),
            ("<!-- never closed", None),
            ("{\"a\":1}\n{\"a\":", Some(FileContainer::Json)),
            ("{\"a\":1}\n\n", Some(FileContainer::Json)),
            ("{\"a\":1}\n\nThis object has one member.", None),
            ("{\n \"a\": [1]\n}", Some(FileContainer::Json)),
            ("[{\"a\":1}]", Some(FileContainer::Json)),
            ("{\"version\":\"https://jsonfeed.org/version/1.1\"}", Some(FileContainer::Feed)),
            ("{\"a\":\"https://jsonfeed.org/version/1.1\"}", Some(FileContainer::Json)),
            ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", Some(FileContainer::Warc)),
            ("[1] The mill, 1974.\nIt rained.", None),
            ("[1]\nIt rained.", None),
            ("{curly} words", None),
            ("From: a@b.example\nMIME-Version: 1.0\n\nRain", Some(FileContainer::Mail)),
            (
                "From a@b Mon\r\nSubject: x\r\n y\r\nContent-Type: text/plain\r\n\r\nRain",
                Some(FileContainer::Mail),
            ),
            ("Subject: rain\n\nIt rained: three days.", None),
            ("Date: today\nContent-Type is a header.\n", None),
            ("It rained.", None),
            ("", None),
        ] {
            assert_eq!(detect(text.as_bytes(), "txt"), expected, "{text}");
        }
        assert_eq!(detect(b"a,b\n1,2\n", "csv"), Some(FileContainer::Table));
        assert_eq!(detect(b"<p>a,b", "csv"), None);
    }
}
