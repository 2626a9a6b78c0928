//! Rows of boxes: adjacent inline elements that a style sheet lays out apart.
//!
//! Without the style sheet a browser writes `<span class=name>Ann Lee</span><span
//! class=role>Mayor</span>` as one word. Readers see two boxes, so there is a word boundary if the
//! markup and the letters speak for it: the parent has no text of its own, it is not a paragraph or
//! heading, each box has a class, and the second one begins like a new word.

use crate::html::dom::{Dom, NodeId};
use crate::html::tags::{Flow, Tag};
use crate::unicode::{Class, letter};

/// Children of a row that are looked at. Longer rows are lists of such boxes.
const MOST_CHILDREN: usize = 64;

/// Answers whether elements are boxes of a row. Remembers the last row.
#[derive(Debug, Default)]
pub(super) struct LayoutRows {
    last: Option<(NodeId, bool)>,
}

impl LayoutRows {
    /// Returns true if an inline element directly follows another box of the same row.
    pub(super) fn is_next_box(&mut self, dom: &Dom, id: NodeId) -> bool {
        let Some(previous) = dom.prev_sibling(id) else { return false };
        if !is_box(dom, id) || !is_box(dom, previous) {
            return false;
        }
        let Some(parent) = dom.parent(id) else { return false };
        if let Some((last, is_row)) = self.last
            && last == parent
        {
            return is_row;
        }
        let is_row = is_row(dom, parent);
        self.last = Some((parent, is_row));
        is_row
    }
}

/// Returns true for an inline element with a class.
fn is_box(dom: &Dom, id: NodeId) -> bool {
    dom.name(id).is_some_and(|name| Tag::of(name).flow() == Flow::Inline)
        && dom.attr_named(id, "class").is_some_and(|class| !class.trim().is_empty())
}

/// Returns true if an element contains boxes and no text of its own, outside paragraphs.
fn is_row(dom: &Dom, parent: NodeId) -> bool {
    let is_text = |id| dom.text(id).is_some_and(|text| !text.trim().is_empty());
    if dom.children(parent).take(MOST_CHILDREN).any(is_text) {
        return false;
    }
    let mut ancestor = Some(parent);
    while let Some(id) = ancestor {
        let tag = dom.name(id).map_or(Tag::Unknown, |name| Tag::of(name));
        if tag == Tag::P || tag == Tag::Code || tag.heading() > 0 || tag.is_preformatted() {
            return false;
        }
        if tag.flow() == Flow::Block {
            return true;
        }
        ancestor = dom.parent(id);
    }
    true
}

/// Returns true if the text `next` begins like a new word after the text `before` it in the block.
pub(super) fn begins_word(before: &str, next: &str) -> bool {
    let (Some(last), Some(after)) = (before.chars().next_back(), next.chars().next()) else {
        return false;
    };
    let is_unspaced = |c| letter(c).is_word() && letter(c).class() != Class::Spaced;
    let follows_word = last.is_alphanumeric() || matches!(last, '.' | '!' | '?' | ':' | ')' | '%');
    let starts_word = after.is_alphanumeric() && !after.is_lowercase();
    if !follows_word || !starts_word || is_unspaced(last) && is_unspaced(after) {
        return false;
    }
    // A single letter is an initial, and single digits are the wheels of a counter.
    let words = before.trim_end_matches(char::is_alphanumeric);
    let word = &before[words.len()..];
    let is_initial = words.is_empty() && word.chars().count() == 1 && after.is_alphabetic();
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
            ("<div><i class=a>$</i><i class=b>29</i><i class=c>.99</i></div>", "$29.99"),
            ("<div><i class=d>1</i><i class=d>0</i><i class=d>2</i></div>", "102"),
            ("<div><i class=d>O</i><i class=e>NCE upon</i></div>", "ONCE upon"),
            ("<div><i class=d>in</i><i class=e>visible</i></div>", "invisible"),
            ("<div><i class=d>七十</i><i class=e>九岁</i></div>", "七十九岁"),
            ("<div><i>You</i><i>Tube</i></div>", "YouTube"),
            ("<div><i class=a>You</i><i class=b>Tube</i> is on</div>", "YouTube is on"),
            ("<p><i class=a>You</i><i class=b>Tube</i></p>", "YouTube"),
            ("<div><code><i class=a>get</i><i class=b>Name</i></code></div>", "getName"),
        ] {
            let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
            assert_eq!(segment(&dom, &[]).outline.text, expected, "{html}");
        }
    }
}
