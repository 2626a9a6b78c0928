//! Writes the text of a block with its inline elements and objects as events.

use std::ops::Range;

use crate::content::context::BuildContext;
use crate::content::inline_spans::{InlineSpan, SpanContent};
use crate::content::objects::ObjectReader;
use crate::content::{ContentEvent, Element};
use crate::html::positions::Point;

/// Writes a part of a block's text, given in bytes of the outline's text, with its inline elements
/// and the objects `inside` it.
pub(super) fn write_text<'p>(
    context: BuildContext<'p>,
    part: Range<u32>,
    spans: Vec<InlineSpan>,
    objects: &mut ObjectReader<'p>,
    inside: Range<usize>,
    events: &mut Vec<ContentEvent>,
) {
    let mut writer = BlockWriter {
        context,
        at: part.start,
        is_empty: true,
        objects,
        inside,
        open: Vec::new(),
        last_closed: None,
        events,
    };
    for span in spans {
        writer.close_until(span.start);
        writer.open(span, part.end);
    }
    writer.close_until(u32::MAX);
    writer.write_until(part.end);
}

/// Writes a line of code without its line numbers.
pub(super) fn write_code(
    context: BuildContext<'_>,
    block: usize,
    line_numbers: &[InlineSpan],
    events: &mut Vec<ContentEvent>,
) {
    let outline_block = context.block(block);
    let mut at = outline_block.start;
    for span in line_numbers {
        if span.start >= span.end {
            continue;
        }
        if at < span.start {
            events.push(ContentEvent::Text(at, span.start));
        }
        at = at.max(span.end);
    }
    if at < outline_block.end {
        events.push(ContentEvent::Text(at, outline_block.end));
    }
}

/// A block that is being written.
struct BlockWriter<'p, 'e> {
    context: BuildContext<'p>,
    /// The text before this byte is written.
    at: u32,
    /// True until some text is written.
    is_empty: bool,
    objects: &'e mut ObjectReader<'p>,
    /// The objects that are not written yet.
    inside: Range<usize>,
    /// The open elements with their ends, outermost first.
    open: Vec<(u32, Element)>,
    /// The element that closed last, if nothing was written since.
    last_closed: Option<Element>,
    events: &'e mut Vec<ContentEvent>,
}

impl BlockWriter<'_, '_> {
    /// Closes the elements that end at or before `at`.
    ///
    /// An object without text at the end of an element is written after it, and one at the start
    /// before it. Inside, it would keep Markdown from seeing the delimiters.
    fn close_until(&mut self, at: u32) {
        while let Some((end, element)) = self.open.pop_if(|(end, _)| *end <= at) {
            self.write_objects_while(|point| point.at < end);
            self.write_text_until(end);
            self.events.push(ContentEvent::Close);
            self.last_closed = Some(element);
        }
    }

    /// Opens an element, unless it is inside code or inside an element of its kind. An element that
    /// touches an equal one before it continues that one.
    fn open(&mut self, span: InlineSpan, block_end: u32) {
        let parent_end = self.open.last().map_or(block_end, |(end, _)| *end);
        let end = parent_end.min(span.end);
        if span.start < self.at || span.start >= end {
            return;
        }
        let element = match span.content {
            SpanContent::Element(element) => element,
            SpanContent::Formula(formula) => {
                self.write_until(span.start);
                self.events.push(ContentEvent::Formula(formula));
                (self.at, self.is_empty, self.last_closed) = (end, false, None);
                return;
            }
            // Code contains text only, so there the generated text says what the element says.
            SpanContent::Generated
                if self.open.iter().any(|(_, element)| *element == Element::InlineCode) =>
            {
                return;
            }
            SpanContent::LeftOut | SpanContent::Generated => {
                self.write_until(span.start);
                self.at = end;
                return;
            }
        };
        let kind = std::mem::discriminant(&element);
        for (_, ancestor) in &self.open {
            if *ancestor == Element::InlineCode || std::mem::discriminant(ancestor) == kind {
                return;
            }
        }
        self.write_until(span.start);
        let continues = self.last_closed.as_ref() == Some(&element)
            && self.events.last() == Some(&ContentEvent::Close);
        if continues {
            self.events.pop();
        } else {
            self.events.push(ContentEvent::Open(element.clone()));
            self.events.extend(span.locale.map(ContentEvent::Locale));
        }
        self.last_closed = None;
        self.open.push((end, element));
    }

    /// Writes the text up to `end` and the objects in it.
    fn write_until(&mut self, end: u32) {
        self.write_objects_while(|point| point.at < end || point.at == end && point.length == 0);
        self.write_text_until(end);
    }

    /// Writes the next objects while `is_next` holds for them, each with the text before it.
    fn write_objects_while(&mut self, is_next: impl Fn(&Point) -> bool) {
        while let Some(object) = self.inside.clone().next() {
            let point = self.objects.point(object);
            if !is_next(point) {
                return;
            }
            self.write_text_until(point.at);
            self.inside.start += 1;
            let Some(event) = self.objects.read(object) else { continue };
            self.write_space_before(point);
            let is_formula = matches!(event, ContentEvent::Formula(_));
            self.events.push(event);
            // Images are apart from the text after them, even if the page has them in one line.
            if self.is_empty && point.length == 0 && (point.space_after || !is_formula) {
                self.events.push(ContentEvent::Space);
            }
            if point.length > 0 {
                // The text that plain text has in the place of a formula.
                self.at = self.at.max(point.end());
                self.is_empty = false;
            }
            self.last_closed = None;
        }
    }

    /// Writes the white space before an object. The outline has one space for the white space
    /// before and after it.
    fn write_space_before(&mut self, object: &Point) {
        if !object.gap || object.length > 0 || self.is_empty || self.at > object.at {
            return;
        }
        let has_space = self.context.outline.text.get(object.at as usize..);
        let has_space = has_space.is_some_and(|text| text.starts_with(' '));
        if has_space && !object.space_after {
            self.write_text_until(object.at + 1);
        } else {
            self.events.push(ContentEvent::Space);
        }
    }

    /// Writes the text up to `end`.
    fn write_text_until(&mut self, end: u32) {
        let span = self.at as usize..end as usize;
        let Some(text) = self.context.outline.text.get(span) else { return };
        if text.is_empty() {
            return;
        }
        let mut start = self.at;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.events.push(ContentEvent::LineBreak);
                start += 1;
            }
            let end = start + line.len() as u32;
            if start < end {
                self.events.push(ContentEvent::Text(start, end));
            }
            start = end;
        }
        (self.at, self.is_empty, self.last_closed) = (end, false, None);
    }
}
