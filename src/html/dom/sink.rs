//! What html5ever calls while it builds the tree.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::{ATTRIBUTES_PER_NODE, Attr, Data, Dom, NONE, Node, NodeId};
use crate::verdict::Degraded;

/// Attributes from which on `html` and `body` get no more from further tags of their name: each of these costs a copy of
/// all the old ones.
const MERGED: usize = 64;

/// The tree while it is built.
#[derive(Debug)]
pub(crate) struct Sink {
    tree: RefCell<Tree>,
}

/// The arena and what the budgets need to know of it.
#[derive(Debug)]
struct Tree {
    nodes: Vec<Node>,
    attrs: Vec<Attr>,
    text: String,
    /// Nodes from which on attributes and text are thrown away: the parse is stopped after this tag anyway.
    full: usize,
    /// The element that was put into the tree last.
    newest: NodeId,
    /// The `template` elements, whose contents are cut off in the end.
    templates: Vec<NodeId>,
}

/// html5ever's handle on an element: with its name, which html5ever asks for all the time and which never changes.
#[derive(Clone, Debug)]
pub(crate) struct Handle {
    id: NodeId,
    space: Space,
    /// Whether an `annotation-xml` element holds HTML.
    integration: bool,
    name: LocalName,
}

/// The namespaces that the parser puts elements into.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Space {
    /// The document, which is no element; comments.
    None,
    Html,
    Svg,
    MathMl,
}

/// An element's name as html5ever wants to see it.
#[derive(Debug)]
pub(crate) struct Name<'a> {
    space: Namespace,
    local: &'a LocalName,
}

impl ElemName for Name<'_> {
    #[inline]
    fn ns(&self) -> &Namespace {
        &self.space
    }

    #[inline]
    fn local_name(&self) -> &LocalName {
        self.local
    }
}

impl Handle {
    /// The handle of a node that is no element.
    fn bare(id: NodeId) -> Handle {
        Handle { id, space: Space::None, integration: false, name: local_name!("") }
    }
}

impl Sink {
    /// An empty document that may get `nodes` nodes, for a page of `bytes` bytes.
    pub(super) fn new(nodes: usize, bytes: usize) -> Sink {
        let mut tree = Tree {
            // Real pages have a node to 20 to 200 bytes, and a byte of text to 4 to 20.
            nodes: Vec::with_capacity((bytes / 64).min(nodes)),
            attrs: Vec::new(),
            text: String::with_capacity(bytes / 8),
            full: nodes,
            newest: NONE,
            templates: Vec::new(),
        };
        tree.add(Data::Root);
        Sink { tree: RefCell::new(tree) }
    }

    /// Whether the budget of nodes or of attributes has run out.
    pub(super) fn is_full(&self) -> bool {
        self.tree.borrow().is_full()
    }

    /// Whether the newest element has more than `most` nodes above it. The newest one, because it is the innermost open
    /// element or stands in it, or next to it.
    pub(super) fn is_deeper(&self, most: usize) -> bool {
        let tree = self.tree.borrow();
        tree.depth(tree.newest, most.saturating_add(1)) > most
    }

    /// The finished tree.
    pub(super) fn into_dom(self, degraded: Option<Degraded>, rest: usize) -> Dom {
        let mut tree = self.tree.into_inner();
        for template in std::mem::take(&mut tree.templates) {
            tree.change(template, |node| (node.first, node.last) = (NONE, NONE));
        }
        Dom { nodes: tree.nodes, attrs: tree.attrs, text: tree.text, degraded, rest }
    }
}

impl Tree {
    /// Whether nothing but bare nodes are stored any more.
    fn is_full(&self) -> bool {
        self.nodes.len() > self.full
            || self.attrs.len() / ATTRIBUTES_PER_NODE > self.full.saturating_add(super::LOOK)
    }

    /// Stores a node outside the tree.
    fn add(&mut self, data: Data) -> NodeId {
        let id = u32::try_from(self.nodes.len()).map_or(NONE, NodeId);
        self.nodes.push(Node::new(data));
        id
    }

