//! The walk over the tree: containers, shapes of blocks, and the events that end a block.

use super::attributes::AttributeReader;
use super::block_builder::{BlockBuilder, EndedBlock, OpenFormats, TextParents};
use super::code_lines::is_code_line;
use super::element_candidates::CandidateFilter;
use super::generated_text::GeneratedText;
use super::interface::{InterfaceFilter, Surroundings};
use super::invisible::visible;
use super::layout_rows::LayoutRows;
use super::rule_coverage::RuleCoverage;
use crate::html::dom::{Dom, NodeId};
use crate::html::formulas::unseen_formula;
use crate::html::lists::OpenList;
use crate::html::outline::{Container, NONE, Outline};
use crate::html::positions::{Omission, OmissionKind, Point, Positions};
use crate::html::tags::{Flow, Tag, is_custom_embed, is_custom_image};
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
    inline: bool,
}

/// An open element whose text is omitted.
#[derive(Clone, Copy)]
struct OpenOmission {
    /// Its container.
    id: u32,
    start: u32,
    /// True if there is white space before the element, which stays.
    after_space: bool,
    kind: OmissionKind,
}

/// The state of the walk.
pub(super) struct Walker<'d> {
    dom: &'d Dom,
    rule_coverage: RuleCoverage<'d>,
    attribute_reader: AttributeReader<'d>,
    candidate_filter: CandidateFilter,
    interface_filter: InterfaceFilter,
    builder: BlockBuilder,
    layout_rows: LayoutRows,
    generated: GeneratedText,
    /// The outermost open element whose text is interface.
    interface: Option<OpenOmission>,
    /// The outermost open element that a rule excludes.
    exclusion: Option<OpenOmission>,
    /// The outline without text and blocks, which `builder` holds until the end.
    outline: Outline,
    positions: Positions,
    open: Vec<OpenContainer>,
    /// Open inline elements, outermost first.
    open_inline: Vec<OpenContainer>,
    formats: OpenFormats,
    /// The innermost open block-level element.
    container: u32,
    /// The open element whose children are lines of code, if there is one outside `pre`.
    code_parent: Option<u32>,
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
            attribute_reader: AttributeReader::default(),
            candidate_filter: CandidateFilter::new(),
            interface_filter: InterfaceFilter::new(),
            builder: BlockBuilder::new(),
            layout_rows: LayoutRows::default(),
            generated: GeneratedText::default(),
            interface: None,
            exclusion: None,
            outline: Outline::default(),
            positions: Positions::default(),
            open: Vec::new(),
            open_inline: Vec::new(),
            formats: OpenFormats::default(),
            container: NONE,
            code_parent: None,
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
                if is_object(tag) {
                    self.add_point(id);
                }
                false
            }
            // Brackets for browsers without ruby. The reading gets brackets anyway.
            (Tag::Rp, _) if !self.has_words(id) => false,
            (Tag::Br, _) => {
                self.builder.add_break();
                self.positions.move_back(&self.builder.text);
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
            (_, Flow::Block) if self.begins_code_line(id, tag) => {
                self.enter_code_line(id, tag);
                true
            }
            (_, Flow::Block) => {
                self.enter_block(id, tag);
                // Custom elements that load an image or a video.
                if tag == Tag::Unknown && (is_custom_image(name) || is_custom_embed(name)) {
                    self.add_point(id);
                }
                true
            }
        }
    }

    /// Returns true if a text directly inside an element has letters or digits.
    fn has_words(&self, id: NodeId) -> bool {
        let mut texts = self.dom.children(id).filter_map(|child| self.dom.text(child));
        texts.any(|text| text.contains(char::is_alphanumeric))
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
        let Some(OpenContainer { id: container, tag, inline }) = self.open.pop() else { return };
        if inline {
            self.open_inline.pop();
            self.positions.close(container, &self.builder.text);
            self.generated.close(container, &mut self.builder, &mut self.positions.generated);
            self.formats.count(tag, false);
            self.builder.close_inline(tag);
        } else {
            self.end_block();
            if self.code_parent.take_if(|parent| *parent == container).is_some() {
                self.formats.preformatted -= 1;
            }
            self.container = self.block_ancestor(container);
            self.leave_block(tag);
        }
        self.outline.containers[container as usize].end = self.builder.blocks.len() as u32;
        self.rule_coverage.leave(id);
        self.end_omissions(container);
    }

    /// Starts to omit the text of an element, if it is interface or excluded.
    fn begin_omissions(&mut self, node: NodeId, id: u32, tag: Tag) {
        let start = self.builder.text.len() as u32;
        let after_space = self.builder.has_pending_space();
        if self.exclusion.is_none() && self.rule_coverage.excludes(node) {
            let kind = OmissionKind::Excluded;
            self.exclusion = Some(OpenOmission { id, start, after_space, kind });
        }
        if self.interface.is_some() {
            return;
        }
        let container = &self.outline.containers[id as usize];
        let (first, end) = container.tokens;
        let around =
            Surroundings { in_heading: container.heading > 0, in_code: self.formats.is_code() };
        let tokens = &self.outline.tokens[first as usize..end as usize];
        let kind = self.interface_filter.omission(self.dom, node, tag, tokens, around);
        self.interface = kind.map(|kind| OpenOmission { id, start, after_space, kind });
    }

    /// Ends the omissions of an element.
    fn end_omissions(&mut self, id: u32) {
        let text = &self.builder.text;
        let end = text.len() as u32;
        for open in [&mut self.interface, &mut self.exclusion] {
            let Some(mut open) = open.take_if(|open| open.id == id) else { continue };
            // The element has moved if white space before it was cut off since then.
            if let Some(span) = self.positions.spans.get(id as usize) {
                open.start = open.start.min(span.start);
            }
            if open.after_space && text.as_bytes().get(open.start as usize) == Some(&b' ') {
                open.start += 1;
            }
            if open.start < end {
                let OpenOmission { start, kind, .. } = open;
                self.positions.omissions.push(Omission { start, end, kind });
            }
        }
    }

    /// Ends the walk.
    pub(super) fn finish(mut self) -> Segmented {
        self.end_block();
        let (text, blocks) = (self.builder.text, self.builder.blocks);
        let outline = Outline { text, blocks, ..self.outline };
        Segmented { outline, positions: self.positions }
    }

    /// Records the position of something that is not text. A formula that no text beside it shows
    /// is added to the text.
    fn add_point(&mut self, node: NodeId) {
        let formula = unseen_formula(self.dom, node);
        // After two line breaks the next text starts a new block, and the object is before it.
        let is_after_breaks = self.builder.is_after_breaks(&self.formats);
        if is_after_breaks && formula.is_some() {
            self.end_block();
        }
        let is_after_block =
            !self.builder.is_empty() && self.builder.is_after_breaks(&self.formats);
        let gap = self.builder.has_pending_space();
        let (at, end) = match formula {
            Some(formula) => self.builder.add_formula(&formula),
            None => (self.builder.text.len() as u32, self.builder.text.len() as u32),
        };
        self.positions.points.push(Point {
            node,
            at,
            length: end - at,
            block: self.builder.blocks.len() as u32 + u32::from(is_after_block),
            container: self.container,
            gap,
            space_after: false,
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
        let mut seam = None;
        if !self.builder.touched_text().is_empty() {
            seam = self.layout_rows.seam_before(self.dom, id);
        }
        self.builder.open_inline(tag, seam, &self.formats);
        let container = self.outline.containers.len() as u32;
        let generated = &mut self.positions.generated;
        self.generated.open(self.dom, id, tag, container, &mut self.builder, generated);
        self.add_container(id, tag, true);
        self.open_inline.push(OpenContainer { id: container, tag, inline: true });
        self.formats.count(tag, true);
    }

    fn enter_block(&mut self, id: NodeId, tag: Tag) {
        self.end_block();
        match tag {
            Tag::Ul | Tag::Ol => self.lists.push(OpenList::new(self.dom, id, tag == Tag::Ol)),
            Tag::Li => self.next_shape = Some(self.next_item(id)),
            Tag::Tr => self.rows += 1,
            Tag::Td | Tag::Th => self.next_shape = Some(Shape::Cell { row: self.rows }),
            Tag::Blockquote => self.quotes += 1,
            _ => {}
        }
        self.formats.preformatted += u32::from(tag.is_preformatted());
        self.container = self.add_container(id, tag, false);
    }

    /// Returns true if an element is a line of code outside `pre`.
    fn begins_code_line(&self, id: NodeId, tag: Tag) -> bool {
        let in_pre = self.formats.preformatted > 0 && self.code_parent.is_none();
        !in_pre && is_code_line(self.dom, id, tag)
    }

    /// Enters a line of code. All lines of their parent are one block.
    fn enter_code_line(&mut self, id: NodeId, tag: Tag) {
        if self.code_parent.is_none() {
            self.end_block();
            self.code_parent = Some(self.container);
            self.formats.preformatted += 1;
        }
        self.builder.begin_code_line();
        let container = self.add_container(id, tag, true);
        self.open_inline.push(OpenContainer { id: container, tag, inline: true });
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
    fn next_item(&mut self, id: NodeId) -> Shape {
        let depth = self.lists.len().clamp(1, u8::MAX as usize) as u8;
        let number = self.lists.last_mut().and_then(|list| list.number(self.dom, id));
        if let Some(number) = number {
            let container = self.outline.containers.len() as u32;
            self.positions.item_numbers.push((container, number));
        }
        Shape::Item { depth, number: number.unwrap_or(0).max(0) as u32 }
    }

    /// Adds a container for an element and opens it.
    fn add_container(&mut self, id: NodeId, tag: Tag, inline: bool) -> u32 {
        let parent = self.open.last().map_or(NONE, |open| open.id);
        let parent_container = self.outline.containers.get(parent as usize).copied();
        let first = self.builder.blocks.len() as u32;
        let attributes = self.attribute_reader.read(self.dom, id, &mut self.outline.tokens);
        if attributes.has_tex {
            self.add_point(id);
        }
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
        if attributes.is_localized {
            self.positions.localized.push(number);
        }
        self.open.push(OpenContainer { id: number, tag, inline });
        self.rule_coverage.enter(id);
        self.begin_omissions(id, number, tag);
        number
    }

    fn add_text(&mut self, text: &str) {
        let text = &*visible(text, self.formats.is_code());
        if text.starts_with(char::is_whitespace) {
            self.positions.add_space(&self.builder.text);
        }
        if text.trim().is_empty() {
            // Layout ignores white space between the parts of a ruby element, and between lines of
            // code.
            let ignores_space = self
                .open
                .last()
                .is_some_and(|open| open.tag == Tag::Ruby || self.code_parent == Some(open.id));
            if !ignores_space {
                self.builder.add_space(text, &self.formats);
            }
            return;
        }
        if self.builder.is_after_breaks(&self.formats) {
            self.end_block();
        }
        self.rule_coverage.text();
        if self.builder.is_empty() {
            self.builder.set_parents(self.text_parents());
        }
        self.builder.count_words(text, &self.formats);
        let text = self.generated.write(text);
        self.builder.add_text(&text, &self.formats);
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

    /// Moves all positions in the last block after spaces were inserted.
    fn shift_positions(&mut self, spaces: &[u32]) {
        if spaces.is_empty() {
            return;
        }
        let first = self.positions.opened.last().copied().unwrap_or(0);
        let open: Vec<u32> = self.open_inline.iter().map(|open| open.id).collect();
        self.positions.shift(spaces, first, &open);
        for omission in [&mut self.interface, &mut self.exclusion].into_iter().flatten() {
            omission.start += spaces.partition_point(|&space| space <= omission.start) as u32;
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
            match first_shape {
                _ if heading > 0 => Shape::Heading { level: heading },
                _ if is_preformatted => Shape::Code,
                Some(shape) => shape,
                None if is_quote => Shape::Quote,
                None => Shape::Paragraph,
            }
        };
        match self.builder.end_block(self.container, shape) {
            EndedBlock::Added(spaces) => {
                self.shift_positions(&spaces);
                self.outline.rule_flags.extend(flags);
                self.positions.opened.push(self.outline.containers.len() as u32);
            }
            EndedBlock::Empty { removed: true } => self.positions.end_at(&self.builder.text),
            EndedBlock::Empty { removed: false } => {}
        }
        self.positions.move_back(&self.builder.text);
    }
}

/// Returns true for an element without text whose content a reader sees or hears.
fn is_object(tag: Tag) -> bool {
    matches!(tag, Tag::Math | Tag::Iframe | Tag::Video | Tag::Audio | Tag::Embed | Tag::Object)
}
