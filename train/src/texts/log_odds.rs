//! Learns the log-odds of words from the numbers of domains that have them in body and in chrome.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use dechrome::Kind;
use dechrome::training::{LogOdds, Scrape, key_of_language};

use super::labelled_text::LabelledText;
use crate::error::Result;
use crate::folds::FOLDS;
use crate::plants::{Piece, PiecePart};
use crate::table_file::{self, LOG_ODDS_LIMIT};

/// The domains that must have a word for the table to contain it.
const MIN_DOMAINS: u32 = 3;
/// The maximum number of entries. At five bytes each, the table stays under 400 kB.
const MAX_ENTRIES: usize = 76_000;
/// Entries with smaller absolute log-odds are left out.
const MIN_VALUE: f32 = 0.4;
/// The domains of a language from which its words count as known.
const MIN_LANGUAGE_DOMAINS: usize = 8;
/// The table of languages stores the number of labelled domains divided by this.
const LANGUAGE_DOMAIN_UNIT: f32 = 50.0;

/// The domains that have a word, in body and in chrome.
#[derive(Clone, Copy, Default)]
struct WordDomains {
    body: u32,
    chrome: u32,
}

impl WordDomains {
    /// Returns the log-odds of body, with 0.5 added to both counts (Haldane and Anscombe).
    fn log_odds(self) -> f32 {
        ((self.body as f32 + 0.5) / (self.chrome as f32 + 0.5)).ln()
    }
}

/// The domains of a language. The value is true if a person labelled a text of the domain.
type LanguageDomains = HashMap<String, bool>;

/// The counts of one fold.
#[derive(Default)]
struct FoldCounts {
    words: HashMap<u32, WordDomains>,
    languages: BTreeMap<&'static str, LanguageDomains>,
}

/// The counts of all folds.
pub(super) struct DomainCounts {
    folds: [FoldCounts; FOLDS],
}

/// A log-odds table with the languages that it knows.
pub(super) struct LearnedTable {
    entries: Vec<(u32, f32)>,
    /// The known languages, each with its number of domains that have a text labelled by a person.
    /// The cleaner's thresholds depend on it.
    languages: Vec<(&'static str, usize)>,
    /// The entries in the form that the library reads.
    pub(super) log_odds: LogOdds,
}

/// A text to count.
pub(super) struct CountedText<'d> {
    pub(super) document: &'d LabelledText,
    pub(super) language: Option<&'static str>,
    pub(super) is_labelled_by_hand: bool,
}

impl DomainCounts {
    /// Counts the words and the languages of texts.
    pub(super) fn new<'d>(texts: impl Iterator<Item = CountedText<'d>>) -> Self {
        let mut folds: [FoldCounts; FOLDS] = Default::default();
        // For each domain: its fold, and the distinct keys of its body lines and chrome lines.
        let mut domains: BTreeMap<&str, (usize, [Vec<u32>; 2])> = BTreeMap::new();
        for CountedText { document, language, is_labelled_by_hand } in texts {
            let fold = document.fold();
            if let Some(language) = language {
                let domains = folds[fold].languages.entry(language).or_default();
                *domains.entry(document.domain.clone()).or_default() |= is_labelled_by_hand;
            }
            let (_, [body, chrome]) =
                domains.entry(&document.domain).or_insert((fold, Default::default()));
            let scrape = Scrape::new(&document.text);
            for (starts, keys) in scrape.starts().iter().zip(scrape.keys()) {
                match document.label_at(starts[0]).body {
                    Some(1.0) => body.extend(keys),
                    Some(0.0) => chrome.extend(keys),
                    _ => {}
                }
            }
            // Done for each text, not once for each domain, to bound memory.
            sort_distinct(body);
            sort_distinct(chrome);
        }
        for (fold, [body, chrome]) in domains.into_values() {
            let words = &mut folds[fold].words;
            body.iter().for_each(|&key| words.entry(key).or_default().body += 1);
            chrome.iter().for_each(|&key| words.entry(key).or_default().chrome += 1);
        }
        DomainCounts { folds }
    }

    /// Counts the words of pieces. Each is a domain of its own.
    pub(super) fn add_pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let text = piece.parts.iter().map(PiecePart::plain).collect::<Vec<_>>().join("\n");
            let mut keys: Vec<u32> = Scrape::new(&text).keys().into_iter().flatten().collect();
            sort_distinct(&mut keys);
            for key in keys {
                let domains = self.folds[piece.fold].words.entry(key).or_default();
                if piece.kind().is_content() && piece.kind() != Kind::Caption {
                    domains.body += 1;
                } else {
                    domains.chrome += 1;
                }
            }
        }
    }

    /// Learns a table from the domains outside some folds.
    pub(super) fn learn_without(&self, excluded: &[usize]) -> LearnedTable {
        let mut words: HashMap<u32, WordDomains> = HashMap::new();
        let mut languages: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for (fold, counts) in self.folds.iter().enumerate() {
            if excluded.contains(&fold) {
                continue;
            }
            for (&key, domains) in &counts.words {
                let sum = words.entry(key).or_default();
                sum.body += domains.body;
                sum.chrome += domains.chrome;
            }
            for (code, domains) in &counts.languages {
                let (all, labelled) = languages.entry(code).or_default();
                *all += domains.len();
                *labelled += domains.values().filter(|&&is_labelled| is_labelled).count();
            }
        }
        let known = languages.into_iter().filter(|(_, (all, _))| *all >= MIN_LANGUAGE_DOMAINS);
        let languages = known.map(|(code, (_, labelled))| (code, labelled)).collect();
        let entries = choose_entries(words);
        LearnedTable { log_odds: LogOdds::new(&entries), entries, languages }
    }
}

fn sort_distinct(keys: &mut Vec<u32>) {
    keys.sort_unstable();
    keys.dedup();
}

/// Returns the most significant entries, sorted by key.
fn choose_entries(words: HashMap<u32, WordDomains>) -> Vec<(u32, f32)> {
    let mut candidates: Vec<(f32, u32, f32)> = Vec::new();
    for (key, domains) in words {
        let count = domains.body + domains.chrome;
        let value = domains.log_odds();
        // The library's tables mark empty slots with key 0.
        if key == 0 || count < MIN_DOMAINS || value.abs() < MIN_VALUE {
            continue;
        }
        let significance = value.abs() * (count as f32).ln_1p();
        candidates.push((significance, key, value));
    }
    candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    candidates.truncate(MAX_ENTRIES);
    let mut entries: Vec<(u32, f32)> =
        candidates.into_iter().map(|(_, key, value)| (key, table_file::rounded(value))).collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}

impl LearnedTable {
    /// Returns true if the words of a language are known.
    pub(super) fn knows(&self, language: &str) -> bool {
        self.languages.iter().any(|(code, _)| *code == language)
    }

    /// Writes `PREFIX.table` and `PREFIX.languages`, which `train/text.py` reads.
    pub(super) fn write(&self, out: &Path, prefix: &str) -> Result<()> {
        table_file::write(&out.join(format!("{prefix}.table")), &self.entries)?;
        let mut languages = Vec::new();
        for &(code, domains) in &self.languages {
            let value = (domains as f32 / LANGUAGE_DOMAIN_UNIT).min(LOG_ODDS_LIMIT);
            languages.push((key_of_language(code), value));
        }
        table_file::write(&out.join(format!("{prefix}.languages")), &languages)
    }
}
