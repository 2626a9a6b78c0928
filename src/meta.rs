//! What a page's head says of itself.

use crate::dom::{Dom, NodeId};
use crate::tags::Tag;

/// The declarations of a page that its blocks are judged with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// `<title>`.
    pub(crate) title: Option<String>,
    /// `og:title`.
    pub(crate) og_title: Option<String>,
    /// `og:type`, in lower case.
    pub(crate) og_type: Option<String>,
    /// Whether it gives a publication date, an author or a section.
    pub(crate) is_dated: bool,
}

impl Head {
    /// Reads the head of a page, and what stands in its body but belongs there.
    pub(crate) fn read(dom: &Dom) -> Head {
        let mut head = Head::default();
        let mut next = dom.first_child(dom.root());
        while let Some(id) = next {
            let tag = dom.name(id).map_or(Tag::Unknown, |name| Tag::of(name));
            match dom.name(id).map(|name| &**name) {
                Some("title") if head.title.is_none() && dom.is_html(id) => head.title = text_of(dom, id),
                Some("meta") => head.read_meta(dom, id),
                _ => {}
            }
            let inside = matches!(tag, Tag::Html | Tag::Head | Tag::Body).then(|| dom.first_child(id)).flatten();
            next = inside.or_else(|| following(dom, id));
        }
        head
    }

    /// Reads a `meta` element.
    fn read_meta(&mut self, dom: &Dom, id: NodeId) {
        let Some(content) = dom.attr_named(id, "content").map(str::trim).filter(|content| !content.is_empty()) else {
            return;
        };
        for name in ["property", "name", "itemprop"].into_iter().filter_map(|attribute| dom.attr_named(id, attribute)) {
            match name.to_ascii_lowercase().as_str() {
                "og:title" if self.og_title.is_none() => self.og_title = Some(content.to_owned()),
                "og:type" if self.og_type.is_none() => self.og_type = Some(content.to_ascii_lowercase()),
                "article:published_time" | "article:author" | "datepublished" | "article:section" => {
                    self.is_dated = true
                }
                _ => {}
            }
        }
    }

    /// The page's title: the one it gives to other sites, or the one of its window.
    pub(crate) fn best_title(&self) -> Option<&str> {
        self.og_title.as_deref().or(self.title.as_deref())
    }
}

/// The node after `id` and its descendants.
fn following(dom: &Dom, id: NodeId) -> Option<NodeId> {
    std::iter::successors(Some(id), |&id| dom.parent(id)).find_map(|id| dom.next_sibling(id))
}

/// The text directly in an element, white space folded; none if there is none.
fn text_of(dom: &Dom, id: NodeId) -> Option<String> {
    let text: String = dom.children(id).filter_map(|child| dom.text(child)).collect();
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!folded.is_empty()).then_some(folded)
}
