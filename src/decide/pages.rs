//! Verdicts on the blocks of an HTML page.

mod choice;
mod continuations;

use std::ops::Range;

use crate::decide::main_part::{PartItem, SURE_CHROME, main_part};
use crate::features::page::{CHROME_PHRASES, PageContext, STAMP_WORDS};
use crate::html::outline::OutlineBlock;
use crate::kind::Kind;
use crate::model::symmetric::SymmetricVoter;
use crate::model::{KindVotes, VoteCounts};
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
/// Score from which such a block is content: a heading "Comments" of a rule of privacy, an entry
/// "Share: the part that a member owns". A label of other articles is chrome whatever its score.
const PHRASE_SCORE: f32 = 0.65;
/// Score from which a date with a time of day is content: an entry of a programme or of a diary.
/// With .7, the stamps of posts stay in five forums of wcxb-dev.
const STAMP_SCORE: f32 = 0.8;
/// Most words of a stamp that is an item of a list or a cell: a date, a time and their labels.
const ENTRY_WORDS: f32 = 8.0;
/// Kinds of lines about the publication, which a label opens: "Published: 12 May", "来源：新华社".
const PUBLICATION: [Kind; 4] = [Kind::Date, Kind::Byline, Kind::Credit, Kind::Counter];
/// Score from which such a line is content.
const PUBLICATION_SCORE: f32 = 0.85;
/// Weight of recall against precision at the operating points: the beta of the F measure. At the
/// balanced point, 1.1 instead of 1 costs labels-dev .0014 of F1, and gives WCXB and moz-dev .0005
/// to .001 and a tenth of the lost body words.
const BETA: [(OperatingPoint, f32); 3] = [
    (OperatingPoint::Balanced, 1.1),
    (OperatingPoint::Precision, 0.5),
    (OperatingPoint::Recall, 2.0),
];
/// Growth of beta on long pages: none up to the first number of words, [`LONG_BETA`] from the
/// second on. A shared error costs thousands of words there. On the development pages with kinds,
/// this saves a third of the lost body words, and the F1 stays (labels-dev -.001, labels2-dev
/// +.001).
const LONG_PAGE: (f32, f32) = (3000.0, 8000.0);
const LONG_BETA: f32 = 0.5;
/// Kinds that the default output leaves out even if they look like content.
const LEFT_OUT: [Kind; 7] =
    [Kind::Caption, Kind::Credit, Kind::Byline, Kind::Date, Kind::Bio, Kind::Tags, Kind::Toc];
/// Probability from which a block is of such a kind. With .6, trafi-dev and labels-dev lose .002 of
/// F1.
const LEFT_OUT_PROBABILITY: f32 = 0.9;
/// Probability from which the kind of a block says that the article does not continue there.
const CHROME_PROBABILITY: f32 = 0.3;
/// Kinds of notices, for which that takes a phrase, too: notices hardly do without one, and the
/// trees give paragraphs of generated pages these kinds. As many plants stay.
const NOTICES: [Kind; 4] = [Kind::Cookie, Kind::Login, Kind::Subscribe, Kind::Share];
/// Probability from which the votes agree with a phrase. Of the planted chrome, 9.1 instead of
/// 10.1 % stay, and trafi-dev and labels-dev gain .0003 and .0002 of F1, but wcxb-dev loses .0003.
/// With .4, 8.8 % and .0007; with .3, 8.3 % and .0012.
const NOTICE_PROBABILITY: f32 = 0.5;
/// Score from which such a block is content: the items of a review about an app have phrases, too.
/// Without this limit, wcxb-dev loses .0002 of F1, and 9.0 instead of 9.2 % of the planted chrome
/// stay.
const NOTICE_SCORE: f32 = 0.6;
/// Largest share of a page's expected content in `figcaption` elements, or in `noscript` elements,
/// that is left out. Above it they are the content: galleries, and pages that a script would build.
/// Eight WCXB pages have all of their text in `noscript`.
const MAX_LEFT_OUT_SHARE: f32 = 0.5;

