//! When a page was published, and when it was changed.

use crate::kind::Kind;
use crate::metadata::candidates::{Candidate, CandidateField};
use crate::metadata::dates::{Date, DateStyle, dates, parse_date};
use crate::metadata::{Found, Origin};

use crate::metadata::facts::{FOREIGN, FactBlock, Facts, found};
use crate::metadata::labels::{self, Role};

/// Blocks before and after the headline among which a date is looked for.
const BEFORE: u32 = 8;
const AFTER: u32 = 14;
/// Characters of a block that is a date line and no sentence.
const LONGEST: usize = 160;
/// Characters of a block that holds little but a date and names.
const STAMP: usize = 80;
/// Kinds of blocks outside of the article that may hold its date.
const ASIDE: &[Kind] = &[Kind::Footer, Kind::Related, Kind::Ad, Kind::Login, Kind::Subscribe];
/// The first year of the Web: dates in the text before it are what the page is about.
const FIRST_YEAR: u16 = 1991;
/// Countries where English pages write the month first.
const MONTH_FIRST: &[&str] = &["us", "ph"];

/// A date and where it was found.
type Claim = (Date, Origin);

/// How the page writes dates.
pub(super) fn style<'f>(facts: &'f Facts<'_>) -> DateStyle<'f> {
    let mut tags = facts
        .signs(CandidateField::Language)
        .filter_map(|sign| sign.value.split(['-', '_']).nth(1));
    let region = tags.find(|region| region.len() == 2).map(str::to_ascii_lowercase);
    let month_first = facts.language == "en"
        && region.is_none_or(|region| MONTH_FIRST.contains(&region.as_str()));
    DateStyle { language: &facts.language, month_first }
}

/// When the page was published: as it declares and shows, else as its elements, its address or its text say.
pub(super) fn published(facts: &Facts<'_>) -> Option<Found> {
    let style = style(facts);
    let linked = facts
        .linked
        .published
        .as_deref()
        .and_then(|text| Some((parse_date(text, style)?, Origin::JsonLd)));
    let (date, origin) =
        claimed(linked, declared(facts, style, CandidateField::Published), || shown(facts, style))
            .or_else(|| marked(facts, style, CandidateField::Published, |_| true))
            .or_else(|| marked(facts, style, CandidateField::Date, |origin| origin == Origin::Time))
            .or_else(|| declared(facts, style, CandidateField::Date))
            .or_else(|| marked(facts, style, CandidateField::Date, |_| true))
            .or_else(|| in_address(facts))
            .or_else(|| in_text(facts, style, false))
            .or_else(|| change(facts, style))
            .or_else(|| aside(facts, style))?;
    Some(found(&date.to_string(), origin))
}

/// What the page declares, by what it shows its readers near the headline: of two declarations the one of the day that is
/// shown, else that of the head. JSON-LD alone is less sure than what is shown: it often is the template's, or of another
/// article.
fn claimed(
    linked: Option<Claim>,
    head: Option<Claim>,
    shown: impl FnOnce() -> Option<Claim>,
) -> Option<Claim> {
    let declared = head.or(linked)?;
    let Some((day, origin)) = shown() else { return Some(declared) };
    let same = [head, linked].into_iter().flatten().find(|(date, _)| date.is_same_day(day));
    same.or(head).or(Some((day, origin)))
}

/// The date that the text shows near the headline, and that is not of a change.
fn shown(facts: &Facts<'_>, style: DateStyle<'_>) -> Option<Claim> {
    let near = facts.top.saturating_sub(BEFORE)..=facts.top.saturating_add(AFTER);
    let is_stamp = |block: &FactBlock<'_>| {
        near.contains(&block.number) && !FOREIGN.contains(&block.kind) && is_line(block.text, STAMP)
    };
    let (rank, date) = written(facts, style, false, is_stamp)?;
    (rank <= AFTER).then_some((date, Origin::Text))
}

/// When the page was last changed.
pub(super) fn modified(facts: &Facts<'_>) -> Option<Found> {
    let (date, origin) = change(facts, style(facts))?;
    Some(found(&date.to_string(), origin))
}

/// The last change.
fn change(facts: &Facts<'_>, style: DateStyle<'_>) -> Option<Claim> {
    let linked = facts
        .linked
        .modified
        .as_deref()
        .and_then(|text| Some((parse_date(text, style)?, Origin::JsonLd)));
    linked
        .or_else(|| declared(facts, style, CandidateField::Modified))
        .or_else(|| marked(facts, style, CandidateField::Modified, |_| true))
        .or_else(|| in_text(facts, style, true))
}

/// The date that the text of the page gives, of a change or not.
fn in_text(facts: &Facts<'_>, style: DateStyle<'_>, changed: bool) -> Option<Claim> {
    let is_own = |block: &FactBlock<'_>| !FOREIGN.contains(&block.kind);
    written(facts, style, changed, is_own).map(|(_, date)| (date, Origin::Text))
}

