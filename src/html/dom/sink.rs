//! The sink that html5ever's tree builder writes into: it stores nodes in an arena.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::tree::{Dom, DomAttribute, DomNode, NONE, NodeData, NodeId};
use crate::verdict::Degraded;

/// Bytes read between two checks of the depth, because a check costs as much as the tree is deep.
/// At most as many elements can be nested in between.
pub(super) const DEPTH_CHECK_BYTES: usize = 4096;

/// Attributes that a page may have per node it may have. Real pages have one to three, but if the
/// parser copies an element for every paragraph, it copies all its attributes too.
pub(super) const ATTRIBUTES_PER_NODE: usize = 2;

/// `html` and `body` with more attributes than this get no more from later tags of their name,
/// because each of these tags costs a copy of all the old ones.
const MOST_MERGED: usize = 64;

/// Builds the tree. html5ever calls its methods with `&self`, so the arena is in a cell.
#[derive(Debug)]
pub(crate) struct DomSink {
    arena: RefCell<Arena>,
}

/// The nodes, and the state that the budgets need.
#[derive(Debug)]
struct Arena {
    nodes: Vec<DomNode>,
    attrs: Vec<DomAttribute>,
    text: String,
    /// With more nodes than this, attributes and text are not stored any more: the parser stops
    /// after this tag anyway.
    full: usize,
    /// The element that was inserted last.
    newest: NodeId,
    /// The `template` elements. Their contents are cut off when the tree is complete.
    templates: Vec<NodeId>,
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
    /// Returns an empty document for a page of `bytes` bytes, with a budget of `nodes` nodes.
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

    /// Returns true if the budget of nodes or of attributes has run out.
    pub(super) fn is_full(&self) -> bool {
        self.arena.borrow().is_full()
    }

    /// Returns true if the newest element has more than `most` ancestors. The newest element is the
    /// innermost open element, inside it, or its sibling.
    pub(super) fn is_deeper(&self, most: usize) -> bool {
        let arena = self.arena.borrow();
        arena.depth(arena.newest, most.saturating_add(1)) > most
    }

    /// Returns the complete tree.
    pub(super) fn into_dom(self, degraded: Option<Degraded>, rest: usize) -> Dom {
        let mut arena = self.arena.into_inner();
        for template in std::mem::take(&mut arena.templates) {
            arena.change(template, |node| (node.first, node.last) = (NONE, NONE));
        }
        Dom { nodes: arena.nodes, attrs: arena.attrs, text: arena.text, degraded, rest }
    }
}

impl Arena {
    /// Returns true if only bare nodes are stored any more.
    fn is_full(&self) -> bool {
        self.nodes.len() > self.full
            || self.attrs.len() / ATTRIBUTES_PER_NODE > self.full.saturating_add(DEPTH_CHECK_BYTES)
    }

    /// Stores a node outside the tree.
    fn add(&mut self, data: NodeData) -> NodeId {
        let id = u32::try_from(self.nodes.len()).map_or(NONE, NodeId);
        self.nodes.push(DomNode::new(data));
        id
    }

