//! A page, read for the features of its blocks.

use std::ops::Range;

use crate::features::flag;
use crate::html::head::DocumentHead;
use crate::html::outline::{Container, NONE, Outline};
use crate::html::tags::Tag;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, PhraseMatches};
use crate::model::{Table, probability};
use crate::unicode::main_script;
use crate::unicode::punctuation::ends_sentence;

use super::announcements::{
    Announcements, PhraseGroup, announcements, find_phrases, phrase_strength,
};
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
use super::page_type::{PAGE_TYPES, SERVICE, type_probabilities};
use super::path_log_odds::{PathLogOdds, path_log_odds};
use super::plain_view::PlainView;
use super::readability::Readability;
use super::repetition::{Repetition, repetitions, similar_siblings};
use super::summary_overlap::summary_overlap;
use super::text_stats::{Ending, TextStats};
use super::tree_distance::TreeDistance;
use super::word_log_odds::WordLogOdds;

/// Least length of prose in words, as in plain texts.
const PROSE_WORDS: f32 = 15.0;
/// Largest share of the words of prose that are in links.
const PROSE_LINK_SHARE: f32 = 0.3;
/// Levels up to a container that opens with a phrase, below which the phrase announces the block.
const ANNOUNCED_LEVELS: f32 = 3.0;

