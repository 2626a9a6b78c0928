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
    ("block_words", |c, i| c.words(i)),
    ("block_chars", |c, i| c.stats[i].chars),
    ("block_link_share", |c, i| c.link_share(i)),
    ("block_sentences", |c, i| c.stats[i].sentences),
    ("sentences_per_word", |c, i| c.stats[i].sentences / c.words(i).max(1.0)),
    ("capitalized_piece_share", |c, i| c.stats[i].capitalized / c.stats[i].pieces.max(1.0)),
    ("chars_per_piece", |c, i| c.stats[i].chars / c.stats[i].pieces.max(1.0)),
    ("mixed_piece_share", |c, i| c.stats[i].mixed / c.stats[i].pieces.max(1.0)),
    ("ending_class", |c, i| f32::from(c.stats[i].ending as u8)),
    // Its element.
    ("tag_number", |c, i| f32::from(c.container(i).tag as u8)),
    ("inner_tag_number", |c, i| f32::from(c.outline.blocks[i].inner_tag as u8)),
    ("heading_level", |c, i| c.heading_level(i)),
    ("depth_levels", |c, i| f32::from(c.container(i).depth)),
    ("hidden_bits", |c, i| f32::from(c.outline.containers[c.element(i)].hidden)),
    // Names on its path: tags, classes, ids, roles. Element 1 is the innermost with known names.
    ("name_log_odds_min", |c, i| c.path(i).min),
    ("name_log_odds_max", |c, i| c.path(i).max),
    ("name_log_odds_sum", |c, i| c.path(i).sum),
    ("name_log_odds_mean", |c, i| c.path(i).mean()),
    ("name_log_odds_count", |c, i| c.path(i).count),
    ("name_log_odds_element1", |c, i| c.path(i).means[0]),
    ("name_log_odds_element2", |c, i| c.path(i).means[1]),
    ("name_log_odds_element3", |c, i| c.path(i).means[2]),
    ("name_log_odds_min_elements_up", |c, i| c.path(i).min_distance),
    ("name_log_odds_max_elements_up", |c, i| c.path(i).max_distance),
    // Repetition.
    ("copy_blocks", |c, i| c.repetitions[i].copies),
    ("earlier_copy_blocks", |c, i| c.repetitions[i].earlier_copies),
    ("similar_blocks", |c, i| c.repetitions[i].similar_blocks),
    ("similar_words_mean", |c, i| c.repetitions[i].similar_words),
    ("similar_link_share", |c, i| c.repetitions[i].similar_link_share),
    ("similar_word_share", |c, i| c.repetitions[i].similar_share),
    ("similar_long_word_share", |c, i| c.repetitions[i].long_share),
    ("chain0_similar_siblings", |c, i| c.siblings[c.chains[i][0] as usize]),
    // Containers.
    ("chain0_tag_number", |c, i| c.chain_tag(i, 0)),
    ("chain1_tag_number", |c, i| c.chain_tag(i, 1)),
    ("chain2_word_share", |c, i| c.chain(i, 2).words / c.page.words),
    ("chain4_word_share", |c, i| c.chain(i, 4).words / c.page.words),
    ("chain1_link_share", |c, i| c.chain(i, 1).link_share()),
    ("chain2_link_share", |c, i| c.chain(i, 2).link_share()),
    ("chain3_link_share", |c, i| c.chain(i, 3).link_share()),
    ("chain3_position", |c, i| c.chain_position(i, 3)),
    ("chain2_controls_per_block", |c, i| c.chain(i, 2).per_block(c.chain(i, 2).controls)),
    ("chain3_controls_per_block", |c, i| c.chain(i, 3).per_block(c.chain(i, 3).controls)),
    ("chain2_paragraphs_per_block", |c, i| c.chain(i, 2).per_block(c.chain(i, 2).paragraphs)),
    ("chain3_paragraphs_per_block", |c, i| c.chain(i, 3).per_block(c.chain(i, 3).paragraphs)),
    ("chain3_headings_per_block", |c, i| c.chain(i, 3).per_block(c.chain(i, 3).headings)),
    ("chain2_items_per_block", |c, i| c.chain(i, 2).per_block(c.chain(i, 2).items)),
    ("chain3_items_per_block", |c, i| c.chain(i, 3).per_block(c.chain(i, 3).items)),
    ("chain2_child_elements", |c, i| c.chain(i, 2).children),
    // Guesses at the article's container.
    ("main40_contains", |c, i| c.main40.contains(i)),
    ("main40_position", |c, i| c.main40.position(i)),
    ("main40_word_share", |c, _| {
        c.container_sums[c.main40.container as usize].words / c.page.words
    }),
    ("main70_contains", |c, i| c.main70.contains(i)),
    ("main70_position", |c, i| c.main70.position(i)),
    ("main70_word_share", |c, _| {
        c.container_sums[c.main70.container as usize].words / c.page.words
    }),
    ("main70_link_share", |c, _| c.container_sums[c.main70.container as usize].link_share()),
    ("top_contains", |c, i| c.readability.top.contains(i)),
    ("top_position", |c, i| c.readability.top.position(i)),
    ("top_levels_up", |c, i| c.top_distance.up[c.element(i)]),
    ("top_levels_down", |c, i| c.top_distance.down[c.element(i)]),
    ("chain1_readability", |c, i| c.readability.scores[c.chains[i][1] as usize]),
    ("chain2_readability", |c, i| c.readability.scores[c.chains[i][2] as usize]),
    ("best_ancestor_readability", |c, i| c.readability.best_ancestor[c.element(i)]),
    // The article by its long paragraphs, in the holder of most of them.
    ("modal_long_word_share", |c, _| c.article.modal_share),
    ("modal_blocks_from_first", |c, i| signed(Some(c.article.first), i)),
    ("modal_blocks_from_last", |c, i| signed(Some(c.article.last), i)),
    ("modal_words_since_last", |c, i| c.prefix.words(c.article.last + 1, i)),
    ("modal_levels_down", |c, i| c.article.distance.down[c.element(i)]),
    ("branch_words", |c, i| c.branch(i, |sums| sums.words)),
    ("branch_long_word_share", |c, i| c.branch(i, |sums| sums.long / sums.words.max(1.0))),
    ("branch_link_share", |c, i| c.branch(i, ContainerSums::link_share)),
    ("branch_blocks", |c, i| c.branch(i, |sums| sums.blocks)),
    ("link_share_since_paragraph", |c, i| c.link_share_since_paragraph(i)),
    ("blocks_until_paragraph", |c, i| {
        c.article.next[i].map_or(NO_PARAGRAPH, |next| ((next - i) as f32).min(FARTHEST))
    }),
    ("sandwiched_class", |c, i| c.article.sandwiched(i)),
    ("long_words_10_after", |c, i| c.prefix.long(i + 1, i + 1 + REACH)),
    // Phrases that announce chrome.
    ("phrase_decisive", |c, i| {
        flag(c.phrases[i].decisive().is_some_and(|kind| kind != Kind::Date))
    }),
    ("related_phrase_blocks_since", |c, i| c.announcements[i].since[0]),
    ("related_phrase_long_words_since", |c, i| c.announcements[i].long_since[0]),
    ("related_heading_blocks_since", |c, i| c.announcements[i].since_heading[0]),
    ("comment_phrase_blocks_since", |c, i| c.announcements[i].since[1]),
    ("comment_phrase_long_words_since", |c, i| c.announcements[i].long_since[1]),
    ("comment_heading_blocks_since", |c, i| c.announcements[i].since_heading[1]),
    ("phrase_blocks_since", |c, i| c.announcements[i].since_any),
    ("last_heading_announces_comments", |c, i| {
        flag(c.announcements[i].heading.contains(PhraseGroup::Comment))
    }),
    ("related_phrase_levels_up", |c, i| c.announcements[i].opened.related_up),
    ("comment_phrase_levels_up", |c, i| c.announcements[i].opened.comment_up),
    ("other_phrase_levels_up", |c, i| c.announcements[i].opened.other_up),
    ("related_phrase_container_blocks", |c, i| c.announcements[i].opened.related_size),
    // Containers whose names state their content, and the page without them.
    ("comment_name_levels_up", |c, i| c.named(i).comments_up),
    ("comment_name_long_word_ratio", |c, i| c.before_comments(i)),
    ("comment_name_blocks_from", |c, i| signed(c.plain.first_comment, i)),
    ("in_plain_container", |c, i| flag(c.named(i).is_plain)),
    ("plain_long_word_share", |c, _| c.plain.all_long() / c.page.long.max(1.0)),
    ("plain_long_words", |c, _| c.plain.all_long()),
    ("plain_long_word_position", |c, i| c.plain.long[i] / c.plain.all_long().max(1.0)),
    ("plain40_contains", |c, i| c.plain.main40.contains(i)),
    ("plain40_position", |c, i| c.plain.main40.position(i)),
    ("plain70_contains", |c, i| c.plain.main70.contains(i)),
    ("plain70_position", |c, i| c.plain.main70.position(i)),
    ("plain_modal_blocks_from_first", |c, i| signed(Some(c.plain.article.first), i)),
    ("plain_modal_blocks_from_last", |c, i| signed(Some(c.plain.article.last), i)),
    ("plain_modal_words_since_last", |c, i| c.prefix.words(c.plain.article.last + 1, i)),
    ("plain_top_contains", |c, i| c.plain.readability.top.contains(i)),
    ("plain_top_position", |c, i| c.plain.readability.top.position(i)),
    ("plain_top_levels_up", |c, i| c.plain.top_distance.up[c.element(i)]),
    ("plain_top_levels_down", |c, i| c.plain.top_distance.down[c.element(i)]),
    ("chain1_plain_readability", |c, i| c.plain.readability.scores[c.chains[i][1] as usize]),
    ("best_ancestor_plain_readability", |c, i| c.plain.readability.best_ancestor[c.element(i)]),
    ("likely40_contains", |c, i| c.likely40.contains(i)),
    ("likely40_position", |c, i| c.likely40.position(i)),
    ("likely70_contains", |c, i| c.likely70.contains(i)),
    ("likely70_position", |c, i| c.likely70.position(i)),
    ("plain_modal_levels_down", |c, i| c.plain.article.distance.down[c.element(i)]),
    // Declarations of the head.
    ("summary_overlap", |c, i| c.summary_overlap[i]),
    // Position.
    ("block_position", |c, i| i as f32 / c.page.blocks),
    ("word_position", |c, i| c.prefix.words(0, i) / c.page.words),
    ("blocks_from_start", |_, i| i as f32),
    ("blocks_to_end", |c, i| c.page.blocks - i as f32),
    ("title_similarity", |c, i| c.headline.similarity[i]),
    ("h1_blocks_from", |c, i| signed(c.headline.first_h1, i)),
    ("headline_blocks_from", |c, i| signed(c.headline.block, i)),
    ("headline_levels_up", |c, i| {
        c.headline.distance.as_ref().map_or(-1.0, |distance| distance.up[c.element(i)])
    }),
    ("headline_levels_down", |c, i| {
        c.headline.distance.as_ref().map_or(-1.0, |distance| distance.down[c.element(i)])
    }),
    ("last_heading_blocks_since", |c, i| c.last_heading(i, -1.0, |_, at| (i - at) as f32)),
    ("last_heading_link_share", |c, i| c.last_heading(i, -1.0, PageContext::link_share)),
    ("last_heading_words", |c, i| c.last_heading(i, -1.0, PageContext::words)),
    ("last_heading_similar_blocks", |c, i| {
        c.last_heading(i, -1.0, |c, at| c.repetitions[at].similar_blocks)
    }),
    ("last_heading_level", |c, i| c.last_heading(i, 0.0, PageContext::heading_level)),
    // Neighbours.
    ("words_1_before", |c, i| c.nearby(i, -1, PageContext::words)),
    ("words_1_after", |c, i| c.nearby(i, 1, PageContext::words)),
    ("link_share_1_after", |c, i| c.nearby(i, 1, PageContext::link_share)),
    ("link_share_3_around", |c, i| c.link_share_around(i, 3)),
    ("link_share_8_around", |c, i| c.link_share_around(i, 8)),
    // The page.
    ("page_words", |c, _| c.page.words),
    ("page_blocks", |c, _| c.page.blocks),
    ("page_link_share", |c, _| c.page.links / c.page.words),
    ("page_long_words", |c, _| c.page.long),
    ("page_long_word_share", |c, _| c.page.long / c.page.words),
    ("page_long_paragraphs", |c, _| c.page.paragraphs),
    ("page_article_elements", |c, _| c.page.articles),
    ("page_heading_elements", |c, _| c.page.headings),
    ("page_p_elements", |c, _| c.page.root.paragraphs),
    ("page_li_elements", |c, _| c.page.root.items),
    ("page_images", |c, _| c.page.root.images),
    ("page_controls", |c, _| c.page.root.controls),
    ("page_pre_elements", |c, _| c.page.pres),
    ("page_og_type_class", |c, _| c.page.og_type),
    ("page_type_article_probability", |c, _| c.page.types[0]),
    ("page_type_collection_probability", |c, _| c.page.types[1]),
    ("page_type_documentation_probability", |c, _| c.page.types[2]),
    ("page_type_forum_probability", |c, _| c.page.types[3]),
    ("page_type_listing_probability", |c, _| c.page.types[4]),
    ("page_type_product_probability", |c, _| c.page.types[5]),
    ("page_type_service_probability", |c, _| c.page.types[6]),
    ("page_question_share", |c, _| c.page.questions),
    ("page_currency_share", |c, _| c.page.currencies),
    ("page_date_share", |c, _| c.page.dates),
    // Its words.
    ("word_log_odds_mean", |c, i| c.word_log_odds.blocks[i].mean),
    ("word_log_odds_min", |c, i| c.word_log_odds.blocks[i].min),
    ("word_log_odds_start", |c, i| c.word_log_odds.blocks[i].start),
    ("word_log_odds_known_share", |c, i| c.word_log_odds.blocks[i].known_share),
    ("word_log_odds_2_before", |c, i| c.word_log_odds.mean(i.saturating_sub(2), i)),
    ("word_log_odds_2_after", |c, i| c.word_log_odds.mean(i + 1, i + 3)),
    ("word_log_odds_10_around", |c, i| c.word_log_odds.mean(i.saturating_sub(10), i + 11)),
    ("word_log_odds_chain1", |c, i| c.chain_word_log_odds(i, 1)),
    ("word_log_odds_chain2", |c, i| c.chain_word_log_odds(i, 2)),
    ("word_log_odds_chain3", |c, i| c.chain_word_log_odds(i, 3)),
    // Phrases in it.
    ("phrase_request", |c, i| c.phrase(i, &[Kind::Subscribe, Kind::Login, Kind::Cookie])),
    ("phrase_related", |c, i| c.phrase(i, &[Kind::Related, Kind::Ad])),
    ("phrase_share", |c, i| c.phrase(i, &[Kind::Share])),
    ("phrase_comment", |c, i| c.phrase(i, &[Kind::CommentForm, Kind::Comment])),
    ("phrase_player", |c, i| c.phrase(i, &[Kind::Player, Kind::Counter])),
    ("phrase_credit", |c, i| c.phrase(i, &[Kind::Credit])),
    ("phrase_byline", |c, i| c.phrase(i, &[Kind::Byline, Kind::Bio, Kind::Date])),
    ("phrase_footer", |c, i| c.phrase(i, &[Kind::Footer, Kind::Nav])),
    ("phrase_tags", |c, i| c.phrase(i, &[Kind::Tags, Kind::Toc, Kind::Breadcrumb])),
    ("chain1_phrase_block_share", |c, i| c.chain_phrase_share(i, 1)),
    ("chain2_phrase_block_share", |c, i| c.chain_phrase_share(i, 2)),
    // Figures, buttons and other marks of its text.
    ("figcaption_levels_up", |c, i| c.levels_to(i, Tag::Figcaption)),
    ("figure_levels_up", |c, i| c.levels_to(i, Tag::Figure)),
    ("chain0_images_per_block", |c, i| c.chain(i, 0).per_block(c.chain(i, 0).images)),
    ("chain1_images_per_block", |c, i| c.chain(i, 1).per_block(c.chain(i, 1).images)),
    ("chain1_controls_per_block", |c, i| c.chain(i, 1).per_block(c.chain(i, 1).controls)),
    ("block_controls", |c, i| f32::from(c.outline.blocks[i].controls)),
    ("block_images", |c, i| f32::from(c.outline.blocks[i].images)),
    ("block_bold_share", |c, i| c.outline.blocks[i].bold_words / c.words(i).max(1.0)),
    ("block_has_date", |c, i| flag(c.stats[i].date)),
    ("block_is_question", |c, i| flag(c.stats[i].question)),
    ("block_has_currency", |c, i| flag(c.stats[i].currency)),
    ("commas_per_word", |c, i| c.stats[i].commas / c.words(i).max(1.0)),
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
