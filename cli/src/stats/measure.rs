//! The measures of one document.

use std::collections::BTreeMap;

use dechrome::{Kind, Page};
use serde::Serialize;

use crate::eval::words::{WordStyle, words};
use crate::page_fields::rounded_score;
use crate::result_rows::ResultRow;

/// The measures of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct DocumentMeasure {
    /// ISO 639 code; `und` if it is unknown.
    pub(crate) language: String,
    /// Expected F1 of the kept text, 0 to 1.
    pub(crate) confidence: Option<f64>,
    /// `html` or `text`.
    pub(crate) source: Option<String>,
    /// The limit that was reached.
    pub(crate) degraded: Option<String>,
    /// The reason why nothing was kept.
    pub(crate) no_content: Option<String>,
    /// Words of the kept text.
    pub(crate) words: usize,
    /// The sizes of blocks by kind, if the row has blocks.
    pub(crate) kinds: Option<BTreeMap<String, KindMeasure>>,
    /// True if kinds count bytes, because the texts of dropped blocks are unknown.
    #[serde(skip)]
    pub(crate) counts_bytes: bool,
}

/// The blocks of one kind.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct KindMeasure {
    pub(crate) blocks: usize,
    /// Words, or bytes, of kept blocks.
    pub(crate) kept: usize,
    /// Words, or bytes, of dropped blocks.
    pub(crate) dropped: usize,
}

/// Language of documents whose language is unknown (ISO 639-2).
const UNKNOWN_LANGUAGE: &str = "und";

impl DocumentMeasure {
    /// Measures a page.
    pub(crate) fn of_page(page: &Page) -> Self {
        let mut kinds: BTreeMap<String, KindMeasure> = BTreeMap::new();
        let mut kept = 0;
        for block in page.blocks().filter(|block| block.kind() != Kind::Blank) {
            let words = word_count(block.text());
            kinds.entry(block.kind().name().to_owned()).or_default().add(block.keep(), words);
            kept += if block.keep() { words } else { 0 };
        }
        let language = page.language().map_or(UNKNOWN_LANGUAGE, |language| language.code);
        DocumentMeasure {
            language: language.to_owned(),
            confidence: Some(rounded_score(page.confidence())),
            source: Some(if page.is_html() { "html" } else { "text" }.to_owned()),
            degraded: page.degraded().map(|degraded| degraded.name().to_owned()),
            no_content: page.no_content().map(|reason| reason.name().to_owned()),
            words: kept,
            kinds: Some(kinds),
            counts_bytes: false,
        }
    }

    /// Measures a row.
    pub(crate) fn of_row(row: &ResultRow) -> Self {
        let mut measure = DocumentMeasure {
            language: row.language.clone().unwrap_or_else(|| UNKNOWN_LANGUAGE.to_owned()),
            confidence: row.confidence,
            source: row.source.clone(),
            degraded: row.degraded.clone(),
            no_content: row.no_content.clone(),
            words: word_count(&row.text),
            ..DocumentMeasure::default()
        };
        let Some(blocks) = &row.blocks else { return measure };
        let mut kinds: BTreeMap<String, KindMeasure> = BTreeMap::new();
        measure.counts_bytes = blocks.iter().any(|block| block.text.is_none());
        let mut kept = 0;
        for block in blocks.iter().filter(|block| block.kind != Kind::Blank.name()) {
            let size = match &block.text {
                Some(text) if !measure.counts_bytes => word_count(text),
                _ => block.end.saturating_sub(block.start),
            };
            kinds.entry(block.kind.clone()).or_default().add(block.keep, size);
            kept += if block.keep { size } else { 0 };
        }
        if !measure.counts_bytes {
            // The kept text has numbers before list items, which are not words of the document.
            measure.words = kept;
        }
        measure.kinds = Some(kinds);
        measure
    }

    /// Returns the share of the document that was kept, if its blocks are known and not all empty.
    pub(crate) fn kept_share(&self) -> Option<f64> {
        let (mut kept, mut all) = (0, 0);
        for kind in self.kinds.as_ref()?.values() {
            kept += kind.kept;
            all += kind.kept + kind.dropped;
        }
        (all > 0).then(|| kept as f64 / all as f64)
    }

    /// Returns the number of blocks, if it is known.
    pub(crate) fn blocks(&self) -> Option<usize> {
        Some(self.kinds.as_ref()?.values().map(|kind| kind.blocks).sum())
    }
}

impl KindMeasure {
    fn add(&mut self, keep: bool, size: usize) {
        self.blocks += 1;
        if keep {
            self.kept += size;
        } else {
            self.dropped += size;
        }
    }
}

/// Returns the number of words of a text, as the measures of `dechrome eval` count them.
pub(crate) fn word_count(text: &str) -> usize {
    words(text, WordStyle::Lines).len()
}
