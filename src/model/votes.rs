//! The meaning of the sums of trees: from votes to kinds, from log-odds to a probability.

use crate::kind::Kind;
use crate::model::limits::MAX_KINDS;

/// The votes for each kind of a model.
pub(crate) type VoteCounts = [i16; MAX_KINDS];

/// Votes this far below the likeliest kind, in log-odds, give a probability below .12. Nobody asks
/// for it, and exponentials take time.
const REACH: f32 = 2.0;

/// The votes on a block or a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindVotes<'m> {
    kinds: &'m [Kind],
    votes: &'m VoteCounts,
    /// The log-odds of one vote.
    unit: f32,
}

impl<'m> KindVotes<'m> {
    /// Reads votes on `kinds`. One vote is worth `unit`, in log-odds.
    pub(crate) fn new(kinds: &'m [Kind], votes: &'m VoteCounts, unit: f32) -> Self {
        KindVotes { kinds, votes, unit }
    }

    fn iter(self) -> impl Iterator<Item = (Kind, i16)> {
        self.kinds.iter().copied().zip(self.votes.iter().copied())
    }

    /// Returns the allowed kind with the most votes, the first one of equals.
    pub(crate) fn likeliest(self, is_allowed: impl Fn(Kind) -> bool) -> Option<Kind> {
        let mut best: Option<(Kind, i16)> = None;
        for (kind, votes) in self.iter() {
            if is_allowed(kind) && best.is_none_or(|(_, most)| votes > most) {
                best = Some((kind, votes));
            }
        }
        best.map(|(kind, _)| kind)
    }

    /// Returns the votes for a kind, or `None` if the model does not know it.
    fn votes_for(self, kind: Kind) -> Option<i16> {
        self.iter().find(|(of, _)| *of == kind).map(|(_, votes)| votes)
    }

    /// Returns the log-odds of one number of votes against another.
    fn log_odds(self, votes: i16, others: i16) -> f32 {
        (f32::from(votes) - f32::from(others)) * self.unit
    }

    /// Returns the log-odds of one kind against another, or `None` if the model does not know them.
    pub(crate) fn log_odds_against(self, kind: Kind, other: Kind) -> Option<f32> {
        Some(self.log_odds(self.votes_for(kind)?, self.votes_for(other)?))
    }

    /// Returns the probability of a kind by softmax, or 0 if it is below .12.
    pub(crate) fn probability(self, kind: Kind) -> f32 {
        let Some(own) = self.votes_for(kind) else { return 0.0 };
        let most = self.iter().map(|(_, votes)| votes).max().unwrap_or(own);
        let log_odds = self.log_odds(own, most);
        if log_odds <= -REACH {
            return 0.0;
        }
        let all: f32 = self.iter().map(|(_, votes)| self.log_odds(votes, most).exp()).sum();
        log_odds.exp() / all
    }
}

/// Converts log-odds to a probability.
pub(crate) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_log_odds() {
        let mut votes = VoteCounts::default();
        votes[..3].copy_from_slice(&[2, 4, -40]);
        let votes = KindVotes::new(&[Kind::Ad, Kind::Body, Kind::Share], &votes, 0.5);
        assert_eq!(votes.likeliest(|_| true), Some(Kind::Body));
        assert_eq!(votes.likeliest(|kind| kind != Kind::Body), Some(Kind::Ad));
        assert_eq!(votes.likeliest(|kind| kind == Kind::Title), None);
        assert_eq!(votes.log_odds_against(Kind::Ad, Kind::Body), Some(-1.0));
        assert_eq!(votes.log_odds_against(Kind::Title, Kind::Body), None);
        assert!((votes.probability(Kind::Body) - probability(1.0)).abs() < 1e-6);
        assert!((votes.probability(Kind::Ad) - probability(-1.0)).abs() < 1e-6);
        assert_eq!((votes.probability(Kind::Share), votes.probability(Kind::Title)), (0.0, 0.0));
    }
}
