//! Drops the lines of lists around the article that have too high a score.
//!
//! The scores of a list of other articles or of a table of cookies are too high all together, so
//! some of their lines reach the threshold. The dropped lines around these have one kind, which is
//! also the likeliest of their own.
//!
//! In cross-validation F1 rises by .005 on labels-raw-dev, .004 on labels2-raw-dev, .001 on raw
//! wcxb-dev articles, .015 on jp-dev and .005 on gtrends-dev, and falls on no set but the raw
//! wcxb-dev pages of other types (.0005). At most .02 % more of the body is lost. Inside the
//! main part the same costs .1 % of the body. The precision point has higher thresholds and gains
//! nothing.

use crate::decide::lines::continuations::is_prose;
use crate::decide::lines::prediction::LinePrediction;
use crate::features::line::context::TextContext;
use crate::kind::Kind;
use crate::verdict::{Reason, Verdict};

/// Lines before and after a line that are of the same list. With 6 instead of 12, the gains are a
/// quarter smaller.
const REACH: usize = 12;
/// Fewest dropped lines of the kind among those before, and among those after.
const LEAST_ALIKE: usize = 2;
/// Scores from which a line of prose, or another, is not believed to be of a list. With .6 for
/// prose, labels2-raw-dev loses .1 % more of its body.
const PROSE_SCORE: f32 = 0.4;
const LINE_SCORE: f32 = 0.6;

/// Drops the kept lines among dropped ones of their likeliest kind. `is_inside` says which lines
/// are in the main part.
pub(super) fn drop_lists(
    context: &TextContext,
    predictions: &[LinePrediction],
    verdicts: &mut [Verdict],
    is_inside: impl Fn(usize) -> bool,
) {
    let mut listed = Vec::new();
    for (number, verdict) in verdicts.iter().enumerate() {
        let most = if is_prose(context, number) { PROSE_SCORE } else { LINE_SCORE };
        // The headline has its kind whatever its score. Comments have a rule of their own, and the
        // posts of a forum are its content.
        if !verdict.keep
            || verdict.score >= most
            || verdict.kind == Kind::Title
            || is_inside(number)
        {
            continue;
        }
        let likeliest = predictions[number].guess.chrome;
        let Some(kind) = likeliest.filter(|&kind| kind != Kind::Comment) else { continue };
        let after = number + 1..(number + 1 + REACH).min(verdicts.len());
        if has_alike(&verdicts[number.saturating_sub(REACH)..number], kind)
            && has_alike(&verdicts[after], kind)
        {
            listed.push((number, kind));
        }
    }
    for (number, kind) in listed {
        let verdict = &mut verdicts[number];
        verdict.keep = false;
        verdict.kind = kind;
        verdict.why.add(Reason::Outside);
    }
}

/// Returns true if enough of some verdicts drop lines of a kind.
fn has_alike(verdicts: &[Verdict], kind: Kind) -> bool {
    let is_alike = |verdict: &&Verdict| !verdict.keep && verdict.kind == kind;
    verdicts.iter().filter(is_alike).nth(LEAST_ALIKE - 1).is_some()
}
