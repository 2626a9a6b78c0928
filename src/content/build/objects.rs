//! Images, formulas and rules: what stands in a page and is no text.

use crate::content::{Element, Event, Image, Math};
use crate::html::dom::{Dom, NodeId};
use crate::html::positions::Point;
use crate::html::tags::Tag;
use crate::unicode::one_spaced;

use super::Source;
use super::inline::link;

/// Words around an image by which it is judged whether it belongs to the content.
const AROUND: f32 = 50.0;

/// Nodes of a formula that are looked at. Wikipedia's longest have some 3,000.
const MOST_NODES: usize = 20_000;

/// Follows the blocks and knows what stands between them.
pub(super) struct Points<'p> {
    source: Source<'p>,
    /// What has not been met yet.
    rest: &'p [Point],
    /// Words in all blocks before each, and in the kept ones; empty until they are asked for.
    words: Vec<(f32, f32)>,
}

impl<'p> Points<'p> {
    pub(super) fn new(source: Source<'p>) -> Self {
        Points { source, rest: &source.positions.points, words: Vec::new() }
    }

    /// The next point that stands before a block and not in it.
    pub(super) fn before(&mut self, block: u32, container: Option<u32>) -> Option<&'p Point> {
        let is_before = |point: &Point| point.block < block || Some(point.container) != container;
        let (first, rest) = self
            .rest
            .split_first()
            .filter(|(point, _)| point.block <= block && is_before(point))?;
        self.rest = rest;
        Some(first)
    }

    /// The points in a block.
    pub(super) fn inside(&mut self, block: u32, container: u32) -> &'p [Point] {
        self.skip(block);
        let is_inside = |point: &Point| point.block == block && point.container == container;
        let count = self.rest.iter().take_while(|point| is_inside(point)).count();
        let (inside, rest) = self.rest.split_at(count);
        self.rest = rest;
        inside
    }

    /// Leaves out all points before a block.
    pub(super) fn skip(&mut self, block: u32) {
        self.rest = &self.rest[self.rest.partition_point(|point| point.block < block)..];
    }

    /// What stands between blocks and belongs to the content, and the container that it stands in.
    pub(super) fn read(&mut self, point: &Point) -> Option<(Event, u32)> {
        let is_rule = self.source.dom.name(point.node).is_some_and(|name| Tag::of(name) == Tag::Hr);
        let belongs = if is_rule {
            self.is_kept_beside(point.block)
        } else {
            self.is_kept_around(point.container)
        };
        belongs.then(|| read(self.source, point)).flatten().map(|event| (event, point.container))
    }

    /// Whether a block and the one before it are kept.
    fn is_kept_beside(&self, block: u32) -> bool {
        let block = block as usize;
        block.checked_sub(1).and_then(|before| self.source.kept.get(before..=block))
            == Some(&[true, true])
    }

    /// Whether half of the text around something is kept.
    fn is_kept_around(&mut self, container: u32) -> bool {
        if self.words.is_empty() {
            let mut sums = (0.0, 0.0);
            self.words.push(sums);
            for (cue, &kept) in self.source.outline.blocks.iter().zip(self.source.kept) {
                sums = (sums.0 + cue.words, sums.1 + if kept { cue.words } else { 0.0 });
                self.words.push(sums);
            }
        }
        let around = |id: u32| {
            let blocks = self.source.blocks_in(id);
            let (start, end) = (self.words[blocks.start], self.words[blocks.end]);
            (end.0 - start.0, end.1 - start.1)
        };
        let mut sizes = self.source.outline.path(container).map(around);
        sizes.find(|(all, _)| *all >= AROUND).is_some_and(|(all, kept)| kept * 2.0 >= all)
    }
}

/// What stands at a point, if it can be told.
pub(super) fn read(source: Source<'_>, point: &Point) -> Option<Event> {
    let dom = source.dom;
    match Tag::of(dom.name(point.node)?) {
        Tag::Img => image(dom, point.node).map(|image| Event::Image(image.into())),
        Tag::Hr => Some(Event::Rule),
        Tag::Math => {
            let display =
                dom.attr_named(point.node, "display").is_some_and(|display| display == "block");
            tex_in(dom, point.node).map(|source| Event::Math(Math { source, display }.into()))
        }
        Tag::Script => {
            let kind = dom.attr_named(point.node, "type")?;
            let display = kind.strip_prefix("math/tex")?.contains("display");
            let text: String =
                dom.children(point.node).filter_map(|child| dom.text(child)).collect();
            tex(&text).map(|source| Event::Math(Math { source, display }.into()))
        }
        _ => None,
    }
}

/// Adds what stands between blocks.
pub(super) fn push_alone(event: Event, events: &mut Vec<Event>) {
    match event {
        Event::Rule => events.push(Event::Rule),
        event => events.extend([Event::Open(Element::Paragraph), event, Event::Close]),
    }
}

/// An image with an address. Where it is loaded late, `src` is a stand-in.
fn image(dom: &Dom, id: NodeId) -> Option<Image> {
    let addresses = ["data-src", "src"].into_iter().filter_map(|name| dom.attr_named(id, name));
    let address = addresses.into_iter().find(|address| link(address).is_some())?;
    let description = dom.attr_named(id, "alt").unwrap_or_default();
    let description = one_spaced(description);
    Some(Image { address: address.trim().to_owned(), description })
}

/// The TeX source of a formula in MathML: an annotation, or what stands for the formula where it is not shown.
fn tex_in(dom: &Dom, math: NodeId) -> Option<String> {
    let is_tex = |id: NodeId| {
        dom.attr_named(id, "encoding").is_some_and(|encoding| encoding.contains("tex"))
    };
    let annotation = dom
        .descendants(math, |_| true)
        .take(MOST_NODES)
        .find(|&id| dom.name(id).is_some_and(|name| *name == *"annotation") && is_tex(id));
    let text = annotation
        .map(|id| dom.children(id).filter_map(|child| dom.text(child)).collect::<String>());
    text.and_then(|text| tex(&text)).or_else(|| tex(dom.attr_named(math, "alttext")?))
}

/// A TeX source on one line, without the style that some converters put around it.
fn tex(source: &str) -> Option<String> {
    let folded = one_spaced(source);
    let inner = ["{\\displaystyle", "{\\textstyle"]
        .iter()
        .find_map(|style| folded.strip_prefix(style)?.strip_suffix('}'))
        .unwrap_or(&folded);
    let inner = inner.trim();
    (!inner.is_empty() && !inner.contains('$')).then(|| inner.to_owned())
}
