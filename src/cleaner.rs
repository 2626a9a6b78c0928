//! The whole pipeline as a handful of visible calls.

use crate::lexicon::Lexicon;
use crate::options::Options;
use crate::page::Page;
use crate::scrape::{self, LineModel};

/// Cleans pages with one set of options. Building one compiles the lexicon and loads the models, so build it once and
/// share it: it is `Send + Sync`, and cleaning changes nothing in it.
#[derive(Debug)]
pub struct Cleaner {
    options: Options,
    lexicon: Lexicon,
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
        Cleaner { options, lexicon: Lexicon::builtin(), lines: LineModel::builtin() }
    }

    /// Cleans one document.
    pub fn clean(&self, input: &[u8]) -> Page {
        let text = String::from_utf8_lossy(input).into_owned();
        self.clean_text(text)
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
