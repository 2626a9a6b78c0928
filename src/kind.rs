//! The kinds a block can be of, and sets of them.
//!
//! The names are those of the labelled data the models learn from, so that a verdict, a label and a
//! command-line argument are the same word.

use std::fmt;

use crate::names::named_enum;

named_enum! {
    "kind",
    /// The kind of a block.
    ///
    /// [`Kind::is_content`] separates the kinds of the article from the kinds of chrome.
    ///
    /// ```
    /// use dechrome::Kind;
    /// assert_eq!("cookie".parse(), Ok(Kind::Cookie));
    /// assert_eq!(Kind::Subheading.to_string(), "head");
    /// assert!(Kind::Lead.is_content() && !Kind::Nav.is_content());
    /// ```
    #[derive(PartialOrd, Ord)]
    #[repr(u8)]
    pub enum Kind {
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
        /// View, like and vote counts in a block of their own.
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
}

impl Kind {
    /// Returns true if the kind belongs to the article: body, title, lead, subheading or caption.
    #[must_use]
    pub const fn is_content(self) -> bool {
        matches!(self, Kind::Body | Kind::Title | Kind::Lead | Kind::Subheading | Kind::Caption)
    }

    /// Returns true if the kind is running text: body, lead or subheading.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Kind::Body | Kind::Lead | Kind::Subheading)
    }
}

/// A set of kinds, for [`Options::with_kept`](crate::Options::with_kept) and
/// [`Options::with_dropped`](crate::Options::with_dropped).
///
/// ```
/// use dechrome::{Kind, KindSet};
/// let content: KindSet = Kind::ALL.iter().copied().filter(|kind| kind.is_content()).collect();
/// assert!(content.contains(Kind::Lead) && !content.contains(Kind::Nav));
/// assert_eq!(KindSet::from([Kind::Lead, Kind::Body]).iter().next(), Some(Kind::Body));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
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
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u32 != 0
    }

    /// Returns true if the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the number of members.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Returns the members, in the order of [`Kind::ALL`].
    #[must_use]
    pub fn iter(self) -> KindSetIter {
        KindSetIter { rest: self }
    }
}

impl fmt::Debug for KindSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl From<Kind> for KindSet {
    fn from(kind: Kind) -> Self {
        KindSet::EMPTY.with(kind)
    }
}

impl<const N: usize> From<[Kind; N]> for KindSet {
    fn from(kinds: [Kind; N]) -> Self {
        kinds.into_iter().collect()
    }
}

impl From<&[Kind]> for KindSet {
    fn from(kinds: &[Kind]) -> Self {
        kinds.iter().copied().collect()
    }
}

impl FromIterator<Kind> for KindSet {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(KindSet::EMPTY, KindSet::with)
    }
}

impl Extend<Kind> for KindSet {
    fn extend<I: IntoIterator<Item = Kind>>(&mut self, kinds: I) {
        *self = kinds.into_iter().fold(*self, KindSet::with);
    }
}

impl IntoIterator for KindSet {
    type Item = Kind;
    type IntoIter = KindSetIter;

    fn into_iter(self) -> KindSetIter {
        self.iter()
    }
}

/// The members of a [`KindSet`], in the order of [`Kind::ALL`].
#[derive(Clone, Debug)]
pub struct KindSetIter {
    rest: KindSet,
}

impl Iterator for KindSetIter {
    type Item = Kind;

    fn next(&mut self) -> Option<Kind> {
        let kind = *Kind::ALL.get(self.rest.0.trailing_zeros() as usize)?;
        self.rest.0 &= !(1 << kind as u32);
        Some(kind)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest.len(), Some(self.rest.len()))
    }
}

impl ExactSizeIterator for KindSetIter {}
impl std::iter::FusedIterator for KindSetIter {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for &kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert!("advert".parse::<Kind>().is_err());
        assert_eq!(format!("{:>6}|", Kind::Ad), "    ad|");
    }

    #[test]
    fn a_set_has_the_inserted_kinds() {
        let set: KindSet = [Kind::Caption, Kind::Blank].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Kind::Caption, Kind::Blank]);
        assert_eq!((set.len(), set.iter().len(), set.contains(Kind::Body)), (2, 2, false));
        assert!(KindSet::EMPTY.is_empty() && !set.is_empty());
        let all = KindSet::from(Kind::ALL);
        assert!(all.iter().eq(Kind::ALL.iter().copied()));
        assert_eq!(format!("{set:?}"), "{Caption, Blank}");
    }
}
