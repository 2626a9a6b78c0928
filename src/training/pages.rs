//! Pages as training sees them.

use crate::cleaner::Cleaner;
use crate::features::page::{LearnedTables, PAGE, PAGE_TYPES, PageContext, word_keys};
use crate::features::{names, rows};
use crate::html::dom::{Dom, KeptAttributes};
use crate::html::head::DocumentHead;
use crate::html::outline::Outline;
use crate::html::segment::segment;
use crate::html::tags::Tag;
use crate::input::Input;
use crate::input::decode::decode;
use crate::lang;
use crate::model::{LogOddsTable, ModelError};
use crate::options::{Limits, Options, Source};
use crate::page::Page;
use crate::pipeline::html::page_model::PageModel;

use super::Phrases;

/// The names of the page features, in the order of the rows.
pub fn page_feature_names() -> Vec<&'static str> {
    names(PAGE).collect()
}

/// Returns the text of a page, decoded as the cleaner decodes it.
pub fn decoded(input: &[u8]) -> String {
    decode(input, None).text.into_owned()
}

/// Returns the keys of the words of a block that the table of words may know.
pub fn block_word_keys(text: &str) -> Vec<u32> {
    word_keys(text)
}

/// A page cut into blocks.
#[derive(Clone, Debug)]
pub struct ParsedPage {
    outline: Outline,
    head: DocumentHead,
}

impl ParsedPage {
    /// Parses a page as the cleaner does.
    pub fn new(input: &[u8]) -> Self {
        Self::of_text(&decoded(input))
    }

    /// Parses a decoded page.
    pub fn of_text(html: &str) -> Self {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        ParsedPage { outline: segment(&dom, &[]).outline, head: DocumentHead::read(&dom) }
    }

    /// Returns the declared title.
    pub fn title(&self) -> Option<&str> {
        self.head.best_title()
    }

    /// Returns the code of the page's language.
    pub fn language(&self) -> Option<&'static str> {
        lang::detect(self.blocks().map(|(text, _)| text), None).map(|language| language.code)
    }

    /// Returns true if a block is in a `figcaption` element.
    pub fn is_figcaption(&self, block: usize) -> bool {
        let mut path = self.outline.path(self.outline.blocks[block].container);
        path.any(|id| self.outline.containers[id as usize].tag == Tag::Figcaption)
    }

    /// The blocks: text and length in words.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, f32)> {
        self.outline
            .blocks
            .iter()
            .enumerate()
            .map(|(number, cue)| (self.outline.text_of(number), cue.words))
    }

    /// The block-level elements: the range of their blocks, and the keys of their tokens.
    pub fn containers(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &[u32])> {
        self.outline.containers.iter().filter(|container| !container.inline).map(|container| {
            let tokens =
                &self.outline.tokens[container.tokens.0 as usize..container.tokens.1 as usize];
            (container.first as usize..container.end as usize, tokens)
        })
    }

    /// The page without some of its blocks, as if they had never been on it.
    pub fn without(&self, is_removed: impl Fn(usize) -> bool) -> ParsedPage {
        let mut kept = vec![0u32];
        for block in 0..self.outline.blocks.len() {
            kept.push(kept[block] + u32::from(!is_removed(block)));
        }
        let mut copy = self.clone();
        copy.outline.blocks = self
            .outline
            .blocks
            .iter()
            .enumerate()
            .filter(|(block, _)| !is_removed(*block))
            .map(|(_, cue)| *cue)
            .collect();
        for container in &mut copy.outline.containers {
            (container.first, container.end) =
                (kept[container.first as usize], kept[container.end as usize]);
        }
        copy
    }

    /// Returns the page without the names of its elements: no classes, ids and roles, only tags.
    pub fn unnamed(&self) -> ParsedPage {
        let mut copy = self.clone();
        for container in &mut copy.outline.containers {
            container.tokens.1 = container.tokens.1.min(container.tokens.0 + 1);
        }
        copy
    }

    /// Returns the keys of everything that says which type the page has, sorted, each once.
    pub fn type_keys(&self) -> &[u32] {
        &self.head.type_keys
    }

    /// The feature rows of all blocks, with these tables.
    pub fn rows(&self, phrases: &Phrases, tables: &PageTables) -> Vec<f32> {
        let context = PageContext::new(self.outline.clone(), &self.head, &phrases.0, &tables.0);
        rows(PAGE, &context, 0..context.outline.blocks.len())
    }
}

/// The tables of a page model.
#[derive(Debug)]
pub struct PageTables(LearnedTables);

/// Entries of a table: keys, ascending, with their values.
pub type Entries = Vec<(u32, f32)>;

impl PageTables {
    /// The types of pages.
    pub const TYPES: [&str; PAGE_TYPES.len()] = PAGE_TYPES;

    /// Builds the tables of the names of elements, of each type of page, and of words.
    pub fn new(names: &Entries, types: &[Entries; PAGE_TYPES.len()], words: &Entries) -> Self {
        PageTables(LearnedTables {
            names: LogOddsTable::new(names),
            types: types.each_ref().map(|entries| LogOddsTable::new(entries)),
            words: LogOddsTable::new(words),
        })
    }
}

/// Cleans pages with a model that is not the library's own.
#[derive(Debug)]
pub struct PageCleaner(Cleaner);

impl PageCleaner {
    /// Loads a model file.
    ///
    /// # Errors
    /// If the bytes are not a model file, or one for other features than the library's.
    pub fn new(model: &[u8], options: Options) -> Result<Self, ModelError> {
        Ok(PageCleaner(Cleaner::new(options).with_page_model(PageModel::load(model)?)))
    }

    /// Cleans a page.
    pub fn clean(&self, input: &[u8]) -> Page {
        self.0.clean(input)
    }

    /// Cleans a decoded page.
    pub fn clean_text(&self, html: &str) -> Page {
        self.0.clean_input(&Input::from_text(html).with_source(Source::Html))
    }
}
