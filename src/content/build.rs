//! Builds the content of a page: the kept blocks, with the elements around and inside them.
//!
//! The builder visits the kept blocks once, in document order. It closes the elements that end
//! before a block, opens those that begin, and writes the block's text with its inline elements.
//! The outline holds the elements and the positions hold their spans, so the builder reads only
//! attributes from the tree.

use std::iter::Peekable;
use std::ops::Range;

use crate::content::block_writer::{write_code, write_text};
use crate::content::code::{CodeRun, code_at, is_line_number_block};
use crate::content::context::BuildContext;
use crate::content::footnotes::FootnoteLine;
use crate::content::inline_spans::{InlineSpan, SpanContent, SpanReader};
use crate::content::objects::{ObjectReader, push_between_blocks};
use crate::content::open_elements::OpenElements;
use crate::content::tables::{DataCell, DataTable, TableFinder};
use crate::content::{Content, ContentEvent, Element};
use crate::html::callouts::Callouts;
use crate::html::dom::{Dom, NodeId};
use crate::html::formulas::is_rendering;
use crate::html::outline::Outline;
use crate::html::positions::Positions;
use crate::verdict::Shape;

/// Builds the content of the kept blocks. `kept` has a value for each block of the outline.
pub(crate) fn build_content(
    dom: &Dom,
    outline: &Outline,
    positions: &Positions,
    callouts: &Callouts,
    kept: &[bool],
) -> Content {
    let context = BuildContext::new(dom, outline, positions, callouts, kept);
    let mut builder = ContentBuilder {
        context,
        open_elements: OpenElements::new(context),
        spans: SpanReader::new(context),
        caption_spans: SpanReader::new(context),
        objects: ObjectReader::new(context),
        tables: TableFinder::default(),
        events: Vec::new(),
    };
    let mut block = 0;
    while let Some(next) = context.next_kept(block) {
        block = builder.add_from(next);
    }
    builder.finish();
    Content { events: builder.events, base: base_url(dom) }
}

fn label_span(start: u32, end: u32) -> InlineSpan {
    let content = SpanContent::Element(Element::FootnoteLabel);
    InlineSpan { start, end, content, locale: None }
}

/// Adds the label at the start of a block, inside the elements that continue after it. Adds none if
/// an element begins in it and ends after it.
fn add_label(spans: &mut Vec<InlineSpan>, start: u32, end: u32) {
    let is_around = |span: &InlineSpan| span.start <= start && span.end > end;
    let at = spans.iter().take_while(|span| is_around(span)).count();
    let mut inside = spans.iter().skip(at).take_while(|span| span.start < end);
    if inside.all(|span| span.end <= end) {
        spans.insert(at, label_span(start, end));
    }
}

/// Returns the URL of the page's `base` element.
fn base_url(dom: &Dom) -> Option<String> {
    let html = child_named(dom, dom.root(), "html")?;
    let head = child_named(dom, html, "head")?;
    let base = child_named(dom, head, "base")?;
    dom.attr_named(base, "href").map(|url| url.trim().to_owned())
}

fn child_named(dom: &Dom, parent: NodeId, name: &str) -> Option<NodeId> {
    dom.children(parent).find(|&id| dom.name(id).is_some_and(|own| **own == *name))
}

/// Writes the events, block by block.
struct ContentBuilder<'p> {
    context: BuildContext<'p>,
    open_elements: OpenElements<'p>,
    spans: SpanReader<'p>,
    /// For captions, which are written before the rows that they may follow.
    caption_spans: SpanReader<'p>,
    objects: ObjectReader<'p>,
    tables: TableFinder,
    events: Vec<ContentEvent>,
}

