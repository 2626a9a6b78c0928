//! Training and cross-validation of the line model.
//!
//! `text-features --data DIR --views DIR --out DIR` writes, for each fold and for the final model, the rows to train on, and the
//! log-odds tables. `text-predict --data DIR --models DIR --set NAME --out FILE` cleans each text of a set with the model
//! of the fold that it is in. `text-speed` measures how fast a set is cleaned.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use dechrome::training::{LineCleaner, Phrases, Scrape, line_features};
use dechrome::{OperatingPoint, Options};

use crate::corpus::{self, Document};
use crate::counts::{Counts, Learned};
use crate::data::{FOLDS, fnv};

type Done = Result<(), Box<dyn Error>>;

/// The labelled sets, with what their documents count.
const SETS: &[(&str, f32)] = &[
    ("wcxb-dev", 1.0),
    ("labels-raw-dev", 4.0),
    ("labels-residue-dev", 4.0),
    ("cleaneval-dev", 1.0),
    ("gtrends-dev", 1.0),
    ("thai-dev", 5.0),
    ("jp-dev", 3.0),
    ("zh-dev", 5.0),
];
/// What `train/views.py` makes of pages: more forms of those in the sets, and pages that are in none of them.
const VIEWS: &[(&str, f32)] =
    &[("views-hand", 1.5), ("views-trafi", 1.5), ("views-moz", 1.5), ("views-wcxb", 0.5)];
/// What documents count that are no articles: enough to know them by, too little to shift what articles look like.
const OTHER_TYPES: f32 = 0.3;
/// Lines of one document that are trained on: of a set, and of a view, for a page has several of those.
const MAX_LINES: usize = 110;
const MAX_VIEW_LINES: usize = 50;
/// One document in this many is trained on without log-odds, so that the model works where they know nothing.
const WITHOUT_LOG_ODDS: u64 = 2;
/// One document in this many is trained on without phrases.
const WITHOUT_PHRASES: u64 = 8;

/// The value of `--name`.
pub(crate) fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    arguments.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str())
}

/// The path that `--name` gives.
fn path(arguments: &[String], name: &str) -> Result<PathBuf, Box<dyn Error>> {
    Ok(PathBuf::from(option(arguments, name).ok_or_else(|| format!("{name} is missing"))?))
}

/// A document to train on.
struct Example<'d> {
    document: &'d Document,
    scrape: Scrape<'d>,
    language: Option<&'static str>,
    set: usize,
}

impl<'d> Example<'d> {
    /// The document with its language, and whether people labelled it: views of hand-labelled pages stand beside those.
    fn counted(&self) -> (&'d Document, Option<&'static str>, bool) {
        (self.document, self.language, self.set < SETS.len())
    }
}

/// A document with the number of its set in [`SETS`] and then [`VIEWS`].
type Numbered = (usize, Document);

/// The documents of all sets but those left out.
fn documents(
    data: &Path,
    views: &Path,
    left_out: &[&str],
) -> Result<Vec<Numbered>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for (set, (name, _)) in
        SETS.iter().chain(VIEWS).enumerate().filter(|(_, (name, _))| !left_out.contains(name))
    {
        let folder = if set < SETS.len() { data.join("text") } else { views.to_owned() };
        documents.extend(corpus::read(&folder, name)?.into_iter().map(|document| (set, document)));
    }
    Ok(documents)
}

/// The documents with what they say by themselves; those in one language alone, if one is asked for.
fn examples<'d>(documents: &'d [Numbered], only_language: Option<&str>) -> Vec<Example<'d>> {
    let example = |(set, document): &'d Numbered| {
        let scrape = Scrape::new(&document.text);
        Example { document, language: scrape.language(), scrape, set: *set }
    };
    let is_asked =
        |example: &Example<'_>| only_language.is_none_or(|only| example.language == Some(only));
    documents.iter().map(example).filter(is_asked).collect()
}

