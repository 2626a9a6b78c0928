//! Pages as training sees them.

use crate::cleaner::Cleaner;
use crate::decode::decode;
use crate::dom::{Attributes, Dom};
use crate::features::page::{Context, PAGE};
use crate::features::{names, rows};
use crate::html::segment;
use crate::meta::Head;
use crate::model::{ModelError, Table};
use crate::options::{Limits, Options};
use crate::outline::Outline;
use crate::page::Page;
use crate::webpage::PageModel;

use super::Phrases;

/// The names of the page features, in the order of the rows.
pub fn page_feature_names() -> Vec<&'static str> {
    names(PAGE).collect()
}

/// A page cut into blocks.
#[derive(Debug)]
pub struct ParsedPage {
    outline: Outline,
    head: Head,
}

impl ParsedPage {
    /// Parses a page as the cleaner does.
    pub fn new(input: &[u8]) -> Self {
        let decoded = decode(input, None);
        let dom = Dom::parse(&decoded.text, &Limits::default(), Attributes::Read);
        ParsedPage { outline: segment(&dom, &[]), head: Head::read(&dom) }
    }

    /// The blocks: text and length in words.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, f32)> {
        self.outline.blocks.iter().enumerate().map(|(number, cue)| (self.outline.text_of(number), cue.words))
    }

    /// The block-level elements: the range of their blocks, and the keys of their tokens.
    pub fn containers(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &[u32])> {
        self.outline.containers.iter().filter(|container| !container.inline).map(|container| {
            let tokens = &self.outline.tokens[container.tokens.0 as usize..container.tokens.1 as usize];
            (container.first as usize..container.end as usize, tokens)
        })
    }

    /// The feature rows of all blocks, with this table of tokens.
    pub fn rows(&self, phrases: &Phrases, tokens: &[(u32, f32)]) -> Vec<f32> {
        let context = Context::new(self.outline.clone(), &self.head, &phrases.0, &Table::new(tokens));
        rows(PAGE, &context, 0..context.outline.blocks.len())
    }
}

/// Cleans pages with a model that is not the library's own.
#[derive(Debug)]
pub struct WebCleaner(Cleaner);

impl WebCleaner {
    /// Loads a model file.
    ///
    /// # Errors
    /// If the bytes are no model file, or one for other features than the library's.
    pub fn new(model: &[u8], options: Options) -> Result<Self, ModelError> {
        Ok(WebCleaner(Cleaner::new(options).with_page_model(PageModel::load(model)?)))
    }

    /// Cleans a page.
    pub fn clean(&self, input: &[u8]) -> Page {
        self.0.clean(input)
    }
}
