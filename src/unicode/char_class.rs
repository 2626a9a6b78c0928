//! What single characters are, worked out from Unicode's tables and from ranges. Asking these for every character of a
//! text is slow, so the build script writes all answers for the basic plane into one table (`units.rs` reads it).

/// A writing system, as far as the features tell them apart.
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
    /// How many scripts there are.
    pub(crate) const COUNT: usize = Script::Other as usize + 1;

    /// All of them, in the order of their numbers.
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

    /// Whether its letters have upper and lower case.
    pub(crate) fn is_cased(self) -> bool {
        matches!(self, Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian)
    }

    /// How its characters make words.
    #[inline]
    pub(crate) fn class(self) -> Class {
        match self {
            Script::Han | Script::Kana => Class::Cjk,
            Script::Thai | Script::Lao | Script::Khmer | Script::Burmese => Class::Sea,
            _ => Class::Spaced,
        }
    }

    /// Whether lines in `self` and `other` can stand in one text without either being foreign to it: the same script, or
    /// the two that Japanese mixes.
    pub(crate) fn mixes_with(self, other: Script) -> bool {
        self == other || (self.class() == Class::Cjk && other.class() == Class::Cjk)
    }
}

/// How the characters of a script make words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Words stand between spaces.
    Spaced,
    /// Chinese and Japanese.
    Cjk,
    /// Thai, Lao, Khmer, Burmese.
    Sea,
}

/// Works out the script of a letter or mark; `None` for digits, punctuation, symbols and space.
pub(crate) fn script(c: char) -> Option<Script> {
    if !is_word_char(c) || c.is_numeric() {
        return None;
    }
    Some(match c as u32 {
        0x0000..=0x007F
        | 0x00AA..=0x02AF
        | 0x1E00..=0x1EFF
        | 0x2C60..=0x2C7F
        | 0xA720..=0xA7FF
        | 0xFF21..=0xFF5A => Script::Latin,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
        0x0400..=0x052F | 0x1C80..=0x1C8F => Script::Cyrillic,
        0x0530..=0x058F => Script::Armenian,
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => {
            Script::Arabic
        }
        0x0900..=0x0DFF => Script::Indic,
        0x0E00..=0x0E7F => Script::Thai,
        0x0E80..=0x0EFF => Script::Lao,
        0x1000..=0x109F => Script::Burmese,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF => Script::Georgian,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Script::Hangul,
        0x1780..=0x17FF => Script::Khmer,
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Script::Kana,
        0x2E80..=0x2FDF
        | 0x3005..=0x3007
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF => Script::Han,
        0x0300..=0x036F => return None,
        _ => Script::Other,
    })
}

/// Works out whether `c` is part of a word: a letter, a digit, or a mark that stands on one.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether `c` is a combining mark of the scripts that cannot be written without them. Unicode calls some of these
/// (virama, tone marks, vowel points) not alphabetic.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c as u32,
        0x0300..=0x036F | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED
        | 0x093C | 0x094D | 0x09BC | 0x09CD | 0x0A3C | 0x0A4D | 0x0ABC | 0x0ACD | 0x0B3C | 0x0B4D | 0x0BCD | 0x0C4D
        | 0x0CBC | 0x0CCD | 0x0D4D | 0x0DCA | 0x0E47..=0x0E4E | 0x0EC8..=0x0ECE | 0x1037..=0x103A | 0x17C9..=0x17D3
        | 0x200C | 0x200D)
}

/// What is known of a character, in a byte: its script's number (31: none), whether it is part of a word, a number, upper
/// case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter(pub(crate) u8);

impl Letter {
    const SCRIPT: u8 = 0b1_1111;
    const WORD: u8 = 1 << 5;
    const NUMBER: u8 = 1 << 6;
    const UPPER: u8 = 1 << 7;

    /// Works it out.
    pub(crate) fn of(c: char) -> Letter {
        let bit = |on: bool, bit: u8| if on { bit } else { 0 };
        let script = script(c).map_or(Letter::SCRIPT, |script| script as u8);
        Letter(
            script
                | bit(is_word_char(c), Letter::WORD)
                | bit(c.is_numeric(), Letter::NUMBER)
                | bit(c.is_uppercase(), Letter::UPPER),
        )
    }

    /// The script of a letter or mark; `None` for digits, punctuation, symbols and space.
    #[inline]
    pub(crate) fn script(self) -> Option<Script> {
        Script::ALL.get(usize::from(self.0 & Letter::SCRIPT)).copied()
    }

    /// Whether it is part of a word: a letter, a digit, or a mark that stands on one.
    #[inline]
    pub(crate) fn is_word(self) -> bool {
        self.0 & Letter::WORD != 0
    }

    /// Whether it is a digit or another sign for a number.
    #[inline]
    pub(crate) fn is_number(self) -> bool {
        self.0 & Letter::NUMBER != 0
    }

    /// Whether it is an upper-case letter.
    #[inline]
    pub(crate) fn is_upper(self) -> bool {
        self.0 & Letter::UPPER != 0
    }

    /// How its script makes words; letters of no script and digits are spaced.
    #[inline]
    pub(crate) fn class(self) -> Class {
        self.script().map_or(Class::Spaced, Script::class)
    }
}
