//! All phrases as one hash table, read in place. `compile.rs` writes it.
//!
//! Layout (little endian):
//! ```text
//! u32        number of slots, a power of two
//! u32        number of entries
//! slots      for each slot: u32, the low half of a hash (0: empty)
//! numbers    for each slot: u16, the number of its entry
//! entries    each: u32 kinds as bits, u8 line, u8 label (number of a kind, or 255), u8 flags, u8 0
//! ```
//! The high half of a hash names its slot. If that is taken, the next free slot holds it.

use crate::kind::{Kind, KindSet};

/// Facts about a folded text: it is a phrase in one or more forms, or a phrase starts with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PhraseEntry {
    /// Its kind as a whole line, as a label, and as a part.
    pub(crate) line: Option<Kind>,
    pub(crate) label: Option<Kind>,
    pub(crate) parts: KindSet,
    /// It is a word of dates.
    pub(crate) date_word: bool,
    /// A longer phrase starts with it.
    pub(crate) is_prefix: bool,
}

/// Flags of an entry.
pub(crate) const DATE_WORD: u8 = 1;
pub(crate) const IS_PREFIX: u8 = 2;

impl PhraseEntry {
    /// Reads an entry.
    pub(crate) fn unpack(bytes: [u8; 8]) -> PhraseEntry {
        let [a, b, c, d, line, label, flags, _] = bytes;
        let bits = u32::from_le_bytes([a, b, c, d]);
        let kind = |number: u8| Kind::ALL.get(usize::from(number)).copied();
        let kinds = Kind::ALL.iter().copied().filter(|&kind| bits >> kind as u32 & 1 != 0);
        PhraseEntry {
            line: kind(line),
            label: kind(label),
            parts: kinds.collect(),
            date_word: flags & DATE_WORD != 0,
            is_prefix: flags & IS_PREFIX != 0,
        }
    }
}

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct PhraseTable {
    slots: &'static [[u8; 4]],
    numbers: &'static [[u8; 2]],
    entries: Vec<PhraseEntry>,
}

impl PhraseTable {
    /// Opens a table that `compile.rs` wrote. A part that is cut off reads as empty.
    pub(crate) fn open(bytes: &'static [u8]) -> Self {
        let (head, rest) = bytes.as_chunks::<4>().0.split_at_checked(2).unwrap_or_default();
        let slots = head.first().map_or(0, |count| u32::from_le_bytes(*count) as usize);
        let slots = rest.get(..slots).unwrap_or_default();
        let rest = bytes.get(8 + slots.len() * 4..).unwrap_or_default();
        let numbers = rest.as_chunks::<2>().0.get(..slots.len()).unwrap_or_default();
        let entries = rest.get(numbers.len() * 2..).unwrap_or_default().as_chunks::<8>().0;
        let entries = entries.iter().map(|&entry| PhraseEntry::unpack(entry)).collect();
        PhraseTable { slots, numbers, entries }
    }

    /// Returns the entry of the text with this hash.
    pub(crate) fn get(&self, hash: u64) -> Option<&PhraseEntry> {
        let mask = self.slots.len().checked_sub(1)?;
        let (wanted, mut at) = (stored_half(hash), home_slot(hash) & mask);
        loop {
            let found = u32::from_le_bytes(self.slots[at]);
            if found == wanted {
                let number = u16::from_le_bytes(*self.numbers.get(at)?);
                return self.entries.get(usize::from(number));
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// Returns the half of a hash that a slot stores. 0 marks an empty slot.
pub(crate) fn stored_half(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// Returns the half of a hash that names a slot.
pub(crate) fn home_slot(hash: u64) -> usize {
    (hash >> 32) as usize
}
