//! `dechrome eval`: cleans gold data, or takes ready predictions, and scores them.
//!
//! The measures are those of the project's reference scorers, to four digits.

mod align_blocks;
pub mod corpus;
mod gold_rows;
mod line_scores;
mod metadata_scores;
mod page_scores;
mod report;
mod structure_scores;
mod words;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use dechrome::{Cleaner, Page, RenderOptions};

use crate::args::EvalArgs;
use crate::catch_panic::guarded;
use crate::clean_input::{clean_unicode, mark_len};
use crate::error::Error;
use crate::eval::gold_rows::{GoldRow, Prediction};
use crate::eval::line_scores::CleanerAnswer;
use crate::eval::page_scores::PageMeasure;
use crate::exit_code::ExitCode;
use crate::input;
use crate::ordered_pool;
use crate::output::StdoutWriter;

/// Runs `dechrome eval`.
pub(crate) fn run(args: &EvalArgs) -> Result<ExitCode, Error> {
    let report = match (&args.corpus, &args.gold) {
        (Some(corpus), _) => corpus::report(corpus, args.cleaning.options()?)?,
        (None, Some(path)) => {
            let mut gold = gold_rows::read_gold(path, args.only.as_deref())?;
            gold.retain(|row| !args.structure || row.markdown.is_some());
            report_on(args, &gold)?
        }
        (None, None) => return Err(Error::Usage("give --gold or --corpus".into())),
    };
    let mut out = StdoutWriter::new();
    out.write(&report)?;
    out.flush()?;
    Ok(ExitCode::Success)
}

/// Scores gold rows, and tells labelled lines from pages.
fn report_on(args: &EvalArgs, gold: &[GoldRow]) -> Result<String, Error> {
    if args.metadata {
        return report_on_metadata(args, gold);
    }
    let of_lines = gold.iter().any(|row| row.lines.is_some());
    let answers = AnswerSource::new(args, of_lines)?;
    if of_lines {
        let scores = for_each(args, gold, |row| Ok(line_scores::score(row, &answers.to(row)?)))?;
        return Ok(report::lines(gold, &scores));
    }
    if args.structure {
        let score = |row: &GoldRow| {
            Ok(structure_scores::score(
                row.markdown.as_deref().unwrap_or_default(),
                &answers.markdown(row)?,
            ))
        };
        let scores = for_each(args, gold, score)?;
        return Ok(report::structure(gold, &scores));
    }
    let measure = PageMeasure::fitting(gold, args.shingles, args.cjk);
    let score = |row: &GoldRow| {
        let CleanerAnswer { text, confidence, .. } = answers.to(row)?;
        Ok(measure.score(row, &text).expecting(confidence))
    };
    let scores = for_each(args, gold, score)?;
    Ok(report::pages(measure, gold, &scores))
}

/// Scores what is known of pages besides their text.
fn report_on_metadata(args: &EvalArgs, gold: &[GoldRow]) -> Result<String, Error> {
    let cleaner = Cleaner::new(args.cleaning.options()?);
    let score = |row: &GoldRow| {
        let bytes = page_bytes(&args.pages, &row.id)?;
        Ok(metadata_scores::score(row, &cleaner.clean(&bytes).metadata()))
    };
    Ok(metadata_scores::report(&for_each(args, gold, score)?))
}

/// Scores every row, in order, in as many threads as asked for.
fn for_each<S: Send>(
    args: &EvalArgs,
    gold: &[GoldRow],
    score: impl Fn(&GoldRow) -> Result<S, Error> + Sync,
) -> Result<Vec<S>, Error> {
    let mut scores = Vec::with_capacity(gold.len());
    let guarded_score = |row: &GoldRow| {
        guarded(|| score(row))
            .unwrap_or_else(|panic| Err(Error::Usage(format!("{}: {panic}", row.id))))
    };
    ordered_pool::ordered(
        ordered_pool::threads(args.threads),
        gold.iter(),
        guarded_score,
        |result| {
            scores.push(result?);
            Ok(())
        },
    )?;
    Ok(scores)
}

