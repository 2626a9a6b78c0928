//! The model of text lines at work: from a sheet to verdicts.

use crate::decide::lines::{
    Aim, Guess, Opinion, Plan, Thresholds, expected, may_be_title, verdicts,
};
use crate::features::line::context::{LineTables, TextContext};
use crate::features::line::flags::LineFlag;
use crate::features::line::table::LINE;
use crate::features::line::tokens::language_key;
use crate::features::{columns, names};
use crate::lang::Language;
use crate::lexicon::Lexicon;
use crate::model::symmetric::{LANES, Scorer, Voters};
use crate::model::{Input, ModelError, Table, probability};
use crate::options::Options;
use crate::verdict::Verdict;

/// The model of text lines, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineModel {
    scorer: Scorer,
    voters: Voters,
    words: Table,
    languages: Table,
    thresholds: Thresholds,
}

impl LineModel {
    /// Loads a model file.
    pub(crate) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut input = Input::open(bytes, names(LINE))?;
        let (scorer, voters) =
            (Scorer::read(&mut input, LINE.len())?, Voters::read(&mut input, LINE.len())?);
        let mut tables = input.tables()?.into_iter();
        let (words, languages) =
            (tables.next().unwrap_or_default(), tables.next().unwrap_or_default());
        Ok(LineModel { scorer, voters, words, languages, thresholds: Thresholds::default() })
    }

    /// The model that comes with the library. It loads, a test says; an empty one stands in if it did not.
    pub(crate) fn builtin() -> Self {
        Self::load(include_bytes!("../../model/text.bin")).unwrap_or_default()
    }

    /// Replaces the thresholds.
    #[cfg(feature = "train")]
    pub(crate) fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// The phrases, and the log-odds if they know the language.
    pub(super) fn tables<'s>(
        &'s self,
        lexicon: &'s Lexicon,
        language: Option<Language>,
    ) -> LineTables<'s> {
        let domains = language.and_then(|language| self.languages.get(language_key(language.code)));
        LineTables {
            lexicon: Some(lexicon),
            log_odds: domains.map(|_| &self.words),
            domains: domains.unwrap_or(0.0),
        }
    }

    /// Verdicts on every line of a sheet. Where the model is not sure of what it would drop, it drops less.
    pub(super) fn judge(
        &self,
        sheet: &TextContext,
        options: &Options,
        first: bool,
    ) -> Vec<Verdict> {
        let columns = columns(LINE, sheet, 0..sheet.lines.len());
        let aim = Aim::new(sheet, options.point, &self.thresholds);
        let sums = columns.chunks_exact(LINE.len()).flat_map(|block| self.scorer.sums(block));
        let scores: Vec<f32> = sums.take(sheet.lines.len()).map(probability).collect();
        let sure =
            aim.is_met(sheet, &scores).then(|| self.verdicts(sheet, &columns, &scores, aim, first));
        let sure = sure.filter(|verdicts| aim.is_sure(expected(sheet, verdicts)));
        let mut verdicts = sure.unwrap_or_else(|| {
            self.verdicts(sheet, &columns, &scores, Aim::fallback(&self.thresholds), first)
        });
        verdicts.iter_mut().for_each(|verdict| verdict.ask(options.kept, options.dropped));
        verdicts
    }

    /// Verdicts for an aim. Kinds are asked for where [`wants_kind`] says.
    fn verdicts(
        &self,
        sheet: &TextContext,
        columns: &[[f32; LANES]],
        scores: &[f32],
        aim: Aim,
        first: bool,
    ) -> Vec<Verdict> {
        let plan = Plan::new(sheet, scores, aim);
        let mut opinions: Vec<Opinion> =
            scores.iter().map(|&score| Opinion { score, guess: Guess::default() }).collect();
        for (number, (block, opinions)) in
            columns.chunks_exact(LINE.len()).zip(opinions.chunks_mut(LANES)).enumerate()
        {
            let mut wanted = [false; LANES];
            for (lane, (wanted, opinion)) in wanted.iter_mut().zip(opinions.iter()).enumerate() {
                *wanted = wants_kind(sheet, &plan, number * LANES + lane, opinion.score, first);
            }
            if !wanted.contains(&true) {
                continue;
            }
            let votes = self.voters.votes(block, wanted);
            for (lane, (opinion, votes)) in
                opinions.iter_mut().zip(&votes).enumerate().filter(|(lane, _)| wanted[*lane])
            {
                let entry = &sheet.lines[number * LANES + lane];
                opinion.guess = Guess::of(self.voters.kinds(), votes, self.voters.unit(), entry);
            }
        }
        verdicts(sheet, &opinions, &plan)
    }
}

/// Score from which a long line is body.
const SURELY_BODY: f32 = 0.6;

/// Whether the kind of a line matters: it may be dropped, or be the headline, or (the first time that a text is judged) may
/// be a heading or a lead.
fn wants_kind(sheet: &TextContext, plan: &Plan, line: usize, score: f32, first: bool) -> bool {
    let open = first && (score < SURELY_BODY || !sheet.lines[line].has(LineFlag::Long));
    open || plan.may_drop(sheet, line, score) || may_be_title(sheet, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_model_loads() {
        assert_eq!(LineModel::load(include_bytes!("../../model/text.bin")).map(|_| ()), Ok(()));
    }
}
