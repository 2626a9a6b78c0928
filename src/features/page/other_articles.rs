//! Whole articles below the page's own: the next ones of an endless scroll, or the rest of a blog.

use std::ops::Range;

use crate::html::outline::{Container, NONE, Outline};

use super::headline::SAME_TITLE;

/// Words of long text between two headlines from which the first article is complete, and those
/// that the second one has at least.
const LEAST_WORDS: f32 = 50.0;
/// Blocks below a headline among which its dateline is, and those right above it.
const DATELINE_BELOW: usize = 8;
const DATELINE_ABOVE: usize = 3;
/// Most headings that are looked at, and levels above each. Endless scrolls have a dozen.
const MOST_HEADINGS: usize = 100;
const MOST_LEVELS: usize = 64;

/// The facts about the blocks of a page that show where an article begins.
pub(super) struct BlockFacts<'f> {
    /// The words of long text in a range of blocks.
    pub(super) long: &'f dyn Fn(usize, usize) -> f32,
    /// Whether a block is a date or the name of an author.
    pub(super) is_dateline: &'f dyn Fn(usize) -> bool,
    /// By block: the similarity to the declared title.
    pub(super) similarity: &'f [f32],
}

/// Returns the blocks of other articles, in order.
///
/// Another article begins at a first-level heading with a name that the page's headline has too. It
/// has its own dateline and prose, and is below the prose of the page's article, which has a
/// dateline, too.
pub(super) fn other_articles(
    outline: &Outline,
    headline: Option<usize>,
    facts: &BlockFacts<'_>,
) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let Some(headline) = headline.filter(|&block| is_first_level(outline, block)) else {
        return found;
    };
    let names = names_of(outline, headline);
    // The replies of a forum repeat the title.
    let is_other = |&block: &usize| {
        is_first_level(outline, block)
            && facts.similarity[block] < SAME_TITLE
            && names_of(outline, block).iter().any(|name| names.contains(name))
    };
    let headings: Vec<usize> =
        (headline + 1..outline.blocks.len()).filter(is_other).take(MOST_HEADINGS).collect();
    // The parts of a log of changes have dates, and the log has none.
    let Some(&next) = headings.first() else { return found };
    if !has_dateline(&(0..next), headline, facts) {
        return found;
    }
    for heading in headings {
        if found.last().is_some_and(|last| last.contains(&heading)) {
            continue;
        }
        let element = element_of_article(outline, heading, facts);
        if (facts.long)(headline + 1, heading) >= LEAST_WORDS
            && (facts.long)(heading + 1, element.end) >= LEAST_WORDS
            && has_dateline(&element, heading, facts)
        {
            found.push(heading..element.end);
        }
    }
    found
}

/// Returns true if a block is in a heading of the first level.
fn is_first_level(outline: &Outline, block: usize) -> bool {
    container(outline, block).heading == 1
}

fn container(outline: &Outline, block: usize) -> &Container {
    &outline.containers[outline.blocks[block].container as usize]
}

/// Returns the names of a block's heading, without its tag.
fn names_of(outline: &Outline, block: usize) -> &[u32] {
    let (first, end) = container(outline, block).tokens;
    outline.tokens.get(first as usize + 1..end as usize).unwrap_or_default()
}

/// Returns true if a dateline is right above or below the heading of an element.
fn has_dateline(element: &Range<usize>, heading: usize, facts: &BlockFacts<'_>) -> bool {
    let first = element.start.max(heading.saturating_sub(DATELINE_ABOVE));
    let end = element.end.min(heading + 1 + DATELINE_BELOW);
    (first..end).any(|block| block != heading && (facts.is_dateline)(block))
}

/// Returns the blocks of the largest element around a heading that has no prose above it.
fn element_of_article(outline: &Outline, heading: usize, facts: &BlockFacts<'_>) -> Range<usize> {
    let mut element = heading..heading + 1;
    for id in outline.path(outline.blocks[heading].container).take(MOST_LEVELS) {
        let container = &outline.containers[id as usize];
        if container.parent == NONE || (facts.long)(container.first as usize, heading) > 0.0 {
            break;
        }
        element = container.first as usize..container.end as usize;
    }
    element
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    /// Returns the texts of the blocks that begin other articles. Blocks that start with "By" are
    /// datelines, and the first block is the headline.
    fn found(html: &str) -> Vec<String> {
        let outline =
            segment(&Dom::parse(html, &Limits::default(), KeptAttributes::Read), &[]).outline;
        let long = |first: usize, end: usize| -> f32 {
            let words = outline.blocks[first..end].iter().map(|block| block.words);
            words.filter(|&words| words >= 20.0).sum()
        };
        let similarity: Vec<f32> = (0..outline.blocks.len())
            .map(|block| if outline.text_of(block) == "Own" { 1.0 } else { 0.0 })
            .collect();
        let facts = BlockFacts {
            long: &long,
            is_dateline: &|block| outline.text_of(block).starts_with("By"),
            similarity: &similarity,
        };
        let ranges = other_articles(&outline, Some(0), &facts);
        ranges.into_iter().map(|range| outline.text_of(range.start).to_owned()).collect()
    }

    /// An article with a dateline, below a heading with these attributes.
    fn article(attributes: &str, title: &str, dateline: &str) -> String {
        let prose = format!("<p>{}</p>", "word ".repeat(30));
        format!(
            "<div><article><h1 {attributes}>{title}</h1><p>{dateline}</p>\
             {prose}{prose}</article></div>"
        )
    }

    #[test]
    fn articles_below_the_first_are_found() {
        let own = article("class='entry-title'", "Own", "By A");
        let other = |title| article("class='entry-title small'", title, "By B");
        let page = format!("{own}{}{}", other("Second"), other("Third"));
        assert_eq!(found(&page), ["Second", "Third"]);
        // One element around both is one range.
        let page = format!("{own}<div>{}{}</div>", other("Second"), other("Third"));
        assert_eq!(found(&page), ["Second"]);
    }

    #[test]
    fn sections_and_replies_belong_to_the_page() {
        let own = article("class='entry-title'", "Own", "By A");
        for other in [
            article("class='entry-title'", "Section", "No dateline"),
            article("class='section'", "Section", "By A"),
            article("", "Section", "By A"),
            article("class='entry-title'", "Own", "By A"),
        ] {
            assert_eq!(found(&format!("{own}{other}")), [""; 0], "{other}");
        }
        // The page's article begins only there.
        let bare = "<h1 class='entry-title'>Own</h1>";
        let other = article("class='entry-title'", "Second", "By B");
        assert_eq!(found(&format!("{bare}{other}")), [""; 0]);
    }
}
