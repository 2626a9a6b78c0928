//! Finds the part of the content that one block became.
//!
//! The content has no index of blocks. Its texts are in document order, so a binary search finds
//! the first one of a block, and a walk over the events beside it finds the rest.

use std::ops::Range;

use crate::content::{Content, ContentEvent, Element, ListItem};

/// The part of the content that one block became.
#[derive(Debug)]
pub(crate) struct BlockContent<'c> {
    events: &'c [ContentEvent],
    /// The runs of the block's texts with their inline elements. All but a block with several
    /// footnotes have one.
    runs: Vec<Range<usize>>,
    /// The start of the next block's first run.
    next: usize,
}

impl<'c> BlockContent<'c> {
    /// Finds the content of the block with this span. Returns `None` if none of its text is in the
    /// content: it was dropped, or a formula replaces it.
    pub(crate) fn find(content: &'c Content, span: Range<u32>) -> Option<Self> {
        let events = &content.events[..];
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut text = next_text(events, first_text_from(events, span.start));
        while let Some((at, start)) = text
            && start < span.end
        {
            let begin = run_start(events, at);
            let end = run_end(events, begin, span.end);
            runs.push(begin..end.max(at + 1));
            text = next_text(events, end.max(at + 1));
        }
        let next = text.map_or(events.len(), |(at, _)| run_start(events, at));
        let last = runs.last()?.end;
        Some(BlockContent { events, runs, next: next.max(last) })
    }

    /// Returns the runs of the block's texts with their inline elements.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &'c [ContentEvent]> {
        self.runs.iter().map(|run| &self.events[run.clone()])
    }

    /// Returns the events from the block's first run to that of the next block. The first block of
    /// the content has those before it, too.
    pub(crate) fn with_objects(&self) -> &'c [ContentEvent] {
        let start = self.start();
        let is_first = !self.events[..start].iter().any(|event| event.text_start().is_some());
        &self.events[if is_first { 0 } else { start }..self.next]
    }

    /// Returns the language of the code block around the block.
    pub(crate) fn code_language(&self) -> Option<&'c str> {
        self.events[..self.start()].iter().rev().find_map(|event| match event {
            ContentEvent::Open(Element::CodeBlock(language)) => Some(language.as_deref()),
            ContentEvent::Open(_) | ContentEvent::Close => Some(None),
            _ => None,
        })?
    }

    /// Returns the list item that begins with the block.
    pub(crate) fn list_item(&self) -> Option<ListItem> {
        for event in self.events[..self.start()].iter().rev() {
            match event {
                ContentEvent::Open(Element::ListItem(item)) => return Some(*item),
                ContentEvent::Open(Element::Paragraph) | ContentEvent::Locale(_) => {}
                _ => return None,
            }
        }
        None
    }

    /// Returns the column of the table cell around the block, and whether that is a header.
    pub(crate) fn cell(&self) -> Option<(u32, bool)> {
        let mut header = None;
        let (mut depth, mut column) = (0_usize, 0);
        for event in self.events[..self.start()].iter().rev() {
            match event {
                ContentEvent::Close => depth += 1,
                ContentEvent::Open(element) if depth > 0 => {
                    depth -= 1;
                    let is_cell = matches!(element, Element::TableCell { .. });
                    column += u32::from(depth == 0 && header.is_some() && is_cell);
                }
                ContentEvent::Open(Element::TableCell { is_header }) => header = Some(*is_header),
                ContentEvent::Open(Element::TableRow) => return Some((column, header?)),
                // An element inside the cell.
                ContentEvent::Open(_) if header.is_none() => {}
                ContentEvent::Open(_) => return None,
                _ => {}
            }
        }
        None
    }

    /// Returns the index of the first event.
    fn start(&self) -> usize {
        self.runs.first().map_or(0, |run| run.start)
    }
}

impl ContentEvent {
    /// Returns the start of the span of a text.
    fn text_start(&self) -> Option<u32> {
        if let ContentEvent::Text(start, _) = self { Some(*start) } else { None }
    }
}

/// Returns the next text at or after an index: its index and the start of its span.
fn next_text(events: &[ContentEvent], from: usize) -> Option<(usize, u32)> {
    let rest = events.get(from..)?;
    rest.iter().zip(from..).find_map(|(event, at)| Some((at, event.text_start()?)))
}

/// Returns an index from which the first text is the first one that starts at `offset` or after it.
fn first_text_from(events: &[ContentEvent], offset: u32) -> usize {
    let (mut low, mut high) = (0, events.len());
    while low < high {
        let middle = low.midpoint(high);
        match next_text(&events[..high], middle) {
            Some((at, start)) if start < offset => low = at + 1,
            _ => high = middle,
        }
    }
    low
}

/// Returns the index of the first event of the run that contains the text at `at`, if that is the
/// first text of a block. Before it come inline elements that open, and objects without text.
fn run_start(events: &[ContentEvent], at: usize) -> usize {
    let (mut start, mut depth) = (at, 0_usize);
    for (index, event) in events[..at].iter().enumerate().rev() {
        match event {
            ContentEvent::Close => depth += 1,
            ContentEvent::Open(element) if element.is_inline() => {
                depth = depth.saturating_sub(1);
            }
            ContentEvent::Image(_) | ContentEvent::Formula(_) | ContentEvent::Embed(_) => {}
            ContentEvent::Locale(_) => continue,
            _ => break,
        }
        if depth == 0 {
            start = index;
        }
    }
    start
}

/// Returns the index after the last event of a run: its block's texts end before `end`.
fn run_end(events: &[ContentEvent], start: usize, end: u32) -> usize {
    let (mut last, mut depth) = (start, 0_usize);
    for (index, event) in events.iter().enumerate().skip(start) {
        match event {
            ContentEvent::Close if depth == 0 => break,
            ContentEvent::Close => depth -= 1,
            ContentEvent::Open(element) if element.is_inline() => depth += 1,
            ContentEvent::Open(_) | ContentEvent::Rule => break,
            ContentEvent::Text(start, _) if *start >= end => break,
            // At the end of the block they belong to what is between two blocks.
            ContentEvent::LineBreak | ContentEvent::Space | ContentEvent::Locale(_) => continue,
            _ => {}
        }
        if depth == 0 {
            last = index + 1;
        }
    }
    last
}
