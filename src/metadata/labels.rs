//! Words around the names of authors and around dates, by language.

use crate::unicode::script;

/// The table. Its comment describes the columns.
const LABELS: &str = include_str!("labels.txt");
/// Separators between a label and a name.
const SEPARATORS: &str = ":：|｜-–—/／";
const COLONS: [char; 2] = [':', '：'];

/// The role of a label, as a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelRole {
    /// Before a name: "by".
    Author = 0,
    /// After a name, and not part of it: "on".
    After = 1,
    /// Between two names: "and".
    Join = 2,
    /// Before the date of a change: "updated".
    Changed = 3,
}

/// Returns the labels of a language, and those of English, which pages in other languages use too.
pub(super) fn words(language: &str, role: LabelRole) -> impl Iterator<Item = &'static str> {
    let column = |code: &str| {
        let line = languages().find(|(name, _)| *name == code);
        line.and_then(|(_, roles)| roles.split('|').nth(role as usize)).unwrap_or_default()
    };
    let english = if language == "en" { "" } else { column("en") };
    let all = column(language).split(',').chain(english.split(','));
    all.map(str::trim).filter(|word| !word.is_empty())
}

/// Returns the languages, each with its columns.
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LABELS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
}

/// Removes the longest label at the start of a text, and the separators after it. Returns nothing
/// without a label.
pub(super) fn strip_label<'t>(text: &'t str, language: &str, role: LabelRole) -> Option<&'t str> {
    let rests = words(language, role).filter_map(|label| strip_word(text, label));
    let rest = rests.min_by_key(|rest| rest.len())?;
    Some(rest.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(c)))
}

/// Returns the text after the first author label that a colon follows, at any position.
pub(super) fn after_colon<'t>(text: &'t str, language: &str) -> Option<&'t str> {
    if !text.contains(COLONS) {
        return None;
    }
    let labels: Vec<&str> = words(language, LabelRole::Author).collect();
    for (colon, separator) in text.match_indices(COLONS) {
        let before = text[..colon].to_lowercase();
        if labels.iter().any(|label| ends_with_word(&before, label)) {
            return Some(text[colon + separator.len()..].trim_start());
        }
    }
    None
}

/// Returns true if a text ends with a label that is a whole word.
fn ends_with_word(lower: &str, label: &str) -> bool {
    lower
        .strip_suffix(label)
        .is_some_and(|rest| is_unspaced(label) || !is_letter(rest.chars().next_back()))
}

/// Removes a label at the start of a text, in any case, if it is a whole word.
fn strip_word<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for expected in label.chars() {
        let mut lower = rest.next()?.to_lowercase();
        if lower.next() != Some(expected) {
            return None;
        }
    }
    let rest = rest.as_str();
    (!is_letter(rest.chars().next()) || is_unspaced(label)).then_some(rest)
}

/// Returns true if there is a character and words contain it.
fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Returns true if a word is in a script without spaces, in which the next word may touch it.
fn is_unspaced(word: &str) -> bool {
    use crate::unicode::Script::{Burmese, Han, Kana, Khmer, Lao, Thai};
    let last = word.chars().next_back().and_then(script);
    last.is_some_and(|script| [Burmese, Han, Kana, Khmer, Lao, Thai].contains(&script))
}

/// Returns true if a text contains a label of this role as whole words.
pub(super) fn contains_label(text: &str, language: &str, role: LabelRole) -> bool {
    let lower = text.to_lowercase();
    for word in words(language, role) {
        for (at, _) in lower.match_indices(word) {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            if is_unspaced(word) || !is_letter(before) && !is_letter(after) {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(languages().map(|(code, _)| code).is_sorted());
        for (code, roles) in languages() {
            assert_eq!(roles.split('|').count(), 4, "{code}");
            assert_eq!(roles, roles.to_lowercase(), "{code}");
        }
    }

    #[test]
    fn labels_at_the_start() {
        for (language, text, expected) in [
            ("en", "By Jane Doe", Some("Jane Doe")),
            ("en", "Written by: Jane Doe", Some("Jane Doe")),
            ("en", "Byron Katie", None),
            ("de", "VON Jane Doe", Some("Jane Doe")),
            ("de", "Text von Jane Doe", Some("Jane Doe")),
            ("de", "by Jane Doe", Some("Jane Doe")),
            ("ja", "著者：山田太郎", Some("山田太郎")),
            ("xx", "von Jane Doe", None),
        ] {
            assert_eq!(strip_label(text, language, LabelRole::Author), expected, "{text}");
        }
    }

    #[test]
    fn labels_before_a_colon() {
        for (language, text, expected) in [
            ("de", "6. Mai 2020 // Autor: Jane Doe", Some("Jane Doe")),
            ("en", "Rain, 10:30. Words by: Jane Doe", Some("Jane Doe")),
            ("en", "Standby: off", None),
            ("ja", "2020年5月6日 著者：山田太郎", Some("山田太郎")),
            ("en", "By Jane Doe", None),
        ] {
            assert_eq!(after_colon(text, language), expected, "{text}");
        }
    }

    #[test]
    fn words_of_change() {
        assert!(contains_label("Zuletzt aktualisiert: 6.5.2020", "de", LabelRole::Changed));
        assert!(contains_label("Updated 6 May 2020", "de", LabelRole::Changed));
        assert!(contains_label("最終更新日2020年5月6日", "ja", LabelRole::Changed));
        assert!(!contains_label("Umstand", "de", LabelRole::Changed));
    }
}
