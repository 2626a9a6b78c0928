//! A document inside a container.

use dechrome::Source;

/// A document that a container holds. Its text is Unicode, so nothing it declares about its
/// encoding counts.
#[derive(Debug, PartialEq)]
pub(crate) struct ContainedDocument {
    pub(crate) text: String,
    pub(crate) source: Source,
    /// The URL, or another name that the container gives the document.
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
}