/// Kinds whose phrases make a block count as one with a chrome phrase.
const CHROME_PHRASES: [Kind; 9] = [
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
/// Words of prose before the comments of readers, from which they are not the content.
const ARTICLE_WORDS: f32 = 30.0;
/// Levels up to the container of a table of contents, and its most blocks. Nested lists of sections
/// are deeper, and long documents have more.
const TOC_LEVELS: usize = 6;
const LARGEST_TOC: u32 = 100;
/// Most words of a stamp: a block with a date and a time of day, of an article, a post or a
/// comment.
pub(crate) const STAMP_WORDS: f32 = 16.0;
/// Share of common runs of words from which a block is the declared description.
const SAME_DESCRIPTION: f32 = 0.8;
/// Levels that mean "in no figure".
const NO_FIGURE: f32 = 9.0;

/// The learned tables that features look up.
#[derive(Clone, Debug, Default)]
pub(crate) struct LearnedTables {
    /// Log-odds of the names of elements.
    pub(crate) names: Table,
    /// Weights of the words that distinguish each type of page.
    pub(crate) types: [Table; PAGE_TYPES.len()],
    /// Log-odds of the words that blocks start with.
    pub(crate) words: Table,
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
    all_phrases: Vec<PhraseMatches>,
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
    foreign: Vec<(usize, usize)>,
    /// Ranges of blocks of other articles.
    others: Vec<Range<usize>>,
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
        let is_dateline = |block: usize| {
            matches!(phrases.decisive[block], Some(Kind::Date | Kind::Byline))
                || stats[block].date && blocks[block].words <= STAMP_WORDS
        };
        let others = BlockFacts {
            long: &|first, end| prefix.long(first, end),
            is_dateline: &is_dateline,
            similarity: &headline.similarity,
        };
        let others = other_articles(&outline, headline.block, &others);
        PageContext {
            others,
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

    /// Returns true if a block is in a `figcaption` element.
    pub(crate) fn is_figcaption(&self, block: usize) -> bool {
        self.levels_to(block, Tag::Figcaption) < NO_FIGURE
    }

    /// Returns true if a block is a `blockquote` element or a child of one.
    pub(crate) fn is_quotation(&self, block: usize) -> bool {
        self.levels_to(block, Tag::Blockquote) <= 1.0
    }

    /// Returns the kind of the label at the start of a short block. `None` if no value follows the
    /// label, or if the block ends like a sentence.
    pub(crate) fn label(&self, block: usize) -> Option<Kind> {
        let label = self.all_phrases[block].label.filter(|_| self.decisive[block].is_some())?;
        let text = self.outline.text_of(block);
        (!text.ends_with([':', '：']) && !ends_sentence(text)).then_some(label)
    }

    /// Returns true if a block is in an item of a list, or in a row of a table with other blocks.
    pub(crate) fn is_item_or_cell(&self, block: usize) -> bool {
        let containers = &self.outline.containers;
        self.outline.path(self.outline.blocks[block].container).any(|id| {
            let container = &containers[id as usize];
            match container.tag {
                Tag::Li | Tag::Dt | Tag::Dd => true,
                Tag::Tr => container.end - container.first > 1,
                _ => false,
            }
        })
    }

    /// Returns true if a block is in a `noscript` element.
    pub(crate) fn is_noscript(&self, block: usize) -> bool {
        self.levels_to(block, Tag::Noscript) < NO_FIGURE
    }

    /// Returns true if a block repeats the declared title.
    pub(crate) fn is_title(&self, block: usize) -> bool {
        self.headline.block == Some(block)
    }

    /// Returns true if a block is an item of a list below the heading of a table of contents, or in
    /// a small container that such a label opens.
    pub(crate) fn is_in_toc(&self, block: usize) -> bool {
        let is_label = |block: usize| self.decisive[block] == Some(Kind::Toc);
        if self.previous_heading[block].is_some_and(is_label) && self.is_item_or_cell(block) {
            return true;
        }
        let path = self.outline.path(self.outline.blocks[block].container);
        path.take(TOC_LEVELS).any(|id| {
            let container = &self.outline.containers[id as usize];
            let is_small = container.end - container.first <= LARGEST_TOC;
            is_small && is_label(container.first as usize)
        })
    }

    /// Returns true if a block is in a container whose name says that it has readers' comments.
    pub(crate) fn has_comments_around(&self, block: usize) -> bool {
        self.named(block).comments != NONE
    }

    /// Returns true if a block is below the heading of readers' comments, in a container whose name
    /// says the same, after an article.
    pub(crate) fn is_in_comments(&self, block: usize) -> bool {
        let id = self.named(block).comments;
        let Some(comments) = self.outline.containers.get(id as usize) else { return false };
        let first = comments.first as usize;
        matches!(self.decisive[first], Some(Kind::Comment | Kind::CommentForm))
            && self.plain.long[first] >= ARTICLE_WORDS
    }

    /// Returns true if a block is in a heading.
    pub(crate) fn is_heading(&self, block: usize) -> bool {
        self.container(block).heading > 0
    }

    /// Returns the block that repeats the declared title.
    pub(crate) fn headline_block(&self) -> Option<usize> {
        self.headline.block
    }

    /// Returns true if a block is the description that the head declares, or nearly.
    pub(crate) fn is_description(&self, block: usize) -> bool {
        self.summary_overlap[block] >= SAME_DESCRIPTION
    }

    /// Returns true if a block contains a date with a time of day and does not end like a sentence.
    pub(crate) fn is_timestamp(&self, block: usize) -> bool {
        self.stats[block].timestamp && self.stats[block].ending == Ending::Other
    }

    /// Returns true if a block is as long as prose.
    pub(crate) fn is_long(&self, block: usize) -> bool {
        self.words(block) >= PROSE_WORDS
    }

    /// Returns true if a block alone shows that it is prose: it is long, ends like a sentence,
    /// consists mostly of plain text, contains no chrome phrase, repeats nothing and is visible.
    pub(crate) fn is_prose(&self, block: usize) -> bool {
        self.is_long(block)
            && self.stats[block].ending != Ending::Ellipsis
            && ends_sentence(self.outline.text_of(block))
            && self.link_share(block) <= PROSE_LINK_SHARE
            && self.decisive[block].is_none()
            && self.earlier_copies(block) == 0
            && self.container(block).hidden == 0
    }

    /// Returns true if two blocks are in scripts that one text hardly mixes.
    pub(crate) fn differ_in_script(&self, block: usize, other: usize) -> bool {
        let script = |block: usize| main_script(self.outline.text_of(block));
        match (script(block), script(other)) {
            (Some(one), Some(other)) => !one.mixes_with(other),
            _ => false,
        }
    }

    /// Returns true if a block is hidden and in another language than the page.
    pub(crate) fn is_foreign(&self, block: usize) -> bool {
        self.foreign.iter().any(|&(first, end)| (first..end).contains(&block))
    }

    /// Returns true if a block is in a note on the author, below or between prose.
    pub(crate) fn is_in_author_box(&self, block: usize) -> bool {
        self.named(block).is_author_box && self.plain.long[block] >= ARTICLE_WORDS
    }

    /// Returns true if a block is part of another article below the page's own.
    pub(crate) fn is_in_other_article(&self, block: usize) -> bool {
        let next = self.others.partition_point(|article| article.start <= block);
        next > 0 && self.others[next - 1].contains(&block)
    }

    /// Returns the probability that the page offers a service (a home page, an offer, a tool),
    /// according to its head and URL.
    pub(crate) fn service_probability(&self) -> f32 {
        self.page.types[SERVICE]
    }

    /// Returns the number of earlier blocks with the same text.
    pub(crate) fn earlier_copies(&self, block: usize) -> usize {
        self.repetitions[block].earlier_copies as usize
    }

    /// Returns true if a block is under a heading, or in a container, that a phrase of related
    /// items or comments opens.
    pub(crate) fn is_announced(&self, block: usize) -> bool {
        let around = &self.announcements[block];
        around.heading.contains(PhraseGroup::Related)
            || around.heading.contains(PhraseGroup::Comment)
            || around.opened.related_up < ANNOUNCED_LEVELS
            || around.opened.comment_up < ANNOUNCED_LEVELS
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

    /// Returns the levels up to the nearest element with a tag, [`NO_FIGURE`] without one.
    pub(super) fn levels_to(&self, block: usize, tag: Tag) -> f32 {
        let path = self.outline.path(self.outline.blocks[block].container);
        for (level, container) in path.take(NO_FIGURE as usize).enumerate() {
            if self.outline.containers[container as usize].tag == tag {
                return level as f32;
            }
        }
        NO_FIGURE
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
