//! The tree of a page: an index arena that html5ever's tree builder fills, with budgets that end hostile pages early.
//!
//! The tree builder is linear on real pages, but some 43 kB of markup make it build millions of nodes, and deep nesting
//! makes each of its steps walk the whole stack of open elements. So the number of nodes is compared with the budget after
//! each tag, and the depth every few kilobytes. Nothing here recurses, whatever the depth.

use html5ever::LocalName;
use html5ever::tendril::StrTendril;

use crate::options::Limits;
use crate::verdict::Degraded;
use sink::Sink;
use tokenizer::Tokens;

mod sink;
#[cfg(test)]
mod tests;
mod tokenizer;

/// Bytes of the longest page that is parsed, and not judged as text as a whole: the tree's offsets have 32 bits.
const LONGEST_PAGE: usize = 1 << 31;

/// Bytes read between two looks at the depth, which cost as much as the tree is deep. As many elements at most can be
/// nested in between.
const LOOK: usize = 4096;

/// Nodes that a page of any size may have, before the one node a byte that it may have on top.
const FREE_NODES: usize = 64;

/// Attributes a page may have for each node it may have. Real pages have one to three, but an element that the parser
/// copies for every paragraph is copied with all its attributes.
const ATTRIBUTES_PER_NODE: usize = 2;

/// Which attributes of a page's elements are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attributes {
    /// Those that some stage reads.
    Read,
    /// Those that a user's selector may name, too. The tree is the same.
    #[cfg_attr(not(feature = "rules"), allow(dead_code))]
    Named,
}

/// A node of a [`Dom`]. Handed out by the `Dom` it belongs to, and valid as long as that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

/// The links' word for "no node".
const NONE: NodeId = NodeId(u32::MAX);

impl NodeId {
    /// The node's number: nodes are numbered without gaps in the order in which the parser made them, from 0 for the
    /// root to [`Dom::len`] - 1. That is nearly, but not always, the order of the document.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The id as an option: `None` for the link that leads nowhere.
    fn get(self) -> Option<NodeId> {
        (self != NONE).then_some(self)
    }
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Data {
    /// The document, parent of the `html` element.
    Root,
    /// An element.
    Element {
        /// Its local name, in lower case (SVG names in their own mixed case).
        name: LocalName,
        /// Whether it is in the HTML namespace, not in that of SVG or MathML.
        html: bool,
        /// How many attributes it has.
        attrs: u16,
        /// Where they start in `Dom::attrs`.
        attrs_at: u32,
    },
    /// A run of text: a span of `Dom::text`, in bytes.
    Text {
        /// Where the text starts.
        start: u32,
        /// One past its end.
        end: u32,
    },
}

/// A node with its links.
#[derive(Debug)]
pub(crate) struct Node {
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    prev: NodeId,
    next: NodeId,
    /// What the node is.
    pub(crate) data: Data,
}

impl Node {
    /// A node without relations.
    fn new(data: Data) -> Node {
        Node { parent: NONE, first: NONE, last: NONE, prev: NONE, next: NONE, data }
    }
}

/// What [`Dom::node`] answers to an id of another tree.
static NOTHING: Node =
    Node { parent: NONE, first: NONE, last: NONE, prev: NONE, next: NONE, data: Data::Root };

/// An attribute of an element.
#[derive(Debug)]
pub(crate) struct Attr {
    /// Its name, in lower case.
    pub(crate) name: LocalName,
    /// Its value, entities decoded. Shared with the copies that the parser makes of an element.
    pub(crate) value: StrTendril,
}

/// A parsed page.
///
/// Text next to text is one node, but for text that the parser moved out of a table: there two text nodes may stand
/// side by side, and are to be read as one. The contents of `template` elements are not in the tree.
#[derive(Debug)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
    attrs: Vec<Attr>,
    text: String,
    /// The budget that ran out, if one did.
    pub(crate) degraded: Option<Degraded>,
    /// The byte of the parsed text from which on nothing was parsed: its length, if no budget ran out.
    pub(crate) rest: usize,
}

impl Dom {
    /// Parses `html` as a document, scripting off, until it ends or a budget runs out.
    pub(crate) fn parse(html: &str, limits: &Limits, attributes: Attributes) -> Dom {
        let nodes = limits.nodes.min(html.len().saturating_add(FREE_NODES));
        if html.len() > LONGEST_PAGE {
            return Sink::new(nodes, 0).into_dom(Some(Degraded::InputBytes), 0);
        }
        let mut tokens = Tokens::new(html, attributes, Sink::new(nodes, html.len()));
        let mut next_look = LOOK;
        while tokens.step() {
            let over = if tokens.sink().is_full() {
                Some(Degraded::Nodes)
            } else if tokens.at() >= next_look && tokens.sink().is_deeper(limits.depth) {
                Some(Degraded::Depth)
            } else {
                None
            };
            if over.is_some() {
                let rest = tokens.at();
                return tokens.into_sink().into_dom(over, rest);
            }
            if tokens.at() >= next_look {
                next_look = tokens.at() + LOOK;
            }
        }
        tokens.end();
        tokens.into_sink().into_dom(None, html.len())
    }

    /// The document node.
    pub(crate) fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes were made; some may be outside the tree.
    #[cfg(any(test, feature = "rules"))]
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node with its data.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.index()).unwrap_or(&NOTHING)
    }

    /// The node's parent; none for the root.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent.get()
    }

    /// The node's first child.
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first.get()
    }

    /// The sibling after the node.
    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next.get()
    }

    /// The sibling before the node.
    #[cfg(feature = "rules")]
    pub(crate) fn prev_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).prev.get()
    }

    /// The node's children, first to last.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The node behind `id` and all that is in it, in the order of the page; none if that is the end of `root`.
    pub(crate) fn following(&self, id: NodeId, root: NodeId) -> Option<NodeId> {
        let around =
            std::iter::successors(Some(id), |&id| self.parent(id)).take_while(|&id| id != root);
        around.into_iter().find_map(|id| self.next_sibling(id))
    }

    /// The nodes in `root`, in the order of the page, but for those in nodes that `enters` says no to.
    pub(crate) fn descendants(
        &self,
        root: NodeId,
        enters: impl Fn(NodeId) -> bool,
    ) -> impl Iterator<Item = NodeId> {
        let next = move |&id: &NodeId| {
            self.first_child(id).filter(|_| enters(id)).or_else(|| self.following(id, root))
        };
        std::iter::successors(self.first_child(root), next)
    }

    /// The element's local name; none if the node is no element.
    pub(crate) fn name(&self, id: NodeId) -> Option<&LocalName> {
        match &self.node(id).data {
            Data::Element { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether the node is an element in the HTML namespace.
    pub(crate) fn is_html(&self, id: NodeId) -> bool {
        matches!(self.node(id).data, Data::Element { html: true, .. })
    }

    /// The text of a text node; none if the node is none.
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id).data {
            Data::Text { start, end } => self.text.get(start as usize..end as usize),
            _ => None,
        }
    }

    /// The node's attributes, in the order of the page; none if it is no element.
    pub(crate) fn attrs(&self, id: NodeId) -> &[Attr] {
        match self.node(id).data {
            Data::Element { attrs, attrs_at, .. } => {
                let start = attrs_at as usize;
                self.attrs.get(start..start + usize::from(attrs)).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    /// The value of one of the node's attributes, by its name in lower case.
    pub(crate) fn attr_named(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).iter().find(|attr| *attr.name == *name).map(|attr| &*attr.value)
    }
}
