//! HTML or plain text, told apart by content.

use memchr::memchr;

use crate::html::syntax::{self, TagStep};

/// Bytes of text that are looked at.
const LOOK: usize = 4096;

/// Elements that a page starts with, and that start nothing else. Sorted.
const HEADS: &[&str] =
    &["base", "body", "frameset", "head", "html", "meta", "noscript", "script", "style", "title"];

/// Bytes of text for each block tag beyond which the tags are taken for samples in prose, if some text is in no block.
/// Half of what a chapter on forms has that holds some.
const SPARSE: usize = 500;

/// Elements that hold blocks of text. Sorted.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether `text` is HTML: it starts with a document type or with an element of a page's head, or most of its text
/// stands in block elements. Prose about tags, code, Markdown, mail and XML are text.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..LOOK).unwrap_or(bytes);
    let start = skip_prolog(bytes);
    match bytes.get(start..) {
        Some([b'<', b'!', rest @ ..]) if starts_with(rest, b"doctype") => {
            return is_html_doctype(rest);
        }
        Some([b'<', first, ..]) if first.is_ascii_alphabetic() => {
            let name = name_at(bytes, start + 1);
            if is_one_of(name, HEADS) {
                return true;
            }
            if !is_one_of(name, BLOCKS) && is_foreign(name) {
                return false;
            }
        }
        _ => {}
    }
    TokenLogOdds::of(bytes, start).says_html()
}

/// Whether `bytes` start with `word` in any case.
fn starts_with(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether what follows `<!` is the document type of HTML. Some minifiers leave out the space before `html`.
fn is_html_doctype(bytes: &[u8]) -> bool {
    let name = bytes.get(7..).unwrap_or_default().trim_ascii_start();
    starts_with(bytes, b"doctype")
        && starts_with(name, b"html")
        && !name.get(4).is_some_and(u8::is_ascii_alphanumeric)
}

/// The tag name at `start`.
fn name_at(bytes: &[u8], start: usize) -> &[u8] {
    bytes.get(start..syntax::name_end(bytes, start)).unwrap_or_default()
}

/// Whether `name`, in any case, is in a table.
fn is_one_of(name: &[u8], table: &[&str]) -> bool {
    table.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// Whether a document whose first tag is `name` is XML or a mail address: no tag of a line, no custom element.
fn is_foreign(name: &[u8]) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "br", "button", "em", "font", "hr", "i", "iframe", "img", "input",
        "label", "picture", "small", "span", "strong", "sub", "sup", "svg", "template", "time",
        "u", "video",
    ];
    !is_one_of(name, INLINE) && (!name.contains(&b'-') || name.contains(&b'@'))
}

