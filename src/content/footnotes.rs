//! Footnotes: elements that short marks in the text link to.

use std::collections::{HashMap, HashSet};

use crate::content::context::BuildContext;
use crate::content::own_fragment;
use crate::html::outline::NONE;
use crate::html::tags::Tag;

/// Bytes of the longest footnote mark: brackets, digits and symbols.
const LONGEST_MARK: usize = 12;

/// Elements between the link of a mark and the element that a back link leads to.
const MOST_LEVELS: usize = 3;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct PageFootnotes<'p> {
    /// The fragments that marks link to, by the container with that id.
    fragments: HashMap<u32, &'p str>,
    /// Footnotes that are lines of a block, by the block. No element has their ids.
    lines: HashMap<usize, Vec<FootnoteLine<'p>>>,
}

/// A footnote that is a line of a block, in bytes of the outline's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct FootnoteLine<'p> {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The end of its number.
    pub(super) label_end: u32,
    /// The fragment that its mark links to.
    pub(super) fragment: &'p str,
}

impl<'p> PageFootnotes<'p> {
    /// Finds the elements that marks link to, and the lines that link back to other marks.
    pub(super) fn find(context: BuildContext<'p>) -> Self {
        let mut footnotes = PageFootnotes::default();
        let marks = marks(context);
        if marks.is_empty() {
            return footnotes;
        }
        let mut targets: HashSet<&str> = marks.iter().map(|mark| mark.fragment).collect();
        for id in 0..context.outline.containers.len() as u32 {
            let Some(own_id) = context.attribute(id, "id") else { continue };
            // An id belongs to the first element that has it.
            if !targets.remove(own_id) {
                continue;
            }
            let fragments = &footnotes.fragments;
            let is_nested = || context.outline.path(id).any(|it| fragments.contains_key(&it));
            if can_be_footnote(context, id) && !is_nested() {
                footnotes.fragments.insert(id, own_id);
            }
        }
        footnotes.find_lines(context, &marks, &targets);
        footnotes
    }

    /// Finds the lines that link back to marks whose target no element is.
    fn find_lines(
        &mut self,
        context: BuildContext<'p>,
        marks: &[FootnoteMark<'p>],
        missing: &HashSet<&str>,
    ) {
        let mut by_id: HashMap<&str, &str> = HashMap::new();
        for mark in marks.iter().filter(|mark| missing.contains(mark.fragment)) {
            for id in context.outline.path(mark.link).take(MOST_LEVELS) {
                by_id.extend(context.attribute(id, "id").map(|own_id| (own_id, mark.fragment)));
            }
        }
        if by_id.is_empty() {
            return;
        }
        for (id, container) in context.outline.containers.iter().enumerate() {
            if container.tag != Tag::A || !container.inline {
                continue;
            }
            let back = context.attribute(id as u32, "href").and_then(own_fragment);
            let Some(fragment) = back.and_then(|back| by_id.remove(back)) else { continue };
            let block = container.first as usize;
            let Some(outline_block) = context.outline.blocks.get(block) else { continue };
            if !can_be_footnote(context, outline_block.container) {
                continue;
            }
            let at = context.positions.spans[id].start;
            let lines = self.lines.entry(block).or_default();
            let begins = lines.last().map_or(outline_block.start, |line| line.end + 1);
            lines.extend(footnote_line(context, (begins, at, outline_block.end), fragment));
        }
    }

    /// Returns the footnotes that the lines of a block are.
    pub(super) fn lines_of(&self, block: usize) -> &[FootnoteLine<'p>] {
        self.lines.get(&block).map_or(&[], Vec::as_slice)
    }

    /// Returns the fragment that links to a container, if that is a footnote.
    pub(super) fn fragment(&self, container: u32) -> Option<&'p str> {
        self.fragments.get(&container).copied()
    }
}

/// A mark in the text: a short link without letters.
struct FootnoteMark<'p> {
    /// The container of the link.
    link: u32,
    /// The fragment that it links to.
    fragment: &'p str,
}

fn marks(context: BuildContext<'_>) -> Vec<FootnoteMark<'_>> {
    let mut marks = Vec::new();
    for (id, container) in context.outline.containers.iter().enumerate() {
        let link = id as u32;
        let span = context.positions.spans[id];
        let length = span.end.saturating_sub(span.start) as usize;
        if container.tag != Tag::A || !container.inline || !(1..=LONGEST_MARK).contains(&length) {
            continue;
        }
        if context.text(link).contains(char::is_alphabetic) {
            continue;
        }
        if let Some(fragment) = context.attribute(link, "href").and_then(own_fragment) {
            marks.push(FootnoteMark { link, fragment });
        }
    }
    marks
}

/// Returns the line of a footnote that begins at or after `begins` and has its back link at `at`.
/// Its first word is its number. `end` is the end of the block.
fn footnote_line<'p>(
    context: BuildContext<'p>,
    (begins, at, end): (u32, u32, u32),
    fragment: &'p str,
) -> Option<FootnoteLine<'p>> {
    let text = context.outline.text.get(begins as usize..end as usize)?;
    let back = (at.checked_sub(begins)? as usize).min(text.len());
    let length = text.get(back..)?.find('\n').map_or(text.len(), |step| back + step);
    // A footnote of several lines begins at the last line with a number.
    let mut start = 0;
    let mut found = None;
    for line in text[..length].split('\n') {
        let number = line.split(' ').next().unwrap_or_default();
        let is_number = number.contains(char::is_numeric) && !number.contains(char::is_alphabetic);
        if is_number && number.len() <= LONGEST_MARK {
            found = Some((start, start + number.len()));
        }
        start += line.len() + 1;
    }
    let (start, label_end) = found?;
    let offset = |step: usize| begins + step as u32;
    let (start, end, label_end) = (offset(start), offset(length), offset(label_end));
    Some(FootnoteLine { start, end, label_end, fragment })
}

/// Returns true if an element can be a footnote: a paragraph, section or list item whose other
/// ancestors only divide the page.
fn can_be_footnote(context: BuildContext<'_>, id: u32) -> bool {
    let containers = &context.outline.containers;
    let tag_of = |id: u32| containers[id as usize].tag;
    let parent = containers[id as usize].parent;
    let outer = match tag_of(id) {
        Tag::Li if parent != NONE && matches!(tag_of(parent), Tag::Ol | Tag::Ul) => {
            containers[parent as usize].parent
        }
        Tag::P | Tag::Div | Tag::Aside | Tag::Section => parent,
        _ => return false,
    };
    context.outline.path(outer).all(|ancestor| divides_page(tag_of(ancestor)))
}

fn divides_page(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Div
            | Tag::Section
            | Tag::Aside
            | Tag::Article
            | Tag::Main
            | Tag::Footer
            | Tag::Body
            | Tag::Html
    )
}
