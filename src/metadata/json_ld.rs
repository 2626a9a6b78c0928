//! What JSON-LD says of a page, in the terms of schema.org.

use crate::metadata::json::{JsonTree, JsonValue};

use crate::metadata::values;

/// Types that are no article but may be what a page is about; all that end in `Article` or `Posting` outrank them.
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
/// Types of pages, which say something if nothing else does.
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
/// Names under which an object tells of something else than the page.
const ELSEWHERE: &[&str] = &[
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

/// Authors that a work may have; scientific papers have hundreds, but a page that lists them is rare.
const MOST_AUTHORS: usize = 30;
/// Objects around an object that are looked at. In the development pages it is never a dozen.
const DEEPEST: usize = 32;

/// What is known from JSON-LD.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Linked {
    pub(super) kind: Option<String>,
    pub(super) headline: Option<String>,
    /// Their names, with whether they are organisations.
    pub(super) authors: Vec<(String, bool)>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) address: Option<String>,
    pub(super) language: Option<String>,
    pub(super) image: Option<String>,
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) license: Option<String>,
}

impl Linked {
    /// Reads the scripts of a page. Of several articles that one counts that goes by one of the page's `claims`, its
    /// addresses and titles; else the first.
    pub(super) fn read(scripts: &[String], claims: &[&str]) -> Linked {
        let scripts: Vec<JsonTree> = scripts.iter().map(|script| JsonTree::read(script)).collect();
        let objects = || scripts.iter().flat_map(JsonTree::objects);
        let mut linked = Linked::default();
        let ranked = objects().filter_map(|object| Some((rank(object)?, object)));
        let claims: Vec<String> = claims.iter().map(|claim| values::key(claim)).collect();
        let mut works: Vec<(u8, bool, JsonValue<'_>)> =
            ranked.map(|(rank, object)| (rank, is_claimed(object, &claims), object)).collect();
        works.sort_by_key(|&(rank, is_claimed, _)| std::cmp::Reverse((rank, is_claimed)));
        let best = works.first().map(|&(rank, ..)| rank);
        // Many works of the best rank, and the page goes by none of their names: a list.
        let of_best = || works.iter().filter(|(rank, ..)| Some(*rank) == best);
        let is_list = of_best().count() > 1 && of_best().all(|(_, is_claimed, _)| !is_claimed);
        for &(rank, _, object) in
            works.iter().filter(|(rank, ..)| !(is_list && Some(*rank) == best))
        {
            linked.fill(object, rank, &scripts);
        }
        let publisher = objects()
            .find_map(|object| object.get("publisher").find_map(|value| name(value, &scripts)));
        let site = || {
            objects()
                .find(|object| types(*object).any(|kind| kind == "WebSite"))?
                .text_of("name")
                .map(str::to_owned)
        };
        linked.site_name = site().or(publisher);
        linked
    }

    /// Takes over what is not known yet.
    fn fill(&mut self, object: JsonValue<'_>, rank: u8, scripts: &[JsonTree]) {
        let text = |name: &str| object.text_of(name).map(str::to_owned);
        let take = |slot: &mut Option<String>, value: Option<String>| *slot = slot.take().or(value);
        take(&mut self.kind, types(object).next().map(str::to_owned));
        take(&mut self.headline, text("headline").or_else(|| text("name")));
        take(
            &mut self.published,
            text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate")),
        );
        take(&mut self.modified, text("dateModified"));
        take(&mut self.description, text("description"));
        take(&mut self.language, text("inLanguage"));
        take(&mut self.section, text("articleSection"));
        take(&mut self.license, text("license").or_else(|| inner(object, "license", "url")));
        take(
            &mut self.image,
            text("image")
                .or_else(|| inner(object, "image", "url"))
                .or_else(|| text("thumbnailUrl")),
        );
        take(
            &mut self.address,
            text("mainEntityOfPage")
                .or_else(|| inner(object, "mainEntityOfPage", "@id"))
                .or_else(|| text("url")),
        );
        if self.authors.is_empty() && rank > 0 {
            let named = |role| {
                let values = object.get(role).take(MOST_AUTHORS);
                values
                    .filter_map(|value| Some((name(value, scripts)?, is_organization(value))))
                    .collect::<Vec<_>>()
            };
            self.authors = named("author");
            if self.authors.is_empty() {
                self.authors = named("creator");
            }
        }
        if self.tags.is_empty() {
            self.tags = object
                .get("keywords")
                .filter_map(|tag| tag.text().or_else(|| tag.text_of("name")))
                .map(str::to_owned)
                .collect();
        }
    }
}

/// The types of an object, without the address of their vocabulary.
fn types<'j>(object: JsonValue<'j>) -> impl Iterator<Item = &'j str> {
    object
        .get("@type")
        .filter_map(JsonValue::text)
        .filter_map(|kind| kind.rsplit(['/', ':', '#']).next())
}

/// How likely an object tells of the page: 2 an article, 1 another work, 0 the page; none for what tells of other things.
fn rank(object: JsonValue<'_>) -> Option<u8> {
    if object.path().take(DEEPEST).any(|name| ELSEWHERE.contains(&name)) {
        return None;
    }
    let rank = |kind: &str| match kind {
        "JobPosting" => Some(1),
        kind if kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report" => {
            Some(2)
        }
        kind if WORKS.contains(&kind) => Some(1),
        kind if PAGES.contains(&kind) => Some(0),
        _ => None,
    };
    types(object).filter_map(rank).max()
}

/// Whether an object goes by one of the page's names.
fn is_claimed(object: JsonValue<'_>, claims: &[String]) -> bool {
    let own = ["@id", "url", "mainEntityOfPage", "headline", "name"];
    let inner = object
        .get("mainEntityOfPage")
        .filter_map(|page| page.text_of("@id").or_else(|| page.text_of("url")));
    let mut keys = own
        .iter()
        .flat_map(|name| object.get(name))
        .filter_map(JsonValue::text)
        .chain(inner)
        .map(values::key);
    keys.any(|key| !key.is_empty() && claims.contains(&key))
}

/// A text of an object in an object.
fn inner(object: JsonValue<'_>, outer: &str, name: &str) -> Option<String> {
    object.get(outer).find_map(|value| value.text_of(name)).map(str::to_owned)
}

/// Whether an author says to be an organisation.
fn is_organization(author: JsonValue<'_>) -> bool {
    types(author).any(|kind| kind.ends_with("Organization") || kind == "Corporation")
}

/// The name of a person or organisation, which may be described elsewhere.
fn name(value: JsonValue<'_>, scripts: &[JsonTree]) -> Option<String> {
    if let Some(text) = value.text() {
        return Some(text.to_owned());
    }
    let own = |value: JsonValue<'_>| value.text_of("name").map(str::to_owned);
    own(value).or_else(|| {
        let id = value.text_of("@id")?;
        let objects = scripts.iter().flat_map(JsonTree::objects);
        objects.filter(|object| object.text_of("@id") == Some(id)).find_map(own)
    })
}
