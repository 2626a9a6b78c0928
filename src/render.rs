//! Renderers: the kept blocks of a document as text, Markdown, HTML or JSON.

mod html;
mod json;
mod markdown;
mod text;
mod urls;

use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::metadata::{Comment, Metadata};
use crate::options::RenderOptions;
use crate::text::kept_lines;
use crate::verdict::BlockRecord;

/// Returns the kept text.
pub(crate) fn text(document: &Document) -> String {
    if document.is_html {
        text::text(document)
    } else {
        kept_lines::kept_text(&document.text, &document.blocks)
    }
}

/// Returns the kept content as Markdown. Plain text is returned unchanged.
pub(crate) fn markdown(document: &Document, options: &RenderOptions) -> String {
    if document.is_html { markdown::markdown(document, options) } else { text(document) }
}

/// Returns the kept content as an HTML fragment.
pub(crate) fn html(document: &Document, options: &RenderOptions) -> String {
    if document.is_html {
        html::html(document, options)
    } else {
        html::html_of_text(&text(document))
    }
}

/// Writes the page as one JSON object. `comments` is `None` if the caller did not ask for them.
pub(crate) fn json(
    out: &mut impl fmt::Write,
    document: &Document,
    metadata: &Metadata,
    comments: Option<&[Comment]>,
) -> fmt::Result {
    json::json(out, document, &text(document), metadata, comments)
}

/// Returns the spans of the document's text that make up the kept text.
pub(crate) fn kept_spans(document: &Document) -> Vec<Range<usize>> {
    if document.is_html {
        return document.kept_blocks().map(BlockRecord::span).collect();
    }
    kept_lines::kept_spans(&document.blocks).collect()
}
