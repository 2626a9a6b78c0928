//! `dechrome eval`: scores the cleaner, or the predictions of another one, against gold data.
//!
//! The figures agree with those of the project's reference scorers to four digits.

pub(crate) mod align_blocks;
mod answers;
pub(crate) mod bags;
pub mod corpus;
mod gold_rows;
mod line_scores;
mod metadata_scores;
pub(crate) mod outcomes;
mod page_scores;
mod report;
mod structure_scores;
pub(crate) mod words;

use dechrome::Cleaner;

use crate::args::EvalArgs;
use crate::catch_panic::catch_panic;
use crate::error::Error;
use crate::eval::answers::{AnswerSource, read_page};
use crate::eval::gold_rows::GoldRow;
use crate::eval::page_scores::PageMeasure;
use crate::exit_code::ExitCode;
use crate::ordered_pool::{run_in_order, thread_count};
use crate::output::StdoutWriter;

/// Runs `dechrome eval`.
pub(crate) fn run(args: &EvalArgs) -> Result<ExitCode, Error> {
    let report = match (&args.corpus, &args.gold) {
        (Some(corpus), _) => corpus::report(corpus, args.cleaning.options()?)?,
        (None, Some(path)) => {
            let mut gold = gold_rows::read_gold(path, args.only.as_deref())?;
            if args.structure {
                gold.retain(|row| row.markdown.is_some());
            }
            report_on_gold(args, &gold)?
        }
        (None, None) => return Err(Error::Usage("give --gold or --corpus".into())),
    };
    let mut out = StdoutWriter::new();
    out.write(&report)?;
    out.flush()?;
    Ok(ExitCode::Success)
}

/// Scores gold rows with the measure that fits them.
fn report_on_gold(args: &EvalArgs, gold: &[GoldRow]) -> Result<String, Error> {
    if args.metadata {
        return report_on_metadata(args, gold);
    }
    let has_lines = gold.iter().any(|row| row.lines.is_some());
    let source = AnswerSource::new(args, gold, has_lines)?;
    if has_lines {
        let scores =
            score_rows(args, gold, |row| Ok(line_scores::score(row, &source.answer(row)?)))?;
        return Ok(report::line_report(gold, &scores));
    }
    if args.structure {
        let scores = score_rows(args, gold, |row| {
            let expected = row.markdown.as_deref().unwrap_or_default();
            Ok(structure_scores::score(expected, &source.markdown(row)?))
        })?;
        return Ok(report::structure_report(gold, &scores));
    }
    let measure = PageMeasure::fitting(gold, args.shingles, args.cjk);
    let scores = score_rows(args, gold, |row| {
        let answer = source.answer(row)?;
        Ok(measure.score(row, &answer.text).with_confidence(answer.confidence))
    })?;
    Ok(report::page_report(measure, gold, &scores))
}

/// Scores the metadata of pages.
fn report_on_metadata(args: &EvalArgs, gold: &[GoldRow]) -> Result<String, Error> {
    let cleaner = Cleaner::new(args.cleaning.options()?);
    let scores = score_rows(args, gold, |row| {
        let page = cleaner.clean(&read_page(&args.pages, &row.id)?);
        Ok(metadata_scores::score(row, &page.metadata()))
    })?;
    Ok(metadata_scores::report(&scores))
}

/// Scores every gold row, in the order of the rows, in as many threads as the arguments ask for.
fn score_rows<S: Send>(
    args: &EvalArgs,
    gold: &[GoldRow],
    score: impl Fn(&GoldRow) -> Result<S, Error> + Sync,
) -> Result<Vec<S>, Error> {
    let score_row = |row: &GoldRow| match catch_panic(|| score(row)) {
        Ok(score) => score,
        Err(panic) => Err(Error::Usage(format!("{}: {panic}", row.id))),
    };
    let mut scores = Vec::with_capacity(gold.len());
    run_in_order(thread_count(args.threads), gold.iter(), score_row, |score| {
        scores.push(score?);
        Ok(())
    })?;
    Ok(scores)
}
