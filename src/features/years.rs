//! Numbers that read as a year. Pages and lines count different eras, and each model was trained
//! with its own.

use std::ops::RangeInclusive;

/// Years of the common era that pages write about, for pages and for lines.
const COMMON_ERA: RangeInclusive<u32> = 1900..=2099;
/// The same span in the Buddhist era, which Thai pages use, for lines only.
const BUDDHIST_ERA: RangeInclusive<u32> = 2500..=2599;

/// Returns true if a number of four digits is a year, as the features of pages count them.
pub(super) fn is_page_year(number: u32) -> bool {
    COMMON_ERA.contains(&number)
}

/// Returns true if a number of four digits is a year, as the features of lines count them.
pub(super) fn is_line_year(number: u32) -> bool {
    COMMON_ERA.contains(&number) || BUDDHIST_ERA.contains(&number)
}
