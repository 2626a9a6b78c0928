//! Paragraphs with which an article continues after chrome.
//!
//! Chrome between two paragraphs lowers the score of the text after it: a share bar and a table
//! were enough to lose the last paragraph of an article. So prose near prose that is surely body
//! is kept whatever its score, unless a line between the two announces the texts of others. The
//! properties of text mode rest on this rule. At the balanced point it costs .0015 of F1 on
//! labels2-raw-dev and .0012 on labels-raw-dev, which keep .3 points more of their chrome words.

use crate::features::PROSE_WORDS;
use crate::features::line::context::TextContext;
use crate::features::line::facts::{LineFacts, TRACKED_KINDS};
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::unicode::Script;
use crate::verdict::{Reason, Verdict};

/// The same in Thai and Lao, where no mark ends a sentence. Headlines and calls to follow a site
/// are shorter: with 15, thai-dev keeps 9 points more of its chrome words.
const UNMARKED_WORDS: f32 = 25.0;
/// Score from which a kept paragraph is surely body. A text without such a paragraph takes its
/// best one.
const SURE: f32 = 0.5;
/// Most dropped lines, known chrome aside, across which an article continues. 16 instead of 7
/// costs .002 of F1 on thai-dev; with fewer, tables and verses end the article.
const REACH: usize = 7;
/// The same upwards, from the first paragraph that is surely body: four verses.
const REACH_UP: usize = 4;
/// Words of a line that announces something with a part of it. Entries of menus have one word,
/// sentences have many.
const HEADING_WORDS: std::ops::Range<f32> = 2.0..12.0;
/// Lines after a chrome heading that belong to its section.
pub(super) const SCOPE_LINES: u8 = 12;
/// Lines from a sign-up form within which a field for an address belongs to it.
const FORM_LINES: u8 = 2;
/// Kinds whose phrases open paragraphs of chrome. The words of other kinds open sentences too:
/// "del" is a Danish share button.
const OPENINGS: [Kind; 5] =
    [Kind::Cookie, Kind::Login, Kind::Subscribe, Kind::CommentForm, Kind::Footer];

/// No line.
const NONE: u32 = u32::MAX;

/// Keeps the paragraphs with which an article continues after chrome or begins before it.
pub(crate) fn keep_continuations(context: &TextContext, verdicts: &mut [Verdict]) {
    let sure = sure_score(context, verdicts);
    let mut walk = ProseWalk::default();
    // For each line, the last one up to it that announces something. Lines have numbers of 32 bits.
    let mut announced_by: Vec<u32> = Vec::with_capacity(verdicts.len());
    let mut last = NONE;
    for (line, verdict) in verdicts.iter_mut().enumerate() {
        walk.pass(context, line, verdict, sure, Some(REACH));
        if announces(&context.lines[line]) {
            walk = ProseWalk::default();
            last = line as u32;
        }
        announced_by.push(last);
    }

    walk = ProseWalk::default();
    for (line, verdict) in verdicts.iter_mut().enumerate().rev() {
        // Upwards, an announcement comes after the lines that it is about.
        let announcement = announced_by[line];
        let is_announced =
            announcement != NONE && line - announcement as usize <= usize::from(SCOPE_LINES);
        let reach = if is_announced { None } else { Some(REACH_UP) };
        walk.pass(context, line, verdict, sure, reach);
        if announcement == line as u32 {
            walk = ProseWalk::default();
        } else if !verdict.keep && verdict.why.phrase == Some(Kind::Nav) {
            // An article begins after the menus, so dropped prose just before one is a notice.
            walk.unknown_lines = walk.unknown_lines.max(REACH_UP + 1);
        }
    }
}

/// Returns the score from which kept prose is surely body.
fn sure_score(context: &TextContext, verdicts: &[Verdict]) -> f32 {
    let mut best = 0.0f32;
    for (line, verdict) in verdicts.iter().enumerate() {
        if verdict.keep && is_prose(context, line) {
            best = best.max(verdict.score);
        }
    }
    best.min(SURE)
}

