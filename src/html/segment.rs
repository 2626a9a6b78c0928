//! DOM to blocks: walks the tree once and cuts its text where a reader would see a new block.
//!
//! A block ends at every element that is not inline, at two line breaks in a row and at a rule. What a reader does not
//! see is kept, with a cue. This segmentation can reach an F1 of .984 on the development pages (`DESIGN.md`).

mod attributes;
mod element_candidates;
mod rule_coverage;

use crate::html::dom::{Dom, NodeId};
use crate::html::outline::{Container, NONE, Outline, OutlineBlock};
use crate::html::positions::{Point, Positions};
use crate::html::tags::{Flow, Tag};
use crate::unicode::word_count;
use crate::verdict::Shape;
pub(crate) use element_candidates::{field_of_word, fields_of_items};
use rule_coverage::Cover;

/// A tree cut into blocks, and where its elements stand in their text.
#[derive(Debug)]
pub(crate) struct Segmented {
    pub(crate) outline: Outline,
    pub(crate) positions: Positions,
}

/// Cuts a tree into blocks. `rule_flags` has bits of [`outline::rule_flag`](crate::html::outline::rule_flag) for each of its nodes, or nothing.
pub(crate) fn segment(dom: &Dom, rule_flags: &[u8]) -> Segmented {
    let mut walker = Walker::new(dom, rule_flags);
    let root = dom.root();
    let mut at = root;
    loop {
        let inside = walker.enter(at);
        if inside && let Some(child) = dom.first_child(at) {
            at = child;
            continue;
        }
        if inside {
            walker.leave(at);
        }
        loop {
            if at == root {
                return walker.finish();
            }
            if let Some(sibling) = dom.next_sibling(at) {
                at = sibling;
                break;
            }
            let Some(parent) = dom.parent(at) else { return walker.finish() };
            at = parent;
            walker.leave(at);
        }
    }
}

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    container: u32,
    tag: Tag,
}

/// An open list.
#[derive(Clone, Copy)]
struct List {
    ordered: bool,
    items: u32,
}

/// The state of the walk.
struct Walker<'d> {
    dom: &'d Dom,
    cover: Cover<'d>,
    marked: element_candidates::Filter,
    outline: Outline,
    positions: Positions,
    open: Vec<Open>,
    /// Open inline elements since the last block-level one, outermost first.
    inline: Vec<(u32, Tag)>,
    /// The innermost open block-level element.
    block: u32,
    lists: Vec<List>,
    /// Table rows so far.
    rows: u32,
    /// Block quotes around.
    quotes: u32,
    /// The shape of the next block, if it is the first of a list item or table cell.
    opens: Option<Shape>,
    /// The block being built.
    cue: OutlineBlock,
    /// Whether white space was seen since the last text of the block.
    gap: bool,
    /// Line breaks since the last text.
    breaks: u32,
    /// Whether an `a`, `span` or `label` was closed right before.
    just_closed: bool,
    preformatted: u32,
    links: u32,
    bold: u32,
    code: u32,
}

impl<'d> Walker<'d> {
    fn new(dom: &'d Dom, rule_flags: &'d [u8]) -> Self {
        Walker {
            dom,
            cover: Cover::new(rule_flags),
            marked: element_candidates::Filter::new(),
            outline: Outline::default(),
            positions: Positions::default(),
            open: Vec::new(),
            inline: Vec::new(),
            block: NONE,
            lists: Vec::new(),
            rows: 0,
            quotes: 0,
            opens: None,
            cue: empty_cue(0),
            gap: false,
            breaks: 0,
            just_closed: false,
            preformatted: 0,
            links: 0,
            bold: 0,
            code: 0,
        }
    }

    /// Meets a node; says whether to look inside.
    fn enter(&mut self, id: NodeId) -> bool {
        if let Some(text) = self.dom.text(id) {
            self.add_text(text);
            return false;
        }
        let Some(name) = self.dom.name(id) else { return id == self.dom.root() };
        let tag = Tag::of(name);
        self.count(tag);
        match (tag, tag.flow()) {
            (Tag::Script, _) => {
                self.note_script(id);
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
                self.add_break();
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
                self.open_inline(id, tag);
                true
            }
            (_, Flow::Block) => {
                self.open_block(id, tag);
                true
            }
        }
    }

    /// Notes a script, of which there is text only if it is JSON-LD. Those directly in `body` are read with the head.
    fn note_script(&mut self, id: NodeId) {
        let around = self.dom.parent(id).and_then(|parent| self.dom.name(parent));
        if around.is_none_or(|name| Tag::of(name) != Tag::Body) {
            let texts = self.dom.children(id).filter_map(|child| self.dom.text(child));
            self.outline.candidates.json_ld.extend(texts.map(str::to_owned));
        }
    }

