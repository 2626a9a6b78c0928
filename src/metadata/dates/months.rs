//! Names of months, in the languages of `months.txt`.

use crate::hash::{FNV_START, fnv_step};

/// The names by language.
const NAMES: &str = include_str!("months.txt");
/// The least number of letters of an abbreviated name.
const SHORTEST: usize = 3;
/// 64-bit words of the prefix filter: with so many, one other word in twenty passes.
const FILTER_WORDS: usize = 256;
/// A bit for the prefix of each name. It rejects most words, so that few are looked up.
const PREFIX_FILTER: [u64; FILTER_WORDS] = prefix_filter(NAMES.as_bytes());

/// Returns the number of the month that a word names, from 1: in `language`, in English, or in any
/// other language if all that have the name agree.
pub(crate) fn month_number(word: &str, language: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    let (at, bit) = filter_bit(prefix_hash(word.as_bytes(), 0).0);
    if PREFIX_FILTER[at] & bit == 0 {
        return None;
    }
    let own = |code: &str| {
        languages().find(|(name, _)| *name == code).and_then(|(_, names)| in_language(word, names))
    };
    own(language).or_else(|| own("en")).or_else(|| anywhere(word))
}

/// Returns the FNV-1a hash of the first [`SHORTEST`] characters of the word at `at`, and the end of
/// the word.
const fn prefix_hash(text: &[u8], mut at: usize) -> (u64, usize) {
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

/// Returns the filter's word and bit for a hash.
const fn filter_bit(key: u64) -> (usize, u64) {
    ((key >> 32) as usize % FILTER_WORDS, 1 << (key % 64))
}

/// Returns the filter of all words of the table, its codes and comments included.
const fn prefix_filter(text: &[u8]) -> [u64; FILTER_WORDS] {
    let (mut filter, mut at) = ([0; FILTER_WORDS], 0);
    while at < text.len() {
        let (key, end) = prefix_hash(text, at);
        let (word, bit) = filter_bit(key);
        filter[word] |= bit;
        at = end + 1;
    }
    filter
}

/// Returns the languages, each with its line of names.
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
}

/// Returns the months of a line, each with its names.
fn months(names: &'static str) -> impl Iterator<Item = (u32, impl Iterator<Item = &'static str>)> {
    names.split('|').zip(1..).map(|(names, number)| (number, names.split_ascii_whitespace()))
}

/// Returns the month with this name, or the only one with a name that starts with the word.
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

/// Returns the month that has this name in any language, if all languages agree.
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
                    names.all(|name| month_number(name, code) == Some(number)),
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
            assert_eq!(month_number(word, language), expected, "{word} {language}");
        }
    }
}
