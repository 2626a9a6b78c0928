//! The kept content as a stream of elements and text: what Markdown and HTML are written from.
//!
//! A stream and not a tree, so that a writer needs one loop and a stack, however deep the page is.

pub(crate) mod build;

/// A step through the content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// An element begins.
    Open(Element),
    /// The innermost open element ends.
    Close,
    /// Text: a span of the page's text, in bytes. There are line breaks in code only.
    Text(u32, u32),
    /// A line ends.
    Break,
    /// A space that the page's text does not have.
    Space,
    /// An image.
    Image(Box<Image>),
    /// A formula.
    Math(Box<Math>),
    /// A rule across the page.
    Rule,
}

/// An image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Image {
    /// Its address, as the page has it.
    pub(crate) address: String,
    /// What stands for it where it is not shown.
    pub(crate) description: String,
}

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Math {
    /// Its TeX source.
    pub(crate) source: String,
    /// Whether it stands on lines of its own.
    pub(crate) display: bool,
}

/// An element. Those up to `Note` hold others or are held by none but them; the rest stand in a run of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Element {
    /// A paragraph.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Preformatted code, with its language if that is known.
    Code(Option<Box<str>>),
    /// A quotation.
    Quote,
    /// A list, of items only.
    List {
        /// Whether its items are numbered.
        ordered: bool,
    },
    /// A list item, with its number.
    Item(u32),
    /// A list of terms and what they mean.
    Terms,
    /// A term.
    Term,
    /// What it means.
    Meaning,
    /// A table: rows of as many cells each.
    Table,
    /// A row.
    Row,
    /// A cell.
    Cell {
        /// Whether it is a heading of its row or column.
        heads: bool,
    },
    /// A footnote, by the name that links lead to.
    Note(Box<str>),
    /// Strong importance.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Text that no longer holds.
    Deleted,
    /// Code in a line.
    Literal,
    /// Higher than the line.
    Superscript,
    /// Lower than the line.
    Subscript,
    /// Text with its reading beside it.
    Ruby,
    /// The reading.
    Reading,
    /// A link, with its address as the page has it.
    Link(Box<str>),
}

/// The kept content of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The steps, in the order of the page. Every element that begins ends.
    pub(crate) events: Vec<Event>,
    /// The address that others are relative to, if the page declares one.
    pub(crate) base: Option<String>,
}

impl Content {
    /// Paragraphs of nothing but text, by their spans.
    pub(crate) fn of_paragraphs(spans: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut content = Content::default();
        spans.for_each(|(start, end)| content.push_paragraph(start, end));
        content
    }

    /// Adds a paragraph of nothing but text.
    pub(crate) fn push_paragraph(&mut self, start: u32, end: u32) {
        self.events.extend([
            Event::Open(Element::Paragraph),
            Event::Text(start, end),
            Event::Close,
        ]);
    }
}

/// The name that a link within the page leads to.
pub(crate) fn fragment(address: &str) -> Option<&str> {
    address.strip_prefix('#').filter(|name| !name.is_empty())
}
