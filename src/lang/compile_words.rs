//! Compiles the lists of function words into one table. The build script and tests run this; the
//! library only reads the table.

use std::collections::BTreeMap;

use crate::hash::key_of_lower;
use crate::lang::word_table::{LanguageSet, WORD_SPACE};

/// Builds the table of some lists, each with the code of its language. The lists are sorted by
/// code.
pub(crate) fn build(lists: &[(String, String)]) -> Vec<u8> {
    let mut words: BTreeMap<u32, LanguageSet> = BTreeMap::new();
    let mut languages = Vec::new();
    for (number, (code, list)) in lists.iter().enumerate() {
        for word in list.split_whitespace() {
            *words.entry(key_of_lower(WORD_SPACE, word)).or_default() |= 1 << number;
        }
        let mut record = [0; 8];
        record[..code.len()].copy_from_slice(code.as_bytes());
        let letter = list.chars().next().map_or(0, u32::from);
        record[4..].copy_from_slice(&letter.to_le_bytes());
        languages.push(record);
    }
    pack(&words, &languages)
}

/// Writes a table.
fn pack(words: &BTreeMap<u32, LanguageSet>, languages: &[[u8; 8]]) -> Vec<u8> {
    // At most half full: most words that are looked up are not in the table.
    let size = (words.len() * 2).next_power_of_two();
    let (mut slots, mut numbers) = (vec![0u32; size], vec![0u16; size]);
    let mut sets: Vec<LanguageSet> = Vec::new();
    for (&key, &set) in words {
        let mut at = key as usize & (size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        let number = sets.iter().position(|&other| other == set).unwrap_or(sets.len());
        if number == sets.len() {
            sets.push(set);
        }
        (slots[at], numbers[at]) = (key, number as u16);
    }
    let mut bytes = Vec::new();
    for count in [size, languages.len(), sets.len()] {
        bytes.extend((count as u32).to_le_bytes());
    }
    slots.iter().for_each(|slot| bytes.extend(slot.to_le_bytes()));
    languages.iter().for_each(|language| bytes.extend(language));
    sets.iter().for_each(|set| bytes.extend(set.to_le_bytes()));
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::word_table::WordTable;

    #[test]
    fn words_are_found() {
        let lists = [("en", "the a"), ("fr", "le a"), ("ru", "и")];
        let lists = lists.map(|(code, words)| (code.to_owned(), words.to_owned()));
        let table = WordTable::open(build(&lists).leak());
        for (word, expected) in [("the", 1), ("LE", 2), ("a", 3), ("и", 4), ("river", 0)] {
            assert_eq!(table.languages_of(key_of_lower(WORD_SPACE, word)), expected, "{word}");
        }
        assert_eq!((table.len(), table.code(1), table.letter(2)), (3, "fr", Some('и')));
        assert_eq!((table.code(3), table.letter(3)), ("", None));
    }

    #[test]
    fn a_truncated_table_is_empty() {
        let bytes: &'static [u8] = build(&[("en".to_owned(), "the".to_owned())]).leak();
        for length in [0, 8, 12, 15] {
            let table = WordTable::open(&bytes[..length]);
            assert_eq!(table.languages_of(key_of_lower(WORD_SPACE, "the")), 0, "{length} bytes");
        }
    }

    #[test]
    fn lists_are_well_formed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lang/function_words");
        for entry in std::fs::read_dir(folder).expect("the folder exists") {
            let path = entry.expect("an entry").path();
            let list = std::fs::read_to_string(&path).expect("reads the file");
            let words: Vec<&str> = list.split_whitespace().collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{}", path.display());
            for word in words {
                // A word that is read as two would never be found.
                let read: Vec<&str> = crate::unicode::words(word).map(|word| word.text).collect();
                assert_eq!(read, [word], "{}", path.display());
                assert_eq!(word.to_lowercase(), word, "{}", path.display());
            }
        }
    }
}
