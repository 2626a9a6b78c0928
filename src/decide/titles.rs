//! Keeps the titles of kept parts of the page: of callouts, and of the posts of a page with several
//! full posts.
//!
//! This comes after the decision and changes no other verdict. A title of one or two words says
//! little about itself; the part that it names says whether it belongs to the content.

use std::collections::HashSet;
use std::ops::Range;

use crate::hash::KeySet;
use crate::html::callouts::Callouts;
use crate::html::dom::Dom;
use crate::html::name_words::name_key;
use crate::html::outline::Outline;
use crate::html::positions::Positions;
use crate::html::tags::Tag;
use crate::kind::KindSet;
use crate::verdict::{Reason, Shape, Verdict};

/// Classes of posts, besides the element `article`.
const POST_CLASSES: &[&str] =
    &["blog-post", "blogpost", "entry", "h-entry", "hentry", "post", "story", "type-post"];

/// Words in these classes. The tokens of the outline have them.
const POST_WORDS: [&str; 5] = ["blogpost", "entry", "hentry", "post", "story"];

/// Words in the classes of the names of people.
const PERSON_WORDS: [&str; 7] =
    ["author", "member", "nickname", "poster", "profile", "user", "username"];

/// Elements in a heading that may name a person: a link and what is around its text.
const MOST_ELEMENTS_IN_HEADING: usize = 4;

/// Kept words of a full post. Teasers have fewer.
const LEAST_WORDS: f32 = 20.0;

/// Share of the words of a full post that are kept, its heading and its footer aside.
const LEAST_SHARE: f32 = 0.5;

/// Share of the page's kept words that are in its posts, if the page is a page of posts.
const POSTS_SHARE: f32 = 0.6;

/// Blocks before the text of a post among which its title is: a title, a date, an author, tags.
const MOST_BLOCKS_BEFORE_TEXT: usize = 8;

/// Keeps the titles of kept callouts and posts, unless the caller asked to drop them.
pub(crate) fn keep_titles(
    dom: &Dom,
    outline: &Outline,
    positions: &Positions,
    callouts: &Callouts,
    dropped: KindSet,
    verdicts: &mut [Verdict],
) {
    let mut titles: Vec<usize> = Vec::new();
    for &(title, callout) in callouts.titles() {
        let title = blocks_of(outline, title);
        let mut others = blocks_of(outline, callout).filter(|block| !title.contains(block));
        if others.any(|block| verdicts[block].keep) {
            titles.extend(title.clone());
        }
    }
    titles.extend(titles_of_posts(outline, &posts(dom, outline, positions), verdicts));
    for block in titles {
        let verdict = &mut verdicts[block];
        let was_asked = verdict.why.has(Reason::Asked) || dropped.contains(verdict.kind);
        if !verdict.keep && !was_asked {
            verdict.keep = true;
            verdict.why.add(Reason::Title);
        }
    }
}

/// Returns the blocks in a container.
fn blocks_of(outline: &Outline, container: u32) -> Range<usize> {
    let container = &outline.containers[container as usize];
    container.first as usize..container.end as usize
}

/// Returns the title blocks of the posts, if the page consists of several full posts.
fn titles_of_posts(outline: &Outline, posts: &[Range<usize>], verdicts: &[Verdict]) -> Vec<usize> {
    let kept_words = |blocks: Range<usize>| -> f32 {
        blocks.filter(|&it| verdicts[it].keep).map(|it| outline.blocks[it].words).sum()
    };
    let (mut count, mut long, mut in_posts) = (0, 0, 0.0);
    let mut titles = Vec::new();
    let mut texts: HashSet<&str> = HashSet::new();
    for post in posts {
        let Some(title) = title_of_post(outline, post.clone(), verdicts) else { continue };
        let all: f32 = outline.blocks[title.end..post.end].iter().map(|block| block.words).sum();
        let kept = kept_words(title.end..post.end);
        if kept < LEAST_WORDS || kept < all * LEAST_SHARE {
            continue;
        }
        // The messages of a thread have the names of their writers as headings, or one title.
        if !texts.insert(outline.text_of(title.start)) || names_person(outline, &title) {
            return Vec::new();
        }
        in_posts += kept;
        count += 1;
        let paragraphs = (title.end..post.end).filter(|&block| verdicts[block].keep).count();
        long += usize::from(paragraphs > 1);
        titles.extend(title);
    }
    // Teasers have one paragraph each.
    let is_page_of_posts =
        count > 1 && long * 2 > count && in_posts >= POSTS_SHARE * kept_words(0..verdicts.len());
    if is_page_of_posts { titles } else { Vec::new() }
}

/// Returns true if a heading is the name of a person, or the title of the message that it answers.
fn names_person(outline: &Outline, title: &Range<usize>) -> bool {
    let text = outline.text_of(title.start);
    let keys = PERSON_WORDS.map(name_key);
    let heading = outline.blocks[title.start].container;
    // The elements inside the heading have the numbers after its own.
    let inside = (heading as usize..outline.containers.len())
        .take_while(|&id| id == heading as usize || outline.containers[id].parent >= heading)
        .take(MOST_ELEMENTS_IN_HEADING);
    let around = outline.path(heading).skip(1).take(1).map(|id| id as usize);
    text.starts_with("Re:")
        || inside.chain(around).any(|id| {
            let (first, end) = outline.containers[id].tokens;
            let tokens = &outline.tokens[first as usize..end as usize];
            tokens.iter().any(|token| keys.contains(token))
        })
}

