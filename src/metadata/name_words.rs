//! The words of names: which texts look like the name of a person.

use crate::unicode::char_facts;

/// Words in small letters that are parts of names.
pub(super) const PARTICLES: &[&str] = &[
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "la", "le", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
];

/// Returns true if a text without a label looks like the name of a person: two to four capitalised
/// words and perhaps particles.
pub(super) fn is_full_name(text: &str) -> bool {
    capitalised_words(text).is_some_and(|count| (2..=4).contains(&count))
}

/// Returns true if a text can be a family name or given names: one to three capitalised words and
/// perhaps particles.
pub(super) fn is_capitalised_name(text: &str) -> bool {
    capitalised_words(text).is_some_and(|count| (1..=3).contains(&count))
}

/// Returns the number of the words of a text without particles, if all are capitalised.
fn capitalised_words(text: &str) -> Option<usize> {
    let is_capitalised = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| is_letter_or_mark(c) || ".-'’".contains(c))
    };
    let mut count = 0;
    for word in text.split(' ').filter(|word| !PARTICLES.contains(word)) {
        if !is_capitalised(word) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// Returns true for a letter, and for a mark on one: "é" may be two characters.
fn is_letter_or_mark(c: char) -> bool {
    char_facts(c).is_word() && !c.is_numeric()
}
