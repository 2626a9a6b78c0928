//! Words as the measures count them.
//!
//! They are those of Python's `\w`, in which the reference scorers are written: letters, numbers and the underscore, but
//! no combining marks. Scripts that put no spaces between words have a word a character.

use std::collections::HashMap;
use std::hash::Hash;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// What counts as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordStyle {
    /// Runs of word characters.
    Runs,
    /// Runs too, but Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese have a word a character.
    Characters,
    /// As `Characters`, without the underscore: the measure of labelled lines.
    Lines,
}

/// What a character is to a word.
enum WordCharClass {
    /// A word of its own.
    Alone,
    /// Part of a run.
    Part,
    /// Between words.
    Gap,
}

impl WordStyle {
    /// What `c` is to a word.
    fn class(self, c: char) -> WordCharClass {
        if self != WordStyle::Runs && self.is_alone(c) {
            WordCharClass::Alone
        } else if is_letter_or_number(c) || (c == '_' && self != WordStyle::Lines) {
            WordCharClass::Part
        } else {
            WordCharClass::Gap
        }
    }

    /// Whether `c` is of a script written without spaces (or of Hangul, which the measures count the same way).
    fn is_alone(self, c: char) -> bool {
        match c {
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => true,
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => true,
            '\u{f900}'..='\u{faff}' => self == WordStyle::Lines,
            _ => false,
        }
    }
}

/// Whether `c` is a letter or a number by its general category.
fn is_letter_or_number(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

/// The words of `text`, in order.
pub(super) fn words(text: &str, style: WordStyle) -> Vec<&str> {
    let mut words = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        let class = style.class(c);
        if matches!(class, WordCharClass::Part) {
            open = open.or(Some(at));
            continue;
        }
        words.extend(open.take().map(|start| &text[start..at]));
        if matches!(class, WordCharClass::Alone) {
            words.push(&text[at..at + c.len_utf8()]);
        }
    }
    words.extend(open.map(|start| &text[start..]));
    words
}

/// `text` as the measure of labelled lines compares it: compatibility forms folded, then lower case.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfkc().collect::<String>().to_lowercase()
    }
}

/// `text` with each run of white space as one space, and none at the ends.
pub(super) fn spaced(text: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let parts: Vec<&str> = text.split(is_space).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// A bag: how often each thing occurs.
pub(super) fn bag<T: Eq + Hash>(things: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut bag = HashMap::new();
    for thing in things {
        *bag.entry(thing).or_insert(0) += 1;
    }
    bag
}

/// How many things two bags share.
pub(super) fn shared<T: Eq + Hash>(one: &HashMap<T, usize>, other: &HashMap<T, usize>) -> usize {
    one.iter().map(|(thing, &count)| count.min(other.get(thing).copied().unwrap_or(0))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_in_python() {
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
    fn folding_is_compatible_and_lower() {
        assert_eq!(folded("ﬁve Ⅳ ΟΔΟΣ Ｆ"), "five iv οδος f");
        assert_eq!(spaced("\u{a0}a\u{1c} \n b\u{3000}"), "a b");
    }

    #[test]
    fn bags_share_the_smaller_count() {
        assert_eq!(shared(&bag(["a", "a", "b"]), &bag(["a", "b", "b", "c"])), 2);
    }
}
