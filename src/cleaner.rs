//! The whole pipeline as a handful of visible calls.

use crate::decode::{decode, looks_like_html};
use crate::lexicon::Lexicon;
use crate::options::{Options, Source};
use crate::page::{Degraded, Page};
use crate::scrape::{self, LineModel};
use crate::text::first_lines;
use crate::webpage::{self, PageModel};

/// Cleans documents with one set of options. Building one loads the models, so build it once
/// and share it: it is `Send + Sync`, and cleaning changes nothing in it.
#[derive(Debug)]
pub struct Cleaner {
    options: Options,
    lexicon: Lexicon,
    pages: PageModel,
    lines: LineModel,
}

impl Default for Cleaner {
    fn default() -> Self {
        Cleaner::new(Options::default())
    }
}

impl Cleaner {
    /// A cleaner with these options.
    pub fn new(options: Options) -> Self {
        Cleaner {
            options,
            lexicon: Lexicon::builtin(),
            pages: PageModel::builtin(),
            lines: LineModel::builtin(),
        }
    }

    /// The same with another model for pages.
    #[cfg(feature = "train")]
    pub(crate) fn with_page_model(mut self, model: PageModel) -> Self {
        self.pages = model;
        self
    }

    /// Cleans one document.
    pub fn clean(&self, input: &[u8]) -> Page {
        self.clean_as(input, self.options.source, self.options.charset.as_deref())
    }

    /// Cleans one document that came with what it is and with its character encoding, whatever the options say of these.
    pub fn clean_as(&self, input: &[u8], source: Source, charset: Option<&str>) -> Page {
        let limit = self.options.limits.input_bytes.min(u32::MAX as usize);
        let read = &input[..input.len().min(limit)];
        let decoded = decode(read, charset);
        let is_html = match source {
            Source::Html => true,
            Source::Text => false,
            Source::Auto => looks_like_html(&decoded.text),
        };
        let (encoding, lossy, has_comments) =
            (decoded.encoding, decoded.lossy, self.options.comments);
        let page = if is_html {
            self.clean_html(&decoded.text)
        } else {
            self.clean_text(decoded.text.into_owned())
        };
        let cut = (read.len() < input.len()).then_some(Degraded::InputBytes);
        Page { encoding, lossy, has_comments, degraded: cut.or(page.degraded), ..page }
    }

    /// Cleans a page.
    fn clean_html(&self, html: &str) -> Page {
        let cleaned = webpage::clean(html, &self.lexicon, &self.pages, &self.options);
        let mut page = Page {
            text: cleaned.text,
            records: cleaned.records,
            content: cleaned.content,
            is_html: true,
            title: cleaned.title,
            language: cleaned.language,
            confidence: cleaned.confidence,
            degraded: cleaned.degraded,
            signs: cleaned.signs,
            ..Page::default()
        };
        if !cleaned.rest.is_empty() {
            let rest = scrape::clean(&cleaned.rest, &self.lexicon, &self.lines, &self.options);
            page.append_rest(&cleaned.rest, &rest.records);
        }
        page
    }

    /// Cleans a plain text.
    fn clean_text(&self, text: String) -> Page {
        let judged = first_lines(&text, self.options.limits.lines);
        let cleaned = scrape::clean(&text[..judged], &self.lexicon, &self.lines, &self.options);
        let mut page = Page {
            text,
            records: cleaned.records,
            title: cleaned.title,
            language: cleaned.language,
            confidence: cleaned.confidence,
            degraded: cleaned.degraded,
            ..Page::default()
        };
        page.keep_rest(judged);
        page
    }
}

/// Cleans one document with the default options. For more than one, build a [`Cleaner`].
pub fn clean(input: &[u8]) -> Page {
    Cleaner::default().clean(input)
}
