//! Parses pages with html5ever and keeps no tree, to measure the cost of the parser alone.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

/// Parses a page and returns the number of nodes that a tree would have.
pub(crate) fn parse(page: &str) -> usize {
    parse_document(NullSink::default(), ParseOpts::default()).one(page)
}

/// A sink that only counts nodes.
#[derive(Default)]
struct NullSink {
    nodes: Cell<usize>,
}

/// A node's number, and the name of an element. The parser asks for names.
#[derive(Clone)]
struct NullNode {
    id: usize,
    name: Option<Rc<QualName>>,
}

impl NullSink {
    fn add(&self, name: Option<QualName>) -> NullNode {
        self.nodes.set(self.nodes.get() + 1);
        NullNode { id: self.nodes.get(), name: name.map(Rc::new) }
    }
}

impl TreeSink for NullSink {
    type Handle = NullNode;
    type Output = usize;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> usize {
        self.nodes.get()
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> NullNode {
        NullNode { id: 0, name: None }
    }
    fn elem_name<'a>(&'a self, target: &'a NullNode) -> ExpandedName<'a> {
        const NO_NAME: ExpandedName<'static> =
            ExpandedName { ns: &html5ever::ns!(), local: &html5ever::local_name!("") };
        target.name.as_ref().map_or(NO_NAME, |name| name.expanded())
    }
    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> NullNode {
        self.add(Some(name))
    }
    fn create_comment(&self, _: StrTendril) -> NullNode {
        self.add(None)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NullNode {
        self.add(None)
    }
    fn append(&self, _: &NullNode, _: NodeOrText<NullNode>) {}
    fn append_based_on_parent_node(&self, _: &NullNode, _: &NullNode, _: NodeOrText<NullNode>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &NullNode) -> NullNode {
        target.clone()
    }
    fn same_node(&self, a: &NullNode, b: &NullNode) -> bool {
        a.id == b.id
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, _: &NullNode, _: NodeOrText<NullNode>) {}
    fn add_attrs_if_missing(&self, _: &NullNode, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, _: &NullNode) {}
    fn reparent_children(&self, _: &NullNode, _: &NullNode) {}
}
