//! The public result: a page, its blocks and the verdicts on them.

mod block;

use std::collections::HashSet;
use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;
use std::slice;

use crate::document::Document;
use crate::lang::Language;
use crate::metadata::{Comment, Metadata, comments, resolve};
use crate::no_content::NoContent;
use crate::options::RenderOptions;
use crate::render;
use crate::verdict::{BlockRecord, Degraded, Reason, Shape};
pub use block::{Block, BlockCell, BlockImage, BlockLink};

/// A cleaned document: all its blocks with their verdicts.
///
/// Nothing is deleted. [`Page::to_text`], [`Page::to_markdown`] and [`Page::to_html`] write the
/// kept blocks, [`Page::blocks`] has the dropped ones too. Methods without `to_` or `write_` are
/// cheap, except those whose first word is "Computes".
///
/// # Examples
///
/// ```
/// let body = "It rained for three days, and on the fourth the river left its bed.\n";
/// let page = dechrome::clean(format!("Sign in\n\n{body}").as_bytes());
/// assert_eq!(page.to_text(), body);
/// let dropped = page.blocks().filter(|block| !block.keep());
/// assert_eq!(dropped.map(|block| block.text()).collect::<Vec<_>>(), ["Sign in", ""]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Page {
    document: Document,
}

impl From<Document> for Page {
    fn from(document: Document) -> Self {
        Page { document }
    }
}

impl Page {
    /// Writes the kept text into a new string.
    ///
    /// Plain text input: the kept lines, byte for byte. HTML input: the kept blocks, with a blank
    /// line between paragraphs, a mark before list items, and tabs between the cells of a table
    /// row.
    #[must_use]
    pub fn to_text(&self) -> String {
        render::to_string(|out| render::write_text(&self.document, out))
    }

