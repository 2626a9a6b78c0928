//! Chooses the authors of a page.

use std::collections::HashSet;

use crate::kind::Kind;
use crate::metadata::blocks::{FOREIGN, NumberedBlock};
use crate::metadata::candidates::{Candidate, CandidateField};
use crate::metadata::dates::dates;
use crate::metadata::facts::PageFacts;
use crate::metadata::labels::LabelRole;
use crate::metadata::name_words::is_full_name;
use crate::metadata::person_names::NameParser;
use crate::metadata::{Found, Origin};
use crate::metadata::{page_dates, values};

/// Blocks before and after the headline that are searched for a byline.
const BLOCKS_BEFORE: u32 = 8;
const BLOCKS_AFTER: u32 = 14;
/// Blocks below the headline, one of which is the byline if it has a label.
const SURE_BLOCKS: u32 = 2;
/// Blocks before and after a byline without a label, one of which must have a date.
const DATE_NEIGHBOURS: u32 = 2;
/// Distance of a block below the article.
const BELOW_DISTANCE: u32 = 6;
/// Distance of any other block, for elements that state an author.
const FAR_DISTANCE: u32 = 8;
/// Blocks that count as one step of distance.
const BLOCKS_PER_STEP: u32 = 3;
/// Characters of the longest byline. A longer block is a sentence.
const MAX_CHARS: usize = 120;
/// Bytes per character at most, in UTF-8.
const MAX_CHAR_BYTES: usize = 4;
/// Authors that are returned. Papers of large collaborations have some thousand.
const MAX_AUTHORS: usize = 4000;

