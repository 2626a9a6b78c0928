//! The page as it would be without what the names of its containers call comments, offers and frames.

use crate::html::outline::{NONE, Outline};

use super::article_containers::{Candidate, Kinship, Readability, deepest};
use super::article_span::Article;
use super::container_sums::{Held, running};
use super::named_containers::Scope;
use super::text_stats::Stats;

/// What stands in plain containers only, and guesses at the article from it.
#[derive(Debug)]
pub(super) struct Plain {
    /// Running totals of long text over blocks.
    pub(super) long: Vec<f32>,
    /// The deepest container with two fifths of it.
    pub(super) main40: Candidate,
    /// The deepest one with seven tenths.
    pub(super) main70: Candidate,
    /// The article by its long paragraphs.
    pub(super) article: Article,
    /// Readability's scores.
    pub(super) readability: Readability,
    /// Distances to the best container by them.
    pub(super) to_top: Kinship,
    /// The first block in a container of comments.
    pub(super) first_comment: Option<usize>,
}

impl Plain {
    /// Reads a page; `long` is each block's words of long text.
    pub(super) fn of(
        outline: &Outline,
        scopes: &[Scope],
        long: &[f32],
        held: &[Held],
        stats: &[Stats],
    ) -> Plain {
        let scope = |cue: &crate::html::outline::OutlineBlock| &scopes[cue.element as usize];
        let plain: Vec<f32> = outline
            .blocks
            .iter()
            .zip(long)
            .map(|(cue, &long)| if scope(cue).is_plain { long } else { 0.0 })
            .collect();
        let long = running(plain.iter().copied());
        let readability = Readability::of(outline, held, stats, |cue| scope(cue).is_plain);
        Plain {
            to_top: Kinship::to(outline, readability.top.container),
            readability,
            main40: deepest(outline, &long, 0.4),
            main70: deepest(outline, &long, 0.7),
            article: Article::of(outline, &plain),
            first_comment: outline.blocks.iter().position(|cue| scope(cue).comments != NONE),
            long,
        }
    }

    /// All long text in plain containers.
    pub(super) fn all_long(&self) -> f32 {
        self.long.last().copied().unwrap_or(0.0)
    }
}
