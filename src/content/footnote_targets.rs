//! Decides which elements that marks link to are footnotes. The others are sections, equations or
//! lists that a number refers to.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::content::context::BuildContext;
use crate::content::footnote_marks::FootnoteMark;
use crate::html::outline::NONE;
use crate::html::tags::Tag;

/// Elements between the link of a mark and the element that a back link leads to.
pub(super) const MOST_LEVELS: usize = 3;
/// Elements between a back link and its footnote.
const MOST_LEVELS_OF_BACK_LINK: usize = 8;
/// Elements of a term, itself included.
const LARGEST_TERM: usize = 8;
/// Characters between the start of a line and an anchor: brackets and spaces. More are text.
const MOST_CHARS_BEFORE: usize = 4;
/// Words after the last footnotes of a page, at most: this many, or this share of the kept words.
const MOST_WORDS_AFTER: f32 = 10.0;
const MOST_SHARE_AFTER: f32 = 0.1;
/// Share of the words of a list of notes that marks link to.
const LEAST_SHARE_OF_NOTES: f32 = 0.5;

/// An element that marks link to, or that begins with an anchor that they link to.
pub(super) struct FootnoteTarget<'p> {
    pub(super) id: u32,
    /// The element with the fragment: the same, the anchor that opens it, or the term before it.
    pub(super) anchor: u32,
    /// The text of the first mark outside of it.
    pub(super) mark: &'p str,
    pub(super) fragment: &'p str,
    pub(super) blocks: Range<usize>,
    /// The first mark outside of it that needs no back link.
    label: Option<&'p str>,
    /// True if such a mark is before it.
    follows_mark: bool,
    has_back_link: bool,
}

/// Returns those elements with the fragments of marks that are footnotes, in document order.
/// Removes the fragments of all elements from `missing`.
pub(super) fn footnotes<'p>(
    context: BuildContext<'p>,
    marks: &[FootnoteMark<'p>],
    missing: &mut HashSet<&'p str>,
) -> Vec<FootnoteTarget<'p>> {
    let mut targets = targets(context, marks, missing);
    if targets.is_empty() {
        return targets;
    }
    find_back_links(context, marks, &mut targets);
    let words = KeptWords::count(context);
    let is_last = last_targets(&words, &targets);
    let mut groups: HashMap<u32, (u32, f32)> = HashMap::new();
    for target in &targets {
        let group = groups.entry(parent(context, target.id)).or_default();
        *group = (group.0 + 1, group.1 + words.of(&target.blocks));
    }
    let is_footnote = |target: &FootnoteTarget<'p>, is_last: bool| {
        let parent = parent(context, target.id);
        let (count, of_notes) = groups.get(&parent).copied().unwrap_or_default();
        let is_item = context.outline.containers[target.id as usize].tag == Tag::Li;
        let is_in_list = parent != NONE
            && (is_item || count > 1)
            && of_notes >= LEAST_SHARE_OF_NOTES * words.of(&context.blocks_in(parent));
        // Without a list a reader knows a note by its number.
        let is_numbered = || target.label.is_some_and(|label| begins_with(context, target, label));
        target.has_back_link
            || target.label.is_some()
                && (is_last && (is_item || is_in_list || is_numbered())
                    || is_in_list && target.follows_mark)
    };
    let mut is_last = is_last.into_iter();
    targets.retain(|target| is_footnote(target, is_last.next().unwrap_or_default()));
    targets
}

fn parent(context: BuildContext<'_>, id: u32) -> u32 {
    context.outline.containers[id as usize].parent
}

