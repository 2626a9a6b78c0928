//! The text of a block with the elements in it.

use crate::content::{Element, Event};
use crate::html::outline::OutlineBlock;
use crate::html::positions::Point;
use crate::html::tags::Tag;
use crate::unicode;

use super::Source;
use super::code::is_line_number;
use super::objects::read;

/// Schemes of addresses that lead somewhere. An address without a scheme is relative.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// A stretch of a block's text, in bytes of the outline's text.
#[derive(Debug)]
pub(super) struct Mark {
    start: u32,
    end: u32,
    /// What it is; nothing if it is to be left out.
    element: Option<Element>,
}

/// Follows the blocks and knows the inline elements that stand in each.
pub(super) struct Sweep<'p> {
    source: Source<'p>,
    /// The first container that has not been met.
    next: usize,
    /// Where the last block ended.
    end: u32,
    /// The inline elements that go on behind the last block, outermost first.
    open: Vec<u32>,
}

impl<'p> Sweep<'p> {
    pub(super) fn new(source: Source<'p>) -> Self {
        Sweep { source, next: 0, end: 0, open: Vec::new() }
    }

    /// The marks of a block that stands in `leaf`, in the order of the page, outer ones first.
    pub(super) fn marks(&mut self, block: usize, leaf: &Element) -> Vec<Mark> {
        let (source, cue) = (self.source, self.source.cue(block));
        let is_bold = matches!(leaf, Element::Heading(_) | Element::Cell { heads: true });
        let mut marks: Vec<Mark> = Vec::new();
        for id in self.elements(block) {
            let Some(kind) = element(source, id) else { continue };
            let Some((start, end)) = trimmed(source, cue, id) else { continue };
            let element = match kind {
                Kind::LeftOut => None,
                Kind::Element(Element::Strong) if is_bold => continue,
                Kind::Element(element) => Some(element),
            };
            let Some((start, end)) = settled(source, cue, start, end, element.as_ref()) else {
                continue;
            };
            let same = |mark: &Mark| {
                mark.element == Some(Element::Literal) && (mark.start, mark.end) == (start, end)
            };
            let is_link = matches!(element, Some(Element::Link(_)));
            marks.push(Mark { start, end, element });
            // Code is nothing but text, so a link in it goes around it.
            let last = marks.len() - 1;
            if is_link && last > 0 && same(&marks[last - 1]) {
                marks.swap(last - 1, last);
            }
        }
        marks
    }

    /// The line numbers in a block of code.
    pub(super) fn gutters(&mut self, block: usize) -> Vec<Mark> {
        let (source, cue) = (self.source, self.source.cue(block));
        let is_gutter = |id: &u32| is_line_number(source, *id);
        let mark = |id| {
            let span = source.positions.spans[id as usize];
            Mark { start: span.start.max(cue.start), end: span.end.min(cue.end), element: None }
        };
        self.elements(block).into_iter().filter(is_gutter).map(mark).collect()
    }

    /// The inline elements with text in a block.
    fn elements(&mut self, block: usize) -> Vec<u32> {
        let (spans, cue) = (&self.source.positions.spans, self.source.cue(block));
        if cue.start < self.end {
            *self = Sweep::new(self.source);
        }
        let met = self.source.positions.opened[block] as usize;
        let is_inline = |id: &usize| self.source.outline.containers[*id].inline;
        let new = (self.next..met)
            .filter(is_inline)
            .filter(|&id| spans[id].end > cue.start.max(spans[id].start));
        self.open.extend(new.map(|id| id as u32));
        (self.next, self.end) = (met.max(self.next), cue.end);
        let is_inside =
            |id: &u32| spans[*id as usize].start < cue.end && spans[*id as usize].end > cue.start;
        let inside = self.open.iter().copied().filter(is_inside).collect();
        self.open.retain(|&id| spans[id as usize].end > cue.end);
        inside
    }
}

/// What an inline element means for the content.
enum Kind {
    Element(Element),
    /// Its text is not to be written.
    LeftOut,
}

/// What an inline element means, if anything.
fn element(source: Source<'_>, id: u32) -> Option<Kind> {
    Some(Kind::Element(match source.outline.containers[id as usize].tag {
        Tag::B | Tag::Strong => Element::Strong,
        Tag::Em | Tag::I => Element::Emphasis,
        Tag::Del | Tag::S | Tag::Strike => Element::Deleted,
        Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Element::Literal,
        Tag::Sup => Element::Superscript,
        Tag::Sub => Element::Subscript,
        Tag::Ruby => Element::Ruby,
        Tag::Rt => Element::Reading,
        // Brackets, for browsers that know no ruby. Anything else is text.
        Tag::Rp if !source.text(id).contains(char::is_alphanumeric) => return Some(Kind::LeftOut),
        Tag::A => Element::Link(link(source.attribute(id, "href")?)?.into()),
        // What KaTeX shows; its source stands beside it, in MathML.
        Tag::Span if source.classes(id).any(|class| class == "katex-html") => {
            return Some(Kind::LeftOut);
        }
        _ => return None,
    }))
}

/// An address that leads somewhere.
pub(super) fn link(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = address.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = address[scheme.len()..].starts_with(':');
    let leads = !has_scheme || SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (leads && !address.is_empty() && !address.starts_with(|c: char| c.is_control()))
        .then_some(address)
}

