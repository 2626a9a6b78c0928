//! The walk over the tree: containers, shapes of blocks, and the events that end a block.

use super::attributes;
use super::block_builder::{BlockBuilder, OpenFormats, TextParents};
use super::element_candidates::CandidateFilter;
use super::rule_coverage::RuleCoverage;
use crate::html::dom::{Dom, NodeId};
use crate::html::outline::{Container, NONE, Outline};
use crate::html::positions::{Point, Positions};
use crate::html::tags::{Flow, Tag};
use crate::verdict::Shape;

/// A tree split into blocks, and where its elements are in their text.
#[derive(Debug)]
pub(crate) struct Segmented {
    pub(crate) outline: Outline,
    pub(crate) positions: Positions,
}

/// An open element.
#[derive(Clone, Copy)]
struct OpenContainer {
    id: u32,
    tag: Tag,
}

/// An open list.
#[derive(Clone, Copy)]
struct OpenList {
    ordered: bool,
    items: u32,
}

/// The state of the walk.
pub(super) struct Walker<'d> {
    dom: &'d Dom,
    rule_coverage: RuleCoverage<'d>,
    candidate_filter: CandidateFilter,
    builder: BlockBuilder,
    /// The outline without text and blocks, which `builder` holds until the end.
    outline: Outline,
    positions: Positions,
    open: Vec<OpenContainer>,
    /// Open inline elements, outermost first.
    open_inline: Vec<OpenContainer>,
    formats: OpenFormats,
    /// The innermost open block-level element.
    container: u32,
    lists: Vec<OpenList>,
    /// Number of table rows so far.
    rows: u32,
    /// Number of open block quotes.
    quotes: u32,
    /// The shape of the next block, if it is the first one of a list item or table cell.
    next_shape: Option<Shape>,
}

impl<'d> Walker<'d> {
    pub(super) fn new(dom: &'d Dom, rule_flags: &'d [u8]) -> Self {
        Walker {
            dom,
            rule_coverage: RuleCoverage::new(rule_flags),
            candidate_filter: CandidateFilter::new(),
            builder: BlockBuilder::new(),
            outline: Outline::default(),
            positions: Positions::default(),
            open: Vec::new(),
            open_inline: Vec::new(),
            formats: OpenFormats::default(),
            container: NONE,
            lists: Vec::new(),
            rows: 0,
            quotes: 0,
            next_shape: None,
        }
    }

    /// Enters a node. Returns true if the walk visits its children.
    pub(super) fn enter(&mut self, id: NodeId) -> bool {
        if let Some(text) = self.dom.text(id) {
            self.add_text(text);
            return false;
        }
        let Some(name) = self.dom.name(id) else { return id == self.dom.root() };
        let tag = Tag::of(name);
        self.count_objects(tag);
        match (tag, tag.flow()) {
            (Tag::Script, _) => {
                self.read_script(id);
                self.add_point(id);
                false
            }
            (_, Flow::Skip) => {
                if tag == Tag::Math {
                    self.add_point(id);
                }
                false
            }
            (Tag::Br, _) => {
                self.builder.add_break();
                false
            }
            (Tag::Hr, _) => {
                self.end_block();
                self.add_point(id);
                false
            }
            (_, Flow::Inline) => {
                if tag == Tag::Img {
                    self.add_point(id);
                }
                self.enter_inline(id, tag);
                true
            }
            (_, Flow::Block) => {
                self.enter_block(id, tag);
                true
            }
        }
    }

    /// Stores the text of a script. The tree has it only for JSON-LD and formulas. Scripts directly
    /// in `body` are read with the document head.
    fn read_script(&mut self, id: NodeId) {
        let parent = self.dom.parent(id).and_then(|parent| self.dom.name(parent));
        if parent.is_some_and(|name| Tag::of(name) == Tag::Body) {
            return;
        }
        for text in self.dom.children(id).filter_map(|child| self.dom.text(child)) {
            self.outline.candidates.json_ld.push(text.to_owned());
        }
    }

    /// Leaves an element whose children were visited.
    pub(super) fn leave(&mut self, id: NodeId) {
        if id == self.dom.root() {
            return;
        }
        let Some(OpenContainer { id: container, tag }) = self.open.pop() else { return };
        if tag.flow() == Flow::Inline {
            self.open_inline.pop();
            self.positions.close(container, &self.builder.text);
            self.formats.count(tag, false);
            self.builder.close_inline(tag);
        } else {
            self.end_block();
            self.container = self.block_ancestor(container);
            self.leave_block(tag);
        }
        self.outline.containers[container as usize].end = self.builder.blocks.len() as u32;
        self.rule_coverage.leave(id);
    }

    /// Ends the walk.
    pub(super) fn finish(mut self) -> Segmented {
        self.end_block();
        let (text, blocks) = (self.builder.text, self.builder.blocks);
        let outline = Outline { text, blocks, ..self.outline };
        Segmented { outline, positions: self.positions }
    }

    /// Records the position of something that is not text.
    fn add_point(&mut self, node: NodeId) {
        self.positions.points.push(Point {
            node,
            at: self.builder.text.len() as u32,
            block: self.builder.blocks.len() as u32,
            container: self.container,
            gap: self.builder.has_pending_space(),
        });
    }

