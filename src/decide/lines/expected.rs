//! The words that the verdicts are expected to keep and to lose.

use std::ops::Add;

use crate::features::line::context::TextContext;
use crate::kind::Kind;
use crate::verdict::Verdict;

/// Expected word counts of a text. A line of `w` words with score `s` has `w * s` expected body
/// words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ExpectedWords {
    /// Body words in kept lines.
    hits: f32,
    /// All words in kept lines.
    kept: f32,
    /// Body words in all lines.
    body: f32,
}

impl ExpectedWords {
    /// Returns the expected F1 of the kept lines.
    pub(crate) fn f1(self) -> f32 {
        let both = self.kept + self.body;
        if both > 0.0 { 2.0 * self.hits / both } else { 0.0 }
    }
}

impl Add for ExpectedWords {
    type Output = ExpectedWords;

    fn add(self, other: ExpectedWords) -> ExpectedWords {
        ExpectedWords {
            hits: self.hits + other.hits,
            kept: self.kept + other.kept,
            body: self.body + other.body,
        }
    }
}

/// Returns the expected words of a text. The headline does not count.
pub(crate) fn expected_words(context: &TextContext, verdicts: &[Verdict]) -> ExpectedWords {
    let mut sum = ExpectedWords::default();
    for (line, verdict) in context.lines.iter().zip(verdicts) {
        if verdict.kind == Kind::Title {
            continue;
        }
        let body = line.words * verdict.score;
        sum.body += body;
        if verdict.keep {
            sum.hits += body;
            sum.kept += line.words;
        }
    }
    sum
}
