//! The form in which lines and phrases are compared, and the hashes of its parts.

use crate::hash::GOLDEN;
use crate::unicode::folding::{half_width, push_as_capital};
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
    text: String,
    boundaries: Vec<Boundary>,
    /// Powers of [`BASE`].
    powers: Vec<u64>,
    /// Changes all hashes of a text that was read as capitals.
    salt: u64,
}

impl FoldedText {
    /// Folds a text.
    pub(crate) fn read(&mut self, text: &str) {
        self.salt = 0;
        self.fold(text, |folded, c| folded.push(c));
        self.find_boundaries();
    }

    /// Folds a text in capitals: marks that many writers leave out there do not count. Its hashes
    /// differ from those of other texts.
    pub(crate) fn read_capitals(&mut self, text: &str) {
        self.salt = CAPITALS_SALT;
        self.fold(text, push_as_capital);
        self.find_boundaries();
    }

    /// Returns the folded text.
    #[cfg_attr(not(any(test, feature = "_train")), allow(dead_code))]
    pub(crate) fn text(&self) -> &str {
        &self.text
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

    /// Writes the folded text. `push` writes the letters beyond ASCII, in lower case.
    fn fold(&mut self, text: &str, push: fn(&mut String, char)) {
        let folded = &mut self.text;
        folded.clear();
        let (mut gap, mut in_number) = (false, false);
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let c = unify(c);
            let facts = char_facts(c);
            let is_digit = facts.is_number() && (c.is_ascii() || !c.is_alphabetic());
            let next_is_number =
                || chars.clone().next().is_some_and(|next| char_facts(unify(next)).is_number());
            // "1,204" and "3.5" are one number.
            if in_number && (is_digit || matches!(c, '.' | ',') && next_is_number()) {
                continue;
            }
            in_number = is_digit;
            if !(is_digit || c == '#' || c == '\'' || facts.is_word()) {
                gap = true;
                continue;
            }
            if std::mem::take(&mut gap) && !folded.is_empty() {
                folded.push(' ');
            }
            match c {
                _ if is_digit => folded.push('#'),
                '\0'..='\x7F' => folded.push(c.to_ascii_lowercase()),
                // Its lower case in Unicode has two characters, in Turkish one.
                'İ' => folded.push('i'),
                _ => c.to_lowercase().for_each(|c| push(folded, c)),
            }
        }
        folded.truncate(folded.trim_end_matches(['\'', ' ']).len());
    }

    /// Hashes the folded text and finds its boundaries.
    fn find_boundaries(&mut self) {
        self.boundaries.clear();
        let mut hash = 0u64;
        let mut previous = None;
        let bytes = self.text.as_bytes();
        for (at, c) in self.text.char_indices() {
            let in_word = breaks_at_spaces(c);
            if previous.is_none_or(|(_, was_in_word)| !(was_in_word && in_word)) {
                let ends = previous.is_some_and(|(c, _)| c != ' ');
                self.boundaries.push(Boundary { at, hash_before: hash, starts: c != ' ', ends });
            }
            for &byte in &bytes[at..at + c.len_utf8()] {
                // One more than the byte, so that leading zero bytes count.
                hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
            }
            previous = Some((c, in_word));
        }
        let end = Boundary { at: bytes.len(), hash_before: hash, starts: false, ends: true };
        self.boundaries.push(end);
        while self.powers.len() <= bytes.len() {
            self.powers.push(self.powers.last().map_or(1, |last| last.wrapping_mul(BASE)));
        }
    }
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
