//! The predictions of the line model on one line: its score, and its likeliest kinds.

use crate::features::line::facts::LineFacts;
use crate::kind::Kind;
use crate::model::likeliest;
use crate::model::symmetric::LineVotes;

/// Most words of a line that its only phrase can name.
const NAMING_WORDS: f32 = 3.0;
/// Kinds whose phrases mean nothing else.
const NAMED: [Kind; 6] =
    [Kind::Cookie, Kind::Breadcrumb, Kind::Counter, Kind::Login, Kind::Comment, Kind::CommentForm];
/// Log-odds by which the trees must prefer another kind to the one of a phrase. Menus have entries
/// that are phrases of other kinds. On labels-raw-dev, .66 of the chrome lines had the right kind
/// if every phrase counted, and .71 with this.
const NAMING_LEAD: f32 = 1.0;
/// Votes this far below the best kind, in log-odds, give a share far from enough for a headline.
/// Their exponentials are not worth the time.
const HEADLINE_REACH: f32 = 2.0;

/// The predictions on a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct LinePrediction {
    /// The probability that the line is body.
    pub(crate) score: f32,
    /// The likeliest kinds. Empty if the kind of the line decides nothing.
    pub(crate) guess: KindGuess,
}

/// The likeliest kinds of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct KindGuess {
    /// The probability of the headline, 0 to 1.
    pub(super) headline: f32,
    /// The likeliest of body, lead and subheading.
    pub(super) content: Option<Kind>,
    /// The likeliest kind of chrome. A phrase that names the line counts.
    pub(super) chrome: Option<Kind>,
}

impl KindGuess {
    /// Reads the votes on `kinds` for a line. One vote is worth `vote_log_odds`.
    pub(crate) fn new(
        kinds: &[Kind],
        votes: &LineVotes,
        vote_log_odds: f32,
        line: &LineFacts,
    ) -> Self {
        let chrome = likeliest(kinds, votes, is_chrome);
        let mut named = named_kind(line);
        if let Some(kind) = named
            && !NAMED.contains(&kind)
            && !is_close(kind, chrome, kinds, votes, vote_log_odds)
        {
            named = None;
        }
        KindGuess {
            headline: headline_probability(kinds, votes, vote_log_odds),
            content: likeliest(kinds, votes, Kind::is_text).map(|(kind, _)| kind),
            chrome: named.or(chrome.map(|(kind, _)| kind)),
        }
    }
}

/// Returns true if the votes for `kind` are close to those for the likeliest kind of chrome.
fn is_close(
    kind: Kind,
    chrome: Option<(Kind, i16)>,
    kinds: &[Kind],
    votes: &LineVotes,
    vote_log_odds: f32,
) -> bool {
    let Some(position) = kinds.iter().position(|&other| other == kind) else { return false };
    let Some((_, most)) = chrome else { return false };
    (f32::from(most) - f32::from(votes[position])) * vote_log_odds < NAMING_LEAD
}

/// Returns the probability of the headline: a softmax over the votes.
fn headline_probability(kinds: &[Kind], votes: &LineVotes, vote_log_odds: f32) -> f32 {
    let votes = &votes[..kinds.len()];
    let most = votes.iter().copied().max().unwrap_or(0);
    let below_best = |own: i16| (f32::from(most) - f32::from(own)) * vote_log_odds;
    let position = kinds.iter().position(|&kind| kind == Kind::Title);
    let headline = below_best(position.map_or(i16::MIN, |position| votes[position]));
    if headline >= HEADLINE_REACH {
        return 0.0;
    }
    let all: f32 = votes.iter().map(|&own| (-below_best(own)).exp()).sum();
    (-headline).exp() / all
}

/// Returns true if a dropped line can be of this kind.
fn is_chrome(kind: Kind) -> bool {
    !matches!(kind, Kind::Body | Kind::Lead | Kind::Subheading | Kind::Title | Kind::Blank)
}

/// Returns the kind of chrome that a phrase gives a line: the phrase is the whole line, its label,
/// or the only one among a few words.
pub(super) fn named_kind(line: &LineFacts) -> Option<Kind> {
    if let Some(kind) = line.decisive.filter(|&kind| is_chrome(kind)) {
        return Some(kind);
    }
    if line.words > NAMING_WORDS {
        return None;
    }
    let mut phrases =
        Kind::ALL.iter().copied().filter(|&kind| is_chrome(kind) && line.phrases.contains(kind));
    let (first, second) = (phrases.next(), phrases.next());
    if second.is_some() { None } else { first }
}
