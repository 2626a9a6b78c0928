//! Produces the answers to gold rows: cleans pages and lines, or uses ready predictions.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use dechrome::{Cleaner, Page, RenderOptions};

use crate::args::{BatchArgs, EvalArgs};
use crate::batch::visit::{VisitedDocument, visit_documents};
use crate::clean_input::{bom_len, clean_unicode};
use crate::error::Error;
use crate::eval::align_blocks::align_blocks;
use crate::eval::gold_rows::{GoldRow, Prediction, read_predictions};
use crate::eval::outcomes::{CleanerAnswer, line_outcomes};
use crate::input;

/// The source of answers.
pub(super) enum AnswerSource<'a> {
    /// Predictions by the id of their page.
    Predictions(HashMap<String, Prediction>),
    /// The lines of the gold rows, cleaned as text.
    Lines(Cleaner),
    /// The pages in these folders, and the cleaned documents of records by their ids.
    Pages(Cleaner, Vec<&'a PathBuf>, HashMap<String, Page>),
}

impl<'a> AnswerSource<'a> {
    /// Returns the source that the arguments name. `has_lines` is true for labelled lines.
    pub(super) fn new(
        args: &'a EvalArgs,
        gold: &[GoldRow],
        has_lines: bool,
    ) -> Result<Self, Error> {
        if let Some(path) = &args.pred {
            return Ok(AnswerSource::Predictions(read_predictions(path, !has_lines)?));
        }
        if args.pages.is_empty() && !has_lines {
            return Err(Error::Usage("give the folder with the pages, or --pred".into()));
        }
        let cleaner = Cleaner::new(args.cleaning.options()?);
        if args.pages.is_empty() {
            return Ok(AnswerSource::Lines(cleaner));
        }
        let (folders, files): (Vec<_>, Vec<_>) = args.pages.iter().partition(|path| path.is_dir());
        let records = cleaned_records(args, gold, files)?;
        Ok(AnswerSource::Pages(cleaner, folders, records))
    }

    /// Returns the answer to a gold row.
    pub(super) fn answer(&self, gold: &GoldRow) -> Result<CleanerAnswer, Error> {
        Ok(match self {
            AnswerSource::Predictions(predictions) => match predictions.get(&gold.id) {
                Some(prediction) => predicted_answer(gold, prediction),
                None => CleanerAnswer::default(),
            },
            AnswerSource::Lines(_) if gold.is_page() == Some(true) => {
                return Err(Error::Usage(format!(
                    "{} is a page: give the folder or the records with the pages, or --pred",
                    gold.id
                )));
            }
            AnswerSource::Lines(cleaner) => clean_lines(cleaner, gold),
            AnswerSource::Pages(cleaner, ..) if gold.is_page() == Some(false) => {
                clean_lines(cleaner, gold)
            }
            AnswerSource::Pages(cleaner, folders, records) => match records.get(&gold.id) {
                Some(page) => page_answer(gold, page),
                None => page_answer(gold, &cleaner.clean(&read_page(folders, &gold.id)?)),
            },
        })
    }

    /// Returns the answer to a gold row as Markdown.
    pub(super) fn markdown(&self, gold: &GoldRow) -> Result<String, Error> {
        Ok(match self {
            AnswerSource::Predictions(predictions) => {
                let prediction = predictions.get(&gold.id);
                prediction.and_then(|prediction| prediction.markdown.clone()).unwrap_or_default()
            }
            AnswerSource::Lines(_) => String::new(),
            AnswerSource::Pages(cleaner, folders, records) => match records.get(&gold.id) {
                Some(page) => page.to_markdown(&RenderOptions::new()),
                None => {
                    let page = cleaner.clean(&read_page(folders, &gold.id)?);
                    page.to_markdown(&RenderOptions::new())
                }
            },
        })
    }
}

/// Cleans the documents of files with records, such as JSONL and WARC, that have ids of gold rows.
fn cleaned_records(
    args: &EvalArgs,
    gold: &[GoldRow],
    files: Vec<&PathBuf>,
) -> Result<HashMap<String, Page>, Error> {
    let mut records = HashMap::new();
    if files.is_empty() {
        return Ok(records);
    }
    let ids: HashSet<&str> = gold.iter().map(|row| row.id.as_str()).collect();
    let files = files.into_iter().cloned().collect();
    let mut batch =
        BatchArgs::reading(files, PathBuf::from(input::STANDARD_STREAM), args.cleaning.clone());
    batch.threads = args.threads;
    let take = |visited: VisitedDocument<'_>| (visited.id.to_owned(), visited.page);
    visit_documents(
        &batch,
        |id| ids.contains(id),
        take,
        |(id, page)| {
            records.insert(id, page);
        },
    )?;
    Ok(records)
}

/// Returns the answer of a prediction.
fn predicted_answer(gold: &GoldRow, prediction: &Prediction) -> CleanerAnswer {
    let lines = prediction.lines.as_ref().map(|lines| {
        let verdicts = lines.iter().map(|line| (line.start, line.keep, line.kind.as_deref()));
        line_outcomes(gold.lines(), verdicts)
    });
    CleanerAnswer {
        text: prediction.text.clone().unwrap_or_default(),
        confidence: prediction.confidence,
        lines,
        by_text: false,
    }
}

/// Cleans the lines of a gold row as text.
fn clean_lines(cleaner: &Cleaner, gold: &GoldRow) -> CleanerAnswer {
    let text = gold.lines().join("\n");
    let page = clean_unicode(cleaner, &text);
    let bom_bytes = bom_len(&text, &page);
    let verdicts = page
        .blocks()
        .map(|block| (block.span().start + bom_bytes, block.keep(), Some(block.kind().name())));
    CleanerAnswer { lines: Some(line_outcomes(gold.lines(), verdicts)), ..CleanerAnswer::default() }
}

/// Returns the answer of a cleaned page.
///
/// If the gold row has lines, they are blocks of the page as another program split it. Their
/// outcomes are found by aligning the words.
fn page_answer(gold: &GoldRow, page: &Page) -> CleanerAnswer {
    let lines = gold.lines.as_ref().map(|lines| align_blocks(lines, page));
    CleanerAnswer {
        text: page.to_text(),
        confidence: Some(f64::from(page.confidence())),
        by_text: lines.is_some(),
        lines,
    }
}

/// Reads the page with this id from the first folder that has it.
pub(super) fn read_page<P: AsRef<Path>>(folders: &[P], id: &str) -> Result<Vec<u8>, Error> {
    let path = find_page(folders, id)?;
    input::read_document(&path).map_err(|error| Error::file(&path, error))
}

fn find_page<P: AsRef<Path>>(folders: &[P], id: &str) -> Result<PathBuf, Error> {
    let names = [format!("{id}.html"), format!("{id}.html.gz")];
    for folder in folders {
        for name in &names {
            let path = folder.as_ref().join(name);
            if path.is_file() {
                return Ok(path);
            }
        }
    }
    let folders: Vec<String> =
        folders.iter().map(|folder| folder.as_ref().display().to_string()).collect();
    Err(Error::Usage(format!("no {} or {} in {}", names[0], names[1], folders.join(", "))))
}
