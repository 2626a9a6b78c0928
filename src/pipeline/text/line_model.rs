//! The line model: from the features of a text's lines to verdicts.

use crate::decide::lines::{
    KindGuess, LinePrediction, Target, Thresholds, drop_comments, expected_words,
    keep_continuations, may_be_headline, verdicts,
};
use crate::features::line::context::{LineTables, TextContext};
use crate::features::line::flags::LineFlag;
use crate::features::line::table::LINE;
use crate::features::line::tokens::language_key;
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

/// Log-odds of a line that is nothing but links, beside the model's: the model does not see links.
/// On eight pages as Markdown, in six languages, it gives the lines of menus, share bars and
/// related articles up to .25, and those of a list of links that is the content .7 and more.
const LINKS_LOG_ODDS: f32 = -2.0;

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

    /// Returns the verdicts on all lines of a text. If the expected loss is too high, it drops
    /// less.
    pub(super) fn judge(
        &self,
        context: &TextContext,
        options: &Options,
        is_first_pass: bool,
    ) -> Vec<Verdict> {
        let lines = context.lines.len();
        let columns = columns(LINE, context, 0..lines);
        let mut answers = Answers::default();
        let mut sums = Vec::with_capacity(lines + LANES);
        for chunk in columns.chunks_exact(LINE.len()) {
            sums.extend(self.scorer.sums(chunk, lines - sums.len(), &mut answers));
        }
        // The last chunk is padded, so there are more sums than lines.
        let mut scores = Vec::with_capacity(lines);
        for (line, &log_odds) in context.lines.iter().zip(&sums) {
            let links = if line.has(LineFlag::AllLinks) { LINKS_LOG_ODDS } else { 0.0 };
            scores.push(probability(log_odds + links));
        }

        let target = Target::new(context, options.point, &self.thresholds);
        let mut judged = None;
        if target.allows_loss(context, &scores) {
            let verdicts = self.verdicts(context, &columns, &scores, target, is_first_pass);
            if target.allows_result(expected_words(context, &verdicts)) {
                judged = Some(verdicts);
            }
        }
        let mut verdicts = judged.unwrap_or_else(|| {
            let fallback = Target::fallback(options.point, &self.thresholds);
            self.verdicts(context, &columns, &scores, fallback, is_first_pass)
        });
        if options.point != OperatingPoint::Precision {
            keep_continuations(context, &mut verdicts);
        }
        drop_comments(context, &mut verdicts);
        for verdict in &mut verdicts {
            verdict.ask(options.kept, options.dropped);
        }
        verdicts
    }

    /// Returns the verdicts for a target. Asks for the kinds of lines only if [`wants_kind`].
    fn verdicts(
        &self,
        context: &TextContext,
        columns: &[[f32; LANES]],
        scores: &[f32],
        target: Target,
        is_first_pass: bool,
    ) -> Vec<Verdict> {
        let mut answers = Answers::default();
        let mut predictions: Vec<LinePrediction> = scores
            .iter()
            .map(|&score| LinePrediction { score, guess: KindGuess::default() })
            .collect();
        for (number, chunk) in columns.chunks_exact(LINE.len()).enumerate() {
            let first = number * LANES;
            let end = predictions.len().min(first + LANES);
            let mut wanted = [false; LANES];
            for line in first..end {
                wanted[line - first] =
                    wants_kind(context, target, line, scores[line], is_first_pass);
            }
            if !wanted.contains(&true) {
                continue;
            }
            let votes = self.voter.votes(chunk, wanted, &mut answers);
            for line in (first..end).filter(|line| wanted[line - first]) {
                let votes = self.voter.read_votes(&votes[line - first]);
                predictions[line].guess = KindGuess::new(votes, &context.lines[line]);
            }
        }
        verdicts(context, &predictions, target)
    }
}

/// Returns true if the kind of a line matters: it may be dropped or be the headline, or, in the
/// first pass over a text, it may be a subheading or a lead.
fn wants_kind(
    context: &TextContext,
    target: Target,
    line: usize,
    score: f32,
    is_first_pass: bool,
) -> bool {
    let may_be_lead =
        is_first_pass && (score < SURELY_BODY || !context.lines[line].has(LineFlag::Long));
    may_be_lead || target.may_drop(context, line, score) || may_be_headline(context, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_model_opens() {
        assert_eq!(LineModel::open(BUILTIN).map(|_| ()), Ok(()));
    }
}
