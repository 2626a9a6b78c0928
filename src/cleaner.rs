//! The whole pipeline as a handful of visible calls.

use crate::lexicon::Lexicon;
use crate::options::Options;
use crate::page::Page;
use crate::webpage::{self, PageModel};

/// Cleans documents with one set of options. Building one compiles the lexicon and loads the models, so build it once
/// and share it: it is `Send + Sync`, and cleaning changes nothing in it.
#[derive(Debug)]
pub struct Cleaner {
    options: Options,
    lexicon: Lexicon,
    page_model: PageModel,
}

impl Default for Cleaner {
    fn default() -> Self {
        Cleaner::new(Options::default())
    }
}

impl Cleaner {
    /// A cleaner with these options.
    pub fn new(options: Options) -> Self {
        Cleaner { options, lexicon: Lexicon::builtin(), page_model: PageModel::builtin() }
    }

    /// The same with another model for pages.
    #[cfg(feature = "train")]
    pub(crate) fn with_page_model(mut self, model: PageModel) -> Self {
        self.page_model = model;
        self
    }

    /// Cleans one document.
    pub fn clean(&self, input: &[u8]) -> Page {
        let text = String::from_utf8_lossy(input);
        let cleaned = webpage::clean(&text, &self.lexicon, &self.page_model, &self.options);
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
}

/// Cleans one document with the default options. For more than one, build a [`Cleaner`].
pub fn clean(input: &[u8]) -> Page {
    Cleaner::default().clean(input)
}
