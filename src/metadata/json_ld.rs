//! Reads the facts that a page declares in JSON-LD, in the vocabulary of schema.org.

use std::collections::HashMap;

use crate::metadata::json::{JsonTree, JsonValue};
use crate::metadata::values;

/// Types of other works that a page may be about. Those that end in `Article` or `Posting` outrank
/// them.
const WORKS: &[&str] = &[
    "AudioObject",
    "Blog",
    "Book",
    "Course",
    "CreativeWork",
    "Dataset",
    "Event",
    "HowTo",
    "JobPosting",
    "Movie",
    "PodcastEpisode",
    "Product",
    "QAPage",
    "Question",
    "Recipe",
    "Review",
    "SoftwareApplication",
    "VideoObject",
];
/// Types of pages. Their facts count if no work has them.
const PAGES: &[&str] = &[
    "AboutPage",
    "CollectionPage",
    "ContactPage",
    "FAQPage",
    "ItemPage",
    "MedicalWebPage",
    "ProfilePage",
    "WebPage",
];
/// Keys of objects that describe something other than the page.
const FOREIGN_KEYS: &[&str] = &[
    "acceptedAnswer",
    "aggregateRating",
    "answer",
    "blogPost",
    "citation",
    "comment",
    "hasPart",
    "isBasedOn",
    "isPartOf",
    "isRelatedTo",
    "itemListElement",
    "mentions",
    "offers",
    "relatedLink",
    "review",
    "reviews",
    "suggestedAnswer",
    "workExample",
];

/// Authors that are read of one work. Scientific papers have hundreds, but pages rarely list them.
const MAX_AUTHORS: usize = 30;
/// Ancestors of an object that are looked at. In the development pages it has fewer than a dozen.
const MAX_ANCESTORS: usize = 32;

/// The facts of a page's JSON-LD.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct JsonLdFacts {
    /// The type of the page or its work.
    pub(super) page_type: Option<String>,
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<JsonLdAuthor>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) image: Option<String>,
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) license: Option<String>,
}

/// An author of a work.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct JsonLdAuthor {
    pub(super) name: String,
    pub(super) is_organization: bool,
}

/// How well an object fits the page. The order is that of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum JsonLdRank {
    Page,
    Work,
    Article,
}

/// An object that may describe the page.
#[derive(Clone, Copy)]
struct JsonLdObject<'j> {
    rank: JsonLdRank,
    /// True if it has a URL or title of the page.
    is_claimed: bool,
    value: JsonValue<'j>,
}

impl JsonLdFacts {
    /// Reads the scripts of a page. `claims` are the page's URLs and titles: of several articles
    /// the first that has one of them counts.
    pub(super) fn read(scripts: &[String], claims: &[&str]) -> JsonLdFacts {
        let scripts: Vec<JsonTree> = scripts.iter().map(|script| JsonTree::read(script)).collect();
        let mut claims: Vec<String> = claims.iter().map(|claim| values::key(claim)).collect();
        // Each object looks for its own URLs and titles, and a page can have many of both.
        claims.sort_unstable();
        let mut objects: Vec<JsonLdObject<'_>> = Vec::new();
        for value in scripts.iter().flat_map(JsonTree::objects) {
            if let Some(rank) = rank(value) {
                objects.push(JsonLdObject { rank, is_claimed: is_claimed(value, &claims), value });
            }
        }
        objects.sort_by_key(|object| std::cmp::Reverse((object.rank, object.is_claimed)));
        if let Some(best) = objects.first().map(|object| object.rank) {
            let of_best = || objects.iter().filter(|object| object.rank == best);
            // Several works of the best rank, and none is the page's: they are a list of links.
            if of_best().count() > 1 && of_best().all(|object| !object.is_claimed) {
                objects.retain(|object| object.rank != best);
            }
        }
        let names = NamesById::read(&scripts);
        let mut facts = JsonLdFacts::default();
        for object in objects {
            facts.fill(object.value, object.rank, &names);
        }
        facts.site_name = site_name(&scripts, &names);
        facts
    }

