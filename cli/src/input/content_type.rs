//! Recognizes HTML by its first bytes.

/// Bytes at the start that are searched for control characters and tags.
pub(crate) const SNIFFED_BYTES: usize = 8 * 1024;

/// The tags and declarations that only HTML pages start with or contain early.
const HTML_MARKS: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<title"];

/// Returns true if the content is an HTML page.
///
/// `head` is the start of the content; [`SNIFFED_BYTES`] are enough. Programs that contain HTML are
/// not pages, so the content has to start with a tag, a declaration or a comment.
pub(crate) fn is_html_page(head: &[u8]) -> bool {
    let head = &head[..head.len().min(SNIFFED_BYTES)];
    // Text in UTF-16 is searched by the bytes that are not zero.
    let text: Vec<u8> =
        head.iter().filter(|&&byte| byte != 0).map(u8::to_ascii_lowercase).collect();
    let start: &[u8] = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"]
        .iter()
        .find_map(|mark| text.strip_prefix(*mark))
        .unwrap_or(&text);
    let start = start.trim_ascii_start();
    let is_markup = start.starts_with(b"<") && !start.starts_with(b"<?php");
    is_markup && HTML_MARKS.iter().any(|mark| contains(start, mark))
}

/// Returns true if `bytes` contains `part`.
fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_recognized() {
        for (bytes, is_page) in [
            (&b"\xef\xbb\xbf <!DOCTYPE HTML>"[..], true),
            (b"<!-- saved from --><HTML>", true),
            (b"<?xml version='1.0'?><html xmlns='x'>", true),
            (b"<\0h\0t\0m\0l\0>\0", true),
            (b"<?php echo '<html>'; ?>", false),
            (b"body { color: red }", false),
            (b"document.write('<html>')", false),
            (b"<rss><channel></channel></rss>", false),
            (b"", false),
        ] {
            assert_eq!(is_html_page(bytes), is_page, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