/// Returns the elements that can be footnotes: a mark outside of them links to them, and they
/// contain no heading.
fn targets<'p>(
    context: BuildContext<'p>,
    marks: &[FootnoteMark<'p>],
    missing: &mut HashSet<&'p str>,
) -> Vec<FootnoteTarget<'p>> {
    let mut by_fragment: HashMap<&str, Vec<&FootnoteMark<'p>>> = HashMap::new();
    for mark in marks {
        by_fragment.entry(mark.fragment).or_default().push(mark);
    }
    let containers = &context.outline.containers;
    let blocks = context.outline.blocks.iter().enumerate();
    let in_heading = |container: u32| containers[container as usize].heading > 0;
    let headings: Vec<usize> =
        blocks.filter(|(_, block)| in_heading(block.container)).map(|(at, _)| at).collect();
    let anchors = note_anchors(context, missing);
    let mut targets = Vec::new();
    for anchor in 0..containers.len() as u32 {
        let note = match containers[anchor as usize].tag {
            Tag::A => anchors.get(&anchor).copied(),
            Tag::Dt => description_after(context, anchor),
            _ => Some(anchor),
        };
        let note = note.filter(|&note| can_be_footnote(context, note));
        let Some(fragment) = wanted_fragment(context, anchor, note.is_some(), missing) else {
            continue;
        };
        let Some(id) = note else { continue };
        let first = containers[anchor.min(id) as usize].first as usize;
        let blocks = first.min(context.blocks_in(id).start)..context.blocks_in(id).end;
        let first_heading = headings.partition_point(|&block| block < blocks.start);
        if headings.get(first_heading).is_some_and(|&block| block < blocks.end) {
            continue;
        }
        let own = by_fragment.get(fragment).map_or(&[][..], Vec::as_slice);
        let mut outside =
            own.iter().filter(|mark| !blocks.contains(&(mark.block as usize))).peekable();
        let Some(mark) = outside.peek().copied() else { continue };
        // A paragraph may begin with a mark, which the note links back to.
        if containers[anchor as usize].tag == Tag::A && mark.block as usize >= blocks.start {
            continue;
        }
        let mut plain = outside.filter(|mark| !mark.needs_back_link);
        let first = plain.next();
        targets.push(FootnoteTarget {
            id,
            anchor,
            mark: mark.text,
            fragment,
            label: first.map(|mark| mark.text),
            // Marks are in document order.
            follows_mark: first.is_some_and(|mark| (mark.block as usize) < blocks.start),
            blocks,
            has_back_link: false,
        });
    }
    targets
}

/// Removes and returns a fragment of an element that marks link to. An id belongs to the first
/// element that has it. The old `name` of an anchor counts only if the anchor opens a note.
fn wanted_fragment<'p>(
    context: BuildContext<'p>,
    id: u32,
    is_note: bool,
    missing: &mut HashSet<&'p str>,
) -> Option<&'p str> {
    if let Some(own_id) = context.attribute(id, "id")
        && missing.remove(own_id)
    {
        return Some(own_id);
    }
    let is_anchor = is_note && context.outline.containers[id as usize].tag == Tag::A;
    let name = if is_anchor { context.attribute(id, "name") } else { None };
    name.filter(|name| missing.remove(name))
}

/// Returns the anchors with a fragment that open a paragraph, section or item, each with that
/// element. Several anchors at the starts of its lines are several notes.
fn note_anchors(context: BuildContext<'_>, wanted: &HashSet<&str>) -> HashMap<u32, u32> {
    let containers = &context.outline.containers;
    let mut opened = HashMap::new();
    let mut lines: HashMap<u32, u32> = HashMap::new();
    for (id, container) in (0..).zip(containers) {
        let is_wanted = container.tag == Tag::A
            && container.inline
            && ["id", "name"].into_iter().any(|name| {
                context.attribute(id, name).is_some_and(|value| wanted.contains(value))
            });
        if !is_wanted {
            continue;
        }
        let mut around = context.outline.path(id).take(MOST_LEVELS_OF_BACK_LINK);
        let Some(note) = around.find(|&it| !containers[it as usize].inline) else { continue };
        let Some(block) = context.outline.blocks.get(container.first as usize) else { continue };
        let start = context.positions.spans[id as usize].start.max(block.start);
        let before = context.outline.text.get(block.start as usize..start as usize);
        let Some(begins_block) = line_start(before.unwrap_or_default()) else { continue };
        *lines.entry(note).or_default() += 1;
        if begins_block && containers[note as usize].first == container.first {
            opened.insert(id, note);
        }
    }
    opened.retain(|_, note| lines.get(note) == Some(&1));
    opened
}

