//! [`CharFacts`] looked up instead of computed: every feature asks for them, for every character.

use super::char_facts::{CharFacts, Script};
use super::marks;

/// [`CharFacts`] of every character of the basic multilingual plane, by code point. The build
/// script writes it.
static FACTS: &[u8; 0x1_0000] = include_bytes!(concat!(env!("OUT_DIR"), "/char_facts.bin"));

/// Returns the facts about a character.
#[inline]
pub(crate) fn char_facts(c: char) -> CharFacts {
    FACTS.get(c as usize).map_or_else(|| CharFacts::of(c), |&facts| CharFacts(facts))
}

/// Returns the same as [`char::is_alphanumeric`], faster.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    char_facts(c).is_word() && (!marks::continues_word(c) || c.is_alphanumeric())
}

/// Returns the script of a letter or mark, and `None` for digits, punctuation, symbols and white
/// space.
pub(crate) fn script(c: char) -> Option<Script> {
    char_facts(c).script()
}

/// Letters at the start of a text that are enough to find its script.
const TELLING_LETTERS: usize = 100;

/// Returns the script of most letters at the start of a text, if it has any.
pub(crate) fn main_script(text: &str) -> Option<Script> {
    let mut counts = [0usize; Script::COUNT];
    let letters = text.chars().filter_map(script).take(TELLING_LETTERS);
    letters.for_each(|script| counts[script as usize] += 1);
    Script::with_most(&counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_most_letters_is_the_main_one() {
        assert_eq!(main_script("Το WiFi της γέφυρας"), Some(Script::Greek));
        assert_eq!(main_script("12 + 3"), None);
    }

    #[test]
    fn the_table_equals_the_computation() {
        for c in ('\0'..=char::MAX).step_by(7).chain('\0'..'\u{3000}') {
            assert_eq!(char_facts(c), CharFacts::of(c), "{c:?}");
        }
    }

    #[test]
    fn letters_and_digits_are_those_of_the_standard_library() {
        for c in '\0'..='\u{20000}' {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn scripts_of_characters() {
        for (c, expected) in [
            ('a', Some(Script::Latin)),
            ('é', Some(Script::Latin)),
            ('я', Some(Script::Cyrillic)),
            ('ก', Some(Script::Thai)),
            ('ກ', Some(Script::Lao)),
            ('ក', Some(Script::Khmer)),
            ('မ', Some(Script::Burmese)),
            ('漢', Some(Script::Han)),
            ('あ', Some(Script::Kana)),
            ('한', Some(Script::Hangul)),
            ('א', Some(Script::Hebrew)),
            ('ع', Some(Script::Arabic)),
            ('ह', Some(Script::Indic)),
            ('1', None),
            ('٣', None),
            ('।', None),
            (' ', None),
        ] {
            assert_eq!(script(c), expected, "{c}");
        }
    }
}
