//! The sink that html5ever's tree builder writes into.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::arena::Arena;
use super::shadow::lay_out_templates;
use super::tree::{Dom, NONE, NodeData, NodeId};
use crate::verdict::Degraded;

/// Builds the tree. html5ever calls its methods with `&self`, so the arena is in a cell.
#[derive(Debug)]
pub(crate) struct DomSink {
    arena: RefCell<Arena>,
}

/// html5ever's handle of an element. It holds the name, because html5ever asks for it all the time
/// and it never changes.
#[derive(Clone, Debug)]
pub(crate) struct NodeHandle {
    id: NodeId,
    space: ElementNamespace,
    /// True for an `annotation-xml` element that contains HTML.
    integration: bool,
    name: LocalName,
}

/// The namespaces of elements.
#[derive(Clone, Copy, Debug, PartialEq)]
enum ElementNamespace {
    /// Of the document and of comments, which are not elements.
    None,
    Html,
    Svg,
    MathMl,
}

/// An element's name in the form that html5ever expects.
#[derive(Debug)]
pub(crate) struct SinkName<'a> {
    space: Namespace,
    local: &'a LocalName,
}

impl ElemName for SinkName<'_> {
    #[inline]
    fn ns(&self) -> &Namespace {
        &self.space
    }

    #[inline]
    fn local_name(&self) -> &LocalName {
        self.local
    }
}

impl NodeHandle {
    /// Returns the handle of a node that is not an element.
    fn bare(id: NodeId) -> NodeHandle {
        NodeHandle { id, space: ElementNamespace::None, integration: false, name: local_name!("") }
    }
}

impl DomSink {
    /// Returns an empty document for a page of `bytes` bytes, with a limit of `nodes` nodes.
    pub(super) fn new(nodes: usize, bytes: usize) -> DomSink {
        let mut arena = Arena {
            // Real pages have one node per 20 to 200 bytes, and one byte of text per 4 to 20.
            nodes: Vec::with_capacity((bytes / 64).min(nodes)),
            attrs: Vec::new(),
            text: String::with_capacity(bytes / 8),
            full: nodes,
            newest: NONE,
            templates: Vec::new(),
        };
        arena.add(NodeData::Root);
        DomSink { arena: RefCell::new(arena) }
    }

    /// Returns true if the limit on nodes or on attributes is reached.
    pub(super) fn is_full(&self) -> bool {
        self.arena.borrow().is_full()
    }

    /// Returns true if the newest element has more than `most` ancestors. The newest element is the
    /// innermost open element, inside it, or its sibling.
    pub(super) fn is_deeper(&self, most: usize) -> bool {
        let arena = self.arena.borrow();
        arena.depth(arena.newest, most.saturating_add(1)) > most
    }

    /// Returns the complete tree, or an empty one if shadow trees make it deeper than `most`
    /// levels: slots nest their trees, and the parser does not see that depth.
    pub(super) fn into_dom(self, degraded: Option<Degraded>, rest: usize, most: usize) -> Dom {
        let mut arena = self.arena.into_inner();
        let templates = std::mem::take(&mut arena.templates);
        if lay_out_templates(&mut arena, &templates) && arena.has_deeper(most) {
            return DomSink::new(0, 0).into_dom(Some(Degraded::Depth), 0, most);
        }
        Dom { nodes: arena.nodes, attrs: arena.attrs, text: arena.text, degraded, rest }
    }
}

impl TreeSink for DomSink {
    type Handle = NodeHandle;
    type Output = DomSink;
    type ElemName<'a> = SinkName<'a>;

    fn finish(self) -> DomSink {
        self
    }

    fn get_document(&self) -> NodeHandle {
        NodeHandle::bare(NodeId(0))
    }

    #[inline]
    fn elem_name<'a>(&'a self, target: &'a NodeHandle) -> SinkName<'a> {
        let space = match target.space {
            ElementNamespace::Html => ns!(html),
            ElementNamespace::Svg => ns!(svg),
            ElementNamespace::MathMl => ns!(mathml),
            ElementNamespace::None => ns!(),
        };
        SinkName { space, local: &target.name }
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeHandle {
        let mut arena = self.arena.borrow_mut();
        let (attrs_at, attrs) = arena.add_attrs(attrs);
        let space = match name.ns {
            ns!(html) => ElementNamespace::Html,
            ns!(svg) => ElementNamespace::Svg,
            ns!(mathml) => ElementNamespace::MathMl,
            _ => ElementNamespace::None,
        };
        let html = space == ElementNamespace::Html;
        let id = arena.add(NodeData::Element { name: name.local.clone(), html, attrs, attrs_at });
        if flags.template {
            arena.templates.push(id);
        }
        NodeHandle {
            id,
            space,
            integration: flags.mathml_annotation_xml_integration_point,
            name: name.local,
        }
    }

    fn create_comment(&self, _text: StrTendril) -> NodeHandle {
        NodeHandle::bare(NONE)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeHandle {
        NodeHandle::bare(NONE)
    }

    fn append(&self, parent: &NodeHandle, child: NodeOrText<NodeHandle>) {
        insert(&mut self.arena.borrow_mut(), parent.id, child, NONE);
    }

    fn append_before_sibling(&self, sibling: &NodeHandle, child: NodeOrText<NodeHandle>) {
        let mut arena = self.arena.borrow_mut();
        let parent = arena.link(sibling.id, |node| node.parent);
        insert(&mut arena, parent, child, sibling.id);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeHandle,
        prev_element: &NodeHandle,
        child: NodeOrText<NodeHandle>,
    ) {
        let parent = self.arena.borrow().link(element.id, |node| node.parent);
        if parent == NONE {
            self.append(prev_element, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn get_template_contents(&self, target: &NodeHandle) -> NodeHandle {
        target.clone()
    }

    #[inline]
    fn same_node(&self, x: &NodeHandle, y: &NodeHandle) -> bool {
        x.id == y.id
    }

    fn add_attrs_if_missing(&self, target: &NodeHandle, attrs: Vec<Attribute>) {
        self.arena.borrow_mut().add_missing(target.id, attrs);
    }

    fn remove_from_parent(&self, target: &NodeHandle) {
        self.arena.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &NodeHandle, new_parent: &NodeHandle) {
        let mut arena = self.arena.borrow_mut();
        while let Some(child) = arena.link(node.id, |node| node.first).get() {
            arena.append(new_parent.id, child);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &NodeHandle) -> bool {
        target.integration
    }

    fn allow_declarative_shadow_roots(&self, _parent: &NodeHandle) -> bool {
        false
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn append_doctype_to_document(
        &self,
        _name: StrTendril,
        _public: StrTendril,
        _system: StrTendril,
    ) {
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}
}

/// Inserts a node or text into `parent`, before its child `next`, or last if `next` is [`NONE`].
fn insert(arena: &mut Arena, parent: NodeId, child: NodeOrText<NodeHandle>, next: NodeId) {
    match child {
        NodeOrText::AppendNode(child) => arena.insert_node(parent, child.id, next),
        NodeOrText::AppendText(text) => arena.insert_text(parent, &text, next),
    }
}
