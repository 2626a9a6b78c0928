//! Helpers shared by all models: from votes to a kind, from log-odds to a probability.

use crate::kind::Kind;

/// Returns the allowed kind with the most votes, the first one of equals, and its votes.
pub(crate) fn likeliest<V: Copy + Ord>(
    kinds: &[Kind],
    votes: &[V],
    is_allowed: impl Fn(Kind) -> bool,
) -> Option<(Kind, V)> {
    let mut best: Option<(Kind, V)> = None;
    for (&kind, &own) in kinds.iter().zip(votes) {
        if is_allowed(kind) && best.is_none_or(|(_, most)| own > most) {
            best = Some((kind, own));
        }
    }
    best
}

/// Converts log-odds to a probability.
pub(crate) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
