//! The headline of a text.

use crate::decide::lines::continuations::is_prose;
use crate::decide::lines::prediction::LinePrediction;
use crate::features::flag;
use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::features::line::segments::{HEADLINE_WORDS, blank_after};
use crate::kind::{Kind, KindSet};

/// The headline is looked for up to this many lines after the start of the dense segment.
const DENSE_MARGIN: usize = 3;
/// Least log-odds of the headline: a probability of .11. From .17 on, seven headlines of raw
/// scrapes fewer are found, and chrome in 45 texts fewer that have no headline.
const MIN_LOG_ODDS: f32 = -2.1;
/// The first line opens the article if prose begins at most this many lines below it.
const FRONT_LINES: usize = 5;
/// Words of the first line that long lines have, too, and their share of its words, which show that
/// it is about the article. Its log-odds need not be higher than this then.
const SHARED_TOKENS: u8 = 2;
const SHARED_TOKEN_SHARE: f32 = 0.5;
const FIRST_LINE_LOG_ODDS: f32 = -1.5;
/// Without such words, the log-odds of the first line are at most this much below the highest.
const FIRST_LINE_MARGIN: f32 = 0.7;
/// Least probability that the trees give a headline that is kept anyway.
const MIN_PROBABILITY: f32 = 0.15;
/// Separators of a line that count at most: more say nothing more.
const MOST_SEPARATORS: u8 = 3;
/// Headlines of fewer words are rare.
const FEW_WORDS: f32 = 3.0;
/// Share of the lines up to the prose that follow blank lines, from which a text uses them. Menus
/// without them are in many texts with some.
const BLANK_LINE_SHARE: f32 = 0.15;
/// Lines between the title of the window and the prose: a menu has at least as many.
const MENU_LINES: usize = 12;
/// A headline has fewer words than this.
const MAX_WORDS: f32 = 40.0;
/// Kinds of labels that open headlines, and fewest words of such a headline.
const LABELS: [Kind; 3] = [Kind::Player, Kind::Caption, Kind::Credit];
const LABELLED_WORDS: f32 = 4.0;
/// Least score of a headline that the trees do not see, and of the paragraph after it.
pub(super) const MIN_SCORE: f32 = 0.5;
/// Lines at the top among which such a headline is looked for.
const TOP_LINES: usize = 12;

/// The line that is the headline of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChosenHeadline {
    pub(super) number: usize,
    /// The lead or subheading below it that looks more like a headline. It is kept, too.
    pub(super) lead: Option<usize>,
}

impl From<usize> for ChosenHeadline {
    fn from(number: usize) -> Self {
        ChosenHeadline { number, lead: None }
    }
}

/// Returns true if the position and the look of a line allow it to be the headline.
pub(crate) fn may_be_headline(context: &TextContext, number: usize) -> bool {
    let line = &context.lines[number];
    number < search_end(context)
        && line.words < MAX_WORDS
        && (line.decisive.is_none() || is_labelled(context, number))
        && !line.has(LineFlag::Fused)
        && !line.has(LineFlag::AllLinks)
        && !context.is_foreign(number)
}

/// Returns true if a label opens the title of the text: "Video: The river takes the old bridge". A
/// date below "Photo: " or "Image: " may be below the caption of the first image, and a time of day
/// looks like a label.
fn is_labelled(context: &TextContext, number: usize) -> bool {
    let line = &context.lines[number];
    let is_title = line.has(LineFlag::TopHeading)
        || line.has(LineFlag::InTitle)
        || line.decisive == Some(Kind::Player)
            && !line.has(LineFlag::Time)
            && (number == 0 || is_above_byline(context, number));
    is_title
        && line.words >= LABELLED_WORDS
        && line.decisive.is_some_and(|kind| LABELS.contains(&kind))
}

/// Returns true if the line after a line has a date or an author.
fn is_above_byline(context: &TextContext, number: usize) -> bool {
    context.lines.get(number + 1).is_some_and(|next| {
        let has = |kind| next.phrases.contains(kind);
        next.is_dated() || has(Kind::Byline) || has(Kind::Date)
    })
}

