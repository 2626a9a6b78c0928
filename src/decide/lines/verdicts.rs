//! The verdict on each line of a text.

use crate::decide::lines::continuations::{SCOPE_LINES, is_prose};
use crate::decide::lines::front::drop_front;
use crate::decide::lines::headline::{ChosenHeadline, headline, may_be_unseen_headline};
use crate::decide::lines::lists::drop_lists;
use crate::decide::lines::prediction::{LinePrediction, named_kind};
use crate::decide::lines::signals::{
    converter_artefact, has_few_long_lines, is_guarded, is_known_phrase, is_licence, is_stamp,
};
use crate::decide::lines::target::Target;
use crate::decide::main_part::{PartItem, SURE_CHROME, main_part};
use crate::features::line::context::TextContext;
use crate::features::line::facts::{LineFacts, SECTION_KINDS, TRACKED_KINDS};
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::options::OperatingPoint;
use crate::verdict::{Reason, Reasons, Verdict};

/// Words from which a line in another script than the text is named by its phrase.
const FOREIGN_WORDS: f32 = 12.0;
/// Most words of a line that a known phrase drops without a second signal.
const PHRASE_WORDS: f32 = 15.0;
/// Score from which a phrase is not believed that is more than a phrase: a label of other articles
/// that does not end like a sentence ("Read more: Ten ways to cross a river"), or a line in another
/// script than the document.
const SURE_PHRASE_SCORE: f32 = 0.5;
/// Score from which a line is not believed to be glued together by a converter. Of the lines of
/// labels-raw-dev and labels2-raw-dev that were dropped in spite of such a score, all but one were
/// body: verses, commands and subheadings that end like another line.
const ARTEFACT_SCORE: f32 = 0.8;
/// Score from which a date with a time of day is content: an entry of a programme.
pub(super) const STAMP_SCORE: f32 = 0.4;
/// Lines in a row that are surely chrome and end the main part. With four, labels2-raw-dev loses
/// .001 of F1 and zh-dev .006.
const CHROME_LINES: usize = 3;
/// A score below this share of the threshold is a second signal by itself.
const CLEAR_SHARE: f32 = 0.35;
/// The same share for lines under a chrome heading: in a document of few long lines, where one
/// "Read more: ..." has most of the text in its scope, and in others.
const CLEAR_SHARE_UNDER_HEADING: [f32; 2] = [0.4, 0.65];

/// Decides on every line of a text.
pub(crate) fn verdicts(
    context: &TextContext,
    predictions: &[LinePrediction],
    target: Target,
) -> Vec<Verdict> {
    let main_part = main_part(&part_items(context, predictions), CHROME_LINES);
    let is_inside = |number| {
        main_part.contains(&number)
            || number < main_part.start && may_be_unseen_headline(context, number)
    };
    let mut verdicts = Vec::with_capacity(predictions.len());
    for (number, prediction) in predictions.iter().enumerate() {
        verdicts.push(line_verdict(context, number, prediction, target, is_inside(number)));
    }
    let headline = headline(context, predictions);
    if let Some(ChosenHeadline { number, .. }) = headline {
        keep_front(&mut verdicts[number], Kind::Title);
    }
    if target.point == OperatingPoint::Balanced {
        drop_lists(context, predictions, &mut verdicts, is_inside);
    }
    drop_front(context, predictions, target, &mut verdicts);
    if let Some(lead) = headline.and_then(|headline| headline.lead) {
        keep_front(&mut verdicts[lead], kept_kind(&context.lines[lead], &predictions[lead]));
    }
    keep_some_prose(context, predictions, &mut verdicts);
    verdicts
}

/// Returns the lines, as the search for the main part sees them.
fn part_items(context: &TextContext, predictions: &[LinePrediction]) -> Vec<PartItem> {
    let lines = context.lines.iter().zip(predictions);
    let item = |(line, &LinePrediction { score, .. }): (&LineFacts, _)| PartItem {
        words: line.words,
        score,
        is_surely_chrome: score < SURE_CHROME || is_known_phrase(line, score),
    };
    lines.map(item).collect()
}

/// Keeps the headline, or the lead below it.
fn keep_front(verdict: &mut Verdict, kind: Kind) {
    let mut why = Reasons::default();
    why.add(Reason::Form);
    *verdict = Verdict { kind, keep: true, score: verdict.score, why };
}

