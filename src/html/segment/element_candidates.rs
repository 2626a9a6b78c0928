//! Finds metadata candidates in the body of a page: elements whose names or relations say that they
//! hold the author, a date, tags or a licence.

use crate::hash::KeySet;
use crate::html::dom::{Dom, NodeId};
use crate::html::name_words::{each_word, name_key};
use crate::html::tags::{Flow, Tag};
use crate::metadata::Origin;
use crate::metadata::candidates::{Candidate, CandidateField, Candidates, HomeLink};

use super::attributes::item_key;

mod headlines;

/// Candidates per page. Listings have hundreds of dates, and the first ones matter.
const MOST_CANDIDATES: usize = 400;
/// Nodes of an element whose text is read. A byline has a dozen.
const MOST_NODES: usize = 60;
/// Bytes of that text.
const LONGEST_TEXT: usize = 300;

/// Links to the front page that are read. Logo, breadcrumb and footer have one each.
const MOST_HOME_LINKS: usize = 8;
/// Ancestors of an author's name that are searched for the text that it belongs to.
const MOST_ANCESTORS: usize = 12;

/// Words in the names of elements whose texts others wrote. Sorted.
const OTHER_TEXTS: &[&str] = &[
    "comentario",
    "comentarios",
    "comment",
    "commentaire",
    "commentaires",
    "commento",
    "comments",
    "kommentar",
    "kommentare",
    "kommentti",
    "quote",
    "quotes",
    "reactie",
    "reacties",
    "recommended",
    "related",
    "review",
    "reviews",
    "testimonial",
    "testimonials",
];
/// Words that make such a name that of a state or a topic: `comments-closed`, `category-reviews`.
const STATES: &[&str] = &[
    "allowed", "category", "closed", "count", "disabled", "enabled", "format", "has", "no", "off",
    "on", "open", "tag", "with",
];

/// Words of classes, ids and relations, and the fields they name.
const WORDS: &[(&str, CandidateField)] = &[
    ("author", CandidateField::Author),
    ("authors", CandidateField::Author),
    ("auteur", CandidateField::Author),
    ("autor", CandidateField::Author),
    ("autore", CandidateField::Author),
    ("byline", CandidateField::Author),
    ("created", CandidateField::Date),
    ("creator", CandidateField::Author),
    ("date", CandidateField::Date),
    ("dateline", CandidateField::Date),
    ("datetime", CandidateField::Date),
    ("datum", CandidateField::Date),
    ("fecha", CandidateField::Date),
    ("license", CandidateField::License),
    ("modified", CandidateField::Modified),
    ("postdate", CandidateField::Date),
    ("posted", CandidateField::Date),
    ("pubdate", CandidateField::Date),
    ("publishdate", CandidateField::Date),
    ("published", CandidateField::Published),
    ("relativetime", CandidateField::Date),
    ("reporter", CandidateField::Author),
    ("tag", CandidateField::Tags),
    ("time", CandidateField::Date),
    ("timestamp", CandidateField::Date),
    ("updated", CandidateField::Modified),
    ("username", CandidateField::Author),
    ("writer", CandidateField::Author),
];

/// Words beside `author` in the name of an element that describes the author: `author-bio`. A name
/// in it is a link, or marked.
const AUTHOR_DETAILS: &[&str] =
    &["bio", "biography", "description", "heading", "job", "position", "role", "title", "website"];

/// Words in the URLs of authors' pages.
const PEOPLE: &[&str] = &[
    "author", "authors", "auteur", "auteurs", "autor", "autoren", "autore", "autori", "people",
    "person", "profile",
];

/// Properties of schema.org and Dublin Core in microdata and RDFa, in lower case.
const ITEMS: &[(&str, CandidateField)] = &[
    ("articlesection", CandidateField::Section),
    ("author", CandidateField::Author),
    ("creator", CandidateField::Author),
    ("datecreated", CandidateField::Published),
    ("datemodified", CandidateField::Modified),
    ("datepublished", CandidateField::Published),
    ("headline", CandidateField::Title),
    ("keywords", CandidateField::Tags),
    ("license", CandidateField::License),
];

