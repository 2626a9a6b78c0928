//! html5ever with a sink that keeps no tree: what parsing alone costs.

use std::cell::Cell;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

/// Parses a page; returns how many nodes a tree would have.
pub(crate) fn parse(page: &str) -> usize {
    parse_document(Null::default(), ParseOpts::default()).one(page)
}

/// Hands out numbers and remembers only the elements' names, which the parser asks for.
#[derive(Default)]
struct Null {
    nodes: Cell<usize>,
}

/// A node: its number, and its name if it is an element.
#[derive(Clone)]
struct Handle {
    id: usize,
    name: Option<std::rc::Rc<QualName>>,
}

impl Null {
    fn next(&self, name: Option<QualName>) -> Handle {
        self.nodes.set(self.nodes.get() + 1);
        Handle { id: self.nodes.get(), name: name.map(std::rc::Rc::new) }
    }
}

impl TreeSink for Null {
    type Handle = Handle;
    type Output = usize;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> usize {
        self.nodes.get()
    }
    fn parse_error(&self, _: std::borrow::Cow<'static, str>) {}
    fn get_document(&self) -> Handle {
        Handle { id: 0, name: None }
    }
    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        const NO_NAME: ExpandedName<'static> =
            ExpandedName { ns: &html5ever::ns!(), local: &html5ever::local_name!("") };
        target.name.as_ref().map_or(NO_NAME, |name| name.expanded())
    }
    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> Handle {
        self.next(Some(name))
    }
    fn create_comment(&self, _: StrTendril) -> Handle {
        self.next(None)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.next(None)
    }
    fn append(&self, _: &Handle, _: NodeOrText<Handle>) {}
    fn append_based_on_parent_node(&self, _: &Handle, _: &Handle, _: NodeOrText<Handle>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }
    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        a.id == b.id
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, _: &Handle, _: NodeOrText<Handle>) {}
    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, _: &Handle) {}
    fn reparent_children(&self, _: &Handle, _: &Handle) {}
}