    /// Takes the facts that are still missing from an object.
    fn fill<'j>(&mut self, object: JsonValue<'j>, rank: JsonLdRank, names: &NamesById<'j>) {
        let text = |key: &str| object.text_of(key).map(str::to_owned);
        let inner = |outer: &str, key: &str| inner_text(object, outer, key);
        let take = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value;
            }
        };
        take(&mut self.page_type, types(object).next().map(str::to_owned));
        take(&mut self.headline, text("headline").or_else(|| text("name")));
        take(&mut self.published, text("datePublished"));
        take(&mut self.published, text("dateCreated"));
        take(&mut self.published, text("uploadDate"));
        take(&mut self.modified, text("dateModified"));
        take(&mut self.description, text("description"));
        take(&mut self.language, text("inLanguage"));
        take(&mut self.section, text("articleSection"));
        take(&mut self.license, text("license").or_else(|| inner("license", "url")));
        take(&mut self.image, text("image").or_else(|| inner("image", "url")));
        take(&mut self.image, text("thumbnailUrl"));
        take(&mut self.url, text("mainEntityOfPage"));
        take(&mut self.url, inner("mainEntityOfPage", "@id").or_else(|| text("url")));
        // The author of a page object is that of the site's template.
        if self.authors.is_empty() && rank > JsonLdRank::Page {
            self.authors = authors(object, "author", names);
            if self.authors.is_empty() {
                self.authors = authors(object, "creator", names);
            }
        }
        if self.tags.is_empty() {
            let tags = object.get("keywords");
            let texts = tags.filter_map(|tag| tag.text().or_else(|| tag.text_of("name")));
            self.tags = texts.map(str::to_owned).collect();
        }
    }
}

/// Returns the authors of a work under a key.
fn authors<'j>(work: JsonValue<'j>, key: &str, names: &NamesById<'j>) -> Vec<JsonLdAuthor> {
    let mut authors = Vec::new();
    for value in work.get(key).take(MAX_AUTHORS) {
        if let Some(name) = names.of(value).map(str::to_owned) {
            authors.push(JsonLdAuthor { name, is_organization: is_organization(value) });
        }
    }
    authors
}

/// Returns the name of the site, or of the publisher.
fn site_name(scripts: &[JsonTree], names: &NamesById<'_>) -> Option<String> {
    let objects = || scripts.iter().flat_map(JsonTree::objects);
    let site = objects().find(|object| types(*object).any(|name| name == "WebSite"));
    if let Some(name) = site.and_then(|site| site.text_of("name")) {
        return Some(name.to_owned());
    }
    let mut publishers = objects().flat_map(|object| object.get("publisher"));
    publishers.find_map(|publisher| names.of(publisher)).map(str::to_owned)
}

/// Returns the types of an object, without the URL of their vocabulary.
fn types<'j>(object: JsonValue<'j>) -> impl Iterator<Item = &'j str> {
    let names = object.get("@type").filter_map(JsonValue::text);
    names.filter_map(|name| name.rsplit(['/', ':', '#']).next())
}

/// Returns how well an object fits the page. Returns nothing if it describes something else.
fn rank(object: JsonValue<'_>) -> Option<JsonLdRank> {
    if object.path().take(MAX_ANCESTORS).any(|key| FOREIGN_KEYS.contains(&key)) {
        return None;
    }
    let rank_of_type = |name: &str| match name {
        "JobPosting" => Some(JsonLdRank::Work),
        name if name.ends_with("Article") || name.ends_with("Posting") || name == "Report" => {
            Some(JsonLdRank::Article)
        }
        name if WORKS.contains(&name) => Some(JsonLdRank::Work),
        name if PAGES.contains(&name) => Some(JsonLdRank::Page),
        _ => None,
    };
    types(object).filter_map(rank_of_type).max()
}

/// Returns true if an object has one of the page's URLs or titles, whose keys are sorted.
fn is_claimed(object: JsonValue<'_>, claims: &[String]) -> bool {
    let own = ["@id", "url", "mainEntityOfPage", "headline", "name"];
    let own_texts = own.iter().flat_map(|key| object.get(key)).filter_map(JsonValue::text);
    let pages = object.get("mainEntityOfPage");
    let page_urls = pages.filter_map(|page| page.text_of("@id").or_else(|| page.text_of("url")));
    let mut keys = own_texts.chain(page_urls).map(values::key);
    keys.any(|key| !key.is_empty() && claims.binary_search(&key).is_ok())
}

/// Returns a text of an object inside an object.
fn inner_text(object: JsonValue<'_>, outer: &str, key: &str) -> Option<String> {
    object.get(outer).find_map(|value| value.text_of(key)).map(str::to_owned)
}

/// Returns true if the type of an author is an organisation.
fn is_organization(author: JsonValue<'_>) -> bool {
    types(author).any(|name| name.ends_with("Organization") || name == "Corporation")
}

/// The names of the objects with an `@id`.
struct NamesById<'j>(HashMap<&'j str, &'j str>);

impl<'j> NamesById<'j> {
    fn read(scripts: &'j [JsonTree]) -> Self {
        let mut names = HashMap::new();
        for object in scripts.iter().flat_map(JsonTree::objects) {
            if let Some((id, name)) = object.text_of("@id").zip(object.text_of("name")) {
                names.entry(id).or_insert(name);
            }
        }
        NamesById(names)
    }

    /// Returns the name of a person or organisation, which another object may describe.
    fn of(&self, value: JsonValue<'j>) -> Option<&'j str> {
        let own = value.text().or_else(|| value.text_of("name"));
        own.or_else(|| self.0.get(value.text_of("@id")?).copied())
    }
}