/// Returns the blocks of the outermost posts of a page.
fn posts(dom: &Dom, outline: &Outline, positions: &Positions) -> Vec<Range<usize>> {
    let keys = KeySet::new(POST_WORDS.iter().map(|word| name_key(word)));
    let all = outline.blocks.len();
    let mut posts: Vec<Range<usize>> = Vec::new();
    for (id, container) in outline.containers.iter().enumerate() {
        let (first, end) = container.tokens;
        let tokens = &outline.tokens[first as usize..end as usize];
        let has_post_class = || {
            let classes = positions.attribute(dom, id as u32, "class").unwrap_or_default();
            classes.split_ascii_whitespace().any(|class| POST_CLASSES.contains(&class))
        };
        let is_post = container.tag == Tag::Article
            || matches!(container.tag, Tag::Div | Tag::Section | Tag::Li)
                && tokens.iter().any(|&token| keys.contains(token))
                && has_post_class();
        let blocks = blocks_of(outline, id as u32);
        // The element around all posts is named like a post on some pages.
        let is_inside = posts.last().is_some_and(|last| blocks.start < last.end);
        let is_page = blocks.len() * 10 > all * 9;
        if is_post && !is_inside && !is_page && !blocks.is_empty() {
            posts.push(blocks);
        }
    }
    posts
}

/// Returns the blocks of the first heading of a post, if it is before all kept text.
fn title_of_post(
    outline: &Outline,
    post: Range<usize>,
    verdicts: &[Verdict],
) -> Option<Range<usize>> {
    for block in post.take(MOST_BLOCKS_BEFORE_TEXT) {
        let record = &outline.blocks[block];
        if let Shape::Heading { .. } = record.shape {
            let mut end = block + 1;
            while outline.blocks.get(end).is_some_and(|next| next.container == record.container) {
                end += 1;
            }
            return Some(block..end);
        }
        if verdicts[block].keep && record.words >= LEAST_WORDS {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::html::segment::segment;
    use crate::kind::Kind;
    use crate::options::Limits;
    use crate::verdict::Reasons;

    /// Returns the texts of the blocks that are kept if the blocks of at least five words were kept
    /// before.
    fn kept(html: &str, dropped: KindSet) -> Vec<String> {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        let segmented = segment(&dom, &[]);
        let outline = segmented.outline;
        let mut verdicts = Vec::new();
        for block in &outline.blocks {
            let keep = block.words >= 5.0;
            let kind = if keep { Kind::Body } else { Kind::Other };
            verdicts.push(Verdict { kind, keep, score: 0.5, why: Reasons::default() });
        }
        let callouts = Callouts::find(&dom, &outline, &segmented.positions);
        keep_titles(&dom, &outline, &segmented.positions, &callouts, dropped, &mut verdicts);
        let blocks = (0..verdicts.len()).filter(|&block| verdicts[block].keep);
        blocks.map(|block| outline.text_of(block).to_owned()).collect()
    }

    #[test]
    fn titles_of_kept_parts_are_kept() {
        let text = "it rained and rained and ".repeat(6);
        let body = text.trim();
        let more = "and the next day it rained";
        let post = |name: &str, title: &str, text: &str| {
            format!(
                "<{name}><header><h2><a href=/p>{title}</a></h2><i>Monday</i></header>\
                 <p>{text}</p><footer>Leave a comment</footer></{name}>"
            )
        };
        let paragraphs = format!("{body}<p>{more}");
        let full = |title| post("article", title, &paragraphs);
        let teaser = |title| post("article", title, body);
        let named = |title| post("div class='post type-post'", title, &paragraphs);
        let written_by = |title| full(title).replace("<h2>", "<h2 class=username>");
        for (html, expected) in [
            (full("One") + &full("Two"), vec!["One", body, more, "Two", body, more]),
            (named("One") + &named("Two"), vec!["One", body, more, "Two", body, more]),
            // The last post is short.
            (
                full("One") + &full("Two") + &teaser("Three"),
                vec!["One", body, more, "Two", body, more, "Three", body],
            ),
            // One article, teasers, and a thread.
            (full("One"), vec![body, more]),
            (full("One") + &teaser("Two") + &teaser("Three"), vec![body, more, body, body]),
            (full("One") + &full("One"), vec![body, more, body, more]),
            (full("One") + &full("Re: One"), vec![body, more, body, more]),
            (written_by("One") + &written_by("Two"), vec![body, more, body, more]),
            // Two parts of a page that has its text elsewhere.
            (format!("<p>{0} {0} {0} {0} {0}</p>", body) + &full("One") + &full("Two"), vec![]),
            (
                format!("<div class='admonition tip'><p class=admonition-title>Tip<p>{body}</div>"),
                vec!["Tip", body],
            ),
            (
                "<div class='admonition tip'><p class=admonition-title>Tip<p>Go</div>".to_owned(),
                vec![],
            ),
        ] {
            let found = kept(&html, KindSet::EMPTY);
            if expected.is_empty() {
                assert!(found.iter().all(|text| text.len() > 5), "{found:?} {html}");
            } else {
                assert_eq!(found, expected, "{html}");
            }
        }
        let dropped = KindSet::EMPTY.with(Kind::Other);
        assert_eq!(kept(&(full("One") + &full("Two")), dropped), [body, more, body, more]);
    }
}
