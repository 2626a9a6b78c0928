//! What is known of a page besides its text.

mod authors;
pub(crate) mod candidates;
pub(crate) mod comments;
mod dates;
mod facts;
pub(crate) mod json;
mod json_ld;
mod labels;
mod page_dates;
mod person_names;
pub(crate) mod resolve;
mod titles;
mod values;

use std::fmt;

/// Defines [`Origin`] with its names.
macro_rules! origins {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// Where a value of the [`Metadata`] comes from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub enum Origin { $($(#[doc = $doc])+ #[cfg_attr(feature = "serde", serde(rename = $name))] $variant,)+ }

        impl Origin {
            /// Every origin.
            pub const ALL: &'static [Origin] = &[$(Origin::$variant,)+];

            /// The origin's name, as in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Origin::$variant => $name,)+ }
            }
        }
    };
}

origins! {
    /// JSON-LD in the terms of schema.org.
    JsonLd = "json-ld",
    /// The Open Graph protocol: `og:` and `article:` properties.
    OpenGraph = "opengraph",
    /// Dublin Core.
    DublinCore = "dublin-core",
    /// Cards of Twitter.
    Twitter = "twitter",
    /// Microdata or RDFa in the terms of schema.org.
    Microdata = "microdata",
    /// Another `meta` element, or the page's `title`.
    Meta = "meta",
    /// The relation that a link states.
    Link = "link",
    /// The `lang` attribute of the page.
    Attribute = "attribute",
    /// A `time` element.
    Time = "time",
    /// An element whose class or id says what it is.
    Class = "class",
    /// The headline on the page.
    Headline = "headline",
    /// The text of the page, in its language.
    Text = "text",
    /// The page's address.
    Address = "address",
    /// What the library measured itself.
    Measured = "measured",
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Found {
    /// Text without markup, control characters or line breaks; white space is folded. Never empty.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The comment of a reader on a page.
///
/// ```
/// use dechrome::{Cleaner, Options};
/// let body = "<p>It rained for three days, and on the fourth the river left its bed and took the old bridge.</p>".repeat(3);
/// let page = format!("<article>{body}</article><div id=comments><div class=comment><b class=author>Jane</b>\
///     <time datetime=2020-05-06>6 May</time><p>I saw it from my window, and I have never seen it so high.</p></div></div>");
/// let page = Cleaner::new(Options::new().with_comments(true)).clean(page.as_bytes());
/// let comments = page.comments();
/// assert_eq!(comments[0].text, "I saw it from my window, and I have never seen it so high.");
/// assert_eq!(comments[0].author.as_deref(), Some("Jane"));
/// assert_eq!(comments[0].date.as_deref(), Some("2020-05-06"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Comment {
    /// What it says, in words of the page, with a blank line between paragraphs. Never empty.
    pub text: String,
    /// Who wrote it, where the page marks that up: a name, or what goes for one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub author: Option<String>,
    /// When, where the page marks that up: ISO 8601, a day or a day with time. Absent if it cannot be told ("yesterday").
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub date: Option<String>,
}

/// What is known of a page besides its text, each value with where it comes from. What the page does not tell is absent.
///
/// Values are what the page claims, cleaned and compared, not checked: an address need not lead anywhere.
///
/// ```
/// let page = dechrome::clean(b"<title>Rain in May - The Mill Courier</title><meta name=author content='Jane Doe'>\
///     <meta property=og:site_name content='The Mill Courier'><h1>Rain in May</h1><time datetime=2020-05-06>6 May</time>");
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
    /// When it was published: ISO 8601, a day or a day with time, as exact as the page tells it.
    pub published: Option<Found>,
    /// When it was last changed: ISO 8601, likewise.
    pub modified: Option<Found>,
    /// The name of the site.
    pub site_name: Option<Found>,
    /// The description that the page gives of itself.
    pub description: Option<Found>,
    /// The address that the page says it has.
    pub canonical: Option<Found>,
    /// The language that the text is in, ISO 639 code.
    pub language: Option<Found>,
    /// The language that the page says it is in: a language tag (BCP 47).
    pub declared_language: Option<Found>,
    /// The address of the main image.
    pub image: Option<Found>,
    /// The section of the site.
    pub section: Option<Found>,
    /// Keywords.
    pub tags: Vec<Found>,
    /// The licence: its address or name.
    pub license: Option<Found>,
    /// The page's type in the terms of its vocabulary: a type of schema.org (`NewsArticle`) or of Open Graph (`article`).
    pub page_type: Option<Found>,
    /// Words of the kept text. A Chinese or Japanese character counts 1/1.7 word, a Thai, Lao, Khmer or Burmese one 1/3.5.
    pub words: usize,
    /// Characters (Unicode scalar values) of the kept text.
    pub characters: usize,
}

/// A value of one field of the [`Metadata`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum FieldValue<'m> {
    /// One text.
    Text(&'m str),
    /// Several, at least one.
    List(Vec<&'m str>),
    /// A number.
    Count(usize),
}

impl Metadata {
    /// The fields that are known, by their names in JSON, with their values and where these come from.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, FieldValue<'_>, Origin)> {
        [
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
        ]
        .into_iter()
        .flatten()
    }
}

/// The known fields as one object, and in it under `origins` where each comes from.
#[cfg(feature = "serde")]
impl serde::Serialize for Metadata {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        for (name, value, _) in self.fields() {
            map.serialize_entry(name, &value)?;
        }
        let origins: std::collections::BTreeMap<_, _> =
            self.fields().map(|(name, _, origin)| (name, origin)).collect();
        map.serialize_entry("origins", &origins)?;
        map.end()
    }
}

/// A field with its name, value and origin.
type Field<'m> = (&'static str, FieldValue<'m>, Origin);

/// A field with one value.
fn one<'m>(name: &'static str, found: &'m Option<Found>) -> Option<Field<'m>> {
    found.as_ref().map(|found| (name, FieldValue::Text(&found.value), found.origin))
}

/// A field with several values.
fn list<'m>(name: &'static str, found: &'m [Found]) -> Option<Field<'m>> {
    let values = found.iter().map(|found| found.value.as_str()).collect();
    Some((name, FieldValue::List(values), found.first()?.origin))
}

/// A field with a number.
fn count(name: &'static str, count: usize) -> Option<Field<'static>> {
    Some((name, FieldValue::Count(count), Origin::Measured))
}
