//! Chooses the dates of publication and of the last change of a page.

use crate::kind::Kind;
use crate::metadata::blocks::{FOREIGN, NumberedBlock};
use crate::metadata::candidates::{Candidate, CandidateField};
use crate::metadata::date_lines::{DateContext, date_context};
use crate::metadata::dates::{Date, DateStyle, dates, parse_date};
use crate::metadata::facts::PageFacts;
use crate::metadata::labels::LabelRole;
use crate::metadata::{Found, Origin};
use crate::unicode::clip;

/// Blocks before and after the headline that are searched for a date.
const BLOCKS_BEFORE: u32 = 8;
const BLOCKS_AFTER: u32 = 14;
/// Characters of the longest block that is a date line. A longer one is a sentence.
const MAX_DATE_LINE: usize = 160;
/// Characters of the longest block that contains little but a date and names.
const MAX_STAMP: usize = 80;
/// Kinds of blocks outside of the article that may contain its date.
const FRAME: &[Kind] = &[Kind::Footer, Kind::Related, Kind::Ad, Kind::Login, Kind::Subscribe];
/// The first year of the Web. An earlier date in the text belongs to the story.
const FIRST_YEAR: u16 = 1991;
/// Characters of the longest date in a part of a URL: `2020-05-06`.
const MAX_URL_DATE: usize = 10;
/// Regions in which English pages write the month first.
const MONTH_FIRST_REGIONS: &[&str] = &["us", "ph"];

/// A date and its source.
type DateClaim = (Date, Origin);

/// Returns the style in which the page writes dates.
pub(super) fn date_style<'f>(facts: &'f PageFacts<'_>) -> DateStyle<'f> {
    let tags = facts.candidates(CandidateField::Language);
    let mut regions = tags.filter_map(|tag| tag.value.split(['-', '_']).nth(1));
    let region = regions.find(|region| region.len() == 2).map(str::to_ascii_lowercase);
    let month_first = facts.language == "en"
        && region.is_none_or(|region| MONTH_FIRST_REGIONS.contains(&region.as_str()));
    DateStyle { language: &facts.language, month_first }
}

/// Returns the date of publication: the declared one, or else that of an element, of the URL or of
/// the text.
pub(super) fn published(facts: &PageFacts<'_>) -> Option<Found> {
    let style = date_style(facts);
    let (date, origin) = declared_publication(facts, style)
        .or_else(|| marked(facts, style, CandidateField::Published, |_| true))
        .or_else(|| marked(facts, style, CandidateField::Date, |origin| origin == Origin::Time))
        .or_else(|| declared(facts, style, CandidateField::Date))
        .or_else(|| marked(facts, style, CandidateField::Date, |_| true))
        .or_else(|| in_url(facts))
        .or_else(|| in_text(facts, style, false))
        .or_else(|| last_change(facts, style))
        .or_else(|| in_frame(facts, style))
        .or_else(|| in_running_text(facts, style))?;
    Some(Found { value: date.to_string(), origin })
}

/// Returns the date of the last change.
pub(super) fn modified(facts: &PageFacts<'_>) -> Option<Found> {
    let (date, origin) = last_change(facts, date_style(facts))?;
    Some(Found { value: date.to_string(), origin })
}

/// Returns the declared date of publication, checked against the date that readers see.
///
/// Of two declarations the one of the shown day counts, or else that of the document head. JSON-LD
/// alone counts less than a shown date: it often describes the template or another article.
fn declared_publication(facts: &PageFacts<'_>, style: DateStyle<'_>) -> Option<DateClaim> {
    let head = declared(facts, style, CandidateField::Published);
    let json_ld = json_ld_claim(facts.json_ld.published.as_deref(), style);
    let declared = head.or(json_ld)?;
    let Some(shown) = shown(facts, style) else { return Some(declared) };
    for claim in [head, json_ld].into_iter().flatten() {
        if claim.0.is_same_day(shown.0) {
            return Some(claim);
        }
    }
    Some(head.unwrap_or(shown))
}

