//! The public result: a page, its blocks and the verdicts on them.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::Document;
use crate::kind::Kind;
use crate::lang::Language;
use crate::metadata::{self, Comment, Metadata};
use crate::options::RenderOptions;
use crate::render;
use crate::verdict::{BlockRecord, Degraded, Reason, Shape};

/// A cleaned page: every block with its verdict. Dropping is the renderer's act.
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
    /// The kept text. Plain text in: the kept lines, byte for byte. HTML in: the kept blocks, with a blank line between
    /// paragraphs, list marks, and tabs between table cells.
    pub fn text(&self) -> String {
        render::text(&self.document)
    }

    /// The kept content as Markdown, with its headings, lists, tables, code, quotations, emphasis, footnotes and
    /// formulas: CommonMark with the extensions of GitHub, and definition lists as PHP Markdown Extra has them. What would be
    /// markup in the page's text is escaped. The words are those of the text, but that the marks of footnotes are numbers in
    /// their order, and links from footnotes back to them are left out. A plain text stays as it is: if it is Markdown, it was so before.
    pub fn markdown(&self, options: &RenderOptions) -> String {
        render::markdown(&self.document, options)
    }

    /// The kept content as HTML, without scripts, styles, classes and all other attributes than the addresses of links and
    /// images: what Markdown has, as elements. A fragment, not a document.
    pub fn html(&self, options: &RenderOptions) -> String {
        render::html(&self.document, options)
    }

    /// The page as one JSON object: the kept text, what is known of the page, and every block with its verdict.
    pub fn json(&self) -> String {
        let comments = self.document.has_comments.then(|| self.comments());
        render::json(&self.document, &self.metadata(), comments.as_deref())
    }

    /// All blocks, dropped ones too, in the order of the page. Plain text in: each line is one block, and the spans tile the input.
    pub fn blocks(&self) -> impl DoubleEndedIterator<Item = Block<'_>> + ExactSizeIterator {
        self.document.blocks.iter().map(|record| Block { document: &self.document, record })
    }

    /// Where what [`Page::text`] is made of stands, as ranges of the bytes that [`Block::span`] counts, in their order. Plain text
    /// in: joined they are the kept text, the blank lines in it among them, which are no kept blocks. HTML in: the kept blocks.
    pub fn kept_spans(&self) -> Vec<Range<usize>> {
        render::kept_spans(&self.document)
    }

    /// Drops kept blocks whose text is that of a kept block before them, white space around it aside; returns how many.
    /// Cells of tables and preformatted text stay: what is repeated there has a meaning where it stands.
    pub fn drop_repeats(&mut self) -> usize {
        let Document { text, blocks, .. } = &mut self.document;
        let mut seen = HashSet::new();
        let mut count = 0;
        for record in blocks.iter_mut().filter(|record| record.verdict.keep) {
            let stays = matches!(record.shape, Shape::Cell { .. } | Shape::Code);
            if !stays && !seen.insert(text[record.start as usize..record.end as usize].trim()) {
                record.verdict.keep = false;
                record.verdict.why.add(Reason::Copy);
                count += 1;
            }
        }
        count
    }

    /// The language of the page, if it has enough text to tell.
    pub fn language(&self) -> Option<Language> {
        self.document.language
    }

    /// How good the result probably is, 0 to 1: the F1 that the kept text is expected to reach. 0 when nothing was kept.
    pub fn confidence(&self) -> f32 {
        self.document.confidence
    }

    /// The budget that ran out, if one did.
    pub fn degraded(&self) -> Option<Degraded> {
        self.document.degraded
    }

    /// What is known of the page besides its text: title, authors, dates and the like. It is worked out with every call.
    pub fn metadata(&self) -> Metadata {
        metadata::resolve::metadata(&self.document)
    }

    /// The comments of readers on an HTML page, in its order, if [`Options::with_comments`](crate::Options::with_comments)
    /// asked for them. They are no part of the text: what is kept, because the model took it for the page's content (as the
    /// posts of a forum are), is not among them. A comment is what the page marks up as one; where it does not, the element
    /// that is repeated most around what the model takes for comments, and without such a one a block.
    pub fn comments(&self) -> Vec<Comment> {
        metadata::comments::comments(&self.document)
    }

    /// Returns the title of the [`Page::metadata`]: the headline, or the declared title without the
    /// name of the site. It is worked out with every call.
    pub fn title(&self) -> Option<String> {
        metadata::resolve::title(&self.document)
    }

    /// Whether the input was judged as HTML, not as plain text.
    pub fn is_html(&self) -> bool {
        self.document.is_html
    }

    /// The encoding that the input was read in, by its name in the [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
    pub fn encoding(&self) -> &'static str {
        self.document.encoding
    }

    /// Whether bytes were replaced with U+FFFD because they mean nothing in that encoding.
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
    /// The block's text. A line of plain text comes without its line end.
    pub fn text(&self) -> &'p str {
        self.document.block_text(self.record)
    }

    /// Where the block stands: plain text, the line's bytes in the input (after decoding), its end included; HTML,
    /// bytes in the texts of all blocks one after the other.
    pub fn span(&self) -> Range<usize> {
        self.record.span()
    }

    /// The block's shape.
    pub fn shape(&self) -> Shape {
        self.record.shape
    }

    /// What the block is.
    pub fn kind(&self) -> Kind {
        self.record.verdict.kind
    }

    /// Whether the block is part of the output.
    pub fn keep(&self) -> bool {
        self.record.verdict.keep
    }

    /// The model's probability that the block is content, 0 to 1.
    pub fn score(&self) -> f32 {
        self.record.verdict.score
    }

    /// What spoke for the verdict, in words.
    pub fn why(&self) -> String {
        self.record.verdict.to_string()
    }
}
