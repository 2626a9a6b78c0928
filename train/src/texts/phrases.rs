//! Finds candidates for the lexicons of phrases.
//!
//! `mine DATA [--domains N]` prints short chrome lines that occur on at least N registrable domains
//! (3 by default), never occur in a body, and contain no known phrase. A person reads them and adds
//! those that are chrome on every page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};
use std::path::Path;

use dechrome::training::{Phrases, Scrape};

use super::labelled_text::{self, LabelledText};
use crate::arguments::option;
use crate::error::Result;

/// The sets to search. They have kinds or URLs.
const SETS: [&str; 3] = ["labels-raw-dev", "labels-residue-dev", "wcxb-dev"];
/// The default of `--domains`.
const MIN_DOMAINS: usize = 3;
/// The maximum length of a phrase in characters.
const MAX_CHARACTERS: usize = 60;

/// The occurrences of a phrase.
#[derive(Default)]
struct PhraseUse {
    /// The domains that have it as a chrome line.
    domains: BTreeSet<String>,
    is_in_body: bool,
    /// How often each kind labels it.
    kinds: BTreeMap<String, usize>,
}

/// The occurrences by language and phrase.
type PhraseUses = BTreeMap<(&'static str, String), PhraseUse>;

/// Prints a row for each candidate: number of domains, language, most frequent kind, phrase.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let data = arguments.first().ok_or("usage: dechrome-train mine DATA [--domains N]")?;
    let min_domains = option(arguments, "--domains").map_or(Ok(MIN_DOMAINS), str::parse)?;
    let lexicon = Phrases::builtin();
    let mut uses = PhraseUses::new();
    for set in SETS {
        for document in labelled_text::read(&Path::new(data).join("text"), set)? {
            count_lines(&document, &lexicon, &mut uses);
        }
    }
    let mut candidates: Vec<(&(&str, String), &PhraseUse)> = Vec::new();
    for (key, phrase_use) in &uses {
        if !phrase_use.is_in_body && phrase_use.domains.len() >= min_domains {
            candidates.push((key, phrase_use));
        }
    }
    candidates.sort_by_key(|(_, phrase_use)| Reverse(phrase_use.domains.len()));
    let mut out = BufWriter::new(std::io::stdout());
    for ((language, phrase), phrase_use) in candidates {
        let kind = phrase_use.kinds.iter().max_by_key(|(_, count)| **count);
        let kind = kind.map_or("-", |(name, _)| name);
        writeln!(out, "{}\t{language}\t{kind}\t{phrase}", phrase_use.domains.len())?;
    }
    Ok(out.flush()?)
}

/// Adds the lines of a document to the counts.
fn count_lines(document: &LabelledText, lexicon: &Phrases, uses: &mut PhraseUses) {
    let language = Scrape::new(&document.text).language().unwrap_or("-");
    for (index, label) in document.labels.iter().enumerate() {
        let line = document.line(index).trim();
        let Some(body) = label.body else { continue };
        if line.chars().count() > MAX_CHARACTERS {
            continue;
        }
        let Some(phrase) = lexicon.unknown(line) else { continue };
        if !phrase.chars().any(char::is_alphabetic) {
            continue;
        }
        let phrase_use = uses.entry((language, phrase)).or_default();
        if body > 0.0 {
            phrase_use.is_in_body = true;
            continue;
        }
        phrase_use.domains.insert(document.domain.clone());
        if let Some(kind) = &label.kind {
            *phrase_use.kinds.entry(kind.clone()).or_default() += 1;
        }
    }
}
