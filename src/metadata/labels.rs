//! Words that stand around the names of authors and around dates, by language.

use crate::unicode::script;

/// The words; see the file.
const LABELS: &str = include_str!("labels.txt");

/// Which words are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What stands before a name.
    By = 0,
    /// What stands after a name and is no part of it.
    After = 1,
    /// What joins names.
    And = 2,
    /// What stands before the date of a change.
    Changed = 3,
}

/// The words of a language and of English, which pages in other languages use too.
pub(super) fn words(language: &str, role: Role) -> impl Iterator<Item = &'static str> {
    let of = |code: &str| {
        let line = languages().find(|(name, _)| *name == code);
        line.and_then(|(_, roles)| roles.split('|').nth(role as usize)).unwrap_or_default()
    };
    let english = if language == "en" { "" } else { of("en") };
    of(language).split(',').chain(english.split(',')).map(str::trim).filter(|word| !word.is_empty())
}

/// The languages with their words.
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LABELS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
}

/// What is left of a text behind a label at its start and the marks after it, if there is one; the longest that fits.
/// `is_sure` says whether a colon stood there.
pub(super) fn strip<'t>(text: &'t str, language: &str, role: Role) -> Option<(&'t str, bool)> {
    let rests = words(language, role).filter_map(|label| behind(text, label));
    let rest = rests.min_by_key(|rest| rest.len())?;
    let value = rest.trim_start_matches(|c: char| c.is_whitespace() || ":：|｜-–—/／".contains(c));
    Some((value, rest.trim_start().starts_with([':', '：'])))
}

/// What stands behind the first label for authors with a colon after it, wherever in a text it stands.
pub(super) fn behind_colon<'t>(text: &'t str, language: &str) -> Option<&'t str> {
    const COLONS: [char; 2] = [':', '：'];
    if !text.contains(COLONS) {
        return None;
    }
    let labels: Vec<&str> = words(language, Role::By).collect();
    text.match_indices(COLONS).find_map(|(colon, mark)| {
        let before = text[..colon].to_lowercase();
        let ends = |label: &&str| {
            before
                .strip_suffix(*label)
                .is_some_and(|rest| is_unspaced(label) || !is_letter(rest.chars().next_back()))
        };
        labels.iter().any(ends).then(|| text[colon + mark.len()..].trim_start())
    })
}

/// What comes behind a label that starts a text, in any case, and ends where a word does.
fn behind<'t>(text: &'t str, label: &str) -> Option<&'t str> {
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

/// Whether a character belongs to words.
fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether a word is in a script without spaces, where what follows it may touch it.
fn is_unspaced(word: &str) -> bool {
    use crate::unicode::Script::{Burmese, Han, Kana, Khmer, Lao, Thai};
    word.chars()
        .next_back()
        .and_then(script)
        .is_some_and(|script| [Burmese, Han, Kana, Khmer, Lao, Thai].contains(&script))
}

/// Whether a word or phrase of this role stands in a text, as whole words.
pub(super) fn stands_in(text: &str, language: &str, role: Role) -> bool {
    let lower = text.to_lowercase();
    words(language, role).any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let (before, after) =
                (lower[..at].chars().next_back(), lower[at + word.len()..].chars().next());
            is_unspaced(word) || !is_letter(before) && !is_letter(after)
        })
    })
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
            ("en", "By Jane Doe", Some(("Jane Doe", false))),
            ("en", "Written by: Jane Doe", Some(("Jane Doe", true))),
            ("en", "Byron Katie", None),
            ("de", "VON Jane Doe", Some(("Jane Doe", false))),
            ("de", "Text von Jane Doe", Some(("Jane Doe", false))),
            ("de", "by Jane Doe", Some(("Jane Doe", false))),
            ("ja", "著者：山田太郎", Some(("山田太郎", true))),
            ("xx", "von Jane Doe", None),
        ] {
            assert_eq!(strip(text, language, Role::By), expected, "{text}");
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
            assert_eq!(behind_colon(text, language), expected, "{text}");
        }
    }

    #[test]
    fn words_of_change() {
        assert!(stands_in("Zuletzt aktualisiert: 6.5.2020", "de", Role::Changed));
        assert!(stands_in("Updated 6 May 2020", "de", Role::Changed));
        assert!(stands_in("最終更新日2020年5月6日", "ja", Role::Changed));
        assert!(!stands_in("Umstand", "de", Role::Changed));
    }
}
