//! Rows of boxes: adjacent inline elements that a style sheet lays out apart.
//!
//! Without the style sheet a browser joins `<span class=name>Ann Lee</span><span
//! class=role>Mayor</span>` to one word. Readers see two boxes, so there is a word boundary if the
//! markup and the letters speak for it: the parent has no text or white space of its own and is not
//! a paragraph or heading, no box has white space at its ends, and the second box begins like a new
//! word.

use crate::hash::FastMap;
use crate::html::dom::{Dom, NodeId};
use crate::html::tags::{Flow, Tag};
use crate::unicode::{WordBreaks, char_facts};

/// Children of a row that are looked at. Longer rows are lists of such boxes.
const MOST_CHILDREN: usize = 64;
/// Nodes of a box that are looked at. Larger elements are not boxes of a row.
const MOST_NODES: usize = 32;

/// The boundary between two boxes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BoxSeam {
    /// Only a capital letter or a digit begins a word: the boxes look alike, and may be parts of
    /// one word.
    Alike,
    /// Every letter begins a word, because the boxes are of different kinds or there are several.
    Distinct,
}

/// Finds the boundaries between boxes.
#[derive(Debug, Default)]
pub(super) struct LayoutRows {
    /// The number of boxes in each element that was asked about, if it is a row.
    boxes: FastMap<NodeId, Option<usize>>,
}

impl LayoutRows {
    /// Returns the boundary before an inline element that directly follows another box of its row.
    pub(super) fn seam_before(&mut self, dom: &Dom, id: NodeId) -> Option<BoxSeam> {
        let previous = dom.prev_sibling(id)?;
        let parent = dom.parent(id)?;
        dom.name(previous)?;
        let boxes = *self.boxes.entry(parent).or_insert_with(|| boxes_of_row(dom, parent));
        let class = |id| dom.attr_named(id, "class").unwrap_or_default();
        let is_distinct = boxes? > 2 || class(previous) != class(id);
        Some(if is_distinct { BoxSeam::Distinct } else { BoxSeam::Alike })
    }
}

/// Returns the number of boxes in an element, if it is a row of boxes.
fn boxes_of_row(dom: &Dom, parent: NodeId) -> Option<usize> {
    if is_running_text(dom, parent) {
        return None;
    }
    let class = |id| dom.attr_named(id, "class").is_some_and(|class| !class.trim().is_empty());
    let mut has_class = class(parent);
    let (mut boxes, mut has_space) = (0, false);
    for child in dom.children(parent).take(MOST_CHILDREN) {
        if let Some(text) = dom.text(child) {
            has_space |= boxes > 0;
            if !text.trim().is_empty() {
                return None;
            }
            continue;
        }
        match edges(dom, child)? {
            BoxEdges::Empty => {}
            // White space between two boxes says that white space separates words here.
            BoxEdges::Letters if has_space => return None,
            BoxEdges::Letters => boxes += 1,
        }
        has_class |= class(child);
    }
    (has_class && boxes > 1).then_some(boxes)
}

/// The ends of a box.
enum BoxEdges {
    Empty,
    Letters,
}

/// Returns the ends of a box, or `None` if it has white space there or is not a box.
fn edges(dom: &Dom, id: NodeId) -> Option<BoxEdges> {
    if Tag::of(dom.name(id)?).flow() == Flow::Block {
        return None;
    }
    let (mut edges, mut last) = (BoxEdges::Empty, "");
    for (number, node) in dom.descendants(id, |_| true).enumerate() {
        let text = dom.text(node).unwrap_or_default();
        let is_first = matches!(edges, BoxEdges::Empty);
        if number >= MOST_NODES || is_first && text.starts_with(char::is_whitespace) {
            return None;
        }
        if !text.is_empty() {
            (edges, last) = (BoxEdges::Letters, text);
        }
    }
    (!last.ends_with(char::is_whitespace)).then_some(edges)
}

