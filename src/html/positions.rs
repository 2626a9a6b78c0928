//! Where the elements of an outline are in its text and in the tree. The content of the kept blocks
//! is built from this.
//!
//! Apart from the outline, because no feature reads it.

use crate::html::dom::{Dom, NodeId};

/// The positions of elements.
#[derive(Debug, Default)]
pub(crate) struct Positions {
    /// One entry for each container of the outline.
    pub(crate) spans: Vec<ElementSpan>,
    /// For each block of the outline, the number of containers that were opened before its end.
    pub(crate) opened: Vec<u32>,
    /// Containers that declare a language or a direction, ascending.
    pub(crate) localized: Vec<u32>,
    /// Images, formulas and rules, in the order of the page.
    pub(crate) points: Vec<Point>,
    /// The containers of the items of ordered lists with their numbers, in ascending order.
    pub(crate) item_numbers: Vec<(u32, i32)>,
    /// Spans of the outline's text that the page does not have, in the order of the page: the
    /// brackets around the reading in a `ruby` element, and those of TeX around scripts.
    pub(crate) generated: Vec<(u32, u32)>,
    /// Spans of the outline's text that no renderer writes, in the order in which they end.
    pub(crate) omissions: Vec<Omission>,
}

/// A text that is not written, although it may be in a kept block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Omission {
    /// First byte in the outline's text. White space may precede the text.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    pub(crate) kind: OmissionKind,
}

/// Why a text is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OmissionKind {
    /// It is interface: an edit link, an anchor, a copy button, line numbers.
    Interface,
    /// It is for screen readers only.
    Unseen,
    /// It is hidden, and nothing on the page shows it.
    Hidden,
    /// It is a bullet, an arrow or another sign that says nothing at an end of a block. In the
    /// middle it separates words.
    Decoration,
    /// A user's rule excludes it.
    Excluded,
}

/// The position of an element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ElementSpan {
    /// Its node in the tree.
    pub(crate) node: NodeId,
    /// Inline elements: first byte in the outline's text. It may be white space.
    pub(crate) start: u32,
    /// Inline elements: one past the last byte that is not white space. Not more than `start` if
    /// the element contains no text.
    pub(crate) end: u32,
}

/// The position of an image, a formula or a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// Its node in the tree.
    pub(crate) node: NodeId,
    /// The next byte in the outline's text.
    pub(crate) at: u32,
    /// Bytes of the text that only plain text has in the place of a formula.
    pub(crate) length: u32,
    /// The block that was being built. If that block stayed empty, the number is that of the next
    /// block.
    pub(crate) block: u32,
    /// The block-level element that contains it.
    pub(crate) container: u32,
    /// True if there is white space before it that is not in the text yet.
    pub(crate) gap: bool,
    /// True if there is white space after it.
    pub(crate) space_after: bool,
}

impl Point {
    /// Returns the end of its text.
    pub(crate) fn end(&self) -> u32 {
        self.at + self.length
    }
}

impl Positions {
    /// Returns an attribute of a container's element.
    pub(crate) fn attribute<'d>(
        &self,
        dom: &'d Dom,
        container: u32,
        name: &str,
    ) -> Option<&'d str> {
        dom.attr_named(self.spans.get(container as usize)?.node, name)
    }

    /// Adds the element of a new container.
    pub(super) fn open(&mut self, node: NodeId, text: &str) {
        let start = text.len() as u32;
        self.spans.push(ElementSpan { node, start, end: start });
    }

    /// Moves elements and points back to the end of the text, after white space was cut off there.
    pub(super) fn move_back(&mut self, text: &str) {
        let end = text.len() as u32;
        for span in self.spans.iter_mut().rev().take_while(|span| span.start > end) {
            (span.start, span.end) = (end, end);
        }
        for point in self.points.iter_mut().rev().take_while(|point| point.end() > end) {
            (point.at, point.length) = (point.at.min(end), 0);
        }
    }

    /// Records white space after the objects at the end of the text.
    pub(super) fn add_space(&mut self, text: &str) {
        let end = text.len() as u32;
        for point in self.points.iter_mut().rev().take_while(|point| point.at == end) {
            if point.space_after {
                break;
            }
            point.space_after = true;
        }
    }

    /// Moves the positions in the last block after spaces were inserted at `offsets`. `first` is
    /// the first container that was opened in the block, `open` are the open inline elements.
    pub(super) fn shift(&mut self, offsets: &[u32], first: u32, open: &[u32]) {
        let Some(&least) = offsets.first() else { return };
        let inserted_before = |at: u32| offsets.partition_point(|&offset| offset < at) as u32;
        let inserted_until = |at: u32| offsets.partition_point(|&offset| offset <= at) as u32;
        for span in self.spans.iter_mut().skip(first as usize) {
            span.start += inserted_until(span.start);
            span.end += inserted_before(span.end);
        }
        for &id in open.iter().filter(|&&id| id < first) {
            let span = &mut self.spans[id as usize];
            span.start += inserted_until(span.start);
        }
        for point in self.points.iter_mut().rev().take_while(|point| point.at >= least) {
            point.at += inserted_until(point.at);
        }
        for (start, end) in self.generated.iter_mut().rev().take_while(|span| span.1 > least) {
            *start += inserted_until(*start);
            *end += inserted_before(*end);
        }
        for omission in self.omissions.iter_mut().rev().take_while(|span| span.end > least) {
            omission.start += inserted_until(omission.start);
            omission.end += inserted_before(omission.end);
        }
    }

    /// Ends the elements of the last block at the end of the text, after text was removed.
    pub(super) fn end_at(&mut self, text: &str) {
        let first = self.opened.last().copied().unwrap_or(0);
        let end = text.len() as u32;
        for span in self.spans.iter_mut().skip(first as usize) {
            (span.start, span.end) = (span.start.min(end), span.end.min(end));
        }
        for span in self.generated.iter_mut().rev().take_while(|span| span.1 > end) {
            *span = (span.0.min(end), end);
        }
        for omission in self.omissions.iter_mut().rev().take_while(|omission| omission.end > end) {
            (omission.start, omission.end) = (omission.start.min(end), end);
        }
    }

    /// Records the end of an inline element.
    pub(super) fn close(&mut self, container: u32, text: &str) {
        if let Some(span) = self.spans.get_mut(container as usize) {
            let inside = text.get(span.start as usize..).unwrap_or_default();
            span.end = span.start + inside.trim_end().len() as u32;
        }
    }
}
