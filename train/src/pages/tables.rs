//! Learns the tables of the page model: the log-odds of content for each token, and the weights of
//! page types.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use dechrome::training::{Entries, PageTables, block_word_keys};

use super::labels::content_label;
use super::sample::{CONTENT_SHARE, PageSample};
use super::types::{self, TypedPage};
use crate::error::Result;
use crate::folds::FOLDS;
use crate::plants::Piece;
use crate::table_file;

/// A token must occur on this many pages to enter the table.
const MIN_PAGES: f64 = 4.0;
/// Pages with even odds that each token's share of content is smoothed with.
const PRIOR_PAGES: f64 = 4.0;
/// The least and the most smoothed share of content.
const SHARE_RANGE: (f64, f64) = (0.01, 0.99);

/// The share of content under the elements that have a token, for each token of a page.
type TokenShares = HashMap<u32, f32>;

/// A word must occur on this many domains to enter the table of words.
const MIN_WORD_DOMAINS: f32 = 3.0;
/// Entries of the table of words with smaller absolute log-odds are left out.
const MIN_WORD_LOG_ODDS: f32 = 0.7;
/// The most entries of the table of words. At five bytes each, it stays under 200 kB.
const MAX_WORDS: usize = 36_000;

/// The domains that have a word in content, and in chrome.
type ClassDomains = [f32; 2];

/// The facts about all pages that the tables are learned from.
pub(super) struct TableBuilder {
    shares: Vec<TokenShares>,
    /// The domains of each word, by fold.
    words: [HashMap<u32, ClassDomains>; FOLDS],
    typed: Vec<TypedPage>,
    folds: Vec<usize>,
}

/// The tables that leave out two folds, by these folds in ascending order.
pub(super) struct NestedTables(BTreeMap<(usize, usize), PageTables>);

impl NestedTables {
    /// Returns the tables for the rows of a fold in a version of the training data.
    pub(super) fn get(&self, fold: usize, version: usize) -> &PageTables {
        &self.0[&sorted(fold, version)]
    }
}

/// Returns two folds in ascending order. A table does not depend on their order.
fn sorted(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

impl TableBuilder {
    /// Collects the facts. `planted` are the texts of pieces, which count as domains of their own.
    pub(super) fn new(samples: &[PageSample], planted: &[Piece]) -> Self {
        let mut builder = TableBuilder {
            shares: Vec::new(),
            words: word_domains(samples, planted),
            typed: Vec::new(),
            folds: Vec::new(),
        };
        for sample in samples {
            builder.shares.push(token_shares(sample));
            let signs = sample.page.type_keys().to_vec();
            builder.typed.push(TypedPage { signs, page_type: sample.page_type });
            builder.folds.push(sample.fold);
        }
        builder
    }

    /// Learns the tables of tokens and of page types from the pages outside some folds.
    fn learn_without(&self, excluded: &[usize]) -> LearnedEntries {
        let pages = || (0..self.folds.len()).filter(|&page| !excluded.contains(&self.folds[page]));
        let folds = (0..FOLDS).filter(|fold| !excluded.contains(fold));
        LearnedEntries {
            names: token_table(pages().map(|page| &self.shares[page])),
            types: types::train(pages().map(|page| &self.typed[page])),
            words: word_table(folds.map(|fold| &self.words[fold])),
        }
    }

    /// Learns the tables that the rows of every fold see in the given versions.
    pub(super) fn nested(&self, versions: impl Iterator<Item = usize>) -> NestedTables {
        let mut nested = BTreeMap::new();
        for version in versions {
            for fold in 0..FOLDS {
                nested.entry(sorted(fold, version)).or_insert_with(|| {
                    let learned = self.learn_without(&[fold, version]);
                    PageTables::new(&learned.names, &learned.types, &learned.words)
                });
            }
        }
        NestedTables(nested)
    }

    /// Writes the tables of a version's model.
    pub(super) fn write(&self, version: usize, out: &Path) -> Result<()> {
        let learned = self.learn_without(&[version]);
        table_file::write(&out.join(format!("page-table-{version}.bin")), &learned.names)?;
        table_file::write(&out.join(format!("page-words-{version}.bin")), &learned.words)?;
        for (name, entries) in PageTables::TYPES.iter().zip(&learned.types) {
            table_file::write(&out.join(format!("page-type-{version}-{name}.bin")), entries)?;
        }
        Ok(())
    }
}

/// The entries of all tables.
struct LearnedEntries {
    names: Entries,
    types: [Entries; types::TYPES],
    words: Entries,
}

/// Counts the domains of each word, by fold. A piece counts as a domain of its fold.
fn word_domains(samples: &[PageSample], planted: &[Piece]) -> [HashMap<u32, ClassDomains>; FOLDS] {
    let mut domains: BTreeMap<&str, (usize, [HashSet<u32>; 2])> = BTreeMap::new();
    for sample in samples {
        let (_, keys) = domains.entry(&sample.domain).or_insert((sample.fold, Default::default()));
        for ((text, _), label) in sample.page.blocks().zip(&sample.content) {
            if let Some(share) = label {
                keys[usize::from(*share <= CONTENT_SHARE)].extend(block_word_keys(text));
            }
        }
    }
    let mut counts: [HashMap<u32, ClassDomains>; FOLDS] = Default::default();
    let mut count = |fold: usize, keys: [HashSet<u32>; 2]| {
        for (label, keys) in keys.into_iter().enumerate() {
            for key in keys {
                counts[fold].entry(key).or_default()[label] += 1.0;
            }
        }
    };
    for (_, (fold, keys)) in domains {
        count(fold, keys);
    }
    for piece in planted {
        let mut keys: [HashSet<u32>; 2] = Default::default();
        let label = usize::from(content_label(Some(piece.kind())) != Some(1.0));
        keys[label].extend(piece.texts().flat_map(block_word_keys));
        count(piece.fold, keys);
    }
    counts
}

/// Returns the log-odds of words, in ascending order of keys: the entries with the most weight of
/// evidence.
fn word_table<'c>(folds: impl Iterator<Item = &'c HashMap<u32, ClassDomains>>) -> Entries {
    let mut sums: HashMap<u32, ClassDomains> = HashMap::new();
    for counts in folds {
        for (&key, [content, chrome]) in counts {
            let sum = sums.entry(key).or_default();
            sum[0] += content;
            sum[1] += chrome;
        }
    }
    let mut candidates: Vec<(f32, u32, f32)> = Vec::new();
    for (key, [content, chrome]) in sums {
        // 0.5 is added to both counts (Haldane and Anscombe).
        let log_odds = ((content + 0.5) / (chrome + 0.5)).ln();
        let domains = content + chrome;
        // The library's tables mark empty slots with key 0.
        if key != 0 && domains >= MIN_WORD_DOMAINS && log_odds.abs() >= MIN_WORD_LOG_ODDS {
            candidates.push((log_odds.abs() * domains.ln_1p(), key, log_odds));
        }
    }
    candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    candidates.truncate(MAX_WORDS);
    let mut table: Entries =
        candidates.into_iter().map(|(_, key, value)| (key, table_file::rounded(value))).collect();
    table.sort_by_key(|(key, _)| *key);
    table
}

