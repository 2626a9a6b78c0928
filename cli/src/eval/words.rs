//! Splits texts into words, as the measures count them.
//!
//! Words are those of `\w` in Python, in which the reference scorers are written: letters, numbers
//! and the underscore, but no combining marks. In scripts without spaces between words, each
//! character is a word.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// How texts are split into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordStyle {
    /// Runs of word characters.
    Runs,
    /// Runs of word characters. In Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese, each
    /// character is a word.
    Characters,
    /// As `Characters`, without the underscore: the measure of labelled lines.
    Lines,
}

/// The role of a character in words.
enum CharRole {
    /// The character is a word.
    Word,
    /// The character is part of a run.
    WordPart,
    /// The character separates words.
    Separator,
}

impl WordStyle {
    fn role(self, c: char) -> CharRole {
        if self != WordStyle::Runs && self.is_word(c) {
            CharRole::Word
        } else if is_letter_or_number(c) || (c == '_' && self != WordStyle::Lines) {
            CharRole::WordPart
        } else {
            CharRole::Separator
        }
    }

    /// Returns true if `c` belongs to a script without spaces, or to Hangul.
    ///
    /// Korean has spaces, but the reference scorers count its characters too.
    fn is_word(self, c: char) -> bool {
        match c {
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => true,
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => true,
            '\u{f900}'..='\u{faff}' => self == WordStyle::Lines,
            _ => false,
        }
    }
}

/// Returns true if the general category of `c` is letter or number.
fn is_letter_or_number(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

/// Returns the words of `text`, in order.
pub(crate) fn words(text: &str, style: WordStyle) -> Vec<&str> {
    let mut words = Vec::new();
    let mut run_start = None;
    for (at, c) in text.char_indices() {
        let role = style.role(c);
        if let CharRole::WordPart = role {
            run_start = run_start.or(Some(at));
            continue;
        }
        if let Some(start) = run_start.take() {
            words.push(&text[start..at]);
        }
        if let CharRole::Word = role {
            words.push(&text[at..at + c.len_utf8()]);
        }
    }
    if let Some(start) = run_start {
        words.push(&text[start..]);
    }
    words
}

/// Folds `text` for the measure of labelled lines: NFKC, then lower case.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfkc().collect::<String>().to_lowercase()
    }
}

/// Replaces each run of white space by one space, and removes it at both ends.
pub(crate) fn collapse_spaces(text: &str) -> String {
    // Python counts four control characters as white space that Rust does not.
    let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let parts: Vec<&str> = text.split(is_space).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_in_python() {
        assert_eq!(
            words("snake_case, don't 3½²!", WordStyle::Runs),
            ["snake_case", "don", "t", "3½²"]
        );
        assert_eq!(words("snake_case", WordStyle::Lines), ["snake", "case"]);
        assert_eq!(words("กี่ x日本", WordStyle::Runs), ["ก", "x日本"]);
        assert_eq!(words("กี่ x日本", WordStyle::Characters), ["ก", "ี", "่", "x", "日", "本"]);
        assert_eq!(words("\u{fa00}\u{fa00}", WordStyle::Characters), ["\u{fa00}\u{fa00}"]);
        assert_eq!(words("\u{fa00}\u{fa00}", WordStyle::Lines), ["\u{fa00}", "\u{fa00}"]);
        assert_eq!(words("हिन्दी", WordStyle::Runs), ["ह", "न", "द"]);
    }

    #[test]
    fn folding_uses_compatibility_forms_and_lower_case() {
        assert_eq!(folded("ﬁve Ⅳ ΟΔΟΣ Ｆ"), "five iv οδος f");
        assert_eq!(collapse_spaces("\u{a0}a\u{1c} \n b\u{3000}"), "a b");
    }
}
