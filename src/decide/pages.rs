//! Verdicts on the blocks of an HTML page.
//!
//! The blocks to keep are chosen together: those, by falling score, that maximise the page's expected F1. That beat
//! every fixed threshold on the development data, and the expected F1 is the page's confidence (`DESIGN.md`).

use crate::features::page::PageContext;
use crate::kind::Kind;
use crate::model::{Votes, likeliest, probability};
use crate::options::{OperatingPoint, Options};
use crate::verdict::{Reason, Reasons, Shape, Verdict};

/// What a block without words weighs in the choice, in words.
const WORDLESS: f32 = 0.1;
/// A page is taken to have no content, and is returned empty, if the best choice has less than this expected F1, ...
const LEAST_F1: f32 = 0.3;
/// ... less than this many expected words, ...
const LEAST_CONTENT: f32 = 60.0;
/// ... and less than this share of the page's words. Of the sixteen development pages below these nine have no content at all:
/// shells that a script fills, error pages, walls.
const LEAST_SHARE: f32 = 0.5;
/// Kinds whose phrases, as a whole block or as the label that opens a short one, settle that it is chrome. Phrases of the other
/// kinds (dates, credits, contacts) are also subheadings and lines of articles.
const CERTAIN: [Kind; 7] = [
    Kind::Ad,
    Kind::Related,
    Kind::Share,
    Kind::Subscribe,
    Kind::CommentForm,
    Kind::Cookie,
    Kind::Login,
];
/// Words up to which a block with a date and a time of day is a stamp: of an article, a post, a comment.
const STAMP_WORDS: f32 = 12.0;
/// How much recall weighs against precision at the operating points: the beta of the F measure.
const BETA: [(OperatingPoint, f32); 3] = [
    (OperatingPoint::Balanced, 1.0),
    (OperatingPoint::Precision, 0.5),
    (OperatingPoint::Recall, 2.0),
];

/// How much the beta grows on a page that is surely no article: there it pays to keep more (development pages).
const OTHER_BETA: f32 = 0.6;
/// The scores of a page err together: if one comment is taken for a post, all are. So the log-odds of all its blocks are
/// taken to be off by one and the same normal error of this standard deviation. Between 1 and 2 all are as good on the
/// development pages; without it hand-labelled and news pages lose .002 to .003 of F1, WCXB's nothing to speak of.
const SHIFT: f32 = 1.75;
/// Points at which the mean over that error is taken, in standard deviations, and their weights: Gauss-Hermite quadrature
/// with three points (Abramowitz and Stegun, 25.4.46).
const POINTS: [(f32, f32); 3] =
    [(-1.732_050_8, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_8, 1.0 / 6.0)];
/// Scores are kept this far from 0 and 1, so that their log-odds are finite.
const EDGE: f32 = 1e-6;

/// What was decided on a page.
pub(crate) struct Decision {
    /// A verdict for each block.
    pub(crate) verdicts: Vec<Verdict>,
    /// The expected F1 of what is kept; 0 if nothing is.
    pub(crate) confidence: f32,
}

/// What the models say about the blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Predictions<'m> {
    /// The probability that each is content.
    pub(crate) scores: Vec<f32>,
    /// The kinds that are voted on.
    pub(crate) kinds: &'m [Kind],
    /// The votes on each block's kind.
    pub(crate) votes: Vec<Votes>,
}

impl Predictions<'_> {
    /// The kind of a block with the most votes among those allowed; none if none has any.
    fn likeliest(&self, block: usize, allowed: impl Fn(Kind) -> bool) -> Option<Kind> {
        likeliest(self.kinds, &self.votes[block], allowed)
            .filter(|(_, votes)| *votes > 0)
            .map(|(kind, _)| kind)
    }
}

/// Judges the blocks of a page.
pub(crate) fn decide(
    context: &PageContext,
    predictions: &Predictions<'_>,
    options: &Options,
) -> Decision {
    let (outline, scores) = (&context.outline, &predictions.scores);
    let weights: Vec<f32> = outline.blocks.iter().map(|cue| cue.words.max(WORDLESS)).collect();
    let known: Vec<bool> = (0..scores.len()).map(|block| is_known_chrome(context, block)).collect();
    let mut choice =
        choose(scores, &weights, &known, beta(options.point, context.article_probability()));
    let is_thin = choice.content < LEAST_CONTENT
        && choice.content < weights.iter().sum::<f32>() * LEAST_SHARE;
    if is_thin && choice.expected_f1 < LEAST_F1 {
        choice = Choice { chosen: vec![false; scores.len()], expected_f1: 0.0, ..choice };
    }
    let verdicts = (0..scores.len()).map(|block| {
        let mut verdict = verdict(context, block, choice.chosen[block], predictions);
        verdict.ask(options.kept, options.dropped);
        verdict
    });
    let verdicts = verdicts.collect();
    Decision { verdicts, confidence: choice.expected_f1 }
}

/// Whether a block is chrome whatever its score: nothing but a phrase of chrome or a stamp, which weigh so few words that the
/// choice hardly sees them, or hidden text in another language than the page.
fn is_known_chrome(context: &PageContext, block: usize) -> bool {
    context.decisive[block].is_some_and(|kind| CERTAIN.contains(&kind))
        || context.outline.blocks[block].words <= STAMP_WORDS && context.is_timestamp(block)
        || context.is_foreign(block)
}

/// The beta for a page that is an article with probability `article`.
fn beta(point: OperatingPoint, article: f32) -> f32 {
    let of_point = BETA.iter().find(|(of, _)| *of == point).map_or(1.0, |(_, beta)| *beta);
    of_point * (1.0 + OTHER_BETA * (1.0 - article))
}

