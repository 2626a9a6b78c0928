//! The encoding that a page declares, found in its first bytes as the HTML standard's prescan finds it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::{memchr, memmem};

use crate::html::syntax::{self, AttributeSpan, TagStep};

/// The encoding that `head` declares in an XML declaration or a `meta` element.
pub(super) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    while let Some(open) =
        head.get(at..).and_then(|rest| memchr(b'<', rest)).map(|found| at + found)
    {
        let rest = head.get(open..).unwrap_or_default();
        at = match rest {
            [b'<', b'!', b'-', b'-', ..] => syntax::comment_end(head, open + 4)?,
            [b'<', b'!' | b'?', ..] => open + memchr(b'>', rest)?,
            [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => tag_end(head, open + 2)?,
            [b'<', b'/', ..] => open + memchr(b'>', rest)?,
            [b'<', first, ..] if first.is_ascii_alphabetic() => {
                let name_end = syntax::name_end(head, open + 1);
                let is_meta = head
                    .get(open + 1..name_end)
                    .is_some_and(|name| name.eq_ignore_ascii_case(b"meta"));
                if let Some(encoding) = is_meta.then(|| meta(head, name_end)).flatten() {
                    return Some(encoding);
                }
                tag_end(head, open + 1)?
            }
            _ => open + 1,
        };
    }
    xml(head)
}

/// The encoding of an XML declaration at the very start.
pub(super) fn xml(head: &[u8]) -> Option<&'static Encoding> {
    let rest = head.strip_prefix(b"<?xml")?;
    let declaration = rest.get(..memchr(b'>', rest)?)?;
    let rest = declaration.get(memmem::find(declaration, b"encoding")? + b"encoding".len()..)?;
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    readable(rest.get(..memchr(quote, rest)?)?)
}

/// One past the tag whose name starts at `start`.
fn tag_end(head: &[u8], start: usize) -> Option<usize> {
    let mut at = syntax::name_end(head, start);
    loop {
        match syntax::next_step(head, at) {
            TagStep::Attribute(attribute) => at = attribute.end,
            TagStep::Close { end, .. } => return Some(end),
            TagStep::Unclosed => return None,
        }
    }
}

/// The encoding that the `meta` tag whose name ends at `at` declares: with `charset`, or with `http-equiv` and `content`.
fn meta(head: &[u8], mut at: usize) -> Option<&'static Encoding> {
    let (mut charset, mut content, mut is_content_type) = (None, None, false);
    while let TagStep::Attribute(attribute) = syntax::next_step(head, at) {
        at = attribute.end;
        let is = |name: &[u8]| AttributeSpan::name(&attribute, head).eq_ignore_ascii_case(name);
        let value = attribute.value(head);
        if is(b"charset") {
            charset = charset.or(Some(value));
        } else if is(b"content") {
            content = content.or(from_content(value));
        } else if is(b"http-equiv") {
            is_content_type |= value.eq_ignore_ascii_case(b"content-type");
        }
    }
    readable(charset.or(content.filter(|_| is_content_type))?)
}

/// The charset in a value like `text/html; charset=utf-8`.
fn from_content(value: &[u8]) -> Option<&[u8]> {
    const WORD: &[u8] = b"charset";
    let mut rest = value;
    loop {
        let found =
            rest.windows(WORD.len()).position(|window| window.eq_ignore_ascii_case(WORD))?;
        rest = rest.get(found + WORD.len()..)?.trim_ascii_start();
        if let Some(label) = rest.strip_prefix(b"=") {
            return match label.trim_ascii_start() {
                [quote @ (b'"' | b'\''), label @ ..] => label.get(..memchr(*quote, label)?),
                label => label.split(|&byte| byte == b';' || byte.is_ascii_whitespace()).next(),
            };
        }
    }
}

/// The encoding of a label that was read as ASCII: one that says UTF-16 cannot be right.
fn readable(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else if encoding == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        encoding
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        let cases: &[(&str, Option<&str>)] = &[
            ("", None),
            ("<meta charset=koi8-r>", Some("KOI8-R")),
            ("<META a=b CharSet = 'KOI8-R'/>", Some("KOI8-R")),
            ("<meta/charset=\" koi8-r \">", Some("KOI8-R")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta charset=x-user-defined>", Some("windows-1252")),
            ("<meta charset=nothing><meta charset=gbk>", Some("GBK")),
            ("<meta http-equiv=content-type content='text/html; charset=big5'>", Some("Big5")),
            (
                "<meta content='text/html; CHARSET = \"big5\"' http-equiv=Content-Type>",
                Some("Big5"),
            ),
            ("<meta content='charset charset=big5;x' http-equiv=Content-Type>", Some("Big5")),
            ("<meta content='text/html; charset=big5'>", None),
            ("<meta http-equiv=refresh content='charset=big5'>", None),
            ("<!-- <meta charset=gbk> --><meta charset=big5>", Some("Big5")),
            ("<!--><meta charset=gbk>", Some("GBK")),
            ("<!-- <meta charset=gbk>", None),
            ("<a title='<meta charset=gbk>'><meta charset=big5>", Some("Big5")),
            ("</a title='<meta charset=gbk>'><meta charset=big5>", Some("Big5")),
            ("<? <meta charset=gbk>", None),
            ("<metadata charset=gbk><meta charset", None),
            ("<?xml version='1.0' encoding='gbk'?><html>", Some("GBK")),
            ("<?xml encoding = \"gbk\"?><meta charset=big5>", Some("Big5")),
        ];
        for (head, name) in cases {
            assert_eq!(declared(head.as_bytes()).map(Encoding::name), *name, "{head}");
        }
    }
}
