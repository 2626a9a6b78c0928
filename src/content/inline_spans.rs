//! The inline elements of a block as spans of its text.

use crate::content::code::is_line_number;
use crate::content::context::BuildContext;
use crate::content::locales::{difference, locale_of};
use crate::content::urls::usable_url;
use crate::content::{Element, Locale};
use crate::html::formulas::{TEX_CLASSES, is_rendering, loads_tex_renderer};
use crate::html::outline::OutlineBlock;
use crate::html::segment::is_script_text;
use crate::html::styles::is_unemphasised;
use crate::html::tags::Tag;
use crate::html::tex::{Formula, clean_tex, formulas_in};
use crate::unicode;
use crate::unicode::punctuation::is_quote;

/// The beginning of the id that Google Docs gives to the element around a copied document.
const PASTED_ID: &str = "docs-internal-guid";

/// Characters of which a TeX source has one, if it is more than a letter or a number.
const TEX_SIGNS: &[char] = &['\\', '^', '_', '{'];

/// An inline element in a block, in bytes of the outline's text.
#[derive(Debug)]
pub(super) struct InlineSpan {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) content: SpanContent,
    /// The language and direction, if they are not those of its parent.
    pub(super) locale: Option<Box<Locale>>,
}

/// The content of a span.
#[derive(Debug)]
pub(super) enum SpanContent {
    /// Its text, in an element.
    Element(Element),
    /// A formula, of which the text is the source.
    Formula(Box<Formula>),
    /// Nothing: its text is not written.
    LeftOut,
    /// Text that only plain text has, because the renderers write an element in its place.
    Generated,
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
    /// True if the page loads a script that shows formulas between delimiters. Set on first use.
    loads_tex_renderer: Option<bool>,
}

impl<'p> SpanReader<'p> {
    pub(super) fn new(context: BuildContext<'p>) -> Self {
        SpanReader { context, next: 0, end: 0, open: Vec::new(), loads_tex_renderer: None }
    }

    /// Returns the inline elements of a block, in document order, outer ones first. Without
    /// elements for strong text if its own element `is_bold`.
    pub(super) fn spans_in(&mut self, block: usize, is_bold: bool) -> Vec<InlineSpan> {
        let context = self.context;
        let outline_block = context.block(block);
        let mut spans: Vec<InlineSpan> = Vec::new();
        for id in self.elements_in(block) {
            let locale = inline_locale(context, id);
            let content = match content_of(context, id) {
                Some(content) => content,
                None if locale.is_some() => SpanContent::Element(Element::Span),
                None => continue,
            };
            let Some((start, end)) = trimmed_span(context, outline_block, id) else { continue };
            if is_bold && matches!(content, SpanContent::Element(Element::Strong)) {
                continue;
            }
            let is_link = matches!(content, SpanContent::Element(Element::Link(_)));
            spans.push(InlineSpan { start, end, content, locale });
            // Inline code contains text only, so a link over the same text must be around the code.
            let last = spans.len() - 1;
            if is_link && last > 0 && spans[last - 1].is_code(start, end) {
                spans.swap(last - 1, last);
            }
        }
        let generated = generated_spans(context, outline_block);
        if !generated.is_empty() {
            spans.extend(generated);
            spans.sort_by_key(|span| span.start);
        }
        self.add_formulas(block, &mut spans);
        spans
    }

    /// Adds the formulas between delimiters, if the page has a script that shows them.
    fn add_formulas(&mut self, block: usize, spans: &mut Vec<InlineSpan>) {
        // Most signs are prices. The search for a script reads the whole page.
        let formulas = formulas_in(self.context.outline.text_of(block));
        if formulas.is_empty() || !self.has_tex_renderer(block) {
            return;
        }
        let block_start = self.context.block(block).start;
        let mut found = Vec::new();
        let (mut next, mut open): (usize, Vec<&InlineSpan>) = (0, Vec::new());
        for (range, formula) in formulas {
            let start = block_start + range.start as u32;
            let end = block_start + range.end as u32;
            open.retain(|span| span.end > start);
            let new = spans[next..].iter().take_while(|span| span.start < end);
            next += new.clone().count();
            open.extend(new.filter(|span| span.end > start));
            // Renderers of formulas see plain text only, and none in code.
            if !open.iter().any(|span| span.cuts(start, end) || span.hides(start, end)) {
                let content = SpanContent::Formula(formula.into());
                found.push(InlineSpan { start, end, content, locale: None });
            }
        }
        spans.extend(found);
        // Elements that begin with a formula are around it.
        spans.sort_by_key(|span| span.start);
    }

