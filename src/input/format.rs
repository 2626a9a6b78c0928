//! Distinguishes HTML from plain text by content.

use std::ops::Range;

use memchr::memchr;

use crate::html::syntax;
use crate::input::tag_end::tag_end;

/// Bytes after the prolog that are examined.
const EXAMINED: usize = 4096;

/// Elements that only a page starts with, sorted.
const HEAD_ELEMENTS: &[&str] =
    &["base", "body", "frameset", "head", "html", "meta", "noscript", "script", "style", "title"];

/// Bytes of text per block tag beyond which the tags are samples in prose, if some text is outside
/// all blocks. A chapter on HTML forms that shows some tags has twice as many.
const SPARSE: usize = 500;
/// Block tags in use from which text counts as HTML.
const LEAST_TAGS: usize = 2;
/// Line breaks from which text counts as HTML, if most of its lines end in one.
const LEAST_BREAKS: usize = 3;

/// Elements that hold blocks of text, sorted.
#[rustfmt::skip]
const BLOCK_ELEMENTS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
];
/// Inline elements that a fragment of HTML may start with, sorted.
#[rustfmt::skip]
const INLINE_ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "br", "button", "em", "font", "hr", "i", "iframe", "img", "input", "label",
    "picture", "small", "span", "strong", "sub", "sup", "svg", "template", "time", "u", "video",
];

/// Elements that hardly any XML has besides HTML, sorted.
#[rustfmt::skip]
const HTML_ELEMENTS: &[&str] = &[
    "blockquote", "br", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li",
    "ol", "p", "span", "td", "tr", "ul",
];

/// Returns true if a text is HTML: it starts with a document type or with an element of a page's
/// head, or most of its text is in block elements. Prose about tags, code, Markdown, mail and XML
/// are text.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let start = skip_prolog(bytes);
    let bytes = bytes.get(..start + EXAMINED).unwrap_or(bytes);
    match bytes.get(start..) {
        // A page that was stored as a string: the quote is left over.
        Some([b'"' | b'\'', b'<', b'!', rest @ ..]) if is_html_doctype(rest) => return true,
        Some([b'<', b'!', rest @ ..]) if starts_with(rest, b"doctype") => {
            return is_html_doctype(rest);
        }
        Some([b'<', first, ..]) if first.is_ascii_alphabetic() => {
            let name = name_at(bytes, start + 1);
            if is_one_of(name, HEAD_ELEMENTS) {
                return true;
            }
            if !is_one_of(name, BLOCK_ELEMENTS) && is_unknown(name) {
                let evidence = MarkupEvidence::collect(bytes, start);
                return !is_xml(bytes, start)
                    && evidence.html_tags >= LEAST_TAGS
                    && evidence.is_html();
            }
        }
        _ => {}
    }
    MarkupEvidence::collect(bytes, start).is_html()
}