/// Finds possible candidates by the keys of their tokens, without reading their attributes.
#[derive(Debug)]
pub(super) struct CandidateFilter {
    keys: KeySet,
}

impl CandidateFilter {
    /// Returns the filter of all words and items.
    pub(super) fn new() -> Self {
        let words = WORDS.iter().map(|(word, _)| name_key(word));
        let items = ITEMS.iter().map(|(item, _)| item_key(item));
        CandidateFilter { keys: KeySet::new(words.chain(items)) }
    }

    /// Adds the candidates of an element with these tokens. `block` is the block that contains it,
    /// or the next one.
    pub(super) fn read_element(
        &self,
        dom: &Dom,
        id: NodeId,
        (tag, tokens): (Tag, &[u32]),
        block: u32,
        candidates: &mut Candidates,
    ) {
        if candidates.all.len() >= MOST_CANDIDATES {
            return;
        }
        match tag {
            Tag::A => add_home_link(dom, id, candidates),
            Tag::H1 | Tag::H2 => headlines::add_extras(dom, id, block, candidates),
            _ => {}
        }
        if self.may_match(tag, tokens) {
            add_candidates(dom, id, tag, block, candidates);
        }
    }

    /// Returns true if an element may be a candidate.
    fn may_match(&self, tag: Tag, tokens: &[u32]) -> bool {
        tag == Tag::Time || tokens.iter().any(|&key| self.keys.contains(key))
    }
}

/// Adds the candidates that an element's names, properties and relations state.
fn add_candidates(dom: &Dom, id: NodeId, tag: Tag, block: u32, candidates: &mut Candidates) {
    let mut found: Vec<(CandidateField, Origin)> = Vec::new();
    for attribute in dom.attrs(id) {
        match &*attribute.name {
            "itemprop" | "property" => found
                .extend(fields_of_items(&attribute.value).map(|field| (field, Origin::Microdata))),
            "rel" => each_word(&attribute.value, |word| {
                let field = field_of_word(word).filter(|field| {
                    matches!(
                        field,
                        CandidateField::Author | CandidateField::Tags | CandidateField::License
                    )
                });
                found.extend(field.map(|field| (field, Origin::Link)));
            }),
            "class" | "id" => each_word(&attribute.value, |word| {
                let field = field_of_word(word).filter(|field| {
                    !matches!(field, CandidateField::Tags | CandidateField::License)
                });
                found.extend(field.map(|field| (field, Origin::Class)));
            }),
            _ => {}
        }
    }
    if tag == Tag::Time
        && !found
            .iter()
            .any(|(field, _)| matches!(field, CandidateField::Published | CandidateField::Modified))
    {
        found.push((CandidateField::Date, Origin::Time));
    }
    found.dedup();
    for (field, origin) in found {
        let is_other = field == CandidateField::Author && is_of_other_text(dom, id);
        if let Some(value) = value(dom, id, field, origin).filter(|_| !is_other) {
            candidates.all.push(Candidate { field, origin, block, value });
        }
    }
}

/// Returns true if the class or id of an element has one of these words.
fn names_have(dom: &Dom, id: NodeId, words: &[&str]) -> bool {
    ["class", "id"].iter().filter_map(|name| dom.attr_named(id, name)).any(|names| {
        let mut has = false;
        each_word(names, |word| has |= words.contains(&word));
        has
    })
}

/// Adds the text of a link to the site's front page: a logo with the site's name.
fn add_home_link(dom: &Dom, id: NodeId, candidates: &mut Candidates) {
    let Some(url) = dom.attr_named(id, "href").filter(|url| is_site_root(url)) else { return };
    if candidates.home_links.len() == MOST_HOME_LINKS {
        return;
    }
    let image = descendants(dom, id).take(MOST_NODES).find_map(|id| dom.attr_named(id, "alt"));
    let text = text(dom, id).or_else(|| image.map(str::to_owned));
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        candidates.home_links.push(HomeLink { url: url.to_owned(), text });
    }
}

