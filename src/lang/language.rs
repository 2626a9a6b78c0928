//! The language of a document.

/// A language, with the confidence of its detection.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Language {
    /// ISO 639-1 code, or ISO 639-3 for a language without one.
    pub code: &'static str,
    /// 0 to 1. Low if little text was there to detect it on.
    pub confidence: f32,
}
