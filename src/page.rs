//! The public result: a page, its blocks and the verdicts on them.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::kind::Kind;
use crate::lang::Language;
use crate::metadata::{Comment, Metadata, comments, resolve};
use crate::options::RenderOptions;
use crate::render;
use crate::verdict::{BlockRecord, Degraded, Reason, Shape};

/// A cleaned document: all its blocks with their verdicts.
///
/// Nothing is deleted. [`Page::text`], [`Page::markdown`] and [`Page::html`] write the kept blocks,
/// [`Page::blocks`] has the dropped ones too.
///
/// # Examples
///
/// ```
/// let body = "It rained for three days, and on the fourth the river left its bed.\n";
/// let page = dechrome::clean(format!("Sign in\n\n{body}").as_bytes());
/// assert_eq!(page.text(), body);
/// let dropped = page.blocks().filter(|block| !block.keep());
/// assert_eq!(dropped.map(|block| block.text()).collect::<Vec<_>>(), ["Sign in", ""]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Page {
    document: Document,
}

impl From<Document> for Page {
    fn from(document: Document) -> Self {
        Page { document }
    }
}

impl Page {
    /// Returns the kept text.
    ///
    /// Plain text input: the kept lines, byte for byte. HTML input: the kept blocks, with a blank
    /// line between paragraphs, a mark before list items, and tabs between the cells of a table
    /// row.
    pub fn text(&self) -> String {
        render::text(&self.document)
    }

    /// Returns the kept content as Markdown.
    ///
    /// Headings, lists, tables, code, quotations, emphasis, footnotes and formulas are CommonMark
    /// with GitHub's extensions; definition lists are those of PHP Markdown Extra. Characters that
    /// would be markup are escaped. The words are those of [`Page::text`], with two exceptions:
    /// footnote marks become numbers in their order, and links from footnotes back to their marks
    /// are left out. Plain text input is returned unchanged.
    pub fn markdown(&self, options: &RenderOptions) -> String {
        render::markdown(&self.document, options)
    }

    /// Returns the kept content as an HTML fragment.
    ///
    /// It has the same structure as [`Page::markdown`]. Scripts, styles, classes and all attributes
    /// except the URLs of links and images are left out.
    pub fn html(&self, options: &RenderOptions) -> String {
        render::html(&self.document, options)
    }

    /// Returns one JSON object with the kept text, the metadata, and every block with its verdict.
    ///
    /// It is a few times as long as the document. [`Page::write_json`] does not hold it in memory.
    pub fn json(&self) -> String {
        let mut json = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_json(&mut json);
        json
    }

    /// Writes the object that [`Page::json`] returns.
    ///
    /// # Errors
    ///
    /// Fails if `out` does.
    ///
    /// # Examples
    ///
    /// ```
    /// let page = dechrome::clean("It rained.");
    /// let mut json = String::new();
    /// page.write_json(&mut json)?;
    /// assert_eq!(json, page.json());
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn write_json(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let comments = self.document.has_comments.then(|| self.comments());
        render::json(out, &self.document, &self.metadata(), comments.as_deref())
    }

