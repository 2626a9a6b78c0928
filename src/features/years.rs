//! Numbers that read as a year. Pages and lines count different eras, and each model was trained
//! with its own.

use std::ops::RangeInclusive;

/// Years of the common era that pages write about, for pages and for lines.
const COMMON_ERA: RangeInclusive<u32> = 1900..=2099;
/// The same span in the Buddhist era, which Thai pages use, for lines only.
const BUDDHIST_ERA: RangeInclusive<u32> = 2500..=2599;

/// Returns true if a number of four digits is a year, as the features of pages count them.
fn is_page_year(number: u32) -> bool {
    COMMON_ERA.contains(&number)
}

/// Returns true if a number of four digits is a year, as the features of lines count them.
pub(super) fn is_line_year(number: u32) -> bool {
    COMMON_ERA.contains(&number) || BUDDHIST_ERA.contains(&number)
}

/// Returns true if a run of digits is a year.
pub(super) fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4
        && is_page_year(digits.iter().fold(0, |year, digit| year * 10 + u32::from(digit - b'0')))
}

/// Returns true if a text contains a year and a time of day: `9:05`, `19時30分`.
pub(super) fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.split(|byte| !byte.is_ascii_digit()).any(is_year) {
        return false;
    }
    let is_time = |(at, separator): (usize, &str)| {
        let (before, after) = (&bytes[..at], &bytes[at + separator.len()..]);
        before.last().is_some_and(u8::is_ascii_digit)
            && after.iter().take_while(|byte| byte.is_ascii_digit()).count() == 2
    };
    text.match_indices(':').any(is_time) || text.match_indices('時').any(is_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_have_a_year_and_a_time() {
        for (text, expected) in [
            ("von Altmüller » So 14. Jan 2024, 09:47", true),
            ("2024年6月9日 19時30分", true),
            ("May 6, 2024", false),
            ("at 9:05", false),
            ("Ratio 3:10 in 2024", true),
            ("Psalm 23:1, edition of 2024", false),
        ] {
            assert_eq!(is_timestamp(text), expected, "{text}");
        }
    }
}
