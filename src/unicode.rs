//! Words and scripts: how much text there is, in a unit that is the same in every writing system.
//!
//! Words are never counted at spaces. A word of a spaced script weighs 1, a Chinese or Japanese character 1/1.7, a Thai,
//! Lao, Khmer or Burmese one (without its marks) 1/3.5: the mean word lengths that made one threshold serve all of them
//! on the development data (`DESIGN.md`).

/// Characters per word in Chinese and Japanese.
const CJK_CHARS_PER_WORD: f32 = 1.7;
/// Characters per word, marks not counted, in Thai, Lao, Khmer and Burmese.
const SEA_CHARS_PER_WORD: f32 = 3.5;

pub(crate) mod char_class;
pub(crate) mod punctuation;

pub(crate) use char_class::{Class, Letter, Script};

/// [`Letter`] of every character of the basic plane, by code. The build script writes it.
static LETTERS: &[u8; 0x1_0000] = include_bytes!(concat!(env!("OUT_DIR"), "/letters.bin"));

/// What is known of a character.
#[inline]
pub(crate) fn letter(c: char) -> Letter {
    LETTERS.get(c as usize).map_or_else(|| Letter::of(c), |&letter| Letter(letter))
}

/// The script of a letter or mark; `None` for digits, punctuation, symbols and space.
pub(crate) fn script(c: char) -> Option<Script> {
    letter(c).script()
}

/// Whether `c` is a mark on a letter, which takes no room of its own.
pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii() && (char_class::is_mark(c) || is_sea_mark(c))
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
        let between = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
        let mut text = &self.rest[self.rest.bytes().take_while(between).count()..];
        if !text.bytes().next()?.is_ascii() {
            text = &text[text.find(|c: char| letter(c).is_word())?..];
        }
        let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let class = if plain > 0 { Class::Spaced } else { letter(text.chars().next()?).class() };
        let (mut count, mut weightless, mut end) = (plain, 0usize, text.len());
        for (at, c) in text[plain..].char_indices() {
            let letter = letter(c);
            if !letter.is_word() || letter.class() != class && !char_class::is_mark(c) {
                end = plain + at;
                break;
            }
            count += 1;
            weightless += usize::from(class == Class::Sea && is_sea_mark(c));
        }
        self.rest = &text[end..];
        Some(Word { text: &text[..end], class, weight: weight(class, count - weightless) })
    }
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
    let end =
        (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

/// The length of a text in words.
pub(crate) fn word_count(text: &str) -> f32 {
    words(text).map(|word| word.weight).sum()
}

/// The part of a text between two bytes without white space at its ends; none if there is nothing else in it.
pub(crate) fn trimmed(text: &str, (start, end): (u32, u32)) -> Option<(u32, u32)> {
    let inside = text.get(start as usize..end as usize)?;
    let start = start + (inside.len() - inside.trim_start().len()) as u32;
    let end = end - (inside.len() - inside.trim_end().len()) as u32;
    (start < end).then_some((start, end))
}

/// A text with a single space in the place of each run of white space, and none at its ends.
pub(crate) fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Pieces from which a document can be crumbs: no page of the development data has as many nodes.
const MANY: usize = 16_384;
/// Bytes for each piece, markup included, under which a document is crumbs. Judging a piece costs the same whatever its length, so these
/// would cost many times what a document of sentences does.
const CRUMB: usize = 12;

/// Whether a document of so many blocks or lines, and so many bytes, is a flood of pieces of a few letters.
pub(crate) fn is_fragment_flood(pieces: usize, bytes: usize) -> bool {
    pieces > MANY && bytes < CRUMB * pieces
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
    fn the_table_says_what_is_worked_out() {
        for c in ('\0'..=char::MAX).step_by(7).chain('\0'..'\u{3000}') {
            assert_eq!(letter(c), Letter::of(c), "{c:?}");
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
