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

/// Builds the table of some phrases. A phrase with several kinds keeps the first as a line or
/// label, and all as a part.
pub(crate) fn build<'f>(phrases: impl Iterator<Item = (Kind, PhraseForm, &'f str)>) -> Vec<u8> {
    let mut known: HashMap<u64, PhraseEntry> = HashMap::new();
    // The order of the files, so that the table does not depend on the map's.
    let mut order = Vec::new();
    let mut folded = FoldedText::default();
    for (kind, form, phrase) in phrases {
        folded.read(phrase);
        let Some(whole) = folded.hash() else { continue };
        let mut change = |hash: u64, change: &dyn Fn(&mut PhraseEntry)| {
            change(known.entry(hash).or_insert_with(|| {
                order.push(hash);
                PhraseEntry::default()
            }));
        };
        match form {
            PhraseForm::Line => change(whole, &|entry| entry.line = entry.line.or(Some(kind))),
            PhraseForm::Label => change(whole, &|entry| entry.label = entry.label.or(Some(kind))),
            PhraseForm::Part => change(whole, &|entry| entry.parts = entry.parts.with(kind)),
            PhraseForm::Word => change(whole, &|entry| entry.date_word = true),
        }
        // Parts are searched word by word, so each prefix of a part must be in the table.
        if matches!(form, PhraseForm::Part | PhraseForm::Word) {
            folded.visit_from(0, |hash| {
                change(hash, &|entry| entry.is_prefix |= hash != whole);
                true
            });
        }
    }
    let entries: Vec<(u64, PhraseEntry)> =
        order.into_iter().map(|hash| (hash, known[&hash])).collect();
    pack(&entries)
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

/// Returns the phrases of a file. Lines before the first heading are comments. Lines under an
/// unknown heading are skipped, and a test reports them.
pub(crate) fn phrases(content: &str) -> impl Iterator<Item = (Kind, PhraseForm, &str)> {
    let mut section = None;
    content.lines().filter_map(move |line| {
        let line = line.trim();
        if line.is_empty() {
            return None;
        }
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = parse_heading(heading);
            return None;
        }
        section.map(|(kind, form)| (kind, form, line))
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
        let table: &'static [u8] = build(phrases("[share part]\nshare\n")).leak();
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
