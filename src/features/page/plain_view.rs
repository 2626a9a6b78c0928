//! The page as it would be with its plain containers only: without comments, offers and frames.

use crate::html::outline::{NONE, Outline, OutlineBlock};

use super::article_span::ArticleSpan;
use super::container_sums::{ContainerSums, prefix_sums};
use super::main_container::{MainContainer, deepest};
use super::named_containers::NamedAncestors;
use super::readability::Readability;
use super::text_stats::TextStats;
use super::tree_distance::TreeDistance;

/// Guesses at the article from the text in plain containers.
#[derive(Debug)]
pub(super) struct PlainView {
    /// Prefix sums of long text over blocks.
    pub(super) long: Vec<f32>,
    /// The deepest containers with 40 % and with 70 % of it.
    pub(super) main40: MainContainer,
    pub(super) main70: MainContainer,
    /// The article by its long paragraphs.
    pub(super) article: ArticleSpan,
    pub(super) readability: Readability,
    /// Distances to the container with the highest score.
    pub(super) top_distance: TreeDistance,
    /// First block in a container of comments.
    pub(super) first_comment: Option<usize>,
}

impl PlainView {
    /// Reads a page. `long` holds the words of long text of each block.
    pub(super) fn of(
        outline: &Outline,
        ancestors: &[NamedAncestors],
        long: &[f32],
        sums: &[ContainerSums],
        stats: &[TextStats],
    ) -> PlainView {
        let named = |block: &OutlineBlock| &ancestors[block.element as usize];
        let plain: Vec<f32> = outline
            .blocks
            .iter()
            .zip(long)
            .map(|(block, &long)| if named(block).is_plain { long } else { 0.0 })
            .collect();
        let long = prefix_sums(plain.iter().copied());
        let readability = Readability::of(outline, sums, stats, |block| named(block).is_plain);
        PlainView {
            top_distance: TreeDistance::to(outline, readability.top.container),
            readability,
            main40: deepest(outline, &long, 0.4),
            main70: deepest(outline, &long, 0.7),
            article: ArticleSpan::of(outline, &plain),
            first_comment: outline.blocks.iter().position(|block| named(block).comments != NONE),
            long,
        }
    }

    /// Words of long text in plain containers.
    pub(super) fn all_long(&self) -> f32 {
        self.long.last().copied().unwrap_or(0.0)
    }
}
