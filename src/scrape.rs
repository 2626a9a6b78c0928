//! A text scrape from its lines to a verdict for each.
//!
//! The verdicts are a fixed point: the kept lines are judged again as a text of their own, and what is dropped there is
//! dropped here, until nothing more is. Cleaning the output again therefore repeats the last of these rounds, which
//! dropped nothing. A text that does not come to rest within [`ROUNDS`] is kept whole, which is at rest by definition;
//! so the work stays linear and the promise holds without exception.

use std::borrow::Cow;

use crate::kind::Kind;
use crate::lang::Language;
use crate::lexicon::Lexicon;
use crate::options::Options;
use crate::page::{Degraded, Reason, Record};
use crate::render::lines::kept_ranges;

mod line_model;
mod round;

pub(crate) use line_model::LineModel;
use round::{Before, Round};

/// How often the kept lines are judged again. On the development data no text needed more than half as many.
const ROUNDS: usize = 16;

/// A cleaned text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleaned {
    /// One record a line.
    pub(crate) records: Vec<Record>,
    /// The headline, trimmed.
    pub(crate) title: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) confidence: f32,
    /// Why the lines were kept without a look at them, if they were.
    pub(crate) degraded: Option<Degraded>,
}

/// What a text is judged by.
#[derive(Clone, Copy, Debug)]
struct Judge<'j> {
    lexicon: &'j Lexicon,
    model: &'j LineModel,
    options: &'j Options,
}

/// Cleans a text of at most 4 GiB.
pub(crate) fn clean(
    text: &str,
    lexicon: &Lexicon,
    model: &LineModel,
    options: &Options,
) -> Cleaned {
    let judge = Judge { lexicon, model, options };
    let first = Round::run(text, None, judge);
    let mut cleaned = Cleaned {
        records: first.records(),
        title: first.title(text),
        language: first.language,
        confidence: first.confidence,
        degraded: first.is_unjudged().then_some(Degraded::Crumbs),
    };
    if !settle(text, first, &mut cleaned.records, judge) {
        keep_all(&mut cleaned.records);
    }
    if !cleaned.records.iter().any(|record| record.verdict.keep) {
        cleaned.confidence = 0.0;
    }
    cleaned
}

/// What was found in the text that was judged last. If it was judged as a whole, the text and where each of the input's lines
/// stands in it; else both are empty.
struct Last<'t> {
    text: Cow<'t, str>,
    round: Round,
    places: Vec<usize>,
}

/// Judges the kept lines again until none is dropped. Whether that point was reached.
fn settle(text: &str, first: Round, records: &mut [Record], judge: Judge<'_>) -> bool {
    let mut judged = first.line_count();
    let places = if first.is_whole() { (0..judged).collect() } else { Vec::new() };
    let mut last = Last { text: Cow::Borrowed(text), round: first.remembered(), places };
    for _ in 0..ROUNDS {
        let written: Vec<usize> = kept_ranges(records).into_iter().flatten().collect();
        if written.len() == judged || written.is_empty() {
            return true;
        }
        let kept = crate::render::lines::text(text, records);
        let lines: Vec<usize> =
            written.iter().filter_map(|&at| last.places.get(at).copied()).collect();
        let before = Before { text: &last.text, round: &last.round, places: &lines };
        let round = Round::run(&kept, Some(before), judge);
        judged = round.line_count();
        if judged != written.len() {
            // A lone CR before a dropped line met the LF of a blank one behind it.
            return false;
        }
        if !drop_more(records, &written, &round) {
            return true;
        }
        last = Last { text: Cow::default(), round: round.remembered(), places: Vec::new() };
        if last.round.is_whole() {
            last.text = Cow::Owned(kept);
            last.places.resize(records.len(), 0);
            written.iter().enumerate().for_each(|(place, &at)| last.places[at] = place);
        }
    }
    false
}

/// Drops the lines that a round over the kept ones dropped. Whether there were any.
fn drop_more(records: &mut [Record], written: &[usize], round: &Round) -> bool {
    let mut more = false;
    for (&at, found) in written.iter().zip(round.line_verdicts()) {
        if records[at].verdict.keep && !found.keep {
            records[at].verdict = found;
            more = true;
        }
    }
    more
}

/// Keeps every line.
fn keep_all(records: &mut [Record]) {
    for verdict in records.iter_mut().map(|record| &mut record.verdict) {
        if verdict.kind != Kind::Blank && !verdict.keep {
            verdict.keep = true;
            verdict.kind = Kind::Body;
            verdict.why.add(Reason::Guard);
        }
    }
}
