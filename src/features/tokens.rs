//! The tokens of a line, as keys: words of scripts with spaces, pairs of Chinese and Japanese
//! characters, runs of four Thai, Lao, Khmer or Burmese ones. Learned tables, copies and
//! vocabularies all use these keys.

use crate::hash::{key, key_of_keys, key_of_lower, key_of_sequence};
use crate::unicode::{Word, WordBreaks, words};

/// Tokens of a line that are read: the first three lines' worth. Words after them only count and
/// distinguish lines.
pub(crate) const MAX_TOKENS: usize = 60;
/// Characters of a Chinese or Japanese token, and from the start of one to the next.
const CJK_GRAM: (usize, usize) = (2, 1);
/// The same of a Thai, Lao, Khmer or Burmese token.
const SEA_GRAM: (usize, usize) = (4, 2);
/// Letters from which a word carries meaning rather than grammar.
const CONTENT_LETTERS: usize = 4;
/// The bit of a key that marks a token with meaning.
const CONTENT_BIT: u32 = 1;

/// Key spaces, which separate words from pairs, whole lines, starts of lines and codes of
/// languages.
mod space {
    pub(super) const WORD: u8 = 1;
    pub(super) const PAIR: u8 = 2;
    pub(super) const LINE: u8 = 3;
    pub(super) const START: u8 = 4;
    pub(super) const LANGUAGE: u8 = 5;
}

/// The tokens of one line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    /// Keys of the first tokens. The lowest bit marks those with meaning.
    pub(crate) keys: Vec<u32>,
    /// Length of the whole line in words.
    pub(super) words: f32,
    /// Key of the words after the first tokens, so that two paragraphs with the same start are not
    /// copies.
    rest: u32,
}

impl Tokens {
    /// Replaces the tokens by those of `line`.
    pub(crate) fn read(&mut self, line: &str) {
        self.keys.clear();
        self.words = 0.0;
        self.rest = 0;
        for word in words(line) {
            self.words += word.weight;
            if self.keys.len() < MAX_TOKENS {
                self.push(word);
            }
            if self.keys.len() >= MAX_TOKENS {
                // A word of a script without spaces may be read only in part.
                let last = key(space::WORD, word.text);
                self.rest = key_of_sequence(space::LINE, [self.rest, last].into_iter());
            }
        }
    }

    /// Replaces the tokens by the first [`MAX_TOKENS`] of `text`.
    pub(crate) fn read_start(&mut self, text: &str) {
        self.keys.clear();
        self.words = 0.0;
        for word in words(text) {
            self.words += word.weight;
            self.push(word);
            if self.keys.len() >= MAX_TOKENS {
                self.keys.truncate(MAX_TOKENS);
                return;
            }
        }
    }

    /// Adds the tokens of a word.
    fn push(&mut self, word: Word<'_>) {
        match word.breaks {
            WordBreaks::Spaces => self.keys.push(word_key(word.text)),
            WordBreaks::Cjk => self.push_grams(word.text, CJK_GRAM),
            WordBreaks::SoutheastAsian => self.push_grams(word.text, SEA_GRAM),
        }
    }

    /// Adds every run of `length` characters that starts a multiple of `step` characters into
    /// `text`, or `text` itself if it is shorter.
    fn push_grams(&mut self, text: &str, (length, step): (usize, usize)) {
        let mut ends =
            text.char_indices().skip(length).map(|(at, _)| at).chain([text.len()]).step_by(step);
        for (start, _) in text.char_indices().step_by(step) {
            let Some(end) = ends.next() else { return };
            if self.keys.len() >= MAX_TOKENS {
                return;
            }
            self.keys.push(key(space::WORD, &text[start..end]) | CONTENT_BIT);
        }
    }

    /// Returns the key of the whole line.
    pub(super) fn line_key(&self) -> u32 {
        key_of_sequence(space::LINE, self.keys.iter().copied().chain([self.rest]))
    }
}

