//! Guesses at the container of the article, and where a block stands to each.

use crate::html::outline::{NONE, Outline, OutlineBlock};
use crate::html::tags::Tag;

use super::container_sums::{Held, between};
use super::text_stats::Stats;

/// Words a text counts one point for in a paragraph's worth, and the most points (after Readability's scoring, where a
/// comma and every hundred characters count one).
const WORDS_A_POINT: f32 = 12.0;
const MOST_WORD_POINTS: f32 = 5.0;
/// Points of a comma, and the commas that count.
const COMMA_POINT: f32 = 0.5;
const MOST_COMMAS: f32 = 4.0;
/// Levels that a paragraph's points reach, halved at each.
const LEVELS: usize = 4;
/// Words below which a block scores nothing.
const LEAST_WORDS: f32 = 8.0;

/// A container as a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) container: u32,
    first: u32,
    end: u32,
}

impl Candidate {
    fn new(outline: &Outline, container: u32) -> Self {
        match outline.containers.get(container as usize) {
            Some(found) => Candidate { container, first: found.first, end: found.end },
            None => Candidate { container: 0, first: 0, end: 0 },
        }
    }

    /// 1 for the blocks in it, 0 for others.
    pub(super) fn holds(&self, block: usize) -> f32 {
        f32::from(u8::from((self.first as usize..self.end as usize).contains(&block)))
    }

    /// Where a block stands: 0 at its start, 1 at its end, less before and more after.
    pub(super) fn place(&self, block: usize) -> f32 {
        (block as f32 - self.first as f32) / (self.end.saturating_sub(self.first).max(1)) as f32
    }
}

/// The deepest container with at least `share` of the long text, of which `long` are the running totals over blocks.
pub(super) fn deepest(outline: &Outline, long: &[f32], share: f32) -> Candidate {
    let all = long.last().copied().unwrap_or(0.0);
    let least = share * all;
    let mut best = 0;
    if all > 0.0 {
        for (id, container) in outline.containers.iter().enumerate() {
            let held = between(long, container.first as usize, container.end as usize);
            if !container.inline
                && held >= least
                && container.depth > outline.containers[best].depth
            {
                best = id;
            }
        }
    }
    Candidate::new(outline, best as u32)
}

/// Scores of containers by the paragraphs in them, as Readability gives them, and the best container.
#[derive(Debug)]
pub(super) struct Readability {
    pub(super) top: Candidate,
    /// Score of each container over that of the best.
    pub(super) scores: Vec<f32>,
    /// The best of a container's own score and those around it.
    pub(super) best_around: Vec<f32>,
}

impl Readability {
    /// Scores the containers of a page by the blocks that count.
    pub(super) fn of(
        outline: &Outline,
        held: &[Held],
        stats: &[Stats],
        counts: impl Fn(&OutlineBlock) -> bool,
    ) -> Readability {
        let mut scores = vec![0.0f32; outline.containers.len()];
        for (cue, stats) in outline.blocks.iter().zip(stats) {
            if cue.words < LEAST_WORDS || cue.link_words >= cue.words / 2.0 || !counts(cue) {
                continue;
            }
            let tag = outline.containers[cue.container as usize].tag;
            let mut points = (cue.words / WORDS_A_POINT).min(MOST_WORD_POINTS)
                + stats.commas.min(MOST_COMMAS) * COMMA_POINT
                + f32::from(u8::from(tag == Tag::P));
            let wrapped = matches!(tag, Tag::P | Tag::Li | Tag::Td | Tag::Pre | Tag::Blockquote);
            for id in outline.path(cue.container).skip(usize::from(wrapped)).take(LEVELS) {
                scores[id as usize] += points;
                points /= 2.0;
            }
        }
        let mut top = 0;
        for id in 0..scores.len() {
            scores[id] *= 1.0 - if held[id].words > 0.0 { held[id].link_share() } else { 1.0 };
            if scores[id] > scores[top] {
                top = id;
            }
        }
        let most = scores.get(top).copied().unwrap_or(0.0).max(1e-6);
        let mut best_around: Vec<f32> = Vec::with_capacity(scores.len());
        for (id, container) in outline.containers.iter().enumerate() {
            scores[id] /= most;
            let outer =
                if container.parent == NONE { 0.0 } else { best_around[container.parent as usize] };
            best_around.push(outer.max(scores[id]));
        }
        Readability { top: Candidate::new(outline, top as u32), scores, best_around }
    }
}

/// How far containers are from one chain of nested containers.
#[derive(Debug)]
pub(super) struct Kinship {
    /// Levels from the chain's innermost container up to the smallest one shared, by container.
    pub(super) up: Vec<f32>,
    /// Levels from the shared one down to the container.
    pub(super) down: Vec<f32>,
    /// The child of the shared container on the way down; [`NONE`] for the chain itself.
    pub(super) branch: Vec<u32>,
}

impl Kinship {
    /// Measures every container's distance to `target` and those around it; inline elements are no level.
    pub(super) fn to(outline: &Outline, target: u32) -> Kinship {
        let count = outline.containers.len();
        let mut kinship =
            Kinship { up: vec![0.0; count], down: vec![0.0; count], branch: vec![NONE; count] };
        let mut on_chain = vec![false; count];
        let mut levels = 0.0;
        if (target as usize) < count {
            for id in outline.path(target) {
                on_chain[id as usize] = true;
                kinship.up[id as usize] = levels;
                levels += level(outline, id);
            }
        }
        for (id, container) in outline.containers.iter().enumerate() {
            let parent = container.parent as usize;
            if on_chain[id] || parent >= id {
                continue;
            }
            kinship.up[id] = kinship.up[parent];
            kinship.down[id] = kinship.down[parent] + level(outline, id as u32);
            kinship.branch[id] =
                if kinship.branch[parent] == NONE { id as u32 } else { kinship.branch[parent] };
        }
        kinship
    }
}

/// 1 for a block-level element, 0 for an inline one.
fn level(outline: &Outline, id: u32) -> f32 {
    f32::from(u8::from(!outline.containers[id as usize].inline))
}
