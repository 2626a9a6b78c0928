//! Who wrote a page.

use crate::kind::Kind;
use crate::metadata::candidates::{Candidate, CandidateField};
use crate::metadata::dates::{DateStyle, dates};
use crate::metadata::{Found, Origin};

use crate::metadata::facts::{FOREIGN, FactBlock, Facts};
use crate::metadata::labels::{self, Role};
use crate::metadata::{page_dates, person_names, values};

/// Blocks before and after the headline among which a byline is looked for.
const BEFORE: u32 = 8;
const AFTER: u32 = 14;
/// Blocks before and after a byline without a label among which there is a date.
const BESIDE: u32 = 2;
/// Steps to a block below the article, and to one elsewhere that is stated to be the author's.
const BELOW: u32 = 6;
const FAR: u32 = 8;
/// Characters of a block that is a byline and no sentence.
const LONGEST: usize = 120;

/// Authors of a page; papers of large collaborations have some thousand.
const MOST_AUTHORS: usize = 4000;

/// Names that stand for "somebody", as they are compared.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "webmaster",
    "editor",
    "redaktion",
    "unknown",
    "guest",
    "author",
    "anonymous",
    "user",
    "noauthor",
    "staff",
    "datum",
    "date",
    "share",
    "recipe",
    "quelle",
    "source",
    "team",
    "theteam",
];

/// The authors: persons that are declared or named, else whoever is declared, else what looks like a name.
pub(super) fn authors(facts: &Facts<'_>) -> Vec<Found> {
    let style = page_dates::style(facts);
    let mut weak = Vec::new();
    let organizations: Vec<&str> = facts
        .linked
        .authors
        .iter()
        .filter(|(_, is_organization)| *is_organization)
        .map(|(name, _)| name.trim())
        .collect();
    for (names, origin) in candidates(facts, style) {
        let is_somebody = !names.is_empty()
            && names.iter().all(|name| !NOBODY.contains(&values::key(name).as_str()));
        let is_site = |name: &String| facts.is_site(name) || organizations.contains(&name.as_str());
        if is_somebody && !names.iter().any(is_site) {
            return with_origin(names, origin);
        }
        if is_somebody && weak.is_empty() {
            weak = with_origin(names, origin);
        }
    }
    if weak.is_empty() { unlabelled(facts, style) } else { weak }
}

/// The names with their origin.
fn with_origin(names: Vec<String>, origin: Origin) -> Vec<Found> {
    names.into_iter().map(|value| Found { value, origin }).collect()
}

/// Names, the most trustworthy first.
fn candidates<'f>(
    facts: &'f Facts<'_>,
    style: DateStyle<'f>,
) -> impl Iterator<Item = (Vec<String>, Origin)> + 'f {
    let linked =
        facts.linked.authors.iter().filter_map(|(name, _)| values::clean(name)).collect::<Vec<_>>();
    let linked = linked
        .iter()
        .flat_map(|name| person_names::declared(name, style.language))
        .collect::<Vec<_>>();
    [(linked, Origin::JsonLd)]
        .into_iter()
        .chain(std::iter::once_with(move || declared(facts, style)).flatten())
        .chain(std::iter::once_with(move || labelled(facts, style)).flatten())
        .chain(std::iter::once_with(move || marked(facts, style)).flatten())
        .chain(std::iter::once_with(move || written(facts, style)).flatten())
}

/// The authors that the head declares, each vocabulary by itself.
fn declared(facts: &Facts<'_>, style: DateStyle<'_>) -> Vec<(Vec<String>, Origin)> {
    let mut all: Vec<(Vec<String>, Origin)> = Vec::new();
    let is_of_head =
        |sign: &&Candidate| facts.block_of(sign).is_none() && sign.origin != Origin::Class;
    for sign in facts.signs(CandidateField::Author).filter(is_of_head).take(MOST_AUTHORS) {
        let names = person_names::declared(&sign.value, style.language);
        match all.iter_mut().find(|(_, origin)| *origin == sign.origin) {
            Some((known, _)) => add(known, names),
            None => all.push((names, sign.origin)),
        }
    }
    all
}

/// Adds names to others, each once.
fn add(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if names.len() < MOST_AUTHORS && !names.contains(&name) {
            names.push(name);
        }
    }
}

/// Whether a text is nothing but a label for authors.
fn is_label(text: &str, style: DateStyle<'_>) -> bool {
    text.len() <= LONGEST
        && labels::strip(text, style.language, Role::By).is_some_and(|(rest, _)| rest.is_empty())
}

/// What a card for other sites says behind the label for authors.
fn labelled(facts: &Facts<'_>, style: DateStyle<'_>) -> Vec<(Vec<String>, Origin)> {
    let pairs = facts.signs(CandidateField::CardLabel).zip(facts.signs(CandidateField::CardValue));
    let authors = pairs.filter(|(label, _)| {
        values::clean(&label.value).is_some_and(|label| is_label(&label, style))
    });
    authors
        .map(|(_, sign)| (person_names::declared(&sign.value, style.language), sign.origin))
        .collect()
}

