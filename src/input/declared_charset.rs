//! The encoding that a page declares in its first bytes, found as the HTML standard's prescan finds
//! it.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::{memchr, memmem};

use crate::html::syntax::{self, AttributeSpan, TagStep};
use crate::input::charset::Charset;
use crate::input::tag_end::tag_end;

/// Returns the encoding that `head` declares in an XML declaration or a `meta` element.
pub(super) fn in_markup(head: &[u8]) -> Option<Charset> {
    let mut at = 0;
    while let Some(next) = head.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let open = at + next;
        let rest = head.get(open..).unwrap_or_default();
        at = match rest {
            [b'<', b'!', b'-', b'-', ..] => syntax::comment_end(head, open + 4)?,
            [b'<', b'!' | b'?', ..] => open + memchr(b'>', rest)?,
            [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => {
                tag_end(head, syntax::name_end(head, open + 2))?
            }
            [b'<', b'/', ..] => open + memchr(b'>', rest)?,
            [b'<', first, ..] if first.is_ascii_alphabetic() => {
                let name_end = syntax::name_end(head, open + 1);
                let name = head.get(open + 1..name_end).unwrap_or_default();
                if name.eq_ignore_ascii_case(b"meta")
                    && let Some(encoding) = in_meta(head, name_end)
                {
                    return Some(encoding);
                }
                tag_end(head, name_end)?
            }
            _ => open + 1,
        };
    }
    in_xml_declaration(head)
}

/// Returns the encoding of an XML declaration at the very start.
pub(super) fn in_xml_declaration(head: &[u8]) -> Option<Charset> {
    const NAME: &[u8] = b"encoding";
    let rest = head.strip_prefix(b"<?xml")?;
    let declaration = rest.get(..memchr(b'>', rest)?)?;
    let rest = declaration.get(memmem::find(declaration, NAME)? + NAME.len()..)?;
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, rest) = rest.split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    charset_for(rest.get(..memchr(quote, rest)?)?)
}

/// Returns the encoding that the `meta` tag whose name ends at `at` declares: with `charset`, or
/// with `http-equiv` and `content`.
fn in_meta(head: &[u8], mut at: usize) -> Option<Charset> {
    let (mut charset, mut content, mut is_content_type) = (None, None, false);
    while let TagStep::Attribute(attribute) = syntax::next_step(head, at) {
        at = attribute.end;
        let is = |name: &[u8]| AttributeSpan::name(&attribute, head).eq_ignore_ascii_case(name);
        let value = attribute.value(head);
        if is(b"charset") {
            charset = charset.or(Some(value));
        } else if is(b"content") {
            content = content.or(label_in_content(value));
        } else if is(b"http-equiv") {
            is_content_type |= value.eq_ignore_ascii_case(b"content-type");
        }
    }
    charset_for(charset.or(content.filter(|_| is_content_type))?)
}

/// Returns the label in a value like `text/html; charset=utf-8`.
fn label_in_content(value: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"charset";
    let mut rest = value;
    loop {
        let found =
            rest.windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))?;
        rest = rest.get(found + NAME.len()..)?.trim_ascii_start();
        let Some(label) = rest.strip_prefix(b"=") else { continue };
        return match label.trim_ascii_start() {
            [quote @ (b'"' | b'\''), label @ ..] => label.get(..memchr(*quote, label)?),
            label => label.split(|&byte| byte == b';' || byte.is_ascii_whitespace()).next(),
        };
    }
}

/// Returns the encoding of a label that was read as ASCII. A label that was read so cannot be
/// UTF-16.
fn charset_for(label: &[u8]) -> Option<Charset> {
    let charset = Charset::for_label(label)?;
    let is = |encoding| charset == Charset::Standard(encoding);
    Some(if is(UTF_16LE) || is(UTF_16BE) {
        Charset::Standard(UTF_8)
    } else if is(X_USER_DEFINED) {
        Charset::Standard(WINDOWS_1252)
    } else {
        charset
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
            ("<meta charset=HZ-GB-2312>", Some("HZ-GB-2312")),
            ("<meta charset=iso-2022-kr>", None),
            ("<metadata charset=gbk><meta charset", None),
            ("<?xml version='1.0' encoding='gbk'?><html>", Some("GBK")),
            ("<?xml encoding = \"gbk\"?><meta charset=big5>", Some("Big5")),
        ];
        for (head, name) in cases {
            assert_eq!(in_markup(head.as_bytes()).map(Charset::name), *name, "{head}");
        }
    }
}
