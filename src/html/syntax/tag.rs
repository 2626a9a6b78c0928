//! Reads the inside of a tag: its name, its attributes, and which attributes the tree keeps.

use memchr::memchr;

use super::raw_text::{ends_name, is_space};

/// The attributes that some later stage reads. Row n has the names of n bytes, sorted.
const KEPT: &[&[&str]] = &[
    &[],
    &[],
    &["id"],
    &["alt", "dir", "for", "rel", "src"],
    &["href", "lang", "name", "open", "role", "slot", "type"],
    &["class", "start", "style", "title", "value"],
    &["hidden", "typeof"],
    &["alttext", "charset", "checked", "colspan", "content", "display", "rowspan"],
    &[
        "data-src", "data-tex", "datetime", "encoding", "itemprop", "itemtype", "property",
        "reversed",
    ],
    &["data-expr", "data-lang", "data-math"],
    &["aria-label", "data-katex", "data-latex", "http-equiv"],
    &["aria-hidden", "data-target", "data-testid"],
    &["aria-checked", "data-formula"],
    &["aria-controls", "aria-expanded", "data-equation", "data-language"],
    &["data-bs-target", "data-component", "shadowrootmode"],
    &["data-math-style"],
    &[],
    &[],
    &["data-code-language"],
    &[],
    &["data-code-block-lang"],
    &[],
    &[],
    &["data-enlighter-language"],
];

/// Attributes of `font` and `annotation-xml` that change how the tree builder works inside SVG and
/// MathML.
const STEERING: &[&str] = &["color", "face", "size"];

/// Attributes of images, frames and players that the content reads, besides `data-` attributes
/// with a URL.
#[rustfmt::skip]
const MEDIA: &[&str] = &[
    "data", "data-account", "data-media-id", "data-player", "data-player-id", "data-shortcode",
    "data-trackid", "data-tweetid", "data-video-id", "data-videoid", "height", "srcset", "videoid",
    "width",
];

/// Longest `src` or `href`, in bytes, that is kept. Longer values are `data:` URLs.
const LONGEST_URL: usize = 2048;

/// Longest list of image URLs, in bytes, that is kept. Real ones have some twenty URLs.
const LONGEST_SRCSET: usize = 8192;

/// The elements with attributes that are kept on no other element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum AttributeScope {
    Common,
    /// `font` and `annotation-xml`.
    Steering,
    /// Images, frames and players.
    Media,
    /// Elements of emphasis, which a style can take away.
    Emphasis,
}

impl AttributeScope {
    /// Returns the scope of an element, by its name in lower case.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "font" | "annotation-xml" => AttributeScope::Steering,
            "b" | "strong" | "em" | "i" | "del" | "s" | "strike" => AttributeScope::Emphasis,
            "img" | "source" | "iframe" | "video" | "audio" | "embed" | "object" => {
                AttributeScope::Media
            }
            _ if name.starts_with("amp-") || name.starts_with("lite-") => AttributeScope::Media,
            _ => AttributeScope::Common,
        }
    }
}

/// Returns the offset after the name that starts at `at`.
pub(crate) fn name_end(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| !ends_name(byte)).count()
}

/// The parts of an attribute, as byte offsets in the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AttributeSpan {
    /// Start of the name.
    pub(crate) start: usize,
    /// One past the name.
    pub(crate) name_end: usize,
    /// Start of the value, without quotes. Equal to `value_end` without a value.
    pub(crate) value: usize,
    /// One past the value.
    pub(crate) value_end: usize,
    /// One past the attribute, including quotes.
    pub(crate) end: usize,
}

/// One step through a tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TagStep {
    Attribute(AttributeSpan),
    /// The `>`.
    Close {
        /// One past it.
        end: usize,
        /// True if `/` is right before it, outside any attribute.
        self_closing: bool,
    },
    /// The page ends inside the tag.
    Unclosed,
}

