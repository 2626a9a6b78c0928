//! The table of features: a name with its unit, and a function.

use crate::features::{Feature, flag};
use crate::html::tags::Tag;
use crate::kind::Kind;

use super::announcements::PhraseGroup;
use super::block_distance::{FARTHEST, signed};
use super::container_sums::ContainerSums;
use super::context::PageContext;

/// Blocks until a paragraph that does not exist.
const NO_PARAGRAPH: f32 = 99.0;
/// Blocks after a block whose long text is summed.
const REACH: usize = 10;

/// A feature of a block.
const fn block<F: Fn(&PageContext, usize) -> f32 + Sync>(
    name: &'static str,
    value: &'static F,
) -> Feature<PageContext> {
    Feature::new(name, value)
}

/// The features.
///
/// A name ends in its unit where it has one. Words are effective words (`unicode/words.rs`).
/// `chain0` to `chain4` are the containers around the block, each with more blocks than the one
/// before. Distances are in blocks, levels are block-level elements. `contains` is 1 for a block in
/// the container, `position` 0 at its start and 1 at its end. A feature that does not apply is -1,
/// unless its function says otherwise. The model file stores the names: a new name needs a new file
/// (`train/README.md`).
pub(crate) const PAGE: &[Feature<PageContext>] = &[
    // The block's text.
    block("block_words", &|c, i| c.words(i)),
    block("block_chars", &|c, i| c.stats[i].chars),
    block("block_link_share", &|c, i| c.link_share(i)),
    block("block_sentences", &|c, i| c.stats[i].sentences),
    block("sentences_per_word", &|c, i| c.stats[i].sentences / c.words(i).max(1.0)),
    block("capitalized_piece_share", &|c, i| c.stats[i].capitalized / c.stats[i].pieces.max(1.0)),
    block("chars_per_piece", &|c, i| c.stats[i].chars / c.stats[i].pieces.max(1.0)),
    block("mixed_piece_share", &|c, i| c.stats[i].mixed / c.stats[i].pieces.max(1.0)),
    block("ending_class", &|c, i| f32::from(c.stats[i].ending as u8)),
    // Its element.
    block("tag_number", &|c, i| f32::from(c.container(i).tag as u8)),
    block("inner_tag_number", &|c, i| f32::from(c.outline.blocks[i].inner_tag as u8)),
    block("heading_level", &|c, i| c.heading_level(i)),
    block("depth_levels", &|c, i| f32::from(c.container(i).depth)),
    block("hidden_bits", &|c, i| f32::from(c.outline.containers[c.element(i)].hidden)),
    // Names on its path: tags, classes, ids, roles. Element 1 is the innermost with known names.
    block("name_log_odds_min", &|c, i| c.path(i).min),
    block("name_log_odds_max", &|c, i| c.path(i).max),
    block("name_log_odds_sum", &|c, i| c.path(i).sum),
    block("name_log_odds_mean", &|c, i| c.path(i).mean()),
    block("name_log_odds_count", &|c, i| c.path(i).count),
    block("name_log_odds_element1", &|c, i| c.path(i).means[0]),
    block("name_log_odds_element2", &|c, i| c.path(i).means[1]),
    block("name_log_odds_element3", &|c, i| c.path(i).means[2]),
    block("name_log_odds_min_elements_up", &|c, i| c.path(i).min_distance),
    block("name_log_odds_max_elements_up", &|c, i| c.path(i).max_distance),
    // Repetition.
    block("copy_blocks", &|c, i| c.repetitions[i].copies),
    block("earlier_copy_blocks", &|c, i| c.repetitions[i].earlier_copies),
    block("similar_blocks", &|c, i| c.repetitions[i].similar_blocks),
    block("similar_words_mean", &|c, i| c.repetitions[i].similar_words),
    block("similar_link_share", &|c, i| c.repetitions[i].similar_link_share),
    block("similar_word_share", &|c, i| c.repetitions[i].similar_share),
    block("similar_long_word_share", &|c, i| c.repetitions[i].long_share),
    block("chain0_similar_siblings", &|c, i| c.siblings[c.chains[i][0] as usize]),
    // Containers.
    block("chain0_tag_number", &|c, i| c.chain_tag(i, 0)),
    block("chain1_tag_number", &|c, i| c.chain_tag(i, 1)),
    block("chain2_word_share", &|c, i| c.chain(i, 2).words / c.page.words),
    block("chain4_word_share", &|c, i| c.chain(i, 4).words / c.page.words),
    block("chain1_link_share", &|c, i| c.chain(i, 1).link_share()),
    block("chain2_link_share", &|c, i| c.chain(i, 2).link_share()),
    block("chain3_link_share", &|c, i| c.chain(i, 3).link_share()),
    block("chain3_position", &|c, i| c.chain_position(i, 3)),
    block("chain2_controls_per_block", &|c, i| c.chain(i, 2).per_block(c.chain(i, 2).controls)),
    block("chain3_controls_per_block", &|c, i| c.chain(i, 3).per_block(c.chain(i, 3).controls)),
    block("chain2_paragraphs_per_block", &|c, i| c.chain(i, 2).per_block(c.chain(i, 2).paragraphs)),
    block("chain3_paragraphs_per_block", &|c, i| c.chain(i, 3).per_block(c.chain(i, 3).paragraphs)),
    block("chain3_headings_per_block", &|c, i| c.chain(i, 3).per_block(c.chain(i, 3).headings)),
    block("chain2_items_per_block", &|c, i| c.chain(i, 2).per_block(c.chain(i, 2).items)),
    block("chain3_items_per_block", &|c, i| c.chain(i, 3).per_block(c.chain(i, 3).items)),
    block("chain2_child_elements", &|c, i| c.chain(i, 2).children),
    // Guesses at the article's container.
    block("main40_contains", &|c, i| c.main40.contains(i)),
    block("main40_position", &|c, i| c.main40.position(i)),
    block("main40_word_share", &|c, _| {
        c.container_sums[c.main40.container as usize].words / c.page.words
    }),
    block("main70_contains", &|c, i| c.main70.contains(i)),
    block("main70_position", &|c, i| c.main70.position(i)),
    block("main70_word_share", &|c, _| {
        c.container_sums[c.main70.container as usize].words / c.page.words
    }),
    block("main70_link_share", &|c, _| c.container_sums[c.main70.container as usize].link_share()),
    block("top_contains", &|c, i| c.readability.top.contains(i)),
    block("top_position", &|c, i| c.readability.top.position(i)),
    block("top_levels_up", &|c, i| c.top_distance.up[c.element(i)]),
    block("top_levels_down", &|c, i| c.top_distance.down[c.element(i)]),
    block("chain1_readability", &|c, i| c.readability.scores[c.chains[i][1] as usize]),
    block("chain2_readability", &|c, i| c.readability.scores[c.chains[i][2] as usize]),
    block("best_ancestor_readability", &|c, i| c.readability.best_ancestor[c.element(i)]),
    // The article by its long paragraphs, in the holder of most of them.
    block("modal_long_word_share", &|c, _| c.article.modal_share),
    block("modal_blocks_from_first", &|c, i| signed(Some(c.article.first), i)),
    block("modal_blocks_from_last", &|c, i| signed(Some(c.article.last), i)),
    block("modal_words_since_last", &|c, i| c.prefix.words(c.article.last + 1, i)),
    block("modal_levels_down", &|c, i| c.article.distance.down[c.element(i)]),
    block("branch_words", &|c, i| c.branch(i, |sums| sums.words)),
    block("branch_long_word_share", &|c, i| c.branch(i, |sums| sums.long / sums.words.max(1.0))),
    block("branch_link_share", &|c, i| c.branch(i, ContainerSums::link_share)),
    block("branch_blocks", &|c, i| c.branch(i, |sums| sums.blocks)),
    block("link_share_since_paragraph", &|c, i| c.link_share_since_paragraph(i)),
    block("blocks_until_paragraph", &|c, i| {
        c.article.next[i].map_or(NO_PARAGRAPH, |next| ((next - i) as f32).min(FARTHEST))
    }),
    block("sandwiched_class", &|c, i| c.article.sandwiched(i)),
    block("long_words_10_after", &|c, i| c.prefix.long(i + 1, i + 1 + REACH)),
    // Phrases that announce chrome.
    block("phrase_decisive", &|c, i| {
        flag(c.phrases[i].decisive().is_some_and(|kind| kind != Kind::Date))
    }),
    block("related_phrase_blocks_since", &|c, i| c.announcements[i].since[0]),
    block("related_phrase_long_words_since", &|c, i| c.announcements[i].long_since[0]),
    block("related_heading_blocks_since", &|c, i| c.announcements[i].since_heading[0]),
    block("comment_phrase_blocks_since", &|c, i| c.announcements[i].since[1]),
    block("comment_phrase_long_words_since", &|c, i| c.announcements[i].long_since[1]),
    block("comment_heading_blocks_since", &|c, i| c.announcements[i].since_heading[1]),
    block("phrase_blocks_since", &|c, i| c.announcements[i].since_any),
    block("last_heading_announces_comments", &|c, i| {
        flag(c.announcements[i].heading.contains(PhraseGroup::Comment))
    }),
    block("related_phrase_levels_up", &|c, i| c.announcements[i].opened.related_up),
    block("comment_phrase_levels_up", &|c, i| c.announcements[i].opened.comment_up),
    block("other_phrase_levels_up", &|c, i| c.announcements[i].opened.other_up),
    block("related_phrase_container_blocks", &|c, i| c.announcements[i].opened.related_size),
    // Containers whose names state their content, and the page without them.
    block("comment_name_levels_up", &|c, i| c.named(i).comments_up),
    block("comment_name_long_word_ratio", &|c, i| c.before_comments(i)),
    block("comment_name_blocks_from", &|c, i| signed(c.plain.first_comment, i)),
    block("in_plain_container", &|c, i| flag(c.named(i).is_plain)),
    block("plain_long_word_share", &|c, _| c.plain.all_long() / c.page.long.max(1.0)),
    block("plain_long_words", &|c, _| c.plain.all_long()),
    block("plain_long_word_position", &|c, i| c.plain.long[i] / c.plain.all_long().max(1.0)),
    block("plain40_contains", &|c, i| c.plain.main40.contains(i)),
    block("plain40_position", &|c, i| c.plain.main40.position(i)),
    block("plain70_contains", &|c, i| c.plain.main70.contains(i)),
    block("plain70_position", &|c, i| c.plain.main70.position(i)),
    block("plain_modal_blocks_from_first", &|c, i| signed(Some(c.plain.article.first), i)),
    block("plain_modal_blocks_from_last", &|c, i| signed(Some(c.plain.article.last), i)),
    block("plain_modal_words_since_last", &|c, i| c.prefix.words(c.plain.article.last + 1, i)),
    block("plain_top_contains", &|c, i| c.plain.readability.top.contains(i)),
    block("plain_top_position", &|c, i| c.plain.readability.top.position(i)),
    block("plain_top_levels_up", &|c, i| c.plain.top_distance.up[c.element(i)]),
    block("plain_top_levels_down", &|c, i| c.plain.top_distance.down[c.element(i)]),
    block("chain1_plain_readability", &|c, i| c.plain.readability.scores[c.chains[i][1] as usize]),
    block("best_ancestor_plain_readability", &|c, i| {
        c.plain.readability.best_ancestor[c.element(i)]
    }),
    block("likely40_contains", &|c, i| c.likely40.contains(i)),
    block("likely40_position", &|c, i| c.likely40.position(i)),
    block("likely70_contains", &|c, i| c.likely70.contains(i)),
    block("likely70_position", &|c, i| c.likely70.position(i)),
    block("plain_modal_levels_down", &|c, i| c.plain.article.distance.down[c.element(i)]),
    // Declarations of the head.
    block("summary_overlap", &|c, i| c.summary_overlap[i]),
    // Position.
    block("block_position", &|c, i| i as f32 / c.page.blocks),
    block("word_position", &|c, i| c.prefix.words(0, i) / c.page.words),
    block("blocks_from_start", &|_, i| i as f32),
    block("blocks_to_end", &|c, i| c.page.blocks - i as f32),
    block("title_similarity", &|c, i| c.headline.similarity[i]),
    block("h1_blocks_from", &|c, i| signed(c.headline.first_h1, i)),
    block("headline_blocks_from", &|c, i| signed(c.headline.block, i)),
    block("headline_levels_up", &|c, i| {
        c.headline.distance.as_ref().map_or(-1.0, |distance| distance.up[c.element(i)])
    }),
    block("headline_levels_down", &|c, i| {
        c.headline.distance.as_ref().map_or(-1.0, |distance| distance.down[c.element(i)])
    }),
    block("last_heading_blocks_since", &|c, i| c.last_heading(i, -1.0, |_, at| (i - at) as f32)),
    block("last_heading_link_share", &|c, i| c.last_heading(i, -1.0, PageContext::link_share)),
    block("last_heading_words", &|c, i| c.last_heading(i, -1.0, PageContext::words)),
    block("last_heading_similar_blocks", &|c, i| {
        c.last_heading(i, -1.0, |c, at| c.repetitions[at].similar_blocks)
    }),
    block("last_heading_level", &|c, i| c.last_heading(i, 0.0, PageContext::heading_level)),
    // Neighbours.
    block("words_1_before", &|c, i| c.nearby(i, -1, PageContext::words)),
    block("words_1_after", &|c, i| c.nearby(i, 1, PageContext::words)),
    block("link_share_1_after", &|c, i| c.nearby(i, 1, PageContext::link_share)),
    block("link_share_3_around", &|c, i| c.link_share_around(i, 3)),
    block("link_share_8_around", &|c, i| c.link_share_around(i, 8)),
    // The page.
    block("page_words", &|c, _| c.page.words),
    block("page_blocks", &|c, _| c.page.blocks),
    block("page_link_share", &|c, _| c.page.links / c.page.words),
    block("page_long_words", &|c, _| c.page.long),
    block("page_long_word_share", &|c, _| c.page.long / c.page.words),
    block("page_long_paragraphs", &|c, _| c.page.paragraphs),
    block("page_article_elements", &|c, _| c.page.articles),
    block("page_heading_elements", &|c, _| c.page.headings),
    block("page_p_elements", &|c, _| c.page.root.paragraphs),
    block("page_li_elements", &|c, _| c.page.root.items),
    block("page_images", &|c, _| c.page.root.images),
    block("page_controls", &|c, _| c.page.root.controls),
    block("page_pre_elements", &|c, _| c.page.pres),
    block("page_og_type_class", &|c, _| c.page.og_type),
    block("page_type_article_probability", &|c, _| c.page.types[0]),
    block("page_type_collection_probability", &|c, _| c.page.types[1]),
    block("page_type_documentation_probability", &|c, _| c.page.types[2]),
    block("page_type_forum_probability", &|c, _| c.page.types[3]),
    block("page_type_listing_probability", &|c, _| c.page.types[4]),
    block("page_type_product_probability", &|c, _| c.page.types[5]),
    block("page_type_service_probability", &|c, _| c.page.types[6]),
    block("page_question_share", &|c, _| c.page.questions),
    block("page_currency_share", &|c, _| c.page.currencies),
    block("page_date_share", &|c, _| c.page.dates),
    // Its words.
    block("word_log_odds_mean", &|c, i| c.word_log_odds.blocks[i].mean),
    block("word_log_odds_min", &|c, i| c.word_log_odds.blocks[i].min),
    block("word_log_odds_start", &|c, i| c.word_log_odds.blocks[i].start),
    block("word_log_odds_known_share", &|c, i| c.word_log_odds.blocks[i].known_share),
    block("word_log_odds_2_before", &|c, i| c.word_log_odds.mean(i.saturating_sub(2), i)),
    block("word_log_odds_2_after", &|c, i| c.word_log_odds.mean(i + 1, i + 3)),
    block("word_log_odds_10_around", &|c, i| c.word_log_odds.mean(i.saturating_sub(10), i + 11)),
    block("word_log_odds_chain1", &|c, i| c.chain_word_log_odds(i, 1)),
    block("word_log_odds_chain2", &|c, i| c.chain_word_log_odds(i, 2)),
    block("word_log_odds_chain3", &|c, i| c.chain_word_log_odds(i, 3)),
    // Phrases in it.
    block("phrase_request", &|c, i| c.phrase(i, &[Kind::Subscribe, Kind::Login, Kind::Cookie])),
    block("phrase_related", &|c, i| c.phrase(i, &[Kind::Related, Kind::Ad])),
    block("phrase_share", &|c, i| c.phrase(i, &[Kind::Share])),
    block("phrase_comment", &|c, i| c.phrase(i, &[Kind::CommentForm, Kind::Comment])),
    block("phrase_player", &|c, i| c.phrase(i, &[Kind::Player, Kind::Counter])),
    block("phrase_credit", &|c, i| c.phrase(i, &[Kind::Credit])),
    block("phrase_byline", &|c, i| c.phrase(i, &[Kind::Byline, Kind::Bio, Kind::Date])),
    block("phrase_footer", &|c, i| c.phrase(i, &[Kind::Footer, Kind::Nav])),
    block("phrase_tags", &|c, i| c.phrase(i, &[Kind::Tags, Kind::Toc, Kind::Breadcrumb])),
    block("chain1_phrase_block_share", &|c, i| c.chain_phrase_share(i, 1)),
    block("chain2_phrase_block_share", &|c, i| c.chain_phrase_share(i, 2)),
    // Figures, buttons and other marks of its text.
    block("figcaption_levels_up", &|c, i| c.levels_to(i, Tag::Figcaption)),
    block("figure_levels_up", &|c, i| c.levels_to(i, Tag::Figure)),
    block("chain0_images_per_block", &|c, i| c.chain(i, 0).per_block(c.chain(i, 0).images)),
    block("chain1_images_per_block", &|c, i| c.chain(i, 1).per_block(c.chain(i, 1).images)),
    block("chain1_controls_per_block", &|c, i| c.chain(i, 1).per_block(c.chain(i, 1).controls)),
    block("block_controls", &|c, i| f32::from(c.outline.blocks[i].controls)),
    block("block_images", &|c, i| f32::from(c.outline.blocks[i].images)),
    block("block_bold_share", &|c, i| c.outline.blocks[i].bold_words / c.words(i).max(1.0)),
    block("block_has_date", &|c, i| flag(c.stats[i].date)),
    block("block_is_question", &|c, i| flag(c.stats[i].question)),
    block("block_has_currency", &|c, i| flag(c.stats[i].currency)),
    block("commas_per_word", &|c, i| c.stats[i].commas / c.words(i).max(1.0)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = crate::features::names(PAGE).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
