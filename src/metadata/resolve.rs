//! Chooses one value for each field of the [`Metadata`] among the claims of the page's
//! vocabularies, elements and text.
//!
//! Apart from cleaning, because only some callers ask for metadata.

use crate::document::Document;
use crate::metadata::candidates::CandidateField;
use crate::metadata::facts::{MAX_DECLARED, PageFacts};
use crate::metadata::page_dates::PageDates;
use crate::metadata::{Found, Metadata, Origin};
use crate::metadata::{authors, titles, values};
use crate::render;
use crate::render::urls::absolute_url;
use crate::unicode::word_count;

/// Tags that are returned. Pages with more declare whole vocabularies.
const MAX_TAGS: usize = 50;
/// Separators in a list of keywords.
const TAG_SEPARATORS: [char; 4] = [',', ';', '，', '、'];

/// Returns the metadata of a page.
pub(crate) fn metadata(document: &Document) -> Metadata {
    let facts = read_facts(document);
    let json_ld = &facts.json_ld;
    let dates = PageDates::choose(&facts);
    let words: f32 =
        document.kept_blocks().map(|block| word_count(facts.text_of(block.start, block.end))).sum();
    Metadata {
        title: facts.title.clone(),
        authors: authors::authors(&facts),
        published: dates.published,
        modified: dates.modified,
        site_name: facts.site_name.clone(),
        description: facts.first(CandidateField::Description, json_ld.description.as_ref()),
        canonical: canonical(&facts),
        language: document
            .language
            .map(|language| Found { value: language.code.to_owned(), origin: Origin::Measured }),
        declared_language: facts.first(CandidateField::Language, json_ld.language.as_ref()),
        image: image(&facts),
        section: facts.first(CandidateField::Section, json_ld.section.as_ref()),
        tags: tags(&facts),
        license: facts.first(CandidateField::License, json_ld.license.as_ref()),
        page_type: facts.first(CandidateField::PageType, json_ld.page_type.as_ref()),
        words: words.round() as usize,
        characters: render::to_string(|out| render::write_text(document, out)).chars().count(),
    }
}

/// Returns the URL of the page. Some sites declare their front page on all pages, beside the page's
/// own URL.
fn canonical(facts: &PageFacts<'_>) -> Option<Found> {
    let declared = || facts.declared(CandidateField::Url, facts.json_ld.url.as_ref(), MAX_DECLARED);
    let own = declared().find(|url| !values::is_front_page(&url.value));
    web_url(facts.document, own.or_else(|| declared().next())?)
}

/// Returns the URL of the image. Some pages declare a placeholder first, as data in the URL.
fn image(facts: &PageFacts<'_>) -> Option<Found> {
    let mut urls =
        facts.declared(CandidateField::Image, facts.json_ld.image.as_ref(), MAX_DECLARED);
    urls.find_map(|url| web_url(facts.document, url))
}

/// Returns a URL of the web, absolute if the page's URL is known. Returns nothing for other values.
fn web_url(document: &Document, found: Found) -> Option<Found> {
    if !values::is_web_url(&found.value) {
        return None;
    }
    match absolute_url(document, &found.value) {
        Some(value) => Some(Found { value, ..found }),
        None => Some(found),
    }
}

/// Returns the title of a page, as in its metadata.
pub(crate) fn title(document: &Document) -> Option<String> {
    read_facts(document).title.map(|title| title.value)
}

/// Reads the facts and the title, which other fields are compared with.
fn read_facts(document: &Document) -> PageFacts<'_> {
    let mut facts = PageFacts::read(document);
    let (title, headline) = titles::title(&facts);
    facts.title = title;
    facts.top = headline.unwrap_or(facts.top);
    facts
}

/// Returns the keywords, each once, of the first vocabulary that has some. Others repeat them, and
/// menus contain links to tags too.
fn tags(facts: &PageFacts<'_>) -> Vec<Found> {
    let json_ld = facts.json_ld.tags.iter().map(|tag| (tag, Origin::JsonLd));
    let candidates = facts.candidates(CandidateField::Tags);
    let lists = json_ld.chain(candidates.map(|candidate| (&candidate.value, candidate.origin)));
    let (mut tags, mut lowered): (Vec<Found>, Vec<String>) = (Vec::new(), Vec::new());
    for (list, origin) in lists {
        if tags.first().is_some_and(|first| first.origin != origin) {
            continue;
        }
        for value in list.split(TAG_SEPARATORS).filter_map(values::clean) {
            if tags.len() == MAX_TAGS {
                return tags;
            }
            let lower = value.to_lowercase();
            if !lowered.contains(&lower) {
                lowered.push(lower);
                tags.push(Found { value, origin });
            }
        }
    }
    tags
}
