//! Chooses the dates of publication and of the last change of a page.

use crate::metadata::blocks::FOREIGN;
use crate::metadata::candidates::{Candidate, CandidateField};
use crate::metadata::dates::{
    Date, DateStyle, FIRST_YEAR, MonthFirst, parse_date, parse_declared_date,
};
use crate::metadata::facts::PageFacts;
use crate::metadata::labels::LabelRole;
use crate::metadata::slash_dates::is_day_first;
use crate::metadata::written_dates::{MAX_DATE_LINE, WrittenDates, distance};
use crate::metadata::{Found, Origin};
use crate::unicode::clip;

/// Steps by which a `time` element must be nearer to the headline than one that states publication.
/// Any of 3 to 20 is right as often on the development pages.
const TIME_HANDICAP: u32 = 10;
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
    let month_first = match region {
        _ if facts.language != "en" => MonthFirst::Never,
        Some(region) if MONTH_FIRST_REGIONS.contains(&region.as_str()) => {
            MonthFirst::WithSlashOrDash
        }
        Some(_) => MonthFirst::Never,
        None if is_day_first(facts) => MonthFirst::Never,
        None => MonthFirst::WithSlash,
    };
    DateStyle { language: &facts.language, month_first }
}

/// The dates of publication and of the last change of a page.
pub(super) struct PageDates {
    pub(super) published: Option<Found>,
    pub(super) modified: Option<Found>,
}

impl PageDates {
    /// Chooses the dates of a page.
    pub(super) fn choose(facts: &PageFacts<'_>) -> PageDates {
        let style = date_style(facts);
        let mut dates = DateChooser::new(facts, style).both();
        if style.month_first == MonthFirst::WithSlash && is_changed_first(dates) {
            // The order of day and month is a guess, and here it is the wrong one.
            let style = DateStyle { month_first: MonthFirst::Never, ..style };
            let day_first = DateChooser::new(facts, style).both();
            dates = if is_changed_first(day_first) { dates } else { day_first };
        }
        let found = |(date, origin): DateClaim| Found { value: date.to_string(), origin };
        PageDates { published: dates.0.map(found), modified: dates.1.map(found) }
    }
}

/// Returns true if the last change is before the publication.
fn is_changed_first(dates: (Option<DateClaim>, Option<DateClaim>)) -> bool {
    matches!(dates, (Some(published), Some(modified)) if published.0.is_later_day(modified.0))
}

/// Chooses dates among the claims of a page.
struct DateChooser<'f> {
    facts: &'f PageFacts<'f>,
    style: DateStyle<'f>,
    written: WrittenDates<'f>,
}

impl<'f> DateChooser<'f> {
    fn new(facts: &'f PageFacts<'f>, style: DateStyle<'f>) -> Self {
        DateChooser { facts, style, written: WrittenDates::read(facts, style) }
    }

    /// Returns the dates of publication and of the last change.
    fn both(&self) -> (Option<DateClaim>, Option<DateClaim>) {
        (self.published(), self.last_change())
    }

    /// Returns the date of publication: the declared one, or else that of an element, of the URL or
    /// of the text.
    fn published(&self) -> Option<DateClaim> {
        let in_text = |date: Date| (date, Origin::Text);
        let claim = self
            .declared_publication()
            .or_else(|| self.marked_publication())
            .or_else(|| self.declared(CandidateField::Date))
            .or_else(|| self.marked(CandidateField::Date))
            .or_else(|| self.in_url())
            .or_else(|| self.written.in_text(false).map(in_text))
            .or_else(|| self.last_change())
            .or_else(|| self.written.in_frame().map(in_text))
            .or_else(|| self.written.in_running_text().map(in_text))?;
        Some(self.local_day(claim))
    }

    /// Returns the declared date of publication, checked against the date that readers see.
    ///
    /// Of two declarations the one of the shown day counts, or else that of the document head.
    /// JSON-LD alone counts less than a shown date: it often describes the template or another
    /// article.
    fn declared_publication(&self) -> Option<DateClaim> {
        let head = self.declared(CandidateField::Published);
        let json_ld = self.json_ld_claim(self.facts.json_ld.published.as_deref());
        let declared = head.or(json_ld)?;
        let Some(shown) = self.written.shown() else { return Some(declared) };
        for claim in [head, json_ld].into_iter().flatten() {
            // Day and month of a shown 5/6/2020 may be the other way round.
            if claim.0.is_same_day(shown) || claim.0.is_exchanged(shown) {
                return Some(claim);
            }
        }
        Some(head.unwrap_or((shown, Origin::Text)))
    }

