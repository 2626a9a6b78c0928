//! The whole pipeline as a handful of visible calls.

use crate::lexicon::Lexicon;
use crate::options::{Options, Source};
use crate::page::Page;
use crate::scrape::{self, LineModel};
use crate::webpage::{self, PageModel};

/// Cleans documents with one set of options. Building one compiles the lexicon and loads the models, so build it once
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
        Cleaner { options, lexicon: Lexicon::builtin(), pages: PageModel::builtin(), lines: LineModel::builtin() }
    }

    /// The same with another model for pages.
    #[cfg(feature = "train")]
    pub(crate) fn with_page_model(mut self, model: PageModel) -> Self {
        self.pages = model;
        self
    }

    /// Cleans one document.
    pub fn clean(&self, input: &[u8]) -> Page {
        let text = String::from_utf8_lossy(input);
        match self.options.source {
            Source::Html => self.clean_html(&text),
            Source::Text => self.clean_text(text.into_owned()),
            Source::Auto if text.contains("</") => self.clean_html(&text),
            Source::Auto => self.clean_text(text.into_owned()),
        }
    }

    /// Cleans a page.
    fn clean_html(&self, html: &str) -> Page {
        let cleaned = webpage::clean(html, &self.lexicon, &self.pages, &self.options);
        Page {
            text: cleaned.text,
            records: cleaned.records,
            is_html: true,
            title: cleaned.title,
            encoding: "UTF-8",
            lossy: false,
            language: None,
            confidence: cleaned.confidence,
            degraded: cleaned.degraded,
        }
    }

    /// Cleans a plain text.
    fn clean_text(&self, text: String) -> Page {
        let cleaned = scrape::clean(&text, &self.lexicon, &self.lines, &self.options);
        Page {
            text,
            records: cleaned.records,
            is_html: false,
            title: cleaned.title,
            encoding: "UTF-8",
            lossy: false,
            language: cleaned.language,
            confidence: cleaned.confidence,
            degraded: None,
        }
    }
}

/// Cleans one document with the default options. For more than one, build a [`Cleaner`].
pub fn clean(input: &[u8]) -> Page {
    Cleaner::default().clean(input)
}
