//! The headline of a text.

use crate::decide::lines::prediction::LinePrediction;
use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::features::line::segments::HEADLINE_WORDS;
use crate::kind::KindSet;

/// The headline is looked for up to this many lines after the start of the dense segment.
const DENSE_MARGIN: usize = 3;
/// Least probability that the trees give the headline.
const MIN_PROBABILITY: f32 = 0.15;
/// A headline has fewer words than this.
const MAX_WORDS: f32 = 40.0;
/// Least score of a headline that the trees do not see, and of the paragraph after it.
const MIN_SCORE: f32 = 0.5;
/// Lines at the top among which such a headline is looked for.
const TOP_LINES: usize = 12;

/// Returns true if the position and the look of a line allow it to be the headline.
pub(crate) fn may_be_headline(context: &TextContext, number: usize) -> bool {
    let line = &context.lines[number];
    number < context.totals.dense.0 as usize + DENSE_MARGIN
        && line.words < MAX_WORDS
        && line.decisive.is_none()
        && !line.has(LineFlag::Fused)
        && !line.has(LineFlag::AllLinks)
        && !context.is_foreign(number)
}

/// Returns true if a line may be a headline that the trees do not see. It is not dropped for its
/// place above the main part.
pub(super) fn may_be_unseen_headline(context: &TextContext, number: usize) -> bool {
    HEADLINE_WORDS.contains(&context.lines[number].words) && may_be_headline(context, number)
}

/// Returns the headline: the only Markdown heading of the first level, or near the first long line,
/// the line with the highest headline probability, the last of equals.
pub(super) fn headline(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    if let Some(number) = only_top_heading(context) {
        return Some(number);
    }
    let end = (context.totals.dense.0 as usize + DENSE_MARGIN).min(context.lines.len());
    let mut best: Option<(usize, f32)> = None;
    for number in (0..end).filter(|&number| may_be_headline(context, number)) {
        let own = predictions[number].guess.headline;
        if own >= MIN_PROBABILITY && best.is_none_or(|(_, most)| own >= most) {
            best = Some((number, own));
        }
    }
    match best {
        Some((number, _)) => Some(number),
        None => line_before_prose(context, predictions)
            .or_else(|| first_line_alone(context, predictions)),
    }
}

/// Returns the Markdown heading of the first level, if there is one, above all prose. Comments in
/// code look like such headings, too.
fn only_top_heading(context: &TextContext) -> Option<usize> {
    let is_top = |&number: &usize| context.lines[number].has(LineFlag::TopHeading);
    let mut headings = (0..context.lines.len()).filter(is_top);
    let first = headings.next().filter(|&number| may_be_headline(context, number))?;
    let is_above_prose = !context.lines[..first].iter().any(|line| line.has(LineFlag::Long));
    (is_above_prose && headings.next().is_none()).then_some(first)
}

/// Returns the last line before the first long one, if it is likely to be kept and long enough. The
/// first line of a text need not be likely to be kept.
fn line_before_prose(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    let first_long = (0..context.lines.len()).find(|&number| {
        context.lines[number].has(LineFlag::Long) && predictions[number].score >= MIN_SCORE
    })?;
    if first_long > TOP_LINES {
        return None;
    }
    let number = first_long.checked_sub(1)?;
    let line = &context.lines[number];
    let is_headline = has_form_of_headline(line)
        && (predictions[number].score >= MIN_SCORE || number == 0 && is_plain(line));
    is_headline.then_some(number)
}

/// Returns the first line if it is likely to be kept and a blank line follows it: the title of a
/// poem, which has no long lines.
fn first_line_alone(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    let is_alone = context.lines.get(1).is_some_and(|second| second.blank_before > 0);
    let is_likely = predictions.first().is_some_and(|first| first.score >= MIN_SCORE);
    (is_alone && is_likely && has_form_of_headline(&context.lines[0])).then_some(0)
}

/// Returns true if the length and the end of a line allow it to be a headline.
fn has_form_of_headline(line: &LineFacts) -> bool {
    HEADLINE_WORDS.contains(&line.words)
        && line.decisive.is_none()
        && (!line.has(LineFlag::EndsSentence) || line.has(LineFlag::Question))
}

/// Returns true if nothing in a line shows that it is chrome.
fn is_plain(line: &LineFacts) -> bool {
    line.phrases == KindSet::default()
        && !line.is_dated()
        && !line.has(LineFlag::Url)
        && !line.has(LineFlag::AllLinks)
}
