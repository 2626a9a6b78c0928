//! The kept blocks of an HTML page as plain text.

use crate::document::Document;
use crate::verdict::{BlockRecord, Shape};

/// Levels of nesting that are indented. Deeper lists are hostile, or tables made of lists.
const MOST_LEVELS: u8 = 8;

/// Writes the kept blocks. Paragraphs are separated by blank lines, list items and table rows by
/// line ends, cells by tabs.
pub(super) fn text(document: &Document) -> String {
    let mut out = String::new();
    let mut previous: Option<Shape> = None;
    for block in document.kept_blocks() {
        if let Some(previous) = previous {
            out.push_str(separator(previous, block.shape));
        }
        write_block(&mut out, document, block);
        previous = Some(block.shape);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Returns the separator between two blocks.
fn separator(before: Shape, after: Shape) -> &'static str {
    match (before, after) {
        (Shape::Cell { row: a }, Shape::Cell { row: b }) if a == b => "\t",
        (Shape::Cell { .. }, Shape::Cell { .. }) | (Shape::Item { .. }, Shape::Item { .. }) => "\n",
        _ => "\n\n",
    }
}

/// Writes a block with its list mark.
fn write_block(out: &mut String, document: &Document, block: &BlockRecord) {
    // The numbers of ordered lists are not words of the page, so all items have the same mark.
    if let Shape::Item { depth, .. } = block.shape {
        out.push_str(&"  ".repeat(usize::from(depth.clamp(1, MOST_LEVELS) - 1)));
        out.push_str("- ");
    }
    out.push_str(document.block_text(block));
}
