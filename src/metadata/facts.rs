//! The facts that the metadata fields are chosen from: declarations, elements and blocks of a page.

use crate::document::Document;
use crate::kind::Kind;
use crate::metadata::candidates::{Candidate, CandidateField, HEAD_BLOCK};
use crate::metadata::json_ld::Linked;
use crate::metadata::{Found, Origin, values};
use crate::verdict::{BlockRecord, Shape};

/// Confidence from which a detected language counts for more than the declared one.
const SURE_LANGUAGE: f32 = 0.5;

/// Kinds of blocks whose dates and names are not the page's own.
pub(super) const FOREIGN: &[Kind] = &[
    Kind::Comment,
    Kind::CommentForm,
    Kind::Related,
    Kind::Footer,
    Kind::Ad,
    Kind::Subscribe,
    Kind::Cookie,
    Kind::Login,
];

/// A value with its origin.
pub(super) fn found(value: &str, origin: Origin) -> Found {
    Found { value: value.to_owned(), origin }
}

/// A block as the fields look at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FactBlock<'p> {
    pub(super) number: u32,
    pub(super) text: &'p str,
    pub(super) kind: Kind,
    pub(super) keep: bool,
    pub(super) shape: Shape,
}

/// What all fields are made of.
#[derive(Debug)]
pub(super) struct Facts<'p> {
    pub(super) document: &'p Document,
    pub(super) linked: Linked,
    pub(super) blocks: Vec<FactBlock<'p>>,
    pub(super) title: Option<Found>,
    pub(super) site_name: Option<Found>,
    /// The names that the site has, as they are compared: its own, and that in the page's address.
    pub(super) site_keys: Vec<String>,
    /// The block with the headline, or where there is none the first that is kept.
    pub(super) top: u32,
    /// The last block that is kept.
    pub(super) bottom: u32,
    /// The page's language, detected or declared; empty if none.
    pub(super) language: String,
}

impl<'p> Facts<'p> {
    /// Reads what the page declares, and finds its headline.
    pub(super) fn of(document: &'p Document) -> Self {
        let block = |(number, record): (usize, &BlockRecord)| FactBlock {
            number: number as u32,
            text: document
                .text
                .get(record.start as usize..record.end as usize)
                .unwrap_or_default()
                .trim(),
            kind: record.verdict.kind,
            keep: record.verdict.keep,
            shape: record.shape,
        };
        let blocks: Vec<FactBlock<'_>> = document.blocks.iter().enumerate().map(block).collect();
        let kept = || blocks.iter().filter(|block| block.keep);
        let first = kept().next().map_or(0, |block| block.number);
        let bottom = kept().next_back().map_or(u32::MAX, |block| block.number);
        let language = language(document);
        let mut facts = Facts {
            document,
            linked: Linked::default(),
            blocks,
            title: None,
            site_name: None,
            site_keys: Vec::new(),
            top: first,
            bottom,
            language,
        };
        facts.linked = Linked::read(&document.candidates.json_ld, &facts.claims());
        facts.site_name = facts.first(CandidateField::SiteName, |linked| linked.site_name.as_ref());
        let site = facts.site_name.as_ref().map(|site| values::key(&site.value));
        let host =
            facts.signs(CandidateField::Url).next().map(|sign| values::host_key(&sign.value));
        facts.site_keys =
            [site, host].into_iter().flatten().filter(|key| !key.is_empty()).collect();
        facts
    }

    /// What the page's article may be known by among others in JSON-LD: its addresses and titles.
    fn claims(&self) -> Vec<&'p str> {
        let fields = [CandidateField::Url, CandidateField::Title];
        let signs = self
            .document
            .candidates
            .all
            .iter()
            .filter(|sign| fields.contains(&sign.field))
            .map(|sign| &*sign.value);
        signs.chain(self.document.title.as_deref()).collect()
    }

    /// Whether a name is that of the site: what it is called, or what its address says.
    pub(super) fn is_site(&self, name: &str) -> bool {
        let name = values::key(name);
        self.site_keys.iter().any(|key| name == *key || key.len() > 3 && name.starts_with(key))
    }

    /// The text between two bytes.
    pub(super) fn text_of(&self, start: u32, end: u32) -> &'p str {
        self.document.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The signs of a field: those of the head first, as the page has them.
    pub(super) fn signs(&self, field: CandidateField) -> impl Iterator<Item = &'p Candidate> {
        let all = &self.document.candidates.all;
        all.iter().filter(move |sign| sign.field == field)
    }

    /// The block of a sign in the body; none for those of the head.
    pub(super) fn block_of(&self, sign: &Candidate) -> Option<FactBlock<'p>> {
        if sign.block == HEAD_BLOCK { None } else { self.blocks.get(sign.block as usize).copied() }
    }

    /// The first value of a field: as JSON-LD has it, else as the head or the body has.
    pub(super) fn first(
        &self,
        field: CandidateField,
        linked: impl Fn(&Linked) -> Option<&String> + Copy,
    ) -> Option<Found> {
        let sign = |sign: &Candidate| {
            Some(Found { value: values::clean(&sign.value)?, origin: sign.origin })
        };
        // Addresses and images are declared for machines in the head; JSON-LD repeats them.
        linked_first(self, linked).or_else(|| self.signs(field).find_map(sign))
    }
}

/// The page's language, a code or nothing: the detected one if that is sure, else what the page says.
fn language(document: &Document) -> String {
    let sure = document.language.filter(|language| language.confidence >= SURE_LANGUAGE);
    let declared =
        document.candidates.all.iter().find(|sign| sign.field == CandidateField::Language);
    let tag = declared
        .map(|sign| sign.value.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase());
    let detected = |language: crate::lang::Language| language.code.to_owned();
    sure.map(detected).or(tag).or(document.language.map(detected)).unwrap_or_default()
}

/// A value of the page's JSON-LD.
pub(super) fn linked_first(
    facts: &Facts<'_>,
    linked: impl Fn(&Linked) -> Option<&String>,
) -> Option<Found> {
    let value = values::clean(linked(&facts.linked)?)?;
    Some(Found { value, origin: Origin::JsonLd })
}
