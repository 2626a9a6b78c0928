//! Totals over the whole page.

use crate::html::head::DocumentHead;
use crate::html::outline::Outline;
use crate::html::tags::Tag;

use super::article_span::ArticleSpan;
use super::container_sums::{ContainerSums, PrefixSums};
use super::page_type::PAGE_TYPES;
use super::text_stats::TextStats;

/// Characters below which a block with a date is a date of its own rather than a sentence.
const DATE_CHARS: f32 = 60.0;

/// Totals of a page.
pub(super) struct PageTotals {
    pub(super) blocks: f32,
    pub(super) words: f32,
    pub(super) links: f32,
    /// Words of long text.
    pub(super) long: f32,
    /// Long paragraphs.
    pub(super) paragraphs: f32,
    /// Sums over the root element.
    pub(super) root: ContainerSums,
    /// `article` elements.
    pub(super) articles: f32,
    pub(super) headings: f32,
    /// `pre` elements.
    pub(super) pres: f32,
    /// `og:type`: 0 none, 1 article, 2 product, 3 website, 4 another.
    pub(super) og_type: f32,
    /// Probability of each of [`PAGE_TYPES`].
    pub(super) types: [f32; PAGE_TYPES.len()],
    /// Shares of the blocks with a question, a currency, and that are dates.
    pub(super) questions: f32,
    pub(super) currencies: f32,
    pub(super) dates: f32,
}

impl PageTotals {
    /// Computes the totals.
    pub(super) fn of(
        outline: &Outline,
        head: &DocumentHead,
        prefix: &PrefixSums,
        sums: &[ContainerSums],
        stats: &[TextStats],
        article: &ArticleSpan,
        types: [f32; PAGE_TYPES.len()],
    ) -> PageTotals {
        let containers = |is: &dyn Fn(Tag) -> bool| {
            outline.containers.iter().filter(|container| is(container.tag)).count() as f32
        };
        let share = |is: fn(&TextStats) -> bool| {
            stats.iter().filter(|stats| is(stats)).count() as f32 / stats.len().max(1) as f32
        };
        PageTotals {
            blocks: outline.blocks.len() as f32,
            words: prefix.all_words().max(1.0),
            links: prefix.links(0, outline.blocks.len()),
            long: prefix.all_long(),
            paragraphs: article.is_paragraph.iter().filter(|&&is| is).count() as f32,
            root: sums.first().copied().unwrap_or_default(),
            articles: containers(&|tag| tag == Tag::Article),
            headings: containers(&|tag| tag.heading() > 0),
            pres: containers(&|tag| tag == Tag::Pre),
            og_type: og_type(head.og_type.as_deref()),
            types,
            questions: share(|stats| stats.question),
            currencies: share(|stats| stats.currency),
            dates: share(|stats| stats.date && stats.chars < DATE_CHARS),
        }
    }
}

/// Returns the number of a declared `og:type`.
fn og_type(declared: Option<&str>) -> f32 {
    match declared {
        Some(name) if name.contains("article") => 1.0,
        Some(name) if name.contains("product") => 2.0,
        Some(name) if name.contains("website") => 3.0,
        Some(_) => 4.0,
        None => 0.0,
    }
}