/// Returns whether the text before an anchor in its block is the start of the block (true) or of
/// another line (false), brackets aside. Returns `None` in the middle of a line.
fn line_start(before: &str) -> Option<bool> {
    for c in before.chars().rev().take(MOST_CHARS_BEFORE) {
        match c {
            '\n' => return Some(false),
            '[' | '(' | ' ' => {}
            _ => return None,
        }
    }
    before.chars().nth(MOST_CHARS_BEFORE).is_none().then_some(true)
}

/// Returns the description after a term in a list of notes.
fn description_after(context: BuildContext<'_>, term: u32) -> Option<u32> {
    let containers = &context.outline.containers;
    let list = containers[term as usize].parent;
    let after = (term + 1..).zip(containers.iter().skip(term as usize + 1));
    let mut siblings = after.take(LARGEST_TERM).filter(|(_, it)| it.parent == list);
    siblings.next().filter(|(_, it)| it.tag == Tag::Dd).map(|(id, _)| id)
}

/// Finds the targets with a link back: to an element around a mark, or a sign like "↩".
fn find_back_links<'p>(
    context: BuildContext<'p>,
    marks: &[FootnoteMark<'p>],
    targets: &mut [FootnoteTarget<'p>],
) {
    let fragments: HashSet<&str> = targets.iter().map(|target| target.fragment).collect();
    let mut numbers: HashMap<u32, usize> = HashMap::new();
    for (number, target) in targets.iter().enumerate() {
        numbers.extend([(target.id, number), (target.anchor, number)]);
    }
    // The ids around a mark, each with the fragment of the mark.
    let mut ids: HashSet<(&str, &str)> = HashSet::new();
    for mark in marks.iter().filter(|mark| fragments.contains(mark.fragment)) {
        let around = context.outline.path(mark.link).take(MOST_LEVELS);
        let own_ids = around.filter_map(|id| context.attribute(id, "id"));
        let names = context.attribute(mark.link, "name");
        ids.extend(own_ids.chain(names).map(|id| (id, mark.fragment)));
    }
    for (link, back) in context.own_links() {
        let around = context.outline.path(link).skip(1).take(MOST_LEVELS_OF_BACK_LINK);
        for number in around.filter_map(|id| numbers.get(&id).copied()) {
            let target = &mut targets[number];
            // A sign that leads to a footnote is a mark, not a link back.
            let is_sign =
                !fragments.contains(back) && !context.text(link).contains(char::is_alphanumeric);
            target.has_back_link |= is_sign || ids.contains(&(back, target.fragment));
        }
    }
}

/// Returns for each target whether hardly any text follows that is in no target.
fn last_targets(words: &KeptWords, targets: &[FootnoteTarget<'_>]) -> Vec<bool> {
    let all = words.of(&(0..words.count_of_blocks()));
    let most = MOST_WORDS_AFTER.max(MOST_SHARE_AFTER * all);
    let (mut after, mut end) = (0.0, words.count_of_blocks());
    let mut is_last = vec![false; targets.len()];
    for (target, is_last) in targets.iter().zip(&mut is_last).rev() {
        after += words.of(&(target.blocks.end.min(end)..end));
        *is_last = after <= most;
        end = end.min(target.blocks.start);
    }
    is_last
}

/// Returns the span of the number that a note itself begins with, if that is the text of its mark.
/// The first kept block of the note comes with it.
pub(super) fn own_label(
    context: BuildContext<'_>,
    target: &FootnoteTarget<'_>,
) -> Option<(usize, (u32, u32))> {
    let block = context.kept_in(target.blocks.clone()).next()?;
    let text = context.outline.text_of(block);
    let number = target.mark.trim_matches(|c: char| c.is_whitespace() || "()[]{}.:".contains(c));
    let from = text.trim_start_matches(|c: char| c.is_whitespace() || "([{".contains(c));
    let after = strip_number(from, number)?;
    let rest = after.trim_start_matches([')', ']', '}']);
    let rest = rest.strip_prefix(['.', ':']).unwrap_or(rest);
    let is_raised = from.starts_with(|c| plain_digit(c) != c);
    // "1.5 metres", "1st"
    if rest.starts_with(char::is_alphanumeric) && !is_raised {
        return None;
    }
    // The space after it is a part of it: emphasis around the label would begin with that.
    let end = text.len() - rest.trim_start().len();
    // In a numbered list, "1 May 1805" is the text of the note.
    let is_item = context.outline.containers[target.id as usize].tag == Tag::Li;
    let is_bare = text.len() - rest.len() == number.len() && !rest.is_empty();
    let start = context.block(block).start;
    let is_date = is_item && is_bare && !is_raised && number.contains(char::is_numeric);
    (!is_date).then_some((block, (start, start + end as u32)))
}

/// Returns the text after a number that may be raised: the outline writes `<sup>1</sup>` as "¹".
fn strip_number<'t>(text: &'t str, number: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for digit in number.chars().map(plain_digit) {
        rest.next().filter(|&c| plain_digit(c) == digit)?;
    }
    (!number.is_empty()).then_some(rest.as_str())
}

/// Returns the digit that a superscript digit is, and other characters unchanged.
fn plain_digit(c: char) -> char {
    let digits = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..='9');
    digits.into_iter().find(|(raised, _)| *raised == c).map_or(c, |(_, digit)| digit)
}