/// Returns a date of the JSON-LD.
fn json_ld_claim(text: Option<&str>, style: DateStyle<'_>) -> Option<DateClaim> {
    Some((parse_date(text?, style)?, Origin::JsonLd))
}

/// Returns the date near the headline that is not of a change.
fn shown(facts: &PageFacts<'_>, style: DateStyle<'_>) -> Option<DateClaim> {
    let near = facts.top.saturating_sub(BLOCKS_BEFORE)..=facts.top.saturating_add(BLOCKS_AFTER);
    let is_stamp = |date: &WrittenDate<'_>| {
        near.contains(&date.block.number)
            && !FOREIGN.contains(&date.block.kind)
            && has_at_most(&date.block.text, MAX_STAMP)
            && date.context != DateContext::Running
    };
    let (rank, date) = best_written(facts, style, false, is_stamp)?;
    (rank <= BLOCKS_AFTER).then_some((date, Origin::Text))
}

/// Returns the date of the last change with its source.
fn last_change(facts: &PageFacts<'_>, style: DateStyle<'_>) -> Option<DateClaim> {
    json_ld_claim(facts.json_ld.modified.as_deref(), style)
        .or_else(|| declared(facts, style, CandidateField::Modified))
        .or_else(|| marked(facts, style, CandidateField::Modified, |_| true))
        .or_else(|| in_text(facts, style, true))
}

/// Returns the date in the text of the page, of a change or not.
fn in_text(facts: &PageFacts<'_>, style: DateStyle<'_>, of_change: bool) -> Option<DateClaim> {
    let is_own = |date: &WrittenDate<'_>| {
        !FOREIGN.contains(&date.block.kind) && date.context != DateContext::Running
    };
    let (_, date) = best_written(facts, style, of_change, is_own)?;
    Some((date, Origin::Text))
}

/// Returns the date in a block that the model takes for a part of the page's frame: some themes put
/// it below the article.
fn in_frame(facts: &PageFacts<'_>, style: DateStyle<'_>) -> Option<DateClaim> {
    let is_frame = |date: &WrittenDate<'_>| {
        FRAME.contains(&date.block.kind)
            && !date.block.text.contains('©')
            && date.context != DateContext::Running
    };
    let (_, date) = best_written(facts, style, false, is_frame)?;
    Some((date, Origin::Text))
}

/// Returns the first date of a field in the document head.
fn declared(
    facts: &PageFacts<'_>,
    style: DateStyle<'_>,
    field: CandidateField,
) -> Option<DateClaim> {
    let candidates = facts.candidates(field);
    let mut in_head = candidates.filter(|candidate| facts.block_of(candidate).is_none());
    in_head.find_map(|candidate| Some((parse_date(&candidate.value, style)?, candidate.origin)))
}

/// Returns the best date of a field in the elements of the body.
fn marked(
    facts: &PageFacts<'_>,
    style: DateStyle<'_>,
    field: CandidateField,
    is_wanted: impl Fn(Origin) -> bool,
) -> Option<DateClaim> {
    let mut best: Option<(u32, DateClaim)> = None;
    for candidate in facts.candidates(field).filter(|candidate| is_wanted(candidate.origin)) {
        if let Some((rank, date)) = ranked_element(facts, style, candidate)
            && best.is_none_or(|(known, _)| rank < known)
        {
            best = Some((rank, (date, candidate.origin)));
        }
    }
    best.map(|(_, claim)| claim)
}

/// Returns the date of an element in the body, and its rank: less is better.
fn ranked_element(
    facts: &PageFacts<'_>,
    style: DateStyle<'_>,
    candidate: &Candidate,
) -> Option<(u32, Date)> {
    let block = facts.block_of(candidate).filter(|block| !FOREIGN.contains(&block.kind))?;
    let date = parse_date(&candidate.value, style).filter(|date| date.year() >= FIRST_YEAR)?;
    let is_change = candidate.field == CandidateField::Date
        && facts.labels.contains(clip(&block.text, MAX_DATE_LINE), LabelRole::Changed);
    Some((distance(facts, block)? + u32::from(is_change), date))
}

