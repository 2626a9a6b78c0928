//! The features of a block of an HTML page.
//!
//! Every feature is a name and a function of the page's context and the block's number. None is ever NaN: what is not
//! there has a value of its own, -1 unless the feature says otherwise.

mod announcements;
mod article_containers;
mod article_span;
mod container_sums;
mod foreign_language;
mod headline;
mod named_containers;
mod page_totals;
mod page_type;
mod path_log_odds;
mod plain_view;
mod repeats;
mod summary_overlap;
mod table;
mod text_stats;

use crate::html::head::DocumentHead;
use crate::html::outline::Outline;
use crate::kind::Kind;
use crate::lexicon::{Hits, Lexicon};
use crate::model::{Table, probability};

use announcements::{Anchors, Group};
use article_containers::{Candidate, Readability};
use article_span::Article;
use container_sums::{CHAIN, Held, Sums};
use headline::Title;
use named_containers::Scope;
use page_totals::Totals;
pub(crate) use page_type::TYPES;
use page_type::types;
use path_log_odds::Path;
use plain_view::Plain;
use repeats::Repeat;
pub(crate) use table::PAGE;
use text_stats::Stats;

/// The learned tables that features look into.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    /// Log-odds of element tokens.
    pub(crate) tokens: Table,
    /// Weights of the signs of each type of page.
    pub(crate) types: [Table; TYPES.len()],
}

/// Everything the features of a page are read from.
pub(crate) struct PageContext {
    /// The page's blocks and containers.
    pub(crate) outline: Outline,
    /// What the lexicon found in each block that is short enough to announce something.
    hits: Vec<Hits>,
    /// The kind of a block that is a known phrase, or opens with a known label.
    pub(crate) certain: Vec<Option<Kind>>,
    stats: Vec<Stats>,
    sums: Sums,
    held: Vec<Held>,
    chains: Vec<[u32; CHAIN]>,
    paths: Vec<Path>,
    repeats: Vec<Repeat>,
    siblings: Vec<f32>,
    main40: Candidate,
    main70: Candidate,
    readability: Readability,
    to_top: article_containers::Kinship,
    article: Article,
    anchors: Vec<Anchors>,
    title: Title,
    previous_heading: Vec<Option<usize>>,
    in_summary: Vec<f32>,
    foreign: Vec<(usize, usize)>,
    scopes: Vec<Scope>,
    plain: Plain,
    likely40: Candidate,
    likely70: Candidate,
    page: Totals,
}

impl PageContext {
    /// Reads a page.
    pub(crate) fn new(
        outline: Outline,
        head: &DocumentHead,
        lexicon: &Lexicon,
        tables: &Tables,
    ) -> Self {
        let blocks = &outline.blocks;
        let stats: Vec<Stats> =
            (0..blocks.len()).map(|number| Stats::of(outline.text_of(number))).collect();
        let sums = Sums::of(&outline);
        let long: Vec<f32> = blocks
            .iter()
            .map(|cue| container_sums::long_words(cue.words, cue.link_words))
            .collect();
        let held = container_sums::hold(&outline, &sums);
        let hits = announcements::look_up(&outline, lexicon);
        let readability = Readability::of(&outline, &held, &stats, |_| true);
        let article = Article::of(&outline, &long);
        let paths = path_log_odds::paths(&outline, &tables.tokens);
        let likely = likely_long(&outline, &paths, &long);
        let title = Title::of(&outline, head);
        let scopes =
            named_containers::scopes(&outline, title.block.or(title.first_h1), |container| {
                sums.words(container.first as usize, container.end as usize)
            });
        PageContext {
            chains: container_sums::chains(&outline),
            paths,
            repeats: repeats::repeats(&outline, &long),
            siblings: repeats::siblings(&outline),
            main40: article_containers::deepest(&outline, &sums.long, 0.4),
            main70: article_containers::deepest(&outline, &sums.long, 0.7),
            plain: Plain::of(&outline, &scopes, &long, &held, &stats),
            likely40: article_containers::deepest(&outline, &likely, 0.4),
            likely70: article_containers::deepest(&outline, &likely, 0.7),
            in_summary: summary_overlap::in_summary(&outline, head),
            foreign: foreign_language::foreign(&outline, |first, end| sums.long(first, end)),
            scopes,
            to_top: article_containers::Kinship::to(&outline, readability.top.container),
            anchors: announcements::anchors(&outline, &hits, &sums),
            certain: announcements::certain(&outline, lexicon, &hits),
            title,
            previous_heading: previous_headings(&outline),
            page: Totals::of(
                &outline,
                head,
                &sums,
                &held,
                &stats,
                &article,
                types(&head.type_keys, &tables.types),
            ),
            outline,
            hits,
            stats,
            sums,
            held,
            readability,
            article,
        }
    }

    /// Whether a block repeats the declared title.
    pub(crate) fn is_title(&self, block: usize) -> bool {
        self.title.block == Some(block)
    }

    /// Whether a block holds a date with a time of day and does not end like a sentence.
    pub(crate) fn is_stamp(&self, block: usize) -> bool {
        self.stats[block].stamp && self.stats[block].ending == text_stats::Ending::Other
    }

    /// Whether the block is hidden, and in another language than the page.
    pub(crate) fn is_foreign(&self, block: usize) -> bool {
        self.foreign.iter().any(|&(first, end)| (first..end).contains(&block))
    }

