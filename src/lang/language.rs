//! The language of a document.

use std::fmt;

/// A language, with the confidence of its detection. It displays as its code.
///
/// ```
/// let text = "It rained for three days, and on the fourth the river left its bed.";
/// let language = dechrome::clean(text).language().unwrap();
/// assert_eq!((language.code, language.to_string().as_str()), ("en", "en"));
/// assert!((0.0..=1.0).contains(&language.confidence));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Language {
    /// ISO 639-1 code, or ISO 639-3 for a language without one.
    pub code: &'static str,
    /// 0 to 1. Low if little text was there to detect it on.
    pub confidence: f32,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code)
    }
}
