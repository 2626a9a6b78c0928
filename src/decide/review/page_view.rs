//! The page that is reviewed, and questions that all reviews ask.

use std::ops::Range;

use crate::html::dom::Dom;
use crate::html::name_words::each_word;
use crate::html::outline::{Container, Outline, OutlineBlock};
use crate::html::positions::Positions;
use crate::unicode::{WordBreaks, char_facts, is_alphanumeric};
use crate::verdict::{Reason, Verdict};

/// A parsed page.
#[derive(Clone, Copy)]
pub(super) struct PageView<'p> {
    pub(super) dom: &'p Dom,
    pub(super) outline: &'p Outline,
    pub(super) positions: &'p Positions,
}

impl<'p> PageView<'p> {
    pub(super) fn block(self, block: usize) -> &'p OutlineBlock {
        &self.outline.blocks[block]
    }

    pub(super) fn container(self, id: u32) -> &'p Container {
        &self.outline.containers[id as usize]
    }

    /// Returns the blocks inside a container.
    pub(super) fn blocks_in(self, id: u32) -> Range<usize> {
        let container = self.container(id);
        container.first as usize..container.end as usize
    }

    pub(super) fn attribute(self, id: u32, name: &str) -> Option<&'p str> {
        self.positions.attribute(self.dom, id, name)
    }

    /// Returns true if a word of the class or id of a container is in `names`, which is sorted.
    pub(super) fn has_name(self, id: u32, names: &[&str]) -> bool {
        debug_assert!(names.is_sorted());
        let mut has_name = false;
        for attribute in ["class", "id"] {
            each_word(self.attribute(id, attribute).unwrap_or_default(), |word| {
                has_name |= names.binary_search(&word).is_ok();
            });
        }
        has_name
    }
}

/// Keeps or drops a block, unless the caller asked for its verdict.
pub(super) fn revise(verdict: &mut Verdict, keep: bool, reason: Reason) {
    if !verdict.why.has(Reason::Asked) && verdict.keep != keep {
        verdict.keep = keep;
        verdict.why.add(reason);
    }
}

/// Returns the letters and digits of a text, in lower case.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    each_letter(text, |part| letters.push_str(part));
    letters
}

/// Calls `visit` with the letters and digits of a text, in lower case, in one or more parts.
pub(super) fn each_letter(text: &str, mut visit: impl FnMut(&str)) {
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                visit(c.to_ascii_lowercase().encode_utf8(&mut buffer));
            }
        } else if char_facts(c).word_breaks() == WordBreaks::Cjk {
            // These have no lower case.
            visit(c.encode_utf8(&mut buffer));
        } else if is_alphanumeric(c) {
            c.to_lowercase().for_each(|c| visit(c.encode_utf8(&mut buffer)));
        }
    }
}
