//! Compiles the lexicon's files into the phrase table. The build script and tests run this; the
//! library only reads the table.

use std::collections::HashMap;

use crate::kind::Kind;
use crate::lexicon::fold::FoldedText;
use crate::lexicon::phrase_table::{DATE_WORD, IS_PREFIX, PhraseEntry, home_slot, stored_half};

/// Where in a line a phrase counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhraseForm {
    /// It is the whole line.
    Line,
    /// It opens the line, and a colon, a bar or two spaces follow.
    Label,
    /// Anywhere in a short line, as whole words.
    Part,
    /// Only of kind `date`: the name of a month or weekday, or another word of dates.
    Word,
}

/// A phrase of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase<'f> {
    pub(crate) kind: Kind,
    pub(crate) form: PhraseForm,
    pub(crate) text: &'f str,
    /// Writers of its language leave out marks where a text is in capitals.
    pub(crate) loses_marks: bool,
}

/// Codes of the languages whose writers leave out marks in capitals, or whose capitals have several
/// lower cases.
const LANGUAGES_THAT_LOSE_MARKS: [&str; 11] =
    ["az", "ca", "de", "el", "es", "fr", "gl", "it", "pt", "ro", "tr"];

/// The table while it is built.
#[derive(Default)]
struct PhraseTableBuilder {
    entries: HashMap<u64, PhraseEntry>,
    /// Hashes in the order of the files, so that the table does not depend on the map's.
    order: Vec<u64>,
}

impl PhraseTableBuilder {
    /// Changes the entry of a hash.
    fn change(&mut self, hash: u64, change: impl FnOnce(&mut PhraseEntry)) {
        change(self.entries.entry(hash).or_insert_with(|| {
            self.order.push(hash);
            PhraseEntry::default()
        }));
    }

    /// Adds a phrase in the form that was folded.
    fn add(&mut self, phrase: Phrase<'_>, folded: &FoldedText) {
        let (Some(whole), kind) = (folded.hash(), phrase.kind) else { return };
        self.change(whole, |entry| match phrase.form {
            PhraseForm::Line => entry.line = entry.line.or(Some(kind)),
            PhraseForm::Label => entry.label = entry.label.or(Some(kind)),
            PhraseForm::Part => entry.parts = entry.parts.with(kind),
            PhraseForm::Word => entry.date_word = true,
        });
        // Parts are searched word by word, so each prefix of a part must be in the table.
        if matches!(phrase.form, PhraseForm::Part | PhraseForm::Word) {
            folded.visit_from(0, |hash| {
                self.change(hash, |entry| entry.is_prefix |= hash != whole);
                true
            });
        }
    }
}

/// Builds the table of some phrases. A phrase with several kinds keeps the first as a line or
/// label, and all as a part.
pub(crate) fn build<'f>(phrases: impl Iterator<Item = Phrase<'f>>) -> Vec<u8> {
    let mut builder = PhraseTableBuilder::default();
    let (mut folded, mut capitals) = (FoldedText::default(), FoldedText::default());
    for phrase in phrases {
        folded.read(phrase.text);
        builder.add(phrase, &folded);
        capitals.read_capitals(phrase.text);
        if phrase.loses_marks && capitals.text() != folded.text() {
            builder.add(phrase, &capitals);
        }
    }
    let entries = builder.order.iter().map(|hash| (*hash, builder.entries[hash]));
    pack(&entries.collect::<Vec<_>>())
}

/// Writes a table of hashes and entries.
fn pack(entries: &[(u64, PhraseEntry)]) -> Vec<u8> {
    // At most two thirds full, so that probing ends soon.
    let size = (entries.len() * 3 / 2).next_power_of_two();
    let (mut slots, mut numbers, mut distinct) = (vec![0u32; size], vec![0u16; size], Vec::new());
    for (hash, entry) in entries {
        let mut at = home_slot(*hash) & (size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        let number = distinct.iter().position(|other| other == entry).unwrap_or(distinct.len());
        if number == distinct.len() {
            distinct.push(*entry);
        }
        (slots[at], numbers[at]) = (stored_half(*hash), number as u16);
    }
    let mut bytes = Vec::with_capacity(size * 6 + distinct.len() * 8 + 8);
    bytes.extend((size as u32).to_le_bytes());
    bytes.extend((distinct.len() as u32).to_le_bytes());
    slots.iter().for_each(|slot| bytes.extend(slot.to_le_bytes()));
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    distinct.iter().for_each(|entry| bytes.extend(pack_entry(entry)));
    bytes
}

/// The number of a kind that is absent.
const NO_KIND: u8 = u8::MAX;

/// Writes an entry.
fn pack_entry(entry: &PhraseEntry) -> [u8; 8] {
    let kinds = Kind::ALL.iter().filter(|&&kind| entry.parts.contains(kind));
    let [a, b, c, d] = kinds.fold(0u32, |bits, &kind| bits | 1 << kind as u32).to_le_bytes();
    let number = |kind: Option<Kind>| kind.map_or(NO_KIND, |kind| kind as u8);
    let mut flags = 0;
    if entry.date_word {
        flags |= DATE_WORD;
    }
    if entry.is_prefix {
        flags |= IS_PREFIX;
    }
    [a, b, c, d, number(entry.line), number(entry.label), flags, 0]
}

/// Returns the phrases of the file of a language. Lines before the first heading are comments.
/// Lines under an unknown heading are skipped, and a test reports them.
pub(crate) fn phrases<'f>(language: &str, content: &'f str) -> impl Iterator<Item = Phrase<'f>> {
    let loses_marks = LANGUAGES_THAT_LOSE_MARKS.contains(&language);
    let mut section = None;
    content.lines().filter_map(move |line| {
        let text = line.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(heading) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            section = parse_heading(heading);
            return None;
        }
        section.map(|(kind, form)| Phrase { kind, form, text, loses_marks })
    })
}

/// Parses a heading, `kind form`.
pub(crate) fn parse_heading(heading: &str) -> Option<(Kind, PhraseForm)> {
    let (kind, form) = heading.split_once(' ')?;
    let form = match form {
        "line" => PhraseForm::Line,
        "label" => PhraseForm::Label,
        "part" => PhraseForm::Part,
        "word" => PhraseForm::Word,
        _ => return None,
    };
    Some((kind.parse().ok()?, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::phrase_table::PhraseTable;

    #[test]
    fn entries_pack_and_unpack() {
        let entry = PhraseEntry {
            line: Some(Kind::Body),
            label: None,
            parts: [Kind::Share, Kind::Blank].into_iter().collect(),
            date_word: true,
            is_prefix: false,
        };
        assert_eq!(PhraseEntry::unpack(pack_entry(&entry)), entry);
        let empty = PhraseEntry::default();
        assert_eq!(PhraseEntry::unpack(pack_entry(&empty)), empty);
    }

    #[test]
    fn a_truncated_table_is_empty() {
        let table: &'static [u8] = build(phrases("en", "[share part]\nshare\n")).leak();
        let mut folded = FoldedText::default();
        folded.read("share");
        let hash = folded.hash().expect("the text is not empty");
        let found = PhraseTable::open(table).get(hash).copied();
        assert!(found.is_some_and(|entry| entry.parts.contains(Kind::Share)));
        for length in [0, 3, 8, 10, table.len() - 1] {
            assert_eq!(PhraseTable::open(&table[..length]).get(hash), None, "{length} bytes");
        }
    }
}
