//! The tokens of a line, as keys: words of spaced scripts, pairs of Chinese and Japanese characters, runs of four Thai,
//! Lao, Khmer or Burmese ones. Learned tables, repeats and vocabularies all work on these keys.

use crate::hash::{key, key_of_keys, key_of_lower};
use crate::unicode::{Class, Word, words};

/// Tokens of a line that are looked at: the first three lines' worth. What stands behind them is counted as words only.
pub(crate) const MAX_TOKENS: usize = 60;

/// Key spaces, kept apart so that a word is no pair and no line's start.
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
    /// Their keys. The lowest bit tells whether a token carries meaning by its length.
    pub(crate) keys: Vec<u32>,
    /// The line's length in words, all of it.
    pub(crate) words: f32,
}

impl Tokens {
    /// Replaces the tokens with those of `line`.
    pub(crate) fn read(&mut self, line: &str) {
        self.keys.clear();
        self.words = 0.0;
        for word in words(line) {
            self.words += word.weight;
            if self.keys.len() < MAX_TOKENS {
                self.push(word);
            }
        }
    }

    /// Adds the tokens of a word.
    fn push(&mut self, word: Word<'_>) {
        match word.class {
            Class::Spaced => self.keys.push(word_key(word.text)),
            Class::Cjk => self.push_grams(word.text, 2, 1),
            Class::Sea => self.push_grams(word.text, 4, 2),
        }
    }

    /// Adds every run of `length` characters that starts a multiple of `step` characters into `text`; `text` itself if
    /// it is shorter.
    fn push_grams(&mut self, text: &str, length: usize, step: usize) {
        let mut ends =
            text.char_indices().skip(length).map(|(at, _)| at).chain([text.len()]).step_by(step);
        for (start, _) in text.char_indices().step_by(step) {
            let Some(end) = ends.next() else { return };
            if self.keys.len() >= MAX_TOKENS {
                return;
            }
            self.keys.push(key(space::WORD, &text[start..end]) | 1);
        }
    }

    /// The key of the whole line: of all the tokens that are looked at.
    pub(crate) fn line_key(&self) -> u32 {
        self.keys.iter().fold(1, |line, &token| key_of_keys(space::LINE, line, token))
    }

    /// Calls `visit(role, key)` for every key that the learned table may know.
    pub(crate) fn visit(&self, mut visit: impl FnMut(Role, u32)) {
        let keys = &self.keys;
        keys.iter().for_each(|&token| visit(Role::Inside, token));
        keys.windows(2)
            .for_each(|pair| visit(Role::Inside, key_of_keys(space::PAIR, pair[0], pair[1])));
        if let Some(&first) = keys.first() {
            visit(Role::Start, key_of_keys(space::START, first, keys.get(1).copied().unwrap_or(0)));
        }
    }
}

/// Where in its line a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A token or two in a row, anywhere.
    Inside,
    /// The first two tokens.
    Start,
}

/// The key of a word of a spaced script. Numbers of the same length are one word.
fn word_key(word: &str) -> u32 {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return key(space::WORD, &"0000"[..word.len().min(4)]) & !1;
    }
    let long = word.chars().nth(3).is_some();
    key_of_lower(space::WORD, word) & !1 | u32::from(long)
}

/// Whether a token carries meaning by its length: a word of four letters or more, or any pair or run.
pub(crate) fn is_content(token: u32) -> bool {
    token & 1 == 1
}

/// The key of a language in the table of languages that the log-odds know.
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
    fn one_token_a_word_or_gram() {
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
    fn long_lines_are_cut() {
        let line = "word ".repeat(100);
        let tokens = tokens(&line);
        assert!(tokens.keys.len() == MAX_TOKENS && tokens.words == 100.0);
    }
}
