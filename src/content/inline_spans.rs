//! The inline elements of a block as spans of its text.

use crate::content::Element;
use crate::content::code::is_line_number;
use crate::content::context::BuildContext;
use crate::content::urls::usable_url;
use crate::html::outline::OutlineBlock;
use crate::html::tags::Tag;
use crate::unicode;

/// An inline element in a block, in bytes of the outline's text.
#[derive(Debug)]
pub(super) struct InlineSpan {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The element, or `None` if the text of the span is left out.
    pub(super) element: Option<Element>,
}

/// Finds the inline elements of each block. Asked for the blocks in document order, it passes over
/// the containers once.
pub(super) struct SpanReader<'p> {
    context: BuildContext<'p>,
    /// The first container that was not visited yet.
    next: usize,
    /// The end of the last block.
    end: u32,
    /// The inline elements that continue after the last block, outermost first.
    open: Vec<u32>,
}

impl<'p> SpanReader<'p> {
    pub(super) fn new(context: BuildContext<'p>) -> Self {
        SpanReader { context, next: 0, end: 0, open: Vec::new() }
    }

    /// Returns the inline elements of a block inside `parent`, in document order, outer ones first.
    pub(super) fn spans_in(&mut self, block: usize, parent: &Element) -> Vec<InlineSpan> {
        let context = self.context;
        let outline_block = context.block(block);
        // Renderers write these in bold already.
        let is_bold =
            matches!(parent, Element::Heading(_) | Element::TableCell { is_header: true });
        let mut spans: Vec<InlineSpan> = Vec::new();
        for id in self.elements_in(block) {
            let Some(treatment) = treatment(context, id) else { continue };
            let Some((start, end)) = trimmed_span(context, outline_block, id) else { continue };
            let element = match treatment {
                Treatment::LeaveOut => None,
                Treatment::Wrap(Element::Strong) if is_bold => continue,
                Treatment::Wrap(element) => Some(element),
            };
            let Some((start, end)) =
                renderable_span(context, outline_block, (start, end), element.as_ref())
            else {
                continue;
            };
            let is_link = matches!(element, Some(Element::Link(_)));
            spans.push(InlineSpan { start, end, element });
            // Inline code contains text only, so a link over the same text must be around the code.
            let last = spans.len() - 1;
            if is_link && last > 0 && is_code_span(&spans[last - 1], start, end) {
                spans.swap(last - 1, last);
            }
        }
        spans
    }

    /// Returns the line numbers in a block of code.
    pub(super) fn line_numbers_in(&mut self, block: usize) -> Vec<InlineSpan> {
        let context = self.context;
        let outline_block = context.block(block);
        let mut spans = Vec::new();
        for id in self.elements_in(block) {
            if is_line_number(context, id) {
                let span = context.positions.spans[id as usize];
                let start = span.start.max(outline_block.start);
                let end = span.end.min(outline_block.end);
                spans.push(InlineSpan { start, end, element: None });
            }
        }
        spans
    }

    /// Returns the inline elements that have text in a block.
    fn elements_in(&mut self, block: usize) -> Vec<u32> {
        let (spans, outline_block) = (&self.context.positions.spans, self.context.block(block));
        let (start, end) = (outline_block.start, outline_block.end);
        if start < self.end {
            // The caller went back, so start again from the first container.
            *self = SpanReader::new(self.context);
        }
        let opened = self.context.positions.opened[block] as usize;
        for (id, span) in spans.iter().enumerate().take(opened).skip(self.next) {
            let is_inline = self.context.outline.containers[id].inline;
            if is_inline && span.end > start.max(span.start) {
                self.open.push(id as u32);
            }
        }
        (self.next, self.end) = (opened.max(self.next), end);
        let mut inside = self.open.clone();
        inside.retain(|&id| spans[id as usize].start < end && spans[id as usize].end > start);
        self.open.retain(|&id| spans[id as usize].end > end);
        inside
    }
}

fn is_code_span(span: &InlineSpan, start: u32, end: u32) -> bool {
    span.element == Some(Element::InlineCode) && (span.start, span.end) == (start, end)
}

/// The effect of an inline element on the content.
enum Treatment {
    /// Its text is wrapped in an element.
    Wrap(Element),
    /// Its text is left out.
    LeaveOut,
}

/// Returns the effect of an inline element, or `None` if it has no effect.
fn treatment(context: BuildContext<'_>, id: u32) -> Option<Treatment> {
    Some(Treatment::Wrap(match context.outline.containers[id as usize].tag {
        Tag::B | Tag::Strong => Element::Strong,
        Tag::Em | Tag::I => Element::Emphasis,
        Tag::Del | Tag::S | Tag::Strike => Element::Deleted,
        Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Element::InlineCode,
        Tag::Sup => Element::Superscript,
        Tag::Sub => Element::Subscript,
        Tag::Ruby => Element::Ruby,
        Tag::Rt => Element::RubyText,
        // Brackets for browsers without ruby; the renderers write their own. Anything else is text.
        Tag::Rp if !context.text(id).contains(char::is_alphanumeric) => {
            return Some(Treatment::LeaveOut);
        }
        Tag::A => Element::Link(usable_url(context.attribute(id, "href")?)?.into()),
        // KaTeX shows this copy of the formula. The source is beside it, in MathML.
        Tag::Span if context.classes(id).any(|class| class == "katex-html") => {
            return Some(Treatment::LeaveOut);
        }
        _ => return None,
    }))
}

/// Returns the part of an element inside a block, without white space at its ends.
fn trimmed_span(
    context: BuildContext<'_>,
    outline_block: &OutlineBlock,
    id: u32,
) -> Option<(u32, u32)> {
    let span = context.positions.spans[id as usize];
    let part = (span.start.max(outline_block.start), span.end.min(outline_block.end));
    unicode::trimmed(&context.outline.text, part)
}

/// Shrinks a span of emphasis so that CommonMark's flanking rules see its delimiters: if a letter
/// touches the span from outside, the span must begin or end with a letter. Other spans are
/// returned unchanged.
fn renderable_span(
    context: BuildContext<'_>,
    outline_block: &OutlineBlock,
    (start, end): (u32, u32),
    element: Option<&Element>,
) -> Option<(u32, u32)> {
    if !matches!(element, Some(Element::Strong | Element::Emphasis | Element::Deleted)) {
        return Some((start, end));
    }
    let text = &context.outline.text;
    let inside = text.get(start as usize..end as usize)?;
    let before = text.get(outline_block.start as usize..start as usize)?.chars().next_back();
    let after = text.get(end as usize..outline_block.end as usize)?.chars().next();
    let mut inner = inside;
    if before.is_some_and(char::is_alphanumeric) {
        inner = &inside[inside.find(char::is_alphanumeric)?..];
    }
    let skipped = (inside.len() - inner.len()) as u32;
    if after.is_some_and(char::is_alphanumeric) {
        inner = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
    }
    let start = start + skipped;
    let end = start + inner.len() as u32;
    (start < end).then_some((start, end))
}
