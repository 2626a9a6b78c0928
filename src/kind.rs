//! The kinds a block can be of, and sets of them.
//!
//! The names are those of the labelled data the models learn from, so that a verdict, a label and a
//! command-line argument are the same word.

use std::fmt;
use std::str::FromStr;

/// Defines [`Kind`] together with its names, in one table.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The kind of a block.
        ///
        /// [`Kind::is_content`] separates the kinds of the article from the kinds of chrome.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Kind { $($(#[doc = $doc])+ $variant,)+ }

        impl Kind {
            /// Every kind, in the order of their numbers.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)+];

            /// Returns the kind's name in lower case, as in labelled data, in JSON and on the
            /// command line.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)+ }
            }
        }
    };
}

kinds! {
    /// Article text: paragraphs, list items, quotes, table cells, code, forum posts.
    Body = "body",
    /// The headline of this article.
    Title = "title",
    /// The standfirst or summary under the headline.
    Lead = "lead",
    /// A subheading inside the body.
    Subheading = "head",
    /// The caption of one of the article's images, videos or graphics.
    Caption = "caption",
    /// Author, role, reporter line, reading time.
    Byline = "byline",
    /// Publication and update dates.
    Date = "date",
    /// Photo and agency credits, image licences.
    Credit = "credit",
    /// About the author.
    Bio = "bio",
    /// Keywords and categories of this article.
    Tags = "tags",
    /// Table of contents, jump links.
    Toc = "toc",
    /// Menus, skip links, site names, search boxes, pagers.
    Nav = "nav",
    /// The path to the page.
    Breadcrumb = "breadcrumb",
    /// Cookie, consent and privacy notices with their buttons.
    Cookie = "cookie",
    /// Log in, register, paywall.
    Login = "login",
    /// Newsletter, app, push, donation and membership pleas.
    Subscribe = "subscribe",
    /// Share, like, print and e-mail buttons; "follow us".
    Share = "share",
    /// Advertisement markers, sponsored blocks, promotions.
    Ad = "ad",
    /// "See also", most read, teaser lists, other articles' headlines.
    Related = "related",
    /// A reader's comment under an article.
    Comment = "comment",
    /// Comment forms, reply and report links, comment counts.
    CommentForm = "commentform",
    /// View, like and vote counts that stand alone.
    Counter = "counter",
    /// Media players, galleries, placeholders, no-script notes.
    Player = "player",
    /// Copyright, legal, imprint, contact, disclaimers.
    Footer = "footer",
    /// Chrome that fits none of the other kinds.
    Other = "other",
    /// A line without visible text (plain text only).
    Blank = "blank",
}

impl Kind {
    /// Returns true if the kind belongs to the article: body, title, lead, subheading or caption.
    pub const fn is_content(self) -> bool {
        matches!(self, Kind::Body | Kind::Title | Kind::Lead | Kind::Subheading | Kind::Caption)
    }

    /// Returns true if the kind is running text: body, lead or subheading.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Kind::Body | Kind::Lead | Kind::Subheading)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The error of parsing a name that is not the name of a [`Kind`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown kind `{}`; the kinds are:", self.0)?;
        Kind::ALL.iter().try_for_each(|kind| write!(f, " {kind}"))
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Kind::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSet(u32);

impl KindSet {
    /// The empty set.
    pub const EMPTY: KindSet = KindSet(0);

    /// Returns the set with `kind` added.
    #[must_use]
    pub const fn with(self, kind: Kind) -> Self {
        KindSet(self.0 | 1 << kind as u32)
    }

    /// Returns the union with `other`.
    #[must_use]
    pub const fn union(self, other: KindSet) -> Self {
        KindSet(self.0 | other.0)
    }

    /// Returns true if `kind` is a member.
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u32 != 0
    }

    /// Returns true if the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Kind> for KindSet {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(KindSet::EMPTY, KindSet::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for &kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert!(
            "advert".parse::<Kind>().is_err_and(|error| error.to_string().contains("`advert`"))
        );
    }

    #[test]
    fn a_set_has_the_inserted_kinds() {
        let set: KindSet = [Kind::Caption, Kind::Blank].into_iter().collect();
        let members: Vec<Kind> =
            Kind::ALL.iter().copied().filter(|&kind| set.contains(kind)).collect();
        assert_eq!(members, [Kind::Caption, Kind::Blank]);
        assert!(KindSet::EMPTY.is_empty() && !set.is_empty());
    }
}
