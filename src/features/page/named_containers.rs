//! Containers whose class or id names their content: comments, links to other articles, frames
//! around the content.

use crate::features::flag;
use crate::hash::KeySet;
use crate::html::name_words::name_key;
use crate::html::outline::{Container, NONE, Outline};
use crate::html::tags::Tag;

/// Levels that mean "none", and the most that are counted.
const NO_LEVEL: f32 = 20.0;
/// Share of the page's words from which a container's name is not trusted: the container also holds
/// the content.
const LARGEST_SHARE: f32 = 0.9;

/// Words of a class or id that name comments by readers, one per line.
const COMMENTS: &str = include_str!("names/comments.txt");
/// Words that name the author, and those that name a note on a person.
const AUTHORS: &str = include_str!("names/authors.txt");
const AUTHOR_BOXES: &str = include_str!("names/author_boxes.txt");
/// Most words of a note on the author. Interviews and portraits are longer.
const MOST_AUTHOR_WORDS: f32 = 120.0;
/// Words that name the paragraph below the headline.
const STANDFIRSTS: &str = include_str!("names/standfirsts.txt");
/// Most words of such a paragraph.
const MOST_STANDFIRST_WORDS: f32 = 120.0;
/// Words that name links to other articles, and offers.
const OFFERS: &str = include_str!("names/offers.txt");

/// The named containers around a container, itself included.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedAncestors {
    /// Levels up to the nearest container of comments; 20 without one.
    pub(super) comments_up: f32,
    /// The outermost container of comments, or [`NONE`].
    pub(super) comments: u32,
    /// It is a note on the author, or in one.
    pub(super) is_author_box: bool,
    /// It has the name of a paragraph below the headline, or is in one that has.
    pub(super) is_standfirst: bool,
    /// It is in no container of comments or offers, and in no header, footer, menu, sidebar or
    /// form.
    pub(super) is_plain: bool,
}

/// Returns the named ancestors of every container. The name of a container with the headline is not
/// trusted.
pub(super) fn named_ancestors(
    outline: &Outline,
    headline: Option<usize>,
    words: impl Fn(&Container) -> f32,
) -> Vec<NamedAncestors> {
    let names = |names: &str| KeySet::new(names.lines().map(name_key));
    let (comment_names, offer_names) = (names(COMMENTS), names(OFFERS));
    let (author_names, box_names) = (names(AUTHORS), names(AUTHOR_BOXES));
    let standfirst_names = names(STANDFIRSTS);
    let all_words = outline.containers.first().map_or(0.0, &words);
    let mut ancestors: Vec<NamedAncestors> = Vec::with_capacity(outline.containers.len());
    for (id, container) in outline.containers.iter().enumerate() {
        let outer = match container.parent {
            NONE => NamedAncestors {
                comments_up: NO_LEVEL,
                comments: NONE,
                is_author_box: false,
                is_standfirst: false,
                is_plain: true,
            },
            parent => ancestors[parent as usize],
        };
        let comments_up = (outer.comments_up + flag(!container.inline)).min(NO_LEVEL);
        let mut own = NamedAncestors { comments_up, ..outer };
        let blocks = container.first as usize..container.end as usize;
        let has_headline = headline.is_some_and(|block| blocks.contains(&block));
        if words(container) < LARGEST_SHARE * all_words && !has_headline {
            let tokens = &outline.tokens[container.tokens.0 as usize..container.tokens.1 as usize];
            let is_named = |names: &KeySet| tokens.iter().any(|&token| names.contains(token));
            let is_comments = is_named(&comment_names);
            if is_comments {
                own.comments_up = 0.0;
                if own.comments == NONE {
                    own.comments = id as u32;
                }
            }
            own.is_author_box |= words(container) <= MOST_AUTHOR_WORDS
                && is_named(&author_names)
                && is_named(&box_names);
            own.is_standfirst |=
                words(container) <= MOST_STANDFIRST_WORDS && is_named(&standfirst_names);
            if is_comments || is_frame(container.tag) || is_named(&offer_names) {
                own.is_plain = false;
            }
        }
        ancestors.push(own);
    }
    ancestors
}

/// Returns true for the elements around the content of a page.
fn is_frame(tag: Tag) -> bool {
    matches!(tag, Tag::Header | Tag::Footer | Tag::Nav | Tag::Aside | Tag::Form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    /// Returns the blocks of a page, and whether each is plain and in comments. The headline is in
    /// the first block.
    fn blocks_of(body: &str) -> Vec<(String, bool, bool)> {
        let html = format!("{body}<p>{}", "filler ".repeat(200));
        let outline =
            segment(&Dom::parse(&html, &Limits::default(), KeptAttributes::Read), &[]).outline;
        let words = |container: &Container| {
            outline.blocks[container.first as usize..container.end as usize]
                .iter()
                .map(|block| block.words)
                .sum()
        };
        let ancestors = named_ancestors(&outline, Some(0), words);
        (0..outline.blocks.len() - 1)
            .map(|block| {
                let own = &ancestors[outline.blocks[block].element as usize];
                (outline.text_of(block).to_owned(), own.is_plain, own.comments != NONE)
            })
            .collect()
    }

    #[test]
    fn names_distinguish_comments_and_offers_from_plain_containers() {
        let found = blocks_of(
            "<h1>Title</h1><div class=story><p>Body</p></div>\
             <div id=commentList><p>First!</p></div>\
             <section class='box related-items'><p>Another story</p></section>\
             <footer><p>Imprint</p></footer>",
        );
        let expected = [
            ("Title", true, false),
            ("Body", true, false),
            ("First!", false, true),
            ("Another story", false, false),
            ("Imprint", false, false),
        ];
        assert_eq!(
            found,
            expected.map(|(text, plain, comments)| (text.to_owned(), plain, comments))
        );
    }

    #[test]
    fn a_container_with_the_headline_is_not_a_comment() {
        let found =
            blocks_of("<div class=comment><h1>A comment by our editor</h1><p>Body</p></div>");
        assert!(found.iter().all(|(_, plain, comments)| *plain && !comments), "{found:?}");
    }
}
