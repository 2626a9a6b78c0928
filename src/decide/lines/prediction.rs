//! The predictions of the line model on one line: its score, and its likeliest kinds.

use crate::features::line::facts::LineFacts;
use crate::kind::Kind;
use crate::model::KindVotes;

/// Most words of a line that its only phrase can name.
const NAMING_WORDS: f32 = 3.0;
/// Kinds whose phrases mean nothing else.
const NAMED: [Kind; 6] =
    [Kind::Cookie, Kind::Breadcrumb, Kind::Counter, Kind::Login, Kind::Comment, Kind::CommentForm];
/// Log-odds by which the trees must prefer another kind to the one of a phrase. Menus have entries
/// that are phrases of other kinds. On labels-raw-dev, .66 of the chrome lines had the right kind
/// if every phrase counted, and .71 with this.
const NAMING_LEAD: f32 = 1.0;

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
    /// Reads the votes on a line.
    pub(crate) fn new(votes: KindVotes<'_>, line: &LineFacts) -> Self {
        let chrome = votes.likeliest(is_chrome);
        let named = named_kind(line).filter(|&kind| {
            let lead = chrome.and_then(|chrome| votes.log_odds_against(chrome, kind));
            NAMED.contains(&kind) || lead.is_some_and(|lead| lead < NAMING_LEAD)
        });
        KindGuess {
            headline: votes.probability(Kind::Title),
            content: votes.likeliest(Kind::is_text),
            chrome: named.or(chrome),
        }
    }
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
