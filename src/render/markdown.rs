//! Writes the kept content as Markdown: CommonMark with the tables, strikethrough and footnotes of
//! GitHub, the definition lists of PHP Markdown Extra, and TeX between dollar signs.

mod context;
mod document_writer;
mod emphasis;
mod escape;
mod footnotes;
mod inline_writer;
mod run;

use std::borrow::Cow;
use std::fmt;

use crate::content::{ContentEvent, Element};
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::sink::Sink;
use crate::render::urls::UrlResolver;
use context::MarkdownContext;
use document_writer::MarkdownWriter;
use emphasis::with_written_emphasis;
use footnotes::FootnoteNumbers;

/// Writes the kept content as Markdown.
pub(super) fn write_markdown(
    document: &Document,
    options: &RenderOptions,
    sink: Sink<'_>,
) -> fmt::Result {
    write_events(document, &document.content.events, &FootnoteNumbers::of(document), options, sink)
}

/// Writes a part of the content as Markdown. Marks of footnotes are not written as such.
pub(super) fn write_part(
    document: &Document,
    events: &[ContentEvent],
    options: &RenderOptions,
    sink: Sink<'_>,
) -> fmt::Result {
    write_events(document, events, &FootnoteNumbers::default(), options, sink)
}

fn write_events(
    document: &Document,
    events: &[ContentEvent],
    footnotes: &FootnoteNumbers<'_>,
    options: &RenderOptions,
    sink: Sink<'_>,
) -> fmt::Result {
    let urls = UrlResolver::new(document, options);
    let events = with_written_emphasis(without_locales(events), document, options);
    let has_formulas = events.iter().any(|event| matches!(event, ContentEvent::Formula(_)));
    let context = MarkdownContext { document, options, urls: &urls, footnotes, has_formulas };
    MarkdownWriter::new(context).write_all(&events, sink)
}

/// Returns the events without languages and directions, which Markdown cannot have.
fn without_locales(events: &[ContentEvent]) -> Cow<'_, [ContentEvent]> {
    if !events.iter().any(|event| matches!(event, ContentEvent::Locale(_))) {
        return Cow::Borrowed(events);
    }
    let mut kept = Vec::with_capacity(events.len());
    // For each open element, whether it is kept.
    let mut open: Vec<bool> = Vec::new();
    for event in events {
        let is_kept = match event {
            ContentEvent::Locale(_) => false,
            ContentEvent::Open(element) => {
                open.push(*element != Element::Span);
                *element != Element::Span
            }
            ContentEvent::Close => open.pop().unwrap_or(true),
            _ => true,
        };
        if is_kept {
            kept.push(event.clone());
        }
    }
    Cow::Owned(kept)
}