/// Log-odds that a block outside the main part of the page loses in the choice. wcxb-dev gains
/// .0009 of F1, labels-dev .0011 and omni-dev .004; fundus-dev and moz-dev lose .0003.
const OUTSIDE_LOG_ODDS: f32 = 1.0;
/// Blocks in a row that are surely chrome and end the main part. With three, trafi-dev loses .0004
/// of F1, and more pages lose 2 % of their text to planted chrome.
const CHROME_BLOCKS: usize = 4;
/// Least share of the expected content that a main part has. The content of threads and listings is
/// all over the page. Without this, omni-dev gains .002 more but loses twice as much of its body;
/// with .8, nothing is gained.
const MAIN_SHARE: f32 = 0.6;

/// The decision on a page.
pub(crate) struct Decision {
    /// One verdict per block.
    pub(crate) verdicts: Vec<Verdict>,
    /// The expected F1 of the kept blocks; 0 if no block is kept.
    pub(crate) confidence: f32,
}

/// The predictions of the page model.
#[derive(Debug)]
pub(crate) struct Predictions<'m> {
    /// Per block, the probability that it is content.
    pub(crate) scores: Vec<f32>,
    /// Per block, the votes on its kind.
    pub(crate) votes: Vec<VoteCounts>,
    /// Reads the votes.
    pub(crate) voter: &'m SymmetricVoter,
}

impl Predictions<'_> {
    /// Returns the votes on the kind of a block.
    fn votes(&self, block: usize) -> KindVotes<'_> {
        self.voter.read_votes(&self.votes[block])
    }

    /// Returns the likeliest kind of a block, if it is wanted and at least so probable.
    fn kind_from(
        &self,
        probability: f32,
        block: usize,
        is_wanted: impl Fn(Kind) -> bool,
    ) -> Option<Kind> {
        let votes = self.votes(block);
        let kind = votes.likeliest(|_| true).filter(|&kind| is_wanted(kind))?;
        (votes.probability(kind) >= probability).then_some(kind)
    }

    /// Returns true if the kind of a block says that the article does not continue there.
    fn is_likely_chrome(&self, context: &PageContext, block: usize) -> bool {
        let kind = self.kind_from(CHROME_PROBABILITY, block, |kind| !kind.is_text());
        kind.is_some_and(|kind| !NOTICES.contains(&kind) || context.has_phrase(block, kind))
    }

    /// Returns true if the default output leaves a block out for its kind.
    fn is_left_out(&self, block: usize) -> bool {
        self.kind_from(LEFT_OUT_PROBABILITY, block, |kind| LEFT_OUT.contains(&kind)).is_some()
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
    let known: Vec<bool> =
        (0..scores.len()).map(|block| is_known_chrome(context, block, scores[block])).collect();
    // The choice counts the content that it misses, and known chrome is not content.
    let mut expected: Vec<f32> =
        scores.iter().zip(&known).map(|(&score, &known)| if known { 0.0 } else { score }).collect();
    let main_part = match options.point {
        OperatingPoint::Recall => 0..scores.len(),
        _ => main_part_of(&expected, &words),
    };
    let is_outside = |block| !main_part.contains(&block) && !context.is_title(block);
    doubt(&mut expected, is_outside);
    let excluded = leave_out(context, predictions, &words, known);
    let all_words = words.iter().sum();
    let mut choice = choose(&expected, &words, &excluded, beta(options.point, all_words));
    if is_empty_page(&choice, all_words) {
        choice.chosen.fill(false);
        choice.expected_f1 = 0.0;
    }

    let mut added = Vec::new();
    if options.point != OperatingPoint::Precision {
        let is_text = |block| !predictions.is_likely_chrome(context, block);
        added = continuations(context, scores, &excluded, &choice.chosen, is_text);
    }
    for &block in &added {
        choice.chosen[block] = true;
    }

    let least = (0..scores.len()).filter(|&block| choice.chosen[block]).map(|block| scores[block]);
    let least = least.fold(f32::INFINITY, f32::min);
    let mut verdicts = Vec::with_capacity(scores.len());
    for (block, &chosen) in choice.chosen.iter().enumerate() {
        let mut verdict = verdict(context, block, chosen, predictions);
        if added.binary_search(&block).is_ok() {
            verdict.why.add(Reason::Resumed);
        }
        if excluded[block] && verdict.why.phrase.is_none() {
            verdict.why.phrase = notice(context, predictions, block);
        }
        if !chosen && !excluded[block] && scores[block] >= least && is_outside(block) {
            verdict.why.add(Reason::Outside);
        }
        verdict.ask(options.kept, options.dropped);
        verdicts.push(verdict);
    }
    Decision { verdicts, confidence: choice.expected_f1 }
}

