//! The inputs that all parts of the Markdown writer share.

use std::iter::Peekable;
use std::slice::Iter;

use crate::content::ContentEvent;
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::markdown::footnotes::FootnoteNumbers;
use crate::render::urls::UrlResolver;

#[derive(Clone, Copy)]
pub(super) struct MarkdownContext<'p> {
    pub(super) document: &'p Document,
    pub(super) options: &'p RenderOptions,
    pub(super) urls: &'p UrlResolver,
    pub(super) footnotes: &'p FootnoteNumbers<'p>,
    /// True if the page has formulas.
    pub(super) has_formulas: bool,
}

impl<'p> MarkdownContext<'p> {
    /// Returns a span of the page's text.
    pub(super) fn text(self, start: u32, end: u32) -> &'p str {
        &self.document.text[start as usize..end as usize]
    }
}

/// The events that are not written yet.
pub(super) type EventIter<'p> = Peekable<Iter<'p, ContentEvent>>;
