//! Containers whose class or id says what they hold: comments, links to other articles, frames around the content.

use crate::html::outline::{Container, NONE, Outline};
use crate::html::tags::Tag;

/// Levels that mean "none".
const NO_LEVEL: f32 = 20.0;
/// Share of the page's words from which a container's name is not believed: it holds the content too.
const LARGEST_SHARE: f32 = 0.9;

/// Words of a class or id that name comments by readers, a line each.
const COMMENTS: &str = include_str!("names/comments.txt");
/// Words that name links to other articles, and offers.
const OFFERS: &str = include_str!("names/offers.txt");

/// Where a container stands among the named ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// Levels up to the nearest container of comments; 20 if there is none.
    pub(super) comments_up: f32,
    /// The outermost container of comments around, or [`NONE`].
    pub(super) comments: u32,
    /// Whether it stands in neither, nor in a header, footer, menu, sidebar or form.
    pub(super) is_plain: bool,
}

/// The scope of every container. A name is not believed if the container holds the headline.
pub(super) fn scopes(
    outline: &Outline,
    headline: Option<usize>,
    words: impl Fn(&Container) -> f32,
) -> Vec<Scope> {
    let names = [keys(COMMENTS), keys(OFFERS)];
    let all = outline.containers.first().map_or(0.0, &words);
    let mut scopes: Vec<Scope> = Vec::with_capacity(outline.containers.len());
    for (id, container) in outline.containers.iter().enumerate() {
        let outer = match container.parent {
            NONE => Scope { comments_up: NO_LEVEL, comments: NONE, is_plain: true },
            parent => scopes[parent as usize],
        };
        let level = f32::from(u8::from(!container.inline));
        let mut scope = Scope { comments_up: (outer.comments_up + level).min(NO_LEVEL), ..outer };
        let tokens = &outline.tokens[container.tokens.0 as usize..container.tokens.1 as usize];
        let holds_headline = headline
            .is_some_and(|block| (container.first..container.end).contains(&(block as u32)));
        if words(container) < LARGEST_SHARE * all && !holds_headline {
            let [comments, offers] = names
                .each_ref()
                .map(|names| tokens.iter().any(|token| names.binary_search(token).is_ok()));
            if comments {
                scope.comments_up = 0.0;
                if scope.comments == NONE {
                    scope.comments = id as u32;
                }
            }
            let framed = matches!(
                container.tag,
                Tag::Header | Tag::Footer | Tag::Nav | Tag::Aside | Tag::Form
            );
            scope.is_plain &= !(framed || comments || offers);
        }
        scopes.push(scope);
    }
    scopes
}

/// The sorted keys of some names.
fn keys(names: &str) -> Vec<u32> {
    let mut keys: Vec<u32> = names.lines().map(crate::html::name_words::name_key).collect();
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    /// Blocks and whether each is plain, and in comments, on a page with a headline in its first block.
    fn judged(body: &str) -> Vec<(String, bool, bool)> {
        let html = format!("{body}<p>{}", "filler ".repeat(200));
        let outline =
            segment(&Dom::parse(&html, &Limits::default(), KeptAttributes::Read), &[]).outline;
        let words = |container: &Container| {
            outline.blocks[container.first as usize..container.end as usize]
                .iter()
                .map(|cue| cue.words)
                .sum()
        };
        let scopes = scopes(&outline, Some(0), words);
        let scope = |block: usize| &scopes[outline.blocks[block].element as usize];
        (0..outline.blocks.len() - 1)
            .map(|block| {
                (
                    outline.text_of(block).to_owned(),
                    scope(block).is_plain,
                    scope(block).comments != NONE,
                )
            })
            .collect()
    }

    #[test]
    fn names_tell_comments_and_offers_from_plain_containers() {
        let found = judged(
            "<h1>Title</h1><div class=story><p>Body</p></div><div id=commentList><p>First!</p></div>\
             <section class='box related-items'><p>Another story</p></section><footer><p>Imprint</p></footer>",
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
    fn a_container_with_the_headline_is_no_comment() {
        let found = judged("<div class=comment><h1>A comment by our editor</h1><p>Body</p></div>");
        assert!(found.iter().all(|(_, plain, comments)| *plain && !comments), "{found:?}");
    }
}
