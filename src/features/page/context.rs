//! A page, read for the features of its blocks.

use std::ops::Range;

use crate::features::flag;
use crate::html::head::DocumentHead;
use crate::html::outline::{Container, Outline};
use crate::html::tags::Tag;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, PhraseMatches};
use crate::model::{LogOddsTable, probability};

use super::announcements::{Announcements, announcements, find_phrases, phrase_strength};
use super::article_span::ArticleSpan;
use super::block_tokens::block_tokens;
use super::container_sums::{
    CHAIN_LENGTH, ContainerSums, PrefixSums, between, chains, container_sums, long_words,
    prefix_sums,
};
use super::foreign_language::foreign_ranges;
use super::headline::Headline;
use super::main_container::{MainContainer, deepest};
use super::named_containers::{NamedAncestors, named_ancestors};
use super::other_articles::{BlockFacts, other_articles};
use super::page_totals::PageTotals;
use super::page_type::{PAGE_TYPES, type_probabilities};
use super::path_log_odds::{PathLogOdds, path_log_odds};
use super::plain_view::PlainView;
use super::readability::Readability;
use super::repetition::{Repetition, repetitions, similar_siblings};
use super::summary_overlap::summary_overlap;
use super::text_stats::TextStats;
use super::tree_distance::TreeDistance;
use super::word_log_odds::WordLogOdds;

/// Kinds whose phrases make a block count as one with a chrome phrase.
pub(crate) const CHROME_PHRASES: [Kind; 9] = [
    Kind::Cookie,
    Kind::Login,
    Kind::Subscribe,
    Kind::Share,
    Kind::Ad,
    Kind::Related,
    Kind::CommentForm,
    Kind::Player,
    Kind::Footer,
];
/// Most words of a stamp: a block with a date and a time of day, of an article, a post or a
/// comment.
pub(crate) const STAMP_WORDS: f32 = 16.0;
/// Most words of a dateline: a block with a date beside a headline. A byline, a place or a time to
/// read often shares the block, so it may be as long as a stamp.
const DATELINE_WORDS: f32 = 16.0;
/// Levels that mean "not inside an element with this tag".
pub(super) const NOT_INSIDE: f32 = 9.0;

/// The learned tables that features look up.
#[derive(Clone, Debug, Default)]
pub(crate) struct LearnedTables {
    /// Log-odds of the names of elements.
    pub(crate) names: LogOddsTable,
    /// Weights of the words that distinguish each type of page.
    pub(crate) types: [LogOddsTable; PAGE_TYPES.len()],
    /// Log-odds of the words that blocks start with.
    pub(crate) words: LogOddsTable,
}

/// Everything that the features of a page are computed from.
pub(crate) struct PageContext {
    /// The page's blocks and containers.
    pub(crate) outline: Outline,
    /// By block: the kind of the known phrase that it is, or of the known label that opens it.
    pub(crate) decisive: Vec<Option<Kind>>,
    /// By block: the phrases in it, if it is short enough to announce something.
    pub(super) phrases: Vec<PhraseMatches>,
    /// By block: the phrases in it, or in its opening.
    pub(super) all_phrases: Vec<PhraseMatches>,
    /// Prefix sums of the blocks with a phrase of chrome.
    phrase_blocks: Vec<f32>,
    pub(super) word_log_odds: WordLogOdds,
    pub(super) stats: Vec<TextStats>,
    pub(super) prefix: PrefixSums,
    /// By container.
    pub(super) container_sums: Vec<ContainerSums>,
    pub(super) chains: Vec<[u32; CHAIN_LENGTH]>,
    /// By container.
    pub(super) paths: Vec<PathLogOdds>,
    pub(super) repetitions: Vec<Repetition>,
    /// By container.
    pub(super) siblings: Vec<f32>,
    /// The deepest containers with 40 % and with 70 % of the long text.
    pub(super) main40: MainContainer,
    pub(super) main70: MainContainer,
    pub(super) readability: Readability,
    /// Distances to the container with the highest score.
    pub(super) top_distance: TreeDistance,
    pub(super) article: ArticleSpan,
    pub(super) announcements: Vec<Announcements>,
    pub(super) headline: Headline,
    /// By block: the last heading before it.
    pub(super) previous_heading: Vec<Option<usize>>,
    pub(super) summary_overlap: Vec<f32>,
    /// Ranges of blocks in hidden containers of another language.
    pub(super) foreign: Vec<(usize, usize)>,
    /// Ranges of blocks of other articles.
    pub(super) others: Vec<Range<usize>>,
    /// By container.
    named: Vec<NamedAncestors>,
    pub(super) plain: PlainView,
    /// The deepest containers with 40 % and with 70 % of the long text, weighted by the names
    /// around it.
    pub(super) likely40: MainContainer,
    pub(super) likely70: MainContainer,
    pub(super) page: PageTotals,
}

