//! Marks: characters that are drawn on, above, below or beside the letter before them.
//!
//! Three questions need three sets. They overlap, but none contains another, so the table below
//! lists each range once with the questions that it answers.

/// Continues a word, although Rust's `char::is_alphanumeric` denies it: viramas, tone marks, vowel
/// points, joiners.
const WORD: u8 = 1;
/// Adds nothing to the length of a Thai, Lao, Khmer or Burmese word.
const WEIGHTLESS: u8 = 1 << 1;
/// Takes no column in a terminal.
const NARROW: u8 = 1 << 2;

/// Marks in ascending order, each range with the sets it belongs to.
///
/// Indic scripts have no narrow marks here: their vowel signs and viramas take a column in most
/// terminals.
#[rustfmt::skip]
const MARKS: &[(u32, u32, u8)] = &[
    (0x0300, 0x036F, WORD | NARROW),                // combining diacritics
    (0x0591, 0x05BD, WORD | NARROW),                // Hebrew points
    (0x05BF, 0x05BF, WORD), (0x05C1, 0x05C2, WORD),
    (0x064B, 0x065F, WORD | NARROW),                // Arabic vowel signs
    (0x0670, 0x0670, WORD), (0x06D6, 0x06ED, WORD),
    (0x093C, 0x093C, WORD), (0x094D, 0x094D, WORD), // Devanagari
    (0x09BC, 0x09BC, WORD), (0x09CD, 0x09CD, WORD), // Bengali
    (0x0A3C, 0x0A3C, WORD), (0x0A4D, 0x0A4D, WORD), // Gurmukhi
    (0x0ABC, 0x0ABC, WORD), (0x0ACD, 0x0ACD, WORD), // Gujarati
    (0x0B3C, 0x0B3C, WORD), (0x0B4D, 0x0B4D, WORD), // Odia
    (0x0BCD, 0x0BCD, WORD), (0x0C4D, 0x0C4D, WORD), // Tamil, Telugu
    (0x0CBC, 0x0CBC, WORD), (0x0CCD, 0x0CCD, WORD), // Kannada
    (0x0D4D, 0x0D4D, WORD), (0x0DCA, 0x0DCA, WORD), // Malayalam, Sinhala
    (0x0E31, 0x0E31, WEIGHTLESS | NARROW),          // Thai
    (0x0E34, 0x0E3A, WEIGHTLESS | NARROW),
    (0x0E47, 0x0E4E, WORD | WEIGHTLESS | NARROW),
    (0x0EB1, 0x0EB1, WEIGHTLESS | NARROW),          // Lao
    (0x0EB4, 0x0EBC, WEIGHTLESS | NARROW),
    (0x0EC8, 0x0ECE, WORD | WEIGHTLESS | NARROW),
    (0x102B, 0x1036, WEIGHTLESS),                   // Burmese
    (0x1037, 0x103A, WORD | WEIGHTLESS | NARROW),
    (0x103B, 0x103E, WEIGHTLESS),
    (0x17B4, 0x17BD, WEIGHTLESS | NARROW),          // Khmer
    (0x17BE, 0x17C5, WEIGHTLESS),
    (0x17C6, 0x17C6, WEIGHTLESS | NARROW),
    (0x17C7, 0x17C8, WEIGHTLESS),
    (0x17C9, 0x17D3, WORD | WEIGHTLESS | NARROW),
    (0x200B, 0x200B, NARROW),                       // zero-width space
    (0x200C, 0x200D, WORD | NARROW),                // joiners
    (0x200E, 0x200F, NARROW),                       // direction marks
    (0xFEFF, 0xFEFF, NARROW),                       // byte order mark
];

/// Returns true if `c` is a mark that continues a word.
pub(crate) fn continues_word(c: char) -> bool {
    is_in(c, WORD)
}

/// Returns true if `c` is a mark on a Thai, Lao, Khmer or Burmese letter.
pub(crate) fn is_weightless(c: char) -> bool {
    is_in(c, WEIGHTLESS)
}

/// Returns true if `c` is a mark that takes no column in a terminal.
pub(crate) fn is_narrow(c: char) -> bool {
    is_in(c, NARROW)
}

/// Returns true if `c` is a mark on a letter, in any script.
pub(crate) fn is_mark(c: char) -> bool {
    is_in(c, WORD | WEIGHTLESS)
}

/// Returns true if `c` is in one of the `sets`.
fn is_in(c: char, sets: u8) -> bool {
    // Most characters that reach this are letters of scripts without marks: Latin, Greek, Cyrillic.
    if c < '\u{0300}' || ('\u{0370}'..'\u{0590}').contains(&c) {
        return false;
    }
    let code = u32::from(c);
    let at = MARKS.partition_point(|&(_, last, _)| last < code);
    MARKS.get(at).is_some_and(|&(first, _, of)| first <= code && of & sets != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_ascend_and_are_disjoint() {
        assert!(MARKS.iter().all(|(first, last, sets)| first <= last && *sets != 0));
        assert!(MARKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn sets_of_marks() {
        for (c, word, weightless, narrow) in [
            ('a', false, false, false),
            ('\u{0301}', true, false, true),
            ('\u{05BF}', true, false, false),
            ('\u{094D}', true, false, false),
            ('\u{0E31}', false, true, true),
            ('\u{0E48}', true, true, true),
            ('\u{102B}', false, true, false),
            ('\u{17BE}', false, true, false),
            ('\u{200B}', false, false, true),
            ('\u{200D}', true, false, true),
        ] {
            let found = (continues_word(c), is_weightless(c), is_narrow(c));
            assert_eq!(found, (word, weightless, narrow), "{c:?}");
            assert_eq!(is_mark(c), word || weightless, "{c:?}");
        }
    }
}