    /// Returns true if a script shows the formulas between delimiters in a block.
    fn has_tex_renderer(&mut self, block: usize) -> bool {
        let context = self.context;
        let is_loaded =
            *self.loads_tex_renderer.get_or_insert_with(|| loads_tex_renderer(context.dom));
        is_loaded
            || context
                .outline
                .path(context.block(block).element)
                .any(|id| is_for_formulas(context, id))
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
                spans.push(InlineSpan { start, end, content: SpanContent::LeftOut, locale: None });
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
            let loads_tex_renderer = self.loads_tex_renderer;
            *self = SpanReader { loads_tex_renderer, ..SpanReader::new(self.context) };
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

/// Returns true for an element in which renderers look for formulas between delimiters.
fn is_for_formulas(context: BuildContext<'_>, id: u32) -> bool {
    context.classes(id).any(|class| TEX_CLASSES.contains(&class))
}

/// Returns the spans of a block that only plain text has, because the renderers write elements in
/// their place.
fn generated_spans(context: BuildContext<'_>, outline_block: &OutlineBlock) -> Vec<InlineSpan> {
    let generated = &context.positions.generated;
    let first = generated.partition_point(|span| span.0 < outline_block.start);
    let inside = generated[first..].iter().take_while(|span| span.1 <= outline_block.end);
    inside
        .map(|&(start, end)| InlineSpan {
            start,
            end,
            content: SpanContent::Generated,
            locale: None,
        })
        .collect()
}

impl InlineSpan {
    fn is_code(&self, start: u32, end: u32) -> bool {
        matches!(self.content, SpanContent::Element(Element::InlineCode))
            && (self.start, self.end) == (start, end)
    }

    /// Returns true if the span begins or ends inside a range.
    fn cuts(&self, start: u32, end: u32) -> bool {
        start < self.start && self.start < end || start < self.end && self.end < end
    }

    /// Returns true if a range is inside the span, and the span is code or not written.
    fn hides(&self, start: u32, end: u32) -> bool {
        let is_around = self.start <= start && end <= self.end;
        is_around
            && !matches!(&self.content, SpanContent::Element(it) if *it != Element::InlineCode)
    }
}

/// Returns the language and direction of an inline element, if they are not those of its parent.
fn inline_locale(context: BuildContext<'_>, id: u32) -> Option<Box<Locale>> {
    context.positions.localized.binary_search(&id).ok()?;
    let parent = locale_of(context, context.outline.containers[id as usize].parent);
    difference(&locale_of(context, id), &parent).map(Box::new)
}

/// Returns the content that an inline element has its text in, or `None` if it has no effect.
fn content_of(context: BuildContext<'_>, id: u32) -> Option<SpanContent> {
    // The formula itself is an object before the rendering or inside it.
    if context.has_formulas && is_rendering(context.dom, context.positions.spans[id as usize].node)
    {
        return Some(SpanContent::LeftOut);
    }
    if is_unemphasised(context.dom, context.positions.spans[id as usize].node) {
        return None;
    }
    Some(SpanContent::Element(match context.outline.containers[id as usize].tag {
        Tag::B if is_pasted_document(context, id) => return None,
        Tag::B | Tag::Strong => Element::Strong,
        Tag::Em | Tag::I => Element::Emphasis,
        Tag::Del | Tag::S | Tag::Strike => Element::Deleted,
        Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Element::InlineCode,
        // The characters of the text say so already.
        Tag::Sup | Tag::Sub if is_script_text(context.text(id)) => return None,
        Tag::Sup => Element::Superscript,
        Tag::Sub => Element::Subscript,
        // Some pages write the marks themselves.
        Tag::Q if context.text(id).trim().starts_with(is_quote) => return None,
        Tag::Q => Element::InlineQuote,
        Tag::Ruby => Element::Ruby,
        Tag::Rt => Element::RubyText,
        // Brackets for browsers without ruby; the renderers write their own. Anything else is text.
        Tag::Rp if !context.text(id).contains(char::is_alphanumeric) => {
            return Some(SpanContent::LeftOut);
        }
        Tag::Span => {
            return formula_inside(context, id).map(|found| SpanContent::Formula(found.into()));
        }
        Tag::A => Element::Link(usable_url(context.attribute(id, "href")?)?.into()),
        _ => return None,
    }))
}

/// Returns the formula that is the whole text of an element for formulas: between delimiters, or as
/// Pandoc writes it for KaTeX, without them.
fn formula_inside(context: BuildContext<'_>, id: u32) -> Option<Formula> {
    let node = context.positions.spans[id as usize].node;
    let has_elements = || context.dom.children(node).any(|child| context.dom.name(child).is_some());
    if !is_for_formulas(context, id) || has_elements() {
        return None;
    }
    let text = context.text(id).trim();
    if let Some((range, formula)) = formulas_in(text).pop()
        && range == (0..text.len())
    {
        return Some(formula);
    }
    let mode = context.classes(id).find(|class| matches!(*class, "inline" | "display"))?;
    let tex = clean_tex(text).filter(|tex| tex.contains(TEX_SIGNS))?;
    Some(Formula::of_tex(tex, mode == "display"))
}

/// Returns true for the `b` element that Google Docs puts around a whole copied document. Sites
/// that remove its style leave its id.
fn is_pasted_document(context: BuildContext<'_>, id: u32) -> bool {
    context.attribute(id, "id").is_some_and(|own_id| own_id.starts_with(PASTED_ID))
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
