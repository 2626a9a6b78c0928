//! Names of authors out of what stands where they are named.

use crate::metadata::dates::{DateStyle, dates, month_number};

use crate::metadata::labels::{self, Role};
use crate::metadata::values;

/// Words of a name of a person or organisation; the longest are those of offices.
const MOST_WORDS: usize = 8;
/// Characters of a name.
const LONGEST: usize = 80;
/// Names that are taken from one text.
const MOST_NAMES: usize = 20;
/// Small words that are parts of names.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "la", "le", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
];
/// Letters of a word from which it ends a name in capitals too.
const SURE_LETTERS: usize = 4;
/// Characters that end a name where a byline goes on.
const ENDS: &[char] = &[
    '|', '•', '·', '—', '(', '[', '{', '@', '›', '»', '>', ':', '：', '…', '→', '▪', '●', '✓',
    '｜', '/', '⋅',
];

/// The names in a declaration that holds nothing else.
pub(super) fn declared(raw: &str, language: &str) -> Vec<String> {
    let Some(text) = values::clean(raw) else { return Vec::new() };
    let text = labels::strip(&text, language, Role::By)
        .filter(|_| text.contains(' '))
        .map_or(text.as_str(), |(rest, _)| rest);
    let is_list = text.contains([';', ','])
        || labels::words(language, Role::And).any(|and| text.contains(&format!(" {and} ")));
    if is_list {
        split(text, language)
    } else {
        [text].into_iter().filter(|name| is_name(name)).map(str::to_owned).collect()
    }
}

/// The names in a byline, which may hold dates, roles and more.
pub(super) fn byline(raw: &str, style: DateStyle<'_>) -> Vec<String> {
    let Some(text) = values::clean(raw) else { return Vec::new() };
    let mut text = text.as_str();
    // A date before the name: what comes after it counts.
    while let Some((_, at)) = dates(text, style).next() {
        let before = text[..at.start].trim();
        if before.chars().filter(|c| c.is_alphabetic()).count() > 3 {
            text = &text[..at.start];
            break;
        }
        text = text[at.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    for _ in 0..2 {
        text = labels::strip(text, style.language, Role::By).map_or(text, |(rest, _)| rest);
    }
    let end = text.find(ENDS).unwrap_or(text.len());
    let dash = text.find(" - ").or_else(|| text.find(" – ")).unwrap_or(text.len());
    split(until_role(&text[..end.min(dash)], style.language), style.language)
}

/// The start of a byline up to the words that follow a name: known ones, numbers, and those in small letters, where names
/// have capitals.
fn until_role<'t>(text: &'t str, language: &str) -> &'t str {
    let after: Vec<&str> = labels::words(language, Role::After).collect();
    let joins: Vec<&str> = labels::words(language, Role::And).collect();
    let has_capitals = text.starts_with(char::is_uppercase);
    let mut at = 0;
    for (number, word) in text.split(' ').enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_small = bare.starts_with(char::is_lowercase);
        let lower = bare.to_lowercase();
        let is_sure = is_small || bare.chars().count() >= SURE_LETTERS;
        let is_known = after.contains(&lower.as_str()) && is_sure;
        let is_other =
            is_small && has_capitals && !PARTICLES.contains(&bare) && !joins.contains(&bare);
        if number > 0 && (word.starts_with(|c: char| c.is_ascii_digit()) || is_known || is_other) {
            return &text[..at];
        }
        at += word.len() + 1;
    }
    text
}

/// Whether a text without a label looks like the name of a person: two to four words in capitals, small particles aside.
pub(super) fn is_full_name(text: &str) -> bool {
    let words = text.split(' ').filter(|word| !PARTICLES.contains(word)).collect::<Vec<_>>();
    let is_capital = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || ".-'’".contains(c))
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_capital)
}

/// The names in a list of names.
fn split(text: &str, language: &str) -> Vec<String> {
    // "Doe, Jane; Bloggs, Joe": between semicolons a comma is part of a name.
    let separators: &[char] = if text.contains(';') { &[';'] } else { &['\n', ',', '、', '،'] };
    let ands = labels::words(language, Role::And).chain(["&", "+"]);
    let text = ands.fold(text.to_owned(), |text, and| {
        text.replace(&format!(" {and} "), &separators[0].to_string())
    });
    let mut names: Vec<String> = Vec::new();
    for part in text.split(separators) {
        let part =
            part.trim().trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
        let joined = labels::strip(part, language, Role::And).filter(|_| !names.is_empty());
        let part = joined.map_or(part, |(rest, _)| rest);
        let is_new =
            is_name(part) && !is_label(part, language) && names.iter().all(|name| name != part);
        if let Some(last) = names.last_mut().filter(|_| is_degree(part)) {
            // "Jane Doe, MD": a degree belongs to the name before it.
            *last = format!("{last}, {part}");
        } else if is_new && names.len() < MOST_NAMES {
            names.push(part.to_owned());
        }
    }
    names
}

/// Whether a part of a list is no name but a word that stands around names and dates, or a month.
fn is_label(part: &str, language: &str) -> bool {
    let lower = part.to_lowercase();
    let is_word = |role| labels::words(language, role).any(|word| word == lower);
    is_word(Role::After)
        || is_word(Role::Changed)
        || is_word(Role::By)
        || month_number(part, language).is_some()
}

/// Whether a part of a list is a degree: a few capitals, perhaps with others or full stops between.
fn is_degree(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic());
    let (all, capitals) = letters
        .fold((0, 0), |(all, capitals), c| (all + 1, capitals + usize::from(c.is_uppercase())));
    (1..=6).contains(&all) && capitals * 2 >= all && capitals > 1 && !part.contains(' ')
}

/// Whether a text can be a name.
pub(super) fn is_name(text: &str) -> bool {
    let has_letter = text.chars().any(char::is_alphabetic);
    // "6 minutes"; names with a number in front have capitals.
    let is_count = text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(' ')
        && !text.contains(char::is_uppercase);
    let is_address =
        text.contains("://") || text.starts_with(['/', '@', '#']) || text.contains('@');
    let is_code = text.contains(['{', '}', '[', ']', '<', '>', '=', '_', '%', '$'])
        && !text.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    has_letter
        && !is_count
        && !is_address
        && !is_code
        && text.chars().count() <= LONGEST
        && text.split(' ').count() <= MOST_WORDS
        && text.chars().count() > 1
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
            assert_eq!(byline(text, DateStyle { language, month_first: true }), expected, "{text}");
        }
    }

    #[test]
    fn names_of_declarations() {
        assert_eq!(declared("Jane Doe", "en"), ["Jane Doe"]);
        assert_eq!(
            declared("Jane Doe, Joe Bloggs &amp; Ann Lee", "en"),
            ["Jane Doe", "Joe Bloggs", "Ann Lee"]
        );
        assert_eq!(declared("98 Buck Social", "en"), ["98 Buck Social"]);
        assert!(declared("https://facebook.example/jane", "en").is_empty());
    }
}