/// Returns the blocks of the main part: all of them if no part has most of the content.
fn main_part_of(expected: &[f32], words: &[f32]) -> Range<usize> {
    let item = |(&score, &words): (&f32, &f32)| PartItem {
        words,
        score,
        is_surely_chrome: score < SURE_CHROME,
    };
    let items: Vec<PartItem> = expected.iter().zip(words).map(item).collect();
    let part = main_part(&items, CHROME_BLOCKS);
    let content = |blocks: Range<usize>| -> f32 {
        items[blocks].iter().map(|block| block.score * block.words).sum()
    };
    let all = 0..items.len();
    if content(part.clone()) >= MAIN_SHARE * content(all.clone()) { part } else { all }
}

/// Lowers the scores of the blocks outside the main part.
fn doubt(scores: &mut [f32], is_outside: impl Fn(usize) -> bool) {
    let odds = OUTSIDE_LOG_ODDS.exp();
    for (block, score) in scores.iter_mut().enumerate() {
        if is_outside(block) {
            *score /= *score + (1.0 - *score) * odds;
        }
    }
}

/// Returns true if the best choice shows that the page has no content.
fn is_empty_page(choice: &Choice, all_words: f32) -> bool {
    choice.expected_f1 < MIN_F1
        && choice.content < MIN_CONTENT
        && choice.content < all_words * MIN_SHARE
}

/// Returns true if a block is known to be chrome: a mere chrome phrase, a stamp, the statement of a
/// licence, hidden text in another language than the page, a comment below an article, part of
/// another article, or a note on the author. The first three weigh so few words that the choice
/// hardly sees them; a high score speaks against the first two. Without comments, wcxb-dev has
/// .0005 less F1.
fn is_known_chrome(context: &PageContext, block: usize, score: f32) -> bool {
    let is_certain =
        |kind| CERTAIN.contains(&kind) && (kind == Kind::Related || score < PHRASE_SCORE);
    known_phrase(context, block).is_some_and(is_certain)
        || is_stamp(context, block) && score < STAMP_SCORE
        || context.is_licence(block)
        || context.is_foreign(block)
        || context.is_in_comments(block, score)
        || context.is_in_other_article(block)
        || context.is_in_author_box(block)
}

/// Returns the kind of the phrase that a block is or opens with. `None` if it continues with prose.
fn known_phrase(context: &PageContext, block: usize) -> Option<Kind> {
    context.decisive[block].filter(|_| !context.has_prose_below_first_line(block))
}

/// Returns true if a block is a stamp.
fn is_stamp(context: &PageContext, block: usize) -> bool {
    let OutlineBlock { words, shape, .. } = context.outline.blocks[block];
    // A line of code has the time of an event, and so has an entry of a programme.
    let most = if context.is_item_or_cell(block) { ENTRY_WORDS } else { STAMP_WORDS };
    words <= most && shape != Shape::Code && context.is_timestamp(block)
}

/// Returns true if a label opens a line about the publication. Items of lists and cells are facts
/// of the article.
fn is_publication_line(context: &PageContext, block: usize) -> bool {
    context.label(block).is_some_and(|kind| PUBLICATION.contains(&kind))
        && !context.is_item_or_cell(block)
}

/// Returns the kind of chrome that both the votes on a block and a phrase in it name. Phrases of
/// players are mostly numbers: a line of a timetable has them, too.
fn notice(context: &PageContext, predictions: &Predictions<'_>, block: usize) -> Option<Kind> {
    let is_wanted = |kind| {
        kind != Kind::Player && CHROME_PHRASES.contains(&kind) && context.has_phrase(block, kind)
    };
    let kind = predictions.kind_from(NOTICE_PROBABILITY, block, is_wanted);
    kind.filter(|_| predictions.scores[block] < NOTICE_SCORE)
}

