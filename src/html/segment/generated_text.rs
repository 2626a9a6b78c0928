//! Text that makes the meaning of `ruby`, `sup` and `sub` elements visible in plain text: brackets
//! around a reading, and the characters of scripts.

use std::borrow::Cow;

use super::block_builder::BlockBuilder;
use super::scripts::ScriptStyle;
use crate::html::dom::{Dom, NodeId};
use crate::html::tags::Tag;

/// An open element with generated text.
#[derive(Debug)]
struct OpenGenerated {
    container: u32,
    /// The text after the element, if the text before it was added.
    closing: Option<&'static str>,
    /// Offset of the element's text.
    start: u32,
    style: ScriptStyle,
}

/// The open elements with generated text.
#[derive(Debug, Default)]
pub(super) struct GeneratedText {
    open: Vec<OpenGenerated>,
}

impl GeneratedText {
    /// Opens an inline element. Adds the text before it to the block, and its span to `spans`.
    pub(super) fn open(
        &mut self,
        dom: &Dom,
        id: NodeId,
        tag: Tag,
        container: u32,
        builder: &mut BlockBuilder,
        spans: &mut Vec<(u32, u32)>,
    ) {
        let (opening, style) = match tag {
            Tag::Rt if is_reading(dom, id) && !builder.is_empty() => {
                (Some(("(", ")")), ScriptStyle::Plain)
            }
            Tag::Sup | Tag::Sub => {
                let style = ScriptStyle::of(dom, id, tag, builder.touched_text());
                (style.opening().map(|opening| (opening, "}")), style)
            }
            _ => return,
        };
        if let Some((text, _)) = opening {
            spans.push(builder.add_generated(text));
        }
        let closing = opening.map(|(_, closing)| closing);
        let start = builder.text.len() as u32;
        self.open.push(OpenGenerated { container, closing, start, style });
    }

    /// Closes an inline element. Adds the text after it to the block, and its span to `spans`.
    pub(super) fn close(
        &mut self,
        container: u32,
        builder: &mut BlockBuilder,
        spans: &mut Vec<(u32, u32)>,
    ) {
        let Some(open) = self.open.pop_if(|open| open.container == container) else { return };
        // A block-level element inside may have ended the block.
        if let Some(closing) = open.closing
            && builder.block_start() <= open.start
        {
            spans.push(builder.add_generated(closing));
        }
    }

    /// Returns a text of the page as the innermost script writes it.
    pub(super) fn write<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.open.last() {
            Some(open) if open.style.is_mapped() => Cow::Owned(open.style.write(text)),
            _ => Cow::Borrowed(text),
        }
    }
}

/// Returns true for an `rt` element with text, inside a `ruby` element.
fn is_reading(dom: &Dom, id: NodeId) -> bool {
    let mut ancestor = dom.parent(id);
    let mut tags = std::iter::from_fn(|| {
        let node = ancestor?;
        ancestor = dom.parent(node);
        dom.name(node).map(|name| Tag::of(name))
    });
    let in_ruby = tags.next() == Some(Tag::Ruby) || tags.next() == Some(Tag::Ruby);
    let has_text = |node| dom.text(node).is_some_and(|text| !text.trim().is_empty());
    in_ruby && dom.descendants(id, |_| true).any(has_text)
}