    /// Leaves an element whose inside was looked at.
    fn leave(&mut self, id: NodeId) {
        if id == self.dom.root() {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        let container = open.container;
        if open.tag.flow() == Flow::Inline {
            self.inline.pop();
            self.positions.close(container, &self.outline.text);
            self.nest(open.tag, false);
            self.just_closed = joins(open.tag);
        } else {
            self.end_block();
            self.block = self.block_around(container);
            self.leave_block(open.tag);
        }
        self.outline.containers[container as usize].end = self.outline.blocks.len() as u32;
        self.cover.leave(id);
    }

    /// What came of it, when the walk is over.
    fn finish(mut self) -> Segmented {
        self.end_block();
        Segmented { outline: self.outline, positions: self.positions }
    }

    /// Notes where something stands that is no text.
    fn add_point(&mut self, node: NodeId) {
        let (at, block) = (self.outline.text.len() as u32, self.outline.blocks.len() as u32);
        self.positions.points.push(Point { node, at, block, container: self.block, gap: self.gap });
    }

    /// Counts an image or control for the block and the element around it.
    fn count(&mut self, tag: Tag) {
        let (image, control) = (u16::from(tag.is_image()), u16::from(tag.is_control()));
        if image + control == 0 {
            return;
        }
        self.cue.images = self.cue.images.saturating_add(image);
        self.cue.controls = self.cue.controls.saturating_add(control);
        if let Some(open) = self.open.last() {
            let around = &mut self.outline.containers[open.container as usize];
            around.images = around.images.saturating_add(image);
            around.controls = around.controls.saturating_add(control);
        }
    }

    fn open_inline(&mut self, id: NodeId, tag: Tag) {
        if std::mem::take(&mut self.just_closed) && joins(tag) && self.preformatted == 0 {
            self.gap = true;
        }
        let container = self.add_container(id, tag, true);
        self.inline.push((container, tag));
        self.nest(tag, true);
    }

    /// Keeps count of the inline elements that the features ask for.
    fn nest(&mut self, tag: Tag, enters: bool) {
        let depth = match tag {
            Tag::A => &mut self.links,
            Tag::B | Tag::Strong => &mut self.bold,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => &mut self.code,
            _ => return,
        };
        *depth = if enters { *depth + 1 } else { depth.saturating_sub(1) };
        self.cue.links = self.cue.links.saturating_add(u16::from(enters && tag == Tag::A));
    }

    fn open_block(&mut self, id: NodeId, tag: Tag) {
        self.end_block();
        match tag {
            Tag::Ul | Tag::Ol => self.lists.push(List { ordered: tag == Tag::Ol, items: 0 }),
            Tag::Li => self.opens = Some(self.next_item()),
            Tag::Tr => self.rows += 1,
            Tag::Td | Tag::Th => self.opens = Some(Shape::Cell { row: self.rows }),
            Tag::Blockquote => self.quotes += 1,
            _ => {}
        }
        self.preformatted += u32::from(tag.is_preformatted());
        self.block = self.add_container(id, tag, false);
    }

    /// The innermost block-level element around a container.
    fn block_around(&self, container: u32) -> u32 {
        let inline = |id: &u32| self.outline.containers[*id as usize].inline;
        self.outline.path(container).skip(1).find(|id| !inline(id)).unwrap_or(NONE)
    }

    /// Undoes what opening a block-level element did.
    fn leave_block(&mut self, tag: Tag) {
        match tag {
            Tag::Ul | Tag::Ol => drop(self.lists.pop()),
            Tag::Li | Tag::Td | Tag::Th => self.opens = None,
            Tag::Blockquote => self.quotes -= 1,
            _ => {}
        }
        self.preformatted -= u32::from(tag.is_preformatted());
    }

    /// The shape of the list item that begins.
    fn next_item(&mut self) -> Shape {
        let depth = self.lists.len().clamp(1, u8::MAX as usize) as u8;
        let number = self.lists.last_mut().map_or(0, |list| {
            list.items += 1;
            if list.ordered { list.items } else { 0 }
        });
        Shape::Item { depth, number }
    }

    /// Adds a container for an element and opens it.
    fn add_container(&mut self, id: NodeId, tag: Tag, inline: bool) -> u32 {
        let parent = self.open.last().map_or(NONE, |open| open.container);
        let around = self.outline.containers.get(parent as usize).copied();
        let attributes = attributes::read(self.dom, id, &mut self.outline.tokens);
        let own = &self.outline.tokens[attributes.tokens.0 as usize..];
        if self.marked.may_be_sign(tag, own) {
            element_candidates::note(
                self.dom,
                id,
                tag,
                self.outline.blocks.len() as u32,
                &mut self.outline.candidates,
            );
        }
        let number = self.outline.containers.len() as u32;
        self.outline.containers.push(Container {
            parent,
            tag,
            inline,
            hidden: attributes.hidden | around.map_or(0, |around| around.hidden),
            heading: if tag.heading() > 0 {
                tag.heading()
            } else {
                around.map_or(0, |around| around.heading)
            },
            depth: around.map_or(0, |around| around.depth.saturating_add(u16::from(!inline))),
            first: self.outline.blocks.len() as u32,
            end: self.outline.blocks.len() as u32,
            signature: attributes.signature,
            tokens: attributes.tokens,
            images: 0,
            controls: 0,
        });
        self.positions.open(id, &self.outline.text);
        self.open.push(Open { container: number, tag });
        self.cover.enter(id);
        number
    }

    fn add_break(&mut self) {
        self.breaks += 1;
        self.just_closed = false;
        self.gap = false;
        if self.outline.text.len() > self.cue.start as usize {
            trim_end(&mut self.outline.text, self.cue.start as usize, ' ');
            self.outline.text.push('\n');
        }
    }

    fn add_text(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.add_space(text);
            return;
        }
        if self.breaks >= 2 && self.preformatted == 0 {
            self.end_block();
        }
        if self.cue.own == NONE {
            // Numbers grow in the order of the page, so the inline elements inside the block have higher ones.
            let inside = self
                .inline
                .iter()
                .find(|&&(container, _)| self.block == NONE || container > self.block);
            self.cue.own = inside.map_or(self.block, |&(container, _)| container);
            self.cue.inner = self.inline.last().map_or(Tag::Unknown, |&(_, tag)| tag);
        }
        self.breaks = 0;
        self.just_closed = false;
        self.count_words(text);
        self.cover.text();
        if self.preformatted > 0 {
            self.outline.text.push_str(text);
        } else {
            self.add_folded(text);
        }
    }

