//! The page whose verdicts are corrected, and questions that all corrections ask.

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

/// By byte: the letter in lower case, the digit, or 0 for other bytes.
const ASCII_LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            letters[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// Returns the letters and digits of a text, in lower case, in UTF-8.
pub(super) fn letters(text: &str) -> Vec<u8> {
    let mut letters = Vec::new();
    add_letters(text, &mut letters);
    letters
}

/// Adds the letters and digits of a text, in lower case.
pub(super) fn add_letters(text: &str, letters: &mut Vec<u8>) {
    let (mut rest, mut buffer) = (text, [0; 4]);
    let mut add = |c: char, letters: &mut Vec<u8>| {
        letters.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
    };
    loop {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (run, others) = rest.split_at(ascii);
        add_ascii_letters(run.as_bytes(), letters);
        let mut others = others.chars();
        let Some(c) = others.next() else { return };
        rest = others.as_str();
        if char_facts(c).word_breaks() == WordBreaks::Cjk {
            // These have no lower case.
            add(c, letters);
        } else if is_alphanumeric(c) {
            c.to_lowercase().for_each(|c| add(c, letters));
        }
    }
}

/// Does the same for ASCII. Writing every byte, and keeping those that count, needs no branch.
fn add_ascii_letters(text: &[u8], letters: &mut Vec<u8>) {
    let mut end = letters.len();
    letters.resize(end + text.len(), 0);
    for &byte in text {
        letters[end] = ASCII_LETTERS[usize::from(byte)];
        end += usize::from(letters[end] != 0);
    }
    letters.truncate(end);
}
