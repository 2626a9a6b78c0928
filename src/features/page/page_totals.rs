//! What holds for the whole page.

use crate::html::head::DocumentHead;
use crate::html::outline::Outline;
use crate::html::tags::Tag;

use super::article_span::Article;
use super::container_sums::{Held, Sums};
use super::page_type::TYPES;
use super::text_stats::Stats;

/// Totals of a page.
pub(super) struct Totals {
    pub(super) blocks: f32,
    pub(super) words: f32,
    pub(super) links: f32,
    pub(super) long: f32,
    pub(super) paragraphs: f32,
    pub(super) root: Held,
    pub(super) articles: f32,
    pub(super) headings: f32,
    pub(super) codes: f32,
    pub(super) og_type: f32,
    pub(super) types: [f32; TYPES.len()],
    pub(super) questions: f32,
    pub(super) currencies: f32,
    pub(super) dates: f32,
}

impl Totals {
    /// Sums a page up.
    pub(super) fn of(
        outline: &Outline,
        head: &DocumentHead,
        sums: &Sums,
        held: &[Held],
        stats: &[Stats],
        article: &Article,
        types: [f32; TYPES.len()],
    ) -> Totals {
        let count = |tag: Tag| {
            outline.containers.iter().filter(|container| container.tag == tag).count() as f32
        };
        let share = |is: fn(&Stats) -> bool| {
            stats.iter().filter(|stats| is(stats)).count() as f32 / stats.len().max(1) as f32
        };
        let root = held.first().copied().unwrap_or_default();
        Totals {
            blocks: outline.blocks.len() as f32,
            words: sums.all_words().max(1.0),
            links: sums.links(0, outline.blocks.len()),
            long: sums.all_long(),
            paragraphs: article.is_paragraph.iter().filter(|&&is| is).count() as f32,
            root,
            articles: count(Tag::Article),
            headings: outline
                .containers
                .iter()
                .filter(|container| container.tag.heading() > 0)
                .count() as f32,
            codes: count(Tag::Pre),
            og_type: match head.og_type.as_deref() {
                Some(kind) if kind.contains("article") => 1.0,
                Some(kind) if kind.contains("product") => 2.0,
                Some(kind) if kind.contains("website") => 3.0,
                Some(_) => 4.0,
                None => 0.0,
            },
            types,
            questions: share(|stats| stats.question),
            currencies: share(|stats| stats.currency),
            dates: share(|stats| stats.date && stats.chars < 60.0),
        }
    }
}