/// Returns true if a URL has no path: `/`, or a scheme and a host.
fn is_site_root(url: &str) -> bool {
    let url = url.trim();
    match url.split_once("://") {
        Some((_, rest)) => !rest.trim_end_matches('/').contains(['/', '?', '#']),
        None => matches!(url, "/" | "/index.html" | "/index.php"),
    }
}

/// Returns true if an element is in a quotation, a review or a comment, which others wrote.
fn is_of_other_text(dom: &Dom, id: NodeId) -> bool {
    let mut next = dom.parent(id);
    for _ in 0..MOST_ANCESTORS {
        let Some(ancestor) = next else { return false };
        let tag = dom.name(ancestor).map_or(Tag::Unknown, |name| Tag::of(name));
        if tag == Tag::Blockquote {
            return true;
        }
        // The classes of a page name the parts that it has.
        if matches!(tag, Tag::Body | Tag::Html | Tag::Main) {
            return false;
        }
        for attribute in ["class", "id"] {
            let names = dom.attr_named(ancestor, attribute).unwrap_or_default();
            if names.split_ascii_whitespace().any(is_name_of_other_text) {
                return true;
            }
        }
        next = dom.parent(ancestor);
    }
    false
}

/// Returns true if a class or id is that of texts by others: `testimonials`, `review-card`.
fn is_name_of_other_text(name: &str) -> bool {
    let (mut is_other, mut is_state) = (false, false);
    each_word(name, |word| {
        is_other |= OTHER_TEXTS.binary_search(&word).is_ok();
        is_state |= STATES.contains(&word);
    });
    is_other && !is_state
}

/// Returns the field that a word of a class, id or relation names.
pub(crate) fn field_of_word(word: &str) -> Option<CandidateField> {
    WORDS.iter().find(|(known, _)| *known == word).map(|&(_, field)| field)
}

/// Returns the fields that the properties of an element name, in any vocabulary.
pub(crate) fn fields_of_items(value: &str) -> impl Iterator<Item = CandidateField> {
    value.split_ascii_whitespace().filter_map(|item| {
        let name = item.rsplit([':', '/']).next()?.to_ascii_lowercase();
        ITEMS.iter().find(|(known, _)| *known == name).map(|&(_, field)| field)
    })
}

/// Returns the value of a candidate: its machine-readable attribute if it has one, else its text.
fn value(dom: &Dom, id: NodeId, field: CandidateField, origin: Origin) -> Option<String> {
    let attribute = match (field, origin) {
        (CandidateField::License, _) => dom.attr_named(id, "href"),
        (CandidateField::Date | CandidateField::Published | CandidateField::Modified, _) => {
            let tooltip = dom.attr_named(id, "title").filter(|tooltip| has_year(tooltip));
            dom.attr_named(id, "datetime").or_else(|| dom.attr_named(id, "content")).or(tooltip)
        }
        (_, Origin::Microdata) => dom.attr_named(id, "content"),
        _ => None,
    };
    let mut value = attribute.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    if value.is_none() && field == CandidateField::Author {
        value = name_in(dom, id).or_else(|| author_link_in(dom, id));
    }
    let is_description = || {
        (field, origin) == (CandidateField::Author, Origin::Class)
            && names_have(dom, id, AUTHOR_DETAILS)
    };
    if value.is_none() && !is_description() {
        value = text(dom, id);
    }
    value.filter(|value| value.len() <= LONGEST_TEXT)
}

/// Returns true if a text has a number of four digits, as a full date has. Visible text may be
/// "yesterday".
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4)
}