/// Returns true if `bytes` start with `word`, in any case.
fn starts_with(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Returns true if the document type after `<!` is HTML. Some minifiers omit the space before
/// `html`.
fn is_html_doctype(bytes: &[u8]) -> bool {
    const KEYWORD: &[u8] = b"doctype";
    if !starts_with(bytes, KEYWORD) {
        return false;
    }
    let name = bytes.get(KEYWORD.len()..).unwrap_or_default().trim_ascii_start();
    starts_with(name, b"html") && !name.get(4).is_some_and(u8::is_ascii_alphanumeric)
}

/// Returns the tag name at `start`.
fn name_at(bytes: &[u8], start: usize) -> &[u8] {
    bytes.get(start..syntax::name_end(bytes, start)).unwrap_or_default()
}

/// Returns true if `name`, in any case, is in a table.
fn is_one_of(name: &[u8], table: &[&str]) -> bool {
    table.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// Returns true if `name` is neither an inline nor a custom element of HTML. Mail addresses look
/// like tags too.
fn is_unknown(name: &[u8]) -> bool {
    let is_custom = name.contains(&b'-') && !name.contains(&b'@');
    !is_one_of(name, INLINE_ELEMENTS) && !is_custom
}

/// Returns true if a document whose first tag opens at `open` declares that it is XML, or if that
/// is a URL or a mail address.
fn is_xml(bytes: &[u8], open: usize) -> bool {
    let name = name_at(bytes, open + 1);
    let tag = &bytes[open..tag_end(bytes, open + 1 + name.len()).unwrap_or(bytes.len())];
    let before = bytes.get(..open).unwrap_or_default();
    let has = |text: &[u8], word: &[u8]| memchr::memmem::find(text, word).is_some();
    let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    !is_name || has(before, b"<?xml") || has(tag, b"xmlns") && !has(tag, b"/1999/xhtml")
}

/// Returns the offset after white space, comments, processing instructions and a byte order mark.
fn skip_prolog(bytes: &[u8]) -> usize {
    let bom = "\u{feff}".as_bytes();
    let mut at = if bytes.starts_with(bom) { bom.len() } else { 0 };
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_ascii_start().len();
        let end = match bytes.get(at..) {
            Some([b'<', b'!', b'-', b'-', ..]) => syntax::comment_end(bytes, at + 4),
            Some([b'<', b'?', ..]) => syntax::bogus_comment_end(bytes, at + 2),
            _ => return at,
        };
        match end {
            Some(end) => at = end,
            None => return bytes.len(),
        }
    }
}

/// Counts that speak for HTML or against it.
#[derive(Debug, Default)]
struct MarkupEvidence {
    /// Start and end tags of block elements.
    block_tags: usize,
    /// Block tags inside a sentence or code quotes.
    mentions: usize,
    /// `br` tags.
    breaks: usize,
    /// Line feeds in text.
    line_feeds: usize,
    /// Bytes of text inside block elements.
    inside: usize,
    /// Bytes of text outside block elements.
    outside: usize,
    /// Open block elements.
    open: usize,
    /// The document type of HTML follows a tag: a server wrote a warning before the page.
    late_doctype: bool,
    /// Tags of elements that hardly any XML has.
    html_tags: usize,
}

impl MarkupEvidence {
    /// Collects the counts from `bytes`, from `at` on.
    fn collect(bytes: &[u8], mut at: usize) -> MarkupEvidence {
        let mut evidence = MarkupEvidence::default();
        // Markdown does not start with a tag, or at least not with one that matters.
        let fences = if bytes.get(at) == Some(&b'<') { Vec::new() } else { fenced(bytes) };
        let mut fences = fences.into_iter().peekable();
        while let Some(next) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
            let open = at + next;
            // Markup in fences is code.
            while fences.next_if(|fence| fence.end <= open).is_some() {}
            if let Some(fence) = fences.next_if(|fence| fence.start <= open) {
                evidence.add_text(bytes.get(at..fence.end).unwrap_or_default());
                at = fence.end;
                continue;
            }
            evidence.add_text(bytes.get(at..open).unwrap_or_default());
            at = match evidence.add_markup(bytes, open) {
                Some(end) => end,
                None => {
                    evidence.add_text(b"<");
                    open + 1
                }
            };
        }
        evidence.add_text(bytes.get(at..).unwrap_or_default());
        evidence
    }

    /// Counts text.
    fn add_text(&mut self, text: &[u8]) {
        let size = text.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
        self.line_feeds += text.iter().filter(|&&byte| byte == b'\n').count();
        if self.open > 0 {
            self.inside += size;
        } else {
            self.outside += size;
        }
    }

    /// Counts the markup that opens at `open`, and returns the offset after it. Returns `None` if
    /// it is not markup.
    fn add_markup(&mut self, bytes: &[u8], open: usize) -> Option<usize> {
        let rest = bytes.get(open..)?;
        if rest.starts_with(b"<!--") {
            return Some(syntax::comment_end(bytes, open + 4).unwrap_or(bytes.len()));
        }
        if rest.starts_with(b"<![CDATA[") {
            let end = memchr::memmem::find(rest, b"]]>");
            return Some(end.map_or(bytes.len(), |end| open + end + 3));
        }
        if rest.get(1) == Some(&b'!') {
            let before = bytes.get(..open).unwrap_or_default();
            self.late_doctype |= before.trim_ascii_end().ends_with(b">")
                && is_html_doctype(rest.get(2..).unwrap_or_default());
        }
        let is_end = rest.get(1) == Some(&b'/');
        let name_start = open + 1 + usize::from(is_end);
        let name = name_at(bytes, name_start);
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let end = tag_end(bytes, name_start + name.len())?;
        self.html_tags += usize::from(is_one_of(name, HTML_ELEMENTS));
        if is_one_of(name, BLOCK_ELEMENTS) {
            self.add_block_tag(is_end, is_mention(bytes, open, end));
        } else if is_one_of(name, &["br"]) {
            self.breaks += 1;
        } else if !is_end && is_one_of(name, &["script", "style"]) {
            return Some(syntax::text_end(bytes, end, name).unwrap_or(bytes.len()));
        }
        Some(end)
    }

    /// Counts a tag of a block element.
    fn add_block_tag(&mut self, is_end: bool, is_mention: bool) {
        self.block_tags += 1;
        if is_mention {
            self.mentions += 1;
        } else if is_end {
            self.open = self.open.saturating_sub(1);
        } else {
            self.open += 1;
        }
    }

    /// Returns true for nothing but blocks, for block tags in use with most of the text in them,
    /// and for text whose lines end in `<br>`.
    fn is_html(&self) -> bool {
        let used = self.block_tags - self.mentions;
        let only_blocks = used >= 1 && self.outside == 0;
        let is_dense = used >= LEAST_TAGS
            && used > self.mentions
            && used * SPARSE >= self.inside + self.outside;
        let has_broken_lines = self.breaks >= LEAST_BREAKS && self.breaks * 2 > self.line_feeds;
        let holds_text = is_dense && self.inside >= self.outside;
        self.late_doctype || only_blocks || holds_text || has_broken_lines
    }
}

