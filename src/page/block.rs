//! A block of a page, with what the page has of it.

use std::fmt;
use std::ops::Range;

use crate::content::block_content::BlockContent;
use crate::content::{ContentEvent, Element};
use crate::document::Document;
use crate::kind::Kind;
use crate::options::RenderOptions;
use crate::render;
use crate::verdict::{BlockReasons, BlockRecord, Shape};

/// A block of a [`Page`](crate::Page) with its verdict.
///
/// ```
/// let page = dechrome::clean("Sign in\n\nIt rained for three days in the valley of the river.\n");
/// let block = page.blocks().last().unwrap();
/// assert!(block.keep() && (0.0..=1.0).contains(&block.score()));
/// assert_eq!(block.text(), "It rained for three days in the valley of the river.");
/// assert_eq!(&page.full_text()[block.span()], format!("{}\n", block.text()));
/// ```
#[derive(Clone, Copy)]
pub struct Block<'p> {
    pub(super) document: &'p Document,
    pub(super) record: &'p BlockRecord,
}

/// Writes the block alone, without the rest of its page.
impl fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block")
            .field("kind", &self.kind())
            .field("keep", &self.keep())
            .field("score", &self.score())
            .field("shape", &self.shape())
            .field("text", &self.text())
            .finish_non_exhaustive()
    }
}

