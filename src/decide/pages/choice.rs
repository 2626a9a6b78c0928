//! The choice of the blocks to keep: those, by falling score, that maximise the page's expected F
//! measure.
//!
//! This beat every fixed threshold on the development data, and the expected F1 is the page's
//! confidence.

use crate::model::probability;

/// Standard deviation of the error that all scores of a page share, in log-odds. The scores of a
/// page err together: if one comment is mistaken for a post, all are. Values from 1 to 2 are
/// equally good on the development pages. Without the shared error, hand-labelled and news pages
/// lose .002 to .003 of F1, and WCXB nothing.
const SHIFT: f32 = 1.75;
/// Points at which the mean over that error is taken, in standard deviations, and their weights:
/// Gauss-Hermite quadrature with three points (Abramowitz and Stegun, 25.4.46).
const POINTS: [(f32, f32); 3] =
    [(-1.732_050_8, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_8, 1.0 / 6.0)];
/// Scores keep this distance from 0 and 1, so that their log-odds are finite.
const EDGE: f32 = 1e-6;

/// The blocks chosen to be kept.
pub(super) struct Choice {
    /// Per block, whether it is chosen.
    pub(super) chosen: Vec<bool>,
    /// The expected F1 of the chosen blocks.
    pub(super) expected_f1: f32,
    /// The expected content words of the whole page.
    pub(super) content: f32,
}

/// The expected measures of the first blocks in order of their scores.
#[derive(Clone, Copy, Default)]
struct Expectation {
    /// The F measure with the page's beta.
    f_beta: f32,
    f1: f32,
}

/// Chooses the blocks, by falling score, that maximise the expected F measure.
///
/// It is the mean, over the shared error, of (1 + beta²) t / (s + beta² g), with `t` expected
/// content words among `s` chosen words, and `g` expected content words on the whole page.
/// `excluded` blocks are never chosen.
pub(super) fn choose(scores: &[f32], words: &[f32], excluded: &[bool], beta: f32) -> Choice {
    let mut order: Vec<usize> = (0..scores.len()).filter(|&block| !excluded[block]).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));

    let expectations = expectations(scores, words, &order, beta);
    let mut best = Expectation::default();
    let mut count = 0;
    for (rank, &expectation) in expectations.iter().enumerate() {
        if expectation.f_beta > best.f_beta {
            best = expectation;
            count = rank + 1;
        }
    }
    let mut chosen = vec![false; scores.len()];
    for &block in &order[..count] {
        chosen[block] = true;
    }
    let content = scores.iter().zip(words).map(|(score, words)| score * words).sum();
    Choice { chosen, expected_f1: best.f1, content }
}

/// Returns the expected measures if the first one, two, three ... blocks of `order` are chosen.
fn expectations(scores: &[f32], words: &[f32], order: &[usize], beta: f32) -> Vec<Expectation> {
    let square = beta * beta;
    let mut expectations = vec![Expectation::default(); order.len()];
    for (deviations, weight) in POINTS {
        let content: Vec<f32> = scores
            .iter()
            .zip(words)
            .map(|(&score, words)| shifted(score, deviations) * words)
            .collect();
        let all_content: f32 = content.iter().sum();
        let (mut hits, mut chosen_words) = (0.0, 0.0);
        for (expectation, &block) in expectations.iter_mut().zip(order) {
            hits += content[block];
            chosen_words += words[block];
            expectation.f_beta +=
                weight * (1.0 + square) * hits / (chosen_words + square * all_content);
            expectation.f1 += weight * 2.0 * hits / (chosen_words + all_content);
        }
    }
    expectations
}

/// Returns a score shifted by the shared error, given in standard deviations. The log-odds are
/// stretched so that the mean over the error equals the score (MacKay 1992, "The evidence framework
/// applied to classification networks", eq. 10).
fn shifted(score: f32, deviations: f32) -> f32 {
    let score = score.clamp(EDGE, 1.0 - EDGE);
    let stretch = (1.0 + std::f32::consts::PI / 8.0 * SHIFT * SHIFT).sqrt();
    probability(stretch * (score / (1.0 - score)).ln() + SHIFT * deviations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_maximises_expected_f1() {
        let (scores, words) = ([0.9, 0.1, 0.8, 0.6], [100.0, 10.0, 100.0, 50.0]);
        let choice = choose(&scores, &words, &[false; 4], 1.0);
        assert_eq!(choice.chosen, [true, false, true, true]);
        assert!((choice.content - 201.0).abs() < 1e-3);
        assert!((0.7..0.9).contains(&choice.expected_f1), "{}", choice.expected_f1);
        assert!(!choose(&scores, &words, &[true, false, false, false], 1.0).chosen[0]);
        assert!(choose(&[1.0, 0.0], &[50.0, 50.0], &[false; 2], 1.0).expected_f1 > 0.999);
        assert_eq!(choose(&[], &[], &[], 1.0).expected_f1, 0.0);
    }

    #[test]
    fn a_shared_error_keeps_the_mean_score() {
        for score in [0.02, 0.3, 0.5, 0.9] {
            let mean: f32 = POINTS
                .iter()
                .map(|(deviations, weight)| weight * shifted(score, *deviations))
                .sum();
            assert!((mean - score).abs() < 0.04, "{score} {mean}");
        }
    }

    #[test]
    fn precision_keeps_no_more_than_balanced_and_recall_no_less() {
        let scores = [0.95, 0.7, 0.5, 0.4, 0.3, 0.2];
        let words = [50.0, 20.0, 30.0, 20.0, 40.0, 10.0];
        let count = |beta| {
            let choice = choose(&scores, &words, &[false; 6], beta);
            choice.chosen.iter().filter(|&&chosen| chosen).count()
        };
        assert!(count(0.5) < count(1.0) && count(1.0) < count(2.0));
    }
}