/// Returns how far a block is from the place of the page's date: less is better. Returns nothing if
/// it is too far.
fn distance(facts: &PageFacts<'_>, block: &NumberedBlock<'_>) -> Option<u32> {
    let is_byline = matches!(block.kind, Kind::Date | Kind::Byline);
    let steps = match block.number.checked_sub(facts.top) {
        Some(after) if after <= BLOCKS_AFTER => after,
        None if facts.top - block.number <= BLOCKS_BEFORE => 2 + facts.top - block.number,
        _ if is_byline => 2 * BLOCKS_AFTER,
        _ if block.number >= facts.bottom => 3 * BLOCKS_AFTER,
        // A sentence far from the headline is about something else.
        _ if block.kind == Kind::Body => return None,
        _ => 4 * BLOCKS_AFTER + block.number.abs_diff(facts.top),
    };
    Some(if is_byline { steps } else { steps + 3 })
}

/// Returns the date in the page's URL: `/2020/05/06/` or the like.
fn in_url(facts: &PageFacts<'_>) -> Option<DateClaim> {
    let date = facts.urls().into_iter().find_map(url_date)?;
    Some((date, Origin::Address))
}

/// Returns the date in the path of a URL.
fn url_date(url: &str) -> Option<Date> {
    let style = DateStyle::default();
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let is_recent = |date: &Date| date.year() >= FIRST_YEAR;
    for window in parts.windows(3).filter(|window| window[0].len() == 4) {
        if let Some(date) = parse_date(&window.join("-"), style) {
            return Some(date).filter(is_recent);
        }
    }
    for text in parts.iter().flat_map(|part| digit_starts(part)) {
        if let Some(date) = parse_date(text, style) {
            return Some(date).filter(is_recent);
        }
    }
    None
}

/// Returns the texts in a part of a URL that start where digits do.
fn digit_starts(part: &str) -> impl Iterator<Item = &str> {
    let bytes = part.as_bytes();
    let is_start = move |at: &usize| {
        bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_digit())
    };
    (0..part.len())
        .filter(is_start)
        .filter_map(|at| part.get(at..part.len().min(at + MAX_URL_DATE)).or_else(|| part.get(at..)))
}

/// Returns the date that a sentence near the headline mentions.
fn in_running_text(facts: &PageFacts<'_>, style: DateStyle<'_>) -> Option<DateClaim> {
    let is_own = |date: &WrittenDate<'_>| {
        !FOREIGN.contains(&date.block.kind) && date.context == DateContext::Running
    };
    let (_, date) = best_written(facts, style, false, is_own)?;
    Some((date, Origin::Text))
}

/// A date in the text of a block.
struct WrittenDate<'f> {
    block: &'f NumberedBlock<'f>,
    context: DateContext,
}

/// Returns the best of the wanted dates in blocks, of a change or not, and its distance.
fn best_written(
    facts: &PageFacts<'_>,
    style: DateStyle<'_>,
    of_change: bool,
    is_wanted: impl Fn(&WrittenDate<'_>) -> bool,
) -> Option<(u32, Date)> {
    let mut best: Option<(u32, Date)> = None;
    for block in &facts.blocks {
        if !has_at_most(&block.text, MAX_DATE_LINE) {
            continue;
        }
        let Some(distance) = distance(facts, block) else { continue };
        let mut from = 0;
        for (date, range) in dates(&block.text, style) {
            if date.year() < FIRST_YEAR {
                continue;
            }
            let before = &block.text[from..range.start];
            let is_change = facts.labels.contains(before, LabelRole::Changed);
            from = range.end;
            let context = date_context(&block.text, &range, &facts.labels);
            if is_change == of_change
                && best.is_none_or(|(known, _)| distance < known)
                && is_wanted(&WrittenDate { block, context })
            {
                best = Some((distance, date));
            }
        }
    }
    best
}

/// Returns true if a text has at most so many characters.
fn has_at_most(text: &str, chars: usize) -> bool {
    text.chars().take(chars + 1).count() <= chars
}
