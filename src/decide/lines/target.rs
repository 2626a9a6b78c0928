//! The score that the lines of a document must reach, and the loss that the document may have.

use crate::decide::lines::expected::ExpectedWords;
use crate::decide::lines::prediction::LinePrediction;
use crate::features::line::context::TextContext;
use crate::options::OperatingPoint;

/// Scores below which a line is dropped, found on the cross-validated development data
/// (`src/model/text.md`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Thresholds {
    /// Loses about one body word in a hundred.
    pub(crate) balanced: f32,
    /// Has the highest F1.
    pub(crate) precision: f32,
    /// Loses about two body words in a thousand.
    pub(crate) recall: f32,
    /// The balanced threshold of a language without learned log-odds, of texts that have no
    /// article, and of those whose expected loss is too high.
    pub(crate) unknown: f32,
    /// The balanced threshold of languages without spaces that have few domains in the training
    /// data: the domains are even fewer sites.
    pub(crate) unspaced: f32,
    /// The precision threshold of the texts that `unknown` is for. At the balanced one, jp-dev had
    /// an F1 of .86 instead of .90.
    pub(crate) unlearned: f32,
    /// The balanced threshold of lines outside the main part, if the one inside is lower.
    pub(crate) outside: f32,
    /// The precision threshold of the same lines.
    pub(crate) outside_precision: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            balanced: 0.28,
            precision: 0.45,
            recall: 0.01,
            unknown: 0.0765,
            unspaced: 0.05,
            unlearned: 0.2,
            outside: 0.4,
            outside_precision: 0.6,
        }
    }
}

/// Domains of a language, in units of fifty, from which the training data knows it well.
const WELL_KNOWN: f32 = 3.0;
/// Largest share of the expected body words that the lines below the threshold may have. With more,
/// the model does not know this kind of document, and a lower threshold is used. Well known
/// languages, others, precision point.
const MAX_LOSS_WELL_KNOWN: f32 = 0.18;
const MAX_LOSS_OTHER: f32 = 0.12;
const MAX_LOSS_PRECISION: f32 = 0.4;
/// Least expected F1 of a document's verdicts. Below it, the development documents with much body
/// lost two thirds of it: lists of errata, of code, of results.
const MIN_F1: f32 = 0.5;
/// Share of the threshold outside the main part that prose must reach: an article can go on after
/// much chrome. Without it, labels-raw-dev gains .003 of F1 and labels2-raw-dev .002, but generated
/// texts lose .7 instead of .4 % of the words in long paragraphs.
const PROSE_SHARE: f32 = 0.5;
/// Long lines that make a document an article.
const ARTICLE_LINES: u32 = 2;

/// The thresholds for a document, and its limit on the expected loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Target {
    pub(super) point: OperatingPoint,
    /// The score that lines of the main part must reach.
    pub(super) inside: f32,
    /// The score that other lines must reach.
    outside: f32,
    /// The score that bylines, dates and the like below the headline must reach.
    pub(super) front: f32,
    /// Largest share of the expected body words in lines below the threshold.
    max_loss: f32,
}

impl Target {
    /// Returns the target of the operating point. It is lower if the document has no article, or if
    /// the log-odds do not know its language.
    pub(crate) fn new(
        context: &TextContext,
        point: OperatingPoint,
        thresholds: &Thresholds,
    ) -> Self {
        let totals = &context.totals;
        let is_article = totals.long_lines >= ARTICLE_LINES;
        if point == OperatingPoint::Recall || !totals.learned || !is_article {
            return Target::fallback(point, thresholds);
        }
        if point == OperatingPoint::Precision {
            return Target::of(point, thresholds, thresholds.precision, MAX_LOSS_PRECISION);
        }
        if totals.domains >= WELL_KNOWN {
            return Target::of(point, thresholds, thresholds.balanced, MAX_LOSS_WELL_KNOWN);
        }
        let inside = if context.has_spaces() { thresholds.balanced } else { thresholds.unspaced };
        Target::of(point, thresholds, inside, MAX_LOSS_OTHER)
    }

    /// Returns the target for documents that miss the limits of another target.
    pub(crate) fn fallback(point: OperatingPoint, thresholds: &Thresholds) -> Self {
        let inside = match point {
            OperatingPoint::Precision => thresholds.unlearned,
            OperatingPoint::Recall => thresholds.recall,
            _ => thresholds.unknown,
        };
        Target::of(point, thresholds, inside, f32::INFINITY)
    }

    /// Returns the target with a threshold for the main part.
    fn of(point: OperatingPoint, thresholds: &Thresholds, inside: f32, max_loss: f32) -> Self {
        let (front, outside) = match point {
            OperatingPoint::Precision => (inside, thresholds.outside_precision),
            OperatingPoint::Recall => (inside, inside),
            _ => (thresholds.unlearned, thresholds.outside),
        };
        Target { point, inside, front, outside: inside.max(outside), max_loss }
    }

    /// Returns the score that a line outside the main part must reach.
    pub(super) fn outside(self, is_prose: bool) -> f32 {
        if is_prose { self.inside.max(self.outside * PROSE_SHARE) } else { self.outside }
    }

    /// Returns true if the expected loss is within the limit.
    pub(crate) fn allows_loss(self, context: &TextContext, predictions: &[LinePrediction]) -> bool {
        expected_loss(context, predictions, self.inside) <= self.max_loss
    }

    /// Returns true if the verdicts are expected to be good enough.
    pub(crate) fn allows_result(self, expected: ExpectedWords) -> bool {
        self.max_loss.is_infinite() || expected.f1() >= MIN_F1
    }
}

/// Returns the share of the expected body words in lines below a threshold.
fn expected_loss(context: &TextContext, predictions: &[LinePrediction], threshold: f32) -> f32 {
    let (mut all, mut lost) = (0.0f32, 0.0f32);
    for (line, &LinePrediction { score, .. }) in context.lines.iter().zip(predictions) {
        let expected = line.words * score;
        all += expected;
        if score < threshold {
            lost += expected;
        }
    }
    if all > 0.0 { lost / all } else { 0.0 }
}