    /// Adds text that is nothing but white space.
    fn add_space(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.just_closed = false;
        if self.preformatted > 0 {
            self.outline.text.push_str(text);
        } else {
            self.gap = true;
        }
    }

    /// Adds text with every run of white space made one space.
    fn add_folded(&mut self, text: &str) {
        let mut gap = std::mem::take(&mut self.gap) || text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            let out = &mut self.outline.text;
            if gap && out.len() > self.cue.start as usize && !out.ends_with('\n') {
                out.push(' ');
            }
            out.push_str(word);
            gap = true;
        }
        self.gap = text.ends_with(char::is_whitespace);
    }

    fn count_words(&mut self, text: &str) {
        let words = word_count(text);
        self.cue.words += words;
        self.cue.link_words += if self.links > 0 { words } else { 0.0 };
        self.cue.bold_words += if self.bold > 0 { words } else { 0.0 };
        self.cue.code_words += if self.code > 0 || self.preformatted > 0 { words } else { 0.0 };
    }

    /// Ends the block being built and starts the next.
    fn end_block(&mut self) {
        let start = self.cue.start as usize;
        let text = &mut self.outline.text;
        let kept = text[start..].trim_end().len();
        text.truncate(start + kept);
        let blank_lines =
            text[start..].len() - text[start..].trim_start_matches(['\n', '\r']).len();
        let marks = self.cover.end_block();
        if kept > 0 && self.cue.own != NONE {
            self.outline.rule_flags.extend(marks);
            self.cue.start += blank_lines as u32;
            self.cue.end = text.len() as u32;
            self.cue.container = self.block;
            self.cue.shape = self.shape();
            self.outline.blocks.push(self.cue);
            self.positions.opened.push(self.outline.containers.len() as u32);
        } else {
            text.truncate(start);
        }
        self.cue = empty_cue(self.outline.text.len() as u32);
        self.gap = false;
        self.breaks = 0;
        self.just_closed = false;
    }

    /// The shape of the block that ends here.
    fn shape(&mut self) -> Shape {
        let heading = self
            .outline
            .containers
            .get(self.block as usize)
            .map_or(0, |container| container.heading);
        let opens = self.opens.take();
        if heading > 0 {
            Shape::Heading(heading)
        } else if self.preformatted > 0 {
            Shape::Code
        } else if let Some(shape) = opens {
            shape
        } else if self.quotes > 0 {
            Shape::Quote
        } else {
            Shape::Paragraph
        }
    }
}

/// Whether two of these in a row, with nothing between, are read as two words.
fn joins(tag: Tag) -> bool {
    matches!(tag, Tag::A | Tag::Span | Tag::Label)
}

/// Cuts `c` off the end of `text`, but not before `start`.
fn trim_end(text: &mut String, start: usize, c: char) {
    let kept = text[start..].trim_end_matches(c).len();
    text.truncate(start + kept);
}

/// A block with nothing in it.
fn empty_cue(start: u32) -> OutlineBlock {
    OutlineBlock {
        start,
        end: start,
        container: NONE,
        own: NONE,
        inner: Tag::Unknown,
        shape: Shape::Paragraph,
        words: 0.0,
        link_words: 0.0,
        bold_words: 0.0,
        code_words: 0.0,
        links: 0,
        images: 0,
        controls: 0,
    }
}
