//! The title of a page: its headline, or what it declares without the name of its site.

use crate::kind::Kind;
use crate::metadata::candidates::CandidateField;
use crate::metadata::{Found, Origin};
use crate::verdict::Shape;

use crate::metadata::facts::{FOREIGN, FactBlock, Facts};
use crate::metadata::values::{clean, key};

/// What stands between a title and the name of a site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ", " ~ ", " / ",
    "｜", " ― ", "|",
];
/// Letters and digits from which a declared title can be the end of a headline.
const SHORTEST_END: usize = 12;
/// Titles of the head that are looked at. Pages declare a handful, as each vocabulary has one.
const MOST_DECLARED: usize = 16;
/// Characters of the longest title.
const LONGEST: usize = 300;

/// Probability that a page offers a service from which on its headline counts as a slogan unless a declared title has it:
/// the best of .1 to .8 on the developed half of WCXB (`DESIGN.md`, Metadata), where an eighth of the pages do.
const SERVICE: f32 = 0.2;

/// The title, and the number of the block that shows it.
pub(super) fn title(facts: &Facts<'_>) -> (Option<Found>, Option<u32>) {
    let declared = declared(facts);
    let best = headlines(facts)
        .into_iter()
        .filter_map(|block| headline(facts, &declared, block))
        .min_by_key(|(rank, ..)| *rank);
    let is_slogan = facts.document.candidates.service_share >= SERVICE
        && best.as_ref().is_none_or(|(rank, ..)| *rank > 1);
    if let Some(title) = is_slogan.then(|| agreed(facts, &declared)).flatten() {
        return (Some(title), best.map(|(.., block)| block));
    }
    if let Some((_, value, block)) = best {
        return (Some(Found { value, origin: Origin::Headline }), Some(block));
    }
    let title = declared
        .first()
        .map(|title| Found { value: without_site(facts, &title.text), origin: title.origin });
    (title, None)
}

/// A title that the page declares, in the forms it is compared in.
struct Declared {
    text: String,
    origin: Origin,
    /// What stands before each of its separators, and the whole, each with its key.
    starts: Vec<(String, String)>,
    /// The keys of what stands behind each of them.
    ends: Vec<String>,
}

impl Declared {
    fn of(text: String, origin: Origin) -> Self {
        let found = SEPARATORS.iter().flat_map(|separator| text.match_indices(separator));
        let (starts, ends): (Vec<_>, Vec<_>) = found
            .map(|(at, separator)| (text[..at].trim(), key(&text[at + separator.len()..])))
            .unzip();
        let starts = starts
            .into_iter()
            .chain([&*text])
            .map(|start| (start.to_owned(), key(start)))
            .collect();
        Declared { starts, ends, text, origin }
    }

    /// Whether the whole title, or what stands before a separator, is what has this key.
    fn starts_with(&self, own: &str) -> bool {
        self.starts.iter().any(|(_, key)| key == own)
    }

    /// The start that a headline ends with, long enough to be one by itself. What stands before it is a kicker.
    fn end_of(&self, headline: &str) -> Option<&str> {
        let is_end = |key: &str| headline.ends_with(key) && key.chars().count() >= SHORTEST_END;
        self.starts.iter().find(|(_, key)| is_end(key)).map(|(start, _)| start.as_str())
    }

    fn is(&self, own: &str) -> bool {
        self.starts.last().is_some_and(|(_, key)| key == own)
    }
}

/// How likely a block is the headline (less is more), what it says, and its number; none if it names the site.
fn headline(
    facts: &Facts<'_>,
    declared: &[Declared],
    block: FactBlock<'_>,
) -> Option<(u32, String, u32)> {
    let text = without_site(facts, clean(block.text)?.trim_end_matches(['¶', '#']).trim());
    let own = key(&text);
    let is_site = facts.is_site(&text) && !declared.iter().any(|title| title.is(&own));
    if own.is_empty() || is_site {
        return None;
    }
    let (mut rank, mut value) = match (block.kind, block.shape) {
        (Kind::Title, Shape::Heading(_)) => (4, text),
        (Kind::Title, _) if declared.is_empty() => (4, text),
        (kind, Shape::Heading(1)) if !FOREIGN.contains(&kind) => (4, text),
        _ => (9, text),
    };
    for title in declared {
        if title.starts_with(&own) {
            rank = 0;
        } else if let Some(start) = title.end_of(&own) {
            if rank > 1 {
                (rank, value) = (1, start.to_owned());
            }
        } else if title.ends.contains(&own) {
            rank = rank.min(3);
        }
    }
    (rank < 9).then_some((
        rank * 2 + u32::from(block.shape != Shape::Heading(1)),
        value,
        block.number,
    ))
}

/// The titles that the page declares, the most specific first.
fn declared(facts: &Facts<'_>) -> Vec<Declared> {
    let linked = facts.linked.headline.iter().map(|title| (title.as_str(), Origin::JsonLd));
    let signs = facts
        .signs(CandidateField::Title)
        .take(MOST_DECLARED)
        .map(|sign| (sign.value.as_str(), sign.origin));
    let own = facts.document.title.iter().map(|title| {
        (title.as_str(), if facts.document.is_html { Origin::Meta } else { Origin::Text })
    });
    let titles =
        linked.chain(signs).chain(own).filter_map(|(title, origin)| Some((clean(title)?, origin)));
    let titles = titles.filter(|(title, _)| title.chars().count() <= LONGEST);
    titles.map(|(title, origin)| Declared::of(title, origin)).collect()
}

/// The blocks that may be the headline, the likeliest first: what the model takes for it, then the highest headings.
fn headlines<'p>(facts: &Facts<'p>) -> Vec<FactBlock<'p>> {
    let level = |block: &FactBlock<'_>| match (block.kind, block.shape) {
        (Kind::Title, _) => Some(0),
        (_, Shape::Heading(level)) if level <= 3 => Some(level),
        _ => None,
    };
    let mut blocks: Vec<(u8, FactBlock<'p>)> =
        facts.blocks.iter().filter_map(|block| Some((level(block)?, *block))).collect();
    blocks.retain(|(_, block)| block.text.chars().take(LONGEST + 1).count() <= LONGEST);
    blocks.sort_by_key(|(level, _)| *level);
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// The title that two declarations agree on, without the name of the site.
fn agreed(facts: &Facts<'_>, declared: &[Declared]) -> Option<Found> {
    let titles: Vec<String> =
        declared.iter().map(|title| without_site(facts, &title.text)).collect();
    let is_agreed =
        |title: &str| titles.iter().filter(|other| key(other) == key(title)).count() > 1;
    let at = titles.iter().rposition(|title| is_agreed(title))?;
    Some(Found { value: titles[at].clone(), origin: declared[at].origin })
}

/// A title without the name of the site at its end or start. Behind a bar stands hardly anything else.
fn without_site(facts: &Facts<'_>, title: &str) -> String {
    let mut title = title.trim();
    for separator in SEPARATORS {
        if let Some((rest, name)) =
            title.rsplit_once(separator).filter(|(rest, _)| !key(rest).is_empty())
            && (facts.is_site(name) || separator.contains('|'))
        {
            title = rest.trim();
        }
        if let Some((name, rest)) =
            title.split_once(separator).filter(|(_, rest)| !key(rest).is_empty())
            && facts.is_site(name)
        {
            title = rest.trim();
        }
    }
    title.to_owned()
}
