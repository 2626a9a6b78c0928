//! The model of text lines at work: from a sheet to verdicts.

use crate::decide::lines::{Aim, Guess, Opinion, Plan, Thresholds, expected, may_be_title, verdicts};
use crate::features::line::LINE;
use crate::features::shape::Flag;
use crate::features::sheet::{Sheet, Sources};
use crate::features::tokens::language_key;
use crate::features::{names, rows};
use crate::lang::Language;
use crate::lexicon::Lexicon;
use crate::model::{Model, ModelError, Table, probability};
use crate::options::Options;
use crate::page::Verdict;

/// Number of the log-odds table in the model file.
const WORDS_TABLE: usize = 0;
/// Number of the table of the languages that the log-odds know.
const LANGUAGES_TABLE: usize = 1;

/// The model of text lines, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineModel {
    model: Model,
    words: Table,
    languages: Table,
    thresholds: Thresholds,
}

impl LineModel {
    /// Loads a model file.
    pub(crate) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let model = Model::load(bytes, names(LINE))?;
        let (words, languages) = (model.table(WORDS_TABLE), model.table(LANGUAGES_TABLE));
        Ok(LineModel { model, words, languages, thresholds: Thresholds::default() })
    }

    /// The model that comes with the library. It loads, a test says; an empty one stands in if it did not.
    pub(crate) fn builtin() -> Self {
        Self::load(include_bytes!("../model/text.bin")).unwrap_or_default()
    }

    /// Replaces the thresholds.
    #[cfg(feature = "train")]
    pub(crate) fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// The phrases, and the log-odds if they know the language.
    pub(super) fn sources<'s>(&'s self, lexicon: &'s Lexicon, language: Option<Language>) -> Sources<'s> {
        let domains = language.and_then(|language| self.languages.get(language_key(language.code)));
        Sources { lexicon: Some(lexicon), table: domains.map(|_| &self.words), domains: domains.unwrap_or(0.0) }
    }

    /// Verdicts on every line of a sheet. Where the model is not sure of what it would drop, recall is the aim.
    pub(super) fn judge(&self, sheet: &Sheet, options: &Options, first: bool) -> Vec<Verdict> {
        let rows = rows(LINE, sheet, 0..sheet.entries.len());
        let aim = Aim::new(sheet, options.point, &self.thresholds);
        let scores = self.scores(&rows, aim);
        let sure = aim.is_met(sheet, &scores).then(|| self.verdicts(sheet, &rows, scores, aim, first));
        let sure = sure.filter(|verdicts| aim.is_sure(expected(sheet, verdicts)));
        let mut verdicts = sure.unwrap_or_else(|| {
            let aim = Aim::fallback(&self.thresholds);
            self.verdicts(sheet, &rows, self.scores(&rows, aim), aim, first)
        });
        verdicts.iter_mut().for_each(|verdict| verdict.ask(options.kept, options.dropped));
        verdicts
    }

    /// The scores of all lines.
    fn scores(&self, rows: &[f32], aim: Aim) -> Vec<f32> {
        self.model.score.sums(rows, LINE.len(), aim.exits()).into_iter().map(probability).collect()
    }

    /// Verdicts for an aim. Kinds are asked for where [`wants_kind`] says.
    fn verdicts(&self, sheet: &Sheet, rows: &[f32], scores: Vec<f32>, aim: Aim, first: bool) -> Vec<Verdict> {
        let width = LINE.len();
        let plan = Plan::new(sheet, &scores, aim);
        let wants = |&line: &usize| wants_kind(sheet, &plan, line, scores[line], first);
        let asked: Vec<usize> = (0..scores.len()).filter(wants).collect();
        let votes = self.model.kinds.votes(rows, width, &asked);
        let opinion = |score: f32| Opinion { score, guess: Guess::default() };
        let mut opinions: Vec<Opinion> = scores.into_iter().map(opinion).collect();
        for (line, votes) in asked.into_iter().zip(votes) {
            opinions[line].guess = Guess::of(self.model.kinds.kinds(), &votes);
        }
        verdicts(sheet, &opinions, &plan)
    }
}

/// Score from which a long line is body.
const SURELY_BODY: f32 = 0.6;

/// Whether the kind of a line matters: it may be dropped, or be the headline, or (the first time that a text is judged) may
/// be a heading or a lead.
fn wants_kind(sheet: &Sheet, plan: &Plan, line: usize, score: f32, first: bool) -> bool {
    let open = first && (score < SURELY_BODY || !sheet.entries[line].has(Flag::Long));
    open || plan.may_drop(sheet, line, score) || may_be_title(sheet, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_model_loads() {
        assert_eq!(LineModel::load(include_bytes!("../model/text.bin")).map(|_| ()), Ok(()));
    }
}
