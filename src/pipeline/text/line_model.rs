//! The line model: from the features of a text's lines to verdicts.

use crate::decide::lines::{
    KindGuess, LinePrediction, Target, Thresholds, WrittenText, drop_captions, drop_comments,
    drop_runs, drop_written, expected_words, keep_continuations, may_be_dropped, may_be_headline,
    verdicts,
};
use crate::features::line::context::{LineTables, TextContext};
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::features::line::table::LINE;
use crate::features::tokens::language_key;
use crate::features::{columns, names};
use crate::lang::Language;
use crate::lexicon::Lexicon;
#[cfg(feature = "_train")]
use crate::model::compile;
use crate::model::symmetric::{Answers, LANES, SymmetricScorer, SymmetricVoter};
use crate::model::{LogOddsTable, ModelError, ModelReader, probability};
use crate::options::{OperatingPoint, Options};
use crate::verdict::Verdict;

/// `src/model/text.bin`, as the build script compiled it.
const BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/text_model.bin"));
/// Score from which a long line is body, so that its kind is not asked for.
const SURELY_BODY: f32 = 0.6;

/// The model of text lines, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineModel {
    scorer: SymmetricScorer,
    voter: SymmetricVoter,
    /// Log-odds of tokens.
    tokens: LogOddsTable,
    /// Domains of each language in the training data, in units of fifty.
    languages: LogOddsTable,
    thresholds: Thresholds,
}

/// Log-odds of a line that is nothing but one link, and of a bar of several or a linked image,
/// beside the model's: the model does not see links. On six scrapes as Markdown, in six languages,
/// it gives entries of menus and of related articles up to .08 and bars and logos up to .4, and the
/// items of a list of links that is the content .63 and more.
const LINK_LOG_ODDS: f32 = -1.0;
const LINK_BAR_LOG_ODDS: f32 = -2.5;

impl LineModel {
    /// Compiles and opens a model file. It stays in memory as long as the program runs.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a model file, or if it was trained on other features.
    #[cfg(feature = "_train")]
    pub(crate) fn load(file: &[u8]) -> Result<Self, ModelError> {
        Self::open(compile::text(file)?.leak())
    }

    /// Opens a compiled model.
    fn open(bytes: &'static [u8]) -> Result<Self, ModelError> {
        let mut reader = ModelReader::open(bytes, names(LINE))?;
        let scorer = SymmetricScorer::read(&mut reader, LINE.len())?;
        let voter = SymmetricVoter::read(&mut reader, LINE.len())?;
        let mut tables = reader.tables()?.into_iter();
        let tokens = tables.next().unwrap_or_default();
        let languages = tables.next().unwrap_or_default();
        Ok(LineModel { scorer, voter, tokens, languages, thresholds: Thresholds::default() })
    }

    /// Opens the model that comes with the library. A test proves that it opens; an empty model
    /// replaces it otherwise.
    pub(crate) fn builtin() -> Self {
        Self::open(BUILTIN).unwrap_or_default()
    }

    /// Replaces the thresholds.
    #[cfg(feature = "_train")]
    pub(crate) fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// Returns the phrases, and the log-odds if they know the language.
    pub(super) fn tables<'s>(
        &'s self,
        lexicon: &'s Lexicon,
        language: Option<Language>,
    ) -> LineTables<'s> {
        let domains = language.and_then(|language| self.languages.get(language_key(language.code)));
        LineTables {
            lexicon: Some(lexicon),
            log_odds: domains.map(|_| &self.tokens),
            domains: domains.unwrap_or(0.0),
        }
    }

    /// Returns the verdicts on all lines of a text, before the caller's choice of kinds. If the
    /// expected loss is too high, it drops less.
    pub(super) fn judge(
        &self,
        context: &TextContext,
        written: WrittenText<'_>,
        options: &Options,
        is_first_pass: bool,
    ) -> Vec<Verdict> {
        let predictions = self.predict(context, is_first_pass);
        let target = Target::new(context, options.point, &self.thresholds);
        let mut judged = None;
        if target.allows_loss(context, &predictions) {
            let verdicts = verdicts(context, &predictions, target);
            if target.allows_result(expected_words(context, &verdicts)) {
                judged = Some(verdicts);
            }
        }
        let mut verdicts = judged.unwrap_or_else(|| {
            let fallback = Target::fallback(options.point, &self.thresholds);
            verdicts(context, &predictions, fallback)
        });
        if options.point != OperatingPoint::Precision {
            keep_continuations(context, &mut verdicts);
        }
        drop_comments(context, &mut verdicts);
        drop_captions(context, written, &mut verdicts);
        drop_runs(context, written, &mut verdicts);
        drop_written(context, written, &mut verdicts);
        verdicts
    }

    /// Returns the score of each line, and the likeliest kinds of those that [`wants_kind`] names.
    fn predict(&self, context: &TextContext, is_first_pass: bool) -> Vec<LinePrediction> {
        let lines = context.lines.len();
        let mut answers = Answers::default();
        let mut predictions = Vec::with_capacity(lines);
        for chunk in columns(LINE, context, 0..lines).chunks_exact(LINE.len()) {
            let first = predictions.len();
            let sums = self.scorer.sums(chunk, lines - first, &mut answers);
            let mut wanted = [false; LANES];
            // The last chunk is padded, so there are more sums than lines.
            for ((line, wanted), &sum) in (first..lines).zip(&mut wanted).zip(&sums) {
                let score = probability(sum + link_log_odds(&context.lines[line]));
                *wanted = wants_kind(context, line, score, is_first_pass);
                predictions.push(LinePrediction { score, guess: KindGuess::default() });
            }
            if !wanted.contains(&true) {
                continue;
            }
            let votes = self.voter.votes(chunk, wanted, &mut answers);
            for (lane, prediction) in predictions[first..].iter_mut().enumerate() {
                if wanted[lane] {
                    let votes = self.voter.read_votes(&votes[lane]);
                    prediction.guess = KindGuess::new(votes, &context.lines[first + lane]);
                }
            }
        }
        predictions
    }
}

/// Returns the log-odds that a line has for its links.
fn link_log_odds(line: &LineFacts) -> f32 {
    if line.has(LineFlag::LinkBar) {
        LINK_BAR_LOG_ODDS
    } else if line.has(LineFlag::AllLinks) {
        LINK_LOG_ODDS
    } else {
        0.0
    }
}

/// Returns true if the kind of a line matters: the line may be dropped or be the headline, or, in
/// the first pass over a text, it may be a subheading.
fn wants_kind(context: &TextContext, line: usize, score: f32, is_first_pass: bool) -> bool {
    let may_be_subheading = is_first_pass && !context.lines[line].has(LineFlag::Long);
    score < SURELY_BODY
        || may_be_subheading
        || may_be_dropped(&context.lines[line])
        || may_be_headline(context, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_model_opens() {
        assert_eq!(LineModel::open(BUILTIN).map(|_| ()), Ok(()));
    }
}
