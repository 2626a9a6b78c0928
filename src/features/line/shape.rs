//! The shape of a line: what can be told of it without knowing any word or any other line.

use crate::features::line::char_counts::CharCounts;
use crate::unicode::Script;
use crate::unicode::punctuation::{ends_sentence, is_quote, opens_with_bullet};

/// A share of something, 0 to 1, in a byte; or nothing to take a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share(u8);

impl Share {
    /// There is nothing to take a share of.
    pub(crate) const NONE: Share = Share(u8::MAX);
    /// The byte that stands for 1.
    const ONE: f32 = 250.0;

    /// `part` of `whole`.
    pub(crate) fn new(part: f32, whole: f32) -> Self {
        if whole <= 0.0 {
            Share::NONE
        } else {
            Share(((part / whole).clamp(0.0, 1.0) * Share::ONE).round() as u8)
        }
    }

    /// The share, or -1 if there is none.
    pub(crate) fn value(self) -> f32 {
        if self == Share::NONE { -1.0 } else { f32::from(self.0) / Share::ONE }
    }
}

/// Yes-or-no properties of a line, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u32);

/// A yes-or-no property of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Flag {
    /// Ends with the mark that ends a sentence, in any script.
    Terminal = 1,
    /// Ends with a colon.
    Colon = 1 << 1,
    /// Ends with an ellipsis.
    Ellipsis = 1 << 2,
    /// The first letter is upper case.
    UpperStart = 1 << 3,
    /// The first letter is lower case.
    LowerStart = 1 << 4,
    /// Starts with a bullet or list number.
    Bullet = 1 << 5,
    /// Holds an address of the web or of mail.
    Url = 1 << 6,
    /// Holds a year or a date in numbers.
    Date = 1 << 7,
    /// Holds a time of day or a duration in numbers.
    Time = 1 << 8,
    /// Holds an amount of money.
    Price = 1 << 9,
    /// Ends with a question mark.
    Question = 1 << 10,
    /// Fifteen words or more, or a sentence of eight.
    Long = 1 << 11,
    /// Part of the dense segment.
    Dense = 1 << 12,
    /// An exact copy of an earlier line.
    Copy = 1 << 13,
    /// Ends with the whole text of a later line near the top.
    Fused = 1 << 14,
    /// Holds a word of dates.
    DateWord = 1 << 15,
    /// The same text twice, glued.
    Doubled = 1 << 16,
}

impl Flags {
    /// Sets a flag if `on`.
    pub(crate) fn set(&mut self, flag: Flag, on: bool) {
        self.0 |= if on { flag as u32 } else { 0 };
    }

    /// Clears a flag.
    pub(crate) fn clear(&mut self, flag: Flag) {
        self.0 &= !(flag as u32);
    }

    /// Whether a flag is set.
    pub(crate) fn has(self, flag: Flag) -> bool {
        self.0 & flag as u32 != 0
    }
}

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Looks {
    /// Yes-or-no properties.
    pub(crate) flags: Flags,
    /// Columns it takes in a terminal.
    pub(crate) width: u32,
    /// Characters of the longest piece between spaces, at most 40.
    pub(crate) longest: u8,
    /// White space before the first visible character, in characters, at most 255.
    pub(crate) indent: u8,
    /// Commas in any script, at most 255.
    pub(crate) commas: u8,
    /// Sentences that end before the line does, at most 255.
    pub(crate) sentences: u8,
    /// Bars, arrows, brackets and other characters that separate, at most 255.
    pub(crate) separators: u8,
    /// Punctuation and symbols among the characters.
    pub(crate) punctuation: Share,
    /// Digits among the characters.
    pub(crate) digits: Share,
    /// Upper-case letters among the letters; none in scripts without case.
    pub(crate) upper: Share,
    /// Words that start in upper case, among the words; none in scripts without case.
    pub(crate) capitalized: Share,
    /// Words in upper case, among the words; none in scripts without case.
    pub(crate) capitals: Share,
    /// Letters among the characters.
    pub(crate) letters: Share,
    /// The script of most of its letters.
    pub(crate) script: Option<Script>,
    /// Whether all its letters are of that script (or one that mixes with it).
    pub(crate) one_script: bool,
}

/// Looks at a line (several for a wrapped one; it has something visible on it).
pub(crate) fn looks(line: &str) -> Looks {
    let line = line.trim_end();
    let visible = line.trim_start();
    let mut tally = CharCounts::default();
    tally.read(visible);
    let (script, one_script) = tally.main_script();
    let cased = script.is_some_and(Script::is_cased);
    let share_if_cased = |part: u32, whole: u32| {
        if cased { Share::new(part as f32, whole as f32) } else { Share::NONE }
    };
    let share = |part: u32| Share::new(part as f32, tally.chars as f32);
    Looks {
        flags: flags(visible, &tally, cased),
        width: tally.width,
        longest: tally.longest.min(40) as u8,
        indent: line[..line.len() - visible.len()].chars().count().min(255) as u8,
        commas: tally.commas.min(255) as u8,
        sentences: tally.sentences.min(255) as u8,
        separators: tally.separators.min(255) as u8,
        punctuation: share(tally.punctuation),
        digits: share(tally.digits),
        upper: share_if_cased(tally.upper, tally.letters),
        capitalized: share_if_cased(tally.capitalized, tally.pieces),
        capitals: share_if_cased(tally.capitals, tally.pieces),
        letters: share(tally.letters),
        script,
        one_script,
    }
}

