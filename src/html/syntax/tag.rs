//! The inside of a tag: its name, its attributes, and which of them are kept.

use memchr::memchr;

use super::raw_text::{ends_name, is_space};

/// The attributes that some later stage reads, by the length of their names, each row sorted.
const KEPT: &[&[&str]] = &[
    &[],
    &[],
    &["id"],
    &["alt", "dir", "rel", "src"],
    &["href", "lang", "name", "open", "role", "type"],
    &["class", "start", "style", "title", "value"],
    &["hidden", "typeof"],
    &["alttext", "charset", "colspan", "content", "display", "rowspan"],
    &["data-src", "datetime", "encoding", "itemprop", "itemtype", "property"],
    &["data-lang"],
    &["aria-label", "http-equiv"],
    &["aria-hidden", "data-testid"],
    &[],
    &["data-language"],
    &["data-component"],
];

/// Attributes by which `font` and `annotation-xml` steer the tree builder inside SVG and MathML.
const STEERING: &[&str] = &["color", "face", "size"];

/// Bytes of a `src` or `href` beyond which it is dropped: no address is so long, only data in place of one.
const LONG_ADDRESS: usize = 2048;

/// One past the name that starts at `at`.
pub(crate) fn name_end(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| !ends_name(byte)).count()
}

/// An attribute: byte offsets in the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Attribute {
    /// Where its name starts.
    pub(crate) start: usize,
    /// One past its name.
    pub(crate) name_end: usize,
    /// Where its value starts, without quotes; the same as `value_end` if it has none.
    pub(crate) value: usize,
    /// One past its value.
    pub(crate) value_end: usize,
    /// One past the attribute, quotes included.
    pub(crate) end: usize,
}

/// What stands next in a tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    Attribute(Attribute),
    /// The `>`.
    Close {
        /// One past it.
        end: usize,
        /// Whether `/` stands right before it, outside any attribute.
        self_closing: bool,
    },
    /// The page ends before the tag does.
    Unclosed,
}

/// Reads on in a tag at `at`: after its name, or after an attribute.
pub(crate) fn next_step(bytes: &[u8], mut at: usize) -> Step {
    let mut slash = false;
    loop {
        match bytes.get(at) {
            None => return Step::Unclosed,
            Some(b'>') => return Step::Close { end: at + 1, self_closing: slash },
            Some(b'/') => slash = true,
            Some(&byte) if is_space(byte) => slash = false,
            Some(_) => return attribute(bytes, at).map_or(Step::Unclosed, Step::Attribute),
        }
        at += 1;
    }
}

/// The first byte that is no white space, at or after `at`.
pub(crate) fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| is_space(byte)).count()
}

/// Reads the attribute that starts at `start`. Its first byte belongs to the name even if it is `=`.
fn attribute(bytes: &[u8], start: usize) -> Option<Attribute> {
    let rest = bytes.get(start + 1..)?;
    let name_end =
        start + 1 + rest.iter().take_while(|&&byte| byte != b'=' && !ends_name(byte)).count();
    let equals = skip_space(bytes, name_end);
    if *bytes.get(equals)? != b'=' {
        return Some(Attribute {
            start,
            name_end,
            value: name_end,
            value_end: name_end,
            end: name_end,
        });
    }
    let value = skip_space(bytes, equals + 1);
    match *bytes.get(value)? {
        quote @ (b'"' | b'\'') => {
            let value = value + 1;
            let value_end = value + memchr(quote, bytes.get(value..)?)?;
            Some(Attribute { start, name_end, value, value_end, end: value_end + 1 })
        }
        _ => {
            let length = bytes
                .get(value..)?
                .iter()
                .take_while(|&&byte| byte != b'>' && !is_space(byte))
                .count();
            let value_end = value + length;
            Some(Attribute { start, name_end, value, value_end, end: value_end })
        }
    }
}

impl Attribute {
    /// Whether a later stage reads the attribute; `steering` if it stands on `font` or `annotation-xml`.
    pub(crate) fn is_kept(&self, bytes: &[u8], steering: bool) -> bool {
        let name = self.name(bytes);
        let first = name.first().map(u8::to_ascii_lowercase);
        let is = |known: &&str| {
            known.bytes().next() == first && name.eq_ignore_ascii_case(known.as_bytes())
        };
        let row = KEPT.get(name.len()).copied().unwrap_or_default();
        match row.iter().copied().find(is) {
            Some("style") => hides(self.value(bytes)),
            Some("src" | "href" | "data-src") => self.value(bytes).len() <= LONG_ADDRESS,
            Some(_) => true,
            None => steering && STEERING.iter().any(is),
        }
    }

    /// The name as it is written.
    pub(crate) fn name<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.start..self.name_end).unwrap_or_default()
    }

    /// The value as it is written, without its quotes.
    pub(crate) fn value<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.value..self.value_end).unwrap_or_default()
    }
}

/// Whether a style may hide its element.
fn hides(style: &[u8]) -> bool {
    contains(style, b"display") || contains(style, b"visibility")
}

/// Whether `word`, in lower case, stands in `text` in any case.
fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        for (length, row) in KEPT.iter().enumerate() {
            assert!(row.is_sorted() && row.iter().all(|name| name.len() == length), "row {length}");
        }
        assert!(STEERING.is_sorted());
    }

    #[test]
    fn attributes_are_cut_as_the_tokenizer_cuts_them() {
        let cases: &[(&str, &[&str])] = &[
            (" a=b c>", &["a=b", "c"]),
            (" a = 'x>y' b>", &["a = 'x>y'", "b"]),
            (" a=\"1\"b=2/>", &["a=\"1\"", "b=2/"]),
            ("/a/b >", &["a", "b"]),
            (" =a =b c=>", &["=a =b", "c="]),
            (" a\n=\r\n\"b\"/>", &["a\n=\r\n\"b\""]),
            (" a= b='unclosed>", &["a= b='unclosed"]),
        ];
        for (text, expected) in cases {
            let mut found = Vec::new();
            let mut at = 0;
            while let Step::Attribute(attribute) = next_step(text.as_bytes(), at) {
                found.push(&text[attribute.start..attribute.end]);
                at = attribute.end;
            }
            assert_eq!(found, *expected, "{text}");
        }
    }
}
