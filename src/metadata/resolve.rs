//! Makes sense of what a page says of itself: one value for each field of the [`Metadata`], of all that the page's
//! vocabularies, elements and text claim.
//!
//! Apart from cleaning, because it is done only for those who ask.

use crate::document::Document;
use crate::metadata::candidates::CandidateField;
use crate::metadata::facts::{Facts, found, linked_first};
use crate::metadata::{Found, Metadata, Origin};
use crate::metadata::{authors, page_dates, titles, values};
use crate::render;
use crate::unicode::word_count;

/// Tags that a page may have; those with more declare whole vocabularies.
const MOST_TAGS: usize = 50;

/// What is known of a page besides its text.
pub(crate) fn metadata(document: &Document) -> Metadata {
    let facts = read(document);
    let text = render::text(document);
    let kept = document.blocks.iter().filter(|record| record.verdict.keep);
    let words: f32 = kept.map(|record| word_count(facts.text_of(record.start, record.end))).sum();
    Metadata {
        title: facts.title.clone(),
        authors: authors::authors(&facts),
        published: page_dates::published(&facts),
        modified: page_dates::modified(&facts),
        site_name: facts.site_name.clone(),
        description: facts.first(CandidateField::Description, |linked| linked.description.as_ref()),
        canonical: facts
            .first(CandidateField::Url, |linked| linked.address.as_ref())
            .filter(|found| values::is_address(&found.value)),
        language: document.language.map(|language| found(language.code, Origin::Measured)),
        declared_language: facts.first(CandidateField::Language, |linked| linked.language.as_ref()),
        image: facts
            .first(CandidateField::Image, |linked| linked.image.as_ref())
            .filter(|found| values::is_address(&found.value)),
        section: facts.first(CandidateField::Section, |linked| linked.section.as_ref()),
        tags: tags(&facts),
        license: facts.first(CandidateField::License, |linked| linked.license.as_ref()),
        page_type: linked_first(&facts, |linked| linked.kind.as_ref())
            .or_else(|| facts.first(CandidateField::PageType, |_| None)),
        words: words.round() as usize,
        characters: text.chars().count(),
    }
}

/// Reads the facts and the title, which other fields are compared with.
fn read(document: &Document) -> Facts<'_> {
    let mut facts = Facts::of(document);
    let (title, headline) = titles::title(&facts);
    facts.title = title;
    facts.top = headline.unwrap_or(facts.top);
    facts
}

/// The keywords, each once.
fn tags(facts: &Facts<'_>) -> Vec<Found> {
    let linked = facts.linked.tags.iter().map(|tag| (tag, Origin::JsonLd));
    let signs = facts.signs(CandidateField::Tags).map(|sign| (&sign.value, sign.origin));
    let mut tags: Vec<Found> = Vec::new();
    for (list, origin) in linked.chain(signs) {
        for tag in list.split([',', ';', '，', '、']).filter_map(values::clean) {
            let is_new = tags.iter().all(|known| known.value.to_lowercase() != tag.to_lowercase());
            // One vocabulary is enough: others repeat it, and menus are links to tags too.
            if is_new
                && tags.len() < MOST_TAGS
                && tags.first().is_none_or(|first| first.origin == origin)
            {
                tags.push(Found { value: tag, origin });
            }
        }
    }
    tags
}