/// The blocks chosen to be kept.
struct Choice {
    chosen: Vec<bool>,
    expected_f1: f32,
    /// Expected content words of the whole page.
    content: f32,
}

/// Chooses the blocks, by falling score, that maximise the expected F measure: the mean over the error that all scores of
/// the page share of (1 + beta^2) t / (s + beta^2 g), with `t` expected content words among `s` chosen ones and `g` on the
/// whole page. Blocks `known` to be chrome are not chosen.
fn choose(scores: &[f32], weights: &[f32], known: &[bool], beta: f32) -> Choice {
    let mut order: Vec<usize> = (0..scores.len()).filter(|&block| !known[block]).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let square = beta * beta;
    // For each number of chosen blocks: the mean F measure, and the mean F1.
    let mut means = vec![(0.0f32, 0.0f32); order.len()];
    for (deviations, share) in POINTS {
        let shifted: Vec<f32> = scores
            .iter()
            .zip(weights)
            .map(|(&score, weight)| shifted(score, deviations) * weight)
            .collect();
        let content: f32 = shifted.iter().sum();
        let (mut hits, mut words) = (0.0, 0.0);
        for (mean, &block) in means.iter_mut().zip(&order) {
            hits += shifted[block];
            words += weights[block];
            mean.0 += share * (1.0 + square) * hits / (words + square * content);
            mean.1 += share * 2.0 * hits / (words + content);
        }
    }
    let mut best = (0.0, 0.0, 0);
    for (rank, &(value, f1)) in means.iter().enumerate() {
        if value > best.0 {
            best = (value, f1, rank + 1);
        }
    }
    let (_, f1, count) = best;
    let content = scores.iter().zip(weights).map(|(score, weight)| score * weight).sum();
    let mut chosen = vec![false; scores.len()];
    for &block in &order[..count] {
        chosen[block] = true;
    }
    Choice { chosen, expected_f1: f1, content }
}

/// A score with the error of its page at so many standard deviations. The log-odds are stretched so that the mean over the
/// error is the score again (MacKay 1992, "The evidence framework applied to classification networks", equation 10).
fn shifted(score: f32, deviations: f32) -> f32 {
    let score = score.clamp(EDGE, 1.0 - EDGE);
    let stretch = (1.0 + std::f32::consts::PI / 8.0 * SHIFT * SHIFT).sqrt();
    probability(stretch * (score / (1.0 - score)).ln() + SHIFT * deviations)
}

/// The verdict on one block.
fn verdict(
    context: &PageContext,
    block: usize,
    chosen: bool,
    predictions: &Predictions<'_>,
) -> Verdict {
    let outline = &context.outline;
    let cue = &outline.blocks[block];
    let certain = context.decisive[block];
    let kind = match (cue.shape, certain) {
        (_, Some(kind)) if !chosen && !kind.is_content() => kind,
        _ if context.is_title(block) => Kind::Title,
        (Shape::Heading(_), _) if chosen => Kind::Subheading,
        _ if chosen => predictions.likeliest(block, Kind::is_text).unwrap_or(Kind::Body),
        _ => predictions
            .likeliest(block, |kind| kind == Kind::Caption || !kind.is_content())
            .unwrap_or(Kind::Other),
    };
    let mut why = Reasons { phrase: certain.filter(|_| !chosen), ..Reasons::default() };
    if why.phrase.is_some() {
        why.add(Reason::Phrase);
    }
    if outline.containers[cue.container as usize].hidden > 0 {
        why.add(Reason::Hidden);
    }
    if context.earlier_copies(block) > 0 {
        why.add(Reason::Copy);
    }
    if !chosen && context.is_announced(block) {
        why.add(Reason::Scope);
    }
    Verdict { kind, keep: chosen, score: predictions.scores[block], why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_maximises_expected_f1() {
        let (scores, weights) = ([0.9, 0.1, 0.8, 0.6], [100.0, 10.0, 100.0, 50.0]);
        let choice = choose(&scores, &weights, &[false; 4], 1.0);
        assert_eq!(choice.chosen, [true, false, true, true]);
        assert!((choice.content - 201.0).abs() < 1e-3);
        assert!((0.7..0.9).contains(&choice.expected_f1), "{}", choice.expected_f1);
        assert!(!choose(&scores, &weights, &[true, false, false, false], 1.0).chosen[0]);
        assert!(choose(&[1.0, 0.0], &[50.0, 50.0], &[false; 2], 1.0).expected_f1 > 0.999);
        assert_eq!(choose(&[], &[], &[], 1.0).expected_f1, 0.0);
    }

    #[test]
    fn a_shared_error_leaves_the_mean_score_as_it_is() {
        for score in [0.02, 0.3, 0.5, 0.9] {
            let mean: f32 =
                POINTS.iter().map(|(deviations, share)| share * shifted(score, *deviations)).sum();
            assert!((mean - score).abs() < 0.04, "{score} {mean}");
        }
    }

    #[test]
    fn precision_keeps_no_more_than_balanced_and_recall_no_less() {
        let scores = [0.95, 0.7, 0.5, 0.4, 0.3, 0.2];
        let weights = [50.0, 20.0, 30.0, 20.0, 40.0, 10.0];
        let count = |beta| {
            choose(&scores, &weights, &[false; 6], beta)
                .chosen
                .iter()
                .filter(|&&chosen| chosen)
                .count()
        };
        assert!(count(0.5) < count(1.0) && count(1.0) < count(2.0));
    }
}
