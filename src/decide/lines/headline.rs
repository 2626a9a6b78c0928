//! The headline of a text.

use crate::decide::lines::continuations::is_prose;
use crate::decide::lines::prediction::LinePrediction;
use crate::features::flag;
use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::features::line::segments::HEADLINE_WORDS;
use crate::kind::{Kind, KindSet};

/// The headline is looked for up to this many lines after the start of the dense segment.
const DENSE_MARGIN: usize = 3;
/// Least log-odds of the headline: a probability of .07. Most texts have one, so a doubtful line is
/// better than none.
const MIN_LOG_ODDS: f32 = -2.6;
/// Separators of a line that count at most: more say nothing more.
const MOST_SEPARATORS: u8 = 3;
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
    likeliest(context, predictions)
        .or_else(|| line_before_prose(context, predictions))
        .or_else(|| first_line_alone(context, predictions))
}

/// Returns the line with the highest log-odds of being the headline, the last of equals, if they
/// are high enough.
fn likeliest(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    let end = (context.totals.dense.0 as usize + DENSE_MARGIN).min(context.lines.len());
    let odds = HeadlineOdds::new(context, predictions);
    let mut best: Option<(usize, f32)> = None;
    for number in (0..end).filter(|&number| may_be_headline(context, number)) {
        if is_prose(context, number) {
            continue;
        }
        let own = odds.of(number);
        if own >= MIN_LOG_ODDS && best.is_none_or(|(_, most)| own >= most) {
            best = Some((number, own));
        }
    }
    best.map(|(number, _)| number)
}

/// The log-odds of lines being the headline: a logistic regression over what the trees say, the
/// distance from the prose, the form of a line and its neighbours.
struct HeadlineOdds<'t> {
    context: &'t TextContext,
    predictions: &'t [LinePrediction],
    first_prose: usize,
    has_blank_lines: bool,
}

impl<'t> HeadlineOdds<'t> {
    fn new(context: &'t TextContext, predictions: &'t [LinePrediction]) -> Self {
        HeadlineOdds {
            context,
            predictions,
            first_prose: first_prose(context, predictions).unwrap_or(context.lines.len()),
            has_blank_lines: context.lines.iter().any(|line| line.blank_before > 0),
        }
    }

    /// Returns the log-odds of a line. docs/decisions.md#which-line-is-the-headline has the source
    /// of the weights.
    fn of(&self, number: usize) -> f32 {
        let line = &self.context.lines[number];
        let distance = self.first_prose.abs_diff(number);
        let is_window_title = number == 0 && distance > TOP_LINES;
        let is_statement = line.has(LineFlag::EndsSentence) && !line.has(LineFlag::Question);
        let is_alone = !self.has_blank_lines || self.stands_alone(number);
        -1.08 + 0.63 * logit(self.predictions[number].guess.headline)
            - 0.56 * (distance as f32).ln_1p()
            - 0.71 * f32::from(line.shape.separators.min(MOST_SEPARATORS))
            - 0.89 * flag(line.has(LineFlag::Bullet))
            - 1.39 * flag(is_statement)
            - 1.4 * flag(is_window_title)
            + 2.4 * flag(line.has(LineFlag::InTitle))
            + 2.24 * flag(is_alone)
            + 0.4 * flag(self.is_above_byline(number))
    }

    /// Returns true if the line after a line has a date or an author.
    fn is_above_byline(&self, number: usize) -> bool {
        self.context.lines.get(number + 1).is_some_and(|next| {
            let has = |kind| next.phrases.contains(kind);
            next.is_dated() || has(Kind::Byline) || has(Kind::Date)
        })
    }

    /// Returns true if blank lines, or the start of the text, are before and after a line.
    fn stands_alone(&self, number: usize) -> bool {
        let is_after_blank = |line: &LineFacts| line.blank_before > 0;
        let lines = &self.context.lines;
        (number == 0 || is_after_blank(&lines[number]))
            && lines.get(number + 1).is_some_and(is_after_blank)
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
    let number =
        first_prose(context, predictions).filter(|&first| first <= TOP_LINES)?.checked_sub(1)?;
    let line = &context.lines[number];
    let is_headline = has_form_of_headline(line)
        && (predictions[number].score >= MIN_SCORE || number == 0 && is_plain(line));
    is_headline.then_some(number)
}

/// Returns the first long line that is likely to be kept.
fn first_prose(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    (0..context.lines.len()).find(|&number| {
        context.lines[number].has(LineFlag::Long) && predictions[number].score >= MIN_SCORE
    })
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

/// Returns the log-odds of a probability, which is kept away from 0 and 1.
fn logit(probability: f32) -> f32 {
    let clamped = probability.clamp(0.001, 0.999);
    (clamped / (1.0 - clamped)).ln()
}