/// Returns the fenced code blocks of Markdown, without the line that opens each. A block that is
/// not closed ends with the text.
fn fenced(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&[u8], usize)> = None;
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let text = line.trim_ascii_start();
        at += line.len();
        match open {
            None => {
                let fence = [&b"```"[..], b"~~~"].into_iter().find(|fence| text.starts_with(fence));
                open = fence.map(|fence| (fence, at));
            }
            Some((fence, start)) if text.starts_with(fence) => {
                blocks.push(start..at - line.len());
                open = None;
            }
            Some(_) => {}
        }
    }
    if let Some((_, start)) = open {
        blocks.push(start..bytes.len());
    }
    blocks
}

/// Returns true if the tag from `open` to `end` is mentioned rather than used: in code quotes, or
/// between words of a sentence.
fn is_mention(bytes: &[u8], open: usize, end: usize) -> bool {
    let before = bytes.get(..open).unwrap_or_default();
    let after = bytes.get(end..).unwrap_or_default();
    let is_quoted = matches!(before.last(), Some(b'`' | b'"' | b'\''));
    let follows_word =
        matches!(before, [.., word, b' '] if !word.is_ascii_whitespace() && *word != b'>');
    let sentence_continues = matches!(after, [b' ', next, ..] if next.is_ascii_lowercase())
        || matches!(after.first(), Some(b',' | b'.' | b')' | b';'));
    let is_label = after.first() == Some(&b':');
    is_quoted || is_label || (follows_word && sentence_continues)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        for table in [HEAD_ELEMENTS, BLOCK_ELEMENTS, INLINE_ELEMENTS, HTML_ELEMENTS] {
            assert!(table.is_sorted());
        }
    }

    #[test]
    fn html() {
        let cases = [
            "<!DOCTYPE html>",
            "<!doctypehtml><x>",
            "<br>\n<b>Warning</b>: no such file<br>\n<!DOCTYPE html><html>",
            "<div>One block that is longer than what is looked at, and goes on",
            "\u{feff} \n<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"><p>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">",
            "<!-- a --><!-- <b --><html lang=en>",
            "<HEAD></HEAD>",
            "<meta charset=utf-8><p>a",
            "<title>Rain</title><nav>",
            "<script>var a = 1 < 2</script><div>",
            "<p>foo</p><p>bar</p>",
            "<p>foo</p>",
            "  <div class=\"a>b\">text</div>\n<ul>\n<li>one\n<li>two\n</ul>",
            "Intro\n<p>The first paragraph of the page.</p>\n<p>The second one.</p>",
            "line one<br>line two<br/>line three<br>line four",
            "<span>a</span><div>b</div><div>c</div>",
            "<my-page><p>one</p><p>two</p></my-page>",
            "<?php include 'x'; ?>\n<html>",
            "<table><tr><td>a<td>b</table>",
            "<h1>Title</h1>\nSome text.<p>More of it.",
            "<doc><p>It rained for three days.</p><p>Nobody was hurt.</p></doc>",
            "<text id=\"7\" lang='en'>\n<div>It rained.<br>Nobody was hurt.</div>\n</text>",
            "<!-- saved --><document><h2>Rain</h2><ul><li>one<li>two</ul></document>",
            "<view xmlns=\"http://www.w3.org/1999/xhtml\"><p>one</p><p>two</p></view>",
        ];
        for text in cases {
            assert!(looks_like_html(text.as_bytes()), "{text}");
        }
        let page = "<!doctype html><title>Rain</title><p>It rained.";
        for before in ["\"".into(), " ".repeat(5000), format!("<!--{}-->", " a".repeat(3000))] {
            assert!(looks_like_html(format!("{before}{page}").as_bytes()), "{before}");
        }
    }

    #[test]
    fn text() {
        let cases = [
            "",
            " \n",
            "Rain fell for three days.",
            "a < b and c > d, if x <p and y> q",
            "if (a<b) { return c>d; } for (i=0;i<p;i++) { f(\"<p>\"); g('</p>'); }",
            "The <p> tag opens a paragraph and the </p> tag closes it, while a <div> element does \
             not.",
            "<table>: The Table element\n\nThis feature is well established. <tr> is for rows.",
            "Use `<div>` or `<p>` and close them with `</div>` and `</p>`.",
            "# Title\n\nSome *text* with a <b>tag</b> and a<br>break.\n\n- item\n- item\n",
            "<p align=\"center\"><img src=x></p>\n\n# Project\n\nWhat it does, in a line.\n\n\
             ```\ncargo add x\n```\n",
            "From: Ann <ann@example.com>\nTo: <bob@example.com>\nSubject: tags\n\nHi,\n\
             > quoted\nBye",
            "<ann@example.com> wrote:\n> hello",
            "<http://example.com/> is a link",
            "<?xml version=\"1.0\"?>\n\
             <rss><channel><title>a</title><link>b</link><item><title>c</title>\
             <description><![CDATA[<p>a</p><p>b</p>]]></description></item></channel></rss>",
            "<note><to>Ann</to><body>Hi</body></note>",
            "<book><section><title>Rain</title><para>It rained.</para></section></book>",
            "<?xml version='1.0'?><doc><p>It rained.</p><p>Nobody was hurt.</p></doc>",
            "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><p>It rained.</p></text></TEI>",
            "<ann@example.com> wrote <p>this</p> and <p>that</p>",
            "# A page\n\nBefore:\n\n```html\n<!doctype html>\n<nav><a href=/>Home</a></nav>\n\
             <p>It rained.</p>\n<p>Nobody was hurt.</p>\n```\n\nAfter: less.\n",
            "Intro\n\n~~~\n<div>\n<p>one</p>\n<p>two</p>\n",
            "<!DOCTYPE article PUBLIC \"x\"><article><para>a</para></article>",
            "fn f(a: Vec<u8>) -> Option<T> { a.iter().collect::<Vec<_>>() }",
            "import React from 'react';\nexport function Page(props) {\n\
             const value = useMemo(() => props.a, []);\n\
             return <div><p>{value}</p></div>;\n}",
            "<3 this song",
            "<- back | next ->",
            "{\"html\": \"<p>one</p><p>two</p>\", \"title\": \"a longer title than the text\"}",
        ];
        for text in cases {
            assert!(!looks_like_html(text.as_bytes()), "{text}");
        }
    }
}
