//! Signals about a line that several decisions read.

use crate::features::licences::LICENCE_WORDS;
use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::features::page::STAMP_WORDS;
use crate::kind::Kind;

/// Most words of a line that a converter glued together: a headline with a path of three before it.
const ARTEFACT_WORDS: f32 = 32.0;
/// Lines after the dense segment that are guarded like the segment: notes on who contributed.
const DENSE_MARGIN: usize = 2;
/// A document with at most this many long lines is too short for a reliable dense segment.
const FEW_LONG_LINES: u32 = 5;

/// Score from which a known phrase is not believed: the model knows the phrases too, and then the
/// line is often a subheading, a row of a table or an item of a list. On the scrapes of
/// hand-labelled pages, 2,704 of 2,706 such lines below a score of .1 are chrome, 22 of 26 below
/// .2, and 10 of 14 from .2 on. Documents with a low threshold need the second range.
const PHRASE_SCORE: f32 = 0.2;

/// Returns true if a document is too short for a reliable dense segment.
pub(super) fn has_few_long_lines(context: &TextContext) -> bool {
    context.totals.long_lines <= FEW_LONG_LINES
}

/// Returns true if a line is in the dense segment or just after it, or in a document too short for
/// a reliable one.
pub(super) fn is_guarded(context: &TextContext, number: usize) -> bool {
    let (start, end) = context.totals.dense;
    has_few_long_lines(context) || (start as usize..end as usize + DENSE_MARGIN).contains(&number)
}

/// Returns true if a line is a known phrase, or begins with a known label, and the score agrees.
pub(super) fn is_known_phrase(line: &LineFacts, score: f32) -> bool {
    line.decisive.is_some() && score < PHRASE_SCORE
}

/// Returns true if a line does nothing but state the licence of an image or of the page, or name
/// the work above such a line. A sentence about a licence may be body.
pub(super) fn is_licence(line: &LineFacts) -> bool {
    (line.has(LineFlag::Licence) || line.has(LineFlag::LicensedWork))
        && line.words <= LICENCE_WORDS
        && !line.has(LineFlag::EndsSentence)
}

/// Returns true if a line is the time at which something was published, with a year.
pub(super) fn is_stamp(line: &LineFacts) -> bool {
    line.has(LineFlag::Timestamp)
        && line.words <= STAMP_WORDS
        && !line.has(LineFlag::EndsSentence)
        && !line.has(LineFlag::Bullet)
}

/// Returns true if a line may be dropped whatever its score.
pub(crate) fn may_be_dropped(line: &LineFacts) -> bool {
    line.decisive.is_some() || converter_artefact(line).is_some() || is_licence(line)
}

/// Returns the kind of a line that a converter glued together: a path to the page before its
/// headline, or a site's name twice.
pub(super) fn converter_artefact(line: &LineFacts) -> Option<Kind> {
    if line.words > ARTEFACT_WORDS || line.has(LineFlag::EndsSentence) {
        None
    } else if line.has(LineFlag::Fused) && line.around.long_words_before == 0.0 {
        Some(Kind::Breadcrumb)
    } else if line.has(LineFlag::Doubled) {
        Some(Kind::Nav)
    } else {
        None
    }
}
