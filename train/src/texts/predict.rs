//! `text-predict`: cleans the texts of a set, each with the model that has not seen its domain.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use dechrome::training::LineCleaner;
use dechrome::{OperatingPoint, Options, Page};
use serde_json::{Value, json};

use super::labelled_text;
use super::sets::SETS;
use crate::arguments::{has_flag, option, path, required};
use crate::error::Result;
use crate::folds::FOLDS;

/// Writes a JSONL row for each text of a set.
///
/// Arguments: `--data DIR --models DIR --set NAME --out FILE [--point NAME] [--thresholds A,…,H]
/// [--final]`. The final model cleans sets that are not trained on, and all sets with `--final`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (data, models) = (path(arguments, "--data")?, path(arguments, "--models")?);
    let name = required(arguments, "--set")?;
    let options = Options::new().with_point(point(arguments)?);
    let thresholds = thresholds(arguments)?;
    let is_trained = SETS.iter().any(|set| !set.is_view && set.name == name);
    let uses_folds = is_trained && !has_flag(arguments, "--final");
    let mut cleaners = Vec::new();
    for fold in if uses_folds { 0..=FOLDS } else { FOLDS..=FOLDS } {
        // A quick run has the models of some folds.
        cleaners.push(read_model(&models, fold, thresholds).ok());
    }
    let mut file = BufWriter::new(File::create(path(arguments, "--out")?)?);
    for document in labelled_text::read(&data.join("text"), name)? {
        let number = if uses_folds { document.fold() } else { 0 };
        let Some(cleaner) = &cleaners[number] else { continue };
        let page = cleaner.clean(&document.text, &options);
        writeln!(file, "{}", row(&document.id, &page))?;
    }
    Ok(file.flush()?)
}

/// Reads the model of a fold. [`FOLDS`] is the final model.
pub(super) fn read_model(
    models: &Path,
    fold: usize,
    thresholds: Option<[f32; 8]>,
) -> Result<LineCleaner> {
    let bytes = fs::read(models.join(format!("text-{fold}.bin")))?;
    Ok(LineCleaner::new(&bytes, thresholds)?)
}

fn point(arguments: &[String]) -> Result<OperatingPoint> {
    Ok(option(arguments, "--point").map(str::parse).transpose()?.unwrap_or_default())
}

fn thresholds(arguments: &[String]) -> Result<Option<[f32; 8]>> {
    let Some(list) = option(arguments, "--thresholds") else { return Ok(None) };
    let numbers = list.split(',').map(str::parse).collect::<std::result::Result<Vec<f32>, _>>()?;
    let numbers = numbers.try_into().map_err(|_| "--thresholds needs eight numbers")?;
    Ok(Some(numbers))
}

/// Returns the row of a cleaned text, in the form that `train/eval_lines.py` reads.
fn row(id: &str, page: &Page) -> Value {
    let mut lines = Vec::new();
    for block in page.blocks() {
        lines.push(json!({
            "start": block.span().start,
            "end": block.span().end,
            "keep": block.keep(),
            "kind": block.kind().name(),
            "score": block.score(),
            "why": block.why(),
        }));
    }
    let language = page.language().map(|language| language.code);
    json!({"id": id, "lines": lines, "lang": language, "confidence": page.confidence()})
}