/// The flags that a line's own text decides.
fn flags(visible: &str, tally: &CharCounts, cased: bool) -> Flags {
    let mut flags = Flags::default();
    let last = visible.chars().next_back().unwrap_or(' ');
    let plain = visible.trim_start_matches('#').trim_start();
    let start = plain
        .chars()
        .find(|c| !is_quote(*c) && !matches!(c, '(' | '[' | '¿' | '¡' | '-' | '•' | '*' | ' '))
        .unwrap_or(' ');
    flags.set(Flag::Terminal, ends_sentence(visible));
    flags.set(Flag::Colon, matches!(last, ':' | '：'));
    flags.set(Flag::Ellipsis, last == '…' || visible.ends_with("..."));
    flags.set(Flag::UpperStart, cased && start.is_uppercase());
    flags.set(Flag::LowerStart, cased && start.is_lowercase());
    flags.set(Flag::Bullet, opens_with_bullet(plain));
    flags.set(Flag::Url, holds_address(visible));
    flags.set(Flag::Date, tally.numbers.date);
    flags.set(Flag::Time, tally.numbers.time);
    flags.set(Flag::Price, tally.price);
    flags.set(Flag::Question, matches!(last, '?' | '？' | '؟'));
    flags.set(Flag::Doubled, is_doubled(visible));
    flags
}

/// Whether a line is one text twice with nothing between: "Daily RainDaily Rain". The text has two words at least.
fn is_doubled(line: &str) -> bool {
    let (half, odd) = (line.len() / 2, line.len() % 2);
    odd == 0
        && line.is_char_boundary(half)
        && line[..half] == line[half..]
        && line[..half].contains(' ')
        && !line[..half].ends_with(' ')
}

/// Whether an address of the web or of mail stands in a line.
fn holds_address(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Few of the full stops of a text stand inside of a word.
    let may_be_address = |at: usize| match bytes[at] {
        b':' => bytes[at + 1..].starts_with(b"//"),
        b'.' => {
            bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase) || bytes[..at].ends_with(b"www")
        }
        _ => true,
    };
    if !memchr::memchr3_iter(b':', b'@', b'.', bytes).any(may_be_address) {
        return false;
    }
    line.split_whitespace().any(|piece| {
        piece.contains("://")
            || piece.starts_with("www.")
            || piece.find('@').is_some_and(|at| at > 0 && piece[at..].contains('.'))
            || piece.rsplit_once('.').is_some_and(|(name, end)| {
                let end = end.split(['/', ',', ')']).next().unwrap_or_default();
                !name.is_empty()
                    && matches!(
                        end,
                        "com"
                            | "org"
                            | "net"
                            | "de"
                            | "fr"
                            | "es"
                            | "pl"
                            | "jp"
                            | "cn"
                            | "th"
                            | "ru"
                            | "it"
                            | "uk"
                            | "info"
                            | "io"
                    )
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unicode::punctuation::display_width;

    fn flagged(line: &str, flag: Flag) -> bool {
        looks(line).flags.has(flag)
    }

    #[test]
    fn flags_by_line() {
        for (line, flag, expected) in [
            ("It rained.", Flag::Terminal, true),
            ("He said: “It rained.”", Flag::Terminal, true),
            ("雨が降った。」", Flag::Terminal, true),
            ("बारिश हुई।", Flag::Terminal, true),
            ("Read more", Flag::Terminal, false),
            ("March 2, 2024", Flag::Date, true),
            ("2.3.24", Flag::Date, true),
            ("2567", Flag::Date, true),
            ("3月2日", Flag::Date, true),
            ("1.5 litres", Flag::Date, false),
            ("12:30 Uhr", Flag::Time, true),
            ("12: 30", Flag::Time, false),
            ("€ 20", Flag::Price, true),
            ("20 円", Flag::Price, false),
            ("20円", Flag::Price, true),
            ("- item", Flag::Bullet, true),
            ("12) item", Flag::Bullet, true),
            ("12.5 items", Flag::Bullet, false),
            ("-5 degrees", Flag::Bullet, false),
            ("write to a@b.org", Flag::Url, true),
            ("see example.com", Flag::Url, true),
            ("the end.", Flag::Url, false),
            ("“rain", Flag::LowerStart, true),
            ("ฝน", Flag::UpperStart, false),
            ("Daily RainDaily Rain", Flag::Doubled, true),
            ("Daily Rain Daily Rain", Flag::Doubled, false),
            ("tomtom", Flag::Doubled, false),
        ] {
            assert_eq!(flagged(line, flag), expected, "{line} {flag:?}");
        }
    }

    #[test]
    fn counts() {
        let looks = looks("  It RAINED. Then, it stopped. | 12");
        assert_eq!((looks.indent, looks.sentences, looks.commas, looks.separators), (2, 1, 1, 1));
        assert_eq!(looks.script, Some(Script::Latin));
        assert!((looks.capitals.value() - 1.0 / 7.0).abs() < 0.01);
        assert_eq!(super::looks("雨が降った。晴れた。").sentences, 1);
        assert_eq!(super::looks("雨が降った").upper, Share::NONE);
    }

    #[test]
    fn widths() {
        for (text, width) in [("abc", 3), ("é", 1), ("雨", 2), ("น้ำ", 2), ("", 0)] {
            assert_eq!(display_width(text), width, "{text}");
        }
    }
}
