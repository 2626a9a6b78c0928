//! The script and category of single characters, computed from Unicode's tables and from ranges.
//! Computing them for every character of a text is slow, so the build script writes the answers for
//! the basic plane into one table (`char_table.rs` reads it).

use super::marks;

/// A writing system, as far as the features distinguish them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Georgian,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    Lao,
    Khmer,
    Burmese,
    Hangul,
    Kana,
    Han,
    Other,
}

impl Script {
    /// Number of scripts.
    pub(crate) const COUNT: usize = Script::Other as usize + 1;

    /// All scripts, in the order of their numbers.
    pub(crate) const ALL: [Script; Script::COUNT] = [
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Armenian,
        Script::Georgian,
        Script::Hebrew,
        Script::Arabic,
        Script::Indic,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Burmese,
        Script::Hangul,
        Script::Kana,
        Script::Han,
        Script::Other,
    ];

    /// Returns the script with the largest count above 0, the first one of equals.
    pub(crate) fn with_most<N: Copy + Default + PartialOrd>(
        counts: &[N; Script::COUNT],
    ) -> Option<Script> {
        let (mut main, mut most) = (None, N::default());
        for script in Script::ALL {
            let count = counts[script as usize];
            if count > most {
                (main, most) = (Some(script), count);
            }
        }
        main
    }

    /// Returns true if its letters have upper and lower case.
    pub(crate) fn is_cased(self) -> bool {
        matches!(self, Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian)
    }

    /// Returns how it separates words.
    #[inline]
    pub(crate) fn word_breaks(self) -> WordBreaks {
        match self {
            Script::Han | Script::Kana => WordBreaks::Cjk,
            Script::Thai | Script::Lao | Script::Khmer | Script::Burmese => {
                WordBreaks::SoutheastAsian
            }
            _ => WordBreaks::Spaces,
        }
    }

    /// Returns true if one text can contain lines in `self` and in `other` without either being
    /// foreign: the same script, or the two that Japanese mixes.
    pub(crate) fn mixes_with(self, other: Script) -> bool {
        let both_cjk =
            self.word_breaks() == WordBreaks::Cjk && other.word_breaks() == WordBreaks::Cjk;
        self == other || both_cjk
    }
}

/// How a script separates words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordBreaks {
    /// With spaces. Digits and letters of unknown scripts count as such.
    Spaces,
    /// Not at all: Chinese and Japanese.
    Cjk,
    /// Not at all: Thai, Lao, Khmer, Burmese.
    SoutheastAsian,
}

/// Computes the script of a letter or mark; `None` for digits, punctuation, symbols and white
/// space.
#[rustfmt::skip]
fn script(c: char) -> Option<Script> {
    if !is_word_char(c) || c.is_numeric() {
        return None;
    }
    Some(match u32::from(c) {
        0x0000..=0x007F | 0x00AA..=0x02AF | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF
        | 0xFF21..=0xFF5A => Script::Latin,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
        0x0400..=0x052F | 0x1C80..=0x1C8F => Script::Cyrillic,
        0x0530..=0x058F => Script::Armenian,
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF
        | 0xFE70..=0xFEFF => Script::Arabic,
        0x0900..=0x0DFF => Script::Indic,
        0x0E00..=0x0E7F => Script::Thai,
        0x0E80..=0x0EFF => Script::Lao,
        0x1000..=0x109F => Script::Burmese,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF => Script::Georgian,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Script::Hangul,
        0x1780..=0x17FF => Script::Khmer,
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Script::Kana,
        0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF => Script::Han,
        // Combining diacritics belong to the script of their letter.
        0x0300..=0x036F => return None,
        _ => Script::Other,
    })
}

/// Returns true for a letter, a digit, or a mark on one.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || marks::continues_word(c)
}

/// The facts about a character, packed into a byte: the number of its script (31: none), and
/// whether it is part of a word, a number, upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CharFacts(pub(crate) u8);

impl CharFacts {
    const SCRIPT: u8 = 0b1_1111;
    const WORD: u8 = 1 << 5;
    const NUMBER: u8 = 1 << 6;
    const UPPER: u8 = 1 << 7;

    /// Computes the facts.
    pub(crate) fn of(c: char) -> CharFacts {
        let mut facts = script(c).map_or(CharFacts::SCRIPT, |script| script as u8);
        if is_word_char(c) {
            facts |= CharFacts::WORD;
        }
        if c.is_numeric() {
            facts |= CharFacts::NUMBER;
        }
        if c.is_uppercase() {
            facts |= CharFacts::UPPER;
        }
        CharFacts(facts)
    }

    /// Returns the script of a letter or mark, and `None` for digits, punctuation, symbols and
    /// white space.
    #[inline]
    pub(crate) fn script(self) -> Option<Script> {
        Script::ALL.get(usize::from(self.0 & CharFacts::SCRIPT)).copied()
    }

    /// Returns true for a letter, a digit, or a mark on one.
    #[inline]
    pub(crate) fn is_word(self) -> bool {
        self.0 & CharFacts::WORD != 0
    }

    /// Returns true for a digit or another sign of a number.
    #[inline]
    pub(crate) fn is_number(self) -> bool {
        self.0 & CharFacts::NUMBER != 0
    }

    /// Returns true for an upper-case letter.
    #[inline]
    pub(crate) fn is_upper(self) -> bool {
        self.0 & CharFacts::UPPER != 0
    }

    /// Returns how its script separates words.
    #[inline]
    pub(crate) fn word_breaks(self) -> WordBreaks {
        self.script().map_or(WordBreaks::Spaces, Script::word_breaks)
    }
}
