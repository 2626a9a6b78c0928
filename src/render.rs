//! Renderers: the kept blocks of a document as text, Markdown, HTML or JSON.

mod block_events;
mod html;
mod json;
mod markdown;
mod sink;
mod text;
pub(crate) mod urls;

use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::metadata::{Comment, Metadata};
use crate::options::RenderOptions;
use crate::render::sink::Sink;
use crate::render::urls::UrlResolver;
use crate::text::kept_lines;
use crate::verdict::BlockRecord;

/// Writes the kept text.
pub(crate) fn write_text(document: &Document, sink: Sink<'_>) -> fmt::Result {
    if document.is_html {
        return text::write_text(document, sink);
    }
    for span in kept_lines::kept_spans(&document.blocks) {
        sink.write_str(&document.text[span])?;
    }
    Ok(())
}

/// Writes the kept content as Markdown. Plain text stays unchanged.
pub(crate) fn write_markdown(
    document: &Document,
    options: &RenderOptions,
    sink: Sink<'_>,
) -> fmt::Result {
    if document.is_html {
        markdown::write_markdown(document, options, sink)
    } else {
        write_text(document, sink)
    }
}

/// Writes the kept content as an HTML fragment.
pub(crate) fn write_html(
    document: &Document,
    options: &RenderOptions,
    sink: Sink<'_>,
) -> fmt::Result {
    if document.is_html {
        html::write_html(document, options, sink)
    } else {
        let text = kept_lines::kept_text(&document.text, &document.blocks);
        sink.write_str(&html::html_of_text(&text))
    }
}

/// Writes the page as one JSON object. `comments` is `None` if the caller did not ask for them.
pub(crate) fn write_json(
    document: &Document,
    metadata: &Metadata,
    comments: Option<&[Comment]>,
    sink: Sink<'_>,
) -> fmt::Result {
    let text = to_string(|out| write_text(document, out));
    json::write_json(document, &text, metadata, comments, sink)
}

/// Returns a block as Markdown, without the elements around it but its own list item or quotation.
pub(crate) fn block_markdown(
    document: &Document,
    record: &BlockRecord,
    options: &RenderOptions,
) -> String {
    let text = document.block_text(record);
    if !document.is_html || text.is_empty() {
        return text.to_owned();
    }
    let events = block_events::block_events(document, record);
    let mut markdown = to_string(|out| markdown::write_part(document, &events, options, out));
    markdown.truncate(markdown.trim_end().len());
    markdown
}

/// Returns the resolver of the URLs of a page, as the page and its caller give them.
pub(crate) fn url_resolver(document: &Document) -> UrlResolver {
    UrlResolver::new(document, &RenderOptions::default())
}

/// Returns the output of a renderer as a string.
pub(crate) fn to_string(render: impl FnOnce(Sink<'_>) -> fmt::Result) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = render(&mut out);
    out
}

/// Returns the spans of the document's text that make up the kept text.
pub(crate) fn kept_spans(document: &Document) -> Vec<Range<usize>> {
    if document.is_html {
        return document.kept_blocks().map(BlockRecord::span).collect();
    }
    kept_lines::kept_spans(&document.blocks).collect()
}
