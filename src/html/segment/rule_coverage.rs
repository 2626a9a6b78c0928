//! Which rule flags hold for whole blocks: those of the elements around all of a block's text.

use crate::html::dom::NodeId;
use crate::html::outline::rule_flag;

/// Follows the walk over a tree whose nodes have rule flags. Without flags it does next to nothing.
pub(super) struct RuleCoverage<'m> {
    /// Bits of [`rule_flag`] for each node; empty without rules.
    flags_of_nodes: &'m [u8],
    /// Number of open elements with each flag.
    open: [u32; rule_flag::ALL.len()],
    /// The flags that hold for all text of the block so far. `None` before the first text.
    block: Option<u8>,
}

impl<'m> RuleCoverage<'m> {
    pub(super) fn new(flags_of_nodes: &'m [u8]) -> Self {
        RuleCoverage { flags_of_nodes, open: [0; rule_flag::ALL.len()], block: None }
    }

    /// Returns true if a rule excludes the element itself.
    pub(super) fn excludes(&self, id: NodeId) -> bool {
        self.flags_of_nodes.get(id.index()).is_some_and(|flags| flags & rule_flag::EXCLUDED != 0)
    }

    /// Opens an element.
    pub(super) fn enter(&mut self, id: NodeId) {
        self.count(id, |open| *open += 1);
    }

    /// Closes an element.
    pub(super) fn leave(&mut self, id: NodeId) {
        self.count(id, |open| *open = open.saturating_sub(1));
    }

    /// Adds text to the block.
    pub(super) fn text(&mut self) {
        if self.flags_of_nodes.is_empty() {
            return;
        }
        let mut open_flags = 0;
        for (bit, open) in rule_flag::ALL.iter().zip(self.open) {
            if open > 0 {
                open_flags |= bit;
            }
        }
        self.block = Some(self.block.map_or(open_flags, |block| block & open_flags));
    }

    /// Ends the block. Returns its flags, or `None` without rules.
    pub(super) fn end_block(&mut self) -> Option<u8> {
        self.block.take()
    }

    fn count(&mut self, id: NodeId, change: impl Fn(&mut u32)) {
        let flags = self.flags_of_nodes.get(id.index()).copied().unwrap_or(0);
        for (bit, open) in rule_flag::ALL.iter().zip(&mut self.open) {
            if flags & bit != 0 {
                change(open);
            }
        }
    }
}
