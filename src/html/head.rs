//! Reads the declarations in the head of a page, and those in its body that belong there.

use crate::html::dom::{Dom, NodeId, is_json_ld_type};
use crate::html::syntax::strip_tags;
use crate::html::tags::Tag;
use crate::metadata::Origin;
use crate::metadata::candidates::{CandidateField, Candidates};
use crate::metadata::json;
use crate::unicode::one_spaced;
use type_keys::TypeKeys;

mod meta_names;
mod type_keys;

/// The declarations of a page that its blocks are judged with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DocumentHead {
    /// `<title>`.
    pub(crate) title: Option<String>,
    /// `og:title`.
    pub(crate) og_title: Option<String>,
    /// `og:type`, in lower case.
    pub(crate) og_type: Option<String>,
    /// `description` or `og:description`.
    pub(crate) description: Option<String>,
    /// The article's text as JSON-LD declares it (`articleBody`), without markup.
    pub(crate) article_body: Option<String>,
    /// Keys of everything that says which type the page has, sorted, each once.
    pub(crate) type_keys: Vec<u32>,
    /// All declarations, for the page's metadata.
    pub(crate) declared: Candidates,
}

impl DocumentHead {
    /// Reads the head of a page.
    pub(crate) fn read(dom: &Dom) -> DocumentHead {
        let mut reader = HeadReader { head: DocumentHead::default(), keys: TypeKeys::new() };
        let mut next = dom.first_child(dom.root());
        while let Some(id) = next {
            reader.read_node(dom, id);
            let tag = dom.name(id).map_or(Tag::Unknown, |name| Tag::of(name));
            let mut child = None;
            if matches!(tag, Tag::Html | Tag::DocumentHead | Tag::Body) {
                child = dom.first_child(id);
            }
            next = child.or_else(|| dom.following(id, dom.root()));
        }
        reader.finish()
    }

    /// Returns the page's title: that of `og:title`, or of the window.
    pub(crate) fn best_title(&self) -> Option<&str> {
        self.og_title.as_deref().or(self.title.as_deref())
    }

    /// Returns the URL that the page declares: its last canonical link, or the first `og:url`.
    fn url(&self) -> Option<&str> {
        let urls = || self.declared.all.iter().filter(|found| found.field == CandidateField::Url);
        let canonical = urls().rfind(|found| found.origin == Origin::Link);
        let url = canonical.or_else(|| urls().find(|found| found.origin == Origin::OpenGraph))?;
        Some(url.value.as_str())
    }
}

/// A head that is being read.
struct HeadReader {
    head: DocumentHead,
    keys: TypeKeys,
}

impl HeadReader {
    fn finish(mut self) -> DocumentHead {
        self.keys.add_url(self.head.url());
        self.head.type_keys = self.keys.into_sorted();
        self.head
    }

    fn read_node(&mut self, dom: &Dom, id: NodeId) {
        let Some(name) = dom.name(id) else { return };
        match &**name {
            "title" if self.head.title.is_none() && dom.is_html(id) => {
                self.head.title = text_of(dom, id);
            }
            "meta" => self.read_meta(dom, id),
            "link" => self.read_link(dom, id),
            name @ ("html" | "body" | "main") => {
                for attribute in ["class", "id"] {
                    if let Some(value) = dom.attr_named(id, attribute) {
                        self.keys.add_class(value);
                    }
                }
                if name != "main"
                    && let Some(language) = dom.attr_named(id, "lang")
                {
                    self.head.declared.declare(
                        CandidateField::Language,
                        Origin::Attribute,
                        language,
                    );
                }
            }
            "script" if is_json_ld(dom, id) => {
                for json in dom.children(id).filter_map(|child| dom.text(child)) {
                    self.read_json_ld(json);
                }
            }
            _ => {}
        }
    }

    fn read_json_ld(&mut self, json: &str) {
        self.keys.add_json_ld(json);
        self.head.declared.json_ld.push(json.to_owned());
        if self.head.article_body.is_none() {
            self.head.article_body =
                json_string(json, "\"articleBody\"").map(|body| article_text(&body));
        }
    }

    fn read_link(&mut self, dom: &Dom, id: NodeId) {
        let (Some(rel), Some(href)) = (dom.attr_named(id, "rel"), dom.attr_named(id, "href"))
        else {
            return;
        };
        for relation in rel.split_ascii_whitespace() {
            let field = match relation.to_ascii_lowercase().as_str() {
                "canonical" => CandidateField::Url,
                "license" => CandidateField::License,
                "image_src" => CandidateField::Image,
                _ => continue,
            };
            self.head.declared.declare(field, Origin::Link, href);
        }
    }