/// The authors that elements of the page name, the best first.
fn marked(facts: &Facts<'_>, style: DateStyle<'_>) -> Vec<(Vec<String>, Origin)> {
    let mut all: Vec<(u32, Vec<String>, Origin)> = Vec::new();
    for sign in facts.signs(CandidateField::Author) {
        // What a link or a property states is the author's wherever it stands, but for what others wrote.
        let is_stated = sign.origin != Origin::Class;
        let is_own = |block: &FactBlock<'_>| match block.kind {
            Kind::Comment | Kind::CommentForm | Kind::Related => false,
            kind => is_stated || !FOREIGN.contains(&kind),
        };
        let Some(block) = facts.block_of(sign).filter(is_own) else { continue };
        let far = is_stated.then_some(FAR);
        let Some(distance) = distance(facts, block).or(far) else { continue };
        let kind = match sign.origin {
            Origin::Microdata => 0,
            Origin::Link => 1,
            _ => 2,
        };
        let names = match sign.origin {
            Origin::Class => person_names::byline(&sign.value, style),
            _ if sign.value.contains(|c: char| c.is_ascii_digit()) => {
                person_names::byline(&sign.value, style)
            }
            _ => person_names::declared(&sign.value, style.language),
        };
        // Class names say less than the place: far from the headline they name the authors of other things.
        all.push((kind * 2 + distance, names, sign.origin));
    }
    all.sort_by_key(|(rank, ..)| *rank);
    let mut best: Vec<(Vec<String>, Origin)> = Vec::new();
    let first = all
        .iter()
        .find(|(_, names, _)| !names.is_empty())
        .map(|(rank, _, origin)| (*rank, *origin));
    // Elements of the same rank and origin next to each other name one author each.
    let mut names: Vec<String> = Vec::new();
    for (rank, found, origin) in all {
        if Some((rank, origin)) == first && origin != Origin::Class {
            add(&mut names, found);
        } else {
            best.push((found, origin));
        }
    }
    if let Some((_, origin)) = first {
        best.insert(0, (names, origin));
    }
    best
}

/// How far a block stands from the headline, in steps that weigh like a better sign; none if it is too far.
fn distance(facts: &Facts<'_>, block: FactBlock<'_>) -> Option<u32> {
    let after = block.number.checked_sub(facts.top);
    match after {
        Some(after) if after <= AFTER => Some(after / 3),
        None if facts.top - block.number <= BEFORE => Some(1 + (facts.top - block.number) / 3),
        _ if block.number >= facts.bottom => Some(BELOW),
        _ => None,
    }
}

/// The authors that the text names behind a label: one that starts a line, else one with a colon, else one in a block before.
fn written(facts: &Facts<'_>, style: DateStyle<'_>) -> Vec<(Vec<String>, Origin)> {
    let label = |line: &&str| labels::strip(line, style.language, Role::By).is_some();
    // A headline may begin with "By" as well.
    let headline = facts.title.as_ref().map(|title| values::key(&title.value));
    let is_byline = |block: &&FactBlock<'_>| headline.as_ref() != Some(&values::key(block.text));
    let lines = short_blocks(facts)
        .filter(is_byline)
        .filter_map(|block| block.text.lines().map(str::trim).find(label));
    // "By our team", "by the sea": in scripts with capitals a name has one.
    let is_named =
        |names: &Vec<String>| names.iter().all(|name| !name.starts_with(char::is_lowercase));
    let is_below = |pair: &&[FactBlock<'_>]| {
        person_names::is_full_name(pair[1].text.trim_end_matches([',', ' ']))
            && is_label(pair[0].text, style)
    };
    let below = facts.blocks.windows(2).filter(is_below).map(|pair| pair[1].text);
    let inner =
        short_blocks(facts).filter_map(|block| labels::behind_colon(block.text, style.language));
    lines
        .chain(inner)
        .chain(below)
        .map(|line| person_names::byline(line, style))
        .filter(is_named)
        .map(|names| (names, Origin::Text))
        .collect()
}

/// The authors that the first byline names that is nothing but names, and has a date in it or beside it: buttons and
/// headings look like names too.
fn unlabelled(facts: &Facts<'_>, style: DateStyle<'_>) -> Vec<Found> {
    let is_dated = |block: &FactBlock<'_>| {
        let near = block.number.saturating_sub(BESIDE)..=block.number.saturating_add(BESIDE);
        facts
            .blocks
            .iter()
            .any(|other| near.contains(&other.number) && dates(other.text, style).next().is_some())
    };
    let is_byline =
        |block: &&FactBlock<'_>| block.kind == Kind::Byline && distance(facts, **block).is_some();
    let bylines = short_blocks(facts).filter(is_byline).filter(|block| is_dated(block));
    let mut names = bylines.map(|block| person_names::byline(block.text, style));
    let names = names.find(|names| {
        !names.is_empty() && names.iter().all(|name| person_names::is_full_name(name))
    });
    with_origin(names.unwrap_or_default(), Origin::Text)
}

/// The blocks near the headline that are no longer than a byline, and all that the model takes for one.
fn short_blocks<'f, 'p>(facts: &'f Facts<'p>) -> impl Iterator<Item = &'f FactBlock<'p>> {
    facts.blocks.iter().filter(|block| {
        let is_near =
            block.number + BEFORE >= facts.top && block.number <= facts.top.saturating_add(AFTER);
        let is_short = block.text.len() <= 4 * LONGEST && block.text.chars().count() <= LONGEST;
        (is_near || block.kind == Kind::Byline) && !FOREIGN.contains(&block.kind) && is_short
    })
}