    /// Changes the links of a node, if there is one.
    fn change(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            change(node);
        }
    }

    /// One link of a node.
    fn link(&self, id: NodeId, link: impl FnOnce(&Node) -> NodeId) -> NodeId {
        self.nodes.get(id.index()).map_or(NONE, link)
    }

    /// How many nodes stand above `id`, not counted beyond `most`.
    fn depth(&self, id: NodeId, most: usize) -> usize {
        let up = |&id: &NodeId| self.link(id, |node| node.parent).get();
        std::iter::successors(up(&id), up).take(most).count()
    }

    /// Takes a node out of its parent's children.
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

    /// Puts a node that is outside the tree into `parent`, before its child `next`, or last if `next` is no node.
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

    /// Inserts a node or text into `parent`, before its child `next`, or last if `next` is no node.
    fn insert(&mut self, parent: NodeId, child: NodeOrText<Handle>, next: NodeId) {
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

    /// Adds text to the text node `prev` if it is one and its text can grow where it stands, else inserts a text node.
    fn insert_text(&mut self, parent: NodeId, text: &str, prev: NodeId, next: NodeId) {
        let at = self.text.len();
        let (Ok(start), Ok(end)) = (u32::try_from(at), u32::try_from(at + text.len())) else {
            return;
        };
        if self.is_full() {
            return;
        }
        self.text.push_str(text);
        if let Some(Node { data: Data::Text { end: old, .. }, .. }) =
            self.nodes.get_mut(prev.index())
            && *old == start
        {
            *old = end;
            return;
        }
        let id = self.add(Data::Text { start, end });
        self.attach(parent, id, next);
    }

    /// Stores attributes; returns where they start and how many they are.
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
                .map(|attr| Attr { name: attr.name.local, value: attr.value }),
        );
        (at, u16::try_from(self.attrs.len() - at as usize).unwrap_or(u16::MAX))
    }

    /// Adds to an element the attributes that it does not have yet.
    fn add_missing(&mut self, id: NodeId, new: Vec<Attribute>) {
        let Some(Node { data: Data::Element { attrs, attrs_at, .. }, .. }) =
            self.nodes.get_mut(id.index())
        else {
            return;
        };
        let start = *attrs_at as usize;
        let old = self.attrs.get(start..start + usize::from(*attrs)).unwrap_or(&[]);
        let mut all: Vec<Attr> = old
            .iter()
            .map(|attr| Attr { name: attr.name.clone(), value: attr.value.clone() })
            .collect();
        let known = all.len();
        if known > MERGED {
            return;
        }
        for attr in new {
            if all.iter().all(|old| old.name != attr.name.local) {
                all.push(Attr { name: attr.name.local, value: attr.value });
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

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Sink;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Sink {
        self
    }

    fn get_document(&self) -> Handle {
        Handle::bare(NodeId(0))
    }

    #[inline]
    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name<'a> {
        let space = match target.space {
            Space::Html => ns!(html),
            Space::Svg => ns!(svg),
            Space::MathMl => ns!(mathml),
            Space::None => ns!(),
        };
        Name { space, local: &target.name }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let mut tree = self.tree.borrow_mut();
        let (attrs_at, attrs) = tree.add_attrs(attrs);
        let space = match name.ns {
            ns!(html) => Space::Html,
            ns!(svg) => Space::Svg,
            ns!(mathml) => Space::MathMl,
            _ => Space::None,
        };
        let html = space == Space::Html;
        let id = tree.add(Data::Element { name: name.local.clone(), html, attrs, attrs_at });
        if flags.template {
            tree.templates.push(id);
        }
        Handle {
            id,
            space,
            integration: flags.mathml_annotation_xml_integration_point,
            name: name.local,
        }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle::bare(NONE)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Handle::bare(NONE)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.tree.borrow_mut().insert(parent.id, child, NONE);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let mut tree = self.tree.borrow_mut();
        let parent = tree.link(sibling.id, |node| node.parent);
        tree.insert(parent, child, sibling.id);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        prev_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let parent = self.tree.borrow().link(element.id, |node| node.parent);
        if parent == NONE {
            self.append(prev_element, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    #[inline]
    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.tree.borrow_mut().add_missing(target.id, attrs);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.link(node.id, |node| node.first).get() {
            tree.detach(child);
            tree.attach(new_parent.id, child, NONE);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Handle) -> bool {
        target.integration
    }

    fn allow_declarative_shadow_roots(&self, _parent: &Handle) -> bool {
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
