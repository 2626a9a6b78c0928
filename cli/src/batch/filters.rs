//! What is left out of a batch's output, and for which reason.

use crate::args::BatchArgs;
use crate::batch::encode::CleanedDocument;

/// The filters of a batch.
pub(super) struct DocumentFilters {
    languages: Vec<String>,
    min_chars: usize,
    min_confidence: f32,
    skip_empty: bool,
    /// Whether paragraphs that stand in the document before go.
    pub(super) dedupe: bool,
}

impl DocumentFilters {
    /// Those that the arguments ask for.
    pub(super) fn new(args: &BatchArgs) -> Self {
        DocumentFilters {
            languages: args.lang.clone(),
            min_chars: args.min_chars,
            min_confidence: args.min_confidence.unwrap_or(0.0),
            skip_empty: args.skip_empty,
            dedupe: args.dedupe_lines,
        }
    }

    /// Why a document is left out, if it is.
    pub(super) fn reason(&self, row: &CleanedDocument) -> Option<&'static str> {
        if self.skip_empty && row.text.is_empty() {
            return Some("empty");
        }
        let language = row.page.language().map_or("und", |language| language.code);
        if !self.languages.is_empty() && !self.languages.iter().any(|wanted| wanted == language) {
            return Some("language");
        }
        if self.min_chars > 0 && row.text.chars().count() < self.min_chars {
            return Some("length");
        }
        (row.page.confidence() < self.min_confidence).then_some("confidence")
    }
}
