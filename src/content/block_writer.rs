//! Writes the text of a block with its inline elements and objects as events.

use crate::content::context::BuildContext;
use crate::content::inline_spans::InlineSpan;
use crate::content::objects::read_object;
use crate::content::{ContentEvent, Element};
use crate::html::positions::Point;

/// Writes a block's text with its inline elements and the objects inside it.
pub(super) fn write_block(
    context: BuildContext<'_>,
    block: usize,
    spans: Vec<InlineSpan>,
    objects: &[Point],
    events: &mut Vec<ContentEvent>,
) {
    let outline_block = context.block(block);
    let mut writer = BlockWriter {
        context,
        at: outline_block.start,
        is_empty: true,
        objects,
        open: Vec::new(),
        last_closed: None,
        events,
    };
    for span in spans {
        writer.close_until(span.start);
        writer.open(span, outline_block.end);
    }
    writer.close_until(u32::MAX);
    writer.write_until(outline_block.end);
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
    /// The objects that are not written yet.
    objects: &'p [Point],
    /// The open elements with their ends, outermost first.
    open: Vec<(u32, Element)>,
    /// The element that closed last, if nothing was written since.
    last_closed: Option<Element>,
    events: &'e mut Vec<ContentEvent>,
}

impl BlockWriter<'_, '_> {
    /// Closes the elements that end at or before `at`.
    ///
    /// An object at the end of an element is written after it, and an object at the start before
    /// it. Inside, it would keep Markdown from seeing the delimiters.
    fn close_until(&mut self, at: u32) {
        while let Some((end, element)) = self.open.pop_if(|(end, _)| *end <= at) {
            self.write_objects_while(|object| object.at < end);
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
        let Some(element) = span.element else {
            self.write_until(span.start);
            self.at = end;
            return;
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
        }
        self.last_closed = None;
        self.open.push((end, element));
    }

    /// Writes the text up to `end` and the objects in it.
    fn write_until(&mut self, end: u32) {
        self.write_objects_while(|object| object.at <= end);
        self.write_text_until(end);
    }

    /// Writes the next objects while `is_next` holds, each with the text before it.
    fn write_objects_while(&mut self, is_next: impl Fn(&Point) -> bool) {
        while let Some((object, rest)) = self.objects.split_first() {
            if !is_next(object) {
                return;
            }
            self.write_text_until(object.at);
            self.objects = rest;
            let Some(event) = read_object(self.context, object) else { continue };
            // The outline dropped the white space around an object that begins a block, or follows
            // a gap.
            if object.gap && !self.is_empty {
                self.events.push(ContentEvent::Space);
            }
            self.events.push(event);
            if self.is_empty {
                self.events.push(ContentEvent::Space);
            }
            self.last_closed = None;
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
