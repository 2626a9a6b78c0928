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
    /// What the page's JSON-LD says it is about.
    pub(crate) things: Things,
}

/// The types of things that a page's JSON-LD names, as far as they tell kinds of pages apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Things {
    /// An article of some sort.
    pub(crate) article: bool,
    /// Something to buy.
    pub(crate) product: bool,
    /// A list of other pages.
    pub(crate) list: bool,
    /// A thread, or questions with answers by visitors.
    pub(crate) thread: bool,
    /// Frequent questions, instructions, a recipe.
    pub(crate) guide: bool,
}

impl Things {
    /// Notes the types that a JSON-LD text names, sound JSON or not.
    fn read(&mut self, json: &str) {
        for named in json.split("\"@type\"").skip(1) {
            let value = named.trim_start_matches([' ', ':', '[', '\n', '\r', '\t']).trim_start_matches('"');
            let end = value.find('"').unwrap_or(0);
            match value[..end].rsplit('/').next().unwrap_or_default() {
                "Article"
                | "NewsArticle"
                | "BlogPosting"
                | "TechArticle"
                | "ReportageNewsArticle"
                | "ScholarlyArticle" => {
                    self.article = true;
                }
                "Product" | "ProductGroup" | "Offer" | "AggregateOffer" => self.product = true,
                "ItemList" | "CollectionPage" | "SearchResultsPage" | "OfferCatalog" => self.list = true,
                "DiscussionForumPosting" | "QAPage" => self.thread = true,
                "FAQPage" | "HowTo" | "Recipe" => self.guide = true,
                _ => {}
            }
        }
    }
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
                Some("script") if is_json_ld(dom, id) => {
                    dom.children(id).filter_map(|child| dom.text(child)).for_each(|json| head.things.read(json));
                }
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
                _ => {}
            }
        }
    }

    /// The page's title: the one it gives to other sites, or the one of its window.
    pub(crate) fn best_title(&self) -> Option<&str> {
        self.og_title.as_deref().or(self.title.as_deref())
    }
}

/// Whether a script holds JSON-LD.
fn is_json_ld(dom: &Dom, id: NodeId) -> bool {
    dom.attr_named(id, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::Attributes;
    use crate::options::Limits;

    #[test]
    fn a_head_is_read() {
        let dom = Dom::parse(
            "<title>Rain \n in May | Gazette</title><meta property=og:title content='Rain in May'>\
             <meta property=og:type content=Article><body><p>x",
            &Limits::default(),
            Attributes::Read,
        );
        let head = Head::read(&dom);
        assert_eq!(head.title.as_deref(), Some("Rain in May | Gazette"));
        assert_eq!(head.best_title(), Some("Rain in May"));
        assert_eq!(head.og_type.as_deref(), Some("article"));
    }

    #[test]
    fn json_ld_types_are_noted_sound_or_not() {
        let mut things = Things::default();
        things.read("{\"@graph\":[{\"@type\" : [\"Product\"]},{\"@type\":\"https://schema.org/ItemList\",}");
        assert!(things.product && things.list && !things.article);
    }
}
