//! Counts of words by registrable domain, and the log-odds tables made of them.

use std::collections::{BTreeMap, HashMap};

use dechrome::training::{LogOdds, Scrape, key_of_language};

use crate::corpus::Document;
use crate::data::FOLDS;

/// Domains that have to have a word for it to be in a table.
const MIN_DOMAINS: u32 = 3;
/// Entries of a table: with five bytes each, the table stays under 400 kB.
const MAX_ENTRIES: usize = 76_000;
/// Log-odds nearer to 0 are left out.
const MIN_VALUE: f32 = 0.4;
/// Log-odds are clipped here and rounded to 127ths of it, as `train/pack.py` does.
const LIMIT: f32 = 4.0;
/// Domains of a language from which its words are known.
const MIN_LANGUAGE_DOMAINS: usize = 8;

/// In how many domains of a fold a key stands in body and in chrome.
#[derive(Default)]
pub(crate) struct Counts {
    folds: Vec<HashMap<u32, (u16, u16)>>,
    /// The domains of each language, and whether people labelled a text of theirs.
    languages: Vec<BTreeMap<&'static str, HashMap<String, bool>>>,
}

/// A log-odds table with the languages it knows.
pub(crate) struct Learned {
    pub(crate) entries: Vec<(u32, f32)>,
    /// With those of their domains of which people labelled a text: thresholds go by them.
    pub(crate) languages: Vec<(&'static str, usize)>,
    pub(crate) table: LogOdds,
}

impl Counts {
    /// Counts the words of documents with their languages; the last says whether people labelled them.
    pub(crate) fn new<'d>(
        documents: impl Iterator<Item = (&'d Document, Option<&'static str>, bool)>,
    ) -> Self {
        let mut counts =
            Counts { folds: vec![HashMap::new(); FOLDS], languages: vec![BTreeMap::new(); FOLDS] };
        let mut domains: BTreeMap<&str, (usize, [Vec<u32>; 2])> = BTreeMap::new();
        for (document, language, is_labelled) in documents {
            if let Some(language) = language {
                let seen = counts.languages[document.fold()].entry(language).or_default();
                *seen.entry(document.group.clone()).or_default() |= is_labelled;
            }
            let domain =
                domains.entry(&document.group).or_insert((document.fold(), Default::default()));
            let scrape = Scrape::new(&document.text);
            for (starts, keys) in scrape.starts().iter().zip(scrape.keys()) {
                match document.label_at(starts[0]).body {
                    Some(1.0) => domain.1[0].extend(keys),
                    Some(0.0) => domain.1[1].extend(keys),
                    _ => {}
                }
            }
            // Keeps the lists short while documents of the domain still come.
            domain.1.iter_mut().for_each(distinct);
        }
        for (fold, [body, chrome]) in domains.into_values() {
            body.iter().for_each(|&key| counts.folds[fold].entry(key).or_default().0 += 1);
            chrome.iter().for_each(|&key| counts.folds[fold].entry(key).or_default().1 += 1);
        }
        counts
    }

    /// The table of the domains that are in none of the folds `without`.
    pub(crate) fn learned(&self, without: &[usize]) -> Learned {
        let folds = (0..FOLDS).filter(|fold| !without.contains(fold));
        let mut sums: HashMap<u32, (u32, u32)> = HashMap::new();
        let mut languages: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for fold in folds {
            for (&key, &(body, chrome)) in &self.folds[fold] {
                let sum = sums.entry(key).or_default();
                *sum = (sum.0 + u32::from(body), sum.1 + u32::from(chrome));
            }
            for (code, domains) in &self.languages[fold] {
                let (all, labelled) = languages.entry(code).or_default();
                *all += domains.len();
                *labelled += domains.values().filter(|&&is_labelled| is_labelled).count();
            }
        }
        let known = languages.into_iter().filter(|(_, (all, _))| *all >= MIN_LANGUAGE_DOMAINS);
        let languages = known.map(|(code, (_, labelled))| (code, labelled)).collect();
        let entries = choose(sums);
        Learned { table: LogOdds::new(&entries), entries, languages }
    }
}

/// Sorts and removes repeats.
fn distinct(keys: &mut Vec<u32>) {
    keys.sort_unstable();
    keys.dedup();
}

/// The most telling keys with their log-odds, sorted by key.
fn choose(sums: HashMap<u32, (u32, u32)>) -> Vec<(u32, f32)> {
    let value = |(body, chrome): (u32, u32)| ((body as f32 + 0.5) / (chrome as f32 + 0.5)).ln();
    let mut found: Vec<(f32, u32, f32)> = sums
        .into_iter()
        .filter(|(key, (body, chrome))| *key != 0 && body + chrome >= MIN_DOMAINS)
        .map(|(key, sum)| (value(sum).abs() * ((sum.0 + sum.1) as f32).ln_1p(), key, value(sum)))
        .filter(|(_, _, value)| value.abs() >= MIN_VALUE)
        .collect();
    found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.truncate(MAX_ENTRIES);
    let step = LIMIT / 127.0;
    let mut entries: Vec<(u32, f32)> = found
        .into_iter()
        .map(|(_, key, value)| (key, (value / step).round().clamp(-127.0, 127.0) * step))
        .collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}

impl Learned {
    /// The keys and values as `train/text.py` reads them: u32 key, f32 value, little endian.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.entries
            .iter()
            .flat_map(|(key, value)| [key.to_le_bytes(), value.to_le_bytes()].concat())
            .collect()
    }

    /// Whether the words of a language are known.
    pub(crate) fn knows(&self, language: &str) -> bool {
        self.languages.iter().any(|(code, _)| *code == language)
    }

    /// The keys of the languages in the same form, with their domains in fiftieths.
    pub(crate) fn language_bytes(&self) -> Vec<u8> {
        let value = |domains: usize| (domains as f32 / 50.0).min(LIMIT);
        let entry = |(code, domains): &(&str, usize)| {
            [key_of_language(code).to_le_bytes(), value(*domains).to_le_bytes()].concat()
        };
        self.languages.iter().flat_map(entry).collect()
    }
}
