//! Builds the content of a page: the kept blocks, with the elements around and inside them.
//!
//! The builder visits the kept blocks once, in document order. It closes the elements that end
//! before a block, opens those that begin, and writes the block's text with its inline elements.
//! The outline holds the elements and the positions hold their spans, so the builder reads only
//! attributes from the tree.

use crate::content::block_writer::{write_block, write_code};
use crate::content::code::{CodeRun, code_at, is_line_number_block};
use crate::content::context::BuildContext;
use crate::content::inline_spans::SpanReader;
use crate::content::objects::{ObjectReader, push_between_blocks};
use crate::content::open_elements::OpenElements;
use crate::content::tables::{DataCell, DataTable, TableFinder};
use crate::content::{Content, ContentEvent, Element};
use crate::html::dom::{Dom, NodeId};
use crate::html::outline::Outline;
use crate::html::positions::Positions;

/// Builds the content of the kept blocks. `kept` has a value for each block of the outline.
pub(crate) fn build_content(
    dom: &Dom,
    outline: &Outline,
    positions: &Positions,
    kept: &[bool],
) -> Content {
    let context = BuildContext { dom, outline, positions, kept };
    let mut builder = ContentBuilder {
        context,
        open_elements: OpenElements::new(context),
        spans: SpanReader::new(context),
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
    objects: ObjectReader<'p>,
    tables: TableFinder,
    events: Vec<ContentEvent>,
}

impl ContentBuilder<'_> {
    /// Adds a block, or the whole table or code that begins with it. Returns the next block to look
    /// at.
    fn add_from(&mut self, block: usize) -> usize {
        self.add_objects_before(block as u32, Some(self.context.block(block).container));
        if let Some(table) = self.tables.table_at(self.context, block) {
            return self.add_table(table);
        }
        if let Some(code) = code_at(self.context, block) {
            return self.add_code(&code);
        }
        let innermost = self.open_elements.open_for_block(block, &mut self.events);
        self.add_text(block, &innermost);
        block + 1
    }

    /// Adds the text of a block with its inline elements and objects. `parent` is the element that
    /// contains the text.
    fn add_text(&mut self, block: usize, parent: &Element) {
        let spans = self.spans.spans_in(block, parent);
        let objects = self.objects.inside(block as u32, self.context.block(block).container);
        write_block(self.context, block, spans, objects, &mut self.events);
    }

    /// Adds the images, formulas and rules between the last block and this one.
    fn add_objects_before(&mut self, block: u32, container: Option<u32>) {
        while let Some(point) = self.objects.next_before(block, container) {
            if let Some(event) = self.objects.read_between_blocks(point) {
                self.open_elements.open_for_container(point.container, &mut self.events);
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
            let spans = self.spans.spans_in(block, &Element::Paragraph);
            write_block(self.context, block, spans, &[], &mut self.events);
        }
        self.open_elements.open_for_container(table.container, &mut self.events);
        self.events.push(ContentEvent::Open(Element::Table));
        for row in &table.rows {
            self.events.push(ContentEvent::Open(Element::TableRow));
            for cell in row {
                self.add_cell(cell.as_ref());
            }
            self.events.push(ContentEvent::Close);
        }
        self.events.push(ContentEvent::Close);
        self.objects.skip_to(table.end as u32);
        table.end
    }

    /// Adds a table cell. `None` is an empty cell.
    fn add_cell(&mut self, cell: Option<&DataCell>) {
        let element = Element::TableCell { is_header: cell.is_some_and(|cell| cell.is_header) };
        self.events.push(ContentEvent::Open(element.clone()));
        let blocks = cell.map(|cell| cell.blocks.clone()).unwrap_or_default();
        for (number, block) in self.context.kept_in(blocks).enumerate() {
            if number > 0 {
                self.events.push(ContentEvent::LineBreak);
            }
            self.add_text(block, &element);
        }
        self.events.push(ContentEvent::Close);
    }

    /// Adds the objects after the last block and closes all elements.
    fn finish(&mut self) {
        self.add_objects_before(u32::MAX, None);
        self.open_elements.close_all(&mut self.events);
    }
}