/// The distance of a walk over the lines from prose that is surely kept.
#[derive(Clone, Copy, Debug, Default)]
struct ProseWalk {
    /// There was such prose, and nothing announced other texts since then.
    is_open: bool,
    /// Dropped lines since then, known chrome aside.
    unknown_lines: usize,
}

impl ProseWalk {
    /// Passes a line, and keeps it if it is prose within `reach`.
    fn pass(
        &mut self,
        context: &TextContext,
        line: usize,
        verdict: &mut Verdict,
        sure: f32,
        reach: Option<usize>,
    ) {
        if !is_prose(context, line) {
            self.unknown_lines += usize::from(!verdict.keep && !is_known_chrome(context, line));
            return;
        }
        let is_near = reach.is_some_and(|reach| self.unknown_lines <= reach);
        if self.is_open && is_near && !verdict.keep {
            verdict.keep = true;
            verdict.kind = Kind::Body;
            verdict.why.add(Reason::Resumed);
        }
        if verdict.keep && (self.is_open || verdict.score >= sure) {
            *self = ProseWalk { is_open: true, unknown_lines: 0 };
        }
    }
}

/// Returns true if a dropped line is chrome for a reason of its own.
fn is_known_chrome(context: &TextContext, line: usize) -> bool {
    let facts = &context.lines[line];
    facts.decisive.is_some() || facts.has(LineFlag::Copy) || context.is_foreign(line)
}

/// Returns true if a line alone shows that it is prose: it is long, ends like a sentence, contains
/// no sign of chrome, repeats nothing, and is in the script of the text.
pub(super) fn is_prose(context: &TextContext, line: usize) -> bool {
    let facts = &context.lines[line];
    let is_sentence = match facts.shape.script {
        Some(Script::Thai | Script::Lao) => facts.words >= UNMARKED_WORDS,
        _ => facts.has(LineFlag::EndsAnnotated) && !facts.has(LineFlag::EndsEllipsis),
    };
    let has_chrome =
        facts.shows_chrome() || OPENINGS.iter().any(|&kind| facts.opening_phrases.contains(kind));
    let is_listed = facts.has(LineFlag::Bullet) || facts.has(LineFlag::Url);
    facts.words >= PROSE_WORDS
        && is_sentence
        && !has_chrome
        && !is_listed
        && !is_known_chrome(context, line)
}

/// Returns true if a line is a heading of other articles or of comments.
fn announces(facts: &LineFacts) -> bool {
    if facts.announces_related {
        return true;
    }
    if facts.words >= HEADING_WORDS.end || facts.has(LineFlag::EndsSentence) {
        return false;
    }
    // A bar of links is not a heading: "Share · Print · 3 comments".
    if facts.decisive.is_none() && facts.phrases.contains(Kind::Share) {
        return false;
    }
    // A line that is a phrase as a whole announces nothing by a part of it: "Share this article".
    let is_heading_of = |kind| match facts.decisive {
        Some(decisive) => decisive == kind,
        None => facts.phrases.contains(kind),
    };
    // "Read also: Ten ways to cross a river" contains what it announces.
    let is_label = facts.decisive == Some(Kind::Related);
    let is_menu = is_heading_of(Kind::Nav) || facts.words < HEADING_WORDS.start;
    let is_related = is_heading_of(Kind::Related) && !is_label && !is_menu;
    // A field for an address after the heading of a newsletter is not a form for comments.
    let is_form = is_heading_of(Kind::CommentForm) && !is_in_sign_up(facts);
    is_related || is_heading_of(Kind::Comment) || is_form
}

/// Returns true if a line is just after the heading of a newsletter.
fn is_in_sign_up(facts: &LineFacts) -> bool {
    let position = TRACKED_KINDS.iter().position(|&kind| kind == Kind::Subscribe);
    position.is_some_and(|position| facts.around.since_phrase[position] <= FORM_LINES)
}
