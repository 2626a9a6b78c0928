//! Makes sense of what a page says of itself: one value for each field of the [`Metadata`], of all that the page's
//! vocabularies, elements and text claim.
//!
//! Apart from cleaning, because it is done only for those who ask.

use crate::kind::Kind;
use crate::metadata::{Found, Metadata, Origin};
use crate::page::{Page, Shape};
use crate::signs::{Field, HEAD, Sign};
use crate::units::word_count;
pub(crate) use comments::comments;
use linked::Linked;

mod author;
mod comments;
mod date;
mod labels;
mod linked;
mod names;
mod title;
mod value;

/// Tags that a page may have; those with more declare whole vocabularies.
const MOST_TAGS: usize = 50;

/// Confidence from which a detected language counts for more than the declared one.
const SURE_LANGUAGE: f32 = 0.5;

/// Kinds of blocks whose dates and names are not the page's own.
const FOREIGN: &[Kind] = &[
    Kind::Comment,
    Kind::CommentForm,
    Kind::Related,
    Kind::Footer,
    Kind::Ad,
    Kind::Subscribe,
    Kind::Cookie,
    Kind::Login,
];

/// What is known of a page besides its text.
pub(crate) fn metadata(page: &Page) -> Metadata {
    let facts = Facts::of(page);
    let text = page.text();
    let kept = page.records.iter().filter(|record| record.verdict.keep);
    let words: f32 = kept.map(|record| word_count(facts.text_of(record.start, record.end))).sum();
    Metadata {
        title: facts.title.clone(),
        authors: author::authors(&facts),
        published: date::published(&facts),
        modified: date::modified(&facts),
        site_name: facts.site_name.clone(),
        description: facts.first(Field::Description, |linked| linked.description.as_ref()),
        canonical: facts
            .first(Field::Address, |linked| linked.address.as_ref())
            .filter(|found| value::is_address(&found.value)),
        language: page.language.map(|language| found(language.code, Origin::Measured)),
        declared_language: facts.first(Field::Language, |linked| linked.language.as_ref()),
        image: facts
            .first(Field::Image, |linked| linked.image.as_ref())
            .filter(|found| value::is_address(&found.value)),
        section: facts.first(Field::Section, |linked| linked.section.as_ref()),
        tags: tags(&facts),
        license: facts.first(Field::License, |linked| linked.license.as_ref()),
        page_type: linked_first(&facts, |linked| linked.kind.as_ref())
            .or_else(|| facts.first(Field::PageType, |_| None)),
        words: words.round() as usize,
        characters: text.chars().count(),
    }
}

/// A value with its origin.
fn found(value: &str, origin: Origin) -> Found {
    Found { value: value.to_owned(), origin }
}

/// A block as the fields look at it.
#[derive(Clone, Copy, Debug)]
struct Block<'p> {
    number: u32,
    text: &'p str,
    kind: Kind,
    keep: bool,
    shape: Shape,
}

/// What all fields are made of.
#[derive(Debug)]
struct Facts<'p> {
    page: &'p Page,
    linked: Linked,
    blocks: Vec<Block<'p>>,
    title: Option<Found>,
    site_name: Option<Found>,
    /// The names that the site has, as they are compared: its own, and that in the page's address.
    site_keys: Vec<String>,
    /// The block with the headline, or where there is none the first that is kept.
    top: u32,
    /// The last block that is kept.
    bottom: u32,
    /// The page's language, detected or declared; empty if none.
    language: String,
}

