//! The facts about a page besides its text: title, authors, dates and the like.
//!
//! This file holds the public types. Cleaning collects `candidates`, and `resolve` chooses among
//! them.

mod authors;
mod blocks;
pub(crate) mod candidates;
pub(crate) mod comments;
mod date_lines;
pub(crate) mod dates;
mod declared_titles;
mod facts;
mod headline_extras;
mod joined_names;
pub(crate) mod json;
mod json_ld;
mod labels;
mod name_suffixes;
mod name_words;
mod page_dates;
pub(crate) mod person_names;
mod plain_line;
pub(crate) mod resolve;
#[cfg(feature = "serde")]
mod serde_fields;
mod site_names;
mod slash_dates;
mod text_titles;
mod titles;
mod values;
mod written_dates;

use std::array;
use std::iter::{Flatten, FusedIterator};

use crate::names::named_enum;

/// The number of fields of the [`Metadata`].
const FIELD_COUNT: usize = 16;

named_enum! {
    "origin",
    /// The source of a value of the [`Metadata`].
    #[derive(PartialOrd, Ord)]
    pub enum Origin {
        /// JSON-LD in the vocabulary of schema.org.
        JsonLd = "json-ld",
        /// The Open Graph protocol: `og:` and `article:` properties.
        OpenGraph = "opengraph",
        /// Dublin Core.
        DublinCore = "dublin-core",
        /// Twitter cards: `twitter:` names.
        Twitter = "twitter",
        /// Microdata or RDFa in the vocabulary of schema.org.
        Microdata = "microdata",
        /// Another `meta` element, or the `title` element.
        Meta = "meta",
        /// The `rel` attribute of a link.
        Link = "link",
        /// The `lang` attribute of the page.
        Attribute = "attribute",
        /// A `time` element.
        Time = "time",
        /// An element whose class or id names the field.
        Class = "class",
        /// The headline on the page.
        Headline = "headline",
        /// A byline or a date in the page's text.
        Text = "text",
        /// The page's URL.
        Address = "address",
        /// A measurement of the library.
        Measured = "measured",
    }
}

/// A value and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Found {
    /// Text without markup, control characters or line breaks. White space is folded. Never empty.
    pub value: String,
    /// The source of the value.
    pub origin: Origin,
}

/// A reader's comment on a page.
///
/// ```
/// use dechrome::{Cleaner, Options};
/// let body = "<p>It rained for three days, and on the fourth the river left its bed and took the \
///     old bridge.</p>".repeat(3);
/// let comments = "<div class=comment><b class=author>Jane</b> \
///     <time datetime=2020-05-06>6 May</time>\
///     <p>I saw it from my window, and I have never seen it so high.</p></div>";
/// let page = format!("<article>{body}</article><div id=comments>{comments}</div>");
/// let page = Cleaner::new(Options::new().with_comments(true)).clean(page.as_bytes());
/// let comments = page.comments();
/// assert_eq!(comments[0].text, "I saw it from my window, and I have never seen it so high.");
/// assert_eq!(comments[0].author.as_deref(), Some("Jane"));
/// assert_eq!(comments[0].date.as_deref(), Some("2020-05-06"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Comment {
    /// The comment's text, with a blank line between paragraphs. Never empty.
    pub text: String,
    /// The name of its author, if the page marks it up.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub author: Option<String>,
    /// Its date, if the page marks it up: ISO 8601, a day or a day with time. Absent if the page
    /// gives no full date ("yesterday").
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub date: Option<String>,
}

