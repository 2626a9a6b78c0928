//! Writes the kept blocks of a page.

use crate::page::Page;

pub(crate) mod lines;

/// The kept text.
pub(crate) fn text(page: &Page) -> String {
    lines::text(&page.text, &page.records)
}

/// The page as a JSON object.
pub(crate) fn json(_page: &Page) -> String {
    String::new()
}