/// Writes everything that `train/text.py` reads. Sets can be left out (`--without A,B`), and all but one language
/// (`--language CODE`).
pub(crate) fn features(arguments: &[String]) -> Done {
    let (data, out) = (path(arguments, "--data")?, path(arguments, "--out")?);
    let left_out: Vec<&str> =
        option(arguments, "--without").unwrap_or_default().split(',').collect();
    fs::create_dir_all(&out)?;
    let documents = documents(&data, &path(arguments, "--views")?, &left_out)?;
    let only_language = option(arguments, "--language");
    let examples = examples(&documents, only_language);
    let thinned: Vec<Numbered> =
        documents.iter().filter_map(|(set, document)| Some((*set, document.thinned()?))).collect();
    let thinned = self::examples(&thinned, only_language);
    let counts = Counts::new(examples.iter().map(Example::counted));
    fs::write(out.join("text-features.txt"), line_features().join("\n"))?;
    let phrases = Phrases::builtin();
    let only: Option<usize> = option(arguments, "--only").map(str::parse).transpose()?;
    for held in (0..=FOLDS).filter(|held| only.is_none_or(|only| only == *held)) {
        let learned = counts.learned(&[held]);
        fs::write(out.join(format!("text-{held}.table")), learned.bytes())?;
        fs::write(out.join(format!("text-{held}.languages")), learned.language_bytes())?;
        let inner: HashMap<usize, Learned> = (0..FOLDS)
            .filter(|fold| *fold != held)
            .map(|fold| (fold, counts.learned(&[held, fold])))
            .collect();
        let mut rows = Rows::create(&out, held)?;
        for example in examples.iter().chain(&thinned) {
            if let Some(learned) = inner.get(&example.document.fold()) {
                rows.add(example, learned, &phrases)?;
            }
        }
        rows.finish()?;
    }
    Ok(())
}

/// The files of the rows of one model.
struct Rows {
    values: BufWriter<File>,
    /// Label, weight (f32 each), then fold, set, kind (u8 each; 255: none).
    meta: BufWriter<File>,
}

impl Rows {
    fn create(out: &Path, held: usize) -> Result<Self, Box<dyn Error>> {
        let file = |end: &str| {
            Ok::<_, std::io::Error>(BufWriter::new(File::create(
                out.join(format!("text-{held}.{end}")),
            )?))
        };
        Ok(Rows { values: file("rows")?, meta: file("meta")? })
    }

    /// Writes the rows of a document.
    fn add(&mut self, example: &Example<'_>, learned: &Learned, phrases: &Phrases) -> Done {
        let Example { document, scrape, language, set } = example;
        let page = document.id.split('|').next().unwrap_or_default();
        let chance = fnv(page) >> 20;
        let known = language.is_some_and(|language| learned.knows(language));
        let table = (known && !chance.is_multiple_of(WITHOUT_LOG_ODDS)).then_some(&learned.table);
        let phrases =
            (!(chance / WITHOUT_LOG_ODDS).is_multiple_of(WITHOUT_PHRASES)).then_some(phrases);
        let (values, words) = scrape.rows(phrases, table);
        let width = line_features().len();
        let lines = chosen(example, &words);
        let total: f32 = lines.iter().map(|line| line.weight).sum();
        let (_, weight) = SETS.iter().chain(VIEWS).nth(*set).copied().unwrap_or_default();
        let scale = if document.is_article { weight } else { OTHER_TYPES };
        let scale = scale / total.max(1e-6).sqrt();
        for line in lines {
            let row = &values[line.at * width..(line.at + 1) * width];
            self.values.write_all(
                &row.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>(),
            )?;
            self.meta.write_all(&line.body.to_le_bytes())?;
            self.meta.write_all(&(line.weight * scale).to_le_bytes())?;
            self.meta.write_all(&[document.fold() as u8, *set as u8, line.kind])?;
        }
        Ok(())
    }

    fn finish(mut self) -> Done {
        self.values.flush()?;
        Ok(self.meta.flush()?)
    }
}

/// A line to train on. Its body share is -1 if only its kind counts.
struct Line {
    at: usize,
    body: f32,
    weight: f32,
    kind: u8,
}

/// The lines of a document to train on: all that are labelled, or as many as [`MAX_LINES`] at the same distances.
fn chosen(example: &Example<'_>, words: &[f32]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, starts) in example.scrape.starts().iter().enumerate() {
        let labels: Vec<_> = starts.iter().map(|&start| example.document.label_at(start)).collect();
        let scored: Vec<f32> = labels.iter().filter_map(|label| label.body).collect();
        let confidence =
            labels.iter().map(|label| label.confidence).sum::<f32>() / labels.len() as f32;
        let kind = labels[0].kind.as_deref().and_then(|name| name.parse::<dechrome::Kind>().ok());
        let kind = kind.map_or(255, |kind| kind as u8);
        if !scored.is_empty() {
            let body = scored.iter().sum::<f32>() / scored.len() as f32;
            lines.push(Line { at, body, weight: confidence * (words[at] + 2.0).sqrt(), kind });
        } else if kind != 255 {
            lines.push(Line { at, body: -1.0, weight: 0.0, kind });
        }
    }
    let most = if example.set < SETS.len() { MAX_LINES } else { MAX_VIEW_LINES };
    let count = lines.len();
    if count <= most {
        return lines;
    }
    let mut taken: Vec<Line> = Vec::with_capacity(most);
    for (number, mut line) in lines.into_iter().enumerate() {
        if number * most / count != (number + 1) * most / count {
            line.weight *= count as f32 / most as f32;
            taken.push(line);
        }
    }
    taken
}

