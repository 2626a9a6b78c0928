//! The features of a block of an HTML page.
//!
//! Every feature is a name and a function of the page's context and the block's number. None is ever NaN: what is not
//! there has a value of its own, -1 unless the feature says otherwise.

mod anchors;
mod article;
mod candidates;
mod containers;
mod declared;
mod paths;
mod plain;
mod repeats;
mod scopes;
mod stats;
mod title;
mod totals;
mod types;

use crate::features::Feature;
use crate::kind::Kind;
use crate::lexicon::{Hits, Lexicon};
use crate::meta::Head;
use crate::model::{Table, probability};
use crate::outline::Outline;

use anchors::{Anchors, Group};
use article::Article;
use candidates::{Candidate, Readability};
use containers::{CHAIN, Held, Sums};
use paths::Path;
use plain::Plain;
use repeats::Repeat;
use scopes::Scope;
use stats::Stats;
use title::Title;
use totals::Totals;
pub(crate) use types::TYPES;
use types::types;

/// The learned tables that features look into.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    /// Log-odds of element tokens.
    pub(crate) tokens: Table,
    /// Weights of the signs of each type of page.
    pub(crate) types: [Table; TYPES],
}

/// Everything the features of a page are read from.
pub(crate) struct Context {
    /// The page's blocks and containers.
    pub(crate) outline: Outline,
    /// What the lexicon found in each block.
    pub(crate) hits: Vec<Hits>,
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
    to_top: candidates::Kinship,
    article: Article,
    anchors: Vec<Anchors>,
    title: Title,
    previous_heading: Vec<Option<usize>>,
    in_summary: Vec<f32>,
    scopes: Vec<Scope>,
    plain: Plain,
    likely40: Candidate,
    likely70: Candidate,
    page: Totals,
}

