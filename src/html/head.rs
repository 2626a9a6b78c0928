//! What a page's head says of itself.

use crate::hash::key;
use crate::html::dom::{Dom, NodeId};
use crate::html::name_words::each_word;
use crate::html::syntax::strip_tags;
use crate::html::tags::Tag;
use crate::metadata::Origin;
use crate::metadata::candidates::{CandidateField, Candidates};
use crate::metadata::json;
use crate::unicode::one_spaced;

mod meta_names;

/// Key spaces of the signs of a page's type.
mod sign {
    /// Words of the host, the last label aside.
    pub(super) const HOST: u8 = b'H';
    /// Words of the parts of the path but the last.
    pub(super) const PART: u8 = b'P';
    /// Words of the last part.
    pub(super) const LAST: u8 = b'L';
    /// What the address looks like; one sign is on every page.
    pub(super) const SHAPE: u8 = b'S';
    /// Words of the classes and ids of `html`, `body` and `main`.
    pub(super) const CLASS: u8 = b'C';
    /// `og:type`.
    pub(super) const DECLARED: u8 = b'D';
    /// Types of schema.org.
    pub(super) const THING: u8 = b'T';
}

/// Dashes from which the last part of an address is a headline, whose words say nothing of the page's type.
const HEADLINE_DASHES: usize = 3;
/// Digits in a row that make a number.
const LONG_NUMBER: usize = 4;

/// The declarations of a page that its blocks are judged with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DocumentHead {
    /// `<title>`.
    pub(crate) title: Option<String>,
    /// `og:title`.
    pub(crate) og_title: Option<String>,
    /// `og:type`, in lower case.
    pub(crate) og_type: Option<String>,
    /// The description it gives of itself: `description`, or `og:description`.
    pub(crate) description: Option<String>,
    /// The article's text, as JSON-LD declares it (`articleBody`), without markup.
    pub(crate) article_body: Option<String>,
    /// Keys of what tells the type of a page: words of its address and of its outermost classes, the types it declares.
    /// Each once, sorted.
    pub(crate) signs: Vec<u32>,
    /// All that the head declares, for the page's metadata.
    pub(crate) declared: Candidates,
}

impl DocumentHead {
    /// Reads the head of a page, and what stands in its body but belongs there.
    pub(crate) fn read(dom: &Dom) -> DocumentHead {
        let mut head = DocumentHead::default();
        head.sign(sign::SHAPE, "page");
        let mut next = dom.first_child(dom.root());
        while let Some(id) = next {
            let tag = dom.name(id).map_or(Tag::Unknown, |name| Tag::of(name));
            match dom.name(id).map(|name| &**name) {
                Some("title") if head.title.is_none() && dom.is_html(id) => {
                    head.title = text_of(dom, id)
                }
                Some("meta") => head.read_meta(dom, id),
                Some("link") => head.read_link(dom, id),
                Some("html" | "body" | "main") => {
                    head.read_classes(dom, id);
                    let language = dom.attr_named(id, "lang").filter(|_| tag != Tag::Main);
                    language.into_iter().for_each(|tag| {
                        head.declared.declare(CandidateField::Language, Origin::Attribute, tag)
                    });
                }
                Some("script") if is_json_ld(dom, id) => {
                    dom.children(id)
                        .filter_map(|child| dom.text(child))
                        .for_each(|json| head.read_json_ld(json));
                }
                _ => {}
            }
            let inside = matches!(tag, Tag::Html | Tag::DocumentHead | Tag::Body)
                .then(|| dom.first_child(id))
                .flatten();
            next = inside.or_else(|| dom.following(id, dom.root()));
        }
        head.read_address();
        head.signs.sort_unstable();
        head.signs.dedup();
        head
    }

    /// Reads a JSON-LD text.
    fn read_json_ld(&mut self, json: &str) {
        types_in(json).for_each(|kind| self.sign(sign::THING, kind));
        self.declared.json_ld.push(json.to_owned());
        if self.article_body.is_none() {
            self.article_body = json_string(json, "\"articleBody\"")
                .map(|text| text.lines().map(strip_tags).collect::<Vec<_>>().join("\n"));
        }
    }

