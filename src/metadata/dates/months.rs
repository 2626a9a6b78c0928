//! Names of months.

use crate::hash::{FNV_START, fnv_step};

/// The names by language.
const NAMES: &str = include_str!("months.txt");
/// Letters from which a name may be cut short in its own language.
const SHORTEST: usize = 3;
/// Words of the filter of starts: a few bits for each name, so that one word in twenty passes for nothing.
const FILTER: usize = 256;
/// A bit for each start of a name. Most words of a text are no months, and this tells without a look at all languages.
const STARTS: [u64; FILTER] = starts(NAMES.as_bytes());

/// The number of the month that a word names, from 1: in `language`, in English, or in any other language where all that
/// have the name agree.
pub(crate) fn number(word: &str, language: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    let (at, bit) = place(start_key(word.as_bytes(), 0).0);
    if STARTS[at] & bit == 0 {
        return None;
    }
    let own = |code: &str| {
        languages().find(|(name, _)| *name == code).and_then(|(_, names)| in_language(word, names))
    };
    own(language).or_else(|| own("en")).or_else(|| anywhere(word))
}

/// FNV-1a of the first [`SHORTEST`] characters of the word that begins at `at`, and where the word ends.
const fn start_key(text: &[u8], mut at: usize) -> (u64, usize) {
    let (mut key, mut characters) = (FNV_START, 0);
    while at < text.len() && !matches!(text[at], b' ' | b'|' | b'\n') {
        characters += (text[at] & 0xC0 != 0x80) as usize;
        if characters <= SHORTEST {
            key = fnv_step(key, text[at]);
        }
        at += 1;
    }
    (key, at)
}

/// The word and bit of the filter that a key has.
const fn place(key: u64) -> (usize, u64) {
    ((key >> 32) as usize % FILTER, 1 << (key % 64))
}

/// The filter of all words of the table, the codes and comments in it too.
const fn starts(text: &[u8]) -> [u64; FILTER] {
    let (mut filter, mut at) = ([0; FILTER], 0);
    while at < text.len() {
        let (key, end) = start_key(text, at);
        let (word, bit) = place(key);
        filter[word] |= bit;
        at = end + 1;
    }
    filter
}

/// The languages with their names of months.
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
}

/// The months with their names.
fn months(names: &'static str) -> impl Iterator<Item = (u32, impl Iterator<Item = &'static str>)> {
    names.split('|').zip(1..).map(|(names, number)| (number, names.split_ascii_whitespace()))
}

/// The month that has the word for a name, or the only one with a name that starts with it.
fn in_language(word: &str, names: &'static str) -> Option<u32> {
    let whole = months(names)
        .find_map(|(number, mut names)| names.any(|name| name == word).then_some(number));
    if whole.is_some() {
        return whole;
    }
    let is_long = word.chars().count() >= SHORTEST;
    let mut cut = months(names).filter(|_| is_long).filter_map(|(number, mut names)| {
        names.any(|name| name.starts_with(word)).then_some(number)
    });
    cut.next().filter(|_| cut.next().is_none())
}

/// The month that has the word for a name in some language, if no two disagree.
fn anywhere(word: &str) -> Option<u32> {
    let mut all = languages()
        .flat_map(|(_, names)| months(names))
        .filter_map(|(number, mut names)| names.any(|name| name == word).then_some(number));
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        let codes: Vec<&str> = languages().map(|(code, _)| code).collect();
        assert!(codes.is_sorted());
        for (code, names) in languages() {
            assert_eq!(months(names).count(), 12, "{code}");
            for (number, mut names) in months(names) {
                assert!(
                    names.all(|name| super::number(name, code) == Some(number)),
                    "{code}: {number}"
                );
            }
        }
    }

    #[test]
    fn names_cut_short_and_of_other_languages() {
        for (word, language, expected) in [
            ("Sept", "en", Some(9)),
            ("Ma", "en", None),
            ("Ju", "en", None),
            ("März", "en", Some(3)),
            ("listopad", "hr", Some(10)),
            ("listopad", "cs", Some(11)),
            ("listopad", "en", None),
            ("Dez", "de", Some(12)),
            ("by", "en", None),
        ] {
            assert_eq!(number(word, language), expected, "{word} {language}");
        }
    }
}
