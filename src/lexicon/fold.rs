//! The form in which lines and phrases are compared, and the hashes of its parts.

use crate::unicode::{Class, letter};

/// The base of the hash, which is the text's bytes as the digits of one number: the multiplier of Knuth's MMIX generator,
/// which is odd and spreads small numbers over all bits.
const BASE: u64 = 6_364_136_223_846_793_005;

/// A place in a folded text where a phrase may start or end: not inside a word. Scripts without spaces have no such words.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// The bytes before it, and their hash.
    at: usize,
    before: u64,
    /// Whether a phrase can start, or end here: none starts or ends with a space.
    starts: bool,
    ends: bool,
}

/// A text in lower case, every run of digits one `#`, everything that is neither letter, digit nor apostrophe a single
/// space, none at the ends. It keeps its memory from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    text: String,
    marks: Vec<Mark>,
    /// The powers of the base.
    powers: Vec<u64>,
}

impl Folded {
    /// Folds a text.
    pub(crate) fn read(&mut self, text: &str) {
        self.fold(text);
        self.mark();
    }

    /// The folded text.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The hash of the whole text; `None` if it is empty.
    pub(crate) fn whole(&self) -> Option<u64> {
        self.marks.last().filter(|_| !self.text.is_empty()).map(|last| spread(last.before))
    }

    /// Calls `visit` with the hash of every part that stands free, from each place on by length, until it says `false`.
    pub(crate) fn visit_parts(&self, mut visit: impl FnMut(u64) -> bool) {
        for (at, _) in self.marks.iter().enumerate().filter(|(_, mark)| mark.starts) {
            self.visit_from(at, &mut visit);
        }
    }

    /// The same for the parts that start at one mark.
    pub(crate) fn visit_from(&self, at: usize, visit: impl FnMut(u64) -> bool) {
        let start = self.marks[at];
        let parts = self.marks[at + 1..].iter().filter(|mark| mark.ends);
        let hash = |end: &Mark| {
            spread(
                end.before.wrapping_sub(start.before.wrapping_mul(self.powers[end.at - start.at])),
            )
        };
        parts.map(hash).all(visit);
    }

    /// Writes the folded text.
    fn fold(&mut self, text: &str) {
        let folded = &mut self.text;
        folded.clear();
        let (mut gap, mut number) = (false, false);
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let c = unify(c);
            let known = letter(c);
            let digit = known.is_number() && (c.is_ascii() || !c.is_alphabetic());
            let next_is_number =
                || chars.clone().next().is_some_and(|next| letter(unify(next)).is_number());
            if number && (digit || matches!(c, '.' | ',') && next_is_number()) {
                continue;
            }
            number = digit;
            if !(digit || c == '#' || c == '\'' || known.is_word()) {
                gap = true;
                continue;
            }
            if std::mem::take(&mut gap) && !folded.is_empty() {
                folded.push(' ');
            }
            match c {
                _ if digit => folded.push('#'),
                '\0'..='\x7F' => folded.push(c.to_ascii_lowercase()),
                _ => folded.extend(c.to_lowercase()),
            }
        }
        folded.truncate(folded.trim_end_matches(['\'', ' ']).len());
    }

    /// Hashes the folded text and finds its marks.
    fn mark(&mut self) {
        self.marks.clear();
        let mut hash = 0u64;
        let mut previous = None;
        let bytes = self.text.as_bytes();
        for (at, c) in self.text.char_indices() {
            let spaced = is_spaced(c);
            if previous.is_none_or(|(_, other)| !(other && spaced)) {
                let ends = previous.is_some_and(|(c, _)| c != ' ');
                self.marks.push(Mark { at, before: hash, starts: c != ' ', ends });
            }
            for &byte in &bytes[at..at + c.len_utf8()] {
                hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
            }
            previous = Some((c, spaced));
        }
        self.marks.push(Mark { at: bytes.len(), before: hash, starts: false, ends: true });
        while self.powers.len() <= bytes.len() {
            self.powers.push(self.powers.last().map_or(1, |last| last.wrapping_mul(BASE)));
        }
    }
}

/// Brings the entropy of a hash to all of its bits: the polynomial's low bits know only the bytes' low bits.
fn spread(hash: u64) -> u64 {
    let mixed = (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 32
}

/// Whether `c` belongs to words that stand between spaces.
fn is_spaced(c: char) -> bool {
    let letter = letter(c);
    letter.is_word() && letter.class() == Class::Spaced
}

/// Full-width forms as ASCII, curly apostrophes as straight ones.
fn unify(c: char) -> char {
    match c {
        '\0'..='\x7F' => c,
        '\u{2019}' | '\u{2018}' | '\u{02BC}' => '\'',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> Folded {
        let mut folded = Folded::default();
        folded.read(text);
        folded
    }

    #[test]
    fn folding() {
        for (text, expected) in [
            ("  “Don’t miss” — 1,204 views! ", "don't miss # views"),
            ("ＡＢＣ１２３", "abc#"),
            ("3.5 min", "# min"),
            ("a.b", "a b"),
            ("'tis'", "'tis"),
            ("…", ""),
        ] {
            let folded = fold(text);
            assert_eq!(folded.text(), expected, "{text}");
            assert_eq!(fold(expected).text(), expected, "folding twice changes nothing");
            assert_eq!(folded.whole(), fold(expected).whole());
            assert_eq!(folded.whole().is_none(), expected.is_empty());
        }
    }

    #[test]
    fn parts_stand_free() {
        let parts = |text: &str| {
            let mut parts = Vec::new();
            fold(text).visit_parts(|hash| {
                parts.push(hash);
                true
            });
            parts
        };
        for (text, part, expected) in [
            ("the river rises", "river", true),
            ("the river rises", "the river", true),
            ("the rivers rise", "river", false),
            ("see # photos", "# photos", true),
            ("ฝนตกหนัก", "ตก", true),
            ("don't", "don't", true),
            ("一二三", "二", true),
        ] {
            let hash = fold(part).whole().expect("is not empty");
            assert_eq!(parts(text).contains(&hash), expected, "{text}: {part}");
        }
        assert_eq!(parts("a b c").len(), 6);
    }
}
