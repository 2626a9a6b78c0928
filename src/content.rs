//! The kept content of a page as a stream of events: elements that open and close, text, images and
//! formulas.
//!
//! The renderers write Markdown and HTML from it. It is a stream and not a tree, so that a renderer
//! needs one loop and a stack, at any depth of nesting.

mod block_writer;
pub(crate) mod build;
mod code;
mod code_language;
mod context;
mod footnotes;
mod inline_spans;
mod objects;
mod open_elements;
mod tables;
mod urls;

/// A step through the content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ContentEvent {
    Open(Element),
    /// The innermost open element ends.
    Close,
    /// A span of the page's text, in bytes. It contains line breaks only inside code blocks.
    Text(u32, u32),
    LineBreak,
    /// A space that the page's text does not have.
    Space,
    Image(Box<Image>),
    Formula(Box<Formula>),
    /// A horizontal rule.
    Rule,
}

/// An image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Image {
    /// The URL, as the page has it.
    pub(crate) url: String,
    /// The text that replaces the image if it is not shown.
    pub(crate) alt: String,
}

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Formula {
    /// Its TeX source.
    pub(crate) tex: String,
    /// True if it has lines of its own.
    pub(crate) is_display: bool,
}

/// An element of the content. Those up to `Footnote` are blocks and contain other elements; those
/// after it are inline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Element {
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Preformatted code, with its language if the page names it.
    CodeBlock(Option<Box<str>>),
    Quote,
    /// A list. All its children are list items.
    List {
        ordered: bool,
    },
    /// A list item with its number.
    ListItem(u32),
    /// A list of terms and their descriptions.
    DescriptionList,
    Term,
    Description,
    /// A table. All its rows have the same number of cells.
    Table,
    TableRow,
    TableCell {
        /// True for the header of a row or column.
        is_header: bool,
    },
    /// A footnote, with the fragment in the URLs of its marks.
    Footnote(Box<str>),
    Strong,
    Emphasis,
    Deleted,
    InlineCode,
    Superscript,
    Subscript,
    /// Text with its pronunciation.
    Ruby,
    /// The pronunciation in a ruby element.
    RubyText,
    /// A link, with the URL as the page has it.
    Link(Box<str>),
}

impl Element {
    /// Returns true for the elements in a run of text.
    pub(crate) fn is_inline(&self) -> bool {
        matches!(
            self,
            Element::Strong
                | Element::Emphasis
                | Element::Deleted
                | Element::InlineCode
                | Element::Superscript
                | Element::Subscript
                | Element::Ruby
                | Element::RubyText
                | Element::Link(_)
        )
    }
}

/// The kept content of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The events, in document order. Every element that opens also closes.
    pub(crate) events: Vec<ContentEvent>,
    /// The URL that relative URLs are resolved with, if the page declares one.
    pub(crate) base: Option<String>,
}

impl Content {
    /// Returns the content of plain paragraphs, given as spans of the page's text.
    pub(crate) fn of_paragraphs(spans: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut content = Content::default();
        spans.for_each(|(start, end)| content.push_paragraph(start, end));
        content
    }

    /// Adds a paragraph without inline elements.
    pub(crate) fn push_paragraph(&mut self, start: u32, end: u32) {
        self.events.extend([
            ContentEvent::Open(Element::Paragraph),
            ContentEvent::Text(start, end),
            ContentEvent::Close,
        ]);
    }
}

/// Returns the fragment of a URL that links to a place on the same page.
pub(crate) fn own_fragment(url: &str) -> Option<&str> {
    url.strip_prefix('#').filter(|name| !name.is_empty())
}