impl PageContext {
    /// Reads a page.
    pub(crate) fn new(
        outline: Outline,
        head: &DocumentHead,
        lexicon: &Lexicon,
        tables: &LearnedTables,
    ) -> Self {
        let blocks = &outline.blocks;
        let stats: Vec<TextStats> =
            (0..blocks.len()).map(|block| TextStats::of(outline.text_of(block))).collect();
        let prefix = PrefixSums::of(&outline);
        let long: Vec<f32> =
            blocks.iter().map(|block| long_words(block.words, block.link_words)).collect();
        let container_sums = container_sums(&outline, &prefix);
        let phrases = find_phrases(&outline, lexicon);
        let readability = Readability::of(&outline, &container_sums, &stats, |_| true);
        let article = ArticleSpan::of(&outline, &long);
        let paths = path_log_odds(&outline, &tables.names);
        let likely = likely_long(&outline, &paths, &long);
        let tokens = block_tokens(&outline);
        let headline = Headline::of(&outline, head, &tokens);
        let named = named_ancestors(&outline, headline.block.or(headline.first_h1), |container| {
            prefix.words(container.first as usize, container.end as usize)
        });
        let types = type_probabilities(&head.type_keys, &tables.types);
        let others = BlockFacts {
            long: &|first, end| prefix.long(first, end),
            is_dateline: &|block| {
                matches!(phrases.decisive[block], Some(Kind::Date | Kind::Byline))
                    || stats[block].date && blocks[block].words <= DATELINE_WORDS
            },
            similarity: &headline.similarity,
        };
        PageContext {
            others: other_articles(&outline, headline.block, &others),
            chains: chains(&outline),
            paths,
            repetitions: repetitions(&outline, &long),
            siblings: similar_siblings(&outline),
            main40: deepest(&outline, &prefix.long, 0.4),
            main70: deepest(&outline, &prefix.long, 0.7),
            plain: PlainView::of(&outline, &named, &long, &container_sums, &stats),
            likely40: deepest(&outline, &likely, 0.4),
            likely70: deepest(&outline, &likely, 0.7),
            summary_overlap: summary_overlap(head, &tokens, blocks.len()),
            foreign: foreign_ranges(&outline, |first, end| prefix.long(first, end)),
            named,
            top_distance: TreeDistance::to(&outline, readability.top.container),
            announcements: announcements(&outline, &phrases.announcing, &prefix),
            phrase_blocks: prefix_sums(
                phrases
                    .all
                    .iter()
                    .map(|matches| flag(phrase_strength(*matches, &CHROME_PHRASES) > 0.0)),
            ),
            decisive: phrases.decisive,
            word_log_odds: WordLogOdds::of(&tokens, blocks.len(), &tables.words),
            headline,
            previous_heading: previous_headings(&outline),
            page: PageTotals::of(&outline, head, &prefix, &container_sums, &stats, &article, types),
            outline,
            phrases: phrases.announcing,
            all_phrases: phrases.all,
            stats,
            prefix,
            container_sums,
            readability,
            article,
        }
    }

    /// Returns how a block contains a phrase of some kinds ([`phrase_strength`]).
    pub(super) fn phrase(&self, block: usize, kinds: &[Kind]) -> f32 {
        phrase_strength(self.all_phrases[block], kinds)
    }

    /// Returns the share of blocks with a chrome phrase in a container of a block's chain.
    pub(super) fn chain_phrase_share(&self, block: usize, link: usize) -> f32 {
        let range = self.chain_range(block, link);
        between(&self.phrase_blocks, range.start, range.end)
            / self.chain(block, link).blocks.max(1.0)
    }

    /// Returns the mean log-odds of the words in a container of a block's chain.
    pub(super) fn chain_word_log_odds(&self, block: usize, link: usize) -> f32 {
        let range = self.chain_range(block, link);
        self.word_log_odds.mean(range.start, range.end)
    }

    /// Returns the blocks of a container of a block's chain.
    fn chain_range(&self, block: usize, link: usize) -> Range<usize> {
        let container = &self.outline.containers[self.chains[block][link] as usize];
        container.first as usize..container.end as usize
    }

    /// Returns the levels up to the nearest element with a tag, [`NOT_INSIDE`] without one.
    pub(super) fn levels_to(&self, block: usize, tag: Tag) -> f32 {
        let path = self.outline.path(self.outline.blocks[block].container);
        for (level, container) in path.take(NOT_INSIDE as usize).enumerate() {
            if self.outline.containers[container as usize].tag == tag {
                return level as f32;
            }
        }
        NOT_INSIDE
    }

    pub(super) fn words(&self, block: usize) -> f32 {
        self.outline.blocks[block].words
    }

