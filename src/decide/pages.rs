//! Verdicts on the blocks of an HTML page.

mod choice;
mod continuations;

use crate::features::page::PageContext;
use crate::kind::Kind;
use crate::model::{ForestVotes, likeliest};
use crate::options::{OperatingPoint, Options};
use crate::verdict::{Reason, Reasons, Shape, Verdict};
use choice::{Choice, choose};
use continuations::continuations;

/// Weight of a block without words in the choice, in words.
const WORDLESS: f32 = 0.1;
/// A page has no content, and is returned empty, if the best choice has an expected F1 below this,
/// ...
const MIN_F1: f32 = 0.3;
/// ... fewer expected content words than this, ...
const MIN_CONTENT: f32 = 60.0;
/// ... and less than this share of the page's words. Nine of the sixteen development pages below
/// these limits have no content at all: shells that a script fills, error pages, walls.
const MIN_SHARE: f32 = 0.5;
/// Kinds whose phrases prove that a block is chrome, as the whole block or as the label that opens
/// a short one. Phrases of the other kinds (dates, credits, contacts) are also subheadings and
/// lines of articles.
const CERTAIN: [Kind; 7] = [
    Kind::Ad,
    Kind::Related,
    Kind::Share,
    Kind::Subscribe,
    Kind::CommentForm,
    Kind::Cookie,
    Kind::Login,
];
/// Most words of a stamp: a block with a date and a time of day, of an article, a post or a
/// comment.
const STAMP_WORDS: f32 = 12.0;
/// Weight of recall against precision at the operating points: the beta of the F measure.
const BETA: [(OperatingPoint, f32); 3] = [
    (OperatingPoint::Balanced, 1.0),
    (OperatingPoint::Precision, 0.5),
    (OperatingPoint::Recall, 2.0),
];
/// Growth of beta on a page that is surely not an article. Keeping more pays there (measured on the
/// development pages).
const OTHER_BETA: f32 = 0.6;

/// The decision on a page.
pub(crate) struct Decision {
    /// One verdict per block.
    pub(crate) verdicts: Vec<Verdict>,
    /// The expected F1 of the kept blocks; 0 if no block is kept.
    pub(crate) confidence: f32,
}

/// The predictions of the page model.
#[derive(Debug, Default)]
pub(crate) struct Predictions<'m> {
    /// Per block, the probability that it is content.
    pub(crate) scores: Vec<f32>,
    /// The kinds that the votes are about.
    pub(crate) kinds: &'m [Kind],
    /// Per block, the votes on its kind.
    pub(crate) votes: Vec<ForestVotes>,
}

impl Predictions<'_> {
    /// Returns the allowed kind with the most votes, or `None` if no allowed kind has a vote.
    fn likeliest(&self, block: usize, is_allowed: impl Fn(Kind) -> bool) -> Option<Kind> {
        match likeliest(self.kinds, &self.votes[block], is_allowed) {
            Some((kind, votes)) if votes > 0 => Some(kind),
            _ => None,
        }
    }
}

/// Decides on the blocks of a page.
pub(crate) fn decide(
    context: &PageContext,
    predictions: &Predictions<'_>,
    options: &Options,
) -> Decision {
    let scores = &predictions.scores;
    let words: Vec<f32> =
        context.outline.blocks.iter().map(|block| block.words.max(WORDLESS)).collect();
    let excluded: Vec<bool> =
        (0..scores.len()).map(|block| is_known_chrome(context, block)).collect();
    let beta = beta(options.point, context.article_probability());
    let mut choice = choose(scores, &words, &excluded, beta);
    if is_empty_page(&choice, words.iter().sum()) {
        choice.chosen.fill(false);
        choice.expected_f1 = 0.0;
    }

    let mut added = Vec::new();
    if options.point != OperatingPoint::Precision {
        let is_text = |block| predictions.likeliest(block, |_| true).is_none_or(Kind::is_text);
        added = continuations(context, scores, &excluded, &choice.chosen, is_text);
    }
    for &block in &added {
        choice.chosen[block] = true;
    }

    let mut verdicts = Vec::with_capacity(scores.len());
    for (block, &chosen) in choice.chosen.iter().enumerate() {
        let mut verdict = verdict(context, block, chosen, predictions);
        if added.binary_search(&block).is_ok() {
            verdict.why.add(Reason::Resumed);
        }
        verdict.ask(options.kept, options.dropped);
        verdicts.push(verdict);
    }
    Decision { verdicts, confidence: choice.expected_f1 }
}

/// Returns true if the best choice shows that the page has no content.
fn is_empty_page(choice: &Choice, all_words: f32) -> bool {
    choice.expected_f1 < MIN_F1
        && choice.content < MIN_CONTENT
        && choice.content < all_words * MIN_SHARE
}

/// Returns true if a block is chrome whatever its score: a mere chrome phrase, a stamp, or hidden
/// text in another language than the page. The first two weigh so few words that the choice hardly
/// sees them.
fn is_known_chrome(context: &PageContext, block: usize) -> bool {
    let is_phrase = context.decisive[block].is_some_and(|kind| CERTAIN.contains(&kind));
    is_phrase || is_stamp(context, block) || context.is_foreign(block)
}

/// Returns true if a block is a stamp.
fn is_stamp(context: &PageContext, block: usize) -> bool {
    context.outline.blocks[block].words <= STAMP_WORDS && context.is_timestamp(block)
}

/// Returns the beta for a page that is an article with probability `article`.
fn beta(point: OperatingPoint, article: f32) -> f32 {
    let of_point = BETA.iter().find(|(of, _)| *of == point).map_or(1.0, |(_, beta)| *beta);
    of_point * (1.0 + OTHER_BETA * (1.0 - article))
}

/// Returns the verdict on one block.
fn verdict(
    context: &PageContext,
    block: usize,
    chosen: bool,
    predictions: &Predictions<'_>,
) -> Verdict {
    let outline = &context.outline;
    let certain = context.decisive[block];
    let mut why = Reasons::default();
    if !chosen && certain.is_some() {
        why.phrase = certain;
        why.add(Reason::Phrase);
    }
    if outline.containers[outline.blocks[block].container as usize].hidden > 0 {
        why.add(Reason::Hidden);
    }
    if context.earlier_copies(block) > 0 {
        why.add(Reason::Copy);
    }
    if !chosen && context.is_announced(block) {
        why.add(Reason::Scope);
    }
    if !chosen && is_stamp(context, block) {
        why.add(Reason::Form);
    }
    let kind = kind(context, block, chosen, predictions);
    Verdict { kind, keep: chosen, score: predictions.scores[block], why }
}

/// Returns the kind of one block. The decision to keep it limits the choice.
fn kind(context: &PageContext, block: usize, chosen: bool, predictions: &Predictions<'_>) -> Kind {
    let phrase = context.decisive[block].filter(|kind| !kind.is_content());
    if let Some(kind) = phrase.filter(|_| !chosen) {
        return kind;
    }
    if context.is_title(block) {
        return Kind::Title;
    }
    if !chosen {
        let is_allowed = |kind: Kind| kind == Kind::Caption || !kind.is_content();
        return predictions.likeliest(block, is_allowed).unwrap_or(Kind::Other);
    }
    if matches!(context.outline.blocks[block].shape, Shape::Heading { .. }) {
        return Kind::Subheading;
    }
    predictions.likeliest(block, Kind::is_text).unwrap_or(Kind::Body)
}
