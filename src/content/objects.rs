//! Images, formulas, embeds and rules: the parts of a page that are not text.

use std::ops::Range;

use crate::content::captions::{dropped_caption, figure_around};
use crate::content::context::BuildContext;
use crate::content::embeds::embed;
use crate::content::images::ImageReader;
use crate::content::{ContentEvent, Element, Image};
use crate::html::formulas::{formula, is_copy};
use crate::html::positions::Point;
use crate::html::tags::{Tag, is_custom_embed};

/// Words that the smallest element around an object must have before the share of kept words in it
/// says something.
const LEAST_WORDS: f32 = 50.0;

/// Reads the objects between and inside blocks, in document order.
pub(super) struct ObjectReader<'p> {
    context: BuildContext<'p>,
    /// The first object that was not visited yet.
    next: usize,
    /// The end of the objects that may be visited now.
    end: usize,
    /// The objects before this one are before the text of their block.
    before_text: usize,
    images: ImageReader,
    /// The figure of the last image that was read.
    last_figure: Option<u32>,
    /// For each block, the number of words before it: in all blocks, and in kept blocks. Filled on
    /// first use.
    words_before: Vec<(f32, f32)>,
}

impl<'p> ObjectReader<'p> {
    pub(super) fn new(context: BuildContext<'p>) -> Self {
        ObjectReader {
            context,
            next: 0,
            end: context.positions.points.len(),
            before_text: 0,
            images: ImageReader::default(),
            last_figure: None,
            words_before: Vec::new(),
        }
    }

    /// Visits no object from `object` on, until this is called again.
    pub(super) fn end_at(&mut self, object: Option<usize>) {
        self.end = object.unwrap_or(self.context.positions.points.len()).max(self.next);
    }

    /// Skips all objects before an object.
    pub(super) fn skip_to_object(&mut self, object: usize) {
        self.next = self.next.max(object);
    }

    /// Returns the position of an object.
    pub(super) fn point(&self, object: usize) -> &'p Point {
        &self.context.positions.points[object]
    }

    /// Returns the next object that is before a block and not inside it.
    pub(super) fn next_before(&mut self, block: u32, container: Option<u32>) -> Option<usize> {
        let point = self.context.positions.points[..self.end].get(self.next)?;
        if point.block > block {
            return None;
        }
        if Some(point.container) == container && point.block == block {
            self.find_rules(block);
            if self.next >= self.before_text {
                return None;
            }
        }
        self.next += 1;
        Some(self.next - 1)
    }

    /// Finds the last rule in a block. A rule ends the text before it, so everything up to it is
    /// before the block's text.
    fn find_rules(&mut self, block: u32) {
        if self.next < self.before_text {
            return;
        }
        let points = &self.context.positions.points[self.next..self.end];
        let inside = &points[..points.partition_point(|point| point.block <= block)];
        if let Some(rule) = inside.iter().rposition(|point| self.is_rule(point)) {
            self.before_text = self.next + rule + 1;
        }
    }

    fn is_rule(&self, point: &Point) -> bool {
        self.context.dom.name(point.node).is_some_and(|name| Tag::of(name) == Tag::Hr)
    }

    /// Returns the objects inside a block.
    pub(super) fn inside(&mut self, block: u32, container: u32) -> Range<usize> {
        self.skip_to(block);
        let start = self.next;
        while let Some(point) = self.context.positions.points[..self.end].get(self.next)
            && point.block == block
            && point.container == container
        {
            self.next += 1;
        }
        start..self.next
    }

    /// Returns those of some objects that are in a range of the text.
    pub(super) fn between(&self, objects: &Range<usize>, part: &Range<u32>) -> Range<usize> {
        let points = &self.context.positions.points[objects.clone()];
        let first_from = |at: u32| objects.start + points.partition_point(|point| point.at < at);
        first_from(part.start)..first_from(part.end)
    }

    /// Skips all objects before a block.
    pub(super) fn skip_to(&mut self, block: u32) {
        let rest = &self.context.positions.points[self.next..self.end];
        self.next += rest.partition_point(|point| point.block < block);
    }

    /// Reads an object between blocks. Returns `None` if it does not belong to the content.
    pub(super) fn read_between_blocks(&mut self, object: usize) -> Option<ContentEvent> {
        let point = self.point(object);
        let belongs = if self.is_rule(point) {
            self.is_between_kept(point.block)
        } else {
            self.is_in_kept_part(point.container)
        };
        if belongs { self.read(object) } else { None }
    }

    /// Reads an object. Returns `None` if its URL or source is missing, or if it is a copy.
    pub(super) fn read(&mut self, object: usize) -> Option<ContentEvent> {
        let (dom, node) = (self.context.dom, self.point(object).node);
        let name = dom.name(node)?;
        if let Some(formula) = formula(dom, node) {
            return Some(ContentEvent::Formula(formula.into()));
        }
        match Tag::of(name) {
            Tag::Hr => Some(ContentEvent::Rule),
            Tag::Iframe | Tag::Video | Tag::Audio | Tag::Embed | Tag::Object => {
                Some(ContentEvent::Embed(embed(dom, node)?.into()))
            }
            Tag::Unknown if is_custom_embed(name) => {
                Some(ContentEvent::Embed(embed(dom, node)?.into()))
            }
            Tag::Img if self.context.has_formulas && is_copy(dom, node) => None,
            Tag::Img | Tag::Unknown => {
                let image = self.images.image(self.context, object)?;
                let caption = self.caption(self.point(object).container);
                Some(ContentEvent::Image(Image { caption, ..image }.into()))
            }
            _ => None,
        }
    }

    /// Returns the dropped caption of the figure around the next image. Only the first image of a
    /// figure has it.
    fn caption(&mut self, container: u32) -> String {
        match figure_around(self.context, container) {
            Some(figure) if self.last_figure != Some(figure) => {
                self.last_figure = Some(figure);
                dropped_caption(self.context, figure)
            }
            _ => String::new(),
        }
    }

    /// Returns true if a block and the one before it are kept.
    fn is_between_kept(&self, block: u32) -> bool {
        let block = block as usize;
        let Some(before) = block.checked_sub(1) else { return false };
        self.context.kept.get(before..=block) == Some(&[true, true])
    }

    /// Returns true if half of the text around an object is kept: the text of the smallest element
    /// that has enough.
    fn is_in_kept_part(&mut self, container: u32) -> bool {
        if self.words_before.is_empty() {
            self.count_words();
        }
        for id in self.context.outline.path(container) {
            let blocks = self.context.blocks_in(id);
            let (start, end) = (self.words_before[blocks.start], self.words_before[blocks.end]);
            let (all, kept) = (end.0 - start.0, end.1 - start.1);
            if all >= LEAST_WORDS {
                return kept * 2.0 >= all;
            }
        }
        false
    }

    fn count_words(&mut self) {
        let (mut all, mut kept) = (0.0, 0.0);
        self.words_before.push((all, kept));
        for (block, &is_kept) in self.context.outline.blocks.iter().zip(self.context.kept) {
            all += block.words;
            kept += if is_kept { block.words } else { 0.0 };
            self.words_before.push((all, kept));
        }
    }
}

/// Writes an object that is between blocks.
pub(super) fn push_between_blocks(event: ContentEvent, events: &mut Vec<ContentEvent>) {
    match event {
        ContentEvent::Rule => events.push(ContentEvent::Rule),
        event => {
            events.extend([ContentEvent::Open(Element::Paragraph), event, ContentEvent::Close]);
        }
    }
}