/// Adds the blocks whose kind the default output leaves out to the excluded ones.
fn leave_out(
    context: &PageContext,
    predictions: &Predictions<'_>,
    words: &[f32],
    mut excluded: Vec<bool>,
) -> Vec<bool> {
    let expected: Vec<f32> =
        predictions.scores.iter().zip(words).map(|(score, words)| score * words).collect();
    let all: f32 = expected.iter().sum();
    for is_inside in [PageContext::is_figcaption, PageContext::is_noscript] {
        let inside: Vec<usize> =
            (0..excluded.len()).filter(|&block| is_inside(context, block)).collect();
        let content: f32 = inside.iter().map(|&block| expected[block]).sum();
        if content < MAX_LEFT_OUT_SHARE * all {
            inside.into_iter().for_each(|block| excluded[block] = true);
        }
    }
    for (block, excluded) in excluded.iter_mut().enumerate() {
        *excluded |=
            is_publication_line(context, block) && predictions.scores[block] < PUBLICATION_SCORE;
        *excluded |= predictions.is_left_out(block);
        *excluded |= notice(context, predictions, block).is_some();
    }
    excluded
}

/// Returns the beta of an operating point for a page with so many words.
fn beta(point: OperatingPoint, words: f32) -> f32 {
    let of_point = BETA.iter().find(|(of, _)| *of == point).map_or(1.0, |(_, beta)| *beta);
    let (short, long) = LONG_PAGE;
    let growth = ((words - short) / (long - short)).clamp(0.0, 1.0);
    of_point * (1.0 + LONG_BETA * growth)
}

/// Returns the verdict on one block.
fn verdict(
    context: &PageContext,
    block: usize,
    chosen: bool,
    predictions: &Predictions<'_>,
) -> Verdict {
    let outline = &context.outline;
    let certain = known_phrase(context, block);
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
    if !chosen && (context.is_announced(block) || context.is_in_other_article(block)) {
        why.add(Reason::Scope);
    }
    if !chosen && (is_stamp(context, block) || context.is_licence(block)) {
        why.add(Reason::Form);
    }
    let kind = kind(context, block, chosen, predictions);
    Verdict { kind, keep: chosen, score: predictions.scores[block], why }
}

/// Returns the kind of one block. The decision to keep it limits the choice.
fn kind(context: &PageContext, block: usize, chosen: bool, predictions: &Predictions<'_>) -> Kind {
    if !chosen {
        return dropped_kind(context, block, predictions.votes(block));
    }
    if context.is_title(block) {
        return Kind::Title;
    }
    if matches!(context.outline.blocks[block].shape, Shape::Heading { .. }) {
        return Kind::Subheading;
    }
    predictions.votes(block).likeliest(Kind::is_text).unwrap_or(Kind::Body)
}

/// Returns the kind of a dropped block.
fn dropped_kind(context: &PageContext, block: usize, votes: KindVotes<'_>) -> Kind {
    if let Some(kind) = known_phrase(context, block).filter(|kind| !kind.is_content()) {
        return kind;
    }
    if context.is_title(block) {
        return Kind::Title;
    }
    if context.is_in_toc(block) {
        return Kind::Toc;
    }
    if context.is_in_author_box(block) {
        return Kind::Bio;
    }
    let looks_like_text = votes.likeliest(|_| true).is_some_and(Kind::is_text);
    if looks_like_text && context.is_in_other_article(block) {
        return Kind::Related;
    }
    // Links to other texts are hardly among the comments of readers.
    let in_comments = context.has_comments_around(block);
    let is_allowed = |kind: Kind| {
        (kind == Kind::Caption || !kind.is_content()) && !(in_comments && kind == Kind::Related)
    };
    let kind = votes.likeliest(is_allowed).unwrap_or(Kind::Other);
    // Captions hardly contain other kinds.
    if context.is_figcaption(block) && kind != Kind::Credit { Kind::Caption } else { kind }
}
