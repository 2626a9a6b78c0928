//! Training data and predictions for HTML pages.
//!
//! `page-features` writes to OUT: `page-rows.f32` (all rows), `page-tokens-K.f32` (the token features as version K sees
//! them), `page-table-K.bin` (the table of version K), `page-index.jsonl` (a line a page) and `page-names.json`.
//! Versions 0..FOLDS are the cross-validation: version K leaves fold K out, and the rows of another fold J see a table
//! without J and K. The last version is the final model: rows of fold J see a table without J.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use dechrome::training::{ParsedPage, Phrases, WebCleaner, page_feature_names};
use dechrome::{Kind, Options, Source};
use serde_json::{Value, json};

use crate::Result;
use crate::align::{align, found, words};
use crate::corpus::FOLDS;
use crate::data::{bytes, domain, field, fold, rows, strings};

/// Pages on which a token must be found to enter the table.
const LEAST_PAGES: f32 = 4.0;
/// Pages with an even chance that a token's share is smoothed with.
const PRIOR_PAGES: f32 = 4.0;

/// A page with its labels.
struct Sample {
    set: &'static str,
    id: String,
    fold: usize,
    page: ParsedPage,
    /// For each block: share of content, or none if it is not known.
    content: Vec<Option<f32>>,
    kinds: Vec<Option<Kind>>,
}

/// Share of content under a token, summed over pages, with the number of pages.
type Shares = HashMap<u32, (f32, f32)>;

/// The two folders that a command is given.
fn folders(arguments: &[String]) -> Result<(&Path, &Path)> {
    match arguments {
        [data, out] => Ok((data.as_ref(), out.as_ref())),
        _ => Err("two folders are needed: DATA OUT".into()),
    }
}

/// Writes the matrices.
pub(crate) fn features(arguments: &[String]) -> Result<()> {
    let (data, out) = folders(arguments)?;
    std::fs::create_dir_all(out)?;
    let samples = load(data)?;
    let shares: Vec<Shares> = samples.iter().map(token_shares).collect();
    let names = page_feature_names();
    let token_columns: Vec<usize> = (0..names.len()).filter(|&at| names[at].starts_with("token_")).collect();
    std::fs::write(out.join("page-names.json"), json!({"names": names, "tokens": token_columns}).to_string())?;
    write_index(&samples, out)?;
    let phrases = Phrases::builtin();
    for version in 0..=FOLDS {
        write_version(&samples, &shares, &phrases, version, &token_columns, names.len(), out)?;
    }
    Ok(())
}

/// Writes the rows as one version sees them.
fn write_version(
    samples: &[Sample],
    shares: &[Shares],
    phrases: &Phrases,
    version: usize,
    token_columns: &[usize],
    width: usize,
    out: &Path,
) -> Result<()> {
    let without = |folds: &[usize]| {
        let kept = samples.iter().zip(shares).filter(|(sample, _)| !folds.contains(&sample.fold));
        table(kept.map(|(_, shares)| shares))
    };
    let tables: Vec<Vec<(u32, f32)>> = (0..FOLDS).map(|fold| without(&[fold, version])).collect();
    write_table(&out.join(format!("page-table-{version}.bin")), &without(&[version]))?;
    let mut tokens = BufWriter::new(File::create(out.join(format!("page-tokens-{version}.f32")))?);
    let mut whole =
        if version == FOLDS { Some(BufWriter::new(File::create(out.join("page-rows.f32"))?)) } else { None };
    for sample in samples {
        let rows = sample.page.rows(phrases, &tables[sample.fold]);
        for row in rows.chunks_exact(width) {
            for &column in token_columns {
                tokens.write_all(&row[column].to_le_bytes())?;
            }
        }
        if let Some(whole) = &mut whole {
            for value in &rows {
                whole.write_all(&value.to_le_bytes())?;
            }
        }
    }
    tokens.flush()?;
    Ok(whole.map_or(Ok(()), |mut whole| whole.flush())?)
}