/// The first date of a field in the head.
fn declared(facts: &Facts<'_>, style: DateStyle<'_>, field: CandidateField) -> Option<Claim> {
    let mut head = facts.signs(field).filter(|sign| facts.block_of(sign).is_none());
    head.find_map(|sign| Some((parse_date(&sign.value, style)?, sign.origin)))
}

/// The date of a field that elements near the headline give.
fn marked(
    facts: &Facts<'_>,
    style: DateStyle<'_>,
    field: CandidateField,
    is_asked: impl Fn(Origin) -> bool,
) -> Option<Claim> {
    let read = |sign: &Candidate| {
        let block = facts.block_of(sign).filter(|block| !FOREIGN.contains(&block.kind))?;
        let date = parse_date(&sign.value, style).filter(|date| date.year() >= FIRST_YEAR)?;
        let changed = field == CandidateField::Date
            && labels::stands_in(first_of(block.text), style.language, Role::Changed);
        Some((rank(facts, block)? + u32::from(changed), date, sign.origin))
    };
    let best = facts
        .signs(field)
        .filter(|sign| is_asked(sign.origin))
        .filter_map(read)
        .min_by_key(|(rank, ..)| *rank);
    best.map(|(_, date, origin)| (date, origin))
}

/// The start of a block's text.
fn first_of(text: &str) -> &str {
    crate::unicode::clip(text, LONGEST)
}

/// How likely a block's date is the page's: less is more. None if the block is too far away.
fn rank(facts: &Facts<'_>, block: FactBlock<'_>) -> Option<u32> {
    let distance = match block.number.checked_sub(facts.top) {
        Some(after) if after <= AFTER => after,
        None if facts.top - block.number <= BEFORE => 2 + facts.top - block.number,
        _ if matches!(block.kind, Kind::Date | Kind::Byline) => 2 * AFTER,
        _ if block.number >= facts.bottom => 3 * AFTER,
        // A sentence far from the headline tells of something else.
        _ if block.kind == Kind::Body => return None,
        _ => 4 * AFTER + block.number.abs_diff(facts.top),
    };
    Some(distance + if matches!(block.kind, Kind::Date | Kind::Byline) { 0 } else { 3 })
}

/// The date in the page's address: `/2020/05/06/` or the like.
fn in_address(facts: &Facts<'_>) -> Option<Claim> {
    let style = DateStyle::default();
    facts.signs(CandidateField::Url).find_map(|sign| {
        let path = sign.value.split_once("://").map_or(sign.value.as_str(), |(_, rest)| rest);
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        let joined = parts
            .windows(3)
            .find_map(|parts| parse_date(&parts.join("-"), style).filter(|_| parts[0].len() == 4));
        let one =
            || parts.iter().flat_map(|part| starts(part)).find_map(|part| parse_date(part, style));
        Some((joined.or_else(one).filter(|date| date.year() >= FIRST_YEAR)?, Origin::Address))
    })
}

/// Where a date may start in a part of an address: at digits after anything else.
fn starts(part: &str) -> impl Iterator<Item = &str> {
    let is_start = move |at: &usize| {
        let bytes = part.as_bytes();
        bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_digit())
    };
    (0..part.len())
        .filter(is_start)
        .filter_map(|at| part.get(at..part.len().min(at + 10)).or_else(|| part.get(at..)))
}

/// The date that blocks of text give, of a change or not, and how unlikely it is the page's.
fn written(
    facts: &Facts<'_>,
    style: DateStyle<'_>,
    changed: bool,
    is_asked: impl Fn(&FactBlock<'_>) -> bool,
) -> Option<(u32, Date)> {
    let mut best: Option<(u32, Date)> = None;
    for block in facts.blocks.iter().filter(|block| is_asked(block)) {
        let Some(rank) = rank(facts, *block).filter(|_| is_line(block.text, LONGEST)) else {
            continue;
        };
        let mut from = 0;
        for (date, at) in dates(block.text, style).filter(|(date, _)| date.year() >= FIRST_YEAR) {
            let is_change =
                labels::stands_in(&block.text[from..at.start], style.language, Role::Changed);
            from = at.end;
            if is_change == changed && best.is_none_or(|(known, _)| rank < known) {
                best = Some((rank, date));
            }
        }
    }
    best
}

/// Whether a text has no more characters than a line of dates.
fn is_line(text: &str, longest: usize) -> bool {
    text.chars().take(longest + 1).count() <= longest
}

/// The date in blocks that the model took for parts of the page's frame: some themes put it below the article.
fn aside(facts: &Facts<'_>, style: DateStyle<'_>) -> Option<Claim> {
    let is_asked = |block: &FactBlock<'_>| ASIDE.contains(&block.kind) && !block.text.contains('©');
    written(facts, style, false, is_asked).map(|(_, date)| (date, Origin::Text))
}
