//! Detects a language by its function words.
//!
//! Comparing a text with the letter statistics of seventy languages takes half as long as
//! everything else together. Most texts do not need it: function words dominate any text, and few
//! of them belong to several languages. They also know languages that the letter statistics lack.

use super::word_table::{LanguageSet, WORD_SPACE, WordTable};
use super::writing::Writing;
use crate::hash::key_of_lower;
use crate::unicode::words;

/// A text with fewer words is not decided on beyond doubt.
pub(super) const MIN_WORDS: usize = 25;
/// One word in so many must be a function word of the language. In English and German prose one in
/// two is listed, in Finnish one in seven.
const SHARE: usize = 8;
/// The language has so many times more words of its own than any other: words of the one that the
/// other has not, and the other way round.
const LEAD: usize = 3;
/// And at least so many more.
const LEAST_LEAD: usize = 3;
/// So many times more make it likely.
const LIKELY_LEAD: usize = 2;

/// How the words of a text are spread over the languages of a writing system.
#[derive(Debug)]
pub(super) struct WordCounts {
    table: WordTable,
    /// The languages of the writing system.
    allowed: LanguageSet,
    /// Words of the text.
    pub(super) words: usize,
    /// For each word that is a function word, the languages that have it.
    found: Vec<LanguageSet>,
    /// Function words of each language.
    counts: Vec<usize>,
}

/// Opens the table of function words.
fn open_table() -> WordTable {
    WordTable::open(include_bytes!(concat!(env!("OUT_DIR"), "/function_words.bin")))
}

/// Returns the codes of the languages that have function words.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    let table = open_table();
    (0..table.len()).map(move |language| table.code(language))
}

impl WordCounts {
    /// Counts the function words of a text, among the languages of a writing system.
    pub(super) fn of(text: &str, writing: Writing) -> WordCounts {
        let table = open_table();
        let mut allowed: LanguageSet = 0;
        for language in 0..table.len() {
            if table.letter(language).and_then(Writing::of) == Some(writing) {
                allowed |= 1 << language;
            }
        }
        let languages = vec![0; table.len()];
        let mut counts =
            WordCounts { table, allowed, words: 0, found: Vec::new(), counts: languages };
        for word in words(text) {
            counts.words += 1;
            let set = table.languages_of(key_of_lower(WORD_SPACE, word.text)) & allowed;
            if set != 0 {
                counts.found.push(set);
                let each = &mut counts.counts;
                each_language(set, |language| each[language] += 1);
            }
        }
        counts
    }

    /// Returns the language with most function words, if any has one.
    pub(super) fn best(&self) -> Option<usize> {
        let best = (0..self.counts.len()).rev().max_by_key(|&language| self.counts[language])?;
        (self.counts[best] > 0).then_some(best)
    }

    /// Returns the code of a language.
    pub(super) fn code(&self, language: usize) -> &'static str {
        self.table.code(language)
    }

    /// Returns the number of a language of the writing system by its code, if it has function
    /// words.
    pub(super) fn number(&self, code: &str) -> Option<usize> {
        let is_it =
            |&language: &usize| self.allowed >> language & 1 == 1 && self.code(language) == code;
        (0..self.table.len()).find(is_it)
    }

    /// Returns the share of words that are function words of a language.
    pub(super) fn share(&self, language: usize) -> f32 {
        self.counts[language] as f32 / self.words.max(1) as f32
    }

    /// Returns true if the text is long enough, and full enough of the words of `best`, to be in
    /// that language or a close relative.
    pub(super) fn is_enough(&self, best: usize) -> bool {
        self.words >= MIN_WORDS && self.counts[best] * SHARE >= self.words
    }

    /// Returns how `best` differs from every other language that the text can be in: words of the
    /// one that the other has not, and the other way round.
    pub(super) fn differences(&self, best: usize) -> Vec<WordDifference> {
        let mut shared = vec![0usize; self.counts.len()];
        for set in self.found.iter().filter(|&set| set >> best & 1 == 1) {
            each_language(*set, |language| shared[language] += 1);
        }
        let mut differences = Vec::new();
        for other in (0..self.counts.len()).filter(|&other| other != best) {
            if self.counts[other] > 0 {
                differences.push(WordDifference {
                    other,
                    own: self.counts[best] - shared[other],
                    others: self.counts[other] - shared[other],
                });
            }
        }
        differences
    }
}

/// Words of the language with most words, and of another one, that the other has not.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordDifference {
    pub(super) other: usize,
    own: usize,
    others: usize,
}

impl WordDifference {
    /// Returns true if the other language is out of the question.
    pub(super) fn is_clear(&self) -> bool {
        self.own >= self.others * LEAD + LEAST_LEAD
    }

    /// Returns true if the other language is less likely.
    pub(super) fn is_likely(&self) -> bool {
        self.own > self.others * LIKELY_LEAD
    }
}

/// Calls `visit` with the number of every language in a set.
fn each_language(mut set: LanguageSet, mut visit: impl FnMut(usize)) {
    while set != 0 {
        visit(set.trailing_zeros() as usize);
        // Clears the lowest bit.
        set &= set - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The language that a text is in beyond doubt.
    fn decided(text: &str) -> Option<&'static str> {
        let counts = WordCounts::of(text, Writing::Latin);
        let best = counts.best()?;
        let is_clear = counts.differences(best).iter().all(WordDifference::is_clear);
        (counts.is_enough(best) && is_clear).then(|| counts.code(best))
    }

    #[test]
    fn only_clear_cases_are_beyond_doubt() {
        let english = "The river left its bed and took the old bridge with it, so that nobody in \
            the village could reach the mill on the other bank, where the flour was, until the \
            men had built a raft out of the doors of the barn and it was strong enough.";
        assert_eq!(decided(english), Some("en"));
        for (text, why) in [
            ("The river left its bed and took the old bridge.", "too short"),
            (&"Lorem ipsum dolor sit amet. ".repeat(20), "no language"),
            (&"the river and the bridge, la rivière et le pont. ".repeat(20), "two languages"),
        ] {
            assert_eq!(decided(text), None, "{why}");
        }
    }
}