/// Calls `visit` with every key of tokens in a row that the learned table may know.
pub(crate) fn visit_keys(tokens: &[u32], mut visit: impl FnMut(TokenPosition, u32)) {
    for &token in tokens {
        visit(TokenPosition::Any, token);
    }
    for pair in tokens.windows(2) {
        visit(TokenPosition::Any, key_of_keys(space::PAIR, pair[0], pair[1]));
    }
    if let Some(&first) = tokens.first() {
        let second = tokens.get(1).copied().unwrap_or(0);
        visit(TokenPosition::Start, key_of_keys(space::START, first, second));
    }
}

/// The keys of the tokens of each line or block.
#[derive(Clone, Debug)]
pub(crate) struct TokenLists {
    keys: Vec<u32>,
    /// The end of each list, after a 0.
    ends: Vec<u32>,
}

impl Default for TokenLists {
    fn default() -> Self {
        TokenLists { keys: Vec::new(), ends: vec![0] }
    }
}

impl TokenLists {
    /// Adds a list.
    pub(crate) fn push(&mut self, keys: &[u32]) {
        self.keys.extend_from_slice(keys);
        self.ends.push(self.keys.len() as u32);
    }

    /// Returns a list by its number.
    pub(crate) fn of(&self, number: usize) -> &[u32] {
        &self.keys[self.ends[number] as usize..self.ends[number + 1] as usize]
    }

    /// Returns the number of tokens in all lists.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// The position of a key in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPosition {
    /// A token or a pair of tokens, anywhere.
    Any,
    /// The first two tokens.
    Start,
}

/// Returns the key of a word of a script with spaces. Numbers with the same count of digits, four
/// at most, are one word.
fn word_key(word: &str) -> u32 {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return key(space::WORD, &"0000"[..word.len().min(4)]) & !CONTENT_BIT;
    }
    let has_meaning = word.chars().nth(CONTENT_LETTERS - 1).is_some();
    key_of_lower(space::WORD, word) & !CONTENT_BIT | u32::from(has_meaning)
}

/// Returns true if a token carries meaning: a word of four letters or more, or any run of a script
/// without spaces.
pub(super) fn is_content(token: u32) -> bool {
    token & CONTENT_BIT != 0
}

/// Returns the key of a language in the table of languages that the log-odds know.
pub(crate) fn language_key(code: &str) -> u32 {
    key(space::LANGUAGE, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(line: &str) -> Tokens {
        let mut tokens = Tokens::default();
        tokens.read(line);
        tokens
    }

    #[test]
    fn one_token_per_word_or_gram() {
        for (line, count) in [
            ("", 0),
            ("It rained, 12 mm.", 4),
            ("今天下雨", 3),
            ("雨", 1),
            ("ฝนตก", 1),
            ("ฝนตกหนัก", 3),
        ] {
            assert_eq!(tokens(line).keys.len(), count, "{line}");
        }
        assert_eq!(tokens("Rain 2019").keys, tokens("RAIN 2024").keys);
        assert_eq!(tokens("ＲＡＩＮ").keys, tokens("rain").keys);
        assert!(is_content(tokens("rain").keys[0]) && !is_content(tokens("it").keys[0]));
    }

    #[test]
    fn the_key_of_a_line_depends_on_its_first_word() {
        let rest = " came down the hill to see what was left of the old bridge and of the mill.";
        let [one, other] = ["Women", "Children"].map(|who| tokens(&format!("{who}{rest}")));
        assert_ne!(one.line_key(), other.line_key());
    }

    #[test]
    fn the_key_of_a_line_depends_on_its_last_word() {
        for (start, ends) in
            [("rain ".repeat(70), ["mill", "barn"]), ("雨が".repeat(70), ["橋", "川"])]
        {
            let [one, other] = ends.map(|end| tokens(&format!("{start}{end}")));
            assert_ne!(one.line_key(), other.line_key(), "{start}");
        }
    }

    #[test]
    fn long_lines_are_truncated() {
        let line = "word ".repeat(100);
        let tokens = tokens(&line);
        assert!(tokens.keys.len() == MAX_TOKENS && tokens.words == 100.0);
    }
}
