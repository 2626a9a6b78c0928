//! Chooses the title of a page: its headline, or a declared title without the name of the site.

use crate::kind::Kind;
use crate::metadata::blocks::{FOREIGN, NumberedBlock};
use crate::metadata::candidates::CandidateField;
use crate::metadata::declared_titles::{DeclaredTitle, agreed_title, headline_without_site};
use crate::metadata::facts::{MAX_DECLARED, PageFacts};
use crate::metadata::headline_extras::without_extras;
use crate::metadata::text_titles;
use crate::metadata::values::{clean, key};
use crate::metadata::{Found, Origin};
use crate::verdict::Shape;

/// Characters of the longest title.
const MAX_CHARS: usize = 300;
/// Bytes per character at most, in UTF-8.
const MAX_CHAR_BYTES: usize = 4;
/// The last level of headings that may be the headline.
const LAST_LEVEL: u8 = 3;
/// From this probability on that a page offers a service, its headline counts as a slogan unless a
/// declared title repeats it. The best of .1 to .8 on the developed half of WCXB, where an eighth
/// of the pages do (`docs/decisions.md`, Which candidate wins?).
const SERVICE_THRESHOLD: f32 = 0.2;

/// How well a block fits as the headline. The order is that of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum HeadlineRank {
    /// A declared title, or its part before a separator.
    Declared,
    /// It ends with a declared title.
    EndsWithDeclared,
    /// The part of a declared title after a separator.
    EndOfDeclared,
    /// The model or the markup takes it for the headline.
    Undeclared,
}

/// A block that may be the headline.
struct HeadlineCandidate {
    rank: HeadlineRank,
    /// True unless it is a heading of the first level.
    is_lower: bool,
    value: String,
    block: u32,
}

/// Returns the title, and the number of the block that shows it.
pub(super) fn title(facts: &PageFacts<'_>) -> (Option<Found>, Option<u32>) {
    if !facts.document.is_html {
        return text_titles::title(facts);
    }
    let declared = declared_titles(facts);
    let candidates = headline_blocks(facts);
    let candidates = candidates.into_iter().filter_map(|block| headline(facts, &declared, block));
    let best = candidates.min_by_key(|candidate| (candidate.rank, candidate.is_lower));
    let is_repeated = best.as_ref().is_some_and(|best| best.rank == HeadlineRank::Declared);
    if facts.document.candidates.service_probability >= SERVICE_THRESHOLD
        && !is_repeated
        && let Some(title) = agreed_title(&declared)
    {
        return (Some(title), best.map(|best| best.block));
    }
    if let Some(best) = best {
        let title = Found { value: best.value, origin: Origin::Headline };
        return (Some(title), Some(best.block));
    }
    let Some(first) = declared.first() else { return (None, None) };
    let found = |value: &str| Some(Found { value: value.to_owned(), origin: first.origin });
    match shown_part(facts, first) {
        Some((value, block)) => (found(value), Some(block)),
        None => (found(&first.value), None),
    }
}

/// Returns the part of a declared title that a kept block repeats, and that block. It is the
/// headline of a page without headings.
fn shown_part<'d>(facts: &PageFacts<'_>, title: &'d DeclaredTitle) -> Option<(&'d str, u32)> {
    let is_short = |block: &&NumberedBlock<'_>| block.text.len() <= MAX_CHARS * MAX_CHAR_BYTES;
    let kept = || facts.blocks.iter().filter(|block| block.keep).filter(is_short);
    let keys: Vec<(String, u32)> = kept().map(|block| (key(&block.text), block.number)).collect();
    let block_of = |part: &str| keys.iter().find(|(key, _)| key == part).map(|(_, number)| *number);
    let part = title.shown_part(|part| {
        !part.is_empty() && block_of(part).is_some() && !facts.site_names.is_shown(part)
    })?;
    Some((part, block_of(&key(part))?))
}

