//! Writes the kept content as Markdown: CommonMark with the tables, strikethrough and footnotes of
//! GitHub, the definition lists of PHP Markdown Extra, and TeX between dollar signs.

mod context;
mod document_writer;
mod escape;
mod footnotes;
mod inline_writer;
mod run;

use crate::content::ContentEvent;
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::urls::UrlResolver;
use context::MarkdownContext;
use document_writer::MarkdownWriter;
use footnotes::FootnoteNumbers;

/// Returns the kept content as Markdown.
pub(super) fn markdown(document: &Document, options: &RenderOptions) -> String {
    let urls = UrlResolver::new(document, options);
    let footnotes = FootnoteNumbers::of(document);
    let events = &document.content.events;
    let has_formulas = events.iter().any(|event| matches!(event, ContentEvent::Formula(_)));
    let context =
        MarkdownContext { document, options, urls: &urls, footnotes: &footnotes, has_formulas };
    MarkdownWriter::new(context).write_all(events)
}
