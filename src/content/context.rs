//! The inputs of the content builder and the questions that all its parts ask.

use std::ops::Range;

use crate::content::own_fragment;
use crate::html::callouts::Callouts;
use crate::html::dom::Dom;
use crate::html::formulas::may_be_formula;
use crate::html::outline::{Outline, OutlineBlock};
use crate::html::positions::Positions;
use crate::html::tags::Tag;

/// The parsed page and the decision about each of its blocks.
#[derive(Clone, Copy)]
pub(super) struct BuildContext<'p> {
    pub(super) dom: &'p Dom,
    pub(super) outline: &'p Outline,
    pub(super) positions: &'p Positions,
    pub(super) callouts: &'p Callouts,
    /// For each block, true if it is kept.
    pub(super) kept: &'p [bool],
    /// True if the page may have formulas that are not text.
    pub(super) has_formulas: bool,
}

impl<'p> BuildContext<'p> {
    pub(super) fn new(
        dom: &'p Dom,
        outline: &'p Outline,
        positions: &'p Positions,
        callouts: &'p Callouts,
        kept: &'p [bool],
    ) -> Self {
        let has_formulas = positions.points.iter().any(|point| may_be_formula(dom, point.node));
        BuildContext { dom, outline, positions, callouts, kept, has_formulas }
    }

    /// Returns the first kept block at or after `block`.
    pub(super) fn next_kept(self, block: usize) -> Option<usize> {
        self.kept.get(block..)?.iter().position(|&kept| kept).map(|step| block + step)
    }

    /// Returns the kept blocks of a range.
    pub(super) fn kept_in(
        self,
        blocks: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = usize> + 'p {
        blocks.filter(move |&block| self.kept.get(block).is_some_and(|&kept| kept))
    }

    pub(super) fn block(self, block: usize) -> &'p OutlineBlock {
        &self.outline.blocks[block]
    }

    /// Returns the blocks inside a container.
    pub(super) fn blocks_in(self, container: u32) -> Range<usize> {
        let container = &self.outline.containers[container as usize];
        container.first as usize..container.end as usize
    }

    /// Returns true if a container is the title of a callout or inside it.
    pub(super) fn is_in_callout_title(self, container: u32) -> bool {
        !self.callouts.is_empty()
            && self.outline.path(container).any(|id| self.callouts.is_title(id))
    }

    /// Returns the text of an inline element.
    pub(super) fn text(self, container: u32) -> &'p str {
        let Some(span) = self.positions.spans.get(container as usize) else { return "" };
        self.outline.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Returns an attribute of a container's element.
    pub(super) fn attribute(self, container: u32, name: &str) -> Option<&'p str> {
        self.positions.attribute(self.dom, container, name)
    }

    /// Returns the inline links to places on the page, in document order: the container of each,
    /// and the fragment.
    pub(super) fn own_links(self) -> impl Iterator<Item = (u32, &'p str)> {
        let links = (0..).zip(&self.outline.containers);
        links.filter(|(_, container)| container.tag == Tag::A && container.inline).filter_map(
            move |(id, _)| Some((id, self.attribute(id, "href").and_then(own_fragment)?)),
        )
    }

    /// Returns the classes of a container's element.
    pub(super) fn classes(self, container: u32) -> impl Iterator<Item = &'p str> {
        self.attribute(container, "class").unwrap_or_default().split_ascii_whitespace()
    }
}
