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
    /// Images, formulas and rules, in the order of the page.
    pub(crate) points: Vec<Point>,
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
    /// The block that was being built. If that block stayed empty, the number is that of the next
    /// block.
    pub(crate) block: u32,
    /// The block-level element that contains it.
    pub(crate) container: u32,
    /// True if there is white space before it that is not in the text yet.
    pub(crate) gap: bool,
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

    /// Records the end of an inline element.
    pub(super) fn close(&mut self, container: u32, text: &str) {
        if let Some(span) = self.spans.get_mut(container as usize) {
            let inside = text.get(span.start as usize..).unwrap_or_default();
            span.end = span.start + inside.trim_end().len() as u32;
        }
    }
}
