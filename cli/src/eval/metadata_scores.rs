//! Scores the title, author and date of pages against gold rows.

use std::fmt::Write as _;

use dechrome::Metadata;

use crate::eval::gold_rows::{GoldRow, OneOrMore};

/// Words before and between names, which are not part of them. Gold data contains only some.
const CONNECTING_WORDS: &[&str] =
    &["and", "by", "di", "e", "et", "i", "med", "och", "og", "par", "por", "und", "von", "y"];

/// Bytes of the day in an ISO 8601 date: YYYY-MM-DD.
const DAY_BYTES: usize = 10;

/// The outcome of one field of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldOutcome {
    /// True if the gold row has the field.
    is_asked: bool,
    /// True if the cleaner found a value.
    is_answered: bool,
    /// True if the value is that of the gold row, except for white space and case.
    is_exact: bool,
    /// True if the value has the words of the gold row in their order. For dates: the same day.
    is_right: bool,
}

/// The outcomes of title, author and date.
pub(super) type PageOutcomes = [FieldOutcome; 3];

/// The names of the fields.
const FIELDS: [&str; 3] = ["title", "author", "date"];

/// Scores the metadata of a page.
pub(super) fn score(gold: &GoldRow, metadata: &Metadata) -> PageOutcomes {
    let gold_text =
        |field: &Option<OneOrMore>| field.as_ref().map(OneOrMore::joined).unwrap_or_default();
    let title = metadata.title.as_ref().map_or("", |title| title.value.as_str());
    let authors: Vec<&str> = metadata.authors.iter().map(|author| author.value.as_str()).collect();
    let date = metadata.published.as_ref().map_or("", |date| date.value.as_str());
    let gold_date = gold_text(&gold.date);
    [
        outcome(&gold_text(&gold.title), title, |text| split_words(text, &[])),
        outcome(&gold_text(&gold.author), &authors.join(", "), |text| {
            split_words(text, CONNECTING_WORDS)
        }),
        outcome(day(&gold_date), day(date), |text| vec![text.to_owned()]),
    ]
}

/// Returns the day of a date, or the whole text if it is shorter.
fn day(date: &str) -> &str {
    date.get(..DAY_BYTES).unwrap_or(date)
}

/// Compares a value with the gold row, as a whole and by its words.
fn outcome(gold: &str, value: &str, words: impl Fn(&str) -> Vec<String>) -> FieldOutcome {
    let is_asked = !gold.trim().is_empty();
    let is_exact = is_asked && normalized(gold) == normalized(value);
    FieldOutcome {
        is_asked,
        is_answered: !value.is_empty(),
        is_exact,
        is_right: is_exact || is_asked && words(gold) == words(value),
    }
}

/// Returns a text in lower case, with one space for each run of white space.
fn normalized(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns the runs of letters and digits in lower case, without the words in `ignored`.
fn split_words(text: &str, ignored: &[&str]) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !ignored.contains(word));
    words.map(str::to_owned).collect()
}

/// Returns the report: one row for each field.
pub(super) fn report(pages: &[PageOutcomes]) -> String {
    let mut report = String::new();
    for (index, field) in FIELDS.iter().enumerate() {
        let outcomes: Vec<FieldOutcome> = pages.iter().map(|page| page[index]).collect();
        let count = |condition: fn(&FieldOutcome) -> bool| {
            outcomes.iter().filter(|outcome| condition(outcome)).count()
        };
        let asked = count(|outcome| outcome.is_asked);
        let answered = count(|outcome| outcome.is_asked && outcome.is_answered);
        let exact = count(|outcome| outcome.is_exact);
        let right = count(|outcome| outcome.is_right);
        let unasked = count(|outcome| !outcome.is_asked && outcome.is_answered);
        let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
        // Writing to a string cannot fail.
        let _ = writeln!(
            report,
            "{field:24} {asked} pages  exact {:.4}  words {:.4}  precision {:.4}  answered {:.4}  \
             beyond the gold {unasked}",
            share(exact, asked),
            share(right, asked),
            share(right, answered),
            share(answered, asked),
        );
    }
    report
}
