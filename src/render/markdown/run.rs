//! A run of text: the events of a paragraph, a heading or a cell, and which of its elements
//! Markdown can show.

use crate::content::{ContentEvent, Element};
use crate::render::markdown::context::{EventIter, MarkdownContext};
use crate::unicode::char_facts;

/// The events of a run. Every element that opens in it also closes in it.
pub(super) struct TextRun<'p> {
    context: MarkdownContext<'p>,
    pub(super) events: Vec<&'p ContentEvent>,
    /// For each event that opens or closes an element, the one at its other end.
    partners: Vec<usize>,
}

/// The text beside a delimiter of emphasis.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Neighbor {
    Space,
    Letter,
    /// Punctuation by all versions of CommonMark.
    Punctuation,
    /// Punctuation or a letter.
    Unknown,
}

/// The direction from a delimiter to its neighbor.
#[derive(Clone, Copy, Debug, PartialEq)]
enum WalkDirection {
    Back,
    Forward,
}

impl WalkDirection {
    fn step(self, at: usize) -> Option<usize> {
        match self {
            WalkDirection::Back => at.checked_sub(1),
            WalkDirection::Forward => at.checked_add(1),
        }
    }

    fn reverse(self) -> Self {
        match self {
            WalkDirection::Back => WalkDirection::Forward,
            WalkDirection::Forward => WalkDirection::Back,
        }
    }
}

impl<'p> TextRun<'p> {
    /// Takes the events up to the end of the element that contains the run.
    pub(super) fn take(context: MarkdownContext<'p>, events: &mut EventIter<'p>) -> Self {
        let (mut taken, mut partners) = (Vec::new(), Vec::new());
        let mut open: Vec<usize> = Vec::new();
        for event in events {
            let at = taken.len();
            let mut partner = at;
            match event {
                ContentEvent::Open(_) => open.push(at),
                ContentEvent::Close => {
                    let Some(start) = open.pop() else { break };
                    partner = start;
                    partners[start] = at;
                }
                _ => {}
            }
            taken.push(event);
            partners.push(partner);
        }
        TextRun { context, events: taken, partners }
    }

    /// Returns the event that closes the element that opens at `start`.
    pub(super) fn end_of(&self, start: usize) -> usize {
        self.partners[start]
    }

    /// Returns true if the element that opens at `start` has no such characters, images or
    /// formulas.
    pub(super) fn lacks(&self, start: usize, is_such: fn(char) -> bool) -> bool {
        self.events[start..self.end_of(start)].iter().all(|event| match event {
            ContentEvent::Text(from, to) => !self.context.text(*from, *to).contains(is_such),
            ContentEvent::Image(_) | ContentEvent::Formula(_) | ContentEvent::Embed(_) => false,
            _ => true,
        })
    }

    /// Returns for each event whether the element that opens or closes there is shown. Emphasis is
    /// shown only where Markdown sees its delimiters. A cell writes line breaks as `<br>`, after
    /// which the delimiter of emphasis inside other emphasis could close the other one.
    pub(super) fn shown(&self, in_cell: bool) -> Vec<bool> {
        let has_breaks = in_cell && self.events.contains(&&ContentEvent::LineBreak);
        let mut shown = vec![false; self.events.len()];
        let mut open: Vec<usize> = Vec::new();
        for (end, event) in self.events.iter().enumerate() {
            match event {
                ContentEvent::Open(_) => open.push(end),
                ContentEvent::Close => {
                    let Some(start) = open.pop() else { continue };
                    let ContentEvent::Open(element) = self.events[start] else { continue };
                    let is_shown = match element {
                        Element::Link(_) => self.context.options.links && start + 1 < end,
                        element if element.is_emphasis() => {
                            !(has_breaks && self.is_in_emphasis(&open))
                                && self.is_delimiter(start, WalkDirection::Back, element)
                                && self.is_delimiter(end, WalkDirection::Forward, element)
                        }
                        _ => true,
                    };
                    (shown[start], shown[end]) = (is_shown, is_shown);
                }
                _ => {}
            }
        }
        shown
    }

