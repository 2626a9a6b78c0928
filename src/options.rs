//! The caller's options, and the limits that keep hostile input cheap.

use crate::kind::KindSet;
use crate::names::named_enum;
#[cfg(feature = "rules")]
use crate::rules::Rules;

named_enum! {
    "source",
    /// The format of the input.
    #[derive(Default)]
    pub enum Source {
        /// HTML or plain text, detected from the content.
        #[default]
        Auto = "auto",
        /// An HTML page.
        Html = "html",
        /// Plain text that was already extracted from a page.
        Text = "text",
    }
}

named_enum! {
    "operating point",
    /// The trade-off between losing body and keeping chrome.
    ///
    /// The kept blocks of a page are those with the highest expected F measure, and the operating
    /// point is its beta. Beta grows with pages from 3,000 words on, by half at 8,000 words.
    #[derive(Default)]
    pub enum OperatingPoint {
        /// Pages: recall counts a little more than precision (F1.1). Text: loses about one body
        /// word in a hundred on the development data.
        #[default]
        Balanced = "balanced",
        /// Drops more. Text: the highest F1. Pages: precision counts more than recall (F0.5).
        Precision = "precision",
        /// Keeps more. Text: loses about two body words in a thousand on the development data.
        /// Pages: F2.
        Recall = "recall",
    }
}

/// Limits on the work per document.
///
/// A document beyond a limit never fails. Its result is degraded, and
/// [`Page::degraded`](crate::Page::degraded) says so. Limits count parts of the input and not time,
/// so that the same input gives the same result everywhere.
///
/// # Examples
///
/// ```
/// use dechrome::{Cleaner, Degraded, Limits, Options};
/// let cleaner = Cleaner::new(Options::new().with_limits(Limits::new().with_input_bytes(8)));
/// let page = cleaner.clean("It rained for three days.");
/// assert_eq!(page.full_text(), "It raine");
/// assert_eq!(page.degraded(), Some(Degraded::InputBytes));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// A configuration names the limits that it changes.
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of input that are read. The rest is left out. Default and maximum: `u32::MAX`.
    pub input_bytes: usize,
    /// Nodes of the parsed tree, and lines of the text after it that are judged. Default: 500,000.
    /// A page of many small nodes has a lower limit: 100,000 nodes, and one more for every 200
    /// bytes. Development pages have at most 15,800.
    pub nodes: usize,
    /// Nesting depth of the parsed tree. Default: 512. Development pages have at most 56. The depth
    /// is compared every 4 KiB of the page, so a shorter page can be deeper.
    pub depth: usize,
    /// Lines of a plain text that are judged. The rest is kept as one block. Default: 4,000,000. A
    /// text of many short lines has a lower limit: 300,000 lines, and one more for every 32 bytes.
    pub lines: usize,
}

/// Nodes that a tree can have whatever its size.
const FREE_NODES: usize = 100_000;
/// Bytes of a page for every further node. A block of two nodes takes up to 850 bytes of memory, so
/// the tree of a large page takes less than four times its size.
const BYTES_PER_NODE: usize = 200;

impl Limits {
    /// Returns the limits for a page of `bytes` bytes, whose nodes may be fewer.
    pub(crate) fn of_page(self, bytes: usize) -> Limits {
        Limits { nodes: self.nodes.min(FREE_NODES + bytes / BYTES_PER_NODE), ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { input_bytes: u32::MAX as usize, nodes: 500_000, depth: 512, lines: 4_000_000 }
    }
}

impl Limits {
    /// Returns the default limits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`Limits::input_bytes`].
    #[must_use]
    pub fn with_input_bytes(mut self, bytes: usize) -> Self {
        self.input_bytes = bytes;
        self
    }

    /// Sets [`Limits::nodes`].
    #[must_use]
    pub fn with_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// Sets [`Limits::depth`].
    #[must_use]
    pub fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Sets [`Limits::lines`].
    #[must_use]
    pub fn with_lines(mut self, lines: usize) -> Self {
        self.lines = lines;
        self
    }
}

/// Options of a [`Cleaner`](crate::Cleaner). The defaults suit most documents.
///
/// # Examples
///
/// ```
/// use dechrome::{Kind, OperatingPoint, Options};
/// let options = Options::new()
///     .with_point(OperatingPoint::Precision)
///     .with_kept([Kind::Caption, Kind::Title])
///     .with_dropped(Kind::Lead);
/// assert!(options.kept().contains(Kind::Title));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub(crate) source: Source,
    pub(crate) charset: Option<String>,
    pub(crate) point: OperatingPoint,
    pub(crate) kept: KindSet,
    pub(crate) dropped: KindSet,
    pub(crate) comments: bool,
    pub(crate) limits: Limits,
    #[cfg(feature = "rules")]
    pub(crate) rules: Rules,
}

