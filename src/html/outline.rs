//! The outline of an HTML page: its blocks and the elements around them, all that later stages see of the tree.

use crate::html::tags::Tag;
use crate::metadata::candidates::Candidates;
use crate::verdict::Shape;

/// The number that stands for "no container".
pub(crate) const NONE: u32 = u32::MAX;

/// How an element is kept from the reader's eye.
pub(crate) mod hidden {
    /// The `hidden` attribute.
    pub(crate) const ATTRIBUTE: u8 = 1;
    /// `display: none` or `visibility: hidden`.
    pub(crate) const STYLE: u8 = 2;
    /// `aria-hidden="true"`.
    pub(crate) const ARIA: u8 = 4;
}

/// What a user's rules say of an element.
pub(crate) mod rule_flag {
    /// Its blocks are dropped.
    pub(crate) const EXCLUDED: u8 = 1;
    /// Its blocks are kept.
    pub(crate) const INCLUDED: u8 = 2;
    /// All marks.
    pub(crate) const ALL: [u8; 2] = [EXCLUDED, INCLUDED];
}

/// A run of text between block boundaries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutlineBlock {
    /// First byte in the outline's text.
    pub(crate) start: u32,
    /// One past its last byte.
    pub(crate) end: u32,
    /// The block-level element it stands in.
    pub(crate) container: u32,
    /// The outermost inline element around its first text, or `container`.
    pub(crate) own: u32,
    /// The innermost one's tag; `Unknown` without one.
    pub(crate) inner: Tag,
    /// Shape for rendering.
    pub(crate) shape: Shape,
    /// Length in words.
    pub(crate) words: f32,
    /// Words in links.
    pub(crate) link_words: f32,
    /// Words in bold.
    pub(crate) bold_words: f32,
    /// Words in code.
    pub(crate) code_words: f32,
    /// Links that start in it.
    pub(crate) links: u16,
    /// Images in it.
    pub(crate) images: u16,
    /// Buttons and fields in it.
    pub(crate) controls: u16,
}

/// An element that holds text, or could.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Container {
    /// The element around it, or [`NONE`]. Always a smaller number than its own.
    pub(crate) parent: u32,
    /// Its tag.
    pub(crate) tag: Tag,
    /// Whether it is an inline element.
    pub(crate) inline: bool,
    /// Bits of [`hidden`], its ancestors' included.
    pub(crate) hidden: u8,
    /// Level of the heading it is or stands in; 0 for none.
    pub(crate) heading: u8,
    /// Block-level elements around it.
    pub(crate) depth: u16,
    /// The first block in it.
    pub(crate) first: u32,
    /// One past the last block in it.
    pub(crate) end: u32,
    /// Hash of its tag and classes.
    pub(crate) signature: u32,
    /// Its tokens, a range of [`Outline::tokens`].
    pub(crate) tokens: (u32, u32),
    /// Images directly in it.
    pub(crate) images: u16,
    /// Buttons and fields directly in it.
    pub(crate) controls: u16,
}

/// Blocks and containers, in the order of the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The texts of all blocks, one after the other.
    pub(crate) text: String,
    /// The blocks.
    pub(crate) blocks: Vec<OutlineBlock>,
    /// The containers.
    pub(crate) containers: Vec<Container>,
    /// Bits of [`rule_flag`] for each block; empty without rules.
    pub(crate) rule_flags: Vec<u8>,
    /// Keys of tag, class, id, role and other attribute tokens.
    pub(crate) tokens: Vec<u32>,
    /// Elements that say who wrote the page, and when. Nothing that is decided about blocks depends on them.
    pub(crate) candidates: Candidates,
}

impl Outline {
    /// A block's text.
    pub(crate) fn text_of(&self, block: usize) -> &str {
        let cue = &self.blocks[block];
        &self.text[cue.start as usize..cue.end as usize]
    }

    /// A container and those around it, from the inside out.
    pub(crate) fn path(&self, container: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors((container != NONE).then_some(container), |&id| {
            let parent = self.containers[id as usize].parent;
            (parent != NONE).then_some(parent)
        })
    }
}
