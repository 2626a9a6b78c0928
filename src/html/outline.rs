//! The outline of an HTML page: its blocks and the elements around them. The features and the
//! model do not read the tree.

use crate::html::tags::Tag;
use crate::metadata::candidates::Candidates;
use crate::verdict::Shape;

/// The number of no container.
pub(crate) const NONE: u32 = u32::MAX;

/// How an element is hidden from readers.
pub(crate) mod hidden {
    /// The `hidden` attribute.
    pub(crate) const ATTRIBUTE: u8 = 1;
    /// `display: none` or `visibility: hidden`.
    pub(crate) const STYLE: u8 = 2;
    /// `aria-hidden="true"`.
    pub(crate) const ARIA: u8 = 4;

    /// Returns true if the bits hide an element from everybody, not from screen readers alone.
    pub(crate) fn from_readers(bits: u8) -> bool {
        bits & (ATTRIBUTE | STYLE) != 0
    }
}

/// How a user's rules decide about an element.
pub(crate) mod rule_flag {
    /// Its blocks are dropped.
    pub(crate) const EXCLUDED: u8 = 1;
    /// Its blocks are kept.
    pub(crate) const INCLUDED: u8 = 2;
    /// All flags.
    pub(crate) const ALL: [u8; 2] = [EXCLUDED, INCLUDED];
}

/// The elements of a page that rules match.
#[derive(Debug, Default)]
pub(crate) struct RuleMatches {
    /// Bits of [`rule_flag`] for each node, by its number. Empty without rules.
    pub(crate) flags: Vec<u8>,
    /// True if a rule was given up.
    pub(crate) gave_up: bool,
    /// The rules that match no element.
    pub(crate) unmatched: Vec<String>,
}

/// A run of text between block boundaries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutlineBlock {
    /// First byte in the outline's text.
    pub(crate) start: u32,
    /// One past its last byte.
    pub(crate) end: u32,
    /// The block-level element that contains the block.
    pub(crate) container: u32,
    /// The outermost inline element around the block's first text, or `container`.
    pub(crate) element: u32,
    /// Tag of the innermost inline element around the first text; `Unknown` without one.
    pub(crate) inner_tag: Tag,
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
    /// Number of links that start in the block.
    pub(crate) links: u16,
    /// Number of images.
    pub(crate) images: u16,
    /// Number of buttons and fields.
    pub(crate) controls: u16,
}

/// An element that contains text, or could.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Container {
    /// The parent element, or [`NONE`]. Always a smaller number than the element's own.
    pub(crate) parent: u32,
    /// Tag of the element.
    pub(crate) tag: Tag,
    /// True for an inline element.
    pub(crate) inline: bool,
    /// Bits of [`hidden`], including those of the ancestors.
    pub(crate) hidden: u8,
    /// Level of the heading that the element is, or is inside; 0 without one.
    pub(crate) heading: u8,
    /// Number of block-level ancestors.
    pub(crate) depth: u16,
    /// First block inside.
    pub(crate) first: u32,
    /// One past the last block inside.
    pub(crate) end: u32,
    /// Hash of tag and classes.
    pub(crate) signature: u32,
    /// A range of [`Outline::tokens`].
    pub(crate) tokens: (u32, u32),
    /// Number of images directly inside.
    pub(crate) images: u16,
    /// Number of buttons and fields directly inside.
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
    /// Elements that name the author or the date. No verdict depends on them.
    pub(crate) candidates: Candidates,
}

impl Outline {
    /// Returns the text of a block.
    pub(crate) fn text_of(&self, block: usize) -> &str {
        let block = &self.blocks[block];
        &self.text[block.start as usize..block.end as usize]
    }

    /// Returns a container and its ancestors, innermost first.
    pub(crate) fn path(&self, container: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors((container != NONE).then_some(container), |&id| {
            let parent = self.containers[id as usize].parent;
            (parent != NONE).then_some(parent)
        })
    }
}
