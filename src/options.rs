//! What a caller can choose, and the budgets that keep hostile input cheap.

use crate::kind::{Kind, KindSet};
#[cfg(feature = "rules")]
use crate::rules::Rules;

/// What the input is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// HTML or plain text, told apart by content.
    #[default]
    Auto,
    /// An HTML page.
    Html,
    /// Plain text that somebody already pulled out of a page.
    Text,
}

/// Where the line between body and chrome is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperatingPoint {
    /// Pages: the highest expected F1. Text: about one body word in a hundred is lost (on development data).
    #[default]
    Balanced,
    /// Drops more: for text the highest F1, for pages a selection that weighs precision above recall.
    Precision,
    /// Keeps more: for text some two body words in a thousand are lost (on development data).
    Recall,
}

/// Budgets. One that runs out degrades the result, and [`Page::degraded`](crate::Page::degraded) says so; it never fails.
/// They count what the input holds, not time, so that the same input gives the same result everywhere. There is none for the
/// output, which is made of the input's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of input that are read; the rest is left out. At most `u32::MAX`, and that by default.
    pub input_bytes: usize,
    /// Nodes of the parsed tree. The default is 500,000: real pages of the development data have at most 15,800.
    pub nodes: usize,
    /// Nesting depth of the parsed tree. The default is 512: real pages never passed 56.
    pub depth: usize,
    /// Lines of a plain text that are judged; those behind them are kept, as one block. The default is 4,000,000, for which
    /// some 300 MB are held: as many as 100 MB of text have, if it is no flood of line ends.
    pub lines: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { input_bytes: u32::MAX as usize, nodes: 500_000, depth: 512, lines: 4_000_000 }
    }
}

/// How pages are cleaned; the default suits most.
///
/// ```
/// use dechrome::{Kind, OperatingPoint, Options};
/// let options = Options::new().with_point(OperatingPoint::Precision).with_kept(Kind::Caption);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
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
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the input for HTML or for plain text, whatever it looks like.
    #[must_use]
    pub fn with_source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// The character encoding that came with the input, as in an HTTP `Content-Type`: any label of the
    /// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels). A byte order mark outranks it, it
    /// outranks the page's own declaration; an unknown label is ignored.
    #[must_use]
    pub fn with_charset(mut self, label: impl Into<String>) -> Self {
        self.charset = Some(label.into());
        self
    }

    /// Chooses the operating point.
    #[must_use]
    pub fn with_point(mut self, point: OperatingPoint) -> Self {
        self.point = point;
        self
    }

    /// Keeps blocks of this kind too, which are dropped by default (every kind but title, lead, head and body).
    #[must_use]
    pub fn with_kept(mut self, kind: Kind) -> Self {
        self.kept = self.kept.with(kind);
        self
    }

    /// Drops blocks of this kind too; outranks [`Options::with_kept`].
    #[must_use]
    pub fn with_dropped(mut self, kind: Kind) -> Self {
        self.dropped = self.dropped.with(kind);
        self
    }

    /// Collects the comments of readers, which are never part of the text: [`Page::comments`](crate::Page::comments). Off by
    /// default.
    #[must_use]
    pub fn with_comments(mut self, comments: bool) -> Self {
        self.comments = comments;
        self
    }

    /// Keeps and drops the blocks inside elements that rules name, whatever is decided about them otherwise.
    #[cfg(feature = "rules")]
    #[must_use]
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Sets the budgets.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// What Markdown and HTML are written with; the default is text and structure alone.
///
/// ```
/// use dechrome::RenderOptions;
/// let page = dechrome::clean(b"<p>It rained for three days, and on the fourth the <a href=/river>river</a> rose.</p>");
/// let options = RenderOptions::new().with_links(true).with_url("https://mill.example/news");
/// assert!(page.markdown(&options).contains("[river](https://mill.example/river)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenderOptions {
    pub(crate) links: bool,
    pub(crate) images: bool,
    pub(crate) url: Option<String>,
}

impl RenderOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes the addresses of links, or only their texts.
    #[must_use]
    pub fn with_links(mut self, links: bool) -> Self {
        self.links = links;
        self
    }

    /// Writes images, or leaves them out.
    #[must_use]
    pub fn with_images(mut self, images: bool) -> Self {
        self.images = images;
        self
    }

    /// The page's own URL. The URLs of links and images are made absolute with it and with the `base`
    /// that the page may declare. Overrides [`Input::with_url`](crate::Input::with_url). Without any
    /// of these they stay as the page writes them. An invalid URL is ignored.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}
