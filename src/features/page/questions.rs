//! The questions that the decisions on a page ask about its blocks.

use crate::features::PROSE_WORDS;
use crate::features::licences::{LICENCE_WORDS, states_licence};
use crate::html::outline::NONE;
use crate::html::tags::Tag;
use crate::kind::Kind;
use crate::unicode::punctuation::ends_sentence;
use crate::unicode::{main_script, word_count};

use super::announcements::PhraseGroup;
use super::context::{NOT_INSIDE, PageContext};
use super::page_type::SERVICE;
use super::text_stats::Ending;

/// Largest share of the words of prose that are in links.
const PROSE_LINK_SHARE: f32 = 0.3;
/// Levels up to a container that opens with a phrase, below which the phrase announces the block.
const ANNOUNCED_LEVELS: f32 = 3.0;
/// Words of prose before the comments of readers or a note on the author, from which these are not
/// the content.
const ARTICLE_WORDS: f32 = 30.0;
/// Score from which text is not taken for comments below an article: the replies of forums have the
/// same names. Without this limit, wcxb-dev loses .006 of F1; without headings that say something
/// else than the name, labels-dev loses .0026 and wcxb-dev .0012.
const REPLY_SCORE: f32 = 0.5;
/// Levels up to the container of a table of contents, and its most blocks. Nested lists of sections
/// are deeper, and long documents have more.
const TOC_LEVELS: usize = 6;
const LARGEST_TOC: u32 = 100;
/// Kinds whose phrases open notices, pleas and teasers.
const OPENINGS: [Kind; 5] =
    [Kind::Cookie, Kind::Login, Kind::Subscribe, Kind::CommentForm, Kind::Related];
/// Share of common runs of words from which a block is the declared description.
const SAME_DESCRIPTION: f32 = 0.8;

impl PageContext {
    /// Returns true if a block is in a `figcaption` element. One with the headline is the head of
    /// the article.
    pub(crate) fn is_figcaption(&self, block: usize) -> bool {
        let containers = &self.outline.containers;
        let path = self.outline.path(self.outline.blocks[block].container);
        let mut captions = path
            .take(NOT_INSIDE as usize)
            .map(|id| &containers[id as usize])
            .filter(|container| container.tag == Tag::Figcaption);
        captions.next().is_some_and(|caption| {
            let blocks = caption.first as usize..caption.end as usize;
            !self.headline_block().is_some_and(|headline| blocks.contains(&headline))
        })
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
        self.levels_to(block, Tag::Noscript) < NOT_INSIDE
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

    /// Returns true if a block is in readers' comments after an article: in a container whose name
    /// says so and which begins with a heading. If the heading says the same, the score of the
    /// block does not matter.
    pub(crate) fn is_in_comments(&self, block: usize, score: f32) -> bool {
        let id = self.named(block).comments;
        let Some(comments) = self.outline.containers.get(id as usize) else { return false };
        let first = comments.first as usize;
        let is_named = matches!(self.decisive[first], Some(Kind::Comment | Kind::CommentForm));
        (is_named || score < REPLY_SCORE && self.is_heading(first))
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

    /// Returns true if a block does nothing but state the licence of an image or of the page.
    pub(crate) fn is_licence(&self, block: usize) -> bool {
        let text = self.outline.text_of(block);
        self.words(block) <= LICENCE_WORDS && states_licence(text) && !ends_sentence(text)
    }

    /// Returns true if a block contains a phrase of a kind, in its opening if it is long.
    pub(crate) fn has_phrase(&self, block: usize, kind: Kind) -> bool {
        self.phrase(block, &[kind]) > 0.0
    }

    /// Returns true if a phrase of notices and of other articles opens a long block.
    pub(crate) fn opens_like_a_notice(&self, block: usize) -> bool {
        OPENINGS.iter().any(|&kind| self.all_phrases[block].opening.contains(kind))
    }

    /// Returns true if a block is as long as prose.
    pub(crate) fn is_long(&self, block: usize) -> bool {
        self.words(block) >= PROSE_WORDS
    }

    /// Returns true if a line break parts the first line of a block from prose: "See also: The old
    /// bridge" above a paragraph.
    pub(crate) fn has_prose_below_first_line(&self, block: usize) -> bool {
        self.outline
            .text_of(block)
            .split_once('\n')
            .is_some_and(|(_, rest)| ends_sentence(rest) && word_count(rest) >= PROSE_WORDS)
    }

    /// Returns true if a block alone shows that it is prose. Such a block is visible and long. It
    /// ends like a sentence, has few words in links, and repeats no other block. No known phrase
    /// makes it up or opens it.
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
        let next = self.foreign.partition_point(|&(first, _)| first <= block);
        next > 0 && block < self.foreign[next - 1].1
    }

    /// Returns true if a block is in a note on the author, below or between prose.
    pub(crate) fn is_in_author_box(&self, block: usize) -> bool {
        self.named(block).is_author_box && self.plain.long[block] >= ARTICLE_WORDS
    }

    /// Returns true if a block has the name of a paragraph below the headline.
    pub(crate) fn is_named_standfirst(&self, block: usize) -> bool {
        self.named(block).is_standfirst
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
}