    /// How probable it is that the page is an article, by its head and address.
    pub(crate) fn article_share(&self) -> f32 {
        self.page.types[page_type::ARTICLE]
    }

    /// How probable it is that the page offers a service (a site's home, an offer, a tool), by its head and address.
    pub(crate) fn service_share(&self) -> f32 {
        self.page.types[page_type::SERVICE]
    }

    /// How many blocks with this text stand before the block.
    pub(crate) fn earlier_copies(&self, block: usize) -> usize {
        self.repeats[block].earlier as usize
    }

    /// Whether the block stands under a heading, or in a container, that a phrase of related items or comments opens.
    pub(crate) fn is_announced(&self, block: usize) -> bool {
        let anchors = &self.anchors[block];
        anchors.heading.has(Group::Related)
            || anchors.heading.has(Group::Comment)
            || anchors.up[0] < 3.0
            || anchors.up[1] < 3.0
    }

    fn words(&self, block: usize) -> f32 {
        self.outline.blocks[block].words
    }

    /// Share of a block's words in links.
    fn link_share(&self, block: usize) -> f32 {
        let cue = &self.outline.blocks[block];
        cue.link_words / cue.words.max(1.0)
    }

    fn heading(&self, block: usize) -> f32 {
        f32::from(self.container(block).heading)
    }

    fn container(&self, block: usize) -> &crate::html::outline::Container {
        &self.outline.containers[self.outline.blocks[block].container as usize]
    }

    fn own(&self, block: usize) -> usize {
        self.outline.blocks[block].element as usize
    }

    fn scope(&self, block: usize) -> &Scope {
        &self.scopes[self.own(block)]
    }

    /// The plain long text before the outermost container of comments around a block, over that in it; -1 outside.
    fn before_comments(&self, block: usize) -> f32 {
        self.outline.containers.get(self.scope(block).comments as usize).map_or(-1.0, |comments| {
            let inside = self.sums.long(comments.first as usize, comments.end as usize);
            (self.plain.long[comments.first as usize] + 1.0) / (inside + 1.0)
        })
    }

    fn path(&self, block: usize) -> &Path {
        &self.paths[self.own(block)]
    }

    fn held(&self, block: usize, link: usize) -> &Held {
        &self.held[self.chains[block][link] as usize]
    }

    /// Where a block stands in a container of its chain, 0 to 1.
    fn place(&self, block: usize, link: usize) -> f32 {
        let first = self.outline.containers[self.chains[block][link] as usize].first;
        (block as f32 - first as f32) / self.held(block, link).blocks.max(1.0)
    }

    fn chain_tag(&self, block: usize, link: usize) -> f32 {
        f32::from(self.outline.containers[self.chains[block][link] as usize].tag as u8)
    }

    /// Another block's value, `offset` blocks on; -1 off the page.
    fn near(&self, block: usize, offset: isize, value: impl Fn(&Self, usize) -> f32) -> f32 {
        match block.checked_add_signed(offset) {
            Some(other) if other < self.outline.blocks.len() => value(self, other),
            _ => -1.0,
        }
    }

    /// The blocks around a block, `radius` on each side.
    fn window(&self, block: usize, radius: usize) -> (usize, usize) {
        (block.saturating_sub(radius), (block + radius + 1).min(self.outline.blocks.len()))
    }

    fn window_links(&self, block: usize, radius: usize) -> f32 {
        let (from, to) = self.window(block, radius);
        self.sums.links(from, to) / self.sums.words(from, to).max(1.0)
    }

    /// The branch off the article's chain that a block stands in: its container, if it is on one.
    fn branch(&self, block: usize) -> Option<&Held> {
        self.held.get(self.article.kinship.branch[self.own(block)] as usize)
    }

    /// Blocks from a marked block, cut at 60 either way; -61 without one.
    fn distance(&self, block: usize, from: Option<usize>) -> f32 {
        from.map_or(-article_span::FARTHEST - 1.0, |from| {
            (block as f32 - from as f32).clamp(-article_span::FARTHEST, article_span::FARTHEST)
        })
    }

    /// The share of words in links since the article's paragraph before a block; -1 if there is none.
    fn links_since_paragraph(&self, block: usize) -> f32 {
        self.article.previous[block].map_or(-1.0, |previous| {
            self.sums.links(previous + 1, block + 1)
                / self.sums.words(previous + 1, block + 1).max(1.0)
        })
    }
}

/// Running totals of long text, weighed by what the names around each block promise: log-odds of the worst and the best.
fn likely_long(outline: &Outline, paths: &[Path], long: &[f32]) -> Vec<f32> {
    let promise = |path: &Path| probability(path.min + path.max);
    container_sums::running(
        outline
            .blocks
            .iter()
            .zip(long)
            .map(|(cue, long)| long * promise(&paths[cue.element as usize])),
    )
}

/// The last heading before each block.
fn previous_headings(outline: &Outline) -> Vec<Option<usize>> {
    let mut last = None;
    let mut previous = Vec::with_capacity(outline.blocks.len());
    for (number, cue) in outline.blocks.iter().enumerate() {
        previous.push(last);
        if outline.containers[cue.container as usize].heading > 0 {
            last = Some(number);
        }
    }
    previous
}
