//! Finds the names of authors in declarations and bylines.

use crate::metadata::dates::{DateStyle, dates, month_number};
use crate::metadata::labels::{self, LabelRole};
use crate::metadata::values;

/// Words of the longest name of a person or organisation. Names of offices are the longest.
const MAX_WORDS: usize = 8;
/// Characters of the longest name.
const MAX_CHARS: usize = 80;
/// Names that are taken from one text.
const MAX_NAMES: usize = 20;
/// Words in small letters that are parts of names.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "la", "le", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
];
/// A capitalised label of at least so many letters ends a name. A shorter one may be part of it.
const SURE_LETTERS: usize = 4;
/// A date after more letters than this follows a name. Otherwise it precedes one.
const LETTERS_BEFORE_DATE: usize = 3;
/// Letters of the longest degree.
const DEGREE_LETTERS: usize = 6;
/// Characters that end a name in a byline.
const DELIMITERS: &[char] = &[
    '|', '•', '·', '—', '(', '[', '{', '@', '›', '»', '>', ':', '：', '…', '→', '▪', '●', '✓',
    '｜', '/', '⋅',
];

/// Returns the names in a declaration that contains nothing else.
pub(super) fn declared_names(raw: &str, language: &str) -> Vec<String> {
    let Some(text) = values::clean(raw) else { return Vec::new() };
    let mut name = text.as_str();
    if text.contains(' ') {
        name = labels::strip_label(&text, language, LabelRole::Author).unwrap_or(name);
    }
    let mut joins = labels::words(language, LabelRole::Join);
    let is_list = name.contains([';', ',']) || joins.any(|and| name.contains(&format!(" {and} ")));
    if is_list {
        return split_list(name, language);
    }
    if is_name(name) { vec![name.to_owned()] } else { Vec::new() }
}

/// Returns the names in a byline, which may contain dates, roles and more.
pub(super) fn byline_names(raw: &str, style: DateStyle<'_>) -> Vec<String> {
    let Some(text) = values::clean(raw) else { return Vec::new() };
    let mut text = text.as_str();
    while let Some((_, date)) = dates(text, style).next() {
        let letters = text[..date.start].chars().filter(|c| c.is_alphabetic()).count();
        if letters > LETTERS_BEFORE_DATE {
            text = &text[..date.start];
            break;
        }
        // The date precedes the name.
        text = text[date.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    // "Posted by: By Jane Doe": templates put a label before the author's own.
    for _ in 0..2 {
        text = labels::strip_label(text, style.language, LabelRole::Author).unwrap_or(text);
    }
    let delimiter = text.find(DELIMITERS).unwrap_or(text.len());
    let dash = text.find(" - ").or_else(|| text.find(" – ")).unwrap_or(text.len());
    let name = clip_before_role(&text[..delimiter.min(dash)], style.language);
    split_list(name, style.language)
}

/// Returns the start of a byline, up to the words that follow a name: labels, numbers, and words in
/// small letters if the names have capitals.
fn clip_before_role<'t>(text: &'t str, language: &str) -> &'t str {
    let after: Vec<&str> = labels::words(language, LabelRole::After).collect();
    let joins: Vec<&str> = labels::words(language, LabelRole::Join).collect();
    let has_capitals = text.starts_with(char::is_uppercase);
    let mut at = 0;
    for (number, word) in text.split(' ').enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        let is_small = bare.starts_with(char::is_lowercase);
        let is_sure = is_small || bare.chars().count() >= SURE_LETTERS;
        let is_label = after.contains(&lower.as_str()) && is_sure;
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_part_of_name = PARTICLES.contains(&bare) || joins.contains(&bare);
        let is_other = is_small && has_capitals && !is_part_of_name;
        if number > 0 && (is_number || is_label || is_other) {
            return &text[..at];
        }
        at += word.len() + 1;
    }
    text
}

/// Returns true if a text without a label looks like the name of a person: two to four capitalised
/// words and perhaps particles.
pub(super) fn is_full_name(text: &str) -> bool {
    let is_capitalised = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || ".-'’".contains(c))
    };
    let mut count = 0;
    for word in text.split(' ').filter(|word| !PARTICLES.contains(word)) {
        if !is_capitalised(word) {
            return false;
        }
        count += 1;
    }
    (2..=4).contains(&count)
}