/// Returns true if the text of a target begins with the text of its mark, brackets aside.
fn begins_with(context: BuildContext<'_>, target: &FootnoteTarget<'_>, label: &str) -> bool {
    let is_edge = |c: char| c.is_whitespace() || "()[]{}.:".contains(c);
    let Some(first) = context.kept_in(target.blocks.clone()).next() else { return false };
    let label = label.trim_matches(is_edge);
    let rest = context.outline.text_of(first).trim_start_matches(is_edge).strip_prefix(label);
    rest.is_some_and(|rest| !rest.starts_with(char::is_numeric))
}

/// The words of kept blocks.
struct KeptWords {
    /// The words before each block, and at the end all.
    before: Vec<f32>,
}

impl KeptWords {
    fn count(context: BuildContext<'_>) -> Self {
        let mut before = vec![0.0];
        let mut sum = 0.0;
        for (block, &is_kept) in context.outline.blocks.iter().zip(context.kept) {
            sum += if is_kept { block.words } else { 0.0 };
            before.push(sum);
        }
        KeptWords { before }
    }

    fn count_of_blocks(&self) -> usize {
        self.before.len() - 1
    }

    fn of(&self, blocks: &Range<usize>) -> f32 {
        self.before[blocks.end] - self.before[blocks.start]
    }
}

/// Returns true if an element can be a footnote: a paragraph, section, list item or table of one
/// note, whose other ancestors only divide the page.
pub(super) fn can_be_footnote(context: BuildContext<'_>, id: u32) -> bool {
    let containers = &context.outline.containers;
    let tag_of = |id: u32| containers[id as usize].tag;
    let parent = containers[id as usize].parent;
    let outer = match tag_of(id) {
        Tag::Li if parent != NONE && matches!(tag_of(parent), Tag::Ol | Tag::Ul) => {
            containers[parent as usize].parent
        }
        // Sphinx before version 5 writes its notes as terms and descriptions.
        Tag::Dd if parent != NONE && context.classes(parent).any(|class| class == "footnote") => {
            containers[parent as usize].parent
        }
        // Sphinx before version 2 writes each note as a table with one row.
        Tag::Table if context.classes(id).any(|class| class == "footnote") => parent,
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