impl<'p> Facts<'p> {
    /// Reads what the page declares, and finds its headline.
    fn of(page: &'p Page) -> Self {
        let block = |(number, record): (usize, &crate::page::Record)| Block {
            number: number as u32,
            text: page
                .text
                .get(record.start as usize..record.end as usize)
                .unwrap_or_default()
                .trim(),
            kind: record.verdict.kind,
            keep: record.verdict.keep,
            shape: record.shape,
        };
        let blocks: Vec<Block<'_>> = page.records.iter().enumerate().map(block).collect();
        let kept = || blocks.iter().filter(|block| block.keep);
        let first = kept().next().map_or(0, |block| block.number);
        let bottom = kept().next_back().map_or(u32::MAX, |block| block.number);
        let language = language(page);
        let mut facts = Facts {
            page,
            linked: Linked::default(),
            blocks,
            title: None,
            site_name: None,
            site_keys: Vec::new(),
            top: first,
            bottom,
            language,
        };
        facts.linked = Linked::read(&page.signs.json_ld, &facts.claims());
        facts.site_name = facts.first(Field::SiteName, |linked| linked.site_name.as_ref());
        let site = facts.site_name.as_ref().map(|site| value::key(&site.value));
        let host = facts.signs(Field::Address).next().map(|sign| value::host_key(&sign.value));
        facts.site_keys =
            [site, host].into_iter().flatten().filter(|key| !key.is_empty()).collect();
        let (title, headline) = title::title(&facts);
        facts.title = title;
        facts.top = headline.unwrap_or(first);
        facts
    }

    /// What the page's article may be known by among others in JSON-LD: its addresses and titles.
    fn claims(&self) -> Vec<&'p str> {
        let fields = [Field::Address, Field::Title];
        let signs = self
            .page
            .signs
            .all
            .iter()
            .filter(|sign| fields.contains(&sign.field))
            .map(|sign| &*sign.value);
        signs.chain(self.page.title.as_deref()).collect()
    }

    /// Whether a name is that of the site: what it is called, or what its address says.
    fn is_site(&self, name: &str) -> bool {
        let name = value::key(name);
        self.site_keys.iter().any(|key| name == *key || key.len() > 3 && name.starts_with(key))
    }

    /// The text between two bytes.
    fn text_of(&self, start: u32, end: u32) -> &'p str {
        self.page.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The signs of a field: those of the head first, as the page has them.
    fn signs(&self, field: Field) -> impl Iterator<Item = &'p Sign> {
        let all = &self.page.signs.all;
        all.iter().filter(move |sign| sign.field == field)
    }

    /// The block of a sign in the body; none for those of the head.
    fn block_of(&self, sign: &Sign) -> Option<Block<'p>> {
        if sign.block == HEAD { None } else { self.blocks.get(sign.block as usize).copied() }
    }

    /// The first value of a field: as JSON-LD has it, else as the head or the body has.
    fn first(
        &self,
        field: Field,
        linked: impl Fn(&Linked) -> Option<&String> + Copy,
    ) -> Option<Found> {
        let sign =
            |sign: &Sign| Some(Found { value: value::clean(&sign.value)?, origin: sign.origin });
        // Addresses and images are declared for machines in the head; JSON-LD repeats them.
        linked_first(self, linked).or_else(|| self.signs(field).find_map(sign))
    }
}

/// The page's language, a code or nothing: the detected one if that is sure, else what the page says.
fn language(page: &Page) -> String {
    let sure = page.language.filter(|language| language.confidence >= SURE_LANGUAGE);
    let declared = page.signs.all.iter().find(|sign| sign.field == Field::Language);
    let tag = declared
        .map(|sign| sign.value.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase());
    let detected = |language: crate::lang::Language| language.code.to_owned();
    sure.map(detected).or(tag).or(page.language.map(detected)).unwrap_or_default()
}

/// A value of the page's JSON-LD.
fn linked_first(facts: &Facts<'_>, linked: impl Fn(&Linked) -> Option<&String>) -> Option<Found> {
    let value = value::clean(linked(&facts.linked)?)?;
    Some(Found { value, origin: Origin::JsonLd })
}

/// The keywords, each once.
fn tags(facts: &Facts<'_>) -> Vec<Found> {
    let linked = facts.linked.tags.iter().map(|tag| (tag, Origin::JsonLd));
    let signs = facts.signs(Field::Tags).map(|sign| (&sign.value, sign.origin));
    let mut tags: Vec<Found> = Vec::new();
    for (list, origin) in linked.chain(signs) {
        for tag in list.split([',', ';', '，', '、']).filter_map(value::clean) {
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