/// Returns the verdict on any other line.
fn line_verdict(
    context: &TextContext,
    number: usize,
    prediction: &LinePrediction,
    target: Target,
    is_in_main_part: bool,
) -> Verdict {
    let line = &context.lines[number];
    let threshold =
        if is_in_main_part { target.inside } else { target.outside(is_prose(context, number)) };
    let score = prediction.score;
    let is_foreign = context.is_foreign(number);
    let artefact = if score < ARTEFACT_SCORE { converter_artefact(line) } else { None };
    let mut why = Reasons { phrase: first_phrase(line), ..Reasons::default() };

    let is_phrase = is_phrase(line, score, threshold, is_foreign);
    if is_phrase {
        why.add(Reason::Phrase);
    }
    // Below the threshold, the trees name the kind.
    let is_stamp = is_stamp(line) && (threshold..STAMP_SCORE).contains(&score);
    let has_form = artefact.is_some() || is_licence(line) || is_stamp;
    let mut keep = !is_phrase && !has_form && score >= threshold;

    let is_guarded = is_in_main_part && line.has(LineFlag::Long) && is_guarded(context, number);
    if !keep && is_guarded && !has_second_signal(context, number, score, threshold) {
        keep = true;
        why.add(Reason::Dense);
    }
    if keep {
        return Verdict { kind: kept_kind(line, prediction), keep, score, why };
    }

    if (target.inside..threshold).contains(&score) {
        why.add(Reason::Outside);
    }
    if is_foreign {
        why.add(Reason::Script);
    }
    if section_kind(line).is_some() {
        why.add(Reason::Scope);
    }
    if has_form {
        why.add(Reason::Form);
    }
    if line.has(LineFlag::Copy) {
        why.add(Reason::Copy);
    }
    // The trees hardly know the words of a notice in another script than the page. A phrase says
    // more.
    let notice = why.phrase.filter(|_| is_foreign && line.words > FOREIGN_WORDS);
    let stamp = is_stamp.then_some(Kind::Date);
    let kind = artefact.or(notice).or(stamp).unwrap_or_else(|| dropped_kind(line, prediction));
    Verdict { kind, keep, score, why }
}

/// Returns true if a known phrase drops a line.
fn is_phrase(line: &LineFacts, score: f32, threshold: f32, is_foreign: bool) -> bool {
    let Some(kind) = line.decisive else { return false };
    let is_label = kind == Kind::Related && !line.has(LineFlag::EndsSentence);
    let is_sure = is_label || is_foreign;
    (line.words <= PHRASE_WORDS || score < threshold)
        && if is_sure { score < SURE_PHRASE_SCORE } else { is_known_phrase(line, score) }
}

/// Returns true if something besides a low score speaks against a long line of the dense segment.
fn has_second_signal(context: &TextContext, number: usize, score: f32, threshold: f32) -> bool {
    let line = &context.lines[number];
    // A share bar announces nothing long.
    let is_in_section = section_kind(line).is_some_and(|kind| kind != Kind::Share);
    let many_long_lines = usize::from(!has_few_long_lines(context));
    score < threshold * CLEAR_SHARE
        || line.decisive.is_some()
        || is_licence(line)
        || line.shows_chrome()
        || is_in_section && score < threshold * CLEAR_SHARE_UNDER_HEADING[many_long_lines]
        || context.is_foreign(number)
        || line.has(LineFlag::Copy)
}

/// Returns the first kind of phrase in a line.
fn first_phrase(line: &LineFacts) -> Option<Kind> {
    line.decisive.or_else(|| Kind::ALL.iter().copied().find(|&kind| line.phrases.contains(kind)))
}

/// Returns the kind of the section that a line is in, if a heading opened one not long ago.
fn section_kind(line: &LineFacts) -> Option<Kind> {
    let headings = TRACKED_KINDS.iter().zip(line.around.since_phrase).take(SECTION_KINDS);
    let (kind, distance) = headings.min_by_key(|(_, distance)| *distance)?;
    (distance <= SCOPE_LINES).then_some(*kind)
}

/// Returns the kind of a kept line that is not the headline.
fn kept_kind(line: &LineFacts, prediction: &LinePrediction) -> Kind {
    match prediction.guess.content.unwrap_or(Kind::Body) {
        // A long line is a paragraph, whatever the trees say.
        Kind::Subheading if line.has(LineFlag::Long) => Kind::Body,
        kind => kind,
    }
}

/// Returns the kind of a dropped line. The licence of a page is in its footer, that of an image is
/// a credit.
fn dropped_kind(line: &LineFacts, prediction: &LinePrediction) -> Kind {
    if is_licence(line) && prediction.guess.chrome != Some(Kind::Footer) {
        return Kind::Credit;
    }
    prediction.guess.chrome.or_else(|| named_kind(line)).unwrap_or(Kind::Other)
}

/// Keeps the dense segment of a document that has prose but would lose all of it.
fn keep_some_prose(
    context: &TextContext,
    predictions: &[LinePrediction],
    verdicts: &mut [Verdict],
) {
    let is_prose = |number: usize| {
        let line = &context.lines[number];
        line.has(LineFlag::Long) && line.decisive.is_none()
    };
    if (0..verdicts.len()).any(|number| verdicts[number].keep && is_prose(number)) {
        return;
    }
    let (start, end) = context.totals.dense;
    for number in (start as usize..end as usize).filter(|&number| is_prose(number)) {
        verdicts[number].keep = true;
        verdicts[number].kind = kept_kind(&context.lines[number], &predictions[number]);
        verdicts[number].why.add(Reason::Guard);
    }
}
