//! DOM to blocks: walks the tree once and splits its text where a reader would see a new block.
//!
//! A block ends at every element that is not inline, at two line breaks in a row and at a rule.
//! Text that readers do not see is kept, and its container says so. With this segmentation an F1 of
//! .984 can be reached on the development pages (`docs/models.md`, Accuracy).

mod attributes;
mod block_builder;
mod code_lines;
mod element_candidates;
mod generated_text;
mod interface;
mod invisible;
mod layout_rows;
mod rule_coverage;
mod scripts;
mod walker;

use crate::html::dom::Dom;
pub(crate) use element_candidates::{field_of_word, fields_of_items};
pub(crate) use scripts::is_script_text;
pub(crate) use walker::Segmented;
use walker::Walker;

/// Splits a tree into blocks. `rule_flags` has bits of
/// [`rule_flag`](crate::html::outline::rule_flag) for each node of the tree, or is empty.
pub(crate) fn segment(dom: &Dom, rule_flags: &[u8]) -> Segmented {
    let mut walker = Walker::new(dom, rule_flags);
    let root = dom.root();
    let mut node = root;
    loop {
        let enters = walker.enter(node);
        if enters && let Some(child) = dom.first_child(node) {
            node = child;
            continue;
        }
        if enters {
            walker.leave(node);
        }
        loop {
            if node == root {
                return walker.finish();
            }
            if let Some(sibling) = dom.next_sibling(node) {
                node = sibling;
                break;
            }
            let Some(parent) = dom.parent(node) else { return walker.finish() };
            node = parent;
            walker.leave(node);
        }
    }
}
