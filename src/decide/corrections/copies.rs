//! Drops the copies of a text for print, small screens or browsers without scripts.
//!
//! A run of kept blocks that repeats another one is a copy if the page says so, or if it is so long
//! that nothing but a copy of the article can be meant. A chorus or a repeated line is neither.

use super::page_view::{PageView, add_letters, revise};
use crate::hash::{FastMap, key_of_sequence};
use crate::html::outline::{NONE, hidden};
use crate::html::tags::Tag;
use crate::verdict::{Reason, Shape, Verdict};

/// Key space of the texts of blocks.
const TEXT: u8 = b'~';
/// Words in classes and ids of elements that hold a copy for another medium. Sorted.
const MEDIA: &[&str] = &[
    "amp",
    "clone",
    "cloned",
    "desktop",
    "duplicate",
    "mobile",
    "noscript",
    "phone",
    "print",
    "printable",
    "printer",
    "tablet",
];
/// Words of the shortest copy. Shorter texts are labels.
const LEAST_WORDS: f32 = 8.0;
/// Words of the shortest copy in an element for another medium, which a class may name by chance.
const LEAST_WORDS_NAMED: f32 = 20.0;
/// Blocks of the shortest copy without such an element, ...
const LEAST_BLOCKS_UNMARKED: usize = 3;
/// ... its words, ...
const LEAST_WORDS_UNMARKED: f32 = 60.0;
/// ... its share of the kept words, because three copies of an article have a third each, and the
/// chorus of a song has less, ...
const LEAST_SHARE_UNMARKED: f32 = 0.3;
/// ... and its share of the kept words in its element, because a copy has an element of its own.
const LEAST_SHARE_OF_ELEMENT: f32 = 0.8;

/// Drops the copies among the kept blocks.
pub(super) fn drop_copies(view: PageView<'_>, verdicts: &mut [Verdict]) {
    let kept: Vec<usize> = (0..verdicts.len()).filter(|&block| verdicts[block].keep).collect();
    let mut letters = Vec::new();
    let mut letters_key = |text: &str| {
        letters.clear();
        add_letters(text, &mut letters);
        letters.resize(letters.len().next_multiple_of(size_of::<u32>()), 0);
        key_of_sequence(TEXT, letters.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)))
    };
    let keys: Vec<u32> =
        kept.iter().map(|&block| letters_key(view.outline.text_of(block))).collect();
    let mut words_before = vec![0.0];
    for (block, verdict) in verdicts.iter().enumerate() {
        let own = if verdict.keep { view.block(block).words } else { 0.0 };
        words_before.push(words_before[block] + own);
    }
    let mut places: FastMap<u32, Vec<usize>> = FastMap::default();
    let mut next = 0;
    while next < kept.len() {
        let earlier = places.get(&keys[next]).map(Vec::as_slice).unwrap_or_default();
        let (first, length) = longest_run(&keys, earlier, next);
        if length == 0 {
            places.entry(keys[next]).or_default().push(next);
            next += 1;
            continue;
        }
        let (original, copy) = (&kept[first..first + length], &kept[next..next + length]);
        if let Some(dropped) = copy_of(view, original, copy, &words_before) {
            for &block in dropped {
                revise(&mut verdicts[block], false, Reason::Copy);
            }
        }
        for (at, key) in keys.iter().enumerate().skip(next).take(length) {
            places.entry(*key).or_default().push(at);
        }
        next += length;
    }
}

/// Places of a text that are compared. A text with more is a label.
const MOST_PLACES: usize = 8;

/// Returns the start and the length of the longest earlier run that the one at `start` repeats.
fn longest_run(keys: &[u32], earlier: &[usize], start: usize) -> (usize, usize) {
    let mut longest = (0, 0);
    for &first in earlier.iter().take(MOST_PLACES) {
        let pairs = keys[first..start].iter().zip(&keys[start..]);
        let length = pairs.take_while(|(one, other)| one == other).count();
        if length > longest.1 {
            longest = (first, length);
        }
    }
    longest
}

/// Returns the run that is dropped, if one is a copy of the other: the one that readers do not see,
/// or else the later one.
fn copy_of<'b>(
    view: PageView<'_>,
    original: &'b [usize],
    copy: &'b [usize],
    words_before: &[f32],
) -> Option<&'b [usize]> {
    let is_cell = |&block: &usize| matches!(view.block(block).shape, Shape::Cell { .. });
    let words: f32 = copy.iter().map(|&block| view.block(block).words).sum();
    if words < LEAST_WORDS || copy.iter().all(is_cell) {
        return None;
    }
    let (one, other) = (medium(view, original, copy), medium(view, copy, original));
    let is_copy = match one.max(other) {
        Medium::Unseen => true,
        Medium::Other | Medium::Seen => words >= LEAST_WORDS_NAMED,
        Medium::Any => {
            let all = words_before.last().copied().unwrap_or_default();
            let has_own_element = |run, other| {
                words >= element_words(view, run, other, words_before) * LEAST_SHARE_OF_ELEMENT
            };
            copy.len() >= LEAST_BLOCKS_UNMARKED
                && words >= LEAST_WORDS_UNMARKED
                && words >= all * LEAST_SHARE_UNMARKED
                && has_own_element(original, copy)
                && has_own_element(copy, original)
        }
    };
    let dropped = if one > other { original } else { copy };
    is_copy.then_some(dropped)
}

/// Returns the kept words in the largest element that contains one run and nothing of the other.
fn element_words(view: PageView<'_>, run: &[usize], other: &[usize], words_before: &[f32]) -> f32 {
    let mut words = f32::INFINITY;
    for id in ancestors_apart(view, run, other) {
        let blocks = view.blocks_in(id);
        if run.iter().all(|block| blocks.contains(block)) {
            words = words_before[blocks.end] - words_before[blocks.start];
        }
    }
    words
}

/// Returns the elements around the first block of a run that contain nothing of the other run,
/// innermost first.
fn ancestors_apart<'p>(
    view: PageView<'p>,
    run: &[usize],
    other: &[usize],
) -> impl Iterator<Item = u32> + 'p {
    let first = run.first().copied().unwrap_or_default();
    let (start, end) = (other.first().copied(), other.last().copied());
    let contains_other = move |id: u32| {
        let blocks = view.blocks_in(id);
        start.is_some_and(|start| blocks.start <= start) && end.is_some_and(|end| end < blocks.end)
    };
    view.outline.path(view.block(first).element).take_while(move |&id| !contains_other(id))
}

/// For whom an element is. The greater one is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Medium {
    /// The page does not say.
    Any,
    /// Not for screen readers.
    Seen,
    /// For another medium than the usual screen.
    Other,
    /// Hidden, or for browsers without scripts.
    Unseen,
}

/// Returns the medium of a run: that of the elements around it that do not contain the other run.
fn medium(view: PageView<'_>, run: &[usize], other: &[usize]) -> Medium {
    let mut medium = Medium::Any;
    for id in ancestors_apart(view, run, other) {
        let container = view.container(id);
        let parent = container.parent;
        let parent_hidden = if parent == NONE { 0 } else { view.container(parent).hidden };
        let own = container.hidden & !parent_hidden;
        if hidden::from_readers(own) || container.tag == Tag::Noscript {
            return Medium::Unseen;
        }
        if view.has_name(id, MEDIA) && !view.has_name(id, &["desktop"]) {
            medium = medium.max(Medium::Other);
        } else if own & hidden::ARIA != 0 {
            medium = medium.max(Medium::Seen);
        }
    }
    medium
}