    /// Returns all blocks, dropped ones too, in document order.
    ///
    /// Plain text input: each line is one block, and the spans cover the input without gaps.
    pub fn blocks(&self) -> impl DoubleEndedIterator<Item = Block<'_>> + ExactSizeIterator {
        self.document.blocks.iter().map(|record| Block { document: &self.document, record })
    }

    /// Returns the text that [`Block::span`] counts bytes of, dropped blocks included.
    ///
    /// Plain text input: the input as UTF-8, without a byte order mark. HTML input: the texts of
    /// all blocks, one after the other.
    pub fn full_text(&self) -> &str {
        &self.document.text
    }

    /// Returns the spans that [`Page::text`] is made of, in order. They count the same bytes as
    /// [`Block::span`].
    ///
    /// Plain text input: the concatenated spans are the kept text. They include blank lines, which
    /// are not kept blocks. HTML input: the spans of the kept blocks.
    pub fn kept_spans(&self) -> Vec<Range<usize>> {
        render::kept_spans(&self.document)
    }

    /// Drops kept blocks that repeat the text of an earlier kept block, ignoring surrounding white
    /// space. Returns how many were dropped.
    ///
    /// Table cells and preformatted text are never dropped, because a repeated value has a meaning
    /// there.
    pub fn drop_repeats(&mut self) -> usize {
        let Document { text, blocks, .. } = &mut self.document;
        let mut seen = HashSet::new();
        let mut count = 0;
        for block in blocks.iter_mut().filter(|block| block.verdict.keep) {
            let may_repeat = matches!(block.shape, Shape::Cell { .. } | Shape::Code);
            if !may_repeat && !seen.insert(text[block.span()].trim()) {
                block.verdict.keep = false;
                block.verdict.why.add(Reason::Copy);
                count += 1;
            }
        }
        count
    }

    /// Returns the language of the document, or `None` if it has too little text.
    pub fn language(&self) -> Option<Language> {
        self.document.language
    }

    /// Returns the expected F1 of the kept text, 0 to 1. It is 0 if nothing was kept.
    pub fn confidence(&self) -> f32 {
        self.document.confidence
    }

    /// Returns the limit that the document exceeded.
    pub fn degraded(&self) -> Option<Degraded> {
        self.document.degraded
    }

    /// Computes the metadata: title, authors, dates and so on. Each call repeats the work.
    pub fn metadata(&self) -> Metadata {
        resolve::metadata(&self.document)
    }

    /// Computes the comments of readers on an HTML page, in document order.
    ///
    /// It is empty unless [`Options::with_comments`](crate::Options::with_comments) asked for
    /// comments. Blocks that are kept as content, such as the posts of a forum, are not comments. A
    /// comment is an element that the page marks up as one. Without such elements, it is the
    /// element that repeats most around blocks of kind [`Kind::Comment`], or a single block.
    pub fn comments(&self) -> Vec<Comment> {
        comments::comments(&self.document)
    }

    /// Returns the title of the [`Page::metadata`]: the headline, or the declared title without the
    /// name of the site. It is worked out with every call.
    pub fn title(&self) -> Option<String> {
        resolve::title(&self.document)
    }

    /// Returns true if the input was cleaned as HTML, false if as plain text.
    pub fn is_html(&self) -> bool {
        self.document.is_html
    }

    /// Returns the encoding of the input, by its name in the
    /// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
    pub fn encoding(&self) -> &'static str {
        self.document.encoding
    }

    /// Returns true if bytes that are invalid in the encoding were replaced with U+FFFD.
    pub fn lossy(&self) -> bool {
        self.document.lossy
    }
}

/// A block of a [`Page`] with its verdict.
#[derive(Clone, Copy, Debug)]
pub struct Block<'p> {
    document: &'p Document,
    record: &'p BlockRecord,
}

impl<'p> Block<'p> {
    /// Returns the block's text. A line of plain text has no line end.
    pub fn text(&self) -> &'p str {
        self.document.block_text(self.record)
    }

    /// Returns the block's span: offsets of bytes in [`Page::full_text`].
    ///
    /// A line of plain text includes its line end. The offsets of plain text are those of the input
    /// if that is UTF-8 without a byte order mark, and otherwise those of the decoded text.
    pub fn span(&self) -> Range<usize> {
        self.record.span()
    }

    /// Returns the block's shape.
    pub fn shape(&self) -> Shape {
        self.record.shape
    }

    /// Returns the block's kind.
    pub fn kind(&self) -> Kind {
        self.record.verdict.kind
    }

    /// Returns true if the block is part of the output.
    pub fn keep(&self) -> bool {
        self.record.verdict.keep
    }

    /// Returns the model's probability that the block is content, 0 to 1.
    pub fn score(&self) -> f32 {
        self.record.verdict.score
    }

    /// Returns the reasons for the verdict in words.
    pub fn why(&self) -> String {
        self.record.verdict.to_string()
    }
}
