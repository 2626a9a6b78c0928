//! `page-predict`: cleans every page with the model that has not seen its domain.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use dechrome::training::PageCleaner;
use dechrome::{Options, Page, RenderOptions, Source};
use serde_json::{Value, json};

use super::arguments::PageArguments;
use super::sets::{SETS, page_path};
use crate::error::Result;
use crate::folds::{FOLDS, domain, fold};
use crate::gold::{bytes, field, rows};

/// Writes `pred-SET.jsonl` for each set. With `--without SET`, cleans only this set, with the one
/// model that there is.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let arguments = PageArguments::read(arguments)?;
    let (data, out) = (arguments.data, arguments.out);
    let mut cleaners = Vec::new();
    // Without the final model, which has seen all pages.
    for version in arguments.versions().take(FOLDS) {
        // A quick run has the models of some folds.
        cleaners.push(read_model(out, version).ok());
    }
    for set in SETS.iter().filter(|set| set.is_in(data)) {
        if arguments.without.is_some_and(|without| without != set.name) {
            continue;
        }
        let file = File::create(out.join(format!("pred-{}.jsonl", set.name)))?;
        let mut file = BufWriter::new(file);
        for row in rows(&data.join(set.gold))? {
            let id = field(&row, "id");
            let fold = fold(&domain(field(&row, "url"), id));
            let Some(cleaner) = &cleaners[fold % cleaners.len()] else { continue };
            let input = bytes(&page_path(data, set.folder_of(data, id), id))?;
            let page = cleaner.clean(&input);
            writeln!(file, "{}", prediction(id, fold, &page))?;
        }
        file.flush()?;
    }
    Ok(())
}

/// Reads the model of a version of the training data.
pub(super) fn read_model(out: &Path, version: usize) -> Result<PageCleaner> {
    let model = fs::read(out.join(format!("page-model-{version}.bin")))?;
    Ok(PageCleaner::new(&model, Options::new().with_source(Source::Html))?)
}

/// Returns the row of a cleaned page, in the form that `dechrome eval --pred` reads.
fn prediction(id: &str, fold: usize, page: &Page) -> Value {
    let mut blocks = Vec::new();
    for block in page.blocks() {
        blocks.push(json!([
            block.text(),
            block.keep(),
            block.kind().name(),
            (block.score() * 1000.0).round() / 1000.0,
        ]));
    }
    json!({
        "id": id,
        "blocks": blocks,
        "text": page.to_text(),
        "markdown": page.to_markdown(&RenderOptions::new()),
        "confidence": page.confidence(),
        "language": page.language().map(|language| language.code),
        "fold": fold,
    })
}
