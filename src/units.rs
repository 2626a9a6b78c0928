//! Words and scripts: how much text there is, in a unit that is the same in every writing system.
//!
//! Words are never counted at spaces. A word of a spaced script weighs 1, a Chinese or Japanese character 1/1.7, a Thai,
//! Lao, Khmer or Burmese one (without its marks) 1/3.5: the mean word lengths that made one threshold serve all of them
//! on the development data (`DESIGN.md`).

/// Characters per word in Chinese and Japanese.
const CJK_CHARS_PER_WORD: f32 = 1.7;
/// Characters per word, marks not counted, in Thai, Lao, Khmer and Burmese.
const SEA_CHARS_PER_WORD: f32 = 3.5;

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

/// The script of a letter or mark; `None` for digits, punctuation, symbols and space.
pub(crate) fn script(c: char) -> Option<Script> {
    let code = c as u32;
    if code < 0x80 {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    if !is_word_char(c) || c.is_numeric() {
        return None;
    }
    Some(match code {
        0x00AA..=0x02AF | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xFF21..=0xFF5A => Script::Latin,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
        0x0400..=0x052F | 0x1C80..=0x1C8F => Script::Cyrillic,
        0x0530..=0x058F => Script::Armenian,
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Script::Arabic,
        0x0900..=0x0DFF => Script::Indic,
        0x0E00..=0x0E7F => Script::Thai,
        0x0E80..=0x0EFF => Script::Lao,
        0x1000..=0x109F => Script::Burmese,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF => Script::Georgian,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Script::Hangul,
        0x1780..=0x17FF => Script::Khmer,
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Script::Kana,
        0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => {
            Script::Han
        }
        0x0300..=0x036F => return None,
        _ => Script::Other,
    })
}

/// Whether `c` is part of a word: a letter, a digit, or a mark that stands on one.
pub(crate) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    is_plain_letter(c) || c.is_alphanumeric() || is_mark(c)
}

/// Whether `c` is in one of the large blocks that hold nothing but letters: told at once, without a look at the tables.
fn is_plain_letter(c: char) -> bool {
    matches!(c as u32, 0x00C0..=0x00D6 | 0x00D8..=0x00F6 | 0x0410..=0x044F | 0x0E01..=0x0E30 | 0x3041..=0x3096 | 0x30A1..=0x30FA
        | 0x4E00..=0x9FA5 | 0xAC00..=0xD7A3)
}

/// Whether `c` is a combining mark of the scripts that cannot be written without them. Unicode calls some of these
/// (virama, tone marks, vowel points) not alphabetic.
fn is_mark(c: char) -> bool {
    matches!(c as u32,
        0x0300..=0x036F | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED
        | 0x093C | 0x094D | 0x09BC | 0x09CD | 0x0A3C | 0x0A4D | 0x0ABC | 0x0ACD | 0x0B3C | 0x0B4D | 0x0BCD | 0x0C4D
        | 0x0CBC | 0x0CCD | 0x0D4D | 0x0DCA | 0x0E47..=0x0E4E | 0x0EC8..=0x0ECE | 0x1037..=0x103A | 0x17C9..=0x17D3
        | 0x200C | 0x200D)
}

/// Whether `c` is a mark above, below or beside a Thai, Lao, Khmer or Burmese letter, which takes no room of its own.
fn is_sea_mark(c: char) -> bool {
    matches!(c as u32,
        0x0E31 | 0x0E34..=0x0E3A | 0x0E47..=0x0E4E | 0x0EB1 | 0x0EB4..=0x0EBC | 0x0EC8..=0x0ECE
        | 0x102B..=0x103E | 0x17B4..=0x17D3)
}

/// A run of word characters of one [`Class`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word<'t> {
    /// The run.
    pub(crate) text: &'t str,
    /// How its script makes words.
    pub(crate) class: Class,
    /// How many words it weighs.
    pub(crate) weight: f32,
}

/// Splits a text into [`Word`]s.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { rest: text }
}

/// Iterator over the [`Word`]s of a text.
#[derive(Clone, Debug)]
pub(crate) struct Words<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let start = self.rest.find(is_word_char)?;
        let text = &self.rest[start..];
        let class = text.chars().next().map_or(Class::Spaced, class_of);
        let mut weightless = 0usize;
        let mut count = 0usize;
        let mut end = text.len();
        for (at, c) in text.char_indices() {
            if !is_word_char(c) || class_of(c) != class && !is_mark(c) {
                end = at;
                break;
            }
            count += 1;
            weightless += usize::from(class == Class::Sea && is_sea_mark(c));
        }
        self.rest = &text[end..];
        Some(Word { text: &text[..end], class, weight: weight(class, count - weightless) })
    }
}

/// The class of a word character.
fn class_of(c: char) -> Class {
    if c.is_ascii() { Class::Spaced } else { script(c).map_or(Class::Spaced, Script::class) }
}

/// What a run of `count` characters weighs in words.
fn weight(class: Class, count: usize) -> f32 {
    match class {
        Class::Spaced => 1.0,
        // A run of one or two characters between other scripts still reads as most of a word.
        Class::Cjk => (count as f32 / CJK_CHARS_PER_WORD).max(0.6),
        Class::Sea => (count as f32 / SEA_CHARS_PER_WORD).max(0.5),
    }
}

/// The start of a text: at most `bytes` of it, in whole characters.
pub(crate) fn clip(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

/// The length of a text in words.
pub(crate) fn word_count(text: &str) -> f32 {
    words(text).map(|word| word.weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unit_for_all_scripts() {
        for (text, expected) in [
            ("", 0.0),
            ("— … !", 0.0),
            ("It rained for three days.", 5.0),
            ("don't", 2.0),
            ("हिन्दी में लिखा", 3.0),
            ("今天下雨了", 5.0 / 1.7),
            ("ฝนตก", 4.0 / 3.5),
            ("น้ำท่วม", 5.0 / 3.5),
            ("한국어 문장", 2.0),
            ("iPhone発売", 1.0 + 2.0 / 1.7),
        ] {
            assert!((word_count(text) - expected).abs() < 1e-5, "{text}: {}", word_count(text));
        }
    }

    #[test]
    fn scripts_are_told_apart() {
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
