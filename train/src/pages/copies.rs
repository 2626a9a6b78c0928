//! Altered copies of labelled pages to train on: pages without names, pages with a shorter body.

use dechrome::training::{ParsedPage, fnv};

use super::sample::PageSample;
use crate::random::SplitMix64;

/// The share of pages that are copied without names.
const UNNAMED: f32 = 0.25;
/// The probability of each shortened copy. WCXB pages get the first copy only: they are many.
const SHORTENED: [f32; 2] = [0.6, 0.6];
/// The share of shortened bodies that keep their start. The others lose words at both ends.
const FROM_START: f32 = 0.7;
/// Bodies with fewer words are not shortened.
const LONG_BODY: f32 = 250.0;
/// The least and the most words that a shortened body keeps.
const SHORT_BODY: (f32, f32) = (25.0, 200.0);

/// Returns the altered copies of a page. The page's id determines which ones.
pub(super) fn altered_copies(sample: &PageSample) -> Vec<PageSample> {
    let mut random = SplitMix64(fnv(&sample.id));
    let mut copies = Vec::new();
    if random.next() < UNNAMED {
        let all: Vec<usize> = (0..sample.content.len()).collect();
        copies.push(copy(sample, "unnamed", sample.page.unnamed(), &all));
    }
    let probabilities: &[f32] = match sample.set {
        // Snippets do not show where the body ends.
        "trafi" | "recipes" => &[],
        "wcxb" => &SHORTENED[..1],
        _ => &SHORTENED,
    };
    for &probability in probabilities {
        if random.next() < probability {
            copies.extend(shortened(sample, &mut random));
        }
    }
    copies
}

/// Returns a copy that has the labels of the given blocks.
fn copy(
    sample: &PageSample,
    change: &'static str,
    page: ParsedPage,
    blocks: &[usize],
) -> PageSample {
    let content = blocks.iter().map(|&block| sample.content[block]).collect();
    let kinds = blocks.iter().map(|&block| sample.kinds[block]).collect();
    sample.changed(change, page, content, kinds)
}

/// Returns a copy that keeps one stretch of the body, or `None` if the body is too short.
fn shortened(sample: &PageSample, random: &mut SplitMix64) -> Option<PageSample> {
    let words: Vec<f32> = sample.page.blocks().map(|(_, words)| words).collect();
    let content_blocks = || (0..words.len()).filter(|&block| sample.is_content(block));
    let body_words: f32 = content_blocks().map(|block| words[block]).sum();
    if body_words < LONG_BODY {
        return None;
    }
    let most = SHORT_BODY.0 + random.next() * (SHORT_BODY.1 - SHORT_BODY.0);
    let from = if random.next() < FROM_START { 0.0 } else { random.next() * (body_words - most) };
    let mut before = 0.0;
    let mut is_kept = vec![true; words.len()];
    for block in content_blocks() {
        is_kept[block] = before >= from && before < from + most;
        before += words[block];
    }
    let kept: Vec<usize> = (0..words.len()).filter(|&block| is_kept[block]).collect();
    Some(copy(sample, "shortened", sample.page.without(|block| !is_kept[block]), &kept))
}
