//! The form in which lines and phrases are compared, and the hashes of its parts.

use crate::hash::GOLDEN;
use crate::unicode::folding::{as_capital, half_width};
use crate::unicode::{WordBreaks, char_facts};

/// The base of the hash, which reads the text's bytes as the digits of one number. It is the
/// multiplier of Knuth's MMIX generator: odd, and it spreads small numbers over all bits.
const BASE: u64 = 6_364_136_223_846_793_005;
/// Makes phrases in capitals differ from others. Any number would do.
const CAPITALS_SALT: u64 = GOLDEN;

/// A position in a folded text at which a phrase may start or end: never inside a word. Scripts
/// without spaces have no such words.
#[derive(Clone, Copy, Debug)]
struct Boundary {
    /// Offset in bytes.
    at: usize,
    /// Hash of the bytes before it.
    hash_before: u64,
    /// A phrase can start here, or end here. No phrase starts or ends with a space.
    starts: bool,
    ends: bool,
}

/// A text in folded form: lower case, each run of digits one `#`, each run of other characters one
/// space, no space at the ends. Apostrophes stay. It reuses its memory from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoldedText {
    /// In UTF-8.
    text: Vec<u8>,
    boundaries: Vec<Boundary>,
    /// Powers of [`BASE`].
    powers: Vec<u64>,
    /// Hash of the text.
    hash: u64,
    /// The text ends inside a word.
    in_word: bool,
    /// Changes all hashes of a text that was read as capitals.
    salt: u64,
}

impl FoldedText {
    /// Folds a text.
    pub(crate) fn read(&mut self, text: &str) {
        self.salt = 0;
        self.fold(text, false);
    }

    /// Folds a text in capitals: marks that many writers leave out there do not count. Its hashes
    /// differ from those of other texts.
    pub(crate) fn read_capitals(&mut self, text: &str) {
        self.salt = CAPITALS_SALT;
        self.fold(text, true);
    }

    /// Returns the folded text.
    #[cfg_attr(not(any(test, feature = "_train")), allow(dead_code))]
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// Returns the hash of the whole text, or `None` if it is empty.
    pub(crate) fn hash(&self) -> Option<u64> {
        if self.text.is_empty() {
            return None;
        }
        self.boundaries.last().map(|last| spread(last.hash_before) ^ self.salt)
    }

    /// Calls `visit` with the hash of every part between two boundaries. The parts from one start
    /// come by rising length, until `visit` returns false.
    pub(crate) fn visit_parts(&self, mut visit: impl FnMut(u64) -> bool) {
        for (at, boundary) in self.boundaries.iter().enumerate() {
            if boundary.starts {
                self.visit_from(at, &mut visit);
            }
        }
    }

    /// Calls `visit` with the hash of every part that starts at one boundary, by rising length,
    /// until it returns false.
    pub(crate) fn visit_from(&self, boundary: usize, mut visit: impl FnMut(u64) -> bool) {
        let start = self.boundaries[boundary];
        for end in self.boundaries[boundary + 1..].iter().filter(|end| end.ends) {
            let prefix = start.hash_before.wrapping_mul(self.powers[end.at - start.at]);
            if !visit(spread(end.hash_before.wrapping_sub(prefix)) ^ self.salt) {
                return;
            }
        }
    }

