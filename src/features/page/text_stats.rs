//! Facts that a block's text alone shows.

use crate::features::years::{is_timestamp, is_year};
use crate::unicode::punctuation::{
    PAGE_CLOSERS, has_page_currency, is_colon, is_page_comma, is_page_sentence_end,
    is_question_mark,
};
use crate::unicode::{char_facts, clip};

/// Bytes at the start of a block that are searched for currencies. A longer block has no date of
/// its own.
const SEARCHED_BYTES: usize = 240;

/// How a block ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Ending {
    /// With none of the marks below.
    #[default]
    Other,
    /// With a full stop, question or exclamation mark.
    Sentence,
    /// With a colon.
    Colon,
    /// With an ellipsis.
    Ellipsis,
}

/// Counts and flags of a block's text. *Pieces* are runs between white space.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TextStats {
    pub(super) chars: f32,
    pub(super) pieces: f32,
    pub(super) sentences: f32,
    pub(super) commas: f32,
    /// Pieces that start with a capital.
    pub(super) capitalized: f32,
    /// Pieces with letters and digits, or with an underscore: parts of URLs, names of files, keys.
    pub(super) mixed: f32,
    pub(super) ending: Ending,
    pub(super) question: bool,
    pub(super) currency: bool,
    /// Contains a year, a numeric date or a time of day.
    pub(super) date: bool,
    /// Contains both a year and a time of day.
    pub(super) timestamp: bool,
}

impl TextStats {
    /// Reads a block.
    pub(super) fn of(text: &str) -> TextStats {
        let mut stats = TextStats { ending: ending(text), ..TextStats::default() };
        let signs = stats.count(text);
        stats.question = signs & QUESTION != 0;
        stats.currency = has_page_currency(clip(text, SEARCHED_BYTES));
        stats.date =
            signs & DIGIT != 0 && text.len() <= SEARCHED_BYTES && has_date(text.as_bytes());
        stats.timestamp = stats.date && is_timestamp(text);
        stats
    }

    /// Counts characters, marks and pieces in one pass. Returns all signs of the text.
    fn count(&mut self, text: &str) -> u8 {
        let (mut chars, mut sentences, mut commas) = (0u32, 0u32, 0u32);
        let (mut pieces, mut capitalized, mut mixed) = (0u32, 0u32, 0u32);
        let (mut all_signs, mut piece_signs, mut in_piece) = (0, 0, false);
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            let mut is_capital = byte.is_ascii_uppercase();
            let signs = if let Some(&signs) = ASCII_SIGNS.get(usize::from(byte)) {
                at += 1;
                signs
            } else {
                let c = text[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                is_capital = !in_piece && c.is_uppercase();
                // Letters, digits and marks have no sign.
                if char_facts(c).is_word() { 0 } else { signs(c) }
            };
            chars += 1;
            all_signs |= signs;
            if signs & (SPACE | SENTENCE_END | COMMA) != 0 {
                sentences += u32::from(signs & SENTENCE_END != 0);
                commas += u32::from(signs & COMMA != 0);
                if signs & SPACE != 0 {
                    mixed += u32::from(is_mixed(piece_signs));
                    (piece_signs, in_piece) = (0, false);
                    continue;
                }
            }
            if !in_piece {
                in_piece = true;
                pieces += 1;
                capitalized += u32::from(is_capital);
            }
            piece_signs |= signs;
        }
        mixed += u32::from(is_mixed(piece_signs));
        (self.chars, self.sentences, self.commas) = (chars as f32, sentences as f32, commas as f32);
        self.pieces = pieces as f32;
        (self.capitalized, self.mixed) = (capitalized as f32, mixed as f32);
        all_signs
    }
}

/// Signs of a character, one bit each.
const SPACE: u8 = 1;
const SENTENCE_END: u8 = 1 << 1;
const COMMA: u8 = 1 << 2;
const QUESTION: u8 = 1 << 3;
/// Of an ASCII digit, an ASCII letter and an underscore.
const DIGIT: u8 = 1 << 4;
const LETTER: u8 = 1 << 5;
const UNDERSCORE: u8 = 1 << 6;

/// The signs of the ASCII characters.
const ASCII_SIGNS: [u8; 0x80] = {
    let mut table = [0; 0x80];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        table[byte as usize] = signs(byte as char);
        byte += 1;
    }
    table
};

/// Returns the signs of a character.
const fn signs(c: char) -> u8 {
    let classes = [
        (c.is_whitespace(), SPACE),
        (is_page_sentence_end(c), SENTENCE_END),
        (is_page_comma(c), COMMA),
        (is_question_mark(c), QUESTION),
        (c.is_ascii_digit(), DIGIT),
        (c.is_ascii_alphabetic(), LETTER),
        (c == '_', UNDERSCORE),
    ];
    let (mut signs, mut at) = (0, 0);
    while at < classes.len() {
        if classes[at].0 {
            signs |= classes[at].1;
        }
        at += 1;
    }
    signs
}

/// Returns true if a piece with these signs mixes ASCII letters and digits, or contains an
/// underscore.
fn is_mixed(signs: u8) -> bool {
    signs & (DIGIT | LETTER) == DIGIT | LETTER || signs & UNDERSCORE != 0
}

fn ending(text: &str) -> Ending {
    let text = text.trim_end_matches(PAGE_CLOSERS);
    match text.chars().next_back() {
        Some('…') => Ending::Ellipsis,
        Some(c) if is_colon(c) => Ending::Colon,
        Some(_) if text.ends_with("...") => Ending::Ellipsis,
        Some(c) if is_page_sentence_end(c) => Ending::Sentence,
        _ => Ending::Other,
    }
}

/// Returns true if a text contains a year, or two numbers of one or two digits joined like a date
/// or a time.
fn has_date(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if is_year(&text[at..at + digits]) {
            return true;
        }
        let after = at + digits;
        if matches!(digits, 1 | 2)
            && matches!(text.get(after), Some(b'.' | b'/' | b':' | b'-'))
            && text.get(after + 1).is_some_and(u8::is_ascii_digit)
        {
            return true;
        }
        at = after + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_names_of_files_are_mixed() {
        for (run, expected) in [
            ("303097ac-d3e5", true),
            ("size_guide", true),
            ("river", false),
            ("2024", false),
            ("4.5", false),
        ] {
            assert_eq!(TextStats::of(run).mixed == 1.0, expected, "{run}");
        }
    }

    #[test]
    fn endings_and_dates() {
        for (text, expected) in [
            ("It rained.", Ending::Sentence),
            ("“It rained.” ", Ending::Sentence),
            ("雨が降った。", Ending::Sentence),
            ("See also:", Ending::Colon),
            ("It rained ...", Ending::Ellipsis),
            ("Menu", Ending::Other),
            ("", Ending::Other),
        ] {
            assert_eq!(ending(text), expected, "{text}");
        }
        for (text, expected) in [
            ("2 May 2024", true),
            ("3.5.", true),
            ("10:45", true),
            ("12 people", false),
            ("x20245", false),
        ] {
            assert_eq!(has_date(text.as_bytes()), expected, "{text}");
        }
    }
}
