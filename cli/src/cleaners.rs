//! The cleaners of a run. Bytes of a file may be in any charset; the text of a JSONL record is Unicode already, and its
//! field says whether it is HTML. Each way needs its own options, so each has its cleaner, built when first needed.

use std::sync::OnceLock;

use dechrome::{Cleaner, Options, Page, Source};

/// Cleaners that differ in nothing but what they take their input for.
#[derive(Debug, Default)]
pub(crate) struct Cleaners {
    options: Options,
    files: OnceLock<Cleaner>,
    html: OnceLock<Cleaner>,
    text: OnceLock<Cleaner>,
}

impl Cleaners {
    /// Cleaners with these options; source and charset are those of files.
    pub(crate) fn new(options: Options) -> Self {
        Cleaners { options, ..Cleaners::default() }
    }

    /// Cleans the bytes of a file.
    pub(crate) fn file(&self, bytes: &[u8]) -> Page {
        self.files.get_or_init(|| Cleaner::new(self.options.clone())).clean(bytes)
    }

    /// Cleans HTML that is Unicode already.
    pub(crate) fn html(&self, html: &str) -> Page {
        self.html.get_or_init(|| self.unicode(Source::Html)).clean(html.as_bytes())
    }

    /// Cleans plain text that is Unicode already.
    pub(crate) fn text(&self, text: &str) -> Page {
        self.text.get_or_init(|| self.unicode(Source::Text)).clean(text.as_bytes())
    }

    /// A cleaner for Unicode input.
    fn unicode(&self, source: Source) -> Cleaner {
        Cleaner::new(self.options.clone().with_source(source).with_charset("utf-8"))
    }
}

/// How many bytes of a text stand before its first block: a byte order mark is no part of the text, and the spans of the
/// blocks, which tile the text, count from behind it.
pub(crate) fn mark_len(text: &str, page: &Page) -> usize {
    let end = page.blocks().next_back().map_or(0, |block| block.span().end);
    let mark = '\u{feff}';
    if text.starts_with(mark) && text.len() == end + mark.len_utf8() { mark.len_utf8() } else { 0 }
}

/// A score with the four digits that mean something, so that rows do not carry the noise of the rest.
pub(crate) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
