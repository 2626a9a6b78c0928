//! The numbers of the footnotes that are written as such.

use std::collections::{HashMap, HashSet};

use crate::content::{ContentEvent, Element, own_fragment};
use crate::document::Document;

/// The footnotes that a mark in the text links to. Readers of Markdown leave out all others, so the
/// others stay ordinary paragraphs.
#[derive(Debug, Default)]
pub(super) struct FootnoteNumbers<'p> {
    by_fragment: HashMap<&'p str, usize>,
}

impl<'p> FootnoteNumbers<'p> {
    /// Numbers the footnotes of a page in the order of their first marks.
    pub(super) fn of(document: &'p Document) -> Self {
        let mut numbers = FootnoteNumbers::default();
        let footnotes = footnotes_in(&document.content.events);
        if footnotes.is_empty() {
            return numbers;
        }
        // For each open element, whether marks inside it are ignored.
        let mut open: Vec<bool> = Vec::new();
        // The open links that may be marks, with their depths.
        let mut marks: Vec<(usize, &str)> = Vec::new();
        for event in &document.content.events {
            match event {
                ContentEvent::Open(element) => {
                    let is_ignored = open.last() == Some(&true);
                    if let Element::Link(url) = element
                        && !is_ignored
                        && let Some(fragment) = own_fragment(url)
                        && footnotes.contains(fragment)
                    {
                        marks.push((open.len(), fragment));
                    }
                    open.push(is_ignored || hides_marks(element));
                }
                ContentEvent::Close => {
                    open.pop();
                    if let Some((_, fragment)) = marks.pop_if(|(depth, _)| *depth >= open.len()) {
                        let number = numbers.by_fragment.len() + 1;
                        numbers.by_fragment.entry(fragment).or_insert(number);
                    }
                }
                ContentEvent::Text(start, end) => {
                    let text = document.text.get(*start as usize..*end as usize);
                    if text.is_none_or(|text| text.contains(char::is_alphabetic)) {
                        marks.clear();
                    }
                }
                ContentEvent::Image(_) | ContentEvent::Formula(_) | ContentEvent::Embed(_) => {
                    marks.clear();
                }
                ContentEvent::Locale(_)
                | ContentEvent::LineBreak
                | ContentEvent::Space
                | ContentEvent::Rule => {}
            }
        }
        numbers
    }

    /// Returns the number of the footnote that a fragment links to.
    pub(super) fn number(&self, fragment: &str) -> Option<usize> {
        self.by_fragment.get(fragment).copied()
    }
}

/// Returns the fragments that link to the footnotes of a page.
fn footnotes_in(events: &[ContentEvent]) -> HashSet<&str> {
    let mut fragments = HashSet::new();
    for event in events {
        if let ContentEvent::Open(Element::Footnote(fragment)) = event {
            fragments.insert(&**fragment);
        }
    }
    fragments
}

/// Returns true if a link inside the element is not a footnote mark.
fn hides_marks(element: &Element) -> bool {
    matches!(element, Element::Footnote(_) | Element::InlineCode | Element::CodeBlock(_))
}
