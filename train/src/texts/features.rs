//! `text-features`: writes the rows that the line models train on, and their log-odds tables.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use dechrome::Kind;
use dechrome::training::{Phrases, Scrape, fnv, line_features};

use super::labelled_text::{self, LabelledText};
use super::log_odds::{CountedText, DomainCounts, LearnedTable};
use super::planted::{add_titles, planted};
use super::sets::{REVIEW, SETS, TextSet};
use crate::arguments::{option, path};
use crate::constants;
use crate::error::Result;
use crate::folds::{FOLDS, page_id};
use crate::plants::{self, Piece, Stock};
use crate::random::SplitMix64;

/// The weight of documents that are not articles: enough to learn them, too little to change how
/// articles are judged.
const OTHER_TYPES_WEIGHT: f32 = 0.3;
/// The lines of a document that are trained on, in a labelled set and in a view. A page has several
/// views.
const MAX_LINES: usize = 72;
const MAX_VIEW_LINES: usize = 28;
/// The lines of a text with plants that are trained on besides the plants.
const MAX_LINES_AROUND_PLANTS: usize = 24;
/// The factor on the weight of a text with plants, and on that of a planted line.
const PLANTED_TEXT_WEIGHT: f32 = 0.4;
const PLANT_WEIGHT: f32 = 4.0;
/// One page in this many is trained on without log-odds. Then the model also works on texts whose
/// words are unknown.
const WITHOUT_LOG_ODDS: u64 = 2;
/// One page in this many is trained on without phrases.
const WITHOUT_PHRASES: u64 = 8;
/// The kind number of a line without a kind.
const NO_KIND: u8 = u8::MAX;
/// The body share of a line that trains only the kinds.
const NO_BODY_SHARE: f32 = -1.0;

/// A document with the number of its set in [`SETS`].
struct NumberedText {
    set: usize,
    document: LabelledText,
}

/// A document with its lines and its language.
struct TextExample<'d> {
    set: usize,
    document: &'d LabelledText,
    scrape: Scrape<'d>,
    language: Option<&'static str>,
}

impl TextExample<'_> {
    fn set(&self) -> &'static TextSet {
        &SETS[self.set]
    }
}

/// Writes the files that `train/text.py` reads.
///
/// Arguments: `--data DIR --views DIR --out DIR [--without SET,SET] [--language CODE]
/// [--only FOLD]`. The options leave out sets, all other languages, or the other models.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (data, out) = (path(arguments, "--data")?, path(arguments, "--out")?);
    let without: Vec<&str> =
        option(arguments, "--without").unwrap_or_default().split(',').collect();
    let only: Option<usize> = option(arguments, "--only").map(str::parse).transpose()?;
    let language = option(arguments, "--language");
    fs::create_dir_all(&out)?;
    let documents = read_documents(&data, &path(arguments, "--views")?, &without)?;
    let mut thinned = Vec::new();
    for NumberedText { set, document } in &documents {
        if let Some(document) = document.thinned() {
            thinned.push(NumberedText { set: *set, document });
        }
    }
    let mut examples = prepare(&documents, language);
    let pieces = plants::read_all();
    // Altered copies repeat the words of their documents, so they are not counted.
    let mut counts = DomainCounts::new(examples.iter().map(|example| CountedText {
        document: example.document,
        language: example.language,
        is_labelled_by_hand: !example.set().is_view,
    }));
    counts.add_pieces(&pieces);
    examples.extend(prepare(&thinned, language));
    let planted = plant(&examples, pieces);
    examples.extend(prepare(&planted, language));
    constants::write(&out)?;
    fs::write(out.join("text-features.txt"), line_features().join("\n"))?;
    let phrases = Phrases::builtin();
    for fold in 0..=FOLDS {
        if only.is_none_or(|only| only == fold) {
            write_model_files(fold, &examples, &counts, &phrases, &out)?;
        }
    }
    Ok(())
}

/// Returns copies of the labelled texts with plants.
fn plant(examples: &[TextExample<'_>], pieces: Vec<Piece>) -> Vec<NumberedText> {
    let mut stock = Stock::new(pieces);
    for example in examples {
        add_titles(&mut stock, example.document, example.language);
    }
    let mut copies = Vec::new();
    for example in examples.iter().filter(|example| !example.set().is_view) {
        let document = example.document;
        let random = SplitMix64(fnv(&document.id)).next();
        if document.is_article
            && random < example.set().planted
            && let Some(document) = planted(&stock, document, example.language)
        {
            copies.push(NumberedText { set: example.set, document });
        }
    }
    copies
}

/// Reads the documents of all sets except those in `without`.
fn read_documents(data: &Path, views: &Path, without: &[&str]) -> Result<Vec<NumberedText>> {
    let mut documents = Vec::new();
    for (number, set) in SETS.iter().enumerate() {
        if without.contains(&set.name) {
            continue;
        }
        if set.name == REVIEW && !data.join("text").join("review.jsonl.gz").exists() {
            continue;
        }
        let folder = if set.is_view { views.to_owned() } else { data.join("text") };
        for document in labelled_text::read(&folder, set.name)? {
            documents.push(NumberedText { set: number, document });
        }
    }
    Ok(documents)
}

/// Splits documents into lines and detects their languages. If `only_language` is set, documents in
/// other languages are left out.
fn prepare<'d>(documents: &'d [NumberedText], only_language: Option<&str>) -> Vec<TextExample<'d>> {
    let mut examples = Vec::new();
    for NumberedText { set, document } in documents {
        let scrape = Scrape::new(&document.text);
        let language = scrape.language();
        if only_language.is_none_or(|only| language == Some(only)) {
            examples.push(TextExample { set: *set, document, scrape, language });
        }
    }
    examples
}

