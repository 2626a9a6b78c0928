//! What the filter, the batch and the measure share around cleaning.

use dechrome::{Cleaner, Page, Source};

/// Cleans the text of a record, which is Unicode already and known to be HTML or not, whatever the options say of files.
pub(crate) fn clean_unicode(cleaner: &Cleaner, text: &str, is_html: bool) -> Page {
    let source = if is_html { Source::Html } else { Source::Text };
    cleaner.clean_as(text.as_bytes(), source, Some("utf-8"))
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