    /// Returns true if one of the open elements is emphasis.
    fn is_in_emphasis(&self, open: &[usize]) -> bool {
        let is_emphasis = |event: &ContentEvent| matches!(event, ContentEvent::Open(element) if element.is_emphasis());
        open.iter().any(|&start| is_emphasis(self.events[start]))
    }

    /// Returns true if CommonMark's flanking rules see a delimiter of `element` at `at`. `outwards`
    /// leads out of the element.
    fn is_delimiter(&self, at: usize, outwards: WalkDirection, element: &Element) -> bool {
        match self.neighbor(at, outwards.reverse(), element) {
            Neighbor::Letter => true,
            Neighbor::Space => false,
            Neighbor::Punctuation | Neighbor::Unknown => matches!(
                self.neighbor(at, outwards, element),
                Neighbor::Space | Neighbor::Punctuation
            ),
        }
    }

    /// Returns the text beside a delimiter of `element`.
    fn neighbor(&self, at: usize, direction: WalkDirection, element: &Element) -> Neighbor {
        let is_end = direction == WalkDirection::Back && *self.events[at] == ContentEvent::Close;
        let mut beside = direction.step(at);
        loop {
            let Some(next) = beside.filter(|&next| next < self.events.len()) else {
                return Neighbor::Space;
            };
            match self.events[next] {
                ContentEvent::Text(start, end) => {
                    let mut chars = self.context.text(*start, *end).chars();
                    let c = match direction {
                        WalkDirection::Back => chars.next_back(),
                        WalkDirection::Forward => chars.next(),
                    };
                    return neighbor_of(c);
                }
                ContentEvent::LineBreak | ContentEvent::Space => return Neighbor::Space,
                // Asterisks that open together are one delimiter run. Beside tildes they may not be
                // shown.
                ContentEvent::Open(Element::Strong | Element::Emphasis) => {
                    if *element == Element::Deleted {
                        return Neighbor::Unknown;
                    }
                }
                // Its tildes would join the delimiter before them, so they may not be shown.
                ContentEvent::Open(Element::Deleted) if direction == WalkDirection::Forward => {
                    return Neighbor::Unknown;
                }
                // So are asterisks that close together.
                ContentEvent::Close
                    if is_end && *element != Element::Deleted && self.is_asterisk_at(next) => {}
                ContentEvent::Close => return Neighbor::Unknown,
                ContentEvent::Open(Element::Link(_)) if !self.context.options.links => {
                    return Neighbor::Unknown;
                }
                // Not written, so the neighbor is beyond it.
                ContentEvent::Image(_) if !self.context.options.images => {}
                ContentEvent::Embed(_) if !self.context.options.links => {}
                ContentEvent::Locale(_) => {}
                ContentEvent::Image(_)
                | ContentEvent::Embed(_)
                | ContentEvent::Formula(_)
                | ContentEvent::Rule
                | ContentEvent::Open(_) => return Neighbor::Punctuation,
            }
            beside = direction.step(next);
        }
    }

    /// Returns true if the element that closes at `end` has asterisks as its delimiters.
    fn is_asterisk_at(&self, end: usize) -> bool {
        let start = self.events[self.partners[end]];
        matches!(start, ContentEvent::Open(Element::Strong | Element::Emphasis))
    }
}

fn neighbor_of(c: Option<char>) -> Neighbor {
    match c {
        None => Neighbor::Unknown,
        Some(c) if c.is_whitespace() => Neighbor::Space,
        Some(c) if char_facts(c).is_word() => Neighbor::Letter,
        Some(c) if c.is_ascii_punctuation() => Neighbor::Punctuation,
        Some(_) => Neighbor::Unknown,
    }
}