/// Reads the next part of a tag. `at` is after its name or after an attribute.
pub(crate) fn next_step(bytes: &[u8], mut at: usize) -> TagStep {
    let mut slash = false;
    loop {
        match bytes.get(at) {
            None => return TagStep::Unclosed,
            Some(b'>') => return TagStep::Close { end: at + 1, self_closing: slash },
            Some(b'/') => slash = true,
            Some(&byte) if is_space(byte) => slash = false,
            Some(_) => return attribute(bytes, at).map_or(TagStep::Unclosed, TagStep::Attribute),
        }
        at += 1;
    }
}

/// Returns the offset of the first byte at or after `at` that is not white space.
pub(crate) fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| is_space(byte)).count()
}

/// Reads the attribute at `start`. Its first byte is part of the name even if it is `=`.
fn attribute(bytes: &[u8], start: usize) -> Option<AttributeSpan> {
    let rest = bytes.get(start + 1..)?;
    let name_end =
        start + 1 + rest.iter().take_while(|&&byte| byte != b'=' && !ends_name(byte)).count();
    let equals = skip_space(bytes, name_end);
    if *bytes.get(equals)? != b'=' {
        return Some(AttributeSpan {
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
            Some(AttributeSpan { start, name_end, value, value_end, end: value_end + 1 })
        }
        _ => {
            let length = bytes
                .get(value..)?
                .iter()
                .take_while(|&&byte| byte != b'>' && !is_space(byte))
                .count();
            let value_end = value + length;
            Some(AttributeSpan { start, name_end, value, value_end, end: value_end })
        }
    }
}

impl AttributeSpan {
    /// Returns true if a later stage reads the attribute.
    pub(crate) fn is_kept(&self, bytes: &[u8], scope: AttributeScope) -> bool {
        let name = self.name(bytes);
        let first = name.first().map(u8::to_ascii_lowercase);
        let is = |known: &&str| {
            known.bytes().next() == first && name.eq_ignore_ascii_case(known.as_bytes())
        };
        let row = KEPT.get(name.len()).copied().unwrap_or_default();
        match row.iter().copied().find(is) {
            Some("style") => is_read_style(self.value(bytes), scope),
            Some("src" | "href" | "data-src") => self.value(bytes).len() <= LONGEST_URL,
            Some(_) => true,
            None => match scope {
                AttributeScope::Common | AttributeScope::Emphasis => false,
                AttributeScope::Steering => STEERING.iter().any(is),
                AttributeScope::Media => MEDIA.iter().any(is) || self.may_name_image(bytes),
            },
        }
    }

    /// Returns true if the attribute is one of those in which scripts find the URL of an image:
    /// `data-original`, `data-lazy-src` and the like.
    fn may_name_image(&self, bytes: &[u8]) -> bool {
        let is_data = self.name(bytes).get(..5).is_some_and(|it| it.eq_ignore_ascii_case(b"data-"));
        let value = self.value(bytes);
        is_data
            && value.len() <= LONGEST_SRCSET
            && value.iter().any(|byte| matches!(byte, b'.' | b'/'))
    }

    /// Returns the name as the page writes it.
    pub(crate) fn name<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.start..self.name_end).unwrap_or_default()
    }

    /// Returns the value as the page writes it, without its quotes.
    pub(crate) fn value<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.value..self.value_end).unwrap_or_default()
    }
}

/// Returns true if a style may hide its element or put it outside of the window, change the numbers
/// of a list, or take the emphasis away from an element of emphasis.
fn is_read_style(style: &[u8], scope: AttributeScope) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| contains(style, word.as_bytes()));
    has(&["display", "visibility", "list-style"])
        || has(&["position"]) && has(&["left", "top"])
        || scope == AttributeScope::Emphasis
            && has(&["font-weight", "font-style", "text-decoration"])
}

/// Returns true if `text` contains `word`, which is in lower case, in any case.
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
        assert!(STEERING.is_sorted() && MEDIA.is_sorted());
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
            while let TagStep::Attribute(attribute) = next_step(text.as_bytes(), at) {
                found.push(&text[attribute.start..attribute.end]);
                at = attribute.end;
            }
            assert_eq!(found, *expected, "{text}");
        }
    }
}