    /// Notes a sign of the page's type.
    fn sign(&mut self, space: u8, word: &str) {
        self.signs.push(key(space, word));
    }

    /// Reads a `link` element.
    fn read_link(&mut self, dom: &Dom, id: NodeId) {
        let (Some(rel), Some(href)) = (dom.attr_named(id, "rel"), dom.attr_named(id, "href"))
        else {
            return;
        };
        let field = match rel.trim().to_ascii_lowercase().as_str() {
            "canonical" => CandidateField::Url,
            "license" => CandidateField::License,
            "image_src" => CandidateField::Image,
            _ => return,
        };
        self.declared.declare(field, Origin::Link, href);
    }

    /// The page's address, as it declares it: its last canonical link, or the first `og:url`.
    fn address(&self) -> Option<&str> {
        let of = |origin| {
            self.declared
                .all
                .iter()
                .filter(move |sign| (sign.field, sign.origin) == (CandidateField::Url, origin))
        };
        of(Origin::Link)
            .next_back()
            .or_else(|| of(Origin::OpenGraph).next())
            .map(|sign| sign.value.as_str())
    }

    /// Reads the classes and the id of an outermost element.
    fn read_classes(&mut self, dom: &Dom, id: NodeId) {
        for value in ["class", "id"].into_iter().filter_map(|name| dom.attr_named(id, name)) {
            each_word(value, |word| self.sign(sign::CLASS, word));
        }
    }

    /// Notes the signs of the page's address: the words of its path, how deep it is, and what its last part looks like.
    fn read_address(&mut self) {
        let Some(address) = self.address().map(str::to_owned) else {
            return self.sign(sign::SHAPE, "none");
        };
        let (host, path) = match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", address.as_str()),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let host = host.rsplit_once('.').map_or("", |(name, _)| name);
        each_word(&host.to_ascii_lowercase(), |word| self.sign(sign::HOST, word));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        self.sign(
            sign::SHAPE,
            ["depth 0", "depth 1", "depth 2", "depth 3", "deep"][parts.len().min(4)],
        );
        if let Some((last, before)) = parts.split_last() {
            before.iter().for_each(|part| {
                each_word(&part.to_ascii_lowercase(), |word| self.sign(sign::PART, word))
            });
            self.read_last_part(last);
        }
    }

    /// Notes the signs of the last part of an address: a headline in it has many words, a list's name few.
    fn read_last_part(&mut self, last: &str) {
        let dashes = last.bytes().filter(|&byte| byte == b'-').count();
        self.sign(
            sign::SHAPE,
            ["0 dashes", "1 dash", "2 dashes", "3 dashes", "4 dashes", "dashes"][dashes.min(5)],
        );
        if dashes < HEADLINE_DASHES {
            each_word(&last.to_ascii_lowercase(), |word| self.sign(sign::LAST, word));
        }
        if last.as_bytes().windows(LONG_NUMBER).any(|run| run.iter().all(u8::is_ascii_digit)) {
            self.sign(sign::SHAPE, "number");
        }
        if [".html", ".htm", ".php"].iter().any(|end| last.ends_with(end)) {
            self.sign(sign::SHAPE, "file");
        }
    }

