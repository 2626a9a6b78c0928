//! What the training program needs of the library, so that training and serving share every line of code. Not part of
//! the public interface: it changes without notice.

mod pages;

pub use crate::model::ModelError;
pub use pages::{Entries, PageTables, ParsedPage, WebCleaner, page_feature_names};

use crate::decide::lines::Thresholds;
use crate::features::line::context::{Part, Sources, TextContext};
use crate::features::line::table::LINE;
use crate::features::line::tokens::{Tokens, language_key};
use crate::features::{names, rows};
use crate::kind::KindSet;
use crate::lang;
use crate::lexicon::{Lexicon, folded};
use crate::model::Table;
use crate::options::{Options, Source};
use crate::page::Page;
use crate::pipeline::text::line_model::LineModel;
use crate::pipeline::{self, Resources};
use crate::text::lines::{Line, Logical, logical_lines, split_lines};

/// The names of the line features, in the order of their columns.
pub fn line_features() -> Vec<&'static str> {
    names(LINE).collect()
}

/// The key of a language in the model's table of languages.
pub fn key_of_language(code: &str) -> u32 {
    language_key(code)
}

/// A text with its logical lines.
#[derive(Debug)]
pub struct Scrape<'t> {
    text: &'t str,
    lines: Vec<Line>,
    logical: Vec<Logical>,
}

impl<'t> Scrape<'t> {
    /// Reads a text.
    pub fn new(text: &'t str) -> Self {
        let lines = split_lines(text);
        let logical = logical_lines(text, &lines);
        Scrape { text, lines, logical }
    }

    /// The code of the text's language.
    pub fn language(&self) -> Option<&'static str> {
        lang::detect(self.logical.iter().map(|span| span.of(self.text, &self.lines)))
            .map(|language| language.code)
    }

    /// The first bytes of the lines of every logical line.
    pub fn starts(&self) -> Vec<Vec<usize>> {
        let start = |at: u32| self.lines[at as usize].start as usize;
        self.logical.iter().map(|span| (span.first..=span.last).map(start).collect()).collect()
    }

    /// For every logical line, the keys that the learned table is asked for.
    pub fn keys(&self) -> Vec<Vec<u32>> {
        let mut tokens = Tokens::default();
        let mut keys = |span: &Logical| {
            let mut keys = Vec::new();
            tokens.read(span.of(self.text, &self.lines));
            tokens.visit(|_, key| keys.push(key));
            keys
        };
        self.logical.iter().map(&mut keys).collect()
    }

    /// The features of every logical line, and its length in words. Without phrases or log-odds where these are left out.
    pub fn rows(
        &self,
        phrases: Option<&Phrases>,
        log_odds: Option<&LogOdds>,
    ) -> (Vec<f32>, Vec<f32>) {
        let (lexicon, table) = (phrases.map(|phrases| &phrases.0), log_odds.map(|table| &table.0));
        let sources = Sources { lexicon, table, domains: 0.0 };
        let (text, lines, logical) = (self.text, &self.lines[..], &self.logical[..]);
        let part = Part { text, lines, logical, first: 0, end: lines.len() as u32 };
        let sheet = TextContext::read(part, sources);
        let words = sheet.entries.iter().map(|entry| entry.words).collect();
        (rows(LINE, &sheet, 0..sheet.entries.len()), words)
    }
}

/// The phrases that come with the library.
#[derive(Debug)]
pub struct Phrases(Lexicon);

impl Phrases {
    /// Compiles them.
    pub fn builtin() -> Self {
        Phrases(Lexicon::builtin())
    }

    /// A line as phrases are written, if it is none and holds none.
    pub fn unknown(&self, line: &str) -> Option<String> {
        let hits = self.0.reader().hits(line);
        let is_known =
            hits.line.is_some() || hits.label.is_some() || hits.parts != KindSet::default();
        (!is_known).then(|| folded(line))
    }
}

/// A table of log-odds.
#[derive(Debug)]
pub struct LogOdds(Table);

impl LogOdds {
    /// A table of these values.
    pub fn new(entries: &[(u32, f32)]) -> Self {
        LogOdds(Table::new(entries))
    }
}

/// Cleans texts with a model that is not the library's own.
#[derive(Debug)]
pub struct LineCleaner {
    resources: Resources,
}

impl LineCleaner {
    /// Loads a model file; `thresholds` are those of balanced, precision, recall, unknown, thin, unspaced and unlearned, if not the library's
    /// own.
    pub fn new(model: &[u8], thresholds: Option<[f32; 7]>) -> Result<Self, ModelError> {
        let mut model = LineModel::load(model)?;
        if let Some([balanced, precision, recall, unknown, thin, unspaced, unlearned]) = thresholds
        {
            model = model.with_thresholds(Thresholds {
                balanced,
                precision,
                recall,
                unknown,
                thin,
                unspaced,
                unlearned,
            });
        }
        Ok(LineCleaner { resources: Resources { line_model: model, ..Resources::builtin() } })
    }

    /// Cleans a text.
    pub fn clean(&self, text: &str, options: &Options) -> Page {
        let text = text.as_bytes();
        pipeline::clean(text, Source::Text, Some("utf-8"), &self.resources, options).into()
    }
}
