//! Writes the kept blocks of a page.

use crate::page::Page;

/// The kept text.
pub(crate) fn text(_page: &Page) -> String {
    String::new()
}

/// The page as a JSON object.
pub(crate) fn json(_page: &Page) -> String {
    String::new()
}