/// Returns true if a line may be a headline that the trees do not see. It is not dropped for its
/// place above the main part.
pub(super) fn may_be_unseen_headline(context: &TextContext, number: usize) -> bool {
    HEADLINE_WORDS.contains(&context.lines[number].words) && may_be_headline(context, number)
}

/// Returns the headline: the only Markdown heading of the first level, or the likeliest line up to
/// the dense segment, or the line before the prose, or the first line if it is alone.
pub(super) fn headline(
    context: &TextContext,
    predictions: &[LinePrediction],
) -> Option<ChosenHeadline> {
    if let Some(number) = only_top_heading(context) {
        return Some(ChosenHeadline::from(number));
    }
    likeliest(context, predictions).or_else(|| {
        likeliest_kept(context, predictions)
            .or_else(|| line_before_prose(context, predictions))
            .or_else(|| first_line_alone(context, predictions))
            .map(ChosenHeadline::from)
    })
}

/// Returns the first line if it opens the article, or the line with the highest log-odds of being
/// the headline, the last of equals, if they are high enough.
fn likeliest(context: &TextContext, predictions: &[LinePrediction]) -> Option<ChosenHeadline> {
    let odds = HeadlineOdds::new(context, predictions);
    let (number, highest) = candidates(context)
        .map(|number| (number, odds.of(number)))
        .filter(|&(_, own)| own >= MIN_LOG_ODDS)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let is_candidate = number > 0 && candidates(context).next() == Some(0);
    Some(if is_candidate && opens_article(context, &odds, highest) {
        ChosenHeadline { number: 0, lead: Some(number) }
    } else {
        ChosenHeadline::from(number)
    })
}

/// Returns true if the first line is just above the prose, and shares its words with it or is
/// nearly as likely to be the headline as the likeliest line. The lead and subheadings often look
/// more like a headline.
fn opens_article(context: &TextContext, odds: &HeadlineOdds<'_>, highest: f32) -> bool {
    let line = &context.lines[0];
    let is_above_prose = odds.first_long.is_some_and(|first| first <= FRONT_LINES);
    let own = odds.of(0);
    let shares_words = line.around.shared_token_count >= SHARED_TOKENS
        && line.around.shared_tokens.value() >= SHARED_TOKEN_SHARE
        && own >= FIRST_LINE_LOG_ODDS;
    let is_likely = own >= highest - FIRST_LINE_MARGIN;
    is_above_prose && !line.is_dated() && (shares_words || is_likely)
}

/// Returns the line up to the dense segment to which the trees give the highest probability, if
/// they do so at all. It is likely to be kept, so nothing but its kind is at stake.
fn likeliest_kept(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    let probability = |number: usize| predictions[number].guess.headline;
    candidates(context)
        .filter(|&number| predictions[number].score >= MIN_SCORE)
        .filter(|&number| probability(number) >= MIN_PROBABILITY)
        .filter(|&number| !is_entry(&context.lines[number]))
        .max_by(|&one, &other| probability(one).total_cmp(&probability(other)))
}

/// Returns true for a step or an ingredient of a recipe, or an entry of a timetable.
fn is_entry(line: &LineFacts) -> bool {
    is_statement(line) || line.has(LineFlag::Time) || line.has(LineFlag::Bullet)
}

/// Returns the lines that may be the headline. Prose is not one, and the name of a site twice is
/// not one.
fn candidates(context: &TextContext) -> impl Iterator<Item = usize> {
    (0..search_end(context)).filter(|&number| {
        may_be_headline(context, number)
            && !is_prose(context, number)
            && !context.lines[number].has(LineFlag::Doubled)
    })
}

/// Returns one past the last line that may be the headline.
fn search_end(context: &TextContext) -> usize {
    (context.totals.dense.0 as usize + DENSE_MARGIN).min(context.lines.len())
}

