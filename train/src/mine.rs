//! Finds phrases for the lexicons: `mine DATA [--domains N]` prints the short chrome lines that stand on N registrable domains or
//! more (three unless told), never in a body, and hold no known phrase. A person reads them and writes down what is chrome anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};
use std::path::Path;

use dechrome::training::{Phrases, Scrape};

use crate::corpus::{self, Document};
use crate::{Result, text};

/// The texts that are mined: those with kinds first, and all that has addresses.
const SETS: &[&str] = &["labels-raw-dev", "labels-residue-dev", "wcxb-dev"];
/// Domains that a phrase has to stand on.
const DOMAINS: usize = 3;
/// Characters of the longest phrase.
const LONGEST: usize = 60;

/// Where a phrase stands.
#[derive(Default)]
struct Found {
    chrome: BTreeSet<String>,
    in_body: bool,
    kinds: BTreeMap<String, usize>,
}

/// What was found of each phrase of a language.
type All = BTreeMap<(&'static str, String), Found>;

/// Prints a row for each phrase: domains, language, kind (where a person named it), phrase.
pub(crate) fn mine(arguments: &[String]) -> Result<()> {
    let data = Path::new(arguments.first().ok_or("usage: dechrome-train mine DATA [--domains N]")?)
        .join("text");
    let least = text::option(arguments, "--domains").map_or(Ok(DOMAINS), str::parse)?;
    let phrases = Phrases::builtin();
    let mut all = All::new();
    for set in SETS {
        corpus::read(&data, set)?.iter().for_each(|document| note(document, &phrases, &mut all));
    }
    let mut rows: Vec<(&(&str, String), &Found)> =
        all.iter().filter(|(_, found)| !found.in_body && found.chrome.len() >= least).collect();
    rows.sort_by_key(|(_, found)| std::cmp::Reverse(found.chrome.len()));
    let mut out = BufWriter::new(std::io::stdout());
    for ((language, phrase), found) in rows {
        let kind =
            found.kinds.iter().max_by_key(|(_, count)| **count).map_or("-", |(kind, _)| kind);
        writeln!(out, "{}\t{language}\t{kind}\t{phrase}", found.chrome.len())?;
    }
    Ok(out.flush()?)
}

/// Notes the lines of a document.
fn note(document: &Document, phrases: &Phrases, all: &mut All) {
    let language = Scrape::new(&document.text).language().unwrap_or("-");
    for (at, label) in document.labels.iter().enumerate() {
        let line = document.line(at).trim();
        let Some(body) = label.body.filter(|_| line.chars().count() <= LONGEST) else { continue };
        let Some(phrase) =
            phrases.unknown(line).filter(|phrase| phrase.chars().any(char::is_alphabetic))
        else {
            continue;
        };
        let found = all.entry((language, phrase)).or_default();
        if body > 0.0 {
            found.in_body = true;
        } else {
            found.chrome.insert(document.group.clone());
            label.kind.iter().for_each(|kind| *found.kinds.entry(kind.clone()).or_default() += 1);
        }
    }
}
