//! Training data and predictions for HTML pages.

mod arguments;
mod copies;
pub(crate) mod features;
mod labels;
<<<<<<< HEAD
pub(crate) mod predict;
pub(crate) mod sample;
pub(crate) mod sets;
mod tables;
mod types;
=======

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use dechrome::training::{
    Entries, PageTables, ParsedPage, Phrases, WebCleaner, page_feature_names,
};
use dechrome::{Kind, Options, RenderOptions, Source};
use serde_json::{Value, json};

use crate::Result;
use crate::data::{FOLDS, bytes, domain, field, fold, rows};
use crate::types;

use labels::{match_lines, match_snippets, match_text};

/// Pages on which a token must be found to enter the table.
const LEAST_PAGES: f32 = 4.0;
/// Pages with an even chance that a token's share is smoothed with.
const PRIOR_PAGES: f32 = 4.0;

/// A page with its labels.
struct Sample {
    set: &'static str,
    /// The folder of its set of pages, which is not its set's if it is labelled by hand.
    folder: &'static str,
    id: String,
    /// Its registrable domain.
    domain: String,
    fold: usize,
    /// The number of the page's type.
    page_type: usize,
    page: ParsedPage,
    /// For each block: share of content, or none if it is not known.
    content: Vec<Option<f32>>,
    kinds: Vec<Option<Kind>>,
    /// How the page was changed, if it is a changed copy to train on.
    change: Option<&'static str>,
}

/// Share of content under a token, summed over pages, with the number of pages.
type Shares = HashMap<u32, (f32, f32)>;

/// The sets of pages: how they are called, and where their pages and gold rows are.
const SETS: [(&str, &str, &str); 4] = [
    ("wcxb", "wcxb-dev", "html/wcxb-dev.gold.jsonl.gz"),
    ("moz", "moz-dev", "html/moz-dev.gold.jsonl.gz"),
    ("trafi", "trafi-dev", "html/trafi-dev.gold.jsonl.gz"),
    ("labels", "", "text/labels-dev.jsonl.gz"),
];

/// What a command is given: two folders, and the set that is left out of training if one is.
struct Task<'a> {
    data: &'a Path,
    out: &'a Path,
    without: Option<&'a str>,
}

impl<'a> Task<'a> {
    fn read(arguments: &'a [String]) -> Result<Self> {
        let (data, out, without) = match arguments {
            [data, out] => (data, out, None),
            [data, out, option, set] if option == "--without" => (data, out, Some(set.as_str())),
            _ => return Err("DATA and OUT are needed, and nothing else but --without SET".into()),
        };
        if let Some(set) = without.filter(|set| SETS.iter().all(|(name, ..)| name != set)) {
            return Err(format!("{set} is no set").into());
        }
        Ok(Task { data: data.as_ref(), out: out.as_ref(), without })
    }

    /// How many versions of the training data there are: one for each fold and the final one, or the one without the set.
    fn versions(&self) -> std::ops::RangeInclusive<usize> {
        if self.without.is_some() { 0..=0 } else { 0..=FOLDS }
    }
}

/// Writes the matrices.
pub(crate) fn features(arguments: &[String]) -> Result<()> {
    let task = Task::read(arguments)?;
    let out = task.out;
    std::fs::create_dir_all(out)?;
    let mut samples = load(task.data)?;
    if let Some(set) = task.without {
        leave_out(set, &mut samples);
    }
    let evidence = Evidence {
        shares: samples.iter().map(token_shares).collect(),
        typed: samples
            .iter()
            .map(|sample| (sample.page.signs().to_vec(), sample.page_type))
            .collect(),
        folds: samples.iter().map(|sample| sample.fold).collect(),
    };
    let copies: Vec<Sample> = samples.iter().flat_map(changed::copies).collect();
    samples.extend(copies);
    let names = page_feature_names();
    let is_learned =
        |name: &str| name.starts_with("name_log_odds_") || name.starts_with("page_type_");
    let learned: Vec<usize> = (0..names.len()).filter(|&at| is_learned(names[at])).collect();
    std::fs::write(
        out.join("page-names.json"),
        json!({"names": names, "learned": learned, "types": PageTables::TYPES}).to_string(),
    )?;
    write_index(&samples, out)?;
    let phrases = Phrases::builtin();
    let nested = evidence.nested(task.versions());
    for version in task.versions() {
        let tables: Vec<&PageTables> =
            (0..FOLDS).map(|fold| &nested[&pair(fold, version)]).collect();
        evidence.write(version, out)?;
        let rows = samples.iter().map(|sample| sample.page.rows(&phrases, tables[sample.fold]));
        write_rows(rows, version, *task.versions().end() == version, &learned, names.len(), out)?;
    }
    Ok(())
}