/// Returns the `name` of the person or organisation that an element describes.
fn name_in(dom: &Dom, id: NodeId) -> Option<String> {
    let name = descendants(dom, id).take(MOST_NODES).find(|&id| {
        dom.attrs(id).iter().any(|attribute| {
            matches!(&*attribute.name, "itemprop" | "property")
                && attribute
                    .value
                    .rsplit([':', '/'])
                    .next()
                    .is_some_and(|name| name.eq_ignore_ascii_case("name"))
        })
    })?;
    dom.attr_named(name, "content").map(str::to_owned).or_else(|| text(dom, name))
}

/// Returns the text of the only link in an element that leads to an author's page. The text around
/// that link is a role or a button.
fn author_link_in(dom: &Dom, id: NodeId) -> Option<String> {
    let is_author = |id: &NodeId| {
        let mut is_known = false;
        each_word(dom.attr_named(*id, "href").unwrap_or_default(), |word| {
            is_known |= PEOPLE.contains(&word)
        });
        is_known
    };
    let mut links =
        descendants(dom, id).take(MOST_NODES).filter(is_author).filter_map(|link| text(dom, link));
    links.next().filter(|_| links.next().is_none())
}

/// Returns the text of an element with white space folded, if it has any and not too much.
fn text(dom: &Dom, id: NodeId) -> Option<String> {
    let mut out = String::new();
    for (number, node) in descendants(dom, id).enumerate() {
        if number == MOST_NODES || out.len() > LONGEST_TEXT {
            return None;
        }
        for word in dom.text(node).unwrap_or_default().split_whitespace() {
            out.push_str(if out.is_empty() { "" } else { " " });
            out.push_str(word);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Returns the nodes in an element, without the content of elements that readers do not see.
fn descendants(dom: &Dom, id: NodeId) -> impl Iterator<Item = NodeId> {
    dom.descendants(id, |id| dom.name(id).is_none_or(|name| Tag::of(name).flow() != Flow::Skip))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::html::segment::segment;
    use crate::options::Limits;

    fn candidates(html: &str) -> Vec<(CandidateField, Origin, u32, String)> {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        let candidates = segment(&dom, &[]).outline.candidates.all;
        candidates
            .into_iter()
            .map(|found| (found.field, found.origin, found.block, found.value))
            .collect()
    }

    #[test]
    fn elements_that_name_authors_and_dates() {
        let found = candidates(
            "<p>Rain<p class=byline>By <a rel=author href=/jane>Jane  Doe</a>\
             <p><time datetime=2020-05-06>May</time>\
             <div itemprop=author itemscope><b itemprop=name>Joe</b> Writer</div>\
             <meta itemprop=datePublished content=2020-05-07><p class=update>none\
             <p class=posted title='6 May 2020'>yesterday\
             <p class=author><img alt=x> <a href=/authors/jane>Jane Doe</a> Mayor \
             <a href=/all>All posts</a>",
        );
        let expected = [
            (CandidateField::Author, Origin::Class, 1, "By Jane Doe"),
            (CandidateField::Author, Origin::Link, 1, "Jane Doe"),
            (CandidateField::Date, Origin::Time, 2, "2020-05-06"),
            (CandidateField::Author, Origin::Microdata, 3, "Joe"),
            (CandidateField::Published, Origin::Microdata, 4, "2020-05-07"),
            (CandidateField::Date, Origin::Class, 5, "6 May 2020"),
            (CandidateField::Author, Origin::Class, 6, "Jane Doe"),
        ];
        assert_eq!(
            found,
            expected.map(|(field, origin, block, value)| (field, origin, block, value.to_owned()))
        );
    }

    #[test]
    fn long_elements_and_long_pages_are_bounded() {
        assert!(candidates(&format!("<div class=author>{}</div>", "word ".repeat(100))).is_empty());
        assert_eq!(
            candidates(&"<time>6 May 2020</time>".repeat(MOST_CANDIDATES + 1)).len(),
            MOST_CANDIDATES
        );
    }
}