/// The log-odds of lines being the headline: a logistic regression over what the trees say, the
/// distance from the prose, the form of a line and its neighbours.
struct HeadlineOdds<'t> {
    context: &'t TextContext,
    predictions: &'t [LinePrediction],
    /// The first long line that is likely to be kept.
    first_long: Option<usize>,
    uses_blank_lines: bool,
}

impl<'t> HeadlineOdds<'t> {
    fn new(context: &'t TextContext, predictions: &'t [LinePrediction]) -> Self {
        let end = search_end(context);
        let is_after_blank = |line: &&LineFacts| line.blank_before > 0;
        let after_blank = context.lines[..end].iter().filter(is_after_blank).count();
        HeadlineOdds {
            context,
            predictions,
            first_long: first_likely_long(context, predictions),
            uses_blank_lines: after_blank as f32 >= BLANK_LINE_SHARE * end as f32,
        }
    }

    /// Returns the log-odds of a line. docs/decisions.md#which-line-is-the-headline has the source
    /// of the weights.
    fn of(&self, number: usize) -> f32 {
        let line = &self.context.lines[number];
        let distance = self.first_long.unwrap_or(self.context.lines.len()).abs_diff(number);
        let is_window_title = number == 0 && self.first_long.is_some() && distance > MENU_LINES;
        let is_apart = !self.uses_blank_lines || self.stands_apart(number);
        -1.35 + 0.62 * logit(self.predictions[number].guess.headline)
            - 0.5 * (distance as f32).ln_1p()
            - 0.61 * f32::from(line.shape.separators.min(MOST_SEPARATORS))
            - 1.5 * flag(line.has(LineFlag::Bullet))
            - 1.1 * flag(is_statement(line))
            - 0.8 * flag(line.words < FEW_WORDS)
            - 1.07 * flag(is_window_title)
            + 2.2 * flag(line.has(LineFlag::InTitle))
            + 2.1 * flag(is_apart)
    }

    /// Returns true if a blank line, or the start of the text, is before a line, and a blank line,
    /// a date or an author is after it.
    fn stands_apart(&self, number: usize) -> bool {
        let lines = &self.context.lines;
        (number == 0 || lines[number].blank_before > 0)
            && (blank_after(lines, number) > 0 || is_above_byline(self.context, number))
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
    let number = first_likely_long(context, predictions)
        .filter(|&first| first <= TOP_LINES)?
        .checked_sub(1)?;
    let line = &context.lines[number];
    let is_first = number == 0 && (is_plain(line) || is_labelled(context, number));
    let is_headline = has_form_of_headline(context, number)
        && (predictions[number].score >= MIN_SCORE || is_first);
    is_headline.then_some(number)
}

/// Returns the first long line that is likely to be kept.
fn first_likely_long(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    (0..context.lines.len()).find(|&number| {
        context.lines[number].has(LineFlag::Long) && predictions[number].score >= MIN_SCORE
    })
}

/// Returns the first line if it is likely to be kept and a blank line follows it: the title of a
/// poem, which has no long lines.
fn first_line_alone(context: &TextContext, predictions: &[LinePrediction]) -> Option<usize> {
    let is_alone = blank_after(&context.lines, 0) > 0;
    let is_likely = predictions.first().is_some_and(|first| first.score >= MIN_SCORE);
    (is_alone && is_likely && has_form_of_headline(context, 0)).then_some(0)
}

/// Returns true if the length and the end of a line allow it to be a headline.
fn has_form_of_headline(context: &TextContext, number: usize) -> bool {
    let line = &context.lines[number];
    HEADLINE_WORDS.contains(&line.words)
        && (line.decisive.is_none() || is_labelled(context, number))
        && !is_statement(line)
}

/// Returns true if a line ends like a statement.
fn is_statement(line: &LineFacts) -> bool {
    line.has(LineFlag::EndsSentence) && !line.has(LineFlag::Question)
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
