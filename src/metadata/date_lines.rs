//! Distinguishes a line with a date from running text that mentions one.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::metadata::labels::{LabelRole, Labels};
use crate::unicode::letter_word_count;

/// Words of the longest line around a date that is not a sentence: names, labels, a place.
const MAX_LINE_WORDS: f32 = 8.0;
/// The same if a label precedes the date.
const MAX_LABELLED_WORDS: f32 = 20.0;
/// Words of the longest part between separators that is a label and the time of a date.
const MAX_PART_WORDS: f32 = 3.0;
/// Words of the longest part that is nothing but the date and perhaps its weekday.
const MAX_BARE_WORDS: f32 = 1.0;
/// Characters before a date that are searched for its label.
const LABEL_REACH: usize = 40;
/// Separators between the parts of a line.
const SEPARATORS: &[char] =
    &['|', '•', '·', '—', '–', '⋅', '\n', '\t', '»', '›', '▪', '●', '｜', '/'];

/// The text around a date. The order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateContext {
    /// After a label of publication or change.
    Labelled,
    /// In a line of its own, or with names and labels.
    Line,
    /// In a sentence, a caption or the name of a file.
    Running,
    /// After a label of something else: "Deadline: ".
    OtherLabel,
}

/// Returns the kind of text that is around the date at `range`.
pub(super) fn date_context(text: &str, range: &Range<usize>, labels: &Labels) -> DateContext {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let reach = before.char_indices().rev().nth(LABEL_REACH - 1).map_or(0, |(at, _)| at);
    let near = &before[reach..];
    // Times belong to dates, so numbers do not count.
    let around = letter_word_count(before) + letter_word_count(after);
    let part_before = before.rsplit(SEPARATORS).next().unwrap_or_default();
    let part_after = after.split(SEPARATORS).next().unwrap_or_default();
    let part = letter_word_count(part_before) + letter_word_count(part_after);
    let is_whole = part_before.len() == before.len() && part_after.len() == after.len();
    let is_bracketed = before.ends_with(['(', '[', '_', '"', '“', '«', '„'])
        || after.starts_with(['_', '"', '”', '»']);
    let is_labelled = labels.contains(near, LabelRole::Published)
        || labels.contains(near, LabelRole::Changed)
        || labels.strip(text, LabelRole::Author).is_some();
    if !is_labelled && has_other_label(before) {
        return DateContext::OtherLabel;
    }
    let max_words = if is_labelled { MAX_LABELLED_WORDS } else { MAX_LINE_WORDS };
    if around > max_words && (is_whole || part > MAX_PART_WORDS)
        || is_bracketed && around > MAX_BARE_WORDS
    {
        return DateContext::Running;
    }
    if is_labelled { DateContext::Labelled } else { DateContext::Line }
}

/// Returns true if the text before a date ends with a label and a colon.
fn has_other_label(before: &str) -> bool {
    before
        .trim_end()
        .strip_suffix([':', '：'])
        .is_some_and(|label| label.ends_with(|c: char| c.is_alphabetic() || c == ' '))
}

/// Returns true if a line is nothing but a date and its weekday, as a masthead has "today".
pub(super) fn is_weekday_and_date(text: &str, range: &Range<usize>, lexicon: &Lexicon) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let around = letter_word_count(before) + letter_word_count(after);
    around > 0.0
        && around <= MAX_BARE_WORDS
        && [before, after].into_iter().any(|part| lexicon.finder().find(part).date_word)
}