/// The part of an element that stands in a block, without white space at its ends.
fn trimmed(source: Source<'_>, cue: &OutlineBlock, id: u32) -> Option<(u32, u32)> {
    let span = source.positions.spans[id as usize];
    unicode::trimmed(&source.outline.text, (span.start.max(cue.start), span.end.min(cue.end)))
}

/// Where emphasis starts and ends: next to a letter outside it, at a letter inside. Elsewhere Markdown would not see it.
fn settled(
    source: Source<'_>,
    cue: &OutlineBlock,
    start: u32,
    end: u32,
    element: Option<&Element>,
) -> Option<(u32, u32)> {
    if !matches!(element, Some(Element::Strong | Element::Emphasis | Element::Deleted)) {
        return Some((start, end));
    }
    let text = &source.outline.text;
    let inside = text.get(start as usize..end as usize)?;
    let before = text.get(cue.start as usize..start as usize)?.chars().next_back();
    let after = text.get(end as usize..cue.end as usize)?.chars().next();
    let is_word = |c: char| c.is_alphanumeric();
    let from = if before.is_some_and(is_word) { inside.find(is_word)? } else { 0 };
    let cut = if after.is_some_and(is_word) {
        inside.len() - inside.trim_end_matches(|c| !is_word(c)).len()
    } else {
        0
    };
    let (start, end) = (start + from as u32, end - cut as u32);
    (start < end).then_some((start, end))
}

/// Writes a block's text with its marks, and the points in it.
pub(super) fn write(
    source: Source<'_>,
    block: usize,
    marks: Vec<Mark>,
    points: &[Point],
    events: &mut Vec<Event>,
) {
    let cue = source.cue(block);
    let mut line = Line {
        source,
        at: cue.start,
        is_first: true,
        points,
        open: Vec::new(),
        closed: None,
        events,
    };
    for mark in marks {
        line.close_before(mark.start);
        line.enter(mark, cue.end);
    }
    line.close_before(u32::MAX);
    line.text_to(cue.end);
}

/// Writes a line of code.
pub(super) fn write_code(
    source: Source<'_>,
    block: usize,
    marks: Vec<Mark>,
    events: &mut Vec<Event>,
) {
    let cue = source.cue(block);
    let mut at = cue.start;
    let mut text =
        |start: u32, end: u32| events.extend((start < end).then_some(Event::Text(start, end)));
    for mark in marks.iter().filter(|mark| mark.start < mark.end) {
        text(at, mark.start);
        at = at.max(mark.end);
    }
    text(at, cue.end);
}

/// A block that is being written.
struct Line<'p, 'e> {
    source: Source<'p>,
    /// The byte up to which it is written.
    at: u32,
    /// Whether nothing is written yet.
    is_first: bool,
    points: &'p [Point],
    /// The open elements with their ends.
    open: Vec<(u32, Element)>,
    /// The element that was closed last, if nothing was written since.
    closed: Option<Element>,
    events: &'e mut Vec<Event>,
}

impl Line<'_, '_> {
    /// Closes the elements that end at or before `at`. Points at their ends stand behind them, as those at their starts stand
    /// before: there Markdown would not see where emphasis ends.
    fn close_before(&mut self, at: u32) {
        while let Some((end, element)) = self.open.pop_if(|(end, _)| *end <= at) {
            self.points_while(|point| point.at < end);
            self.words_to(end);
            self.events.push(Event::Close);
            self.closed = Some(element);
        }
    }

    /// Begins an element, unless it would stand in one of its kind or in code. One that touches the one of its kind before
    /// it goes on with it.
    fn enter(&mut self, mark: Mark, block_end: u32) {
        let end = self.open.last().map_or(block_end, |(end, _)| *end).min(mark.end);
        if mark.start < self.at || mark.start >= end {
            return;
        }
        let Some(element) = mark.element else {
            self.text_to(mark.start);
            self.at = end;
            return;
        };
        let same =
            |open: &Element| std::mem::discriminant(open) == std::mem::discriminant(&element);
        if self.open.iter().any(|(_, open)| same(open) || *open == Element::Literal) {
            return;
        }
        self.text_to(mark.start);
        if self.closed.as_ref() == Some(&element) && self.events.last() == Some(&Event::Close) {
            self.events.pop();
        } else {
            self.events.push(Event::Open(element.clone()));
        }
        self.closed = None;
        self.open.push((end, element));
    }

    /// Writes the text up to `end`, and the points in it.
    fn text_to(&mut self, end: u32) {
        self.points_while(|point| point.at <= end);
        self.words_to(end);
    }

    /// Writes points, and the text up to each.
    fn points_while(&mut self, is_next: impl Fn(&Point) -> bool) {
        while let Some((point, rest)) =
            self.points.split_first().filter(|(point, _)| is_next(point))
        {
            self.words_to(point.at);
            self.points = rest;
            if let Some(event) = read(self.source, point) {
                if point.gap && !self.is_first {
                    self.events.push(Event::Space);
                }
                self.events.push(event);
                if self.is_first {
                    self.events.push(Event::Space);
                }
                self.closed = None;
            }
        }
    }

    /// Writes the text up to `end`.
    fn words_to(&mut self, end: u32) {
        let Some(text) = self
            .source
            .outline
            .text
            .get(self.at as usize..end as usize)
            .filter(|text| !text.is_empty())
        else {
            return;
        };
        let mut at = self.at;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.events.push(Event::Break);
                at += 1;
            }
            let end = at + line.len() as u32;
            self.events.extend((at < end).then_some(Event::Text(at, end)));
            at = end;
        }
        (self.at, self.is_first, self.closed) = (end, false, None);
    }
}
