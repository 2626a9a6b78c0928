//! The names of charsets, and decoding by name.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::input::hz;

/// A charset: an encoding of the Encoding Standard, or HZ, which the standard has no decoder for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Charset {
    Standard(&'static Encoding),
    Hz,
}

impl Charset {
    /// Returns the charset of a label, in any case. Labels whose encodings the standard replaces by
    /// U+FFFD, because nobody writes them any more, have none.
    pub(super) fn for_label(label: &[u8]) -> Option<Charset> {
        let trimmed = label.trim_ascii();
        if [&b"hz"[..], b"hz-gb-2312"].iter().any(|name| trimmed.eq_ignore_ascii_case(name)) {
            return Some(Charset::Hz);
        }
        Encoding::for_label_no_replacement(label).map(Charset::Standard)
    }

    /// Returns its name, in the Encoding Standard if it is there.
    pub(super) fn name(self) -> &'static str {
        match self {
            Charset::Standard(encoding) => encoding.name(),
            Charset::Hz => "HZ-GB-2312",
        }
    }

    /// Decodes bytes. Returns true if U+FFFD replaces some of them.
    pub(super) fn decode(self, input: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Charset::Standard(encoding) => encoding.decode_without_bom_handling(input),
            Charset::Hz => {
                let (text, lossy) = hz::decode(input);
                (Cow::Owned(text), lossy)
            }
        }
    }
}

/// Returns true if `label` names a charset that [`Input::with_charset`](crate::Input::with_charset)
/// can take, in any case: a label of the [Encoding
/// Standard](https://encoding.spec.whatwg.org/#names-and-labels), or `hz`.
///
/// Other labels are ignored when a document is cleaned.
///
/// # Examples
///
/// ```
/// assert!(dechrome::is_charset("Shift_JIS"));
/// assert!(!dechrome::is_charset("no-such-charset"));
/// ```
#[must_use]
pub fn is_charset(label: &str) -> bool {
    Charset::for_label(label.as_bytes()).is_some()
}