impl Context {
    /// Reads a page.
    pub(crate) fn new(outline: Outline, head: &Head, lexicon: &Lexicon, tables: &Tables) -> Self {
        let blocks = &outline.blocks;
        let stats: Vec<Stats> = (0..blocks.len()).map(|number| Stats::of(outline.text_of(number))).collect();
        let sums = Sums::of(&outline);
        let long: Vec<f32> = blocks.iter().map(|cue| containers::long_words(cue.words, cue.link_words)).collect();
        let held = containers::hold(&outline, &sums);
        let hits = anchors::look_up(&outline, lexicon);
        let readability = Readability::of(&outline, &held, &stats, |_| true);
        let article = Article::of(&outline, &long);
        let paths = paths::paths(&outline, &tables.tokens);
        let likely = likely_long(&outline, &paths, &long);
        let title = Title::of(&outline, head);
        let scopes = scopes::scopes(&outline, title.block.or(title.first_h1), |container| {
            sums.words(container.first as usize, container.end as usize)
        });
        Context {
            chains: containers::chains(&outline),
            paths,
            repeats: repeats::repeats(&outline, &long),
            siblings: repeats::siblings(&outline),
            main40: candidates::deepest(&outline, &sums.long, 0.4),
            main70: candidates::deepest(&outline, &sums.long, 0.7),
            plain: Plain::of(&outline, &scopes, &long, &held, &stats),
            likely40: candidates::deepest(&outline, &likely, 0.4),
            likely70: candidates::deepest(&outline, &likely, 0.7),
            in_summary: declared::in_summary(&outline, head),
            scopes,
            to_top: candidates::Kinship::to(&outline, readability.top.container),
            anchors: anchors::anchors(&outline, &hits, &sums),
            title,
            previous_heading: previous_headings(&outline),
            page: Totals::of(&outline, head, &sums, &held, &stats, &article, types(&head.signs, &tables.types)),
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

    /// How probable it is that the page is an article, by its head and address.
    pub(crate) fn article_share(&self) -> f32 {
        self.page.types[0]
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

    fn container(&self, block: usize) -> &crate::outline::Container {
        &self.outline.containers[self.outline.blocks[block].container as usize]
    }

    fn own(&self, block: usize) -> usize {
        self.outline.blocks[block].own as usize
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
        from.map_or(-article::FARTHEST - 1.0, |from| {
            (block as f32 - from as f32).clamp(-article::FARTHEST, article::FARTHEST)
        })
    }

    /// Blocks between `from` and the block: how many there are and the words in them.
    fn since_paragraph(&self, block: usize) -> (f32, f32, f32) {
        match self.article.previous[block] {
            Some(previous) => {
                let words = self.sums.words(previous + 1, block + 1);
                let links = self.sums.links(previous + 1, block + 1) / words.max(1.0);
                (((block - previous) as f32).min(article::FARTHEST), words - self.words(block), links)
            }
            None => (-1.0, -1.0, -1.0),
        }
    }
}

/// Running totals of long text, weighed by what the names around each block promise: log-odds of the worst and the best.
fn likely_long(outline: &Outline, paths: &[Path], long: &[f32]) -> Vec<f32> {
    let mut sum = 0.0;
    let mut sums = vec![sum];
    for (cue, long) in outline.blocks.iter().zip(long) {
        let path = &paths[cue.own as usize];
        sum += long * probability(path.min + path.max);
        sums.push(sum);
    }
    sums
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

/// 1 or 0.
fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// The features. Words are effective words (`units.rs`); a link share is the share of words in links; `c0` to `c4` are the
/// containers around the block, each holding more than the one before.
pub(crate) const PAGE: &[Feature<Context>] = &[
    // The block's text.
    ("words", |c, i| c.words(i)),
    ("chars", |c, i| c.stats[i].chars),
    ("link_share", |c, i| c.link_share(i)),
    ("sentences", |c, i| c.stats[i].sentences),
    ("sentence_rate", |c, i| c.stats[i].sentences / c.words(i).max(1.0)),
    ("capital_share", |c, i| c.stats[i].capitals / c.stats[i].runs.max(1.0)),
    ("run_chars", |c, i| c.stats[i].chars / c.stats[i].runs.max(1.0)),
    ("mixed_share", |c, i| c.stats[i].mixed / c.stats[i].runs.max(1.0)),
    ("ending", |c, i| f32::from(c.stats[i].ending as u8)),
    // Its element.
    ("tag", |c, i| f32::from(c.container(i).tag as u8)),
    ("inner_tag", |c, i| f32::from(c.outline.blocks[i].inner as u8)),
    ("heading", |c, i| c.heading(i)),
    ("depth", |c, i| f32::from(c.container(i).depth)),
    ("hidden", |c, i| f32::from(c.outline.containers[c.own(i)].hidden)),
    // Tokens of class, id, role and tag on its path.
    ("token_min", |c, i| c.path(i).min),
    ("token_max", |c, i| c.path(i).max),
    ("token_sum", |c, i| c.path(i).sum),
    ("token_mean", |c, i| c.path(i).mean()),
    ("token_count", |c, i| c.path(i).count),
    ("token_own", |c, i| c.path(i).means[0]),
    ("token_parent", |c, i| c.path(i).means[1]),
    ("token_grandparent", |c, i| c.path(i).means[2]),
    ("token_min_distance", |c, i| c.path(i).min_distance),
    ("token_max_distance", |c, i| c.path(i).max_distance),
    // Repetition.
    ("copies", |c, i| c.repeats[i].copies),
    ("earlier_copies", |c, i| c.repeats[i].earlier),
    ("alike", |c, i| c.repeats[i].alike),
    ("alike_words", |c, i| c.repeats[i].alike_words),
    ("alike_links", |c, i| c.repeats[i].alike_links),
    ("alike_share", |c, i| c.repeats[i].alike_share),
    ("alike_long", |c, i| c.repeats[i].long_share),
    ("siblings0", |c, i| c.siblings[c.chains[i][0] as usize]),
    // Containers.
    ("c0_tag", |c, i| c.chain_tag(i, 0)),
    ("c1_tag", |c, i| c.chain_tag(i, 1)),
    ("c2_share", |c, i| c.held(i, 2).words / c.page.words),
    ("c4_share", |c, i| c.held(i, 4).words / c.page.words),
    ("c1_links", |c, i| c.held(i, 1).link_share()),
    ("c2_links", |c, i| c.held(i, 2).link_share()),
    ("c3_links", |c, i| c.held(i, 3).link_share()),
    ("c3_place", |c, i| c.place(i, 3)),
    ("c2_controls", |c, i| c.held(i, 2).per_block(c.held(i, 2).controls)),
    ("c3_controls", |c, i| c.held(i, 3).per_block(c.held(i, 3).controls)),
    ("c2_paragraphs", |c, i| c.held(i, 2).per_block(c.held(i, 2).paragraphs)),
    ("c3_paragraphs", |c, i| c.held(i, 3).per_block(c.held(i, 3).paragraphs)),
    ("c3_headings", |c, i| c.held(i, 3).per_block(c.held(i, 3).headings)),
    ("c2_items", |c, i| c.held(i, 2).per_block(c.held(i, 2).items)),
    ("c3_items", |c, i| c.held(i, 3).per_block(c.held(i, 3).items)),
    ("c2_children", |c, i| c.held(i, 2).children),
    // Guesses at the article's container.
    ("main40_in", |c, i| c.main40.holds(i)),
    ("main40_place", |c, i| c.main40.place(i)),
    ("main40_share", |c, _| c.held[c.main40.container as usize].words / c.page.words),
    ("main70_in", |c, i| c.main70.holds(i)),
    ("main70_place", |c, i| c.main70.place(i)),
    ("main70_share", |c, _| c.held[c.main70.container as usize].words / c.page.words),
    ("main70_links", |c, _| c.held[c.main70.container as usize].link_share()),
    ("top_in", |c, i| c.readability.top.holds(i)),
    ("top_place", |c, i| c.readability.top.place(i)),
    ("top_up", |c, i| c.to_top.up[c.own(i)]),
    ("top_down", |c, i| c.to_top.down[c.own(i)]),
    ("top_score1", |c, i| c.readability.scores[c.chains[i][1] as usize]),
    ("top_score2", |c, i| c.readability.scores[c.chains[i][2] as usize]),
    ("top_score_around", |c, i| c.readability.best_around[c.own(i)]),
    // The article by its long paragraphs.
    ("modal_share", |c, _| c.article.modal_share),
    ("modal_from_first", |c, i| c.distance(i, Some(c.article.first))),
    ("modal_from_last", |c, i| c.distance(i, Some(c.article.last))),
    ("modal_words_after", |c, i| c.sums.words(c.article.last + 1, i)),
    ("modal_down", |c, i| c.article.kinship.down[c.own(i)]),
    ("branch_words", |c, i| c.branch(i).map_or(-1.0, |held| held.words)),
    ("branch_long", |c, i| c.branch(i).map_or(-1.0, |held| held.long / held.words.max(1.0))),
    ("branch_links", |c, i| c.branch(i).map_or(-1.0, Held::link_share)),
    ("branch_blocks", |c, i| c.branch(i).map_or(-1.0, |held| held.blocks)),
    ("paragraph_since_links", |c, i| c.since_paragraph(i).2),
    ("paragraph_until", |c, i| c.article.next[i].map_or(99.0, |next| ((next - i) as f32).min(article::FARTHEST))),
    ("sandwiched", |c, i| c.article.sandwiched(i)),
    ("long_after10", |c, i| c.sums.long(i + 1, i + 11)),
    // Phrases that announce chrome.
    ("phrase_certain", |c, i| flag(c.hits[i].certain().is_some_and(|kind| kind != Kind::Date))),
    ("related_since", |c, i| c.anchors[i].since[0]),
    ("related_long_since", |c, i| c.anchors[i].long_since[0]),
    ("related_heading_since", |c, i| c.anchors[i].since_heading[0]),
    ("comment_since", |c, i| c.anchors[i].since[1]),
    ("comment_long_since", |c, i| c.anchors[i].long_since[1]),
    ("comment_heading_since", |c, i| c.anchors[i].since_heading[1]),
    ("phrase_since", |c, i| c.anchors[i].since_any),
    ("heading_comment", |c, i| flag(c.anchors[i].heading.has(Group::Comment))),
    ("related_up", |c, i| c.anchors[i].up[0]),
    ("comment_up", |c, i| c.anchors[i].up[1]),
    ("other_up", |c, i| c.anchors[i].up[2]),
    ("related_size", |c, i| c.anchors[i].related_size),
    // Containers that say what they hold.
    ("comments_up", |c, i| c.scope(i).up[0]),
    ("comments_before", |c, i| c.before_comments(i)),
    ("comments_from", |c, i| c.distance(i, c.plain.first_comment)),
    ("is_plain", |c, i| flag(c.scope(i).is_plain)),
    ("plain_share", |c, _| c.plain.all_long() / c.page.long.max(1.0)),
    ("plain_words", |c, _| c.plain.all_long()),
    ("plain_place", |c, i| c.plain.long[i] / c.plain.all_long().max(1.0)),
    ("plain40_in", |c, i| c.plain.main40.holds(i)),
    ("plain40_place", |c, i| c.plain.main40.place(i)),
    ("plain70_in", |c, i| c.plain.main70.holds(i)),
    ("plain70_place", |c, i| c.plain.main70.place(i)),
    ("plain_from_first", |c, i| c.distance(i, Some(c.plain.article.first))),
    ("plain_from_last", |c, i| c.distance(i, Some(c.plain.article.last))),
    ("plain_words_after", |c, i| c.sums.words(c.plain.article.last + 1, i)),
    ("plain_top_in", |c, i| c.plain.readability.top.holds(i)),
    ("plain_top_place", |c, i| c.plain.readability.top.place(i)),
    ("plain_top_up", |c, i| c.plain.to_top.up[c.own(i)]),
    ("plain_top_down", |c, i| c.plain.to_top.down[c.own(i)]),
    ("plain_score1", |c, i| c.plain.readability.scores[c.chains[i][1] as usize]),
    ("plain_score_around", |c, i| c.plain.readability.best_around[c.own(i)]),
    ("likely40_in", |c, i| c.likely40.holds(i)),
    ("likely40_place", |c, i| c.likely40.place(i)),
    ("likely70_in", |c, i| c.likely70.holds(i)),
    ("likely70_place", |c, i| c.likely70.place(i)),
    ("plain_down", |c, i| c.plain.article.kinship.down[c.own(i)]),
    // What the head declares.
    ("in_summary", |c, i| c.in_summary[i]),
    // Position.
    ("place", |c, i| i as f32 / c.page.blocks),
    ("word_place", |c, i| c.sums.words(0, i) / c.page.words),
    ("from_start", |_, i| i as f32),
    ("from_end", |c, i| c.page.blocks - i as f32),
    ("title_similarity", |c, i| c.title.similarity[i]),
    ("from_h1", |c, i| c.distance(i, c.title.first_h1)),
    ("from_title", |c, i| c.distance(i, c.title.block)),
    ("title_up", |c, i| c.title.kinship.as_ref().map_or(-1.0, |kinship| kinship.up[c.own(i)])),
    ("title_down", |c, i| c.title.kinship.as_ref().map_or(-1.0, |kinship| kinship.down[c.own(i)])),
    ("heading_since", |c, i| c.previous_heading[i].map_or(-1.0, |heading| (i - heading) as f32)),
    ("heading_links", |c, i| c.previous_heading[i].map_or(-1.0, |heading| c.link_share(heading))),
    ("heading_words", |c, i| c.previous_heading[i].map_or(-1.0, |heading| c.words(heading))),
    ("heading_copies", |c, i| c.previous_heading[i].map_or(-1.0, |heading| c.repeats[heading].alike)),
    ("heading_level", |c, i| c.previous_heading[i].map_or(0.0, |heading| c.heading(heading))),
    // Neighbours.
    ("words-1", |c, i| c.near(i, -1, Context::words)),
    ("words+1", |c, i| c.near(i, 1, Context::words)),
    ("links+1", |c, i| c.near(i, 1, Context::link_share)),
    ("links_near3", |c, i| c.window_links(i, 3)),
    ("links_near8", |c, i| c.window_links(i, 8)),
    // The page.
    ("page_words", |c, _| c.page.words),
    ("page_blocks", |c, _| c.page.blocks),
    ("page_links", |c, _| c.page.links / c.page.words),
    ("page_long", |c, _| c.page.long),
    ("page_long_share", |c, _| c.page.long / c.page.words),
    ("page_paragraphs", |c, _| c.page.paragraphs),
    ("page_articles", |c, _| c.page.articles),
    ("page_headings", |c, _| c.page.headings),
    ("page_p", |c, _| c.page.root.paragraphs),
    ("page_items", |c, _| c.page.root.items),
    ("page_images", |c, _| c.page.root.images),
    ("page_controls", |c, _| c.page.root.controls),
    ("page_codes", |c, _| c.page.codes),
    ("page_og_type", |c, _| c.page.og_type),
    ("type_article", |c, _| c.page.types[0]),
    ("type_collection", |c, _| c.page.types[1]),
    ("type_documentation", |c, _| c.page.types[2]),
    ("type_forum", |c, _| c.page.types[3]),
    ("type_listing", |c, _| c.page.types[4]),
    ("type_product", |c, _| c.page.types[5]),
    ("type_service", |c, _| c.page.types[6]),
    ("page_questions", |c, _| c.page.questions),
    ("page_currencies", |c, _| c.page.currencies),
    ("page_dates", |c, _| c.page.dates),
];