impl<'p> Block<'p> {
    /// Returns the block's text. A line of plain text has no line end.
    #[must_use]
    pub fn text(&self) -> &'p str {
        self.document.block_text(self.record)
    }

    /// Returns the block's span: offsets of bytes in [`Page::full_text`](crate::Page::full_text).
    ///
    /// A line of plain text includes its line end. The offsets of plain text are those of the input
    /// if that is UTF-8 without a byte order mark, and otherwise those of the decoded text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.record.span()
    }

    /// Returns the block's shape: the level of a heading, the depth and number of a list item, the
    /// row of a table cell.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.record.shape
    }

    /// Returns the block's kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.record.verdict.kind
    }

    /// Returns true if the block is part of the output.
    #[must_use]
    pub fn keep(&self) -> bool {
        self.record.verdict.keep
    }

    /// Returns the model's probability that the block is content, 0 to 1.
    #[must_use]
    pub fn score(&self) -> f32 {
        self.record.verdict.score
    }

    /// Returns the reasons for the verdict besides the score, as data.
    ///
    /// ```
    /// use dechrome::{Kind, Reason};
    /// let page = dechrome::clean("Advertisement\n\nIt rained for three days in the valley.\n");
    /// let advertisement = page.blocks().next().unwrap();
    /// assert!(advertisement.reasons().any(|reason| reason == Reason::Phrase));
    /// assert_eq!(advertisement.phrase(), Some(Kind::Ad));
    /// ```
    #[must_use]
    pub fn reasons(&self) -> BlockReasons {
        self.record.verdict.why.iter()
    }

    /// Returns the kind of the known phrase in the block, if the verdict took note of one.
    #[must_use]
    pub fn phrase(&self) -> Option<Kind> {
        self.record.verdict.why.phrase
    }

    /// Returns the reasons for the verdict in words, the score among them. Each call writes them
    /// anew; [`Block::reasons`] has them as data.
    #[must_use]
    pub fn why(&self) -> String {
        self.record.verdict.to_string()
    }

    /// Writes the block alone as Markdown into a new string, without a final line end.
    ///
    /// A heading, a list item, code and a quotation have their markup, and text has its emphasis
    /// and links. The elements around them are left out: outer list items, the table of a cell. The
    /// marks of footnotes are ordinary links. A dropped block has no inline markup. A line of plain
    /// text stays unchanged.
    ///
    /// ```
    /// let page = dechrome::clean("<article><h2>The dredging of 2024</h2><p>The harbour was \
    ///     <em>closed</em> for nine weeks while the dredgers worked.</p></article>");
    /// let options = dechrome::RenderOptions::new();
    /// let blocks: Vec<String> = page.blocks().map(|block| block.to_markdown(&options)).collect();
    /// assert_eq!(blocks[0], "## The dredging of 2024");
    /// assert!(blocks[1].starts_with("The harbour was *closed* for"));
    /// ```
    #[must_use]
    pub fn to_markdown(&self, options: &RenderOptions) -> String {
        render::block_markdown(self.document, self.record, options)
    }

    /// Computes the links in the block's text. Links without text are not among them, and a dropped
    /// block has none.
    ///
    /// ```
    /// let html = "<p>It rained for three days, and the <a href=/river>old river</a> rose.</p>";
    /// let input = dechrome::Input::new(html).with_url("https://mill.example/news");
    /// let page = dechrome::Cleaner::default().clean_input(&input);
    /// let link = &page.blocks().next().unwrap().links()[0];
    /// assert_eq!(link.url, "https://mill.example/river");
    /// assert_eq!(&page.full_text()[link.span.clone()], "old river");
    /// ```
    #[must_use]
    pub fn links(&self) -> Vec<BlockLink> {
        let Some(content) = self.content() else { return Vec::new() };
        let urls = render::url_resolver(self.document);
        let mut links = Vec::new();
        for run in content.runs() {
            // The open elements; for links the URL and the span of their text so far.
            let mut open: Vec<Option<OpenLink<'_>>> = Vec::new();
            for event in run {
                match event {
                    ContentEvent::Open(Element::Link(url)) => {
                        open.push(Some(OpenLink { url, span: None }))
                    }
                    ContentEvent::Open(_) => open.push(None),
                    ContentEvent::Text(start, end) => {
                        for link in open.iter_mut().flatten() {
                            link.span.get_or_insert(*start..*end).end = *end;
                        }
                    }
                    ContentEvent::Close => {
                        if let Some(Some(OpenLink { url, span: Some(span) })) = open.pop() {
                            let span = span.start as usize..span.end as usize;
                            links.push(BlockLink { url: urls.absolute(url).into_owned(), span });
                        }
                    }
                    _ => {}
                }
            }
        }
        links
    }

    /// Computes the images of the content in the block, or between it and the next block. Images
    /// before the first block of the content are that block's. A dropped block has none.
    #[must_use]
    pub fn images(&self) -> Vec<BlockImage> {
        let Some(content) = self.content() else { return Vec::new() };
        let urls = render::url_resolver(self.document);
        let mut images = Vec::new();
        for event in content.with_objects() {
            if let ContentEvent::Image(image) = event {
                let url = urls.absolute(&image.url).into_owned();
                let (alt, caption) = (image.alt.clone(), image.caption.clone());
                let link = image.link.as_deref().map(|link| urls.absolute(link).into_owned());
                images.push(BlockImage { url, alt, caption, link });
            }
        }
        images
    }

    /// Computes the language of a kept block of code, as the page names it.
    #[must_use]
    pub fn code_language(&self) -> Option<&'p str> {
        if self.shape() == Shape::Code { self.content()?.code_language() } else { None }
    }

    /// Computes the position of a kept cell in its data table. Cells of tables that only arrange
    /// the page have none.
    #[must_use]
    pub fn cell(&self) -> Option<BlockCell> {
        let Shape::Cell { row } = self.shape() else { return None };
        let (column, is_header) = self.content()?.cell()?;
        Some(BlockCell { row, column, is_header })
    }

    /// Finds the part of the content that the block became.
    fn content(&self) -> Option<BlockContent<'p>> {
        BlockContent::find(&self.document.content, self.record.start..self.record.end)
    }
}

/// A link that is open.
struct OpenLink<'c> {
    url: &'c str,
    /// The span of its text so far.
    span: Option<Range<u32>>,
}

/// A link in the text of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct BlockLink {
    /// The URL, absolute if the page's own URL is known.
    pub url: String,
    /// The link's text: offsets of bytes in [`Page::full_text`](crate::Page::full_text).
    pub span: Range<usize>,
}

/// An image in or after a block.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct BlockImage {
    /// The URL, absolute if the page's own URL is known.
    pub url: String,
    /// The text that replaces the image if it is not shown. It can be empty.
    pub alt: String,
    /// The caption, if it was dropped. Otherwise empty: a kept caption is a block.
    pub caption: String,
    /// The URL that the image leads to, absolute if the page's own URL is known. Links to the same
    /// picture, and to a place on the page, are left out.
    pub link: Option<String>,
}

/// The position of a cell in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct BlockCell {
    /// Cells of one table row have the same number, as in [`Shape::Cell`].
    pub row: u32,
    /// The column, from 0. A cell that spans several has the first one.
    pub column: u32,
    /// True for the header of a row or column.
    pub is_header: bool,
}
