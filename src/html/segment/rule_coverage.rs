//! Which marks hold for whole blocks: those of the elements that are around all of a block's text.

use crate::html::dom::NodeId;
use crate::html::outline::rule_flag;

/// Follows the walk over a tree whose nodes are marked. Does next to nothing where none is.
pub(super) struct Cover<'m> {
    /// Bits of [`rule_flag`] for each node; empty if none has any.
    of_node: &'m [u8],
    /// Open elements with each mark.
    open: [u32; rule_flag::ALL.len()],
    /// The marks that hold for all text of the block so far; none if it has none.
    block: Option<u8>,
}

impl<'m> Cover<'m> {
    pub(super) fn new(of_node: &'m [u8]) -> Self {
        Cover { of_node, open: [0; rule_flag::ALL.len()], block: None }
    }

    /// Meets an element that is looked into.
    pub(super) fn enter(&mut self, id: NodeId) {
        self.each(id, |open| *open += 1);
    }

    /// Leaves it.
    pub(super) fn leave(&mut self, id: NodeId) {
        self.each(id, |open| *open = open.saturating_sub(1));
    }

    /// Meets text of the block.
    pub(super) fn text(&mut self) {
        if !self.of_node.is_empty() {
            let here = rule_flag::ALL
                .iter()
                .zip(self.open)
                .filter(|(_, open)| *open > 0)
                .fold(0, |bits, (bit, _)| bits | bit);
            self.block = Some(self.block.map_or(here, |block| block & here));
        }
    }

    /// Ends the block; returns its marks, if there may be any.
    pub(super) fn end_block(&mut self) -> Option<u8> {
        self.block.take()
    }

    fn each(&mut self, id: NodeId, change: impl Fn(&mut u32)) {
        let bits = self.of_node.get(id.index()).copied().unwrap_or(0);
        let marked = rule_flag::ALL.iter().zip(&mut self.open).filter(|(bit, _)| bits & **bit != 0);
        marked.for_each(|(_, open)| change(open));
    }
}
