//! Filters that leave documents out of the output.

use crate::args::BatchArgs;
use crate::batch::document::CleanedDocument;
use crate::batch::languages::{UNKNOWN, language_code};
use crate::error::Error;

/// The filters of a batch.
pub(super) struct DocumentFilters {
    /// Codes as the library writes them; empty if all languages pass.
    languages: Vec<&'static str>,
    min_language_confidence: f32,
    /// HTTP statuses; empty if all pass.
    statuses: Vec<StatusPattern>,
    min_chars: usize,
    min_confidence: f32,
    skip_empty: bool,
}

/// A HTTP status, or a class of them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct StatusPattern {
    /// The class if `is_class`, else the status.
    code: u16,
    is_class: bool,
}

impl StatusPattern {
    /// Parses `404` or `4xx`.
    fn parse(text: &str) -> Result<Self, String> {
        let message =
            || format!("--status: `{text}` is neither a status like 404 nor one like 4xx");
        let text = text.trim().to_ascii_lowercase();
        let (digits, is_class) = match text.strip_suffix("xx") {
            Some(class) => (class, true),
            None => (&*text, false),
        };
        let code: u16 = digits.parse().map_err(|_| message())?;
        let range = if is_class { 1..=9 } else { 100..=999 };
        if range.contains(&code) { Ok(StatusPattern { code, is_class }) } else { Err(message()) }
    }

    fn matches(self, status: u16) -> bool {
        self.code == if self.is_class { status / 100 } else { status }
    }
}

impl DocumentFilters {
    /// Returns the filters that the arguments ask for. Fails if a language or status is unknown.
    pub(super) fn new(args: &BatchArgs) -> Result<Self, Error> {
        let languages = args.lang.iter().map(|text| language_code(text)).collect::<Result<_, _>>();
        let statuses = args.status.iter().map(|text| StatusPattern::parse(text));
        Ok(DocumentFilters {
            languages: languages.map_err(|reason| Error::Usage(format!("--lang: {reason}")))?,
            min_language_confidence: args.min_language_confidence.unwrap_or(0.0),
            statuses: statuses.collect::<Result<_, _>>().map_err(Error::Usage)?,
            min_chars: args.min_chars,
            min_confidence: args.min_confidence.unwrap_or(0.0),
            skip_empty: args.skip_empty,
        })
    }

    /// Returns why a document is left out, or `None` if it passes all filters.
    pub(super) fn reject_reason(&self, document: &CleanedDocument) -> Option<&'static str> {
        // Documents without a status are not responses.
        if let Some(status) = document.source.status
            && !self.statuses.is_empty()
            && !self.statuses.iter().any(|pattern| pattern.matches(status))
        {
            return Some("status");
        }
        if self.skip_empty && document.text.is_empty() {
            return Some("empty");
        }
        let language = document.page.language();
        let code = language.map_or(UNKNOWN, |language| language.code);
        if !self.languages.is_empty() && !self.languages.contains(&code) {
            return Some("language");
        }
        let confidence = language.map_or(0.0, |language| language.confidence);
        if confidence < self.min_language_confidence {
            return Some("language_confidence");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_codes_or_classes() {
        let matches =
            |pattern: &str, status| StatusPattern::parse(pattern).map(|p| p.matches(status));
        assert_eq!(matches("200", 200), Ok(true));
        assert_eq!(matches("2XX", 204), Ok(true));
        assert_eq!(matches("2xx", 301), Ok(false));
        for pattern in ["", "xx", "20", "2x", "ok", "2xxx"] {
            assert!(StatusPattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