    /// Reads a `meta` element.
    fn read_meta(&mut self, dom: &Dom, id: NodeId) {
        let Some(content) =
            dom.attr_named(id, "content").map(str::trim).filter(|content| !content.is_empty())
        else {
            return;
        };
        let attributes = ["property", "name", "itemprop", "http-equiv"];
        if let Some((field, origin)) =
            attributes.iter().find_map(|name| meta_names::find(dom.attr_named(id, name)?))
        {
            self.declared.declare(field, origin, content);
        }
        for name in ["property", "name", "itemprop"]
            .into_iter()
            .filter_map(|attribute| dom.attr_named(id, attribute))
        {
            match name.to_ascii_lowercase().as_str() {
                "og:title" if self.og_title.is_none() => self.og_title = Some(content.to_owned()),
                "og:type" if self.og_type.is_none() => {
                    let kind = content.to_ascii_lowercase();
                    self.sign(sign::DECLARED, &kind);
                    self.og_type = Some(kind);
                }
                "description" | "og:description" if self.description.is_none() => {
                    self.description = Some(content.to_owned());
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

/// The types that a JSON-LD text names, sound JSON or not; of several at once the first.
fn types_in(json: &str) -> impl Iterator<Item = &str> {
    json.split("\"@type\"").skip(1).map(|named| {
        let value =
            named.trim_start_matches([' ', ':', '[', '\n', '\r', '\t']).trim_start_matches('"');
        let end = value.find('"').unwrap_or(0);
        value[..end].rsplit('/').next().unwrap_or_default()
    })
}

/// The string behind a name in a JSON text, its escapes resolved, sound JSON or not.
fn json_string(json: &str, name: &str) -> Option<String> {
    let value =
        json.split_once(name)?.1.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    Some(json::read_string(value).0)
}

/// Whether a script holds JSON-LD.
fn is_json_ld(dom: &Dom, id: NodeId) -> bool {
    dom.attr_named(id, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
}

/// The text directly in an element, white space folded; none if there is none.
fn text_of(dom: &Dom, id: NodeId) -> Option<String> {
    let text: String = dom.children(id).filter_map(|child| dom.text(child)).collect();
    let folded = one_spaced(&text);
    (!folded.is_empty()).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::Attributes;
    use crate::options::Limits;

    #[test]
    fn a_head_is_read() {
        let dom = Dom::parse(
            "<title>Rain \n in May | Gazette</title><meta property=og:title content='Rain in May'>\
             <meta property=og:type content=Article><body><p>x",
            &Limits::default(),
            Attributes::Read,
        );
        let head = DocumentHead::read(&dom);
        assert_eq!(head.title.as_deref(), Some("Rain in May | Gazette"));
        assert_eq!(head.best_title(), Some("Rain in May"));
        assert_eq!(head.og_type.as_deref(), Some("article"));
    }

    #[test]
    fn an_address_gives_signs_of_the_page_type() {
        let signs = |html: &str| {
            DocumentHead::read(&Dom::parse(html, &Limits::default(), Attributes::Read)).signs
        };
        let shop = signs(
            "<link rel=canonical href='https://shop.example/product/blue-mug?x=1'><body class=single-product>",
        );
        let expected = [
            key(sign::SHAPE, "page"),
            key(sign::HOST, "shop"),
            key(sign::PART, "product"),
            key(sign::LAST, "blue"),
            key(sign::LAST, "mug"),
            key(sign::CLASS, "single"),
            key(sign::CLASS, "product"),
            key(sign::SHAPE, "depth 2"),
            key(sign::SHAPE, "1 dash"),
        ];
        assert!(expected.iter().all(|sign| shop.contains(sign)) && shop.len() == expected.len());
        let story =
            signs("<meta property=og:url content='/2024/rain-falls-on-the-plain-51234.html'>");
        assert!(
            story.contains(&key(sign::SHAPE, "number"))
                && story.contains(&key(sign::SHAPE, "file"))
        );
        assert!(!story.contains(&key(sign::LAST, "rain")));
        assert_eq!(signs("<p>x").len(), 2);
    }

    #[test]
    fn an_article_body_is_read_from_sound_and_broken_json() {
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
    fn json_ld_types_are_found_sound_or_not() {
        let types: Vec<&str> = types_in(
            "{\"@graph\":[{\"@type\" : [\"Product\"]},{\"@type\":\"https://schema.org/ItemList\",}",
        )
        .collect();
        assert_eq!(types, ["Product", "ItemList"]);
    }
}
