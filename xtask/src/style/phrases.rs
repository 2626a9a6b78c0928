//! Phrases that `STYLE.md` forbids.

use crate::sources::File;
use crate::style::prose::{Passage, passages};
use crate::style::style_hit::Hit;

/// `STYLE.md` quotes the phrases.
const QUOTES: &str = "STYLE.md";

/// The measures of this module.
pub(super) const NAMES: &[&str] = &[WHAT, STAND, NONE, TELL, BEHIND, BOOKISH, GOES];

const WHAT: &str = "What at the start of a sentence";
const STAND: &str = "stand, stands, stood";
const NONE: &str = "is none, is no";
const TELL: &str = "tell, tells, told";
const BEHIND: &str = "behind";
const BOOKISH: &str = "as it is, that which, but for";
const GOES: &str = "goes, gone";

/// Sequences of words, each with its measure.
const PHRASES: &[(&str, &[&str])] = &[
    (STAND, &["stand"]),
    (STAND, &["stands"]),
    (STAND, &["stood"]),
    (STAND, &["standing"]),
    (NONE, &["is", "none"]),
    (NONE, &["are", "none"]),
    (NONE, &["was", "none"]),
    (NONE, &["were", "none"]),
    (NONE, &["is", "no"]),
    (NONE, &["are", "no"]),
    (NONE, &["was", "no"]),
    (NONE, &["were", "no"]),
    (TELL, &["tell"]),
    (TELL, &["tells"]),
    (TELL, &["told"]),
    (BEHIND, &["behind"]),
    (BOOKISH, &["as", "it", "is"]),
    (BOOKISH, &["that", "which"]),
    (BOOKISH, &["but", "for"]),
    (BOOKISH, &["lest"]),
    (BOOKISH, &["hence"]),
    (BOOKISH, &["thereof"]),
    (BOOKISH, &["therein"]),
    (GOES, &["goes"]),
    (GOES, &["gone"]),
];

/// A word of a passage.
struct Word<'p> {
    line: usize,
    raw: &'p str,
    /// In lower case, without punctuation.
    bare: String,
    /// If it begins a sentence.
    first: bool,
}

/// Returns the number of words in all prose, and the forbidden phrases.
pub(super) fn find(files: &[File]) -> (usize, Vec<Hit>) {
    let mut count = 0;
    let mut hits = Vec::new();
    for file in files.iter().filter(|file| file.path != QUOTES) {
        for passage in passages(file) {
            let words = words(&passage);
            count += words.len();
            hits.extend(in_passage(&file.path, &words));
        }
    }
    (count, hits)
}

/// Splits a passage into words.
fn words(passage: &Passage) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    for (line, text) in &passage.lines {
        for raw in text.split_whitespace() {
            let bare = raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '`').to_lowercase();
            // Marks of headings, items and cells are not words of a sentence.
            let first = words.last().is_none_or(|last| ends_sentence(last.raw));
            words.push(Word { line: *line, raw, bare, first });
        }
    }
    words
}

/// Returns true if a sentence ends with this word, or if it is a mark in front of one.
fn ends_sentence(raw: &str) -> bool {
    raw.trim_end_matches(['"', ')', '`', '*', '_']).ends_with(['.', '!', '?'])
        || raw.chars().all(|c| matches!(c, '#' | '-' | '*' | '|'))
}

/// Returns the forbidden phrases among the words of a passage.
fn in_passage(path: &str, words: &[Word<'_>]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for at in 0..words.len() {
        let rest = &words[at..];
        let phrase = PHRASES.iter().find(|(_, phrase)| begins(rest, phrase));
        // In lower case it begins the cell of a table or an item, which is not a sentence.
        let is_what = rest[0].first && rest[0].bare == "what" && rest[0].raw.contains('W');
        let Some(measure) = phrase.map(|(measure, _)| *measure).or(is_what.then_some(WHAT)) else {
            continue;
        };
        let around = &words[at.saturating_sub(4)..words.len().min(at + 6)];
        let detail = around.iter().map(|word| word.raw).collect::<Vec<_>>().join(" ");
        hits.push(Hit { measure, path: path.to_owned(), line: rest[0].line, detail });
    }
    hits
}

/// Returns true if the words begin with a phrase.
fn begins(words: &[Word<'_>], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, other)| word.bare == *other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Language;

    #[test]
    fn forbidden_phrases_are_found() {
        let text =
            "What is\nnone stands. Do so. What? It `goes` where what\nwas told.\n\n| what | no |";
        let file = File {
            path: String::from("a.md"),
            language: Language::Markdown,
            text: text.to_owned(),
        };
        let (words, hits) = find(&[file]);
        let found: Vec<(&str, usize)> = hits.iter().map(|hit| (hit.measure, hit.line)).collect();
        let expected = [(WHAT, 1), (NONE, 1), (STAND, 2), (WHAT, 2), (TELL, 3)];
        assert_eq!(found, expected);
        assert_eq!(words, 18);
    }
}