    /// Writes the folded text, its hash and its boundaries.
    fn fold(&mut self, text: &str, in_capitals: bool) {
        self.text.clear();
        self.boundaries.clear();
        (self.hash, self.in_word) = (0, false);
        let (mut gap, mut in_number) = (false, false);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let letters = letter_run(rest);
            if !letters.is_empty() {
                self.close_gap(&mut gap);
                self.push_letters(letters);
                in_number = false;
                rest = &rest[letters.len()..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            let c = unify(c);
            let facts = char_facts(c);
            let is_digit = facts.is_number() && (c.is_ascii() || !c.is_alphabetic());
            let next_is_number =
                || rest.chars().next().is_some_and(|next| char_facts(unify(next)).is_number());
            // "1,204" and "3.5" are one number.
            if in_number && (is_digit || matches!(c, '.' | ',') && next_is_number()) {
                continue;
            }
            in_number = is_digit;
            if !(is_digit || c == '#' || c == '\'' || facts.is_word()) {
                gap = true;
                continue;
            }
            self.close_gap(&mut gap);
            match c {
                _ if is_digit => self.push('#'),
                '\0'..='\x7F' => self.push(c.to_ascii_lowercase()),
                // Its lower case in Unicode has two characters, in Turkish one.
                'İ' => self.push('i'),
                _ if in_capitals => {
                    c.to_lowercase().flat_map(as_capital).for_each(|c| self.push(c));
                }
                _ => c.to_lowercase().for_each(|c| self.push(c)),
            }
        }
        self.finish();
    }

    /// Writes a space for a gap inside the text.
    fn close_gap(&mut self, gap: &mut bool) {
        if std::mem::take(gap) && !self.text.is_empty() {
            self.push(' ');
        }
    }

    /// Adds a run of ASCII letters, in lower case. No boundary is inside it.
    fn push_letters(&mut self, letters: &[u8]) {
        self.add_boundary(true, true);
        let start = self.text.len();
        self.text.extend_from_slice(letters);
        let added = &mut self.text[start..];
        added.make_ascii_lowercase();
        self.hash = added.iter().fold(self.hash, |hash, &byte| hash_step(hash, byte));
    }

    /// Adds a character of the folded text, and the boundary before it if there is one.
    fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.add_boundary(c != ' ', c.is_ascii_lowercase());
            self.push_byte(c as u8);
            return;
        }
        self.add_boundary(true, breaks_at_spaces(c));
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push_byte(byte));
    }

    fn push_byte(&mut self, byte: u8) {
        self.hash = hash_step(self.hash, byte);
        self.text.push(byte);
    }

    /// Adds a boundary at the end of the text, unless it is inside a word: the next character, and
    /// the one before it, are `in_word`.
    fn add_boundary(&mut self, starts: bool, in_word: bool) {
        if !(self.in_word && in_word) {
            let ends = self.text.last().is_some_and(|&byte| byte != b' ');
            let (at, hash_before) = (self.text.len(), self.hash);
            self.boundaries.push(Boundary { at, hash_before, starts, ends });
        }
        self.in_word = in_word;
    }

    /// Removes spaces and apostrophes at the end, and adds the last boundary.
    fn finish(&mut self) {
        let is_cut = |byte: &u8| matches!(byte, b'\'' | b' ');
        let length = self.text.iter().rposition(|byte| !is_cut(byte)).map_or(0, |last| last + 1);
        self.text.truncate(length);
        // There is a boundary before every space and apostrophe.
        while let Some(last) = self.boundaries.pop_if(|last| last.at >= length) {
            self.hash = last.hash_before;
        }
        let (at, hash_before) = (length, self.hash);
        self.boundaries.push(Boundary { at, hash_before, starts: false, ends: true });
        while self.powers.len() <= length {
            self.powers.push(self.powers.last().map_or(1, |last| last.wrapping_mul(BASE)));
        }
    }
}

/// Returns the ASCII letters at the start of a text.
fn letter_run(text: &str) -> &[u8] {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphabetic());
    &bytes[..end.unwrap_or(bytes.len())]
}

/// Adds a byte to a hash. One more than the byte, so that leading zero bytes count.
fn hash_step(hash: u64, byte: u8) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1)
}

/// Spreads the entropy of a hash over all of its bits: the low bits of the polynomial depend on the
/// low bits of the bytes only.
fn spread(hash: u64) -> u64 {
    let mixed = (hash ^ hash >> 32).wrapping_mul(GOLDEN);
    mixed ^ mixed >> 32
}

/// Returns true if `c` is part of a word of a script with spaces between words.
fn breaks_at_spaces(c: char) -> bool {
    let facts = char_facts(c);
    facts.is_word() && facts.word_breaks() == WordBreaks::Spaces
}

/// Replaces full-width forms by ASCII, and curly apostrophes by straight ones.
fn unify(c: char) -> char {
    match c {
        '\0'..='\x7F' => c,
        '\u{2019}' | '\u{2018}' | '\u{02BC}' => '\'',
        _ => half_width(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> FoldedText {
        let mut folded = FoldedText::default();
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
            ("İlgili", "ilgili"),
            ("…", ""),
        ] {
            let folded = fold(text);
            assert_eq!(folded.text(), expected, "{text}");
            assert_eq!(fold(expected).text(), expected, "folding twice changes nothing");
            assert_eq!(folded.hash(), fold(expected).hash());
            assert_eq!(folded.hash().is_none(), expected.is_empty());
        }
    }

    #[test]
    fn capitals_have_hashes_of_their_own() {
        let capitals = |text: &str| {
            let mut folded = FoldedText::default();
            folded.read_capitals(text);
            folded.hash()
        };
        assert_eq!(capitals("ΣΧΕΤΙΚΑ ΑΡΘΡΑ"), capitals("σχετικά άρθρα"));
        assert_ne!(capitals("related"), fold("related").hash());
    }

    #[test]
    fn parts_are_whole_words() {
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
            let hash = fold(part).hash().expect("is not empty");
            assert_eq!(parts(text).contains(&hash), expected, "{text}: {part}");
        }
        assert_eq!(parts("a b c").len(), 6);
    }
}
