//! Words around the names of authors and around dates, by language.

use crate::unicode::{char_facts, script};

/// The table. Its comment describes the columns.
const LABELS: &str = include_str!("labels.txt");
/// The number of columns.
const COLUMNS: usize = 6;
/// Separators between a label and a name.
const SEPARATORS: &str = ":：|｜-–—/／";
const COLONS: [char; 2] = [':', '：'];

/// The role of a label, as a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelRole {
    /// Before a name: "by".
    Author = 0,
    /// After a name, and not part of it: "on", "editor", "share".
    After = 1,
    /// Between two names: "and".
    Join = 2,
    /// Before the date of a change: "updated".
    Changed = 3,
    /// Before the date of publication: "published".
    Published = 4,
    /// Between the name of a reader and the comment: "said".
    Said = 5,
}

/// The labels of one language, and those of English, which pages in other languages use too.
#[derive(Debug)]
pub(super) struct Labels {
    columns: [Vec<&'static str>; COLUMNS],
}

impl Labels {
    /// Reads the labels of a language.
    pub(super) fn read(language: &str) -> Labels {
        let mut columns: [Vec<&'static str>; COLUMNS] = Default::default();
        let codes = if language == "en" { &["en"][..] } else { &[language, "en"][..] };
        for code in codes {
            let line = languages().find(|(name, _)| name == code);
            let texts = line.map(|(_, texts)| texts.split('|')).into_iter().flatten();
            for (column, text) in columns.iter_mut().zip(texts) {
                column.extend(text.split(',').map(str::trim).filter(|word| !word.is_empty()));
            }
        }
        Labels { columns }
    }

    /// Returns the labels of a role, in lower case.
    pub(super) fn words(&self, role: LabelRole) -> &[&'static str] {
        &self.columns[role as usize]
    }

    /// Removes the longest label at the start of a text, and the separators after it. Returns
    /// nothing without a label.
    pub(super) fn strip<'t>(&self, text: &'t str, role: LabelRole) -> Option<&'t str> {
        let rests = self.words(role).iter().filter_map(|label| strip_word(text, label));
        let rest = rests.min_by_key(|rest| rest.len())?;
        Some(rest.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(c)))
    }

    /// Removes the longest label at the end of a text, and the marks after it. Returns a text
    /// without a label unchanged.
    pub(super) fn strip_end<'t>(&self, text: &'t str, role: LabelRole) -> &'t str {
        let end = text.trim_end_matches(|c: char| c.is_whitespace() || ".…:：".contains(c));
        let rests = self.words(role).iter().filter_map(|label| {
            let (at, _) = end.char_indices().rev().nth(label.chars().count().checked_sub(1)?)?;
            let rest = &end[..at];
            let is_word = is_unspaced(label) || !is_letter(rest.chars().next_back());
            (is_word && end[at..].to_lowercase() == **label).then(|| rest.trim_end())
        });
        let name = rests.filter(|rest| !rest.is_empty()).min_by_key(|rest| rest.len());
        name.unwrap_or(text)
    }

    /// Removes the labels after a name that touch it, in scripts without spaces: 王小明記者.
    pub(super) fn strip_touching_end<'t>(&self, text: &'t str) -> &'t str {
        let mut name = text;
        while let Some(rest) = self.words(LabelRole::After).iter().find_map(|label| {
            let rest = name.strip_suffix(label).filter(|_| is_unspaced(label))?;
            // A name has more than one character: the label is a part of it.
            (rest.trim_end().chars().count() > 1).then(|| rest.trim_end())
        }) {
            name = rest;
        }
        name
    }

    /// Returns the text after the first author label that a colon follows, at any position.
    pub(super) fn after_colon<'t>(&self, text: &'t str) -> Option<&'t str> {
        for (colon, separator) in text.match_indices(COLONS) {
            let before = text[..colon].to_lowercase();
            let mut labels = self.words(LabelRole::Author).iter();
            if labels.any(|label| ends_with_word(&before, label)) {
                return Some(text[colon + separator.len()..].trim_start());
            }
        }
        None
    }

    /// Returns true if a text contains a label of this role as whole words.
    pub(super) fn contains(&self, text: &str, role: LabelRole) -> bool {
        let lower = text.to_lowercase();
        for word in self.words(role) {
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

    /// Returns true if a text, in lower case, is a label of this role.
    pub(super) fn is_label(&self, lower: &str, role: LabelRole) -> bool {
        self.words(role).contains(&lower)
    }
}

/// Returns the languages, each with its columns.
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LABELS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
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
    c.is_some_and(|c| char_facts(c).is_word())
}

/// Returns true if a word is in a script without spaces, in which the next word may touch it.
fn is_unspaced(word: &str) -> bool {
    use crate::unicode::Script::{Burmese, Han, Kana, Khmer, Lao, Thai};
    let last = word.chars().next_back().and_then(script);
    last.is_some_and(|script| [Burmese, Han, Kana, Khmer, Lao, Thai].contains(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(languages().map(|(code, _)| code).is_sorted());
        for (code, texts) in languages() {
            assert_eq!(texts.split('|').count(), COLUMNS, "{code}");
            assert_eq!(texts, texts.to_lowercase(), "{code}");
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
            assert_eq!(Labels::read(language).strip(text, LabelRole::Author), expected, "{text}");
        }
    }

    #[test]
    fn labels_at_the_end() {
        for (language, text, expected) in [
            ("en", "Annie R. said...", "Annie R."),
            ("en", "Annie R. says:", "Annie R."),
            ("de", "Anonym hat gesagt…", "Anonym"),
            ("fr", "Anonyme a dit...", "Anonyme"),
            ("es", "Anónimo said...", "Anónimo"),
            ("en", "Said", "Said"),
            ("en", "Port Said", "Port"),
            ("en", "Annie R.", "Annie R."),
        ] {
            let found = Labels::read(language).strip_end(text, LabelRole::Said);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn labels_that_touch_a_name() {
        for (language, text, expected) in [
            ("zh", "王小明记者", "王小明"),
            ("ja", "山田太郎記者", "山田太郎"),
            ("zh", "张编辑", "张编辑"),
            ("zh", "编辑", "编辑"),
            ("en", "Jane Doe", "Jane Doe"),
        ] {
            assert_eq!(Labels::read(language).strip_touching_end(text), expected, "{text}");
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
            assert_eq!(Labels::read(language).after_colon(text), expected, "{text}");
        }
    }

    #[test]
    fn labels_of_changes_and_publication() {
        for (language, text, role, expected) in [
            ("de", "Zuletzt aktualisiert: 6.5.2020", LabelRole::Changed, true),
            ("de", "Updated 6 May 2020", LabelRole::Changed, true),
            ("ja", "最終更新日2020年5月6日", LabelRole::Changed, true),
            ("de", "Umstand", LabelRole::Changed, false),
            ("de", "Veröffentlicht am 6.5.2020", LabelRole::Published, true),
            ("ko", "입력 2020.05.06", LabelRole::Published, true),
            ("en", "Outdated", LabelRole::Published, false),
        ] {
            assert_eq!(Labels::read(language).contains(text, role), expected, "{text}");
        }
    }
}
