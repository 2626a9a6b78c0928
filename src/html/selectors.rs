//! Finds the elements that user rules match.
//!
//! The selectors are those of `scraper`, matched over the page's own tree: so no page is parsed
//! twice, and every step of a match is counted. A limit on steps is necessary because `:has()` and
//! sibling combinators are quadratic on wide and deep trees.

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
use crate::html::outline::{RuleMatches, rule_flag};
use crate::rules::Rules;

#[cfg(test)]
mod tests;

/// Steps that a rule may take on a page: a fifth of a second of work. Real pages have some 1,500
/// elements and a depth of at most 56. There, even a rule that walks from each element to the root
/// takes fewer than 100,000 steps.
const STEPS: usize = 10_000_000;

/// Levels of the tree that `:has()` searches. It recurses; real pages have at most 56 levels.
const DEEPEST: u32 = 512;

/// Bytes of text that count as one step when they are compared.
const STEP_BYTES: usize = 16;

/// Walks over the siblings of an element that matching an `:nth-child()` takes: one from each side,
/// and both again with debug assertions, which fail if a walk stops early.
const NTH_WALKS: usize = 4;

/// Matches all rules against all elements of a tree.
pub(crate) fn match_rules(dom: &Dom, rules: &Rules) -> RuleMatches {
    if rules.is_empty() {
        return RuleMatches::default();
    }
    let tree = CountedTree::new(dom);
    let mut matches = RuleMatches { flags: vec![0; dom.len()], ..RuleMatches::default() };
    for (rules, bit) in
        [(&rules.excluded, rule_flag::EXCLUDED), (&rules.included, rule_flag::INCLUDED)]
    {
        for rule in rules {
            match tree.set_flags(&rule.list, bit, &mut matches.flags) {
                None => matches.gave_up = true,
                Some(0) => matches.unmatched.push(rule.selector.clone()),
                Some(_) => {}
            }
        }
    }
    matches
}

/// A tree with the number of steps that are left.
#[derive(Debug)]
struct CountedTree<'d> {
    dom: &'d Dom,
    /// The elements in document order, each with the number of its ancestors.
    elements: Vec<(NodeId, u32)>,
    /// The largest number of siblings.
    widest: usize,
    /// Steps left for the rule. Below `reserve`, no new walk over siblings begins. At 0, every walk
    /// ends.
    left: Cell<usize>,
}

impl<'d> CountedTree<'d> {
    /// Lists the elements of a tree.
    fn new(dom: &'d Dom) -> Self {
        let mut tree = CountedTree { dom, elements: Vec::new(), widest: 0, left: Cell::new(0) };
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

    /// Returns the steps that are reserved for the last walk over siblings.
    fn reserve(&self) -> usize {
        NTH_WALKS * self.widest
    }

    /// Sets `bit` in the flags of the elements that a list of selectors matches. Returns how many
    /// these are, or `None` if the steps ran out.
    fn set_flags(&self, list: &SelectorList<Simple>, bit: u8, flags: &mut [u8]) -> Option<usize> {
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
        let mut count = 0;
        for &(id, depth) in &self.elements {
            let matches =
                matches_selector_list(list, &MatchElement { tree: self, id, depth }, &mut context);
            self.spend(1);
            if self.is_spent() {
                return None;
            }
            if matches && let Some(flags) = flags.get_mut(id.index()) {
                *flags |= bit;
                count += 1;
            }
        }
        Some(count)
    }

    /// Counts steps.
    fn spend(&self, steps: usize) {
        self.left.set(self.left.get().saturating_sub(steps));
    }

    /// Returns true if the rule must be given up.
    fn is_spent(&self) -> bool {
        self.left.get() <= self.reserve()
    }
}

/// An element in the form that the crate `selectors` expects.
#[derive(Clone, Copy, Debug)]
struct MatchElement<'t> {
    tree: &'t CountedTree<'t>,
    id: NodeId,
    /// Number of ancestors.
    depth: u32,
}

impl<'t> MatchElement<'t> {
    /// Returns the first element among a node and those that `next` returns.
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
                return Some(MatchElement { id, depth, ..self });
            }
            at = next(self.tree.dom, id);
        }
        None
    }

    /// Returns the value of an attribute.
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

impl Element for MatchElement<'_> {
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

    // The rest is for pseudo-elements, shadow trees and restyling. A page without scripts has none.

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
