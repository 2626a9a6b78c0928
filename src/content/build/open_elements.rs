//! The elements around a block: which are open, and which begin and end before the next one.

use std::collections::HashMap;

use crate::content::{Element, Event};
use crate::html::outline::NONE;
use crate::html::tags::Tag;

use super::Source;
use super::footnotes::Notes;

/// Set in the key of an element that the page leaves out: the list around an item that has none, the item around what
/// stands in a list and is none. Pages have less containers than this.
const IMPLIED: u32 = 1 << 31;
/// Set in the key of a footnote, which stands in the element that is its container.
const NOTE: u32 = 1 << 30;

/// Blocks of a heading. What has more is a page or a card in a heading's clothes.
const MOST_IN_HEADING: usize = 4;

/// An element with the container that it is of.
#[derive(Clone, Debug)]
struct Level {
    key: u32,
    element: Element,
}

/// The open elements, outermost first.
pub(super) struct Chain<'p> {
    source: Source<'p>,
    open: Vec<Level>,
    /// For each container, its number among the items of its list; empty before the first item.
    numbers: Vec<u32>,
    /// Whether a `dl` is a list of terms.
    of_terms: HashMap<u32, bool>,
    notes: Notes<'p>,
}

impl<'p> Chain<'p> {
    pub(super) fn new(source: Source<'p>) -> Self {
        Chain {
            source,
            open: Vec::new(),
            numbers: Vec::new(),
            of_terms: HashMap::new(),
            notes: Notes::new(source),
        }
    }

    /// Opens all that stands around a block's text; returns the innermost element. Blocks of one heading or term are its
    /// lines.
    pub(super) fn enter(&mut self, block: usize, events: &mut Vec<Event>) -> Element {
        let mut levels = self.levels(self.source.cue(block).container);
        match levels.iter().position(|level| is_line(&level.element)) {
            Some(at) => levels.truncate(at + 1),
            None => levels.push(Level { key: NONE, element: Element::Paragraph }),
        }
        let element = levels.last().map_or(Element::Paragraph, |level| level.element.clone());
        if self.open(levels, events) == 0 {
            events.push(Event::Break);
        }
        element
    }

    /// Opens all that stands around something that is no run of text, in a container.
    pub(super) fn enter_container(&mut self, container: u32, events: &mut Vec<Event>) {
        let mut levels = self.levels(container);
        if let Some(at) = levels.iter().position(|level| is_line(&level.element)) {
            levels.truncate(at);
        }
        self.open(levels, events);
    }

    /// Closes all.
    pub(super) fn leave_all(&mut self, events: &mut Vec<Event>) {
        self.close(0, events);
    }

    /// Closes what is not around what comes next and opens what is; returns how many it opened.
    fn open(&mut self, levels: Vec<Level>, events: &mut Vec<Event>) -> usize {
        let mut same = 0;
        let mut levels = levels.into_iter().peekable();
        while let (Some(open), Some(level)) = (self.open.get(same), levels.peek()) {
            if open.key == level.key && open.key != NONE {
                levels.next();
            } else if !is_item(open) || is_item(level) {
                // What stands in a list and in no item of it belongs to the item before.
                break;
            }
            same += 1;
        }
        self.close(same, events);
        let mut opened = 0;
        for level in levels {
            let in_list =
                matches!(self.open.last(), Some(Level { element: Element::List { .. }, .. }));
            if in_list && !is_item(&level) {
                self.push(Level { key: level.key | IMPLIED, element: Element::Item(1) }, events);
            }
            self.push(level, events);
            opened += 1;
        }
        opened
    }

    fn push(&mut self, level: Level, events: &mut Vec<Event>) {
        events.push(Event::Open(level.element.clone()));
        self.open.push(level);
    }

    /// Closes all but the first `kept` elements.
    fn close(&mut self, kept: usize, events: &mut Vec<Event>) {
        events.extend((kept..self.open.len()).map(|_| Event::Close));
        self.open.truncate(kept);
    }

    /// The elements around, outermost first.
    fn levels(&mut self, container: u32) -> Vec<Level> {
        let mut levels: Vec<Level> = Vec::new();
        let source = self.source;
        for id in source.outline.path(container) {
            let note = self
                .notes
                .name(id)
                .map(|name| Level { key: id | NOTE, element: Element::Note(name.into()) });
            levels.extend(note);
            let Some(element) = self.element(id) else { continue };
            let is_list = matches!(element, Element::List { .. });
            levels.extend(
                levels
                    .last()
                    .filter(|level| !is_list && is_item(level))
                    .map(|item| self.list_around(item)),
            );
            levels.push(Level { key: id, element });
        }
        levels.extend(
            levels.last().filter(|level| is_item(level)).map(|item| self.list_around(item)),
        );
        levels.reverse();
        levels
    }

