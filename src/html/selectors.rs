//! Finds the elements that user rules match.
//!
//! The selectors are those of `scraper`, matched over the page's own tree and not over a copy of it: so no page is parsed
//! twice, and every step of a match is counted. A step budget is what keeps `:has()` and sibling combinators, which are
//! quadratic on wide and deep trees, from holding up a run.

use std::cell::Cell;

use html5ever::{Namespace, ns};
use scraper::selector::{CssLocalName, CssString, NonTSPseudoClass, PseudoElement, Simple};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::matching::{
    ElementSelectorFlags, MatchingContext, MatchingForInvalidation, MatchingMode,
    NeedsSelectorFlags, QuirksMode, SelectorCaches, matches_selector_list,
};
use selectors::{Element, OpaqueElement, parser::SelectorList};

use crate::html::dom::{Dom, NodeId};
use crate::html::outline::rule_flag;
use crate::rules::Rules;

#[cfg(test)]
mod tests;

/// Steps that a rule may take on a page: a fifth of a second's work. On real pages, of some 1,500 elements no deeper than
/// 56, even a rule that walks from each element to the root takes less than 100,000.
const STEPS: usize = 10_000_000;

/// Levels of the tree that `:has()` looks into: it recurses. Real pages never passed 56.
const DEEPEST: u32 = 512;

/// Bytes that are compared in a step.
const STEP_BYTES: usize = 16;

/// Walks over the siblings of an element that matching an `:nth-child()` takes: from both sides, and once more with
/// debug assertions, which may not see a walk cut short.
const NTH_WALKS: usize = 4;

/// What rules say of the elements of a page.
#[derive(Debug, Default)]
pub(crate) struct RuleMatches {
    /// Bits of [`rule_flag`] for each node, by its number; empty if there are no rules.
    pub(crate) flags: Vec<u8>,
    /// Whether a rule was given up.
    pub(crate) gave_up: bool,
}

/// Matches all rules against all elements of a tree.
pub(crate) fn match_rules(dom: &Dom, rules: &Rules) -> RuleMatches {
    if rules.is_empty() {
        return RuleMatches::default();
    }
    let tree = Tree::new(dom);
    let mut marks = RuleMatches { flags: vec![0; dom.len()], gave_up: false };
    for (lists, bit) in
        [(&rules.excluded, rule_flag::EXCLUDED), (&rules.included, rule_flag::INCLUDED)]
    {
        for list in lists {
            marks.gave_up |= !tree.mark(list, bit, &mut marks.flags);
        }
    }
    marks
}

/// A tree with the count of the steps taken in it.
#[derive(Debug)]
struct Tree<'d> {
    dom: &'d Dom,
    /// The elements with the number of elements around each, in the order of the page.
    elements: Vec<(NodeId, u32)>,
    /// Nodes of the largest family of siblings.
    widest: usize,
    /// Steps left to the rule. Below `reserve`, no more walk over siblings begins; at 0, every walk ends.
    left: Cell<usize>,
}

impl<'d> Tree<'d> {
    /// Lists the elements of a tree.
    fn new(dom: &'d Dom) -> Self {
        let mut tree = Tree { dom, elements: Vec::new(), widest: 0, left: Cell::new(0) };
        let mut levels = vec![(dom.first_child(dom.root()), 0)];
        while let Some((next, count)) = levels.pop() {
            let Some(id) = next else {
                tree.widest = tree.widest.max(count);
                continue;
            };
            let depth = levels.len() as u32;
            levels.push((dom.next_sibling(id), count + 1));
            if dom.name(id).is_some() {
                tree.elements.push((id, depth));
                levels.push((dom.first_child(id), 0));
            }
        }
        tree
    }

    /// Steps that are kept back for the walk over siblings that is under way when all others have been taken.
    fn reserve(&self) -> usize {
        NTH_WALKS * self.widest
    }

