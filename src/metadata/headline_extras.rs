//! Removes the texts inside a headline that are not part of the title.

use crate::metadata::blocks::NumberedBlock;
use crate::metadata::facts::PageFacts;
use crate::unicode::char_facts;

/// Returns the text of a headline without its kickers, dates and readings of characters. Returns
/// an empty text if it is nothing else.
pub(super) fn without_extras(facts: &PageFacts<'_>, block: &NumberedBlock<'_>) -> String {
    let mut text = block.text.to_string();
    let (mut from, mut is_changed) = (0, false);
    for extra in facts.extras_of(block.number) {
        // A separator is dropped with the text beside it, below.
        if !extra.value.contains(char::is_alphanumeric) {
            continue;
        }
        let Some((start, end)) = find_folded(&text, from, &extra.value) else { continue };
        // Readings are in brackets.
        let (start, end) = with_brackets(&text, start, end);
        let is_inside = text[..start].ends_with(is_word)
            && text[end..].starts_with(is_word)
            && text[start..end].contains(char::is_whitespace);
        text.replace_range(start..end, if is_inside { " " } else { "" });
        (from, is_changed) = (start, true);
    }
    if !is_changed {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || ":|/–—-".contains(c)).to_owned()
}

/// Returns true for a letter, a digit, or a mark on one.
fn is_word(c: char) -> bool {
    char_facts(c).is_word()
}

/// Finds a text in another from a byte on, whatever the white space in both. Returns its bytes.
fn find_folded(text: &str, from: usize, wanted: &str) -> Option<(usize, usize)> {
    let starts = text[from..].char_indices().filter(|(_, c)| !c.is_whitespace());
    for (start, _) in starts {
        if let Some(length) = folded_prefix(&text[from + start..], wanted) {
            return Some((from + start, from + start + length));
        }
    }
    None
}

/// Returns the bytes of the prefix of a text that equals `wanted`, white space aside.
fn folded_prefix(text: &str, wanted: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let mut end = 0;
    for expected in wanted.chars().filter(|c| !c.is_whitespace()) {
        let (at, c) = chars.find(|(_, c)| !c.is_whitespace())?;
        if c != expected {
            return None;
        }
        end = at + c.len_utf8();
    }
    Some(end)
}

/// Returns a range with the brackets directly around it.
fn with_brackets(text: &str, start: usize, end: usize) -> (usize, usize) {
    for (open, close) in [('(', ')'), ('（', '）')] {
        if text[..start].ends_with(open) && text[end..].starts_with(close) {
            return (start - open.len_utf8(), end + close.len_utf8());
        }
    }
    (start, end)
}
