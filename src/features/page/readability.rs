//! Scores of containers by the paragraphs in them, as Readability computes them.

use crate::features::flag;
use crate::html::outline::{NONE, Outline, OutlineBlock};
use crate::html::tags::Tag;

use super::container_sums::ContainerSums;
use super::main_container::MainContainer;
use super::text_stats::TextStats;

/// Words that are worth one point, and the most points of a paragraph. Readability gives a point
/// for each hundred characters.
const WORDS_PER_POINT: f32 = 12.0;
const MOST_WORD_POINTS: f32 = 5.0;
/// Points of a comma, and the commas that count. Readability gives a whole point.
const POINTS_PER_COMMA: f32 = 0.5;
const MOST_COMMAS: f32 = 4.0;
/// Ancestors that a paragraph's points reach, halved at each.
const LEVELS: usize = 4;
/// Words below which a block scores nothing.
const LEAST_WORDS: f32 = 8.0;
/// Share of link words from which a block scores nothing.
const MOST_LINKS: f32 = 0.5;

/// The scores of a page's containers.
#[derive(Debug)]
pub(super) struct Readability {
    /// The container with the highest score.
    pub(super) top: MainContainer,
    /// Score of each container, divided by the highest.
    pub(super) scores: Vec<f32>,
    /// The highest score among each container and its ancestors.
    pub(super) best_ancestor: Vec<f32>,
}

impl Readability {
    /// Scores the containers of a page by the blocks for which `counts` returns true.
    pub(super) fn of(
        outline: &Outline,
        sums: &[ContainerSums],
        stats: &[TextStats],
        counts: impl Fn(&OutlineBlock) -> bool,
    ) -> Readability {
        let mut scores = vec![0.0f32; outline.containers.len()];
        for (block, stats) in outline.blocks.iter().zip(stats) {
            let is_short = block.words < LEAST_WORDS;
            if is_short || block.link_words >= block.words * MOST_LINKS || !counts(block) {
                continue;
            }
            let tag = outline.containers[block.container as usize].tag;
            let mut points = (block.words / WORDS_PER_POINT).min(MOST_WORD_POINTS)
                + stats.commas.min(MOST_COMMAS) * POINTS_PER_COMMA
                + flag(tag == Tag::P);
            // An element that only wraps the paragraph is not a candidate itself.
            let is_wrapper = matches!(tag, Tag::P | Tag::Li | Tag::Td | Tag::Pre | Tag::Blockquote);
            let ancestors = outline.path(block.container).skip(usize::from(is_wrapper));
            for id in ancestors.take(LEVELS) {
                scores[id as usize] += points;
                points /= 2.0;
            }
        }
        let mut top = 0;
        for id in 0..scores.len() {
            scores[id] *= 1.0 - if sums[id].words > 0.0 { sums[id].link_share() } else { 1.0 };
            if scores[id] > scores[top] {
                top = id;
            }
        }
        let highest = scores.get(top).copied().unwrap_or(0.0).max(1e-6);
        let mut best_ancestor: Vec<f32> = Vec::with_capacity(scores.len());
        for (id, container) in outline.containers.iter().enumerate() {
            scores[id] /= highest;
            let outer = match container.parent {
                NONE => 0.0,
                parent => best_ancestor[parent as usize],
            };
            best_ancestor.push(outer.max(scores[id]));
        }
        Readability { top: MainContainer::new(outline, top as u32), scores, best_ancestor }
    }
}
