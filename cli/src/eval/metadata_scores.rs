//! Scores the title, authors and date of pages against gold that has them.

use std::fmt::Write as _;

use dechrome::Metadata;
use serde::Deserialize;

use crate::eval::gold_rows::GoldRow;

/// Words that join names or stand before them, which gold data has or has not: they are no part of names.
const AROUND: &[&str] =
    &["and", "by", "di", "e", "et", "i", "med", "och", "og", "par", "por", "und", "von", "y"];

/// A value of the gold data: one text, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore {
    One(String),
    Several(Vec<String>),
}

impl OneOrMore {
    /// The texts as one.
    fn joined(&self) -> String {
        match self {
            OneOrMore::One(text) => text.clone(),
            OneOrMore::Several(texts) => texts.join(", "),
        }
    }
}

/// What became of one field of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldOutcome {
    /// Whether the gold has the field.
    asked: bool,
    /// Whether there is an answer.
    answered: bool,
    /// Whether it is the gold's, white space and case aside.
    exact: bool,
    /// Whether it has the gold's words in their order; for dates whether it is the same day.
    right: bool,
}

/// The outcomes of title, author and date.
pub(super) type PageOutcomes = [FieldOutcome; 3];

/// The names of the fields.
const FIELDS: [&str; 3] = ["title", "author", "date"];

/// Compares what is known of a page with its gold.
pub(super) fn score(gold: &GoldRow, metadata: &Metadata) -> PageOutcomes {
    let authors: Vec<&str> = metadata.authors.iter().map(|author| author.value.as_str()).collect();
    let title = metadata.title.as_ref().map(|title| title.value.as_str()).unwrap_or_default();
    let date = metadata.published.as_ref().map(|date| date.value.as_str()).unwrap_or_default();
    let text =
        |texts: &Option<OneOrMore>| texts.as_ref().map(OneOrMore::joined).unwrap_or_default();
    let (gold_date, day) = (text(&gold.date), date.get(..10).unwrap_or(date));
    [
        outcome(&text(&gold.title), title, |text| words(text, &[])),
        outcome(&text(&gold.author), &authors.join(", "), |text| words(text, AROUND)),
        outcome(gold_date.get(..10).unwrap_or(&gold_date), day, |text| vec![text.to_owned()]),
    ]
}

/// Compares an answer with the gold, whole and by its words.
fn outcome(gold: &str, answer: &str, words: impl Fn(&str) -> Vec<String>) -> FieldOutcome {
    let asked = !gold.trim().is_empty();
    let exact = asked && folded(gold) == folded(answer);
    FieldOutcome {
        asked,
        answered: !answer.is_empty(),
        exact,
        right: exact || asked && words(gold) == words(answer),
    }
}

/// A text in lower case, white space folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The runs of letters and digits of a text in lower case, without those of `others`.
fn words(text: &str, others: &[&str]) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !others.contains(word));
    words.map(str::to_owned).collect()
}

/// The report: a row for each field.
pub(super) fn report(pages: &[PageOutcomes]) -> String {
    let mut report = String::new();
    for (at, field) in FIELDS.iter().enumerate() {
        let outcomes: Vec<FieldOutcome> = pages.iter().map(|page| page[at]).collect();
        let count =
            |is: fn(&FieldOutcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
        let asked = count(|outcome| outcome.asked);
        let answered = count(|outcome| outcome.asked && outcome.answered);
        let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
        let (exact, right) = (count(|outcome| outcome.exact), count(|outcome| outcome.right));
        let unasked = count(|outcome| !outcome.asked && outcome.answered);
        // Writing to a string cannot fail.
        let _ = writeln!(
            report,
            "{field:24} {asked} pages  exact {:.4}  words {:.4}  precision {:.4}  answered {:.4}  beyond the gold {unasked}",
            share(exact, asked),
            share(right, asked),
            share(right, answered),
            share(answered, asked),
        );
    }
    report
}