/// Keys of names that are placeholders or labels.
const PLACEHOLDERS: &[&str] = &[
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

/// Names from one source.
struct AuthorClaim {
    names: Vec<String>,
    origin: Origin,
}

impl AuthorClaim {
    fn into_found(self) -> Vec<Found> {
        let origin = self.origin;
        self.names.into_iter().map(|value| Found { value, origin }).collect()
    }
}

/// Returns the authors: the first persons that a source names, or else the first organisation, or
/// else a byline without a label.
pub(super) fn authors(facts: &PageFacts<'_>) -> Vec<Found> {
    let style = page_dates::date_style(facts);
    let parser = NameParser { style, labels: &facts.labels, lexicon: &facts.lexicon };
    // The most trustworthy sources first. Each is read only if those before it name no person.
    let sources: [fn(&PageFacts<'_>, NameParser<'_>) -> Vec<AuthorClaim>; 5] =
        [in_json_ld, in_head, in_cards, in_elements, in_text];
    let mut organization = None;
    for source in sources {
        for mut claim in source(facts, parser) {
            tidy_names(facts, &mut claim.names);
            if !is_somebody(&claim.names) {
                continue;
            }
            if !claim.names.iter().any(|name| is_organization(facts, name)) {
                return claim.into_found();
            }
            organization = organization.or(Some(claim));
        }
    }
    let fallback = organization.or_else(|| unlabelled(facts, parser));
    fallback.map(AuthorClaim::into_found).unwrap_or_default()
}

/// Removes the site from the names of persons, and names that repeat another one as one word:
/// "jane-doe" beside "Jane Doe".
fn tidy_names(facts: &PageFacts<'_>, names: &mut Vec<String>) {
    for name in names.iter_mut() {
        if let Some(person) = without_site(facts, name) {
            *name = person.to_owned();
        }
    }
    // An agency beside the site does not count as a person.
    if names.iter().any(|name| is_full_name(name) && !facts.is_site(name)) {
        names.retain(|name| !facts.is_site(name));
    }
    let spaced = names.iter().filter(|name| name.contains(' '));
    let keys: HashSet<String> = spaced.map(|name| values::key(name)).collect();
    let is_repeated = |name: &str| !name.contains(' ') && keys.contains(&values::key(name));
    names.retain(|name| !is_repeated(name));
}

/// Returns a name without the declared name of the site: "Jane Doe Mill Courier", "Courier by Jane
/// Doe". Returns nothing if no name of a person is left.
fn without_site<'n>(facts: &PageFacts<'_>, name: &'n str) -> Option<&'n str> {
    let site = facts.site_name.as_ref().map(|site| values::key(&site.value))?;
    let person = name.match_indices(' ').find_map(|(at, _)| {
        let (before, after) = (&name[..at], &name[at + 1..]);
        if values::key(after) == site {
            return Some(before);
        }
        let after = facts.labels.strip(after, LabelRole::Author)?;
        (values::key(before) == site).then_some(after)
    });
    person.filter(|person| is_full_name(person))
}

/// Returns true if there are names, and none is a placeholder.
fn is_somebody(names: &[String]) -> bool {
    let is_placeholder = |name: &String| PLACEHOLDERS.contains(&values::key(name).as_str());
    !names.is_empty() && !names.iter().any(is_placeholder)
}

/// Returns true if a name is that of the site or of an organisation.
fn is_organization(facts: &PageFacts<'_>, name: &str) -> bool {
    let mut authors = facts.json_ld.authors.iter();
    facts.is_site(name)
        || authors.any(|author| author.is_organization && author.name.trim() == name)
}

/// Returns the authors that the JSON-LD declares.
fn in_json_ld(facts: &PageFacts<'_>, parser: NameParser<'_>) -> Vec<AuthorClaim> {
    let mut names = Vec::new();
    for author in &facts.json_ld.authors {
        if author.is_organization {
            names.extend(values::clean(&author.name));
        } else {
            names.extend(declared_names(facts, parser, &author.name));
        }
    }
    vec![AuthorClaim { names, origin: Origin::JsonLd }]
}

/// Returns the names in a declaration. That of the site is one, whatever words join its parts.
fn declared_names(facts: &PageFacts<'_>, parser: NameParser<'_>, raw: &str) -> Vec<String> {
    match values::clean(raw) {
        Some(name) if facts.is_site(&name) => vec![name],
        _ => parser.declared(raw),
    }
}

/// Returns the authors that the document head declares, one claim for each vocabulary.
fn in_head(facts: &PageFacts<'_>, parser: NameParser<'_>) -> Vec<AuthorClaim> {
    let is_of_head = |candidate: &&Candidate| {
        facts.block_of(candidate).is_none() && candidate.origin != Origin::Class
    };
    let mut claims: Vec<AuthorClaim> = Vec::new();
    let candidates = facts.candidates(CandidateField::Author).filter(is_of_head);
    for candidate in candidates.take(MAX_AUTHORS) {
        let names = declared_names(facts, parser, &candidate.value);
        match claims.iter_mut().find(|claim| claim.origin == candidate.origin) {
            Some(claim) => add_names(&mut claim.names, names),
            None => claims.push(AuthorClaim { names, origin: candidate.origin }),
        }
    }
    claims
}

/// Adds names that are new.
fn add_names(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if names.len() < MAX_AUTHORS && !names.contains(&name) {
            names.push(name);
        }
    }
}

/// Returns the authors in rows of Twitter cards.
fn in_cards(facts: &PageFacts<'_>, parser: NameParser<'_>) -> Vec<AuthorClaim> {
    let labels = facts.candidates(CandidateField::CardLabel);
    let mut claims = Vec::new();
    for (label, row) in labels.zip(facts.candidates(CandidateField::CardValue)) {
        if values::clean(&label.value).is_some_and(|label| is_author_label(&label, parser)) {
            let names = parser.declared(&row.value);
            claims.push(AuthorClaim { names, origin: row.origin });
        }
    }
    claims
}

/// Returns true if a text is nothing but a label for authors.
fn is_author_label(text: &str, parser: NameParser<'_>) -> bool {
    text.len() <= MAX_CHARS
        && parser.labels.strip(text, LabelRole::Author).is_some_and(str::is_empty)
}