    /// Share of a block's words in links.
    pub(super) fn link_share(&self, block: usize) -> f32 {
        let block = &self.outline.blocks[block];
        block.link_words / block.words.max(1.0)
    }

    /// Level of the heading that a block is in, or 0.
    pub(super) fn heading_level(&self, block: usize) -> f32 {
        f32::from(self.container(block).heading)
    }

    /// The block-level element of a block.
    pub(super) fn container(&self, block: usize) -> &Container {
        &self.outline.containers[self.outline.blocks[block].container as usize]
    }

    /// Number of the outermost inline element around a block's first text, or of its block-level
    /// element.
    pub(super) fn element(&self, block: usize) -> usize {
        self.outline.blocks[block].element as usize
    }

    pub(super) fn named(&self, block: usize) -> &NamedAncestors {
        &self.named[self.element(block)]
    }

    /// Plain long text before the outermost container of comments around a block, divided by the
    /// long text in it; -1 if the block is in none.
    pub(super) fn before_comments(&self, block: usize) -> f32 {
        let Some(comments) = self.outline.containers.get(self.named(block).comments as usize)
        else {
            return -1.0;
        };
        let inside = self.prefix.long(comments.first as usize, comments.end as usize);
        (self.plain.long[comments.first as usize] + 1.0) / (inside + 1.0)
    }

    pub(super) fn path(&self, block: usize) -> &PathLogOdds {
        &self.paths[self.element(block)]
    }

    /// Sums over a container of a block's chain.
    pub(super) fn chain(&self, block: usize, link: usize) -> &ContainerSums {
        &self.container_sums[self.chains[block][link] as usize]
    }

    /// Position of a block in a container of its chain, 0 to 1.
    pub(super) fn chain_position(&self, block: usize, link: usize) -> f32 {
        let first = self.outline.containers[self.chains[block][link] as usize].first;
        (block as f32 - first as f32) / self.chain(block, link).blocks.max(1.0)
    }

    /// Number of the tag of a container of a block's chain.
    pub(super) fn chain_tag(&self, block: usize, link: usize) -> f32 {
        f32::from(self.outline.containers[self.chains[block][link] as usize].tag as u8)
    }

    /// Returns the value of the block `offset` blocks away, -1 outside of the page.
    pub(super) fn nearby(
        &self,
        block: usize,
        offset: isize,
        value: impl Fn(&Self, usize) -> f32,
    ) -> f32 {
        match block.checked_add_signed(offset) {
            Some(other) if other < self.outline.blocks.len() => value(self, other),
            _ => -1.0,
        }
    }

    /// Returns the share of link words in the blocks up to `radius` blocks away.
    pub(super) fn link_share_around(&self, block: usize, radius: usize) -> f32 {
        let from = block.saturating_sub(radius);
        let to = (block + radius + 1).min(self.outline.blocks.len());
        self.prefix.links(from, to) / self.prefix.words(from, to).max(1.0)
    }

    /// Returns a value of the branch off the article's ancestors that contains a block, -1 for a
    /// block without one.
    pub(super) fn branch(&self, block: usize, value: impl Fn(&ContainerSums) -> f32) -> f32 {
        let branch = self.article.distance.branch[self.element(block)] as usize;
        self.container_sums.get(branch).map_or(-1.0, value)
    }

    /// Returns the share of link words since the last long paragraph before a block, -1 without
    /// one.
    pub(super) fn link_share_since_paragraph(&self, block: usize) -> f32 {
        let Some(previous) = self.article.previous[block] else { return -1.0 };
        let (from, to) = (previous + 1, block + 1);
        self.prefix.links(from, to) / self.prefix.words(from, to).max(1.0)
    }

    /// Returns a value of the last heading before a block, `absent` without one.
    pub(super) fn last_heading(
        &self,
        block: usize,
        absent: f32,
        value: impl Fn(&Self, usize) -> f32,
    ) -> f32 {
        self.previous_heading[block].map_or(absent, |heading| value(self, heading))
    }
}

/// Returns prefix sums of long text, weighted by the names around each block: by their lowest and
/// highest log-odds.
fn likely_long(outline: &Outline, paths: &[PathLogOdds], long: &[f32]) -> Vec<f32> {
    let weight = |path: &PathLogOdds| probability(path.min + path.max);
    prefix_sums(
        outline
            .blocks
            .iter()
            .zip(long)
            .map(|(block, long)| long * weight(&paths[block.element as usize])),
    )
}

/// Returns the last heading before each block.
fn previous_headings(outline: &Outline) -> Vec<Option<usize>> {
    let mut last = None;
    let mut previous = Vec::with_capacity(outline.blocks.len());
    for (index, block) in outline.blocks.iter().enumerate() {
        previous.push(last);
        if outline.containers[block.container as usize].heading > 0 {
            last = Some(index);
        }
    }
    previous
}
