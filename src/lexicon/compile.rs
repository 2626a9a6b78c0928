//! Makes the table of phrases out of the files. The build script runs this, and so do tests; the library only reads the
//! table.

use std::collections::HashMap;

use crate::kind::Kind;
use crate::lexicon::fold::Folded;
use crate::lexicon::index::{DATE_WORD, GOES_ON, Value, home, low};

/// How a phrase of a file has to stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// It is the whole line.
    Line,
    /// It opens the line, and a colon, a bar or two spaces follow.
    Label,
    /// It stands anywhere in a short line, as whole words.
    Part,
    /// Only in `date`: the name of a month or weekday, or another word of dates.
    Word,
}

/// Builds the table of some phrases. A phrase that stands under several kinds keeps the first as a line or label, and all
/// as a part.
pub(crate) fn build<'f>(phrases: impl Iterator<Item = (Kind, Form, &'f str)>) -> Vec<u8> {
    let mut known: HashMap<u64, Value> = HashMap::new();
    let mut order = Vec::new();
    let mut folded = Folded::default();
    for (kind, form, phrase) in phrases {
        folded.read(phrase);
        let Some(whole) = folded.whole() else { continue };
        let mut change = |hash: u64, change: &dyn Fn(&mut Value)| {
            change(known.entry(hash).or_insert_with(|| {
                order.push(hash);
                Value::default()
            }));
        };
        match form {
            Form::Line => change(whole, &|value| value.line = value.line.or(Some(kind))),
            Form::Label => change(whole, &|value| value.label = value.label.or(Some(kind))),
            Form::Part => change(whole, &|value| value.parts = value.parts.with(kind)),
            Form::Word => change(whole, &|value| value.date_word = true),
        }
        if matches!(form, Form::Part | Form::Word) {
            folded.visit_from(0, |hash| {
                change(hash, &|value| value.goes_on |= hash != whole);
                true
            });
        }
    }
    let entries: Vec<(u64, Value)> = order.into_iter().map(|hash| (hash, known[&hash])).collect();
    pack(&entries)
}

/// Writes a table of some hashes and values.
fn pack(entries: &[(u64, Value)]) -> Vec<u8> {
    let size = (entries.len() * 3 / 2).next_power_of_two();
    let (mut slots, mut numbers, mut values) = (vec![0u32; size], vec![0u16; size], Vec::new());
    for (hash, value) in entries {
        let mut at = home(*hash) & (size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        let number = values.iter().position(|other| other == value).unwrap_or(values.len());
        if number == values.len() {
            values.push(*value);
        }
        (slots[at], numbers[at]) = (low(*hash), number as u16);
    }
    let mut bytes = Vec::with_capacity(size * 6 + values.len() * 8 + 8);
    bytes.extend((size as u32).to_le_bytes());
    bytes.extend((values.len() as u32).to_le_bytes());
    slots.iter().for_each(|slot| bytes.extend(slot.to_le_bytes()));
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    values.iter().for_each(|value| bytes.extend(pack_value(value)));
    bytes
}

/// Marks that there is no kind.
const NONE: u8 = u8::MAX;

/// Writes a value.
fn pack_value(value: &Value) -> [u8; 8] {
    let kinds = Kind::ALL.iter().filter(|&&kind| value.parts.contains(kind));
    let [a, b, c, d] = kinds.fold(0u32, |bits, &kind| bits | 1 << kind as u32).to_le_bytes();
    let number = |kind: Option<Kind>| kind.map_or(NONE, |kind| kind as u8);
    let flags =
        if value.date_word { DATE_WORD } else { 0 } | if value.goes_on { GOES_ON } else { 0 };
    [a, b, c, d, number(value.line), number(value.label), flags, 0]
}

/// The phrases of a file. Lines before the first heading are comments; those under a heading that names no kind or form
/// are left out (a test of the files finds them).
pub(crate) fn phrases(content: &str) -> impl Iterator<Item = (Kind, Form, &str)> {
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

/// Reads `kind form`.
pub(crate) fn parse_heading(heading: &str) -> Option<(Kind, Form)> {
    let (kind, form) = heading.split_once(' ')?;
    let form = match form {
        "line" => Form::Line,
        "label" => Form::Label,
        "part" => Form::Part,
        "word" => Form::Word,
        _ => return None,
    };
    Some((kind.parse().ok()?, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::index::Index;

    #[test]
    fn values_pack_and_unpack() {
        let value = Value {
            line: Some(Kind::Body),
            label: None,
            parts: [Kind::Share, Kind::Blank].into_iter().collect(),
            date_word: true,
            goes_on: false,
        };
        assert_eq!(Value::unpack(pack_value(&value)), value);
        assert_eq!(Value::unpack(pack_value(&Value::default())), Value::default());
    }

    #[test]
    fn a_cut_table_is_empty() {
        let table: &'static [u8] = build(phrases("[share part]\nshare\n")).leak();
        let hash = {
            let mut folded = Folded::default();
            folded.read("share");
            folded.whole().expect("has a hash")
        };
        assert!(
            Index::open(table).get(hash).is_some_and(|value| value.parts.contains(Kind::Share))
        );
        for length in [0, 3, 8, 10, table.len() - 1] {
            assert_eq!(Index::open(&table[..length]).get(hash), None, "{length} bytes");
        }
    }
}
