//! Fits emphasis to CommonMark's rules for its delimiters (0.31, 6.2), before it is written.
//!
//! The content has emphasis as the page has it, and HTML is written from that. In Markdown a
//! delimiter beside a letter outside is one only if a letter is beside it inside, too.

use std::borrow::Cow;

use crate::content::ContentEvent;
use crate::document::Document;
use crate::options::RenderOptions;
use crate::unicode::char_facts;

/// The character beside an image or a formula: neither a letter nor white space.
const OBJECT: char = '\u{fffc}';

/// Returns the events with the emphasis that Markdown can have: shrunk, or left out.
pub(super) fn with_written_emphasis<'e>(
    events: Cow<'e, [ContentEvent]>,
    document: &Document,
    options: &RenderOptions,
) -> Cow<'e, [ContentEvent]> {
    if !events.iter().any(opens_emphasis) {
        return events;
    }
    let fitter = EmphasisFitter { text: &document.text, options };
    let events = fitter.shrink_starts(events.into_owned());
    let events = fitter.shrink_ends(events);
    Cow::Owned(fitter.without_ambiguous(events))
}

struct EmphasisFitter<'p> {
    text: &'p str,
    options: &'p RenderOptions,
}

impl EmphasisFitter<'_> {
    /// Moves the starts of emphasis that touch a letter to the first letter inside.
    fn shrink_starts(&self, events: Vec<ContentEvent>) -> Vec<ContentEvent> {
        let before = self.chars_beside(events.iter(), last_char);
        // From the end to the start, so that inner elements come before those around them.
        let mut reversed = Vec::with_capacity(events.len());
        for (event, before) in events.into_iter().zip(before).rev() {
            if !opens_emphasis(&event) || !before.is_some_and(is_word) {
                reversed.push(event);
                continue;
            }
            let mut passed = self.take_without_words(&mut reversed);
            if let Some(&ContentEvent::Text(start, end)) = reversed.last() {
                let letter = start + self.span(start, end).find(is_word).unwrap_or_default() as u32;
                reversed.pop();
                reversed.push(ContentEvent::Text(letter, end));
                passed.extend((start < letter).then_some(ContentEvent::Text(start, letter)));
            }
            // An element without words is left out.
            if reversed.pop_if(|next| *next == ContentEvent::Close).is_none() {
                reversed.push(event);
            }
            reversed.extend(passed.into_iter().rev());
        }
        reversed.reverse();
        reversed
    }

    /// Moves the ends of emphasis that touch a letter to the last letter inside.
    fn shrink_ends(&self, events: Vec<ContentEvent>) -> Vec<ContentEvent> {
        let mut after = self.chars_beside(events.iter().rev(), first_char);
        after.reverse();
        let mut fitted = Vec::with_capacity(events.len());
        // For each open element, whether it is emphasis.
        let mut open: Vec<bool> = Vec::new();
        for (event, after) in events.into_iter().zip(after) {
            if let ContentEvent::Open(element) = &event {
                open.push(element.is_emphasis());
            }
            let ends_emphasis = event == ContentEvent::Close && open.pop().unwrap_or_default();
            if !ends_emphasis || !after.is_some_and(is_word) {
                fitted.push(event);
                continue;
            }
            let mut passed = self.take_without_words(&mut fitted);
            if let Some(&ContentEvent::Text(start, end)) = fitted.last() {
                let words = self.span(start, end).trim_end_matches(|c| !is_word(c));
                let letter_end = start + words.len() as u32;
                fitted.pop();
                fitted.push(ContentEvent::Text(start, letter_end));
                passed.extend((letter_end < end).then_some(ContentEvent::Text(letter_end, end)));
            }
            if fitted.pop_if(|last| matches!(last, ContentEvent::Open(_))).is_none() {
                fitted.push(event);
            }
            fitted.extend(passed.into_iter().rev());
        }
        fitted
    }

    /// Removes emphasis inside other emphasis that does not begin after white space, or ends before
    /// a letter. Its delimiters could close or open the emphasis around it (rules 9 and 10).
    fn without_ambiguous(&self, events: Vec<ContentEvent>) -> Vec<ContentEvent> {
        let before = self.chars_beside(events.iter(), last_char);
        let mut after = self.chars_beside(events.iter().rev(), first_char);
        after.reverse();
        let mut is_left_out = vec![false; events.len()];
        // For each open element its event, and how many elements of emphasis are open with it.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (at, event) in events.iter().enumerate() {
            let depth = open.last().map_or(0, |(_, depth)| *depth);
            match event {
                ContentEvent::Open(element) => {
                    open.push((at, depth + usize::from(element.is_emphasis())));
                }
                ContentEvent::Close => {
                    let Some((start, depth)) = open.pop() else { continue };
                    let touches = before[start].is_some_and(|c| !c.is_whitespace())
                        || after[at].is_some_and(char::is_alphanumeric);
                    if opens_emphasis(&events[start]) && depth > 1 && touches {
                        (is_left_out[start], is_left_out[at]) = (true, true);
                    }
                }
                _ => {}
            }
        }
        let kept = events.into_iter().zip(is_left_out).filter(|(_, is_left_out)| !is_left_out);
        kept.map(|(event, _)| event).collect()
    }

    /// Returns for each event the character of its run before it, if `edge` is the last one of a
    /// text. For events in reverse order with the first one it is the character after it.
    fn chars_beside<'e>(
        &self,
        events: impl Iterator<Item = &'e ContentEvent>,
        edge: fn(&str) -> Option<char>,
    ) -> Vec<Option<char>> {
        let mut all = Vec::new();
        let mut beside = None;
        for event in events {
            all.push(beside);
            beside = match event {
                ContentEvent::Text(start, end) => edge(self.span(*start, *end)),
                ContentEvent::LineBreak => Some('\n'),
                ContentEvent::Space => Some(' '),
                ContentEvent::Formula(_) => Some(OBJECT),
                ContentEvent::Image(_) if self.options.images => Some(OBJECT),
                ContentEvent::Embed(_) if self.options.links => Some(OBJECT),
                // Runs are in blocks, one of which opens between the texts of two runs.
                ContentEvent::Open(element) if !element.is_inline() => None,
                ContentEvent::Rule => None,
                _ => beside,
            };
        }
        all
    }

    /// Removes images, and texts without letters and numbers, from the end of `events`. The last
    /// one comes first.
    fn take_without_words(&self, events: &mut Vec<ContentEvent>) -> Vec<ContentEvent> {
        let lacks_words = |event: &mut ContentEvent| match event {
            ContentEvent::Text(start, end) => !self.span(*start, *end).contains(is_word),
            ContentEvent::Open(_) | ContentEvent::Close | ContentEvent::Formula(_) => false,
            _ => true,
        };
        std::iter::from_fn(|| events.pop_if(lacks_words)).collect()
    }

    fn span(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

fn opens_emphasis(event: &ContentEvent) -> bool {
    matches!(event, ContentEvent::Open(element) if element.is_emphasis())
}

fn first_char(text: &str) -> Option<char> {
    text.chars().next()
}

fn last_char(text: &str) -> Option<char> {
    text.chars().next_back()
}

/// Marks on letters are neither punctuation nor white space, so they flank like letters.
fn is_word(c: char) -> bool {
    char_facts(c).is_word()
}
