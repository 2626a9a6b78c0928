//! The values that a page gives for its metadata, as cleaning found them in the tree.
//!
//! Cleaning only collects them. `resolve` chooses among them, for callers who ask.

use crate::metadata::Origin;

/// The field that a candidate is a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CandidateField {
    Title,
    Author,
    Published,
    Modified,
    /// A date of publication or of a change.
    Date,
    SiteName,
    Description,
    Url,
    Language,
    Image,
    Section,
    Tags,
    License,
    PageType,
    /// A text inside a headline that is not part of the title: a kicker, a date, a reading.
    HeadlineExtra,
    /// The label of a row in a Twitter card.
    CardLabel,
    /// The value of that row.
    CardValue,
}

/// A value and its position in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) field: CandidateField,
    /// The vocabulary of the declaration.
    pub(crate) origin: Origin,
    /// The block that contains the element, or the next one. [`HEAD_BLOCK`] for the document head.
    pub(crate) block: u32,
    /// The value as the page writes it.
    pub(crate) value: String,
}

/// The block number of declarations in the document head.
pub(crate) const HEAD_BLOCK: u32 = u32::MAX;

/// The candidates of a page, in document order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Candidates {
    /// Values of attributes and elements.
    pub(crate) all: Vec<Candidate>,
    /// The texts of JSON-LD scripts.
    pub(crate) json_ld: Vec<String>,
    /// The links to the front page of a site.
    pub(crate) home_links: Vec<HomeLink>,
    /// The comments of readers. Empty unless the options ask for them.
    pub(crate) comments: Vec<FoundComment>,
    /// The probability that the page offers a service, from 0 to 1.
    pub(crate) service_probability: f32,
}

/// A link to the front page of a site, this one or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HomeLink {
    pub(crate) url: String,
    /// Its text, or the description of its image.
    pub(crate) text: String,
}

/// A reader's comment, as spans and values of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FoundComment {
    /// The byte ranges of its paragraphs in the page's text.
    pub(crate) spans: Vec<(u32, u32)>,
    /// The author as the page writes it.
    pub(crate) author: Option<String>,
    /// The date as the page writes it.
    pub(crate) date: Option<String>,
}

impl Candidates {
    /// Adds a declaration of the document head.
    pub(crate) fn declare(&mut self, field: CandidateField, origin: Origin, value: &str) {
        self.all.push(Candidate { field, origin, block: HEAD_BLOCK, value: value.to_owned() });
    }

    /// Puts the declarations of the document head before the candidates of the body.
    pub(crate) fn put_head_first(&mut self, head: Candidates) {
        self.all.splice(0..0, head.all);
        self.json_ld.splice(0..0, head.json_ld);
    }
}
