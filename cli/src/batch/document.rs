//! A document of a batch, before and after cleaning.

use std::time::Duration;

use dechrome::{Page, Source};
use serde_json::{Map, Value};

use crate::batch::job_result::PassedOver;

/// A document to clean.
pub(super) struct SourceDocument {
    pub(super) id: String,
    /// Other fields of the document's record. They are copied to its row.
    pub(super) fields: Map<String, Value>,
    pub(super) bytes: Vec<u8>,
    /// How to decode the bytes.
    pub(super) encoding: DocumentEncoding,
    /// The HTTP status, if the document is a response.
    pub(super) status: Option<u16>,
    /// True if values of the record were replaced because they are not JSON.
    pub(super) is_repaired: bool,
    /// True if the body ended early, so that a part of the document is missing.
    pub(super) is_cut: bool,
    /// Time of the last change of the input file, since the Unix epoch.
    pub(super) modified: Duration,
}

/// How the bytes of a document are decoded.
pub(super) enum DocumentEncoding {
    /// As the arguments say, or detected.
    Detected,
    /// As UTF-8, because the record holds a string.
    Unicode(Source),
    /// As the record says: its format, and the charset that the header or the arguments declare.
    Declared(Source, Option<String>),
}

impl SourceDocument {
    /// Returns a document without other fields.
    pub(super) fn new(id: String, bytes: Vec<u8>, encoding: DocumentEncoding) -> Self {
        SourceDocument {
            id,
            fields: Map::new(),
            bytes,
            encoding,
            status: None,
            is_repaired: false,
            is_cut: false,
            modified: Duration::ZERO,
        }
    }

    /// Returns the text, if the document was Unicode from the start.
    pub(super) fn unicode_text(&self) -> Option<&str> {
        match self.encoding {
            DocumentEncoding::Unicode(_) => std::str::from_utf8(&self.bytes).ok(),
            _ => None,
        }
    }
}

/// The content of a job.
pub(super) enum JobContent {
    Document(SourceDocument),
    /// No document.
    PassedOver(PassedOver),
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
        let text = page.to_text();
        CleanedDocument { source, page, text, repeats }
    }
}
