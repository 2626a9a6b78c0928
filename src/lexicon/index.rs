//! All phrases as one table of hashes, read in place. `compile.rs` makes it.
//!
//! Layout (little endian): u32 slots (a power of two), u32 values, then for each slot the low half of a hash (0: empty),
//! for each slot the u16 number of its value, and each value: u32 kinds as bits, u8 line, u8 label (number of a kind, or
//! 255), u8 flags, u8 0. A hash stands in the slot that its high half names, or in one behind it.

use crate::kind::{Kind, KindSet};

/// What is known of a text: it is a phrase, in one or more forms, or a phrase starts with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    /// The kind that it is of as a whole line, as a label, and as a part.
    pub(crate) line: Option<Kind>,
    pub(crate) label: Option<Kind>,
    pub(crate) parts: KindSet,
    /// Whether it is a word of dates.
    pub(crate) date_word: bool,
    /// Whether a longer phrase starts with it.
    pub(crate) goes_on: bool,
}

/// The bits of a value's flags.
pub(crate) const DATE_WORD: u8 = 1;
pub(crate) const GOES_ON: u8 = 2;

impl Value {
    /// Reads a value.
    pub(crate) fn unpack(bytes: [u8; 8]) -> Value {
        let [a, b, c, d, line, label, flags, _] = bytes;
        let kinds = u32::from_le_bytes([a, b, c, d]);
        let kind = |number: u8| Kind::ALL.get(usize::from(number)).copied();
        Value {
            line: kind(line),
            label: kind(label),
            parts: Kind::ALL
                .iter()
                .copied()
                .filter(|&kind| kinds >> kind as u32 & 1 != 0)
                .collect(),
            date_word: flags & DATE_WORD != 0,
            goes_on: flags & GOES_ON != 0,
        }
    }
}

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    slots: &'static [[u8; 4]],
    numbers: &'static [[u8; 2]],
    values: Vec<Value>,
}

impl Index {
    /// Reads a table that `compile.rs` made; what is cut off is empty.
    pub(crate) fn open(bytes: &'static [u8]) -> Self {
        let (head, rest) = bytes.as_chunks::<4>().0.split_at_checked(2).unwrap_or_default();
        let slots = head.first().map_or(0, |count| u32::from_le_bytes(*count) as usize);
        let slots = rest.get(..slots).unwrap_or_default();
        let rest = bytes.get(8 + slots.len() * 4..).unwrap_or_default();
        let numbers = rest.as_chunks::<2>().0.get(..slots.len()).unwrap_or_default();
        let values = rest.get(numbers.len() * 2..).unwrap_or_default().as_chunks::<8>().0;
        Index { slots, numbers, values: values.iter().map(|&value| Value::unpack(value)).collect() }
    }

    /// What is known of the text with this hash.
    pub(crate) fn get(&self, hash: u64) -> Option<&Value> {
        let mask = self.slots.len().checked_sub(1)?;
        let (low, mut at) = (low(hash), home(hash) & mask);
        loop {
            let found = u32::from_le_bytes(self.slots[at]);
            if found == low {
                let number = u16::from_le_bytes(*self.numbers.get(at)?);
                return self.values.get(usize::from(number));
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The half of a hash that is stored.
pub(crate) fn low(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// The half of a hash that says where.
pub(crate) fn home(hash: u64) -> usize {
    (hash >> 32) as usize
}
