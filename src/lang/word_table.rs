//! The table of function words, read in place. `compile_words.rs` writes it.
//!
//! Layout (little endian):
//! ```text
//! u32        number of slots, a power of two
//! u32        number of languages
//! u32        number of sets
//! slots      for each slot: u32, the key of a word (0: empty)
//! languages  each: 4 bytes code, filled up with NULs; u32 first letter of its first word
//! sets       each: u128, one bit per language
//! numbers    for each slot: u16, the number of its set
//! ```
//! A key names its slot by its lowest bits. If that is taken, the next free slot holds it.

/// The key space of function words.
pub(crate) const WORD_SPACE: u8 = 0;

/// A set of languages, one bit each, in the order of their codes.
pub(crate) type LanguageSet = u128;

/// The table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordTable {
    slots: &'static [[u8; 4]],
    languages: &'static [[u8; 8]],
    sets: &'static [[u8; 16]],
    numbers: &'static [[u8; 2]],
}

impl WordTable {
    /// Opens a table. A part that is cut off reads as empty.
    pub(crate) fn open(bytes: &'static [u8]) -> WordTable {
        let (head, rest) = bytes.split_at_checked(12).unwrap_or_default();
        let count = |at: usize| {
            head.as_chunks::<4>().0.get(at).map_or(0, |count| u32::from_le_bytes(*count) as usize)
        };
        let slots = rest.as_chunks::<4>().0.get(..count(0)).unwrap_or_default();
        let rest = rest.get(slots.len() * 4..).unwrap_or_default();
        let languages = rest.as_chunks::<8>().0.get(..count(1)).unwrap_or_default();
        let rest = rest.get(languages.len() * 8..).unwrap_or_default();
        let sets = rest.as_chunks::<16>().0.get(..count(2)).unwrap_or_default();
        let rest = rest.get(sets.len() * 16..).unwrap_or_default();
        let numbers = rest.as_chunks::<2>().0.get(..slots.len()).unwrap_or_default();
        WordTable { slots, languages, sets, numbers }
    }

    /// Returns the languages that have the word with this key.
    pub(crate) fn languages_of(&self, key: u32) -> LanguageSet {
        let Some(mask) = self.slots.len().checked_sub(1) else { return 0 };
        let mut at = key as usize & mask;
        loop {
            let found = u32::from_le_bytes(self.slots[at]);
            if found == key {
                let number = self.numbers.get(at).map_or(0, |number| u16::from_le_bytes(*number));
                let set = self.sets.get(usize::from(number));
                return set.map_or(0, |set| u128::from_le_bytes(*set));
            }
            if found == 0 {
                return 0;
            }
            at = (at + 1) & mask;
        }
    }

    /// Returns how many languages there are.
    pub(crate) fn len(&self) -> usize {
        self.languages.len()
    }

    /// Returns the code of the language with this number.
    pub(crate) fn code(&self, language: usize) -> &'static str {
        let code = self.languages.get(language).map_or(&[][..], |record| &record[..4]);
        let length = code.iter().position(|&byte| byte == 0).unwrap_or(code.len());
        str::from_utf8(&code[..length]).unwrap_or_default()
    }

    /// Returns a letter of the language with this number.
    pub(crate) fn letter(&self, language: usize) -> Option<char> {
        let letter = self.languages.get(language)?.last_chunk()?;
        char::from_u32(u32::from_le_bytes(*letter))
    }
}
