//! Filters that leave documents out of the output.

use crate::args::BatchArgs;
use crate::batch::document::CleanedDocument;

/// The filters of a batch.
pub(super) struct DocumentFilters {
    languages: Vec<String>,
    min_chars: usize,
    min_confidence: f32,
    skip_empty: bool,
}

impl DocumentFilters {
    /// Returns the filters that the arguments ask for.
    pub(super) fn new(args: &BatchArgs) -> Self {
        DocumentFilters {
            languages: args.lang.clone(),
            min_chars: args.min_chars,
            min_confidence: args.min_confidence.unwrap_or(0.0),
            skip_empty: args.skip_empty,
        }
    }

    /// Returns why a document is left out, or `None` if it passes all filters.
    pub(super) fn reject_reason(&self, document: &CleanedDocument) -> Option<&'static str> {
        if self.skip_empty && document.text.is_empty() {
            return Some("empty");
        }
        // ISO 639-2 has the code `und` for an undetermined language.
        let language = document.page.language().map_or("und", |language| language.code);
        if !self.languages.is_empty() && !self.languages.iter().any(|wanted| wanted == language) {
            return Some("language");
        }
        if self.min_chars > 0 && document.text.chars().count() < self.min_chars {
            return Some("length");
        }
        if document.page.confidence() < self.min_confidence {
            return Some("confidence");
        }
        None
    }
}
