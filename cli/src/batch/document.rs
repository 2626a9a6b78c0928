//! A document of a batch, before and after cleaning.

use std::time::Duration;

use dechrome::{Page, Source};
use serde_json::{Map, Value};

/// A document to clean.
pub(super) struct SourceDocument {
    pub(super) id: String,
    /// Other fields of the document's record. They are copied to its row.
    pub(super) fields: Map<String, Value>,
    pub(super) bytes: Vec<u8>,
    /// How to decode the bytes.
    pub(super) encoding: DocumentEncoding,
    /// Time of the last change of the input file, since the Unix epoch.
    pub(super) modified: Duration,
}

/// How the bytes of a document are decoded.
pub(super) enum DocumentEncoding {
    /// As the arguments say, or detected.
    Detected,
    /// As UTF-8. The record says whether the text is HTML.
    Unicode { is_html: bool },
    /// As the HTTP or WARC header says, with the charset that it declares.
    Declared(Source, Option<String>),
}

impl SourceDocument {
    /// Returns the text, if the document was Unicode from the start.
    pub(super) fn unicode_text(&self) -> Option<&str> {
        match self.encoding {
            DocumentEncoding::Unicode { .. } => std::str::from_utf8(&self.bytes).ok(),
            _ => None,
        }
    }
}

/// The content of a job.
pub(super) enum JobContent {
    Document(SourceDocument),
    /// Content of this media type, which is not text.
    ForeignMedia(String),
}

/// A document after cleaning.
pub(super) struct CleanedDocument {
    pub(super) source: SourceDocument,
    pub(super) page: Page,
    /// The kept text.
    pub(super) text: String,
    /// Number of paragraphs dropped as repeats.
    pub(super) repeats: usize,
}

impl CleanedDocument {
    pub(super) fn new(source: SourceDocument, page: Page, repeats: usize) -> Self {
        let text = page.text();
        CleanedDocument { source, page, text, repeats }
    }
}
