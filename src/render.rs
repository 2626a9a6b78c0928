//! Writes the kept blocks of a page.

mod addresses;
mod blocks;
mod html;
mod json;
pub(crate) mod lines;
mod markdown;

use std::ops::Range;

use crate::options::RenderOptions;
use crate::page::Page;

pub(crate) use json::json;

/// The kept text.
pub(crate) fn text(page: &Page) -> String {
    if page.is_html { blocks::text(page) } else { lines::text(&page.text, &page.records) }
}

/// The kept content as Markdown. A plain text is what it is.
pub(crate) fn markdown(page: &Page, options: &RenderOptions) -> String {
    if page.is_html { markdown::markdown(page, options) } else { text(page) }
}

/// The kept content as HTML.
pub(crate) fn html(page: &Page, options: &RenderOptions) -> String {
    if page.is_html { html::html(page, options) } else { html::html_of_text(&text(page)) }
}

/// Where the kept text stands in the page's text.
pub(crate) fn kept_spans(page: &Page) -> Vec<Range<usize>> {
    if page.is_html {
        return page.blocks().filter(|block| block.keep()).map(|block| block.span()).collect();
    }
    lines::spans(&page.records).collect()
}