    /// Returns the day that readers see or the URL has, if it is the local one of a time in UTC.
    fn local_day(&self, claim: DateClaim) -> DateClaim {
        if let Some(shown) = self.written.shown() {
            if claim.0.is_same_day(shown) {
                return claim;
            }
            if claim.0.may_be_on(shown) {
                return (shown, Origin::Text);
            }
        }
        if let Some(in_url) = self.in_url()
            // Day and month of 5/6/2020 may be the other way round.
            && (claim.0.may_be_on(in_url.0) || claim.0.is_exchanged(in_url.0))
        {
            return in_url;
        }
        claim
    }

    /// Returns the date of the last change.
    fn last_change(&self) -> Option<DateClaim> {
        self.json_ld_claim(self.facts.json_ld.modified.as_deref())
            .or_else(|| self.declared(CandidateField::Modified))
            .or_else(|| self.marked(CandidateField::Modified))
            .or_else(|| Some((self.written.in_text(true)?, Origin::Text)))
    }

    /// Returns a date of the JSON-LD.
    fn json_ld_claim(&self, text: Option<&str>) -> Option<DateClaim> {
        Some((parse_declared_date(text?, self.style)?, Origin::JsonLd))
    }

    /// Returns the first date of a field in the document head.
    fn declared(&self, field: CandidateField) -> Option<DateClaim> {
        let candidates = self.facts.candidates(field);
        let mut in_head = candidates.filter(|candidate| self.facts.block_of(candidate).is_none());
        in_head.find_map(|candidate| {
            Some((parse_declared_date(&candidate.value, self.style)?, candidate.origin))
        })
    }

    /// Returns the date of an element that states publication, or of a `time` element that is
    /// nearer to the headline: in a thread, only later posts may state it.
    fn marked_publication(&self) -> Option<DateClaim> {
        self.nearest(|candidate| match (candidate.field, candidate.origin) {
            (CandidateField::Published, _) => Some(0),
            (CandidateField::Date, Origin::Time) => Some(TIME_HANDICAP),
            _ => None,
        })
    }

    /// Returns the date of a field in the elements of the body.
    fn marked(&self, field: CandidateField) -> Option<DateClaim> {
        self.nearest(|candidate| (candidate.field == field).then_some(0))
    }

    /// Returns the date of the element nearest to the headline, with a handicap for each. Elements
    /// without one are not wanted.
    fn nearest(&self, handicap: impl Fn(&Candidate) -> Option<u32>) -> Option<DateClaim> {
        let mut best: Option<(u32, DateClaim)> = None;
        let has_date_below = self.written.has_date_below_headline();
        for candidate in &self.facts.document.candidates.all {
            let Some(handicap) = handicap(candidate) else { continue };
            if has_date_below && self.may_be_of_list(candidate) {
                continue;
            }
            let Some((rank, date)) = self.ranked_element(candidate) else { continue };
            if best.is_none_or(|(known, _)| rank + handicap < known) {
                best = Some((rank + handicap, (date, candidate.origin)));
            }
        }
        best.map(|(_, claim)| claim)
    }

    /// Returns true for a date above the headline, which may be that of another article in a list.
    fn may_be_of_list(&self, candidate: &Candidate) -> bool {
        let block = self.facts.block_of(candidate);
        candidate.field == CandidateField::Date
            && block.is_some_and(|block| block.number < self.facts.top)
    }

    /// Returns the date of an element in the body, and its rank: less is better.
    fn ranked_element(&self, candidate: &Candidate) -> Option<(u32, Date)> {
        let block = self.facts.block_of(candidate)?;
        if FOREIGN.contains(&block.kind) {
            return None;
        }
        let date = parse_declared_date(&candidate.value, self.style)?;
        let start = clip(&block.text, MAX_DATE_LINE);
        let is_change = candidate.field == CandidateField::Date
            && self.facts.labels.contains(start, LabelRole::Changed);
        let rank = distance(self.facts, block)? + u32::from(is_change);
        (date.year() >= FIRST_YEAR).then_some((rank, date))
    }

    /// Returns the date in the page's URL: `/2020/05/06/` or the like.
    fn in_url(&self) -> Option<DateClaim> {
        let date = self.facts.urls().into_iter().find_map(url_date)?;
        Some((date, Origin::Address))
    }
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
