//! The input of the metadata fields: the page's candidates, its JSON-LD and its blocks.

use crate::document::Document;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::metadata::candidates::{Candidate, CandidateField, HEAD_BLOCK};
use crate::metadata::json_ld::JsonLdFacts;
use crate::metadata::labels::Labels;
use crate::metadata::{Found, Origin, values};
use crate::verdict::Shape;

/// A language detected with this confidence outranks the declared one.
const SURE_LANGUAGE: f32 = 0.5;
/// A longer site key is also recognised at the start of a longer name.
const SHORT_SITE_KEY: usize = 3;

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

/// A block with its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberedBlock<'p> {
    pub(super) number: u32,
    /// The trimmed text.
    pub(super) text: &'p str,
    pub(super) kind: Kind,
    pub(super) keep: bool,
    pub(super) shape: Shape,
}

/// The facts that all fields share.
#[derive(Debug)]
pub(super) struct PageFacts<'p> {
    pub(super) document: &'p Document,
    pub(super) json_ld: JsonLdFacts,
    pub(super) blocks: Vec<NumberedBlock<'p>>,
    pub(super) title: Option<Found>,
    pub(super) site_name: Option<Found>,
    /// The keys of the site's names: the declared one, and that in the page's URL.
    pub(super) site_keys: Vec<String>,
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
            site_keys: Vec::new(),
            top: first.map_or(0, |block| block.number),
            bottom: last.map_or(u32::MAX, |block| block.number),
            labels: Labels::read(&language),
            lexicon: Lexicon::builtin(),
            language,
            blocks,
        };
        facts.json_ld = JsonLdFacts::read(&document.candidates.json_ld, &facts.claims());
        facts.site_name = facts.first(CandidateField::SiteName, facts.json_ld.site_name.as_ref());
        facts.site_keys = facts.read_site_keys();
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

    /// Returns the keys of the site's names.
    fn read_site_keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        keys.extend(self.site_name.as_ref().map(|site| values::key(&site.value)));
        let url = self.candidates(CandidateField::Url).next();
        keys.extend(url.map(|url| values::host_key(&url.value)));
        keys.retain(|key| !key.is_empty());
        keys
    }

    /// Returns true if a name is that of the site, declared or in its URL.
    pub(super) fn is_site(&self, name: &str) -> bool {
        let name = values::key(name);
        let is_start = |key: &str| key.len() > SHORT_SITE_KEY && name.starts_with(key);
        self.site_keys.iter().any(|key| name == *key || is_start(key))
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

    /// Returns the block of a candidate. Returns nothing for one in the document head.
    pub(super) fn block_of(&self, candidate: &Candidate) -> Option<NumberedBlock<'p>> {
        if candidate.block == HEAD_BLOCK {
            return None;
        }
        self.blocks.get(candidate.block as usize).copied()
    }

    /// Returns the first value of a field: that of JSON-LD, or else the first candidate.
    pub(super) fn first(&self, field: CandidateField, json_ld: Option<&String>) -> Option<Found> {
        if let Some(value) = json_ld.and_then(|value| values::clean(value)) {
            return Some(Found { value, origin: Origin::JsonLd });
        }
        self.candidates(field).find_map(|candidate| {
            Some(Found { value: values::clean(&candidate.value)?, origin: candidate.origin })
        })
    }
}

/// Returns the blocks of a document with their numbers.
fn numbered_blocks(document: &Document) -> Vec<NumberedBlock<'_>> {
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for (number, record) in (0..).zip(&document.blocks) {
        let text = document.text.get(record.start as usize..record.end as usize);
        blocks.push(NumberedBlock {
            number,
            text: text.unwrap_or_default().trim(),
            kind: record.verdict.kind,
            keep: record.verdict.keep,
            shape: record.shape,
        });
    }
    blocks
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
        Some(declared) => {
            let code = declared.value.split(['-', '_']).next().unwrap_or_default();
            code.trim().to_lowercase()
        }
        None => document.language.map(|language| language.code.to_owned()).unwrap_or_default(),
    }
}
