//! The language of a page.

/// A language, with how sure its detection is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Language {
    /// ISO 639-1 code, or ISO 639-3 where there is none.
    pub code: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}
