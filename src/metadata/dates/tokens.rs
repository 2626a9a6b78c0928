//! Cuts a text into the tokens that dates are made of.

use std::ops::Range;

use super::digits::digit_value;
use crate::unicode::marks::is_mark;

/// Characters of a text that are searched for dates.
const SEARCHED_CHARS: usize = 400;

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum DateToken<'t> {
    Number { value: u32, digits: usize },
    Word(&'t str),
    Symbol(char),
}

/// Cuts the start of a text into numbers, words and other characters, with their byte ranges.
/// White space is left out.
pub(super) fn tokens(text: &str) -> Vec<(DateToken<'_>, Range<usize>)> {
    let end = text.char_indices().nth(SEARCHED_CHARS).map_or(text.len(), |(at, _)| at);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..end].chars().next() {
        let rest = &text[at..end];
        let (token, length) = if digit_value(c).is_some() {
            number(rest)
        } else if is_letter(c) {
            let length = word_length(rest);
            (DateToken::Word(&rest[..length]), length)
        } else {
            (DateToken::Symbol(c), c.len_utf8())
        };
        if !c.is_whitespace() {
            tokens.push((token, at..at + length));
        }
        at += length;
    }
    tokens
}

/// Reads the number at the start of a text. Returns it and its length in bytes.
fn number(text: &str) -> (DateToken<'_>, usize) {
    let (mut value, mut digits, mut length) = (0u32, 0, 0);
    for c in text.chars() {
        let Some(digit) = digit_value(c) else { break };
        value = value.saturating_mul(10).saturating_add(digit);
        digits += 1;
        length += c.len_utf8();
    }
    (DateToken::Number { value, digits }, length)
}

/// Returns true if the character is part of words.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c)
}

/// Returns the bytes of the word at the start of `text`: letters, and full stops between them, as
/// in Thai months.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_inner_stop = c == '.' && chars.peek().is_some_and(|&(_, next)| is_letter(next));
        if !is_letter(c) && !is_inner_stop {
            return at;
        }
    }
    text.len()
}
