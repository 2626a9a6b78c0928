//! Footnotes: elements that short marks in the text link to.

use std::collections::{HashMap, HashSet};

use crate::content::context::BuildContext;
use crate::content::footnote_marks::{FootnoteMark, LONGEST_MARK, marks};
use crate::content::footnote_targets::{
    self, FootnoteTarget, MOST_LEVELS, can_be_footnote, own_label,
};
use crate::html::tags::Tag;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct PageFootnotes<'p> {
    /// The footnotes, by the container: a term and its description are one.
    notes: HashMap<u32, FootnoteElement<'p>>,
    /// The spans of the numbers that footnotes begin with, by the block.
    labels: HashMap<usize, (u32, u32)>,
    /// The lists whose terms and descriptions are footnotes.
    lists: HashSet<u32>,
    /// Footnotes that are lines of a block, by the block. No element has their ids.
    lines: HashMap<usize, Vec<FootnoteLine<'p>>>,
}

/// A footnote that is an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct FootnoteElement<'p> {
    /// Its container, or that of the description if a term precedes it.
    pub(super) container: u32,
    /// The fragment that marks link to.
    pub(super) fragment: &'p str,
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
        let mut missing: HashSet<&str> = marks.iter().map(|mark| mark.fragment).collect();
        for target in footnote_targets::footnotes(context, &marks, &mut missing) {
            let notes = &footnotes.notes;
            if !context.outline.path(target.id).any(|it| notes.contains_key(&it)) {
                footnotes.add(context, &target);
            }
        }
        footnotes.find_lines(context, &marks, &missing);
        footnotes
    }

    fn add(&mut self, context: BuildContext<'p>, target: &FootnoteTarget<'p>) {
        let note = FootnoteElement { container: target.id, fragment: target.fragment };
        self.notes.insert(target.id, note);
        let containers = &context.outline.containers;
        if containers[target.anchor as usize].tag == Tag::Dt {
            self.notes.insert(target.anchor, note);
            self.lists.insert(containers[target.id as usize].parent);
        }
        self.labels.extend(own_label(context, target));
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
        // A block may have thousands of links back, so its lines are read once.
        let mut last_read = None;
        for (link, back) in context.own_links() {
            let Some(fragment) = by_id.remove(back) else { continue };
            let block = context.outline.containers[link as usize].first as usize;
            if block >= context.outline.blocks.len() {
                continue;
            }
            let (_, block_lines) = last_read
                .take_if(|(read, _)| *read == block)
                .unwrap_or_else(|| (block, block_lines(context, block)));
            let at = context.positions.spans[link as usize].start;
            if let Some(line) = footnote_line(&block_lines, at, fragment) {
                let lines = self.lines.entry(block).or_default();
                if lines.last().is_none_or(|last| last.end < line.start) {
                    lines.push(line);
                }
            }
            last_read = Some((block, block_lines));
        }
    }

    /// Returns the footnotes that the lines of a block are.
    pub(super) fn lines_of(&self, block: usize) -> &[FootnoteLine<'p>] {
        self.lines.get(&block).map_or(&[], Vec::as_slice)
    }

    /// Returns the footnote that a container is or belongs to.
    pub(super) fn note(&self, container: u32) -> Option<FootnoteElement<'p>> {
        self.notes.get(&container).copied()
    }

    /// Returns the span of the number that a footnote begins with, if it begins with this block.
    pub(super) fn label(&self, block: usize) -> Option<(u32, u32)> {
        self.labels.get(&block).copied()
    }

    /// Returns true if terms and descriptions of a list are footnotes.
    pub(super) fn is_list(&self, list: u32) -> bool {
        self.lists.contains(&list)
    }
}

/// A line of a block, in bytes of the outline's text.
struct BlockLine {
    end: u32,
    /// The start and the end of the number that begins it, or the last numbered line before it.
    number: Option<(u32, u32)>,
}

/// Returns the lines of a block, none if the block cannot contain footnotes.
fn block_lines(context: BuildContext<'_>, block: usize) -> Vec<BlockLine> {
    let outline_block = context.block(block);
    if !can_be_footnote(context, outline_block.container) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let (mut start, mut last_number) = (outline_block.start, None);
    for line in context.outline.text_of(block).split('\n') {
        let end = start + line.len() as u32;
        let number = line.split(' ').next().unwrap_or_default();
        let is_number = number.contains(char::is_numeric) && !number.contains(char::is_alphabetic);
        if is_number && number.len() <= LONGEST_MARK {
            last_number = Some((start, start + number.len() as u32));
        }
        lines.push(BlockLine { end, number: last_number });
        start = end + 1;
    }
    lines
}

/// Returns the footnote whose back link is at `at`. It begins at the last line with a number and
/// ends with the line of the link.
fn footnote_line<'p>(lines: &[BlockLine], at: u32, fragment: &'p str) -> Option<FootnoteLine<'p>> {
    let line = lines.get(lines.partition_point(|line| line.end < at)).or(lines.last())?;
    let (start, label_end) = line.number?;
    Some(FootnoteLine { start, end: line.end, label_end, fragment })
}
