//! Cleans files, and texts that are Unicode already.

use std::path::Path;

use dechrome::{Cleaner, Page, Source};

use crate::catch_panic::catch_panic;
use crate::input;

/// Reads and cleans a file, or standard input for `-`. Returns a message if either step fails.
pub(crate) fn clean_file(cleaner: &Cleaner, path: &Path) -> Result<Page, String> {
    let bytes = input::read_document(path).map_err(|error| error.to_string())?;
    catch_panic(|| cleaner.clean(&bytes))
}

/// Cleans a plain text that is Unicode. Both override the cleaner's options, which describe files.
pub(crate) fn clean_unicode(cleaner: &Cleaner, text: &str) -> Page {
    cleaner.clean_as(text.as_bytes(), Source::Text, Some("utf-8"))
}

/// Returns the number of bytes before the first block of `text`.
///
/// That is the length of a byte order mark if there is one, else 0: the spans of blocks start
/// after it, because the library does not count it as text.
pub(crate) fn bom_len(text: &str, page: &Page) -> usize {
    const BOM: char = '\u{feff}';
    let end = page.blocks().next_back().map_or(0, |block| block.span().end);
    let is_skipped = text.starts_with(BOM) && text.len() == end + BOM.len_utf8();
    if is_skipped { BOM.len_utf8() } else { 0 }
}