impl Options {
    /// Returns the default options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the format of the input, whatever it looks like.
    #[must_use]
    pub fn with_source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// Sets the character encoding, for example from an HTTP `Content-Type` header.
    ///
    /// `label` is a label of the [Encoding
    /// Standard](https://encoding.spec.whatwg.org/#names-and-labels). A byte order mark overrides
    /// it, and it overrides the page's own declaration. An unknown label is ignored, because
    /// servers send many: [`is_charset`](crate::is_charset) finds those that a user has misspelled.
    #[must_use]
    pub fn with_charset(mut self, label: impl Into<String>) -> Self {
        self.charset = Some(label.into());
        self
    }

    /// Sets the operating point.
    #[must_use]
    pub fn with_point(mut self, point: OperatingPoint) -> Self {
        self.point = point;
        self
    }

    /// Also keeps blocks of these kinds, whatever their score: a [`Kind`](crate::Kind), an array or
    /// slice of kinds, or a [`KindSet`]. Kinds of earlier calls stay.
    #[must_use]
    pub fn with_kept(mut self, kinds: impl Into<KindSet>) -> Self {
        self.kept = self.kept.union(kinds.into());
        self
    }

    /// Also drops blocks of these kinds, whatever their score. Overrides [`Options::with_kept`].
    #[must_use]
    pub fn with_dropped(mut self, kinds: impl Into<KindSet>) -> Self {
        self.dropped = self.dropped.union(kinds.into());
        self
    }

    /// Collects the comments of readers for [`Page::comments`](crate::Page::comments). Off by
    /// default. Comments are never part of the text.
    #[must_use]
    pub fn with_comments(mut self, comments: bool) -> Self {
        self.comments = comments;
        self
    }

    /// Keeps or drops the blocks inside elements that rules select, whatever their score.
    #[cfg(feature = "rules")]
    #[must_use]
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the format of the input.
    #[must_use]
    pub fn source(&self) -> Source {
        self.source
    }

    /// Returns the label of the character encoding, if one was set.
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    /// Returns the operating point.
    #[must_use]
    pub fn point(&self) -> OperatingPoint {
        self.point
    }

    /// Returns the kinds of [`Options::with_kept`].
    #[must_use]
    pub fn kept(&self) -> KindSet {
        self.kept
    }

    /// Returns the kinds of [`Options::with_dropped`].
    #[must_use]
    pub fn dropped(&self) -> KindSet {
        self.dropped
    }

    /// Returns true if the comments of readers are collected.
    #[must_use]
    pub fn comments(&self) -> bool {
        self.comments
    }

    /// Returns the rules.
    #[cfg(feature = "rules")]
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns the limits.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }
}

/// Options of Markdown and HTML output. By default they have text and structure alone.
///
/// # Examples
///
/// ```
/// use dechrome::RenderOptions;
/// let html = "<p>It rained for three days, and on the fourth the <a href=/river>river</a> rose.";
/// let page = dechrome::clean(html.as_bytes());
/// let options = RenderOptions::new().with_links(true).with_url("https://mill.example/news");
/// assert!(page.to_markdown(&options).contains("[river](https://mill.example/river)"));
/// assert!(options.links() && !options.images());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenderOptions {
    pub(crate) links: bool,
    pub(crate) images: bool,
    pub(crate) url: Option<String>,
}

impl RenderOptions {
    /// Returns the default options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether links keep their URLs. By default only their texts remain.
    #[must_use]
    pub fn with_links(mut self, links: bool) -> Self {
        self.links = links;
        self
    }

    /// Sets whether images remain. By default they are left out.
    #[must_use]
    pub fn with_images(mut self, images: bool) -> Self {
        self.images = images;
        self
    }

    /// Sets the page's own URL. The URLs of links and images are made absolute with it and with the
    /// `base` that the page may declare. Overrides [`Input::with_url`](crate::Input::with_url).
    /// Without any of these they stay as the page writes them. An invalid URL is ignored.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Returns true if links keep their URLs.
    #[must_use]
    pub fn links(&self) -> bool {
        self.links
    }

    /// Returns true if images remain.
    #[must_use]
    pub fn images(&self) -> bool {
        self.images
    }

    /// Returns the page's own URL, if [`RenderOptions::with_url`] set it.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}
