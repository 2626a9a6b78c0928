//! Facts that a block's text alone shows.

use crate::features::flag;
use crate::features::years::is_page_year;
use crate::unicode::clip;
use crate::unicode::punctuation::{
    PAGE_CLOSERS, has_page_currency, is_colon, is_page_comma, is_page_sentence_end,
    is_question_mark,
};

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
        stats.count_chars(text);
        stats.count_pieces(text);
        stats.currency = has_page_currency(clip(text, SEARCHED_BYTES));
        stats.date = text.len() <= SEARCHED_BYTES && has_date(text.as_bytes());
        stats.timestamp = stats.date && is_timestamp(text);
        stats
    }

    fn count_chars(&mut self, text: &str) {
        for c in text.chars() {
            self.chars += 1.0;
            self.question |= is_question_mark(c);
            if !c.is_alphanumeric() && c != ' ' {
                self.sentences += flag(is_page_sentence_end(c));
                self.commas += flag(is_page_comma(c));
            }
        }
    }

    fn count_pieces(&mut self, text: &str) {
        for piece in text.split_whitespace() {
            self.pieces += 1.0;
            self.capitalized += flag(piece.starts_with(char::is_uppercase));
            self.mixed += flag(is_mixed(piece));
        }
    }
}

/// Returns true if a piece mixes ASCII letters and digits, or contains an underscore.
fn is_mixed(piece: &str) -> bool {
    let (mut digit, mut letter, mut underscore) = (false, false, false);
    for byte in piece.bytes() {
        digit |= byte.is_ascii_digit();
        letter |= byte.is_ascii_alphabetic();
        underscore |= byte == b'_';
    }
    digit && letter || underscore
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

/// Returns true if a run of digits is a year.
fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4
        && is_page_year(digits.iter().fold(0, |year, digit| year * 10 + u32::from(digit - b'0')))
}

/// Returns true if a text contains a year and a time of day: `9:05`, `19時30分`.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.split(|byte| !byte.is_ascii_digit()).any(is_year) {
        return false;
    }
    let is_time = |(at, separator): (usize, &str)| {
        let (before, after) = (&bytes[..at], &bytes[at + separator.len()..]);
        before.last().is_some_and(u8::is_ascii_digit)
            && after.iter().take_while(|byte| byte.is_ascii_digit()).count() == 2
    };
    text.match_indices(':').any(is_time) || text.match_indices('時').any(is_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_have_a_year_and_a_time() {
        for (text, expected) in [
            ("von Altmüller » So 14. Jan 2024, 09:47", true),
            ("2024年6月9日 19時30分", true),
            ("May 6, 2024", false),
            ("at 9:05", false),
            ("Ratio 3:10 in 2024", true),
            ("Psalm 23:1, edition of 2024", false),
        ] {
            assert_eq!(is_timestamp(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_and_names_of_files_are_mixed() {
        for (run, expected) in [
            ("303097ac-d3e5", true),
            ("size_guide", true),
            ("river", false),
            ("2024", false),
            ("4.5", false),
        ] {
            assert_eq!(is_mixed(run), expected, "{run}");
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
