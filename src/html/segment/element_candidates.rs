//! Candidates in the body of a page: elements that say by their names or relations who wrote the page, and when.

use crate::html::dom::{Dom, NodeId};
use crate::html::name_words::{each_word, name_key};
use crate::html::tags::{Flow, Tag};
use crate::metadata::Origin;
use crate::metadata::candidates::{Candidate, CandidateField, Candidates};

use super::attributes::item_key;

/// Candidates that are noted of one page's body; listings have hundreds of dates, and the first ones matter.
const MOST_SIGNS: usize = 400;
/// Nodes of an element whose text is taken. A byline has a dozen.
const MOST_NODES: usize = 60;
/// Bytes of that text.
const LONGEST_TEXT: usize = 300;

/// Words of classes, ids and relations, and what they are signs of.
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
    ("published", CandidateField::Date),
    ("relativetime", CandidateField::Date),
    ("reporter", CandidateField::Author),
    ("tag", CandidateField::Tags),
    ("time", CandidateField::Date),
    ("timestamp", CandidateField::Date),
    ("updated", CandidateField::Modified),
    ("username", CandidateField::Author),
    ("writer", CandidateField::Author),
];

/// Words of the addresses of authors' pages.
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

/// Tells elements that may be signs by the keys of their tokens.
#[derive(Debug)]
pub(super) struct Filter {
    /// Sorted.
    keys: Vec<u32>,
    /// A bit for the last six bits of each key.
    bits: u64,
}

impl Filter {
    /// The filter of all words and items.
    pub(super) fn new() -> Self {
        let words = WORDS.iter().map(|(word, _)| name_key(word));
        let mut keys: Vec<u32> =
            words.chain(ITEMS.iter().map(|(item, _)| item_key(item))).collect();
        keys.sort_unstable();
        let bits = keys.iter().fold(0, |bits, key| bits | 1 << (key & 63));
        Filter { keys, bits }
    }

    /// Whether an element may be a sign.
    pub(super) fn may_be_sign(&self, tag: Tag, tokens: &[u32]) -> bool {
        let is_known =
            |key: &u32| self.bits >> (key & 63) & 1 != 0 && self.keys.binary_search(key).is_ok();
        tag == Tag::Time || tokens.iter().any(is_known)
    }
}

/// Notes what an element is a sign of; `block` is the one that it stands in or before.
pub(super) fn note(dom: &Dom, id: NodeId, tag: Tag, block: u32, signs: &mut Candidates) {
    if signs.all.len() >= MOST_SIGNS {
        return;
    }
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
        if let Some(value) = value(dom, id, field, origin) {
            signs.all.push(Candidate { field, origin, block, value });
        }
    }
}

/// What a word of a class, id or relation is a sign of.
pub(crate) fn field_of_word(word: &str) -> Option<CandidateField> {
    WORDS.iter().find(|(known, _)| *known == word).map(|&(_, field)| field)
}

/// What the properties of an element are signs of, whatever the prefix of their vocabulary.
pub(crate) fn fields_of_items(value: &str) -> impl Iterator<Item = CandidateField> {
    value.split_ascii_whitespace().filter_map(|item| {
        let name = item.rsplit([':', '/']).next()?.to_ascii_lowercase();
        ITEMS.iter().find(|(known, _)| *known == name).map(|&(_, field)| field)
    })
}

/// The value of a sign: the attribute for machines if it has one, else its text.
fn value(dom: &Dom, id: NodeId, field: CandidateField, origin: Origin) -> Option<String> {
    let attribute = match (field, origin) {
        (CandidateField::License, _) => dom.attr_named(id, "href"),
        (CandidateField::Date | CandidateField::Published | CandidateField::Modified, _) => {
            let tip = dom.attr_named(id, "title").filter(|tip| has_year(tip));
            dom.attr_named(id, "datetime").or_else(|| dom.attr_named(id, "content")).or(tip)
        }
        (_, Origin::Microdata) => dom.attr_named(id, "content"),
        _ => None,
    };
    let value = attribute.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    let named = || {
        (field == CandidateField::Author)
            .then(|| name_in(dom, id).or_else(|| link_in(dom, id)))
            .flatten()
    };
    value.or_else(named).or_else(|| text(dom, id)).filter(|value| value.len() <= LONGEST_TEXT)
}

/// Whether a text has a number of four digits, as a whole date has: what readers see may be "yesterday".
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4)
}

/// The `name` of the person or organisation that an element describes.
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

/// The text of the only link in an element that leads to an author's page: what stands around it is roles and buttons.
fn link_in(dom: &Dom, id: NodeId) -> Option<String> {
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

/// The text of an element, white space folded; none if it has none, or much.
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

/// The nodes in an element, without what stands in those that no reader sees.
fn descendants(dom: &Dom, id: NodeId) -> impl Iterator<Item = NodeId> {
    dom.descendants(id, |id| dom.name(id).is_none_or(|name| Tag::of(name).flow() != Flow::Skip))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::Attributes;
    use crate::html::segment::segment;
    use crate::options::Limits;

    fn signs(html: &str) -> Vec<(CandidateField, Origin, u32, String)> {
        let dom = Dom::parse(html, &Limits::default(), Attributes::Read);
        let signs = segment(&dom, &[]).outline.candidates.all;
        signs.into_iter().map(|sign| (sign.field, sign.origin, sign.block, sign.value)).collect()
    }

    #[test]
    fn elements_that_name_authors_and_dates() {
        let found = signs(
            "<p>Rain<p class=byline>By <a rel=author href=/jane>Jane  Doe</a><p><time datetime=2020-05-06>May</time>\
             <div itemprop=author itemscope><b itemprop=name>Joe</b> Writer</div>\
             <meta itemprop=datePublished content=2020-05-07><p class=update>none\
             <p class=posted title='6 May 2020'>yesterday\
             <p class=author><img alt=x> <a href=/authors/jane>Jane Doe</a> Mayor <a href=/all>All posts</a>",
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
        assert!(signs(&format!("<div class=author>{}</div>", "word ".repeat(100))).is_empty());
        assert_eq!(signs(&"<time>6 May 2020</time>".repeat(MOST_SIGNS + 1)).len(), MOST_SIGNS);
    }
}
