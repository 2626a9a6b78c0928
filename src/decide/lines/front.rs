//! The lines between the headline and the first paragraph.
//!
//! Bylines, dates, credits and buttons are there. In texts that the model does not know well the
//! threshold is low, and such lines reach it. Their place and their kind speak against them, so
//! they need a higher score.

use std::ops::Range;

use crate::decide::lines::headline::MIN_SCORE;
use crate::decide::lines::prediction::LinePrediction;
use crate::decide::lines::target::Target;
use crate::features::line::context::TextContext;
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::verdict::{Reason, Verdict};

/// Most lines between the headline and the first paragraph. Longer lists are menus, or the
/// ingredients and verses of texts that have few paragraphs.
const MOST_LINES: usize = 8;
/// Most words of a byline or a date.
const MOST_WORDS: f32 = 12.0;
/// Kinds of the lines below a headline. Counters are not among them: the trees take the ingredients
/// of a recipe for these.
const KINDS: [Kind; 6] =
    [Kind::Byline, Kind::Date, Kind::Credit, Kind::Share, Kind::Subscribe, Kind::Login];

/// Returns the lines between the headline and the first paragraph, if they are few.
pub(super) fn front(context: &TextContext, verdicts: &[Verdict]) -> Range<usize> {
    let is_headline = |verdict: &Verdict| verdict.keep && verdict.kind == Kind::Title;
    let Some(headline) = verdicts.iter().position(is_headline) else { return 0..0 };
    let start = headline + 1;
    let is_paragraph = |&number: &usize| {
        context.lines[number].has(LineFlag::Long) && verdicts[number].score >= MIN_SCORE
    };
    let after = start..verdicts.len().min(start + MOST_LINES + 1);
    after.clone().find(is_paragraph).map_or(0..0, |end| start..end)
}

/// Drops the short lines of [`KINDS`] there that do not reach the score which they need.
pub(super) fn drop_front(
    context: &TextContext,
    predictions: &[LinePrediction],
    target: Target,
    verdicts: &mut [Verdict],
) {
    for number in front(context, verdicts) {
        let (line, verdict) = (&context.lines[number], &mut verdicts[number]);
        let likeliest = predictions[number].guess.chrome;
        let Some(kind) = likeliest.filter(|kind| KINDS.contains(kind)) else { continue };
        // A bullet without a text has no words.
        let has_length = line.words > 0.0 && line.words <= MOST_WORDS;
        let may_be = has_length && !line.has(LineFlag::EndsSentence);
        if verdict.keep && verdict.score < target.front && may_be {
            verdict.keep = false;
            verdict.kind = kind;
            verdict.why.add(Reason::Form);
        }
    }
}
