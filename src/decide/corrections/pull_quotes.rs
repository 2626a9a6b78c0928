//! Drops pull quotes: boxes that repeat a sentence of the text beside it.

use memchr::memmem;

use super::page_view::{PageView, letters, revise};
use crate::html::tags::Tag;
use crate::verdict::{Reason, Verdict};

/// Words in the classes of pull quotes. Sorted.
const NAMES: &[&str] = &["pull", "pullquote"];
/// Ancestors of a block that are looked at.
const MOST_ANCESTORS: usize = 4;
/// Letters of the shortest pull quote. Shorter texts occur in any text.
const LEAST_LETTERS: usize = 20;
/// Words of the longest one.
const MOST_WORDS: f32 = 80.0;
/// Words of the longest name below a quote.
const MOST_WORDS_OF_NAME: f32 = 8.0;
/// Boxes of a page that are looked at.
const MOST_BOXES: usize = 50;

/// Drops the kept blocks of boxes whose text another kept block has.
pub(super) fn drop_pull_quotes(view: PageView<'_>, verdicts: &mut [Verdict]) {
    let mut boxes: Vec<u32> = Vec::new();
    let mut quotes = QuoteElements { view, answers: vec![None; view.outline.containers.len()] };
    for block in (0..verdicts.len()).filter(|&block| verdicts[block].keep) {
        if let Some(id) = box_around(view, block, &mut quotes)
            && !boxes.contains(&id)
            && boxes.len() < MOST_BOXES
        {
            boxes.push(id);
        }
    }
    if boxes.is_empty() {
        return;
    }
    let texts: Vec<(usize, Vec<u8>)> = (0..verdicts.len())
        .filter(|&block| verdicts[block].keep)
        .map(|block| (block, letters(view.outline.text_of(block))))
        .collect();
    for id in boxes {
        drop_if_repeated(view, id, &texts, verdicts);
    }
}

/// The elements that are boxes for quotations by their tag or class, and short enough.
struct QuoteElements<'p> {
    view: PageView<'p>,
    /// By container, once it was asked for: neighbouring blocks have the same ancestors.
    answers: Vec<Option<bool>>,
}

impl QuoteElements<'_> {
    fn contain(&mut self, id: u32) -> bool {
        let view = self.view;
        *self.answers[id as usize].get_or_insert_with(|| {
            let is_box = matches!(view.container(id).tag, Tag::Blockquote | Tag::Aside)
                || is_named(view, id);
            is_box && has_few_words(view, id)
        })
    }
}

/// Returns the outermost element around a block that is a box for a quotation.
fn box_around(view: PageView<'_>, block: usize, quotes: &mut QuoteElements<'_>) -> Option<u32> {
    if view.block(block).words > MOST_WORDS {
        return None;
    }
    let path = view.outline.path(view.block(block).container).take(MOST_ANCESTORS);
    path.filter(|&id| quotes.contain(id)).last()
}

/// Returns true if an element has at most the words of a pull quote. It stops at the word too many,
/// because nested boxes share their blocks.
fn has_few_words(view: PageView<'_>, id: u32) -> bool {
    let mut words = 0.0;
    view.outline.blocks[view.blocks_in(id)].iter().all(|own| {
        words += own.words;
        words <= MOST_WORDS
    })
}

/// Returns true if the class of an element says that it is a pull quote.
fn is_named(view: PageView<'_>, id: u32) -> bool {
    view.container(id).tag != Tag::Body && view.has_name(id, NAMES)
}

/// Drops the blocks of a box, if a block outside it has their text. A box without the name of a
/// pull quote may quote another post, so the text must be a part of a paragraph beside it.
fn drop_if_repeated(
    view: PageView<'_>,
    id: u32,
    texts: &[(usize, Vec<u8>)],
    verdicts: &mut [Verdict],
) {
    let blocks = view.blocks_in(id);
    let is_named = blocks.clone().any(|block| {
        let path = view.outline.path(view.block(block).container);
        path.take_while(|&ancestor| ancestor >= id).any(|ancestor| is_named(view, ancestor))
    });
    let parent = view.container(id).parent;
    let is_beside = |other: usize| view.container(view.block(other).container).parent == parent;
    let mut has_quote = false;
    for (block, text) in texts.iter().filter(|(block, _)| blocks.contains(block)) {
        let finder = memmem::Finder::new(text);
        let is_repeated = text.len() >= LEAST_LETTERS
            && texts.iter().any(|(other, other_text)| {
                let is_source = is_named || is_beside(*other) && text.len() < other_text.len();
                is_source && !blocks.contains(other) && finder.find(other_text).is_some()
            });
        // The name of the person quoted may be below the quote.
        if !is_repeated && view.block(*block).words > MOST_WORDS_OF_NAME {
            return;
        }
        has_quote |= is_repeated;
    }
    if has_quote {
        for block in blocks {
            revise(&mut verdicts[block], false, Reason::Copy);
        }
    }
}