    /// Counts an image or control for the block and the parent element.
    fn count_objects(&mut self, tag: Tag) {
        let (image, control) = (u16::from(tag.is_image()), u16::from(tag.is_control()));
        if image + control == 0 {
            return;
        }
        self.builder.count_objects(image, control);
        if let Some(open) = self.open.last() {
            let parent = &mut self.outline.containers[open.id as usize];
            parent.images = parent.images.saturating_add(image);
            parent.controls = parent.controls.saturating_add(control);
        }
    }

    fn enter_inline(&mut self, id: NodeId, tag: Tag) {
        self.builder.open_inline(tag, &self.formats);
        let container = self.add_container(id, tag, true);
        self.open_inline.push(OpenContainer { id: container, tag });
        self.formats.count(tag, true);
    }

    fn enter_block(&mut self, id: NodeId, tag: Tag) {
        self.end_block();
        match tag {
            Tag::Ul | Tag::Ol => self.lists.push(OpenList { ordered: tag == Tag::Ol, items: 0 }),
            Tag::Li => self.next_shape = Some(self.next_item()),
            Tag::Tr => self.rows += 1,
            Tag::Td | Tag::Th => self.next_shape = Some(Shape::Cell { row: self.rows }),
            Tag::Blockquote => self.quotes += 1,
            _ => {}
        }
        self.formats.preformatted += u32::from(tag.is_preformatted());
        self.container = self.add_container(id, tag, false);
    }

    /// Returns the innermost block-level ancestor of a container.
    fn block_ancestor(&self, container: u32) -> u32 {
        let is_block = |id: &u32| !self.outline.containers[*id as usize].inline;
        self.outline.path(container).skip(1).find(is_block).unwrap_or(NONE)
    }

    /// Reverts the changes of `enter_block`.
    fn leave_block(&mut self, tag: Tag) {
        match tag {
            Tag::Ul | Tag::Ol => drop(self.lists.pop()),
            Tag::Li | Tag::Td | Tag::Th => self.next_shape = None,
            Tag::Blockquote => self.quotes -= 1,
            _ => {}
        }
        self.formats.preformatted -= u32::from(tag.is_preformatted());
    }

    /// Returns the shape of the list item that starts here.
    fn next_item(&mut self) -> Shape {
        let depth = self.lists.len().clamp(1, u8::MAX as usize) as u8;
        let mut number = 0;
        if let Some(list) = self.lists.last_mut() {
            list.items += 1;
            if list.ordered {
                number = list.items;
            }
        }
        Shape::Item { depth, number }
    }

    /// Adds a container for an element and opens it.
    fn add_container(&mut self, id: NodeId, tag: Tag, inline: bool) -> u32 {
        let parent = self.open.last().map_or(NONE, |open| open.id);
        let parent_container = self.outline.containers.get(parent as usize).copied();
        let first = self.builder.blocks.len() as u32;
        let attributes = attributes::read(self.dom, id, &mut self.outline.tokens);
        let tokens = &self.outline.tokens[attributes.tokens.0 as usize..];
        let candidates = &mut self.outline.candidates;
        self.candidate_filter.read_element(self.dom, id, (tag, tokens), first, candidates);
        let (mut hidden, mut heading, mut depth) = (attributes.hidden, tag.heading(), 0);
        if let Some(parent) = parent_container {
            hidden |= parent.hidden;
            depth = parent.depth.saturating_add(u16::from(!inline));
            if heading == 0 {
                heading = parent.heading;
            }
        }
        let number = self.outline.containers.len() as u32;
        self.outline.containers.push(Container {
            parent,
            tag,
            inline,
            hidden,
            heading,
            depth,
            first,
            end: first,
            signature: attributes.signature,
            tokens: attributes.tokens,
            images: 0,
            controls: 0,
        });
        self.positions.open(id, &self.builder.text);
        self.open.push(OpenContainer { id: number, tag });
        self.rule_coverage.enter(id);
        number
    }

    fn add_text(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.builder.add_space(text, &self.formats);
            return;
        }
        if self.builder.is_after_breaks(&self.formats) {
            self.end_block();
        }
        self.rule_coverage.text();
        if self.builder.is_empty() {
            self.builder.set_parents(self.text_parents());
        }
        self.builder.add_text(text, &self.formats);
    }

    /// Returns the elements around the next text.
    fn text_parents(&self) -> TextParents {
        // Containers are numbered in document order, so the inline elements inside the block have
        // higher numbers than its container.
        let is_inside = |open: &&OpenContainer| self.container == NONE || open.id > self.container;
        let outermost = self.open_inline.iter().find(is_inside);
        TextParents {
            element: outermost.map_or(self.container, |open| open.id),
            inner_tag: self.open_inline.last().map_or(Tag::Unknown, |open| open.tag),
        }
    }

    /// Ends the block being built and starts the next one.
    fn end_block(&mut self) {
        let heading =
            self.outline.containers.get(self.container as usize).map_or(0, |own| own.heading);
        let flags = self.rule_coverage.end_block();
        let is_preformatted = self.formats.preformatted > 0;
        let (next_shape, is_quote) = (&mut self.next_shape, self.quotes > 0);
        let shape = || {
            let first_shape = next_shape.take();
            if heading > 0 {
                Shape::Heading(heading)
            } else if is_preformatted {
                Shape::Code
            } else if let Some(shape) = first_shape {
                shape
            } else if is_quote {
                Shape::Quote
            } else {
                Shape::Paragraph
            }
        };
        if self.builder.end_block(self.container, shape) {
            self.outline.rule_flags.extend(flags);
            self.positions.opened.push(self.outline.containers.len() as u32);
        }
    }
}
