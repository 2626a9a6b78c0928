//! The parts of the library that the training program uses, so that training and serving share
//! every line of code. This is not part of the public interface and changes without notice.

mod pages;

pub use crate::model::ModelError;
pub use pages::{
    Entries, PageCleaner, PageTables, ParsedPage, block_word_keys, decoded, page_feature_names,
};

use crate::decide::lines::Thresholds;
use crate::features::line::context::{LineTables, TextContext};
use crate::features::line::table::LINE;
use crate::features::line::text_part::TextPart;
use crate::features::tokens::{Tokens, language_key, visit_keys};
use crate::features::{names, rows};
use crate::hash::{FNV_START, fnv_step};
use crate::input::Input;
use crate::kind::KindSet;
use crate::lang;
use crate::lexicon::{Lexicon, folded};
use crate::model::{LogOddsTable, compile, reader, symmetric};
use crate::options::{Options, Source};
use crate::page::Page;
use crate::pipeline::html::page_model;
use crate::pipeline::text::line_model::LineModel;
use crate::pipeline::{self, Resources};
use crate::text::lines::{LogicalLine, TextLine, logical_lines, split_lines};

/// The factor that the library multiplies the page model's log-odds by.
pub const PAGE_CALIBRATION: f32 = page_model::CALIBRATION;

/// The first bytes of a model file.
pub const MODEL_MAGIC: &str = match std::str::from_utf8(reader::MAGIC) {
    Ok(magic) => magic,
    Err(_) => "",
};

/// The feature number that marks a leaf in a model file.
pub const LEAF_MARK: u16 = compile::LEAF;

/// The levels of a symmetric tree in a model file.
pub const SYMMETRIC_TREE_DEPTH: usize = symmetric::DEPTH;

/// Returns the FNV-1a hash of a text, 64 bits.
pub fn fnv(text: &str) -> u64 {
    text.bytes().fold(FNV_START, fnv_step)
}

/// Returns the names of the line features, in the order of their columns.
pub fn line_features() -> Vec<&'static str> {
    names(LINE).collect()
}

/// Returns the key of a language in the model's table of languages.
pub fn key_of_language(code: &str) -> u32 {
    language_key(code)
}

/// A text with its logical lines.
#[derive(Debug)]
pub struct Scrape<'t> {
    text: &'t str,
    lines: Vec<TextLine>,
    logical: Vec<LogicalLine>,
}

impl<'t> Scrape<'t> {
    /// Splits a text.
    pub fn new(text: &'t str) -> Self {
        let lines = split_lines(text);
        let logical = logical_lines(text, &lines);
        Scrape { text, lines, logical }
    }

    /// Returns the code of the text's language.
    pub fn language(&self) -> Option<&'static str> {
        lang::detect(self.logical.iter().map(|span| span.of(self.text, &self.lines)), None)
            .map(|language| language.code)
    }

    /// Returns, per logical line, the offsets of its lines.
    pub fn starts(&self) -> Vec<Vec<usize>> {
        let start = |at: u32| self.lines[at as usize].start as usize;
        self.logical.iter().map(|span| (span.first..=span.last).map(start).collect()).collect()
    }

    /// Returns, per logical line, the keys that are looked up in the learned table.
    pub fn keys(&self) -> Vec<Vec<u32>> {
        let mut tokens = Tokens::default();
        let mut keys = |span: &LogicalLine| {
            let mut keys = Vec::new();
            tokens.read(span.of(self.text, &self.lines));
            visit_keys(&tokens.keys, |_, key| keys.push(key));
            keys
        };
        self.logical.iter().map(&mut keys).collect()
    }

    /// Returns the features of every logical line, and its length in words. `None` leaves out
    /// phrases or log-odds.
    pub fn rows(
        &self,
        phrases: Option<&Phrases>,
        log_odds: Option<&LogOdds>,
    ) -> (Vec<f32>, Vec<f32>) {
        let (lexicon, table) = (phrases.map(|phrases| &phrases.0), log_odds.map(|table| &table.0));
        let sources = LineTables { lexicon, log_odds: table, domains: 0.0 };
        let (text, lines, logical) = (self.text, &self.lines[..], &self.logical[..]);
        let part = TextPart { text, lines, logical, first: 0, end: lines.len() as u32 };
        let context = TextContext::read(part, sources);
        let words = context.lines.iter().map(|entry| entry.words).collect();
        (rows(LINE, &context, 0..context.lines.len()), words)
    }
}

/// The phrases that come with the library.
#[derive(Debug)]
pub struct Phrases(Lexicon);

impl Phrases {
    /// Loads the phrases.
    pub fn builtin() -> Self {
        Phrases(Lexicon::builtin())
    }

    /// Folds `line` into lexicon form. Returns `None` if the lexicon already matches it.
    pub fn unknown(&self, line: &str) -> Option<String> {
        let hits = self.0.finder().find(line);
        let is_known =
            hits.line.is_some() || hits.label.is_some() || hits.parts != KindSet::default();
        (!is_known).then(|| folded(line))
    }
}

/// A table of log-odds.
#[derive(Debug)]
pub struct LogOdds(LogOddsTable);

impl LogOdds {
    /// Builds a table.
    pub fn new(entries: &[(u32, f32)]) -> Self {
        LogOdds(LogOddsTable::new(entries))
    }
}

/// Cleans texts with another model than the library's own.
#[derive(Debug)]
pub struct LineCleaner {
    resources: Resources,
}

impl LineCleaner {
    /// Loads a model file. `thresholds` replaces those of the library, in the order balanced,
    /// precision, recall, unknown, unspaced, unlearned, outside, outside_precision.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a model file, or if it was trained on other features.
    pub fn new(model: &[u8], thresholds: Option<[f32; 8]>) -> Result<Self, ModelError> {
        let mut model = LineModel::load(model)?;
        if let Some(of) = thresholds {
            model = model.with_thresholds(Thresholds {
                balanced: of[0],
                precision: of[1],
                recall: of[2],
                unknown: of[3],
                unspaced: of[4],
                unlearned: of[5],
                outside: of[6],
                outside_precision: of[7],
            });
        }
        Ok(LineCleaner { resources: Resources { line_model: model, ..Resources::builtin() } })
    }

    /// Cleans a text.
    pub fn clean(&self, text: &str, options: &Options) -> Page {
        let input = Input::from_text(text).with_source(Source::Text);
        pipeline::clean(&input, &self.resources, options).into()
    }
}