    /// The list around an item that stands in none.
    fn list_around(&self, item: &Level) -> Level {
        let parent = self.source.outline.containers[item.key as usize].parent;
        Level { key: parent | IMPLIED, element: Element::List { ordered: false } }
    }

    /// What a container is.
    fn element(&mut self, id: u32) -> Option<Element> {
        let tag = self.source.outline.containers[id as usize].tag;
        Some(match tag {
            Tag::Ul => Element::List { ordered: false },
            Tag::Ol => Element::List { ordered: true },
            Tag::Li => Element::Item(self.number(id)),
            Tag::Blockquote => Element::Quote,
            Tag::Dl if self.is_of_terms(id) => Element::Terms,
            Tag::Dt if self.is_in_terms(id) => Element::Term,
            Tag::Dd if self.is_in_terms(id) => Element::Meaning,
            tag if tag.heading() > 0 && self.source.blocks_in(id).len() <= MOST_IN_HEADING => {
                Element::Heading(tag.heading())
            }
            _ => return None,
        })
    }

    /// The number of a list item.
    fn number(&mut self, item: u32) -> u32 {
        if self.numbers.is_empty() {
            self.numbers = numbers(self.source);
        }
        self.numbers[item as usize]
    }

    /// Whether a `dt` or `dd` is of a list of terms, with nothing between that is a part of another thing.
    fn is_in_terms(&mut self, id: u32) -> bool {
        let containers = &self.source.outline.containers;
        let holds = |id: &u32| {
            let tag = containers[*id as usize].tag;
            matches!(
                tag,
                Tag::Dl
                    | Tag::Dt
                    | Tag::Dd
                    | Tag::Ul
                    | Tag::Ol
                    | Tag::Li
                    | Tag::Blockquote
                    | Tag::Table
            )
        };
        let around = self.source.outline.path(id).skip(1).find(holds);
        around
            .is_some_and(|list| containers[list as usize].tag == Tag::Dl && self.is_of_terms(list))
    }

    /// Whether what is kept of a `dl` begins with a term and ends with a meaning.
    fn is_of_terms(&mut self, list: u32) -> bool {
        let source = self.source;
        let decide = || {
            let mut kept = source.kept_in(source.blocks_in(list));
            let first = kept.next()?;
            let last = kept.next_back().unwrap_or(first);
            Some((part_of(source, list, first)?, part_of(source, list, last)?))
        };
        let decide = || decide() == Some((Tag::Dt, Tag::Dd));
        *self.of_terms.entry(list).or_insert_with(decide)
    }
}

/// The `dt` or `dd` of a list that a block stands in.
fn part_of(source: Source<'_>, list: u32, block: usize) -> Option<Tag> {
    let mut path = source.outline.path(source.cue(block).container).take_while(|&id| id != list);
    path.find_map(|id| {
        Some(source.outline.containers[id as usize].tag)
            .filter(|tag| matches!(tag, Tag::Dt | Tag::Dd))
    })
}

/// Whether the element holds nothing but a run of text.
fn is_line(element: &Element) -> bool {
    matches!(element, Element::Heading(_) | Element::Term)
}

fn is_item(level: &Level) -> bool {
    matches!(level.element, Element::Item(_))
}

/// The numbers of all list items: what they say themselves, or their places in their lists, which may begin with another
/// number than 1. Of all other containers 0.
fn numbers(source: Source<'_>) -> Vec<u32> {
    let containers = &source.outline.containers;
    let mut numbers = vec![0; containers.len()];
    let mut next: Vec<Option<u32>> = vec![None; containers.len()];
    let stated = |id: u32, name| {
        source.attribute(id, name).and_then(|value| value.trim().parse::<u32>().ok())
    };
    for (id, container) in
        containers.iter().enumerate().filter(|(_, container)| container.tag == Tag::Li)
    {
        let (item, list) = (id as u32, container.parent);
        let following = next
            .get(list as usize)
            .copied()
            .flatten()
            .or_else(|| stated(list, "start"))
            .unwrap_or(1);
        numbers[id] = stated(item, "value").unwrap_or(following);
        if let Some(next) = next.get_mut(list as usize) {
            *next = Some(numbers[id].saturating_add(1));
        }
    }
    numbers
}