/// Makes the pages of a set the first fold, and spreads the others over the rest. Pages of other sets that share a domain
/// with it go.
fn leave_out(set: &str, samples: &mut Vec<Sample>) {
    // Hand labels and snippets are of the same pages.
    let is_held =
        |sample: &Sample| sample.set == set || set == "trafi" && sample.folder == "trafi-dev";
    let held: HashSet<String> = samples
        .iter()
        .filter(|sample| is_held(sample))
        .map(|sample| sample.domain.clone())
        .collect();
    samples.retain(|sample| is_held(sample) || !held.contains(&sample.domain));
    for sample in samples {
        sample.fold = if is_held(sample) { 0 } else { 1 + fold(&sample.domain) % (FOLDS - 1) };
    }
}

/// What the learned tables are made from, page by page.
struct Evidence {
    shares: Vec<Shares>,
    typed: Vec<types::Page>,
    folds: Vec<usize>,
}

impl Evidence {
    /// The tables of tokens and of page types from the pages outside some folds.
    fn without(&self, folds: &[usize]) -> (Entries, [Entries; types::TYPES]) {
        let is_kept = |page: &usize| !folds.contains(&self.folds[*page]);
        let pages = || (0..self.folds.len()).filter(is_kept);
        (
            table(pages().map(|page| &self.shares[page])),
            types::train(pages().map(|page| &self.typed[page])),
        )
    }

    /// The tables that the rows of every fold see in some versions.
    fn nested(
        &self,
        versions: std::ops::RangeInclusive<usize>,
    ) -> BTreeMap<(usize, usize), PageTables> {
        let pairs: BTreeSet<(usize, usize)> =
            versions.flat_map(|version| (0..FOLDS).map(move |fold| pair(fold, version))).collect();
        let tables = |(one, other)| {
            let (tokens, types) = self.without(&[one, other]);
            ((one, other), PageTables::new(&tokens, &types))
        };
        pairs.into_iter().map(tables).collect()
    }

    /// Writes the tables that serve a version's model.
    fn write(&self, version: usize, out: &Path) -> Result<()> {
        let (tokens, types) = self.without(&[version]);
        write_table(&out.join(format!("page-table-{version}.bin")), &tokens)?;
        for (name, entries) in PageTables::TYPES.iter().zip(&types) {
            write_table(&out.join(format!("page-type-{version}-{name}.bin")), entries)?;
        }
        Ok(())
    }
}

/// Two folds that a table leaves out, the smaller first.
fn pair(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

/// Writes the rows as one version sees them: the columns of learned features, and all of them if `whole`.
fn write_rows(
    pages: impl Iterator<Item = Vec<f32>>,
    version: usize,
    whole: bool,
    learned: &[usize],
    width: usize,
    out: &Path,
) -> Result<()> {
    let mut columns =
        BufWriter::new(File::create(out.join(format!("page-learned-{version}.f32")))?);
    let mut all =
        whole.then(|| File::create(out.join("page-rows.f32")).map(BufWriter::new)).transpose()?;
    for rows in pages {
        for row in rows.chunks_exact(width) {
            for &column in learned {
                columns.write_all(&row[column].to_le_bytes())?;
            }
        }
        if let Some(all) = &mut all {
            for value in &rows {
                all.write_all(&value.to_le_bytes())?;
            }
        }
    }
    columns.flush()?;
    Ok(all.map_or(Ok(()), |mut all| all.flush())?)
}

/// Writes a line a page: set, id, fold, and for its blocks words, content and kind.
fn write_index(samples: &[Sample], out: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(out.join("page-index.jsonl"))?);
    for sample in samples {
        let words: Vec<f32> = sample.page.blocks().map(|(_, words)| words).collect();
        let kinds: Vec<Option<&str>> =
            sample.kinds.iter().map(|kind| kind.map(Kind::name)).collect();
        let row = json!({"set": sample.set, "id": sample.id, "fold": sample.fold, "type": sample.page_type, "change": sample.change, "words": words, "content": sample.content, "kinds": kinds});
        writeln!(file, "{row}")?;
    }
    Ok(file.flush()?)
}

/// Writes a token table: a u32 key and an f32 value for each entry.
fn write_table(path: &Path, entries: &[(u32, f32)]) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for (key, value) in entries {
        file.write_all(&key.to_le_bytes())?;
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(file.flush()?)
}

/// The share of content (by the square root of words) under the elements with each token of a page.
fn token_shares(sample: &Sample) -> Shares {
    let mut known = vec![0.0f32];
    let mut content = vec![0.0f32];
    for ((_, words), label) in sample.page.blocks().zip(&sample.content) {
        let weight = label.map_or(0.0, |_| words.max(1.0).sqrt());
        known.push(known[known.len() - 1] + weight);
        content.push(
            content[content.len() - 1] + weight * f32::from(u8::from(label.unwrap_or(0.0) > 0.5)),
        );
    }
    let mut sums: Shares = HashMap::new();
    for (range, tokens) in sample.page.containers() {
        let all = known[range.end] - known[range.start];
        if all > 0.0 {
            for &token in tokens {
                let sum = sums.entry(token).or_default();
                sum.0 += content[range.end] - content[range.start];
                sum.1 += all;
            }
        }
    }
    sums.into_iter().map(|(token, (content, all))| (token, (content / all, 1.0))).collect()
}

