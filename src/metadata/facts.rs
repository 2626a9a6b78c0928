//! The input of the metadata fields: the page's candidates, its JSON-LD and its blocks.

use crate::document::Document;
use crate::lang::primary_subtag;
use crate::lexicon::Lexicon;
use crate::metadata::blocks::{NumberedBlock, numbered_blocks};
use crate::metadata::candidates::{Candidate, CandidateField, HEAD_BLOCK};
use crate::metadata::json_ld::JsonLdFacts;
use crate::metadata::labels::Labels;
use crate::metadata::site_names::SiteNames;
use crate::metadata::{Found, Origin, values};

/// A language detected with this confidence outranks the declared one.
const SURE_LANGUAGE: f32 = 0.5;

/// Declared titles, and declared URLs, that are looked at. Pages declare a handful: each vocabulary
/// has one.
pub(super) const MAX_DECLARED: usize = 16;

/// The facts that all fields share.
#[derive(Debug)]
pub(super) struct PageFacts<'p> {
    pub(super) document: &'p Document,
    pub(super) json_ld: JsonLdFacts,
    pub(super) blocks: Vec<NumberedBlock<'p>>,
    pub(super) title: Option<Found>,
    pub(super) site_name: Option<Found>,
    pub(super) site_names: SiteNames,
    /// The texts inside headlines that are not part of them, by block: each headline looks for its
    /// own.
    extras: Vec<&'p Candidate>,
    /// The block of the headline, or else the first kept block.
    pub(super) top: u32,
    /// The last kept block.
    pub(super) bottom: u32,
    /// The page's language, detected or declared. May be empty.
    pub(super) language: String,
    pub(super) labels: Labels,
    pub(super) lexicon: Lexicon,
}

impl<'p> PageFacts<'p> {
    /// Reads the declarations and the blocks of a page. The title is still missing.
    pub(super) fn read(document: &'p Document) -> Self {
        let blocks = numbered_blocks(document);
        let first = blocks.iter().find(|block| block.keep);
        let last = blocks.iter().rfind(|block| block.keep);
        let language = language(document);
        let mut facts = PageFacts {
            document,
            json_ld: JsonLdFacts::default(),
            title: None,
            site_name: None,
            site_names: SiteNames::default(),
            extras: Vec::new(),
            top: first.map_or(0, |block| block.number),
            bottom: last.map_or(u32::MAX, |block| block.number),
            labels: Labels::read(&language),
            lexicon: Lexicon::builtin(),
            language,
            blocks,
        };
        facts.extras = facts.candidates(CandidateField::HeadlineExtra).collect();
        facts.extras.sort_by_key(|extra| extra.block);
        facts.json_ld = JsonLdFacts::read(&document.candidates.json_ld, &facts.claims());
        facts.site_name = facts.first(CandidateField::SiteName, facts.json_ld.site_name.as_ref());
        facts.site_names = SiteNames::read(
            facts.site_name.as_ref().map(|site| site.value.as_str()),
            &facts.urls(),
            &document.candidates.home_links,
            &facts.blocks,
        );
        facts
    }

    /// Returns the URLs and titles by which the page's article may be known in JSON-LD.
    fn claims(&self) -> Vec<&'p str> {
        let mut claims = Vec::new();
        for candidate in &self.document.candidates.all {
            if matches!(candidate.field, CandidateField::Url | CandidateField::Title) {
                claims.push(candidate.value.as_str());
            }
        }
        claims.extend(self.document.title.as_deref());
        claims
    }

    /// Returns the page's URLs: the declared ones, then the one that came with the document.
    pub(super) fn urls(&self) -> Vec<&'p str> {
        let declared = self.candidates(CandidateField::Url).take(MAX_DECLARED);
        let mut urls: Vec<&str> = declared.map(|candidate| candidate.value.as_str()).collect();
        urls.extend(self.document.url.as_deref());
        urls
    }

    /// Returns true if a name is that of the site, declared or in its URL.
    pub(super) fn is_site(&self, name: &str) -> bool {
        self.site_names.is_site(name)
    }

    /// Returns the text between two bytes.
    pub(super) fn text_of(&self, start: u32, end: u32) -> &'p str {
        self.document.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Returns the candidates of a field, those of the document head first.
    pub(super) fn candidates(&self, field: CandidateField) -> impl Iterator<Item = &'p Candidate> {
        let all = &self.document.candidates.all;
        all.iter().filter(move |candidate| candidate.field == field)
    }

    /// Returns the texts inside a headline that are not part of it, in document order.
    pub(super) fn extras_of(&self, block: u32) -> &[&'p Candidate] {
        let start = self.extras.partition_point(|extra| extra.block < block);
        let end = self.extras.partition_point(|extra| extra.block <= block);
        &self.extras[start..end]
    }

    /// Returns the block of a candidate. Returns nothing for one in the document head.
    pub(super) fn block_of(&self, candidate: &Candidate) -> Option<&NumberedBlock<'p>> {
        if candidate.block == HEAD_BLOCK {
            return None;
        }
        self.blocks.get(candidate.block as usize)
    }

    /// Returns the first value of a field: that of JSON-LD, or else the first candidate.
    pub(super) fn first(&self, field: CandidateField, json_ld: Option<&String>) -> Option<Found> {
        self.declared(field, json_ld, usize::MAX).next()
    }

    /// Returns the value of a field in JSON-LD, and then those of at most so many candidates.
    pub(super) fn declared(
        &self,
        field: CandidateField,
        json_ld: Option<&String>,
        most: usize,
    ) -> impl Iterator<Item = Found> {
        let found = |value: &str, origin| Some(Found { value: values::clean(value)?, origin });
        let candidates = self.candidates(field).take(most);
        json_ld
            .and_then(|value| found(value, Origin::JsonLd))
            .into_iter()
            .chain(candidates.filter_map(move |other| found(&other.value, other.origin)))
    }
}

/// Returns the code of the page's language: the detected one if it is sure, or else the declared
/// one, or else the detected one.
fn language(document: &Document) -> String {
    if let Some(language) = document.language
        && language.confidence >= SURE_LANGUAGE
    {
        return language.code.to_owned();
    }
    let mut all = document.candidates.all.iter();
    match all.find(|candidate| candidate.field == CandidateField::Language) {
        Some(declared) => primary_subtag(&declared.value),
        None => document.language.map(|language| language.code.to_owned()).unwrap_or_default(),
    }
}
