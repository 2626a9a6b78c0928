//! Code: preformatted blocks, runs of blocks that are lines of code, and line numbers.

use std::ops::Range;

use crate::content::code_language::code_language;
use crate::content::context::BuildContext;
use crate::html::line_numbers::is_line_number_class;
use crate::html::tags::Tag;
use crate::verdict::Shape;

/// Ancestors of a block whose classes may mark it as line numbers, as far as those of a listing in
/// a table reach.
const MOST_ANCESTORS: usize = 6;

/// Code that begins at a block.
#[derive(Debug)]
pub(super) struct CodeRun {
    /// The element that contains it.
    pub(super) container: u32,
    /// Its lines, dropped ones included.
    pub(super) blocks: Range<usize>,
    pub(super) language: Option<Box<str>>,
}

/// Returns the code that begins at a kept block, if it is code.
pub(super) fn code_at(context: BuildContext<'_>, block: usize) -> Option<CodeRun> {
    let parent = context.block(block).container;
    let is_preformatted = |&id: &u32| context.outline.containers[id as usize].tag.is_preformatted();
    let outermost = context.outline.path(parent).filter(is_preformatted).last();
    let (container, end) = match outermost {
        Some(pre) => (pre, context.blocks_in(pre).end),
        // Lines of code that a style sheet preformats.
        None if context.block(block).shape == Shape::Code => (parent, block + 1),
        None => (parent, end_of_lines(context, block)?),
    };
    let language = code_language(context, container, block);
    Some(CodeRun { container, blocks: block..end, language })
}

/// Returns the end of the lines of code that begin at a block, if they are code: several blocks of
/// nothing but code in one element, as highlighters make that put each line into a `div`, or one
/// block with several lines.
fn end_of_lines(context: BuildContext<'_>, block: usize) -> Option<usize> {
    if !is_all_code(context, block) {
        return None;
    }
    let parent = parent_of_line(context, block);
    let mut end = block + 1;
    while context.kept.get(end) == Some(&true)
        && is_all_code(context, end)
        && parent.is_some()
        && parent_of_line(context, end) == parent
    {
        end += 1;
    }
    let has_lines = end > block + 1 || context.outline.text_of(block).contains('\n');
    has_lines.then_some(end)
}

/// Returns the parent of the element that a line of code fills.
fn parent_of_line(context: BuildContext<'_>, block: usize) -> Option<u32> {
    let container = context.outline.containers.get(context.block(block).container as usize)?;
    matches!(container.tag, Tag::Div | Tag::P | Tag::Td).then_some(container.parent)
}

/// Returns true if all text of a block is in code elements.
fn is_all_code(context: BuildContext<'_>, block: usize) -> bool {
    let outline_block = context.block(block);
    matches!(outline_block.inner_tag, Tag::Code | Tag::Samp | Tag::Tt)
        && outline_block.code_words >= outline_block.words
}

/// Returns true if an inline element contains a line number only.
pub(super) fn is_line_number(context: BuildContext<'_>, id: u32) -> bool {
    is_number(context.text(id).trim()) && has_line_number_class(context, id)
}

/// Returns true if a block contains line numbers only.
pub(super) fn is_line_number_block(context: BuildContext<'_>, block: usize) -> bool {
    if !context.outline.text_of(block).split_whitespace().all(is_number) {
        return false;
    }
    let mut ancestors = context.outline.path(context.block(block).container).take(MOST_ANCESTORS);
    ancestors.any(|id| has_line_number_class(context, id))
}

fn has_line_number_class(context: BuildContext<'_>, id: u32) -> bool {
    context.classes(id).any(is_line_number_class)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