/// The facts about a page besides its text, each with its origin. A fact that the page does not
/// give is absent.
///
/// Values are claims of the page. The library cleans and compares them, but cannot check them: a
/// URL may be dead.
///
/// ```
/// let page = dechrome::clean(b"<title>Rain in May - The Mill Courier</title>\
///     <meta name=author content='Jane Doe'>\
///     <meta property=og:site_name content='The Mill Courier'><h1>Rain in May</h1>\
///     <time datetime=2020-05-06>6 May</time>");
/// let metadata = page.metadata();
/// assert_eq!(metadata.title.unwrap().value, "Rain in May");
/// assert_eq!(metadata.authors[0].value, "Jane Doe");
/// assert_eq!(metadata.published.unwrap().value, "2020-05-06");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The title, without the name of the site.
    pub title: Option<Found>,
    /// The authors, persons or organisations, in the order of the page.
    pub authors: Vec<Found>,
    /// The date of publication: ISO 8601, a day or a day with time, as exact as on the page.
    pub published: Option<Found>,
    /// The date of the last change: ISO 8601, likewise.
    pub modified: Option<Found>,
    /// The name of the site.
    pub site_name: Option<Found>,
    /// The page's own summary.
    pub description: Option<Found>,
    /// The page's URL, as the page declares it.
    pub canonical: Option<Found>,
    /// The detected language of the text, an ISO 639 code.
    pub language: Option<Found>,
    /// The language that the page declares: a language tag (BCP 47).
    pub declared_language: Option<Found>,
    /// The URL of the main image.
    pub image: Option<Found>,
    /// The section of the site.
    pub section: Option<Found>,
    /// Keywords.
    pub tags: Vec<Found>,
    /// The licence: its URL or name.
    pub license: Option<Found>,
    /// The page's type: one of schema.org (`NewsArticle`) or of Open Graph (`article`).
    pub page_type: Option<Found>,
    /// The number of words of the kept text. A Chinese or Japanese character counts as 1/1.7 word,
    /// a Thai, Lao, Khmer or Burmese one as 1/3.5.
    pub words: usize,
    /// The number of characters (Unicode scalar values) of the kept text.
    pub characters: usize,
}

/// A value of one field of the [`Metadata`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum FieldValue<'m> {
    /// One text.
    Text(&'m str),
    /// One text or more.
    List(Vec<&'m str>),
    /// A number.
    Count(usize),
}

impl Metadata {
    /// Returns the fields that have a value, by their names in JSON, with their origins.
    ///
    /// ```
    /// use dechrome::{FieldValue, Origin};
    /// let metadata = dechrome::clean("<meta name=author content='Jane Doe'>").metadata();
    /// let fields: Vec<_> = metadata.fields().collect();
    /// assert!(fields.contains(&("authors", FieldValue::List(vec!["Jane Doe"]), Origin::Meta)));
    /// ```
    #[must_use]
    pub fn fields(&self) -> Fields<'_> {
        let fields = [
            one("title", &self.title),
            list("authors", &self.authors),
            one("published", &self.published),
            one("modified", &self.modified),
            one("site_name", &self.site_name),
            one("description", &self.description),
            one("canonical", &self.canonical),
            one("language", &self.language),
            one("declared_language", &self.declared_language),
            one("image", &self.image),
            one("section", &self.section),
            list("tags", &self.tags),
            one("license", &self.license),
            one("page_type", &self.page_type),
            count("words", self.words),
            count("characters", self.characters),
        ];
        Fields { fields: fields.into_iter().flatten() }
    }
}

impl<'m> IntoIterator for &'m Metadata {
    type Item = NamedField<'m>;
    type IntoIter = Fields<'m>;

    fn into_iter(self) -> Fields<'m> {
        self.fields()
    }
}

/// The fields of the [`Metadata`] that have a value: their names in JSON, values and origins.
/// [`Metadata::fields`] returns them.
#[derive(Clone, Debug)]
pub struct Fields<'m> {
    fields: Flatten<array::IntoIter<Option<NamedField<'m>>, FIELD_COUNT>>,
}

impl<'m> Iterator for Fields<'m> {
    type Item = (&'static str, FieldValue<'m>, Origin);

    fn next(&mut self) -> Option<Self::Item> {
        self.fields.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.fields.size_hint()
    }
}

impl FusedIterator for Fields<'_> {}

/// A field's name, value and origin.
type NamedField<'m> = (&'static str, FieldValue<'m>, Origin);

/// Returns a field of one value, if it has that value.
fn one<'m>(name: &'static str, found: &'m Option<Found>) -> Option<NamedField<'m>> {
    found.as_ref().map(|found| (name, FieldValue::Text(&found.value), found.origin))
}

/// Returns a field of several values, if it has any.
fn list<'m>(name: &'static str, found: &'m [Found]) -> Option<NamedField<'m>> {
    let values = found.iter().map(|found| found.value.as_str()).collect();
    Some((name, FieldValue::List(values), found.first()?.origin))
}

/// Returns a field that is a measured number.
fn count(name: &'static str, count: usize) -> Option<NamedField<'static>> {
    Some((name, FieldValue::Count(count), Origin::Measured))
}