    /// Changes the links of a node, if there is one.
    fn change(&mut self, id: NodeId, change: impl FnOnce(&mut DomNode)) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            change(node);
        }
    }

    /// Returns one link of a node.
    fn link(&self, id: NodeId, link: impl FnOnce(&DomNode) -> NodeId) -> NodeId {
        self.nodes.get(id.index()).map_or(NONE, link)
    }

    /// Counts the ancestors of `id`, up to `most`.
    fn depth(&self, id: NodeId, most: usize) -> usize {
        let up = |&id: &NodeId| self.link(id, |node| node.parent).get();
        std::iter::successors(up(&id), up).take(most).count()
    }

    /// Removes a node from its parent's children.
    fn detach(&mut self, id: NodeId) {
        let Some(node) = self.nodes.get_mut(id.index()) else { return };
        let (parent, prev, next) = (node.parent, node.prev, node.next);
        (node.parent, node.prev, node.next) = (NONE, NONE, NONE);
        if prev == NONE {
            self.change(parent, |parent| parent.first = next);
        } else {
            self.change(prev, |prev| prev.next = next);
        }
        if next == NONE {
            self.change(parent, |parent| parent.last = prev);
        } else {
            self.change(next, |next| next.prev = prev);
        }
    }

    /// Puts a node that is outside the tree into `parent`, before its child `next`, or last if
    /// `next` is [`NONE`].
    fn attach(&mut self, parent: NodeId, id: NodeId, next: NodeId) {
        let prev = if next == NONE {
            self.link(parent, |node| node.last)
        } else {
            self.link(next, |node| node.prev)
        };
        self.change(id, |node| (node.parent, node.prev, node.next) = (parent, prev, next));
        if prev == NONE {
            self.change(parent, |node| node.first = id);
        } else {
            self.change(prev, |node| node.next = id);
        }
        if next == NONE {
            self.change(parent, |node| node.last = id);
        } else {
            self.change(next, |node| node.prev = id);
        }
    }

    /// Inserts a node or text into `parent`, before its child `next`, or last if `next` is
    /// [`NONE`].
    fn insert(&mut self, parent: NodeId, child: NodeOrText<NodeHandle>, next: NodeId) {
        match child {
            NodeOrText::AppendNode(child) if child.id != NONE => {
                self.detach(child.id);
                self.attach(parent, child.id, next);
                self.newest = child.id;
            }
            NodeOrText::AppendNode(_comment) => {}
            NodeOrText::AppendText(text) => {
                let prev = if next == NONE {
                    self.link(parent, |node| node.last)
                } else {
                    self.link(next, |node| node.prev)
                };
                self.insert_text(parent, &text, prev, next);
            }
        }
    }

    /// Extends the text node `prev` if its text is at the end of the buffer, else inserts a new
    /// text node.
    fn insert_text(&mut self, parent: NodeId, text: &str, prev: NodeId, next: NodeId) {
        let at = self.text.len();
        let (Ok(start), Ok(end)) = (u32::try_from(at), u32::try_from(at + text.len())) else {
            return;
        };
        if self.is_full() {
            return;
        }
        self.text.push_str(text);
        if let Some(DomNode { data: NodeData::Text { end: old, .. }, .. }) =
            self.nodes.get_mut(prev.index())
            && *old == start
        {
            *old = end;
            return;
        }
        let id = self.add(NodeData::Text { start, end });
        self.attach(parent, id, next);
    }

    /// Stores attributes. Returns the index of the first one and their number.
    fn add_attrs(&mut self, attrs: Vec<Attribute>) -> (u32, u16) {
        let Ok(at) = u32::try_from(self.attrs.len()) else { return (0, 0) };
        if self.is_full() {
            return (at, 0);
        }
        let most = usize::from(u16::MAX);
        self.attrs.extend(
            attrs
                .into_iter()
                .take(most)
                .map(|attr| DomAttribute { name: attr.name.local, value: attr.value }),
        );
        (at, u16::try_from(self.attrs.len() - at as usize).unwrap_or(u16::MAX))
    }

    /// Adds the attributes that an element does not have yet.
    fn add_missing(&mut self, id: NodeId, new: Vec<Attribute>) {
        let Some(DomNode { data: NodeData::Element { attrs, attrs_at, .. }, .. }) =
            self.nodes.get_mut(id.index())
        else {
            return;
        };
        let start = *attrs_at as usize;
        let old = self.attrs.get(start..start + usize::from(*attrs)).unwrap_or(&[]);
        let mut all: Vec<DomAttribute> = old
            .iter()
            .map(|attr| DomAttribute { name: attr.name.clone(), value: attr.value.clone() })
            .collect();
        let known = all.len();
        if known > MOST_MERGED {
            return;
        }
        for attr in new {
            if all.iter().all(|old| old.name != attr.name.local) {
                all.push(DomAttribute { name: attr.name.local, value: attr.value });
            }
        }
        let (Ok(at), Ok(count)) = (u32::try_from(self.attrs.len()), u16::try_from(all.len()))
        else {
            return;
        };
        if all.len() > known {
            (*attrs, *attrs_at) = (count, at);
            self.attrs.append(&mut all);
        }
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
        self.arena.borrow_mut().insert(parent.id, child, NONE);
    }

    fn append_before_sibling(&self, sibling: &NodeHandle, child: NodeOrText<NodeHandle>) {
        let mut arena = self.arena.borrow_mut();
        let parent = arena.link(sibling.id, |node| node.parent);
        arena.insert(parent, child, sibling.id);
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
            arena.detach(child);
            arena.attach(new_parent.id, child, NONE);
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
