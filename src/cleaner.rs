//! The whole pipeline as a handful of visible calls.

use crate::options::Options;
use crate::page::Page;

/// Cleans pages with one set of options. Building one compiles the lexicon and loads the models, so build it once and
/// share it: it is `Send + Sync`, and cleaning changes nothing in it.
#[derive(Debug, Default)]
pub struct Cleaner {
    options: Options,
}

impl Cleaner {
    /// A cleaner with these options.
    pub fn new(options: Options) -> Self {
        Cleaner { options }
    }

    /// Cleans one document.
    pub fn clean(&self, _input: &[u8]) -> Page {
        let _ = &self.options;
        Page {
            text: String::new(),
            records: Vec::new(),
            is_html: false,
            title: None,
            encoding: "UTF-8",
            lossy: false,
            language: None,
            confidence: 0.0,
            degraded: None,
        }
    }
}

/// Cleans one document with the default options. For more than one, build a [`Cleaner`].
pub fn clean(input: &[u8]) -> Page {
    Cleaner::default().clean(input)
}