/// The first byte after white space, comments, processing instructions and a byte order mark.
fn skip_prolog(bytes: &[u8]) -> usize {
    let mut at = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_ascii_start().len();
        at += blank;
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

/// What speaks for HTML and against it.
#[derive(Debug, Default)]
struct TokenLogOdds {
    /// Start and end tags of block elements.
    blocks: usize,
    /// Those of them that stand in a sentence or in code quotes.
    mentions: usize,
    /// Line breaks.
    breaks: usize,
    /// Line feeds in text.
    lines: usize,
    /// Bytes of text in block elements.
    inside: usize,
    /// Bytes of text in none.
    outside: usize,
    /// Open block elements.
    open: usize,
    /// Whether the document type of HTML follows a tag: a server wrote a warning in front of the page.
    doctype: bool,
}

impl TokenLogOdds {
    /// Collects it from `bytes`, from `at` on.
    fn of(bytes: &[u8], mut at: usize) -> TokenLogOdds {
        let mut found = TokenLogOdds::default();
        while let Some(open) =
            bytes.get(at..).and_then(|rest| memchr(b'<', rest)).map(|next| at + next)
        {
            found.text(bytes.get(at..open).unwrap_or_default());
            at = found.markup(bytes, open).unwrap_or_else(|| {
                found.text(b"<");
                open + 1
            });
        }
        found.text(bytes.get(at..).unwrap_or_default());
        found
    }

    /// Adds text.
    fn text(&mut self, text: &[u8]) {
        let size = text.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
        self.lines += text.iter().filter(|&&byte| byte == b'\n').count();
        if self.open > 0 {
            self.inside += size;
        } else {
            self.outside += size;
        }
    }

    /// Adds what opens at `open`, and returns where it ends. `None` if it is no markup.
    fn markup(&mut self, bytes: &[u8], open: usize) -> Option<usize> {
        let rest = bytes.get(open..)?;
        if rest.starts_with(b"<!--") {
            return Some(syntax::comment_end(bytes, open + 4).unwrap_or(bytes.len()));
        }
        if rest.starts_with(b"<![CDATA[") {
            return Some(
                memchr::memmem::find(rest, b"]]>").map_or(bytes.len(), |end| open + end + 3),
            );
        }
        if rest.get(1) == Some(&b'!') {
            let after_tag =
                bytes.get(..open).is_some_and(|before| before.trim_ascii_end().ends_with(b">"));
            self.doctype |= after_tag && is_html_doctype(rest.get(2..).unwrap_or_default());
        }
        let is_end = rest.get(1) == Some(&b'/');
        let start = open + 1 + usize::from(is_end);
        let name_end = syntax::name_end(bytes, start);
        let name = bytes
            .get(start..name_end)
            .filter(|name| name.first().is_some_and(u8::is_ascii_alphabetic))?;
        let end = tag_end(bytes, name_end)?;
        if is_one_of(name, BLOCKS) {
            self.block(is_end, is_mention(bytes, open, end));
        } else if is_one_of(name, &["br"]) {
            self.breaks += 1;
        } else if !is_end && is_one_of(name, &["script", "style"]) {
            return Some(syntax::text_end(bytes, end, name).unwrap_or(bytes.len()));
        }
        Some(end)
    }

    /// Adds a tag of a block element.
    fn block(&mut self, is_end: bool, is_mention: bool) {
        self.blocks += 1;
        if is_mention {
            self.mentions += 1;
        } else if is_end {
            self.open = self.open.saturating_sub(1);
        } else {
            self.open += 1;
        }
    }

    /// The verdict: nothing but blocks; at least two block tags that are not merely mentioned, with most of the text in
    /// them; or text whose lines end in `<br>`.
    fn says_html(&self) -> bool {
        let used = self.blocks - self.mentions;
        let only_blocks = used >= 1 && self.outside == 0;
        let dense =
            used >= 2 && used > self.mentions && used * SPARSE >= self.inside + self.outside;
        let broken = self.breaks >= 3 && self.breaks * 2 > self.lines;
        self.doctype || only_blocks || (dense && self.inside >= self.outside) || broken
    }
}

/// One past the tag whose name ends at `at`. `None` if it has none within the line or looks like a comparison.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match syntax::next_step(bytes, at) {
            TagStep::Attribute(attribute) => at = attribute.end,
            TagStep::Close { end, .. } => return Some(end),
            TagStep::Unclosed => return None,
        }
    }
}

/// Whether the tag from `open` to `end` is spoken of rather than used: in code quotes, or between words of a sentence.
fn is_mention(bytes: &[u8], open: usize, end: usize) -> bool {
    let before = bytes.get(..open).unwrap_or_default();
    let quoted = matches!(before.last(), Some(b'`' | b'"' | b'\''));
    let follows_word =
        matches!(before, [.., word, b' '] if !word.is_ascii_whitespace() && *word != b'>');
    let leads_on = matches!(bytes.get(end..), Some([b' ', next, ..]) if next.is_ascii_lowercase())
        || matches!(bytes.get(end), Some(b',' | b'.' | b')' | b';'));
    let labels = matches!(bytes.get(end), Some(b':'));
    quoted || labels || (follows_word && leads_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(HEADS.is_sorted() && BLOCKS.is_sorted());
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
        ];
        for text in cases {
            assert!(looks_like_html(text), "{text}");
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
            "The <p> tag opens a paragraph and the </p> tag closes it, while a <div> element does not.",
            "<table>: The Table element\n\nThis feature is well established. <tr> is for rows.",
            "Use `<div>` or `<p>` and close them with `</div>` and `</p>`.",
            "# Title\n\nSome *text* with a <b>tag</b> and a<br>break.\n\n- item\n- item\n",
            "<p align=\"center\"><img src=x></p>\n\n# Project\n\nWhat it does, in a line.\n\n```\ncargo add x\n```\n",
            "From: Ann <ann@example.com>\nTo: <bob@example.com>\nSubject: tags\n\nHi,\n> quoted\nBye",
            "<ann@example.com> wrote:\n> hello",
            "<http://example.com/> is a link",
            "<?xml version=\"1.0\"?>\n<rss><channel><title>a</title><link>b</link><item><title>c</title>\
             <description><![CDATA[<p>a</p><p>b</p>]]></description></item></channel></rss>",
            "<note><to>Ann</to><body>Hi</body></note>",
            "<!DOCTYPE article PUBLIC \"x\"><article><para>a</para></article>",
            "fn f(a: Vec<u8>) -> Option<T> { a.iter().collect::<Vec<_>>() }",
            "import React from 'react';\nexport function Page(props) {\n  const value = useMemo(() => props.a, []);\n\
             return <div><p>{value}</p></div>;\n}",
            "<3 this song",
            "<- back | next ->",
            "{\"html\": \"<p>one</p><p>two</p>\", \"title\": \"a longer title than the text\"}",
        ];
        for text in cases {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