impl ContentBuilder<'_> {
    /// Adds a block, or the whole table or code that begins with it. Returns the next block to look
    /// at.
    fn add_from(&mut self, block: usize) -> usize {
        let container = Some(self.context.block(block).container);
        if let Some(table) = self.tables.table_at(self.context, &mut self.objects, block) {
            self.objects.end_at(table.first_object);
            self.add_objects_before(block as u32, container);
            return self.add_table(table);
        }
        self.add_objects_before(block as u32, container);
        if let Some(code) = code_at(self.context, block) {
            return self.add_code(&code);
        }
        if self.is_in_rendering(block) {
            return block + 1;
        }
        let footnotes = self.open_elements.footnote_lines(block).to_vec();
        if !footnotes.is_empty() {
            self.add_footnotes(block, &footnotes);
            return block + 1;
        }
        let innermost = self.open_elements.open_for_block(block, &mut self.events);
        let count = self.events.len();
        if self.context.is_in_callout_title(self.context.block(block).container) {
            self.events.push(ContentEvent::Open(Element::Strong));
            self.add_text(block, true);
            self.events.push(ContentEvent::Close);
            return block + 1;
        }
        self.add_text(block, matches!(innermost, Element::Heading(_)));
        if self.events.len() == count {
            // All its text is left out.
            self.open_elements.remove_empty_paragraph(&mut self.events);
        }
        block + 1
    }

    /// Returns true if a block is inside a rendering of a formula that is written from its source.
    fn is_in_rendering(&self, block: usize) -> bool {
        if !self.context.has_formulas {
            return false;
        }
        let mut path = self.context.outline.path(self.context.block(block).container);
        path.any(|id| {
            is_rendering(self.context.dom, self.context.positions.spans[id as usize].node)
        })
    }

    /// Adds the text of a block with its inline elements and objects. `is_bold` is true if its
    /// element is bold.
    fn add_text(&mut self, block: usize, is_bold: bool) {
        let mut spans = self.spans.spans_in(block, is_bold);
        if let Some((start, end)) = self.open_elements.footnote_label(block) {
            add_label(&mut spans, start, end);
        }
        let outline_block = self.context.block(block);
        let inside = self.objects.inside(block as u32, outline_block.container);
        let part = outline_block.start..outline_block.end;
        write_text(self.context, part, spans, &mut self.objects, inside, &mut self.events);
    }

    /// Adds a block whose lines are footnotes. Other lines before them are a paragraph.
    fn add_footnotes(&mut self, block: usize, footnotes: &[FootnoteLine<'_>]) {
        let outline_block = self.context.block(block);
        self.open_elements.open_for_container(outline_block.container, &mut self.events);
        // A label is around what begins with it.
        let labels = footnotes.iter().map(|note| label_span(note.start, note.label_end));
        let mut spans: Vec<InlineSpan> = labels.collect();
        spans.extend(self.spans.spans_in(block, false));
        spans.sort_by_key(|span| span.start);
        let mut spans = spans.into_iter().peekable();
        let inside = self.objects.inside(block as u32, outline_block.container);
        let mut start = outline_block.start;
        for note in footnotes {
            self.add_part(start..note.start, &mut spans, &inside);
            let element = Element::Footnote(note.fragment.into());
            self.events.push(ContentEvent::Open(element));
            self.add_part(note.start..note.end, &mut spans, &inside);
            self.events.push(ContentEvent::Close);
            start = note.end;
        }
        self.add_part(start..outline_block.end, &mut spans, &inside);
    }

    /// Adds a part of a block as a paragraph, unless it is blank. Takes the spans of the part.
    fn add_part(
        &mut self,
        part: Range<u32>,
        spans: &mut Peekable<impl Iterator<Item = InlineSpan>>,
        inside: &Range<usize>,
    ) {
        let text = self.context.outline.text.get(part.start as usize..part.end as usize);
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
        // The line break after the part before.
        let start = part.start + (text.len() - text.trim_start().len()) as u32;
        let part = start..part.end;
        let own = std::iter::from_fn(|| spans.next_if(|span| span.start < part.end));
        let own: Vec<InlineSpan> = own.collect();
        let inside = self.objects.between(inside, &part);
        self.events.push(ContentEvent::Open(Element::Paragraph));
        write_text(self.context, part, own, &mut self.objects, inside, &mut self.events);
        self.events.push(ContentEvent::Close);
    }

    /// Adds the images, formulas and rules between the last block and this one.
    fn add_objects_before(&mut self, block: u32, container: Option<u32>) {
        while let Some(object) = self.objects.next_before(block, container) {
            if let Some(event) = self.objects.read_between_blocks(object) {
                let container = self.objects.point(object).container;
                self.open_elements.open_for_container(container, &mut self.events);
                push_between_blocks(event, &mut self.events);
            }
        }
    }

    /// Adds code whose lines are blocks of their own.
    fn add_code(&mut self, code: &CodeRun) -> usize {
        let mut is_open = false;
        for block in self.context.kept_in(code.blocks.clone()) {
            let line_numbers = self.spans.line_numbers_in(block);
            let mut line = Vec::new();
            write_code(self.context, block, &line_numbers, &mut line);
            if is_line_number_block(self.context, block) || line.is_empty() {
                continue;
            }
            if is_open {
                self.events.push(ContentEvent::LineBreak);
            } else {
                self.open_elements.open_for_container(code.container, &mut self.events);
                self.events.push(ContentEvent::Open(Element::CodeBlock(code.language.clone())));
                self.open_elements.push_locale(code.container, &mut self.events);
                is_open = true;
            }
            self.events.append(&mut line);
        }
        if is_open {
            self.events.push(ContentEvent::Close);
        }
        self.objects.skip_to(code.blocks.end as u32);
        code.blocks.end
    }

    /// Adds a table, its captions first.
    fn add_table(&mut self, table: DataTable) -> usize {
        for &block in &table.captions {
            self.open_elements.open_for_block(block, &mut self.events);
            let spans = self.caption_spans.spans_in(block, false);
            let part = self.context.block(block).start..self.context.block(block).end;
            write_text(self.context, part, spans, &mut self.objects, 0..0, &mut self.events);
        }
        self.open_elements.open_for_container(table.container, &mut self.events);
        self.events.push(ContentEvent::Open(Element::Table));
        self.open_elements.push_locale(table.container, &mut self.events);
        for row in &table.rows {
            self.events.push(ContentEvent::Open(Element::TableRow));
            for cell in row {
                self.add_cell(cell.as_ref());
            }
            self.events.push(ContentEvent::Close);
        }
        self.events.push(ContentEvent::Close);
        self.objects.end_at(None);
        self.objects.skip_to(table.end as u32);
        table.end
    }

    /// Adds a table cell. `None` is an empty cell.
    fn add_cell(&mut self, cell: Option<&DataCell>) {
        let is_header = cell.is_some_and(|cell| cell.is_header);
        self.events.push(ContentEvent::Open(Element::TableCell { is_header }));
        if let Some(cell) = cell {
            self.add_cell_content(cell);
        }
        self.events.push(ContentEvent::Close);
    }

    /// Adds the blocks of a cell, and its objects before and after them, on lines of their own.
    fn add_cell_content(&mut self, cell: &DataCell) {
        let start = self.events.len();
        let objects = &cell.objects;
        self.objects.skip_to_object(objects.start);
        self.objects.end_at(Some(objects.end));
        let mut last_shape = None;
        for block in self.context.kept_in(cell.blocks.clone()) {
            let outline_block = self.context.block(block);
            while let Some(object) =
                self.objects.next_before(block as u32, Some(outline_block.container))
            {
                self.add_cell_object(object, start);
            }
            if self.events.len() > start {
                // The cells of a row of a nested table are on one line.
                let is_beside = matches!(outline_block.shape, Shape::Cell { .. })
                    && last_shape == Some(outline_block.shape);
                let separator =
                    if is_beside { ContentEvent::Space } else { ContentEvent::LineBreak };
                self.events.push(separator);
            }
            self.add_text(block, cell.is_header);
            last_shape = Some(outline_block.shape);
        }
        while let Some(object) = self.objects.next_before(u32::MAX, None) {
            self.add_cell_object(object, start);
        }
    }

    fn add_cell_object(&mut self, object: usize, start: usize) {
        match self.objects.read(object) {
            None | Some(ContentEvent::Rule) => {}
            Some(event) => {
                if self.events.len() > start {
                    self.events.push(ContentEvent::LineBreak);
                }
                self.events.push(event);
            }
        }
    }

    /// Adds the objects after the last block and closes all elements.
    fn finish(&mut self) {
        self.add_objects_before(u32::MAX, None);
        self.open_elements.close_all(&mut self.events);
    }
}
