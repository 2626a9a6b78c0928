//! Changed copies of labelled pages to train on: pages without names, pages with a shorter body.

use dechrome::training::ParsedPage;

use super::Sample;
use crate::data::fnv;

/// Share of pages that are copied without names.
const UNNAMED: f32 = 0.25;
/// Chances of a page's shortened copies; pages of WCXB, which are many, get the first only.
const SHORTENED: [f32; 2] = [0.6, 0.6];
/// Share of shortened bodies that keep their start; the others lose words at both ends.
const FROM_START: f32 = 0.7;
/// Words from which a body is worth shortening.
const LONG_BODY: f32 = 250.0;
/// Words that a shortened body keeps, at least and at most.
const SHORT_BODY: (f32, f32) = (25.0, 200.0);

/// The changed copies of a page; which changes it gets, its name decides.
pub(super) fn copies(sample: &Sample) -> Vec<Sample> {
    let mut dice = Dice(fnv(&sample.id));
    let mut copies = Vec::new();
    if dice.roll() < UNNAMED {
        let all: Vec<usize> = (0..sample.content.len()).collect();
        copies.push(copy(sample, "unnamed", sample.page.unnamed(), &all));
    }
    let shortened_copies: &[f32] = match sample.set {
        // Snippets do not say where the body ends.
        "trafi" => &[],
        "wcxb" => &SHORTENED[..1],
        _ => &SHORTENED,
    };
    for &chance in shortened_copies {
        if dice.roll() < chance {
            copies.extend(shortened(sample, &mut dice));
        }
    }
    copies
}

/// Pseudo-random numbers (SplitMix64; Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    /// A number from 0 to 1.
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ x >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ x >> 31) >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// A copy with the labels of some blocks.
fn copy(sample: &Sample, change: &'static str, page: ParsedPage, blocks: &[usize]) -> Sample {
    Sample {
        set: sample.set,
        folder: sample.folder,
        id: sample.id.clone(),
        domain: sample.domain.clone(),
        fold: sample.fold,
        page_type: sample.page_type,
        page,
        content: blocks.iter().map(|&block| sample.content[block]).collect(),
        kinds: blocks.iter().map(|&block| sample.kinds[block]).collect(),
        change: Some(change),
    }
}

/// A copy with only the start of the body.
fn shortened(sample: &Sample, dice: &mut Dice) -> Option<Sample> {
    let words: Vec<f32> = sample.page.blocks().map(|(_, words)| words).collect();
    let is_content = |block: usize| sample.content[block].is_some_and(|share| share > 0.5);
    let all: f32 =
        (0..words.len()).filter(|&block| is_content(block)).map(|block| words[block]).sum();
    if all < LONG_BODY {
        return None;
    }
    let most = SHORT_BODY.0 + dice.roll() * (SHORT_BODY.1 - SHORT_BODY.0);
    // Most bodies are cut at the end, some at both ends.
    let from = if dice.roll() < FROM_START { 0.0 } else { dice.roll() * (all - most) };
    let mut before = 0.0;
    let mut is_kept = vec![true; words.len()];
    for block in (0..words.len()).filter(|&block| is_content(block)) {
        is_kept[block] = before >= from && before < from + most;
        before += words[block];
    }
    let kept: Vec<usize> = (0..words.len()).filter(|&block| is_kept[block]).collect();
    Some(copy(sample, "shortened", sample.page.without(|block| !is_kept[block]), &kept))
}
