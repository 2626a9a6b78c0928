//! The arena of a page that is being parsed: nodes, attributes and text.

use html5ever::Attribute;

use super::tree::{DomAttribute, DomNode, NONE, NodeData, NodeId};

/// Bytes read between two checks of the depth, because a check costs as much as the tree is deep.
/// At most as many elements can be nested in between.
pub(super) const DEPTH_CHECK_BYTES: usize = 4096;

/// Attributes that a page may have per node it may have. Real pages have one to three, but if the
/// parser copies an element for every paragraph, it copies all its attributes too.
pub(super) const ATTRIBUTES_PER_NODE: usize = 2;

/// `html` and `body` with more attributes than this get no more from later tags of their name,
/// because each of these tags costs a copy of all the old ones.
const MOST_MERGED: usize = 64;

/// The nodes, and the state that the limits need.
#[derive(Debug)]
pub(super) struct Arena {
    pub(super) nodes: Vec<DomNode>,
    pub(super) attrs: Vec<DomAttribute>,
    pub(super) text: String,
    /// With more nodes than this, attributes and text are not stored any more: the parser stops
    /// after this tag anyway.
    pub(super) full: usize,
    /// The element that was inserted last.
    pub(super) newest: NodeId,
    /// The `template` elements. Their contents are cut off when the tree is complete.
    pub(super) templates: Vec<NodeId>,
}

impl Arena {
    /// Returns true if only bare nodes are stored any more.
    pub(super) fn is_full(&self) -> bool {
        self.nodes.len() > self.full
            || self.attrs.len() / ATTRIBUTES_PER_NODE > self.full.saturating_add(DEPTH_CHECK_BYTES)
    }

    /// Stores a node outside the tree.
    pub(super) fn add(&mut self, data: NodeData) -> NodeId {
        let id = u32::try_from(self.nodes.len()).map_or(NONE, NodeId);
        self.nodes.push(DomNode::new(data));
        id
    }

    /// Changes the links of a node, if there is one.
    pub(super) fn change(&mut self, id: NodeId, change: impl FnOnce(&mut DomNode)) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            change(node);
        }
    }

    /// Returns one link of a node.
    pub(super) fn link(&self, id: NodeId, link: impl FnOnce(&DomNode) -> NodeId) -> NodeId {
        self.nodes.get(id.index()).map_or(NONE, link)
    }

    /// Counts the ancestors of `id`, up to `most`.
    pub(super) fn depth(&self, id: NodeId, most: usize) -> usize {
        let up = |&id: &NodeId| self.link(id, |node| node.parent).get();
        std::iter::successors(up(&id), up).take(most).count()
    }

    /// Returns true if an element of the tree has more than `most` ancestors.
    pub(super) fn has_deeper(&self, most: usize) -> bool {
        let mut open = vec![(NodeId(0), 0)];
        while let Some((id, depth)) = open.pop() {
            if depth > most {
                return true;
            }
            let children = self.children(id).into_iter().filter(|&child| self.is_element(child));
            open.extend(children.map(|child| (child, depth + 1)));
        }
        false
    }

    fn is_element(&self, id: NodeId) -> bool {
        let data = self.nodes.get(id.index()).map(|node| &node.data);
        matches!(data, Some(NodeData::Element { .. }))
    }

    /// Removes a node from its parent's children.
    pub(super) fn detach(&mut self, id: NodeId) {
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

    /// Inserts a node into `parent`, before its child `next`, or last if `next` is [`NONE`].
    pub(super) fn insert_node(&mut self, parent: NodeId, id: NodeId, next: NodeId) {
        if id != NONE {
            self.detach(id);
            self.attach(parent, id, next);
            self.newest = id;
        }
    }

    /// Inserts text into `parent`, before its child `next`, or last if `next` is [`NONE`].
    pub(super) fn insert_text(&mut self, parent: NodeId, text: &str, next: NodeId) {
        let prev = if next == NONE {
            self.link(parent, |node| node.last)
        } else {
            self.link(next, |node| node.prev)
        };
        self.add_text(parent, text, prev, next);
    }

    /// Extends the text node `prev` if its text is at the end of the buffer, else inserts a new
    /// text node.
    fn add_text(&mut self, parent: NodeId, text: &str, prev: NodeId, next: NodeId) {
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
    pub(super) fn add_attrs(&mut self, attrs: Vec<Attribute>) -> (u32, u16) {
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
    pub(super) fn add_missing(&mut self, id: NodeId, new: Vec<Attribute>) {
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

    /// Returns the parent of a node.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.link(id, |node| node.parent).get()
    }

    /// Returns the children of a node.
    pub(super) fn children(&self, id: NodeId) -> Vec<NodeId> {
        let first = self.link(id, |node| node.first).get();
        std::iter::successors(first, |&id| self.link(id, |node| node.next).get()).collect()
    }

    /// Returns true for an element with this name.
    pub(super) fn is_named(&self, id: NodeId, name: &str) -> bool {
        let data = self.nodes.get(id.index()).map(|node| &node.data);
        matches!(data, Some(NodeData::Element { name: own, .. }) if **own == *name)
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let data = self.nodes.get(id.index()).map(|node| &node.data);
        let Some(&NodeData::Element { attrs, attrs_at, .. }) = data else { return None };
        let start = attrs_at as usize;
        let attrs = self.attrs.get(start..start + usize::from(attrs))?;
        attrs.iter().find(|attr| *attr.name == *name).map(|attr| &*attr.value)
    }

    /// Moves a node to the end of another node's children.
    pub(super) fn append(&mut self, parent: NodeId, id: NodeId) {
        self.detach(id);
        self.attach(parent, id, NONE);
    }

    /// Takes all children of a node out of the tree.
    pub(super) fn cut_children(&mut self, id: NodeId) {
        self.change(id, |node| (node.first, node.last) = (NONE, NONE));
    }
}