/// Writes a line a page: set, id, fold, and for its blocks words, content and kind.
fn write_index(samples: &[Sample], out: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(out.join("page-index.jsonl"))?);
    for sample in samples {
        let words: Vec<f32> = sample.page.blocks().map(|(_, words)| words).collect();
        let kinds: Vec<Option<&str>> = sample.kinds.iter().map(|kind| kind.map(Kind::name)).collect();
        let row = json!({"set": sample.set, "id": sample.id, "fold": sample.fold, "words": words, "content": sample.content, "kinds": kinds});
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
        content.push(content[content.len() - 1] + weight * f32::from(u8::from(label.unwrap_or(0.0) > 0.5)));
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
fn table<'s>(pages: impl Iterator<Item = &'s Shares>) -> Vec<(u32, f32)> {
    let mut sums: HashMap<u32, (f64, f64)> = HashMap::new();
    for page in pages {
        for (&token, &(share, count)) in page {
            let sum = sums.entry(token).or_default();
            sum.0 += f64::from(share);
            sum.1 += f64::from(count);
        }
    }
    let mut table: Vec<(u32, f32)> = sums
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
    for (set, folder) in [("wcxb", "wcxb-dev"), ("moz", "moz-dev")] {
        for row in rows(&data.join(format!("html/{folder}.gold.jsonl.gz")))? {
            let mut sample = open(data, folder, set, &row)?;
            sample.content = match_text(&sample.page, field(&row, "text"));
            samples.push(sample);
        }
    }
    let labelled = rows(&data.join("text/labels-dev.jsonl.gz"))?;
    for row in &labelled {
        let folder = if page_path(data, "trafi-dev", field(row, "id")).exists() { "trafi-dev" } else { "news-dev" };
        let mut sample = open(data, folder, "labels", row)?;
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

/// Opens a page; the sample has no labels yet.
fn open(data: &Path, folder: &str, set: &'static str, row: &Value) -> Result<Sample> {
    let id = field(row, "id");
    let page = ParsedPage::new(&bytes(&page_path(data, folder, id))?);
    let kinds = vec![None; page.blocks().count()];
    let fold = fold(&domain(field(row, "url"), id));
    Ok(Sample { set, id: id.to_owned(), fold, page, content: Vec::new(), kinds })
}

/// The words of a page's blocks, and the block that each stands in.
fn page_words(page: &ParsedPage) -> (Vec<String>, Vec<usize>) {
    let mut all = Vec::new();
    let mut owners = Vec::new();
    for (block, (text, _)) in page.blocks().enumerate() {
        let words = words(text);
        owners.extend(std::iter::repeat_n(block, words.len()));
        all.extend(words);
    }
    (all, owners)
}

/// The share of each block's words that a gold text has.
fn match_text(page: &ParsedPage, gold: &str) -> Vec<Option<f32>> {
    let (page_words, owners) = page_words(page);
    let found = found(&page_words, &words(gold));
    let mut sums = vec![(0.0, 0.0); page.blocks().count()];
    for (&block, &hit) in owners.iter().zip(&found) {
        sums[block].0 += f32::from(u8::from(hit));
        sums[block].1 += 1.0;
    }
    sums.into_iter().map(|(hits, all)| (all > 0.0).then_some(hits / all)).collect()
}

/// What each block of a page is worth as content, and its kind, where that is known.
type Labels = (Vec<Option<f32>>, Vec<Option<Kind>>);

/// The labels of each block from labelled lines: what most of its words are labelled.
fn match_lines(page: &ParsedPage, row: &Value) -> Result<Labels> {
    let (page_words, owners) = page_words(page);
    let kinds = strings(row, "kinds");
    let (mut gold, mut gold_kinds) = (Vec::new(), Vec::new());
    for (line, kind) in strings(row, "lines").into_iter().zip(kinds) {
        let words = words(line);
        gold_kinds.extend(std::iter::repeat_n(kind, words.len()));
        gold.extend(words);
    }
    let mut votes: Vec<HashMap<&str, usize>> = vec![HashMap::new(); page.blocks().count()];
    for (&block, matched) in owners.iter().zip(align(&page_words, &gold)) {
        if let Some(at) = matched {
            *votes[block].entry(gold_kinds[at]).or_default() += 1;
        }
    }
    let mut kinds = Vec::new();
    for votes in votes {
        let best = votes.into_iter().max_by_key(|&(kind, count)| (count, kind)).map(|(kind, _)| kind);
        kinds.push(best.filter(|kind| !kind.is_empty()).map(str::parse::<Kind>).transpose()?);
    }
    let content = |kind: &Option<Kind>| match kind {
        Some(Kind::Title | Kind::Caption) | None => None,
        Some(kind) => Some(f32::from(u8::from(kind.is_content()))),
    };
    Ok((kinds.iter().map(content).collect(), kinds))
}

/// The labels of each block from snippets to keep and to drop.
fn match_snippets(page: &ParsedPage, row: &Value) -> Vec<Option<f32>> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let snippets =
        |name: &str| strings(row, name).into_iter().map(fold).filter(|snippet| !snippet.is_empty()).collect::<Vec<_>>();
    let (keep, drop) = (snippets("keep"), snippets("drop"));
    let label = |text: &str| {
        let text = fold(text);
        // A block is a snippet's if it holds it, or if the snippet is cut across blocks and holds it.
        let hit = |snippet: &String| text.contains(snippet.as_str()) || text.len() > 20 && snippet.contains(&text);
        match (keep.iter().any(hit), drop.iter().any(hit)) {
            (true, false) => Some(1.0),
            (false, true) => Some(0.0),
            _ => None,
        }
    };
    page.blocks().map(|(text, _)| label(text)).collect()
}

/// Cleans every page with the model of its own fold (`page-model-K.bin` in OUT) and writes `pred-SET.jsonl`.
pub(crate) fn predict(arguments: &[String]) -> Result<()> {
    let (data, out) = folders(arguments)?;
    let options = Options::new().with_source(Source::Html);
    let cleaners = (0..FOLDS)
        .map(|fold| Ok(WebCleaner::new(&std::fs::read(out.join(format!("page-model-{fold}.bin")))?, options.clone())?))
        .collect::<Result<Vec<_>>>()?;
    let gold = [
        ("wcxb", "wcxb-dev", "html/wcxb-dev.gold.jsonl.gz"),
        ("moz", "moz-dev", "html/moz-dev.gold.jsonl.gz"),
        ("trafi", "trafi-dev", "html/trafi-dev.gold.jsonl.gz"),
        ("labels", "", "text/labels-dev.jsonl.gz"),
    ];
    for (set, folder, path) in gold {
        let mut file = BufWriter::new(File::create(out.join(format!("pred-{set}.jsonl")))?);
        for row in rows(&data.join(path))? {
            let id = field(&row, "id");
            let folder = match folder {
                "" if page_path(data, "trafi-dev", id).exists() => "trafi-dev",
                "" => "news-dev",
                folder => folder,
            };
            let fold = fold(&domain(field(&row, "url"), id));
            let page = cleaners[fold].clean(&bytes(&page_path(data, folder, id))?);
            let row = json!({"id": id, "text": page.text(), "confidence": page.confidence(), "fold": fold});
            writeln!(file, "{row}")?;
        }
        file.flush()?;
    }
    Ok(())
}