/// Writes the tables and rows of the model that holds out `held`. [`FOLDS`] is the final model,
/// which holds out nothing.
fn write_model_files(
    held: usize,
    examples: &[TextExample<'_>],
    counts: &DomainCounts,
    phrases: &Phrases,
    out: &Path,
) -> Result<()> {
    counts.learn_without(&[held]).write(out, &format!("text-{held}"))?;
    // The rows of a fold see a table without that fold. Otherwise they would see their own labels.
    let mut tables: HashMap<usize, LearnedTable> = HashMap::new();
    for fold in (0..FOLDS).filter(|&fold| fold != held) {
        tables.insert(fold, counts.learn_without(&[held, fold]));
    }
    let mut writer = RowWriter::create(out, held)?;
    for example in examples {
        if let Some(table) = tables.get(&example.document.fold()) {
            writer.add(example, table, phrases)?;
        }
    }
    writer.finish()
}

/// Writes the rows of one model.
struct RowWriter {
    /// The features: f32 each.
    features: BufWriter<File>,
    /// For each row: body share and weight (f32 each), fold, set and kind (u8 each).
    labels: BufWriter<File>,
}

impl RowWriter {
    fn create(out: &Path, held: usize) -> Result<Self> {
        let create = |name: String| File::create(out.join(name)).map(BufWriter::new);
        Ok(RowWriter {
            features: create(format!("text-{held}.rows"))?,
            labels: create(format!("text-{held}.meta"))?,
        })
    }

    /// Writes the rows of a document.
    fn add(
        &mut self,
        example: &TextExample<'_>,
        table: &LearnedTable,
        phrases: &Phrases,
    ) -> Result<()> {
        let document = example.document;
        // The choice depends on the page, so that all views of a page are trained on alike.
        let random = fnv(page_id(&document.id)) >> 20;
        let is_known = example.language.is_some_and(|language| table.knows(language));
        let has_log_odds = is_known && !random.is_multiple_of(WITHOUT_LOG_ODDS);
        let has_phrases = !(random / WITHOUT_LOG_ODDS).is_multiple_of(WITHOUT_PHRASES);
        let (features, words) = example
            .scrape
            .rows(has_phrases.then_some(phrases), has_log_odds.then_some(&table.log_odds));
        let lines = sample_lines(labelled_lines(example, &words), example.set());
        let is_planted = lines.iter().any(|line| line.is_planted);
        // Long documents weigh more than short ones, but less than in proportion.
        let total: f32 = lines.iter().map(|line| line.weight).sum();
        let mut weight =
            if document.is_article { example.set().weight } else { OTHER_TYPES_WEIGHT };
        if is_planted {
            weight *= PLANTED_TEXT_WEIGHT;
        }
        let scale = weight / total.max(1e-6).sqrt();
        let width = line_features().len();
        for line in lines {
            for value in &features[line.index * width..(line.index + 1) * width] {
                self.features.write_all(&value.to_le_bytes())?;
            }
            self.labels.write_all(&line.body.to_le_bytes())?;
            self.labels.write_all(&(line.weight * scale).to_le_bytes())?;
            self.labels.write_all(&[document.fold() as u8, example.set as u8, line.kind])?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        self.features.flush()?;
        Ok(self.labels.flush()?)
    }
}

/// A logical line to train on.
struct TrainingLine {
    index: usize,
    /// The share of body words, or [`NO_BODY_SHARE`].
    body: f32,
    weight: f32,
    /// The number of the kind, or [`NO_KIND`].
    kind: u8,
    is_planted: bool,
}

/// Returns the logical lines that have a label. `words` are their lengths.
fn labelled_lines(example: &TextExample<'_>, words: &[f32]) -> Vec<TrainingLine> {
    let mut lines = Vec::new();
    for (index, starts) in example.scrape.starts().iter().enumerate() {
        let labels: Vec<_> = starts.iter().map(|&start| example.document.label_at(start)).collect();
        let shares: Vec<f32> = labels.iter().filter_map(|label| label.body).collect();
        let confidence =
            labels.iter().map(|label| label.confidence).sum::<f32>() / labels.len() as f32;
        let kind = labels[0].kind.as_deref().and_then(|name| name.parse::<Kind>().ok());
        let kind = kind.map_or(NO_KIND, |kind| kind as u8);
        let is_planted = labels.iter().any(|label| label.is_planted);
        if !shares.is_empty() {
            let body = shares.iter().sum::<f32>() / shares.len() as f32;
            let factor = if is_planted { PLANT_WEIGHT } else { 1.0 };
            let weight = factor * confidence * (words[index] + 2.0).sqrt();
            lines.push(TrainingLine { index, body, weight, kind, is_planted });
        } else if kind != NO_KIND {
            lines.push(TrainingLine { index, body: NO_BODY_SHARE, weight: 0.0, kind, is_planted });
        }
    }
    lines
}

/// Samples lines at regular intervals if there are more than the set's maximum. The sample keeps
/// the total weight, and all planted lines.
fn sample_lines(lines: Vec<TrainingLine>, set: &TextSet) -> Vec<TrainingLine> {
    let planted = lines.iter().filter(|line| line.is_planted).count();
    let most = match planted {
        0 if set.is_view => MAX_VIEW_LINES,
        0 => MAX_LINES,
        _ => MAX_LINES_AROUND_PLANTS,
    };
    let count = lines.len() - planted;
    if count <= most {
        return lines;
    }
    let mut sample: Vec<TrainingLine> = Vec::with_capacity(most + planted);
    let mut number = 0;
    for mut line in lines {
        if line.is_planted {
            sample.push(line);
            continue;
        }
        if number * most / count != (number + 1) * most / count {
            line.weight *= count as f32 / most as f32;
            sample.push(line);
        }
        number += 1;
    }
    sample
}