/// Where the answers to gold rows come from.
enum AnswerSource<'a> {
    /// Ready predictions.
    Ready(HashMap<String, Prediction>),
    /// The lines themselves, cleaned as text.
    Lines(Cleaner),
    /// Pages in these folders, cleaned as HTML.
    Pages(Cleaner, &'a [PathBuf]),
}

impl<'a> AnswerSource<'a> {
    /// The source of answers that the arguments name.
    fn new(args: &'a EvalArgs, of_lines: bool) -> Result<Self, Error> {
        let cleaner = || args.cleaning.options().map(Cleaner::new);
        match &args.pred {
            Some(path) => Ok(AnswerSource::Ready(gold_rows::read_preds(path, !of_lines)?)),
            None if !args.pages.is_empty() => Ok(AnswerSource::Pages(cleaner()?, &args.pages)),
            None if of_lines => Ok(AnswerSource::Lines(cleaner()?)),
            None => Err(Error::Usage("give the folder with the pages, or --pred".into())),
        }
    }

    /// The answer to a gold row.
    fn to(&self, gold: &GoldRow) -> Result<CleanerAnswer, Error> {
        match self {
            AnswerSource::Ready(preds) => Ok(line_scores::answer(gold, preds.get(&gold.id))),
            AnswerSource::Lines(cleaner) => Ok(clean_lines(cleaner, gold)),
            AnswerSource::Pages(cleaner, folders) => {
                Ok(clean_page(cleaner, gold, &page_bytes(folders, &gold.id)?))
            }
        }
    }

    /// The answer to the row of a page as Markdown.
    fn markdown(&self, gold: &GoldRow) -> Result<String, Error> {
        match self {
            AnswerSource::Ready(preds) => {
                let ready = preds.get(&gold.id).and_then(|pred| pred.markdown.clone());
                Ok(ready.unwrap_or_default())
            }
            AnswerSource::Lines(_) => Ok(String::new()),
            AnswerSource::Pages(cleaner, folders) => {
                Ok(cleaner.clean(&page_bytes(folders, &gold.id)?).markdown(&RenderOptions::new()))
            }
        }
    }
}

/// Cleans the lines of a gold row as text.
fn clean_lines(cleaner: &Cleaner, gold: &GoldRow) -> CleanerAnswer {
    let text = gold.lines().join("\n");
    let page = clean_unicode(cleaner, &text, false);
    let before = mark_len(&text, &page);
    let verdicts = page
        .blocks()
        .map(|block| (block.span().start + before, block.keep(), Some(block.kind().name())));
    CleanerAnswer {
        seen: Some(line_scores::see(gold.lines(), verdicts)),
        ..CleanerAnswer::default()
    }
}

/// Cleans a page. If the gold has lines, they are the page's blocks as another program cut it: the score is by text, and
/// what became of each line is found by aligning the words.
fn clean_page(cleaner: &Cleaner, gold: &GoldRow, bytes: &[u8]) -> CleanerAnswer {
    let page: Page = cleaner.clean(bytes);
    let seen = gold.lines.as_ref().map(|lines| align_blocks::align(lines, &page));
    CleanerAnswer {
        text: page.text(),
        confidence: Some(f64::from(page.confidence())),
        by_text: seen.is_some(),
        seen,
    }
}

/// What the file of a page holds.
fn page_bytes(folders: &[PathBuf], id: &str) -> Result<Vec<u8>, Error> {
    let path = page_path(folders, id)?;
    input::read(&path).map_err(|error| Error::file(&path, error))
}

/// The file of a page, in the first folder that has it.
fn page_path(folders: &[PathBuf], id: &str) -> Result<PathBuf, Error> {
    let names = [format!("{id}.html"), format!("{id}.html.gz")];
    let paths = folders.iter().flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    let missing = || Error::Usage(format!("no {} or {} in {}", names[0], names[1], list(folders)));
    paths.into_iter().find(|path: &PathBuf| Path::is_file(path)).ok_or_else(missing)
}

/// The folders' names.
fn list(folders: &[PathBuf]) -> String {
    folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
}
