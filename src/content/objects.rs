//! Images, formulas and rules: the parts of a page that are not text.

use crate::content::context::BuildContext;
use crate::content::urls::usable_url;
use crate::content::{ContentEvent, Element, Formula, Image};
use crate::html::dom::{Dom, NodeId};
use crate::html::positions::Point;
use crate::html::tags::Tag;
use crate::unicode::one_spaced;

/// Words that the smallest element around an image must have before the share of kept words in it
/// says something.
const LEAST_WORDS: f32 = 50.0;

/// Nodes of a formula that are searched for its source. The longest formulas of Wikipedia have some
/// 3,000.
const MOST_NODES: usize = 20_000;

/// Reads the objects between and inside blocks, in document order.
pub(super) struct ObjectReader<'p> {
    context: BuildContext<'p>,
    /// The objects that were not visited yet.
    rest: &'p [Point],
    /// For each block, the number of words before it: in all blocks, and in kept blocks. Filled on
    /// first use.
    words_before: Vec<(f32, f32)>,
}

impl<'p> ObjectReader<'p> {
    pub(super) fn new(context: BuildContext<'p>) -> Self {
        ObjectReader { context, rest: &context.positions.points, words_before: Vec::new() }
    }

    /// Returns the next object that is before a block and not inside it.
    pub(super) fn next_before(&mut self, block: u32, container: Option<u32>) -> Option<&'p Point> {
        let (first, rest) = self.rest.split_first()?;
        let is_inside = first.block == block && Some(first.container) == container;
        if first.block > block || is_inside {
            return None;
        }
        self.rest = rest;
        Some(first)
    }

    /// Returns the objects inside a block.
    pub(super) fn inside(&mut self, block: u32, container: u32) -> &'p [Point] {
        self.skip_to(block);
        let is_inside = |object: &&Point| object.block == block && object.container == container;
        let count = self.rest.iter().take_while(is_inside).count();
        let (inside, rest) = self.rest.split_at(count);
        self.rest = rest;
        inside
    }

    /// Skips all objects before a block.
    pub(super) fn skip_to(&mut self, block: u32) {
        let count = self.rest.partition_point(|object| object.block < block);
        self.rest = &self.rest[count..];
    }

    /// Reads an object between blocks. Returns `None` if it does not belong to the content.
    pub(super) fn read_between_blocks(&mut self, object: &Point) -> Option<ContentEvent> {
        let name = self.context.dom.name(object.node);
        let is_rule = name.is_some_and(|name| Tag::of(name) == Tag::Hr);
        let belongs = if is_rule {
            self.is_between_kept(object.block)
        } else {
            self.is_in_kept_part(object.container)
        };
        if belongs { read_object(self.context, object) } else { None }
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

/// Reads an object. Returns `None` if its URL or source is missing.
pub(super) fn read_object(context: BuildContext<'_>, object: &Point) -> Option<ContentEvent> {
    let dom = context.dom;
    match Tag::of(dom.name(object.node)?) {
        Tag::Img => Some(ContentEvent::Image(image(dom, object.node)?.into())),
        Tag::Hr => Some(ContentEvent::Rule),
        Tag::Math => Some(ContentEvent::Formula(math_formula(dom, object.node)?.into())),
        Tag::Script => Some(ContentEvent::Formula(script_formula(dom, object.node)?.into())),
        _ => None,
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

/// Reads an `img` element. If a script loads the image later, `src` is a placeholder and `data-src`
/// has the URL.
fn image(dom: &Dom, id: NodeId) -> Option<Image> {
    for name in ["data-src", "src"] {
        if let Some(url) = dom.attr_named(id, name).and_then(usable_url) {
            let alt = one_spaced(dom.attr_named(id, "alt").unwrap_or_default());
            return Some(Image { url: url.to_owned(), alt });
        }
    }
    None
}

/// Reads a `math` element: its TeX annotation, or else its alternative text.
fn math_formula(dom: &Dom, math: NodeId) -> Option<Formula> {
    let is_display = dom.attr_named(math, "display") == Some("block");
    let annotation = tex_annotation(dom, math).and_then(|text| clean_tex(&text));
    let tex = annotation.or_else(|| clean_tex(dom.attr_named(math, "alttext")?))?;
    Some(Formula { tex, is_display })
}

fn tex_annotation(dom: &Dom, math: NodeId) -> Option<String> {
    for id in dom.descendants(math, |_| true).take(MOST_NODES) {
        let is_annotation = dom.name(id).is_some_and(|name| *name == *"annotation");
        let is_tex = || dom.attr_named(id, "encoding").is_some_and(|form| form.contains("tex"));
        if is_annotation && is_tex() {
            return Some(own_text(dom, id));
        }
    }
    None
}

/// Reads a `script` element of type `math/tex`, as MathJax 2 leaves it in the page.
fn script_formula(dom: &Dom, script: NodeId) -> Option<Formula> {
    let mode = dom.attr_named(script, "type")?.strip_prefix("math/tex")?;
    let tex = clean_tex(&own_text(dom, script))?;
    Some(Formula { tex, is_display: mode.contains("display") })
}

/// Returns the text directly inside an element.
fn own_text(dom: &Dom, id: NodeId) -> String {
    dom.children(id).filter_map(|child| dom.text(child)).collect()
}

/// Puts a TeX source on one line and removes the style that some converters wrap around it. Returns
/// `None` for an empty source, and for one with a dollar sign, which would end the formula in
/// Markdown.
fn clean_tex(source: &str) -> Option<String> {
    let folded = one_spaced(source);
    let mut inner = folded.as_str();
    for style in ["{\\displaystyle", "{\\textstyle"] {
        if let Some(styled) = folded.strip_prefix(style).and_then(|rest| rest.strip_suffix('}')) {
            inner = styled.trim();
            break;
        }
    }
    (!inner.is_empty() && !inner.contains('$')).then(|| inner.to_owned())
}