/// The log-odds of the tokens of some pages, by key.
fn table<'s>(pages: impl Iterator<Item = &'s Shares>) -> Entries {
    let mut sums: HashMap<u32, (f64, f64)> = HashMap::new();
    for page in pages {
        for (&token, &(share, count)) in page {
            let sum = sums.entry(token).or_default();
            sum.0 += f64::from(share);
            sum.1 += f64::from(count);
        }
    }
    let mut table: Entries = sums
        .into_iter()
        .filter(|(_, (_, count))| *count >= f64::from(LEAST_PAGES))
        .map(|(token, (share, count))| {
            let prior = f64::from(PRIOR_PAGES);
            let p = ((share + 0.5 * prior) / (count + prior)).clamp(0.01, 0.99);
            (token, (p / (1.0 - p)).ln() as f32)
        })
        .collect();
    table.sort_by_key(|(token, _)| *token);
    table
}

/// Loads all pages with labels.
fn load(data: &Path) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for (set, folder, gold) in &SETS[..2] {
        for row in rows(&data.join(gold))? {
            let mut sample = open(data, folder, set, &row)?;
            sample.content = match_text(&sample.page, field(&row, "text"));
            samples.push(sample);
        }
    }
    let labelled = rows(&data.join("text/labels-dev.jsonl.gz"))?;
    for row in &labelled {
        let mut sample = open(data, labelled_folder(data, field(row, "id")), "labels", row)?;
        (sample.content, sample.kinds) = match_lines(&sample.page, row)?;
        samples.push(sample);
    }
    for row in rows(&data.join("html/trafi-dev.gold.jsonl.gz"))? {
        if labelled.iter().all(|other| field(other, "id") != field(&row, "id")) {
            let mut sample = open(data, "trafi-dev", "trafi", &row)?;
            sample.content = match_snippets(&sample.page, &row);
            samples.push(sample);
        }
    }
    Ok(samples)
}

/// Where a page of a set is.
fn page_path(data: &Path, folder: &str, id: &str) -> PathBuf {
    data.join("html").join(folder).join(format!("{id}.html.gz"))
}

/// The folder of a page that is labelled by hand.
fn labelled_folder(data: &Path, id: &str) -> &'static str {
    if page_path(data, "trafi-dev", id).exists() { "trafi-dev" } else { "news-dev" }
}

/// Opens a page; the sample has no labels yet.
fn open(data: &Path, folder: &'static str, set: &'static str, row: &Value) -> Result<Sample> {
    let id = field(row, "id");
    let page = ParsedPage::new(&bytes(&page_path(data, folder, id))?);
    let kinds = vec![None; page.blocks().count()];
    let domain = domain(field(row, "url"), id);
    Ok(Sample {
        set,
        folder,
        id: id.to_owned(),
        fold: fold(&domain),
        domain,
        page_type: types::number(field(row, "type")),
        page,
        content: Vec::new(),
        kinds,
        change: None,
    })
}

/// Cleans every page with the model of its own fold (`page-model-K.bin` in OUT), or those of the set left out with the
/// first one, and writes `pred-SET.jsonl`.
pub(crate) fn predict(arguments: &[String]) -> Result<()> {
    let task = Task::read(arguments)?;
    let data = task.data;
    let options = Options::new().with_source(Source::Html);
    let cleaner = |version: usize| {
        let model = std::fs::read(task.out.join(format!("page-model-{version}.bin")))?;
        Ok(WebCleaner::new(&model, options.clone())?)
    };
    let cleaners = task.versions().take(FOLDS).map(cleaner).collect::<Result<Vec<_>>>()?;
    for (set, folder, gold) in
        SETS.into_iter().filter(|(set, ..)| task.without.is_none_or(|left_out| left_out == *set))
    {
        let mut file = BufWriter::new(File::create(task.out.join(format!("pred-{set}.jsonl")))?);
        for row in rows(&data.join(gold))? {
            let id = field(&row, "id");
            let folder = if folder.is_empty() { labelled_folder(data, id) } else { folder };
            let fold = fold(&domain(field(&row, "url"), id));
            let page = cleaners[fold % cleaners.len()].clean(&bytes(&page_path(data, folder, id))?);
            let language = page.language().map(|language| language.code);
            let row = json!({"id": id, "text": page.text(), "markdown": page.markdown(&RenderOptions::new()), "confidence": page.confidence(), "language": language, "fold": fold});
            writeln!(file, "{row}")?;
        }
        file.flush()?;
    }
    Ok(())
}
>>>>>>> s2
