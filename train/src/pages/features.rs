//! `page-features`: writes the matrices and tables that the page models train on.
//!
//! The files in OUT:
//! - `page-rows.f32`: all rows.
//! - `page-learned-K.f32`: the columns that depend on learned tables, as version K sees them.
//! - `page-table-K.bin`, `page-type-K-T.bin`: the tables of version K's model.
//! - `page-index.jsonl`: one line per page. `page-names.json`: the names of the columns.
//!
//! Versions 0 to `FOLDS` - 1 are the cross-validation. Version K holds out fold K, and its rows of
//! fold J see tables without J and K. Version `FOLDS` is the final model: its rows of fold J see
//! tables without J. With `--without SET` there is only version 0, whose fold 0 is the set.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use dechrome::Kind;
use dechrome::training::{PageTables, ParsedPage, Phrases, decoded, page_feature_names};
use serde_json::json;

use super::arguments::PageArguments;
use super::copies::altered_copies;
use super::planted::{planted_copy, stock};
use super::sample::{PageSample, read_all};
use super::sets::page_path;
use super::tables::TableBuilder;
use super::types::ARTICLE;
use crate::constants;
use crate::error::Result;
use crate::folds::{FOLDS, fold};
use crate::gold::bytes;
use crate::plants::{self, Stock};

/// The prefixes of the features that are looked up in learned tables.
const LEARNED_PREFIXES: [&str; 4] = ["name_log_odds_", "word_log_odds_", "page_type_", "likely"];

/// Writes all files.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let arguments = PageArguments::read(arguments)?;
    let out = arguments.out;
    fs::create_dir_all(out)?;
    let mut samples = read_all(arguments.data)?;
    if let Some(set) = arguments.without {
        hold_out(set, &mut samples);
    }
    // The tables are learned from unaltered pages. Copies would count them twice.
    let pieces = plants::read_all();
    let builder = TableBuilder::new(&samples, &pieces);
    let stock = stock(pieces, &samples);
    let mut copies: Vec<PageSample> = samples.iter().flat_map(altered_copies).collect();
    copies.extend(planted_copies(arguments.data, &samples, &stock)?);
    samples.extend(copies);
    let names = page_feature_names();
    let is_learned =
        |&at: &usize| LEARNED_PREFIXES.iter().any(|prefix| names[at].starts_with(prefix));
    let learned: Vec<usize> = (0..names.len()).filter(is_learned).collect();
    constants::write(out)?;
    let header = json!({"names": names, "learned": learned});
    fs::write(out.join("page-names.json"), header.to_string())?;
    write_index(&samples, out)?;
    let phrases = Phrases::builtin();
    let tables = builder.nested(arguments.versions());
    for version in arguments.versions() {
        builder.write(version, out)?;
        let mut writer = MatrixWriter::create(version, names.len(), &learned, out)?;
        // The other columns are the same in all versions, so one version writes them.
        if version == *arguments.versions().end() {
            writer.write_all_columns(out)?;
        }
        for sample in &samples {
            writer.add(&sample.page, &phrases, tables.get(sample.fold, version))?;
        }
        writer.finish()?;
    }
    Ok(())
}

/// Returns copies of article pages with plants.
fn planted_copies(data: &Path, samples: &[PageSample], stock: &Stock) -> Result<Vec<PageSample>> {
    let mut copies = Vec::new();
    for sample in samples.iter().filter(|sample| sample.page_type == ARTICLE) {
        let html = decoded(&bytes(&page_path(data, sample.folder, &sample.id))?);
        copies.extend(planted_copy(sample, &html, stock));
    }
    Ok(copies)
}

/// Makes the pages of a set fold 0 and spreads the other pages over the other folds. Drops the
/// pages of other sets that share a domain with the set.
fn hold_out(set: &str, samples: &mut Vec<PageSample>) {
    // Pages with snippets and hand-labelled pages are in the same folder.
    let is_held =
        |sample: &PageSample| sample.set == set || set == "trafi" && sample.folder == "trafi-dev";
    let mut domains: HashSet<String> = HashSet::new();
    for sample in samples.iter().filter(|sample| is_held(sample)) {
        domains.insert(sample.domain.clone());
    }
    samples.retain(|sample| is_held(sample) || !domains.contains(&sample.domain));
    for sample in samples {
        sample.fold = if is_held(sample) { 0 } else { 1 + fold(&sample.domain) % (FOLDS - 1) };
    }
}

/// Writes the matrices of one version.
struct MatrixWriter<'l> {
    width: usize,
    /// The indices of the columns that depend on learned tables.
    learned: &'l [usize],
    learned_columns: BufWriter<File>,
    all_columns: Option<BufWriter<File>>,
}

impl<'l> MatrixWriter<'l> {
    fn create(version: usize, width: usize, learned: &'l [usize], out: &Path) -> Result<Self> {
        let file = File::create(out.join(format!("page-learned-{version}.f32")))?;
        let learned_columns = BufWriter::new(file);
        Ok(MatrixWriter { width, learned, learned_columns, all_columns: None })
    }

    /// Also writes `page-rows.f32`.
    fn write_all_columns(&mut self, out: &Path) -> Result<()> {
        self.all_columns = Some(BufWriter::new(File::create(out.join("page-rows.f32"))?));
        Ok(())
    }

    /// Writes the rows of a page.
    fn add(&mut self, page: &ParsedPage, phrases: &Phrases, tables: &PageTables) -> Result<()> {
        let rows = page.rows(phrases, tables);
        for row in rows.chunks_exact(self.width) {
            for &column in self.learned {
                self.learned_columns.write_all(&row[column].to_le_bytes())?;
            }
        }
        if let Some(file) = &mut self.all_columns {
            for value in &rows {
                file.write_all(&value.to_le_bytes())?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        self.learned_columns.flush()?;
        if let Some(mut file) = self.all_columns {
            file.flush()?;
        }
        Ok(())
    }
}

/// Writes a line for each page, with the labels of its blocks.
fn write_index(samples: &[PageSample], out: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(out.join("page-index.jsonl"))?);
    for sample in samples {
        let words: Vec<f32> = sample.page.blocks().map(|(_, words)| words).collect();
        let kinds: Vec<Option<&str>> =
            sample.kinds.iter().map(|kind| kind.map(Kind::name)).collect();
        let row = json!({
            "set": sample.set,
            "id": sample.id,
            "fold": sample.fold,
            "is_article": sample.page_type == ARTICLE,
            "change": sample.change,
            "planted": sample.planted,
            "words": words,
            "content": sample.content,
            "kinds": kinds,
        });
        writeln!(file, "{row}")?;
    }
    Ok(file.flush()?)
}