/// Cleans the texts of a set, each with the model of its own fold.
pub(crate) fn predict(arguments: &[String]) -> Done {
    let (data, models, out) =
        (path(arguments, "--data")?, path(arguments, "--models")?, path(arguments, "--out")?);
    let name = option(arguments, "--set").ok_or("--set is missing")?;
    let point = match option(arguments, "--point") {
        Some("precision") => OperatingPoint::Precision,
        Some("recall") => OperatingPoint::Recall,
        _ => OperatingPoint::Balanced,
    };
    let thresholds = match option(arguments, "--thresholds") {
        Some(seven) => {
            let seven = seven.split(',').map(str::parse).collect::<Result<Vec<f32>, _>>()?;
            Some(<[f32; 7]>::try_from(seven).map_err(|_| "--thresholds takes seven numbers")?)
        }
        None => None,
    };
    let options = Options::new().with_point(point);
    let trained =
        SETS.iter().any(|(set, _)| *set == name) && option(arguments, "--final").is_none();
    let first = if trained { 0 } else { FOLDS };
    let cleaners = (first..=FOLDS)
        .map(|fold| {
            Ok(LineCleaner::new(&fs::read(models.join(format!("text-{fold}.bin")))?, thresholds)?)
        })
        .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let mut file = BufWriter::new(File::create(&out)?);
    for document in corpus::read(&data.join("text"), name)? {
        let cleaner = &cleaners[if trained { document.fold() } else { 0 }];
        let page = cleaner.clean(&document.text, &options);
        let lines: Vec<_> = page
            .blocks()
            .map(|block| {
                let span = block.span();
                serde_json::json!({"start": span.start, "end": span.end, "keep": block.keep(), "kind": block.kind().name(),
                    "score": block.score(), "why": block.why()})
            })
            .collect();
        let language = page.language().map(|language| language.code);
        let row = serde_json::json!({"id": document.id, "lines": lines, "lang": language, "confidence": page.confidence()});
        writeln!(file, "{row}")?;
    }
    Ok(file.flush()?)
}

/// Passes over a set of which the fastest counts: other work on the machine only ever slows one down.
const PASSES: usize = 5;

/// Seconds that this thread has run, where the system tells; otherwise those since `start`.
fn seconds(start: std::time::Instant) -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or_else(|| start.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// Cleans the texts of a set with the final model and says how fast: `text-speed --data DIR --models DIR --set NAME
/// [--converter NAME]`.
pub(crate) fn speed(arguments: &[String]) -> Done {
    let (data, models) = (path(arguments, "--data")?, path(arguments, "--models")?);
    let mut documents =
        corpus::read(&data.join("text"), option(arguments, "--set").ok_or("--set is missing")?)?;
    if let Some(converter) = option(arguments, "--converter") {
        documents.retain(|document| document.id.ends_with(&format!("|{converter}")));
    }
    let cleaner = LineCleaner::new(&fs::read(models.join(format!("text-{FOLDS}.bin")))?, None)?;
    let mut fastest = f64::INFINITY;
    let mut kept = 0;
    for _ in 0..PASSES {
        let clock = std::time::Instant::now();
        let before = seconds(clock);
        kept = documents
            .iter()
            .map(|document| cleaner.clean(&document.text, &Options::new()).text().len())
            .sum();
        fastest = fastest.min(seconds(clock) - before);
    }
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let lines: usize = documents.iter().map(|document| document.starts.len()).sum();
    let speed = bytes as f64 / 1e6 / fastest;
    let length = bytes as f64 / lines.max(1) as f64;
    writeln!(
        std::io::stdout(),
        "{} documents, {bytes} bytes, {length:.0} a line, {kept} kept, {speed:.1} MB/s",
        documents.len()
    )?;
    Ok(())
}
