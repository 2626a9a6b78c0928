//! Captions of images that are not part of the content.

use crate::content::context::BuildContext;
use crate::html::tags::Tag;
use crate::unicode::one_spaced;

/// Most blocks of a figure whose caption is read. A figure with more of them is a gallery, or the
/// whole page.
const MOST_BLOCKS: usize = 8;
/// Most bytes of a caption. Longer ones are articles.
const MOST_BYTES: usize = 2_000;

/// Returns the figure around a container.
pub(super) fn figure_around(context: BuildContext<'_>, container: u32) -> Option<u32> {
    let containers = &context.outline.containers;
    context.outline.path(container).find(|&id| containers[id as usize].tag == Tag::Figure)
}

/// Returns the dropped blocks of a figure's caption, on one line. It is empty if the caption is
/// kept, since the text has it then.
pub(super) fn dropped_caption(context: BuildContext<'_>, figure: u32) -> String {
    let outline = context.outline;
    let blocks = context.blocks_in(figure);
    if blocks.len() > MOST_BLOCKS {
        return String::new();
    }
    let is_caption = |block: usize| {
        let container = outline.blocks[block].container;
        let mut path = outline.path(container).take_while(|&id| id != figure);
        figure_around(context, container) == Some(figure)
            && path.any(|id| outline.containers[id as usize].tag == Tag::Figcaption)
    };
    let dropped = blocks.filter(|&block| !context.kept[block] && is_caption(block));
    let caption = dropped.map(|block| outline.text_of(block)).collect::<Vec<_>>().join(" ");
    if caption.len() <= MOST_BYTES { one_spaced(&caption) } else { String::new() }
}