/// Returns the share of content under the elements with each token. A block weighs the square root
/// of its words.
fn token_shares(sample: &PageSample) -> TokenShares {
    // Running sums over the blocks: weight of labelled blocks, and of content blocks.
    let mut labelled = vec![0.0f32];
    let mut content = vec![0.0f32];
    for ((_, words), label) in sample.page.blocks().zip(&sample.content) {
        let weight = label.map_or(0.0, |_| words.max(1.0).sqrt());
        let is_content = label.unwrap_or(0.0) > CONTENT_SHARE;
        labelled.push(labelled[labelled.len() - 1] + weight);
        content.push(content[content.len() - 1] + weight * f32::from(u8::from(is_content)));
    }
    let mut sums: HashMap<u32, (f32, f32)> = HashMap::new();
    for (range, tokens) in sample.page.containers() {
        let all = labelled[range.end] - labelled[range.start];
        if all <= 0.0 {
            continue;
        }
        for &token in tokens {
            let sum = sums.entry(token).or_default();
            sum.0 += content[range.end] - content[range.start];
            sum.1 += all;
        }
    }
    sums.into_iter().map(|(token, (content, all))| (token, content / all)).collect()
}

/// Returns the log-odds of the tokens of some pages, in ascending order of keys.
fn token_table<'s>(pages: impl Iterator<Item = &'s TokenShares>) -> Entries {
    let mut sums: HashMap<u32, (f64, f64)> = HashMap::new();
    for page in pages {
        for (&token, &share) in page {
            let sum = sums.entry(token).or_default();
            sum.0 += f64::from(share);
            sum.1 += 1.0;
        }
    }
    let mut table = Entries::new();
    for (token, (shares, pages)) in sums {
        if pages < MIN_PAGES {
            continue;
        }
        let share = (shares + 0.5 * PRIOR_PAGES) / (pages + PRIOR_PAGES);
        let share = share.clamp(SHARE_RANGE.0, SHARE_RANGE.1);
        table.push((token, (share / (1.0 - share)).ln() as f32));
    }
    table.sort_by_key(|(token, _)| *token);
    table
}
