//! The nodes of a page and their links.

use html5ever::LocalName;
use html5ever::tendril::StrTendril;

use crate::verdict::Degraded;

/// A node of a [`Dom`]. It is valid only in the tree that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(super) u32);

/// The link to no node.
pub(super) const NONE: NodeId = NodeId(u32::MAX);

impl NodeId {
    /// Returns the node's number. The parser numbers nodes without gaps as it makes them, from 0
    /// for the root to [`Dom::len`] - 1. That is nearly, but not always, document order.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns `None` for the link to no node.
    pub(super) fn get(self) -> Option<NodeId> {
        (self != NONE).then_some(self)
    }
}

/// The payload of a node.
#[derive(Debug)]
pub(crate) enum NodeData {
    /// The document, parent of the `html` element.
    Root,
    /// An element.
    Element {
        /// Local name, in lower case (SVG names in their own mixed case).
        name: LocalName,
        /// True in the HTML namespace, false in those of SVG and MathML.
        html: bool,
        /// Number of attributes.
        attrs: u16,
        /// Index of the first attribute in `Dom::attrs`.
        attrs_at: u32,
    },
    /// A run of text: a span of `Dom::text`, in bytes.
    Text {
        /// First byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
}

/// A node with its links.
#[derive(Debug)]
pub(crate) struct DomNode {
    pub(super) parent: NodeId,
    pub(super) first: NodeId,
    pub(super) last: NodeId,
    pub(super) prev: NodeId,
    pub(super) next: NodeId,
    pub(super) data: NodeData,
}

impl DomNode {
    /// Returns a node without links.
    pub(super) fn new(data: NodeData) -> DomNode {
        DomNode { parent: NONE, first: NONE, last: NONE, prev: NONE, next: NONE, data }
    }
}

/// [`Dom::node`] returns this for the id of another tree.
static NO_NODE: DomNode =
    DomNode { parent: NONE, first: NONE, last: NONE, prev: NONE, next: NONE, data: NodeData::Root };

/// An attribute of an element.
#[derive(Debug)]
pub(crate) struct DomAttribute {
    /// Name, in lower case.
    pub(crate) name: LocalName,
    /// Value, with character references decoded. Copies that the parser makes of an element share
    /// it.
    pub(crate) value: StrTendril,
}

/// A parsed page.
///
/// Adjacent text is one node, except for text that the parser moved out of a table: there two
/// adjacent text nodes can occur, which read as one. The tree does not contain the contents of
/// `template` elements, except shadow trees, which are in the places of their hosts' children.
#[derive(Debug)]
pub(crate) struct Dom {
    pub(super) nodes: Vec<DomNode>,
    pub(super) attrs: Vec<DomAttribute>,
    pub(super) text: String,
    /// The limit that was reached, if one was.
    pub(crate) degraded: Option<Degraded>,
    /// The first byte of the input that was not parsed: its length, if no limit was reached.
    pub(crate) rest: usize,
}

impl Dom {
    /// Returns the document node.
    pub(crate) fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// Returns the number of nodes, including those outside the tree.
    #[cfg(any(test, feature = "rules"))]
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the node of an id.
    pub(crate) fn node(&self, id: NodeId) -> &DomNode {
        self.nodes.get(id.index()).unwrap_or(&NO_NODE)
    }

    /// Returns the node's parent. The root has none.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent.get()
    }

    /// Returns the node's first child.
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first.get()
    }

    /// Returns the next sibling.
    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next.get()
    }

    /// Returns the previous sibling.
    pub(crate) fn prev_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).prev.get()
    }

    /// Returns the node's children, first to last.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// Returns the next node in document order after `id` and its descendants, if it is inside
    /// `root`.
    pub(crate) fn following(&self, id: NodeId, root: NodeId) -> Option<NodeId> {
        let mut node = id;
        while node != root {
            if let Some(sibling) = self.next_sibling(node) {
                return Some(sibling);
            }
            node = self.parent(node)?;
        }
        None
    }

    /// Returns the descendants of `root` in document order, without those of nodes for which
    /// `enters` returns false.
    pub(crate) fn descendants(
        &self,
        root: NodeId,
        enters: impl Fn(NodeId) -> bool,
    ) -> impl Iterator<Item = NodeId> {
        let next = move |&id: &NodeId| {
            let child = if enters(id) { self.first_child(id) } else { None };
            child.or_else(|| self.following(id, root))
        };
        std::iter::successors(self.first_child(root), next)
    }

    /// Returns the local name of an element, and `None` for other nodes.
    pub(crate) fn name(&self, id: NodeId) -> Option<&LocalName> {
        match &self.node(id).data {
            NodeData::Element { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Returns true for an element of the HTML namespace.
    pub(crate) fn is_html(&self, id: NodeId) -> bool {
        matches!(self.node(id).data, NodeData::Element { html: true, .. })
    }

    /// Returns the text of a text node, and `None` for other nodes.
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id).data {
            NodeData::Text { start, end } => self.text.get(start as usize..end as usize),
            _ => None,
        }
    }

    /// Returns the attributes of an element in the order of the page, and nothing for other nodes.
    pub(crate) fn attrs(&self, id: NodeId) -> &[DomAttribute] {
        match self.node(id).data {
            NodeData::Element { attrs, attrs_at, .. } => {
                let start = attrs_at as usize;
                self.attrs.get(start..start + usize::from(attrs)).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    /// Returns the value of an attribute. `name` is in lower case.
    pub(crate) fn attr_named(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).iter().find(|attr| *attr.name == *name).map(|attr| &*attr.value)
    }
}
