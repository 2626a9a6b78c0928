//! Where the elements of an outline stand in its text and in the tree: what the structure of the kept blocks is read from.

use crate::html::dom::{Dom, NodeId};

/// Where elements stand.
#[derive(Debug, Default)]
pub(crate) struct Positions {
    /// For each container of the outline, where it stands.
    pub(crate) spans: Vec<Span>,
    /// For each block of the outline, how many containers had been opened when it ended.
    pub(crate) opened: Vec<u32>,
    /// What stands in the page and is no text, in the order of the page.
    pub(crate) points: Vec<Point>,
}

/// Where an element stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Its node.
    pub(crate) node: NodeId,
    /// Inline elements: the first byte in the outline's text. White space may stand there.
    pub(crate) start: u32,
    /// Inline elements: one past the last byte that is no white space; not past `start` if there is no text in it.
    pub(crate) end: u32,
}

/// An image, a formula or a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// Its node.
    pub(crate) node: NodeId,
    /// The byte in the outline's text that it stands before.
    pub(crate) at: u32,
    /// The block that was being built. If it came to nothing, that is the next one.
    pub(crate) block: u32,
    /// The block-level element it stands in.
    pub(crate) container: u32,
    /// Whether white space stands before it that is not in the text yet.
    pub(crate) gap: bool,
}

impl Positions {
    /// An attribute of a container's element.
    pub(crate) fn attribute<'d>(
        &self,
        dom: &'d Dom,
        container: u32,
        name: &str,
    ) -> Option<&'d str> {
        dom.attr_named(self.spans.get(container as usize)?.node, name)
    }

    /// Meets an element that becomes a container.
    pub(super) fn open(&mut self, node: NodeId, text: &str) {
        let start = text.len() as u32;
        self.spans.push(Span { node, start, end: start });
    }

    /// Leaves an inline element.
    pub(super) fn close(&mut self, container: u32, text: &str) {
        if let Some(span) = self.spans.get_mut(container as usize) {
            let inside = text.get(span.start as usize..).unwrap_or_default();
            span.end = span.start + inside.trim_end().len() as u32;
        }
    }
}
