//! The kept content of a page as a stream of events: elements that open and close, text, images and
//! formulas.
//!
//! The renderers write Markdown and HTML from it. It is a stream and not a tree, so that a renderer
//! needs one loop and a stack, at any depth of nesting.

pub(crate) mod block_content;
mod block_writer;
pub(crate) mod build;
mod captions;
mod code;
mod code_language;
mod context;
mod embeds;
mod footnote_marks;
mod footnote_targets;
mod footnotes;
mod image_urls;
mod images;
mod inline_spans;
mod item_numbers;
mod locales;
mod objects;
mod open_elements;
mod tables;
mod urls;

use std::ops::Range;

use crate::html::lists::NumberStyle;
use crate::html::tex::Formula;

/// A step through the content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ContentEvent {
    Open(Element),
    /// The language and direction of the element that opened right before, if they are not those of
    /// its parent.
    Locale(Box<Locale>),
    /// The innermost open element ends.
    Close,
    /// A span of the page's text, in bytes. It contains line breaks only inside code blocks.
    Text(u32, u32),
    LineBreak,
    /// A space that the page's text does not have.
    Space,
    Image(Box<Image>),
    Formula(Box<Formula>),
    Embed(Box<Embed>),
    /// A horizontal rule.
    Rule,
}

/// The language and direction of a text, as the page declares them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Locale {
    pub(crate) language: Option<String>,
    pub(crate) direction: Option<Direction>,
}

/// The base direction of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Direction {
    LeftToRight,
    RightToLeft,
    /// That of its first letter.
    Auto,
}

/// An image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Image {
    /// The URL, as the page has it.
    pub(crate) url: String,
    /// The text that replaces the image if it is not shown.
    pub(crate) alt: String,
    /// The caption, if it is not part of the content. Otherwise empty.
    pub(crate) caption: String,
    /// The URL that the image leads to, as the page has it.
    pub(crate) link: Option<String>,
}

/// A video or audio.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Embed {
    /// The URL, as the page has it.
    pub(crate) url: String,
    /// Its title, or else the name of its file or site.
    pub(crate) title: String,
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
    /// A list. All its children are list items. An unordered one has no style of numbers.
    List {
        numbers: Option<NumberStyle>,
    },
    ListItem(ListItem),
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
    /// A quotation without quotation marks of its own.
    InlineQuote,
    /// Text with its pronunciation.
    Ruby,
    /// The pronunciation in a ruby element.
    RubyText,
    /// A link, with the URL as the page has it.
    Link(Box<str>),
    /// Text in another language or direction.
    Span,
    /// The number of a footnote, in the footnote.
    FootnoteLabel,
}

/// A list item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ListItem {
    /// Its number, if the list is ordered.
    pub(crate) number: i32,
    /// For an item of a task list, whether its box is checked.
    pub(crate) is_checked: Option<bool>,
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
                | Element::InlineQuote
                | Element::Ruby
                | Element::RubyText
                | Element::Link(_)
                | Element::Span
                | Element::FootnoteLabel
        )
    }

    /// Returns true for the elements that Markdown writes with the delimiters of emphasis.
    pub(crate) fn is_emphasis(&self) -> bool {
        matches!(self, Element::Strong | Element::Emphasis | Element::Deleted)
    }
}

/// The kept content of a page.
#[derive(Clone, Debug, Default, PartialEq)]
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

    /// Removes the texts in `spans`, which ascend, and the elements that have nothing else.
    pub(crate) fn remove(&mut self, spans: &[Range<usize>]) {
        let mut kept = Vec::with_capacity(self.events.len());
        // For each open element, its place in `kept`, and what it contains.
        let mut open: Vec<(usize, RemainingContent)> = Vec::new();
        for event in self.events.drain(..) {
            let mut own = RemainingContent::Nothing;
            match &event {
                ContentEvent::Open(_) => open.push((kept.len(), RemainingContent::Nothing)),
                ContentEvent::Close => {
                    let Some((at, content)) = open.pop() else { continue };
                    own = content;
                    if own == RemainingContent::Removed {
                        kept.truncate(at);
                    }
                }
                &ContentEvent::Text(start, end) => {
                    let at = spans.partition_point(|span| span.end <= start as usize);
                    let is_removed = spans.get(at).is_some_and(|span| span.start < end as usize);
                    own =
                        if is_removed { RemainingContent::Removed } else { RemainingContent::Kept };
                }
                ContentEvent::Locale(_) | ContentEvent::LineBreak | ContentEvent::Space => {}
                _ => own = RemainingContent::Kept,
            }
            if let Some((_, content)) = open.last_mut() {
                *content = own.max(*content);
            }
            if own != RemainingContent::Removed {
                kept.push(event);
            }
        }
        self.events = kept;
    }
}

/// The content of an element when texts are removed, the more telling the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RemainingContent {
    Nothing,
    /// Nothing but removed texts.
    Removed,
    Kept,
}

/// Returns the fragment of a URL that links to a place on the same page.
pub(crate) fn own_fragment(url: &str) -> Option<&str> {
    url.strip_prefix('#').filter(|name| !name.is_empty())
}
