//! What a page says of itself, as it was found on the way through its tree. `Page::metadata` makes sense of it, for those
//! who ask.

use crate::metadata::Origin;

/// What a sign tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CandidateField {
    Title,
    Author,
    Published,
    Modified,
    /// A date of either kind.
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
    /// What the next [`CandidateField::CardValue`] is, in words.
    CardLabel,
    /// Whatever the [`CandidateField::CardLabel`] before says.
    CardValue,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// What it tells of.
    pub(crate) field: CandidateField,
    /// In which vocabulary.
    pub(crate) origin: Origin,
    /// The block that it stands in or before; [`HEAD`] for declarations of the page's head.
    pub(crate) block: u32,
    /// As it is written.
    pub(crate) value: String,
}

/// The block of what stands in the head.
pub(crate) const HEAD: u32 = u32::MAX;

/// The signs of a page, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Candidates {
    /// Values of attributes and elements.
    pub(crate) all: Vec<Candidate>,
    /// The texts of JSON-LD scripts.
    pub(crate) json_ld: Vec<String>,
    /// The comments of readers; empty if nobody asked for them.
    pub(crate) comments: Vec<FoundComment>,
    /// How probable it is that the page offers a service, from 0 to 1.
    pub(crate) service_share: f32,
}

/// A reader's comment, as it stands on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FoundComment {
    /// Where its text stands in that of the page, in bytes. What is to be read apart stands apart.
    pub(crate) spans: Vec<(u32, u32)>,
    /// Who wrote it, as it is marked up.
    pub(crate) author: Option<String>,
    /// When, as it is marked up.
    pub(crate) date: Option<String>,
}

impl Candidates {
    /// Notes a declaration of the head.
    pub(crate) fn declare(&mut self, field: CandidateField, origin: Origin, value: &str) {
        self.all.push(Candidate { field, origin, block: HEAD, value: value.to_owned() });
    }

    /// Puts the declarations of the head before the candidates of the body.
    pub(crate) fn put_head_first(&mut self, head: Candidates) {
        self.all.splice(0..0, head.all);
        self.json_ld.splice(0..0, head.json_ld);
    }
}