    /// Sets the bit of the elements that a list of selectors matches. Returns whether it came to the end of them.
    fn mark(&self, list: &SelectorList<Simple>, bit: u8, marks: &mut [u8]) -> bool {
        self.left.set(STEPS + self.reserve());
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        for &(id, depth) in &self.elements {
            let matches =
                matches_selector_list(list, &Subject { tree: self, id, depth }, &mut context);
            self.spend(1);
            if self.is_spent() {
                return false;
            }
            if matches && let Some(marks) = marks.get_mut(id.index()) {
                *marks |= bit;
            }
        }
        true
    }

    /// Counts steps.
    fn spend(&self, steps: usize) {
        self.left.set(self.left.get().saturating_sub(steps));
    }

    /// Whether the rule is to be given up.
    fn is_spent(&self) -> bool {
        self.left.get() <= self.reserve()
    }
}

/// An element as `selectors` wants to see it.
#[derive(Clone, Copy, Debug)]
struct Subject<'t> {
    tree: &'t Tree<'t>,
    id: NodeId,
    /// Elements around it.
    depth: u32,
}

impl<'t> Subject<'t> {
    /// The first element among a node and those that `next` leads to.
    fn first_of(
        self,
        mut at: Option<NodeId>,
        next: impl Fn(&Dom, NodeId) -> Option<NodeId>,
        depth: u32,
    ) -> Option<Self> {
        while let Some(id) = at {
            self.tree.spend(1);
            if self.tree.left.get() == 0 {
                return None;
            }
            if self.tree.dom.name(id).is_some() {
                return Some(Subject { id, depth, ..self });
            }
            at = next(self.tree.dom, id);
        }
        None
    }

    /// The value of an attribute.
    fn value(&self, name: &str) -> Option<&'t str> {
        self.tree.spend(self.tree.dom.attrs(self.id).len());
        let value = self.tree.dom.attr_named(self.id, name)?;
        self.tree.spend(value.len() / STEP_BYTES);
        Some(value)
    }

    fn is_html(&self) -> bool {
        self.tree.dom.is_html(self.id)
    }
}

impl Element for Subject<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.tree.dom.node(self.id))
    }

    fn parent_element(&self) -> Option<Self> {
        self.first_of(self.tree.dom.parent(self.id), |_, _| None, self.depth.saturating_sub(1))
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.first_of(self.tree.dom.prev_sibling(self.id), Dom::prev_sibling, self.depth)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.first_of(self.tree.dom.next_sibling(self.id), Dom::next_sibling, self.depth)
    }

    fn first_element_child(&self) -> Option<Self> {
        if self.depth >= DEEPEST && self.tree.dom.first_child(self.id).is_some() {
            self.tree.spend(usize::MAX);
        }
        self.first_of(self.tree.dom.first_child(self.id), Dom::next_sibling, self.depth + 1)
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.is_html()
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        self.tree.dom.name(self.id) == Some(&name.0)
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        self.is_html() == (*namespace == ns!(html))
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.tree.dom.name(self.id) == self.tree.dom.name(other.id)
            && self.is_html() == other.is_html()
    }

    fn attr_matches(
        &self,
        _namespace: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        self.value(&name.0).is_some_and(|value| operation.eval_str(value))
    }

    fn has_id(&self, id: &CssLocalName, case: CaseSensitivity) -> bool {
        self.value("id").is_some_and(|own| case.eq(own.as_bytes(), id.0.as_bytes()))
    }

    fn has_class(&self, name: &CssLocalName, case: CaseSensitivity) -> bool {
        let classes = self.value("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|class| case.eq(class.as_bytes(), name.0.as_bytes()))
    }

    fn is_empty(&self) -> bool {
        self.tree.dom.first_child(self.id).is_none()
    }

    fn is_root(&self) -> bool {
        self.tree.dom.parent(self.id) == Some(self.tree.dom.root())
    }

    fn ignores_nth_child_selectors(&self) -> bool {
        self.tree.is_spent()
    }

    fn is_link(&self) -> bool {
        false
    }

    // What follows is about pseudo-elements, shadow trees and restyling, none of which a page without scripts has.

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn match_non_ts_pseudo_class(
        &self,
        _: &NonTSPseudoClass,
        _: &mut MatchingContext<'_, Simple>,
    ) -> bool {
        false
    }

    fn match_pseudo_element(&self, _: &PseudoElement, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