/// Ranks a block as the headline. Returns nothing if it is the name of the site, or no headline.
fn headline(
    facts: &PageFacts<'_>,
    declared: &[DeclaredTitle],
    block: &NumberedBlock<'_>,
) -> Option<HeadlineCandidate> {
    let text = clean(&without_extras(facts, block))?;
    let mut value = headline_without_site(
        text.trim_end_matches(['¶', '#']).trim_start_matches([':', '|']),
        declared,
        &facts.site_names,
    );
    if let Some((rest, number)) = value.rsplit_once(" #")
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && declared.iter().any(|title| title.starts_with(&key(rest)))
    {
        // The number of an issue or a post.
        value = rest.trim().to_owned();
    }
    let own = key(&value);
    if own.is_empty() || is_site(facts, declared, &value) {
        return None;
    }
    let is_headline = match (block.kind, block.shape) {
        (Kind::Title, Shape::Heading { .. }) => true,
        (kind, Shape::Heading { level: 1 }) if !FOREIGN.contains(&kind) => true,
        (Kind::Title, _) => declared.is_empty(),
        _ => false,
    };
    let mut rank = is_headline.then_some(HeadlineRank::Undeclared);
    for title in declared {
        let better = |found: HeadlineRank| rank.is_none_or(|rank| found < rank);
        if title.starts_with(&own) {
            rank = Some(HeadlineRank::Declared);
        } else if let Some(start) = title.start_at_end_of(&own) {
            if better(HeadlineRank::EndsWithDeclared) {
                rank = Some(HeadlineRank::EndsWithDeclared);
                value = start.to_owned();
            }
        } else if title.ends_with(&own) && better(HeadlineRank::EndOfDeclared) {
            rank = Some(HeadlineRank::EndOfDeclared);
        }
    }
    let is_lower = block.shape != Shape::Heading { level: 1 };
    Some(HeadlineCandidate { rank: rank?, is_lower, value, block: block.number })
}

/// Returns true if a headline is the name of the site. One that only begins with that name counts
/// unless a declared title begins with it too.
fn is_site(facts: &PageFacts<'_>, declared: &[DeclaredTitle], headline: &str) -> bool {
    if !facts.site_names.is_shown(headline) {
        return false;
    }
    let own = key(headline);
    let is_whole = facts.site_names.is_whole_name(headline);
    !declared
        .iter()
        .any(|title| if is_whole { title.equals(&own) } else { title.starts_with(&own) })
}

/// Returns the titles that the page declares, the most specific vocabulary first.
fn declared_titles(facts: &PageFacts<'_>) -> Vec<DeclaredTitle> {
    let mut titles: Vec<(&str, Origin)> = Vec::new();
    titles.extend(facts.json_ld.headline.as_deref().map(|title| (title, Origin::JsonLd)));
    for candidate in facts.candidates(CandidateField::Title).take(MAX_DECLARED) {
        titles.push((&candidate.value, candidate.origin));
    }
    titles.extend(facts.document.title.as_deref().map(|title| (title, Origin::Meta)));
    let mut declared = Vec::with_capacity(titles.len());
    for (title, origin) in titles {
        if let Some(title) = clean(title).filter(|title| title.chars().count() <= MAX_CHARS) {
            declared.push(DeclaredTitle::new(&title, origin, &facts.site_names));
        }
    }
    declared
}

/// Returns the blocks that may be the headline, the most probable first: those that the model takes
/// for it, then the highest headings.
fn headline_blocks<'f, 'p>(facts: &'f PageFacts<'p>) -> Vec<&'f NumberedBlock<'p>> {
    let level = |block: &NumberedBlock<'_>| match (block.kind, block.shape) {
        (Kind::Title, _) => Some(0),
        (_, Shape::Heading { level }) if level <= LAST_LEVEL => Some(level),
        _ => None,
    };
    let mut blocks: Vec<(u8, &NumberedBlock<'p>)> = Vec::new();
    for block in &facts.blocks {
        if let Some(level) = level(block)
            && block.text.chars().take(MAX_CHARS + 1).count() <= MAX_CHARS
        {
            blocks.push((level, block));
        }
    }
    blocks.sort_by_key(|(level, _)| *level);
    blocks.into_iter().map(|(_, block)| block).collect()
}