    /// Writes the kept text, as [`Page::to_text`] returns it, part by part.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_text(&self, out: &mut impl fmt::Write) -> fmt::Result {
        render::write_text(&self.document, out)
    }

    /// Writes the kept content as Markdown into a new string.
    ///
    /// Headings, lists, tables, code, quotations, emphasis, footnotes and formulas are CommonMark
    /// with GitHub's extensions; definition lists are those of PHP Markdown Extra. Characters that
    /// would be markup are escaped. The words are those of [`Page::to_text`], with two exceptions:
    /// footnote marks become numbers in their order, and links from footnotes back to their marks
    /// are left out. Plain text input is returned unchanged.
    #[must_use]
    pub fn to_markdown(&self, options: &RenderOptions) -> String {
        render::to_string(|out| render::write_markdown(&self.document, options, out))
    }

    /// Writes the kept content as [`Page::to_markdown`] returns it, part by part.
    ///
    /// # Errors
    /// If `out` fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::fmt::{self, Write};
    ///
    /// /// Counts bytes and keeps none.
    /// struct Counter(usize);
    /// impl Write for Counter {
    ///     fn write_str(&mut self, text: &str) -> fmt::Result {
    ///         self.0 += text.len();
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let page = dechrome::clean("<h1>Rain</h1><p>It rained for three days in the valley.</p>");
    /// let (mut counter, options) = (Counter(0), dechrome::RenderOptions::new());
    /// page.write_markdown(&options, &mut counter)?;
    /// assert_eq!(counter.0, page.to_markdown(&options).len());
    /// # Ok::<(), fmt::Error>(())
    /// ```
    pub fn write_markdown(
        &self,
        options: &RenderOptions,
        out: &mut impl fmt::Write,
    ) -> fmt::Result {
        render::write_markdown(&self.document, options, out)
    }

    /// Writes the kept content as an HTML fragment into a new string.
    ///
    /// It has the same structure as [`Page::to_markdown`]. Scripts, styles, classes and all
    /// attributes except the URLs of links and images are left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use dechrome::RenderOptions;
    /// let page = dechrome::clean("<p class=a>It rained for <em>three</em> days in the valley.");
    /// let html = page.to_html(&RenderOptions::new());
    /// assert_eq!(html, "<p>It rained for <em>three</em> days in the valley.</p>\n");
    /// ```
    #[must_use]
    pub fn to_html(&self, options: &RenderOptions) -> String {
        render::to_string(|out| render::write_html(&self.document, options, out))
    }

    /// Writes the kept content as [`Page::to_html`] returns it, part by part.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_html(&self, options: &RenderOptions, out: &mut impl fmt::Write) -> fmt::Result {
        render::write_html(&self.document, options, out)
    }

    /// Writes one JSON object with the kept text, the metadata, and every block with its verdict
    /// into a new string.
    #[must_use]
    pub fn to_json(&self) -> String {
        render::to_string(|mut out| self.write_json(&mut out))
    }

    /// Writes the page as [`Page::to_json`] returns it, part by part.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_json(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let comments = self.document.has_comments.then(|| self.comments());
        render::write_json(&self.document, &self.metadata(), comments.as_deref(), out)
    }

    /// Returns all blocks, dropped ones too, in document order.
    ///
    /// Plain text input: each line is one block, and the spans cover the input without gaps.
    #[must_use]
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks { document: &self.document, records: self.document.blocks.iter() }
    }

    /// Returns the text that [`Block::span`] counts bytes of, dropped blocks included.
    ///
    /// Plain text input: the input as UTF-8, without a byte order mark. HTML input: the texts of
    /// all blocks, one after the other.
    #[must_use]
    pub fn full_text(&self) -> &str {
        &self.document.text
    }

    /// Computes the spans that [`Page::to_text`] is made of, in order. They count the same bytes as
    /// [`Block::span`].
    ///
    /// Plain text input: the concatenated spans are the kept text. They include blank lines, which
    /// are not kept blocks. HTML input: the spans of the kept blocks.
    ///
    /// # Examples
    ///
    /// ```
    /// let page = dechrome::clean("Sign in\n\nIt rained for three days in the valley.");
    /// let spans = page.kept_spans();
    /// let kept: String = spans.into_iter().map(|span| &page.full_text()[span]).collect();
    /// assert_eq!(kept, page.to_text());
    /// ```
    #[must_use]
    pub fn kept_spans(&self) -> Vec<Range<usize>> {
        render::kept_spans(&self.document)
    }

    /// Drops kept blocks that repeat the text of an earlier kept block, ignoring surrounding white
    /// space. Returns how many were dropped.
    ///
    /// Table cells and preformatted text are never dropped, because a repeated value has a meaning
    /// there.
    ///
    /// # Examples
    ///
    /// ```
    /// let paragraph = "<p>It rained for three days in the valley of the river.</p>";
    /// let mut page = dechrome::clean(paragraph.repeat(2));
    /// assert_eq!(page.drop_repeats(), 1);
    /// assert_eq!(page.to_text(), "It rained for three days in the valley of the river.\n");
    /// ```
    pub fn drop_repeats(&mut self) -> usize {
        let Document { text, blocks, content, .. } = &mut self.document;
        let mut seen = HashSet::new();
        let mut dropped = Vec::new();
        for block in blocks.iter_mut().filter(|block| block.verdict.keep) {
            let may_repeat = matches!(block.shape, Shape::Cell { .. } | Shape::Code);
            if !may_repeat && !seen.insert(text[block.span()].trim()) {
                block.verdict.keep = false;
                block.verdict.why.add(Reason::Copy);
                dropped.push(block.span());
            }
        }
        if !dropped.is_empty() {
            content.remove(&dropped);
        }
        dropped.len()
    }

    /// Returns the language of the document, or `None` if it has too little text.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.document.language
    }

    /// Returns the expected F1 of the kept text, 0 to 1. It is 0 if nothing was kept. In texts,
    /// it is that of the first pass: a second one over the kept lines drops few more.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.document.confidence
    }

    /// Returns the reason why nothing was kept: the document is a wall, an error page, a shell that
    /// a script would fill or the like. `None` if something was kept.
    ///
    /// ```
    /// use dechrome::NoContent;
    /// let page = dechrome::clean("<title>404</title><h1>404</h1><p>Page not found</p>");
    /// assert_eq!((page.to_text().as_str(), page.no_content()), ("", Some(NoContent::Missing)));
    /// ```
    #[must_use]
    pub fn no_content(&self) -> Option<NoContent> {
        self.document.no_content
    }

    /// Returns the limit that the document exceeded.
    #[must_use]
    pub fn degraded(&self) -> Option<Degraded> {
        self.document.degraded
    }

    /// Returns the selectors of [`Rules`](crate::Rules) that match no element of the page, as they
    /// were given. It is empty for plain text, in which no rule can match.
    ///
    /// ```
    /// use dechrome::{Cleaner, Options, Rules};
    /// let rules = Rules::new().with_excluded("aside")?.with_excluded(".promo")?;
    /// let cleaner = Cleaner::new(Options::new().with_rules(rules));
    /// let page = cleaner.clean("<aside>Ad</aside><p>Rain.");
    /// assert_eq!(page.unmatched_rules(), [".promo"]);
    /// # Ok::<(), dechrome::RuleError>(())
    /// ```
    #[cfg(feature = "rules")]
    #[must_use]
    pub fn unmatched_rules(&self) -> &[String] {
        &self.document.unmatched_rules
    }

    /// Computes the metadata: title, authors, dates and so on. Each call repeats the work.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        resolve::metadata(&self.document)
    }

    /// Computes the comments of readers on an HTML page, in document order.
    ///
    /// It is empty unless [`Options::with_comments`](crate::Options::with_comments) asked for
    /// comments. Blocks that are kept as content, such as the posts of a forum, are not comments. A
    /// comment is an element that the page marks up as one. Without such elements, it is the
    /// element that repeats most around blocks of kind [`Kind::Comment`](crate::Kind::Comment), or
    /// a single block.
    #[must_use]
    pub fn comments(&self) -> Vec<Comment> {
        comments::comments(&self.document)
    }

    /// Computes the title of the [`Page::metadata`]: the headline, or the declared title without
    /// the name of the site. Each call repeats the work.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        resolve::title(&self.document)
    }

    /// Returns the URL that came with the document: that of
    /// [`Input::with_url`](crate::Input::with_url). The one that the page declares is
    /// [`Metadata::canonical`].
    ///
    /// ```
    /// use dechrome::{Cleaner, Input};
    /// let input = Input::new("It rained for three days.").with_url("https://mill.example/rain");
    /// let page = Cleaner::default().clean_input(&input);
    /// assert_eq!(page.url(), Some("https://mill.example/rain"));
    /// ```
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.document.url.as_deref()
    }

    /// Returns true if the input was cleaned as HTML, false if as plain text.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.document.is_html
    }

    /// Returns the encoding of the input, by its name in the
    /// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.document.encoding
    }

    /// Returns true if bytes that are invalid in the encoding were replaced with U+FFFD.
    #[must_use]
    pub fn lossy(&self) -> bool {
        self.document.lossy
    }
}

impl<'p> IntoIterator for &'p Page {
    type Item = Block<'p>;
    type IntoIter = Blocks<'p>;

    fn into_iter(self) -> Blocks<'p> {
        self.blocks()
    }
}

/// The blocks of a [`Page`], in document order. [`Page::blocks`] returns them.
#[derive(Clone)]
pub struct Blocks<'p> {
    document: &'p Document,
    records: slice::Iter<'p, BlockRecord>,
}

/// Writes the blocks that are left.
impl fmt::Debug for Blocks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'p> Iterator for Blocks<'p> {
    type Item = Block<'p>;

    fn next(&mut self) -> Option<Block<'p>> {
        let record = self.records.next()?;
        Some(Block { document: self.document, record })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.records.size_hint()
    }

    fn nth(&mut self, count: usize) -> Option<Block<'p>> {
        let record = self.records.nth(count)?;
        Some(Block { document: self.document, record })
    }
}

impl DoubleEndedIterator for Blocks<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let record = self.records.next_back()?;
        Some(Block { document: self.document, record })
    }
}

impl ExactSizeIterator for Blocks<'_> {}
impl FusedIterator for Blocks<'_> {}