    fn read_meta(&mut self, dom: &Dom, id: NodeId) {
        let content = dom.attr_named(id, "content").map_or("", str::trim);
        if content.is_empty() {
            return;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = dom.attr_named(id, attribute) else { continue };
            if let Some((field, origin)) = meta_names::find(name) {
                let value = meta_names::in_reading_order(name, content);
                self.head.declared.declare(field, origin, &value);
                break;
            }
        }
        let names = ["property", "name", "itemprop"];
        for name in names.into_iter().filter_map(|attribute| dom.attr_named(id, attribute)) {
            let head = &mut self.head;
            match name.to_ascii_lowercase().as_str() {
                "og:title" if head.og_title.is_none() => head.og_title = Some(content.to_owned()),
                "og:type" if head.og_type.is_none() => {
                    let page_type = content.to_ascii_lowercase();
                    self.keys.add_declared(&page_type);
                    head.og_type = Some(page_type);
                }
                "description" | "og:description" if head.description.is_none() => {
                    head.description = Some(content.to_owned());
                }
                _ => {}
            }
        }
    }
}

/// Returns the string value of `name` in a JSON text, valid JSON or not, with its escapes decoded.
fn json_string(json: &str, name: &str) -> Option<String> {
    let value =
        json.split_once(name)?.1.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    Some(json::read_string(value).0)
}

/// Returns the text of an `articleBody` without markup. Some sites escape the markup, as if it were
/// in the text of a page.
fn article_text(body: &str) -> String {
    let stripped = |body: &str| body.lines().map(strip_tags).collect::<Vec<_>>().join("\n");
    let is_escaped = body.trim_start().starts_with("&lt;") && !body.contains("</");
    if is_escaped { stripped(&stripped(body)) } else { stripped(body) }
}

/// Returns true if a script contains JSON-LD.
fn is_json_ld(dom: &Dom, id: NodeId) -> bool {
    dom.attr_named(id, "type").is_some_and(is_json_ld_type)
}

/// Returns the text directly in an element, white space folded, or `None` if it is empty.
fn text_of(dom: &Dom, id: NodeId) -> Option<String> {
    let text: String = dom.children(id).filter_map(|child| dom.text(child)).collect();
    let folded = one_spaced(&text);
    (!folded.is_empty()).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::options::Limits;

    #[test]
    fn a_head_is_read() {
        let dom = Dom::parse(
            "<title>Rain \n in May | Gazette</title><meta property=og:title content='Rain in May'>\
             <meta property=og:type content=Article><body><p>x",
            &Limits::default(),
            KeptAttributes::Read,
        );
        let head = DocumentHead::read(&dom);
        assert_eq!(head.title.as_deref(), Some("Rain in May | Gazette"));
        assert_eq!(head.best_title(), Some("Rain in May"));
        assert_eq!(head.og_type.as_deref(), Some("article"));
    }

    #[test]
    fn the_canonical_link_is_the_url() {
        let read = |html: &str| {
            let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
            DocumentHead::read(&dom).url().map(str::to_owned)
        };
        let open_graph = "<meta property=og:url content=/a><meta property=og:url content=/b>";
        assert_eq!(read(open_graph).as_deref(), Some("/a"));
        let canonical = "<link rel=canonical href=/c><link rel=canonical href=/d>";
        assert_eq!(read(&format!("{open_graph}{canonical}")).as_deref(), Some("/d"));
        assert_eq!(read("<link rel='shortlink Canonical' href=/c>").as_deref(), Some("/c"));
        assert_eq!(read("<p>x"), None);
    }

    #[test]
    fn an_article_body_is_read_from_valid_and_broken_json() {
        let body = |json: &str| json_string(json, "\"articleBody\"");
        assert_eq!(
            body(r#"{"articleBody" : "A \"big\" ri\u0076er\nrose"}"#).as_deref(),
            Some("A \"big\" river\nrose")
        );
        assert_eq!(body(r#"{"articleBody":"cut of"#).as_deref(), Some("cut of"));
        assert_eq!(body(r#"{"articleBody":"bad \u00"#).as_deref(), Some("bad  00"));
        assert_eq!(body(r#"{"articleBody":["a list"]}"#), None);
    }

    #[test]
    fn markup_in_an_article_body_is_left_out_escaped_or_not() {
        assert_eq!(
            article_text("<p>The river &amp; the mill</p><p>Rain"),
            "The river & the mill\nRain"
        );
        let escaped = "&lt;p&gt;The river &amp;amp; the mill&lt;/p&gt;&lt;p&gt;Rain";
        assert_eq!(article_text(escaped), "The river & the mill\nRain");
        assert_eq!(article_text("The tag &lt;p&gt; opens"), "The tag <p> opens");
    }
}
