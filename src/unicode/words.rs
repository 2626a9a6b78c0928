//! Words, and the length of a text in words: one unit for every writing system.
//!
//! Spaces do not count words. A word of a script with spaces weighs 1, a Chinese or Japanese
//! character 1/1.7, a Thai, Lao, Khmer or Burmese one (without its marks) 1/3.5. With these mean
//! word lengths one threshold serves all scripts on the development data (`docs/decisions.md`,
//! Words).

use super::char_facts::WordBreaks;
use super::char_table::char_facts;
use super::marks;

/// Characters per word in Chinese and Japanese.
const CJK_CHARS_PER_WORD: f32 = 1.7;
/// Characters per word, marks not counted, in Thai, Lao, Khmer and Burmese.
const SEA_CHARS_PER_WORD: f32 = 3.5;
/// Least weights of a run: one or two characters between other scripts still read as most of a
/// word.
const LEAST_CJK_WEIGHT: f32 = 0.6;
const LEAST_SEA_WEIGHT: f32 = 0.5;

/// A run of word characters with the same [`WordBreaks`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) breaks: WordBreaks,
    /// Length in words.
    pub(crate) weight: f32,
}

/// Splits a text into [`Word`]s.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { rest: text }
}

/// Returns the length of a text in words.
pub(crate) fn word_count(text: &str) -> f32 {
    if text.is_ascii() {
        return ascii_word_count(text.as_bytes()) as f32;
    }
    words(text).map(|word| word.weight).sum()
}

/// Returns the length of a text in words, without those that have no letter: numbers.
pub(crate) fn letter_word_count(text: &str) -> f32 {
    words(text).filter(|word| word.text.contains(char::is_alphabetic)).map(|word| word.weight).sum()
}

/// Counts the runs of letters and digits in ASCII.
fn ascii_word_count(bytes: &[u8]) -> u32 {
    let (mut count, mut was_word) = (0, false);
    for byte in bytes {
        let is_word = byte.is_ascii_alphanumeric();
        count += u32::from(is_word & !was_word);
        was_word = is_word;
    }
    count
}

/// The class of a byte of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByteClass {
    /// An ASCII letter or digit.
    Word,
    /// Another ASCII character.
    Other,
    /// A character beyond ASCII, or it continues one.
    NotAscii,
}

/// The classes of all bytes.
const BYTE_CLASSES: [ByteClass; 0x100] = {
    let (mut classes, mut byte) = ([ByteClass::NotAscii; 0x100], 0u8);
    while byte.is_ascii() {
        let is_word = byte.is_ascii_alphanumeric();
        classes[byte as usize] = if is_word { ByteClass::Word } else { ByteClass::Other };
        byte += 1;
    }
    classes
};

/// Iterator over the [`Word`]s of a text.
#[derive(Clone, Debug)]
pub(crate) struct Words<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let bytes = self.rest.as_bytes();
        // ASCII is scanned byte by byte, which is most of the text of most documents.
        let mut start = 0;
        loop {
            match BYTE_CLASSES[usize::from(*bytes.get(start)?)] {
                ByteClass::Word => break,
                ByteClass::Other => {
                    start += 1;
                    continue;
                }
                ByteClass::NotAscii => {}
            }
            let c = self.rest[start..].chars().next()?;
            if char_facts(c).is_word() {
                break;
            }
            start += c.len_utf8();
        }
        let mut end = start;
        let mut after = ByteClass::Other;
        while let Some(&byte) = bytes.get(end) {
            after = BYTE_CLASSES[usize::from(byte)];
            if after != ByteClass::Word {
                break;
            }
            end += 1;
        }
        let text = &self.rest[start..];
        let is_ascii = end > start && after != ByteClass::NotAscii;
        let word = if is_ascii {
            ascii_word(&text[..end - start])
        } else {
            mixed_word(text, end - start)?
        };
        self.rest = &text[word.text.len()..];
        Some(word)
    }
}

/// Returns a word of ASCII letters and digits.
fn ascii_word(text: &str) -> Word<'_> {
    Word { text, breaks: WordBreaks::Spaces, weight: weight(WordBreaks::Spaces, text.len()) }
}

/// Returns the word at the start of a text. Its first `ascii` bytes are ASCII letters and digits.
fn mixed_word(text: &str, ascii: usize) -> Option<Word<'_>> {
    let breaks =
        if ascii > 0 { WordBreaks::Spaces } else { char_facts(text.chars().next()?).word_breaks() };
    let (mut count, mut weightless, mut end) = (ascii, 0usize, text.len());
    for (at, c) in text[ascii..].char_indices() {
        let facts = char_facts(c);
        let fits = facts.word_breaks() == breaks || marks::continues_word(c);
        if !facts.is_word() || !fits {
            end = ascii + at;
            break;
        }
        count += 1;
        weightless += usize::from(breaks == WordBreaks::SoutheastAsian && marks::is_weightless(c));
    }
    Some(Word { text: &text[..end], breaks, weight: weight(breaks, count - weightless) })
}

/// Returns the length in words of a run of `count` characters.
fn weight(breaks: WordBreaks, count: usize) -> f32 {
    match breaks {
        WordBreaks::Spaces => 1.0,
        WordBreaks::Cjk => (count as f32 / CJK_CHARS_PER_WORD).max(LEAST_CJK_WEIGHT),
        WordBreaks::SoutheastAsian => (count as f32 / SEA_CHARS_PER_WORD).max(LEAST_SEA_WEIGHT),
    }
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
}
