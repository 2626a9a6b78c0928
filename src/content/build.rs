//! The structure of what is kept: the kept blocks with the elements around them and in them.
//!
//! The outline has the elements, the positions says where they stand; the tree is asked for attributes only. Blocks are gone
//! through once, in the order of the page: elements that end are closed, those that begin are opened, and the block's
//! text is written with its marks.

mod code;
mod footnotes;
mod inline;
mod objects;
mod open_elements;
mod tables;

use crate::content::{Content, Element, Event};
use crate::html::dom::Dom;
use crate::html::outline::{Outline, OutlineBlock};
use crate::html::positions::Positions;
use inline::Sweep;
use objects::Points;
use open_elements::Chain;
use tables::Tables;

/// What a page is known by when its structure is read.
#[derive(Clone, Copy)]
struct Source<'p> {
    dom: &'p Dom,
    outline: &'p Outline,
    positions: &'p Positions,
    /// For each block, whether it is kept.
    kept: &'p [bool],
}

/// Reads the structure of the kept blocks.
pub(crate) fn build_content(
    dom: &Dom,
    outline: &Outline,
    positions: &Positions,
    kept: &[bool],
) -> Content {
    let source = Source { dom, outline, positions, kept };
    let mut composer = Composer {
        source,
        chain: Chain::new(source),
        sweep: Sweep::new(source),
        points: Points::new(source),
        tables: Tables::default(),
        events: Vec::new(),
    };
    let mut block = 0;
    while let Some(next) = source.next_kept(block) {
        block = composer.compose(next);
    }
    composer.end();
    Content { events: composer.events, base: base(dom) }
}

/// The address that the page says its others are relative to.
fn base(dom: &Dom) -> Option<String> {
    let named = |parent, name: &str| {
        dom.children(parent).find(|&id| dom.name(id).is_some_and(|own| **own == *name))
    };
    let head = named(named(dom.root(), "html")?, "head")?;
    dom.attr_named(named(head, "base")?, "href").map(|address| address.trim().to_owned())
}

impl<'p> Source<'p> {
    /// The first kept block from `block` on.
    fn next_kept(self, block: usize) -> Option<usize> {
        self.kept.get(block..)?.iter().position(|&kept| kept).map(|step| block + step)
    }

    /// The kept blocks of a range.
    fn kept_in(
        self,
        blocks: std::ops::Range<usize>,
    ) -> impl DoubleEndedIterator<Item = usize> + 'p {
        blocks.filter(move |&block| self.kept.get(block).is_some_and(|&kept| kept))
    }

    fn cue(self, block: usize) -> &'p OutlineBlock {
        &self.outline.blocks[block]
    }

    /// The blocks in a container.
    fn blocks_in(self, container: u32) -> std::ops::Range<usize> {
        let container = &self.outline.containers[container as usize];
        container.first as usize..container.end as usize
    }

    /// The text of an inline element.
    fn text(self, container: u32) -> &'p str {
        let span = self.positions.spans.get(container as usize);
        span.and_then(|span| self.outline.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// An attribute of a container's element.
    fn attribute(self, container: u32, name: &str) -> Option<&'p str> {
        self.positions.attribute(self.dom, container, name)
    }

    /// The classes of a container's element.
    fn classes(self, container: u32) -> impl Iterator<Item = &'p str> {
        self.attribute(container, "class").unwrap_or_default().split_ascii_whitespace()
    }
}

/// Writes the events, block by block.
struct Composer<'p> {
    source: Source<'p>,
    chain: Chain<'p>,
    sweep: Sweep<'p>,
    points: Points<'p>,
    tables: Tables,
    events: Vec<Event>,
}

impl Composer<'_> {
    /// Writes a block and all that stands with it in a table or in code; returns the next block to look at.
    fn compose(&mut self, block: usize) -> usize {
        self.block_points(block as u32, Some(self.source.cue(block).container));
        if let Some(table) = self.tables.around(self.source, block) {
            return self.compose_table(table);
        }
        if let Some(code) = code::starting(self.source, block) {
            return self.compose_code(&code);
        }
        let leaf = self.chain.enter(block, &mut self.events);
        let marks = self.sweep.marks(block, &leaf);
        let points = self.points.inside(block as u32, self.source.cue(block).container);
        inline::write(self.source, block, marks, points, &mut self.events);
        block + 1
    }

    /// Writes the images, formulas and rules that stand between the last block and this one.
    fn block_points(&mut self, block: u32, container: Option<u32>) {
        while let Some(point) = self.points.before(block, container) {
            if let Some((event, container)) = self.points.read(point) {
                self.chain.enter_container(container, &mut self.events);
                objects::push_alone(event, &mut self.events);
            }
        }
    }

    /// Writes code: blocks that are its lines.
    fn compose_code(&mut self, code: &code::Code) -> usize {
        let mut wrote = false;
        for block in self.source.kept_in(code.blocks.clone()) {
            let marks = self.sweep.gutters(block);
            let mut line = Vec::new();
            inline::write_code(self.source, block, marks, &mut line);
            if code::is_gutter(self.source, block) || line.is_empty() {
                continue;
            }
            if wrote {
                self.events.push(Event::Break);
            } else {
                self.chain.enter_container(code.container, &mut self.events);
                self.events.push(Event::Open(Element::Code(code.language.clone())));
                wrote = true;
            }
            self.events.append(&mut line);
        }
        if wrote {
            self.events.push(Event::Close);
        }
        self.points.skip(code.blocks.end as u32);
        code.blocks.end
    }

    /// Writes a table, its captions before it.
    fn compose_table(&mut self, table: tables::Table) -> usize {
        for &block in &table.outside {
            self.chain.enter(block, &mut self.events);
            let marks = self.sweep.marks(block, &Element::Paragraph);
            inline::write(self.source, block, marks, &[], &mut self.events);
        }
        self.chain.enter_container(table.container, &mut self.events);
        self.events.push(Event::Open(Element::Table));
        for row in &table.rows {
            self.events.push(Event::Open(Element::Row));
            for cell in row {
                self.compose_cell(cell.as_ref());
            }
            self.events.push(Event::Close);
        }
        self.events.push(Event::Close);
        self.points.skip(table.end as u32);
        table.end
    }

    /// Writes a cell, or an empty one.
    fn compose_cell(&mut self, cell: Option<&tables::Cell>) {
        self.events.push(Event::Open(Element::Cell { heads: cell.is_some_and(|cell| cell.heads) }));
        let blocks = cell.map(|cell| cell.blocks.clone()).unwrap_or_default();
        for (number, block) in self.source.kept_in(blocks).enumerate() {
            if number > 0 {
                self.events.push(Event::Break);
            }
            let leaf = Element::Cell { heads: cell.is_some_and(|cell| cell.heads) };
            let marks = self.sweep.marks(block, &leaf);
            let points = self.points.inside(block as u32, self.source.cue(block).container);
            inline::write(self.source, block, marks, points, &mut self.events);
        }
        self.events.push(Event::Close);
    }

    /// Ends the content.
    fn end(&mut self) {
        self.block_points(u32::MAX, None);
        self.chain.leave_all(&mut self.events);
    }
}
