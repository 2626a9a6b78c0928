//! A violation of the style.

/// A violation of the style, with its position.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) measure: &'static str,
    pub(super) path: String,
    /// The number of the line, from 1.
    pub(super) line: usize,
    /// The words around the violation, or a number.
    pub(super) detail: String,
}