/// Splits a list of names.
fn split_list(text: &str, language: &str) -> Vec<String> {
    // "Doe, Jane; Bloggs, Joe": with semicolons in the list a comma is part of a name.
    let separators: &[char] = if text.contains(';') { &[';'] } else { &['\n', ',', '、', '،'] };
    let mut list = text.to_owned();
    for and in labels::words(language, LabelRole::Join).chain(["&", "+"]) {
        list = list.replace(&format!(" {and} "), &separators[0].to_string());
    }
    let mut names: Vec<String> = Vec::new();
    for part in list.split(separators) {
        let part = part.trim();
        let mut part =
            part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
        if !names.is_empty() {
            // "Jane Doe, and Joe Bloggs"
            part = labels::strip_label(part, language, LabelRole::Join).unwrap_or(part);
        }
        if is_degree(part)
            && let Some(last) = names.last_mut()
        {
            // "Jane Doe, MD": a degree belongs to the name before it.
            *last = format!("{last}, {part}");
            continue;
        }
        let is_new = names.len() < MAX_NAMES && names.iter().all(|name| name != part);
        if is_new && is_name(part) && !is_label(part, language) {
            names.push(part.to_owned());
        }
    }
    names
}

/// Returns true if a part of a list is a label or a month, not a name.
fn is_label(part: &str, language: &str) -> bool {
    let lower = part.to_lowercase();
    let has_role = |role| labels::words(language, role).any(|word| word == lower);
    has_role(LabelRole::After)
        || has_role(LabelRole::Changed)
        || has_role(LabelRole::Author)
        || month_number(part, language).is_some()
}

/// Returns true if a part of a list is a degree: a few letters, at least two of them and half of
/// all capitals.
fn is_degree(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = part.chars().filter(|c| c.is_uppercase()).count();
    (1..=DEGREE_LETTERS).contains(&letters)
        && capitals * 2 >= letters
        && capitals > 1
        && !part.contains(' ')
}

/// Returns true if a text can be a name.
pub(super) fn is_name(text: &str) -> bool {
    // "6 minutes". A name that starts with a number has capitals.
    let is_quantity = text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(' ')
        && !text.contains(char::is_uppercase);
    let is_url = text.contains("://") || text.starts_with(['/', '#']) || text.contains('@');
    let is_code = text.contains(['{', '}', '[', ']', '<', '>', '=', '_', '%', '$'])
        && !text.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    let chars = text.chars().count();
    text.chars().any(char::is_alphabetic)
        && !is_quantity
        && !is_url
        && !is_code
        && (2..=MAX_CHARS).contains(&chars)
        && text.split(' ').count() <= MAX_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bylines() {
        for (language, text, expected) in [
            ("en", "By Jane Doe", vec!["Jane Doe"]),
            ("en", "By Jane Doe and Joe Bloggs | May 6, 2020", vec!["Jane Doe", "Joe Bloggs"]),
            ("en", "May 6, 2020 by Jane Doe", vec!["Jane Doe"]),
            ("en", "Jane Doe on May 6, 2020 in Rivers", vec!["Jane Doe"]),
            ("en", "Written by Jane Doe, MD, RD • 5 min read", vec!["Jane Doe, MD, RD"]),
            ("de", "Von Jane Doe und Joe Bloggs", vec!["Jane Doe", "Joe Bloggs"]),
            ("de", "Jane Doe, 06.05.2020, 10:30 Uhr", vec!["Jane Doe"]),
            ("fr", "Par Jane Doe - Publié le 6 mai 2020", vec!["Jane Doe"]),
            ("de", "Jane von der Doe im Gespräch", vec!["Jane von der Doe"]),
            ("fr", "Jane Le Clerc", vec!["Jane Le Clerc"]),
            ("en", "6 May 2020", vec![]),
            ("en", "@jane", vec![]),
            ("en", "6 minutes", vec![]),
            ("en", "Jane Doe ⋅ Bridges", vec!["Jane Doe"]),
            ("en", "Jane Doe Founder", vec!["Jane Doe"]),
        ] {
            assert_eq!(
                byline_names(text, DateStyle { language, month_first: true }),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn names_of_declarations() {
        assert_eq!(declared_names("Jane Doe", "en"), ["Jane Doe"]);
        assert_eq!(
            declared_names("Jane Doe, Joe Bloggs &amp; Ann Lee", "en"),
            ["Jane Doe", "Joe Bloggs", "Ann Lee"]
        );
        assert_eq!(declared_names("98 Buck Social", "en"), ["98 Buck Social"]);
        assert!(declared_names("https://facebook.example/jane", "en").is_empty());
    }
}