/// Returns true if the block that contains a row is a paragraph, a heading or code.
fn is_running_text(dom: &Dom, parent: NodeId) -> bool {
    let mut ancestor = Some(parent);
    while let Some(id) = ancestor {
        let tag = dom.name(id).map_or(Tag::Unknown, |name| Tag::of(name));
        if tag == Tag::P || tag == Tag::Code || tag.heading() > 0 || tag.is_preformatted() {
            return true;
        }
        if tag.flow() == Flow::Block {
            return false;
        }
        ancestor = dom.parent(id);
    }
    false
}

/// Returns true for a letter of a script that does not separate words with spaces.
pub(super) fn is_unspaced(c: char) -> bool {
    let facts = char_facts(c);
    facts.is_word() && facts.word_breaks() != WordBreaks::Spaces
}

/// Returns true if the text `next` begins like a new word after the text `before` it in the block.
pub(super) fn begins_word(before: &str, next: &str, seam: BoxSeam) -> bool {
    let (Some(last), Some(after)) = (before.chars().next_back(), next.chars().next()) else {
        return false;
    };
    let follows_word = last.is_alphanumeric()
        || matches!(last, '.' | '!' | '?' | ':' | ')' | '%' | '）' | '」' | '。');
    let starts_word =
        after.is_alphanumeric() && (seam == BoxSeam::Distinct || !after.is_lowercase());
    if !follows_word || !starts_word || is_unspaced(last) && is_unspaced(after) {
        return false;
    }
    // A single letter is an initial, and single digits are the wheels of a counter.
    let words = before.trim_end_matches(char::is_alphanumeric);
    let word = &before[words.len()..];
    let is_initial = !words.contains(char::is_alphanumeric)
        && word.chars().count() == 1
        && word.contains(char::is_alphabetic)
        && after.is_alphabetic();
    let is_counter = last.is_numeric() && next.len() == 1 && after.is_numeric();
    !is_initial && !is_counter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::html::segment::segment;
    use crate::options::Limits;

    #[test]
    fn boxes_of_a_row_are_words() {
        for (html, expected) in [
            ("<div><i class=a>Ann Lee</i><i class=b>Mayor</i></div>", "Ann Lee Mayor"),
            ("<div><span class=a>Size</span><span class=b>42</span></div>", "Size 42"),
            ("<div><i class=a>1990</i><i class=a>1991</i></div>", "1990 1991"),
            ("<div><i class=a>Inc.</i><i class=b>Имейл</i></div>", "Inc. Имейл"),
            (
                "<li class=i><i>2</i><i>cups</i><i class=n>flour</i><i>(white)</i></li>",
                "2 cups flour(white)",
            ),
            ("<li class=i><i>味噌（赤）</i><i>大さじ1</i></li>", "味噌（赤） 大さじ1"),
            ("<div><i class=a>$</i><i class=b>29</i><i class=c>.99</i></div>", "$29.99"),
            ("<div><i class=d>1</i><i class=d>0</i><i class=d>2</i></div>", "102"),
            ("<div><i class=d>“O</i><i class=e>NCE upon</i></div>", "“ONCE upon"),
            ("<div><i class=d>O</i><i class=e>nce upon</i></div>", "Once upon"),
            ("<div class=b><i>in</i><i>visible</i></div>", "invisible"),
            ("<div><i class=d>七十</i><i class=e>九岁</i></div>", "七十九岁"),
            ("<div><i>You</i><i>Tube</i></div>", "YouTube"),
            ("<div><i class=a>You</i><i class=b>Tube</i> is on</div>", "YouTube is on"),
            ("<div><i class=a>My</i> <i class=a>You</i><i class=b>Tube</i></div>", "My YouTube"),
            ("<div><i class=a>My </i><i class=a>You</i><i class=b>Tube</i></div>", "My YouTube"),
            ("<p><i class=a>You</i><i class=b>Tube</i></p>", "YouTube"),
            ("<div><code><i class=a>get</i><i class=b>Name</i></code></div>", "getName"),
        ] {
            let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
            assert_eq!(segment(&dom, &[]).outline.text, expected, "{html}");
        }
    }
}