/// Returns the authors that elements of the body name, the best first.
fn in_elements(facts: &PageFacts<'_>, parser: NameParser<'_>) -> Vec<AuthorClaim> {
    let mut ranked: Vec<(u32, AuthorClaim)> = Vec::new();
    for candidate in facts.candidates(CandidateField::Author) {
        let Some(block) = facts.block_of(candidate) else { continue };
        let Some(rank) = element_rank(facts, candidate, block) else { continue };
        let is_byline = candidate.origin == Origin::Class
            || candidate.value.contains(|c: char| c.is_ascii_digit());
        let name = name_before_button(facts, candidate, block);
        let name = name.or_else(|| name_before_role(facts, candidate, block));
        let names = if let Some(name) = name {
            vec![name.to_owned()]
        } else if is_byline {
            parser.byline(&candidate.value)
        } else {
            parser.declared(&candidate.value)
        };
        ranked.push((rank, AuthorClaim { names, origin: candidate.origin }));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    merge_best(ranked)
}

/// Returns the name in an element whose only other text is a block of one word: a button.
fn name_before_button<'f>(
    facts: &'f PageFacts<'_>,
    candidate: &Candidate,
    block: &'f NumberedBlock<'_>,
) -> Option<&'f str> {
    let button = facts.blocks.get(block.number as usize + 1)?;
    let value = values::clean(&candidate.value)?;
    let rest = value.strip_prefix(&*block.text)?.strip_prefix(' ')?;
    let is_button = !rest.contains(' ') && rest == button.text;
    (is_button && is_full_name(&block.text)).then_some(&*block.text)
}

/// Returns the first line of an element whose only other line is a role: "Transport Correspondent".
fn name_before_role<'f>(
    facts: &PageFacts<'_>,
    candidate: &Candidate,
    block: &'f NumberedBlock<'_>,
) -> Option<&'f str> {
    if block.text.len() > MAX_CHAR_BYTES * MAX_CHARS {
        return None;
    }
    let (name, role) = block.text.split_once('\n')?;
    let last = role.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_whole = values::clean(&candidate.value) == values::clean(&block.text);
    (is_whole && is_full_name(name) && facts.labels.is_label(&last, LabelRole::After))
        .then_some(name)
}

/// Returns the rank of an element that names an author: less is better. Returns nothing if it names
/// somebody else.
fn element_rank(
    facts: &PageFacts<'_>,
    candidate: &Candidate,
    block: &NumberedBlock<'_>,
) -> Option<u32> {
    let is_stated = candidate.origin != Origin::Class;
    let is_foreign = if is_stated {
        matches!(block.kind, Kind::Comment | Kind::CommentForm | Kind::Related)
    } else {
        FOREIGN.contains(&block.kind)
    };
    if is_foreign && !is_sure_byline(facts, block) {
        return None;
    }
    // A property or a relation means the page's author anywhere. A class far from the headline
    // names the author of something else.
    let far = is_stated.then_some(FAR_DISTANCE);
    let distance = distance(facts, block).or(far)?;
    let certainty = match candidate.origin {
        Origin::Microdata => 0,
        Origin::Link => 1,
        _ => 2,
    };
    Some(certainty * 2 + distance)
}

/// Returns true if a block begins with a label for authors and is right below the headline. The
/// model takes a byline with several links for links to other articles.
fn is_sure_byline(facts: &PageFacts<'_>, block: &NumberedBlock<'_>) -> bool {
    let is_below =
        block.number.checked_sub(facts.top).is_some_and(|after| (1..=SURE_BLOCKS).contains(&after));
    is_below
        && block.kind == Kind::Related
        && block.text.len() <= MAX_CHARS
        && facts.labels.strip(&block.text, LabelRole::Author).is_some()
}

/// Merges the claims that have the rank and origin of the first one with names: such elements name
/// one author each. Classes are left apart.
fn merge_best(ranked: Vec<(u32, AuthorClaim)>) -> Vec<AuthorClaim> {
    let first = ranked.iter().find(|(_, claim)| !claim.names.is_empty());
    let Some((best_rank, best_origin)) = first.map(|(rank, claim)| (*rank, claim.origin)) else {
        return Vec::new();
    };
    let mut merged = AuthorClaim { names: Vec::new(), origin: best_origin };
    let mut others = Vec::new();
    for (rank, claim) in ranked {
        let is_best = rank == best_rank && claim.origin == best_origin;
        if is_best && best_origin != Origin::Class {
            add_names(&mut merged.names, claim.names);
        } else {
            others.push(claim);
        }
    }
    others.insert(0, merged);
    others
}

