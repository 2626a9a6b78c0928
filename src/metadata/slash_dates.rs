//! The order of day and month in the page's dates with slashes, if the page declares no region.

use crate::metadata::candidates::CandidateField;
use crate::metadata::facts::PageFacts;
use crate::metadata::values::host;
use crate::metadata::written_dates::MAX_DATE_LINE;

/// Top-level domains of countries whose English pages write the day first.
const DAY_FIRST_DOMAINS: &[&str] = &["uk", "au", "nz", "ie", "in", "za"];
/// Months of a year. A larger number is a day.
const MONTHS: u8 = 12;
/// Days of the longest month.
const DAYS: u8 = 31;

/// Returns true if the host of the page's URL or another date of the page says that in 5/6/2020 the
/// day is the first number.
pub(super) fn is_day_first(facts: &PageFacts<'_>) -> bool {
    let is_day_first_host = |url: &str| {
        let domain = host(url).and_then(|host| host.rsplit('.').next()).unwrap_or_default();
        DAY_FIRST_DOMAINS.iter().any(|known| known.eq_ignore_ascii_case(domain))
    };
    if facts.urls().into_iter().any(is_day_first_host) {
        return true;
    }
    let (mut has_day_first, mut has_month_first) = (false, false);
    for (first, second) in date_texts(facts).flat_map(first_numbers) {
        has_day_first |= first > MONTHS && second <= MONTHS;
        has_month_first |= first <= MONTHS && second > MONTHS;
    }
    has_day_first && !has_month_first
}

/// Returns the texts that may have a date with slashes: short blocks and declared dates.
fn date_texts<'f>(facts: &'f PageFacts<'_>) -> impl Iterator<Item = &'f str> {
    let blocks = facts.blocks.iter().map(|block| &*block.text);
    let blocks =
        blocks.filter(|text| text.contains('/') && text.chars().nth(MAX_DATE_LINE).is_none());
    let fields = [CandidateField::Published, CandidateField::Modified, CandidateField::Date];
    let candidates = facts.document.candidates.all.iter();
    let candidates = candidates.filter(move |candidate| fields.contains(&candidate.field));
    let candidates = candidates.map(|candidate| candidate.value.as_str());
    let json_ld = [&facts.json_ld.published, &facts.json_ld.modified];
    blocks.chain(candidates).chain(json_ld.into_iter().flatten().map(String::as_str))
}

/// Returns the first two numbers of each date with slashes in a text.
fn first_numbers(text: &str) -> impl Iterator<Item = (u8, u8)> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
    words.filter_map(|word| {
        let mut numbers = word.split('/');
        let (first, second, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let is_date = numbers.next().is_none() && matches!(year.len(), 2 | 4);
        let (first, second) = (first.parse().ok()?, second.parse().ok()?);
        let is_day = |number: u8| (1..=DAYS).contains(&number);
        (is_date && is_day(first) && is_day(second)).then_some((first, second))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_dates_with_slashes() {
        for (text, expected) in [
            ("Updated 15/02/2024, 10:30", vec![(15, 2)]),
            ("2/15/24 and 3/1/2024", vec![(2, 15), (3, 1)]),
            ("2024/02/15", vec![]),
            ("15/2", vec![]),
            ("1/2/3/2024", vec![]),
            ("99/2/2024", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(first_numbers(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
