//! Writes the kept blocks of a page.

mod blocks;
mod json;
pub(crate) mod lines;

use crate::page::Page;

pub(crate) use json::json;

/// The kept text.
pub(crate) fn text(page: &Page) -> String {
    if page.is_html { blocks::text(page) } else { lines::text(&page.text, &page.records) }
}