/// Returns the distance of a block from the headline, in steps that weigh like one level of
/// certainty. Returns nothing if it is too far.
fn distance(facts: &PageFacts<'_>, block: &NumberedBlock<'_>) -> Option<u32> {
    match block.number.checked_sub(facts.top) {
        Some(after) if after <= BLOCKS_AFTER => Some(after / BLOCKS_PER_STEP),
        None if facts.top - block.number <= BLOCKS_BEFORE => {
            Some(1 + (facts.top - block.number) / BLOCKS_PER_STEP)
        }
        _ if block.number >= facts.bottom => Some(BELOW_DISTANCE),
        _ => None,
    }
}

/// Returns the authors after a label in the text: at the start of a line, or before a colon, or in
/// the block before the name. Korean ones are before it.
fn in_text(facts: &PageFacts<'_>, parser: NameParser<'_>) -> Vec<AuthorClaim> {
    let mut lines: Vec<&str> = Vec::new();
    // A headline may begin with "By" too.
    let headline = facts.title.as_ref().map(|title| values::key(&title.value));
    for block in short_blocks(facts) {
        if headline.as_ref() != Some(&values::key(&block.text)) {
            let is_labelled = |line: &&str| parser.labels.strip(line, LabelRole::Author).is_some();
            lines.extend(block.text.lines().map(str::trim).find(is_labelled));
        }
    }
    for block in short_blocks(facts) {
        lines.extend(parser.labels.after_colon(&block.text));
    }
    for block in short_blocks(facts) {
        lines.extend(block.text.lines().map(str::trim).find(|line| parser.is_before_role(line)));
    }
    for pair in facts.blocks.windows(2) {
        let name = pair[1].text.trim_end_matches([',', ' ']);
        if is_full_name(name) && is_author_label(&pair[0].text, parser) {
            lines.push(&pair[1].text);
        }
    }
    let mut claims = Vec::new();
    for line in lines {
        let names = parser.byline(line);
        // "By our team", "by the sea": in scripts with capitals a name has one.
        if !names.iter().any(|name| name.starts_with(char::is_lowercase)) {
            claims.push(AuthorClaim { names, origin: Origin::Text });
        }
    }
    claims
}

/// Returns the authors of the first byline without a label: nothing but names, with a date in it or
/// beside it. Without the date it may be a button or a heading.
fn unlabelled(facts: &PageFacts<'_>, parser: NameParser<'_>) -> Option<AuthorClaim> {
    for block in short_blocks(facts) {
        if block.kind != Kind::Byline || distance(facts, block).is_none() {
            continue;
        }
        if !has_date_nearby(facts, block, parser) {
            continue;
        }
        let names = parser.byline(&block.text);
        if !names.is_empty() && names.iter().all(|name| is_full_name(name)) {
            return Some(AuthorClaim { names, origin: Origin::Text });
        }
    }
    None
}

/// Returns true if a block or one of its neighbours has a date.
fn has_date_nearby(
    facts: &PageFacts<'_>,
    block: &NumberedBlock<'_>,
    parser: NameParser<'_>,
) -> bool {
    let first = block.number.saturating_sub(DATE_NEIGHBOURS) as usize;
    let neighbours = facts.blocks.iter().skip(first);
    let mut neighbours =
        neighbours.take_while(|other| other.number <= block.number.saturating_add(DATE_NEIGHBOURS));
    neighbours.any(|other| dates(&other.text, parser.style).next().is_some())
}

/// Returns the blocks near the headline that are short enough for a byline, and all that the model
/// takes for one.
fn short_blocks<'f, 'p>(facts: &'f PageFacts<'p>) -> impl Iterator<Item = &'f NumberedBlock<'p>> {
    facts.blocks.iter().filter(|block| {
        let is_near = block.number + BLOCKS_BEFORE >= facts.top
            && block.number <= facts.top.saturating_add(BLOCKS_AFTER);
        let is_short = block.text.len() <= MAX_CHAR_BYTES * MAX_CHARS
            && block.text.chars().count() <= MAX_CHARS;
        let is_foreign = FOREIGN.contains(&block.kind) && !is_sure_byline(facts, block);
        (is_near || block.kind == Kind::Byline) && !is_foreign && is_short
    })
}
