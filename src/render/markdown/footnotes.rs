//! Footnotes: which are written as such, and their numbers.

use std::collections::{HashMap, HashSet};

use crate::content::{Element, Event, fragment};
use crate::document::Document;

/// The footnotes to which a mark in the text leads. Readers of Markdown leave out all others, so those stay what they are
/// without being footnotes.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'p> {
    /// Their numbers, by the names that links lead to.
    numbers: HashMap<&'p str, usize>,
}

impl<'p> Footnotes<'p> {
    /// The footnotes of a page, numbered in the order of the first mark of each.
    pub(super) fn of(document: &'p Document) -> Self {
        let events = &document.content.events;
        let note = |event: &'p Event| {
            if let Event::Open(Element::Note(name)) = event { Some(&**name) } else { None }
        };
        let notes: HashSet<&str> = events.iter().filter_map(note).collect();
        let mut footnotes = Footnotes::default();
        if notes.is_empty() {
            return footnotes;
        }
        let mut open: Vec<bool> = Vec::new();
        let mut marks: Vec<(usize, &str)> = Vec::new();
        for event in events {
            match event {
                Event::Open(element) => {
                    // What stands in code or in a footnote is no mark.
                    let hides =
                        matches!(element, Element::Note(_) | Element::Literal | Element::Code(_));
                    let around = open.last() == Some(&true);
                    if let (Element::Link(address), false) = (element, around) {
                        marks.extend(
                            fragment(address)
                                .filter(|name| notes.contains(name))
                                .map(|name| (open.len(), name)),
                        );
                    }
                    open.push(hides || around);
                }
                Event::Close => {
                    open.pop();
                    if let Some((_, name)) = marks.pop_if(|(depth, _)| *depth >= open.len()) {
                        let number = footnotes.numbers.len() + 1;
                        footnotes.numbers.entry(name).or_insert(number);
                    }
                }
                Event::Text(start, end) => {
                    let is_mark = |text: &str| !text.contains(char::is_alphabetic);
                    if !document.text.get(*start as usize..*end as usize).is_some_and(is_mark) {
                        marks.clear();
                    }
                }
                Event::Image(_) | Event::Math(_) => marks.clear(),
                _ => {}
            }
        }
        footnotes
    }

    /// The number of a footnote.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }
}
