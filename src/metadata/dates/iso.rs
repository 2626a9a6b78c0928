//! Dates for machines: ISO 8601 with the liberties that pages take.

use std::ops::{Range, RangeInclusive};

use super::date::{Date, TimeOfDay};

/// Offsets from universal time have fewer hours than this. The largest in use is +14:00.
const MAX_OFFSET_HOURS: u32 = 15;
/// Seconds from 1970 to 9 September 2001, when they had ten digits, and to the end of 2099.
const UNIX_TIMES: Range<u32> = 1_000_000_000..4_102_444_800;
const SECONDS_A_DAY: u32 = 86_400;
/// Days from 1970 to 1 March 2000.
const MARCH_2000: u32 = 11_017;
const DAYS_IN_FOUR_YEARS: u32 = 1461;

/// Reads `2020-05-06`, `2020/5/6` or `20200506`, and the time after it.
pub(super) fn parse_iso(text: &str) -> Option<Date> {
    let (year, rest) = take_digits(text, 4..=4)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
    // Without separators a month and a day have two digits each.
    let length = if separator.is_some() { 1..=2 } else { 2..=2 };
    let (month, rest) = take_digits(skip_separator(rest, separator)?, length.clone())?;
    let (day, rest) = take_digits(skip_separator(rest, separator)?, length)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Date::new(year, month, day)?.at(parse_time(rest)))
}

/// Reads a number of seconds or milliseconds since 1970: ten or thirteen digits, from 2001 to 2099.
pub(super) fn parse_unix_time(text: &str) -> Option<Date> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = match text.len() {
        10 if is_number => text,
        13 if is_number => &text[..10],
        _ => return None,
    };
    let seconds: u32 = digits.parse().ok().filter(|seconds| UNIX_TIMES.contains(seconds))?;
    let (days, second) = (seconds / SECONDS_A_DAY, seconds % SECONDS_A_DAY);
    let (year, month, day) = civil_day(days);
    let (hour, minute) = ((second / 3600) as u8, (second / 60 % 60) as u8);
    let time = TimeOfDay { hour, minute, second: (second % 60) as u8, offset: Some(0) };
    Some(Date::new(year, month, day)?.at(Some(time)))
}

/// Returns the year, month and day of a number of days since 1970, from 2000 to 2099. The years of
/// the calculation begin in March, so that a leap day is their last.
fn civil_day(days: u32) -> (u32, u32, u32) {
    let since = days - MARCH_2000;
    let (cycle, of_cycle) = (since / DAYS_IN_FOUR_YEARS, since % DAYS_IN_FOUR_YEARS);
    let year_of_cycle = (of_cycle / 365).min(3);
    let of_year = of_cycle - 365 * year_of_cycle;
    // Five months from March on have 153 days.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = 2000 + 4 * cycle + year_of_cycle + month / 10;
    (year, if month < 10 { month + 3 } else { month - 9 }, day)
}

/// Reads `T10:30:05.000+02:00` or a part of it.
fn parse_time(text: &str) -> Option<TimeOfDay> {
    let rest = text.strip_prefix(['T', 't', ' '])?.trim_start();
    let (hour, rest) = take_digits(rest, 2..=2)?;
    let (minute, rest) = take_digits(skip_colon(rest), 2..=2)?;
    let second = rest.strip_prefix(':').and_then(|rest| take_digits(rest, 2..=2));
    let (second, mut rest) = second.unwrap_or((0, rest));
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let is_valid = hour < 24 && minute < 60 && second < 60;
    let (hour, minute, second) = (hour as u8, minute as u8, second as u8);
    is_valid.then(|| TimeOfDay { hour, minute, second, offset: parse_offset(rest) })
}

/// Reads `Z`, `+02:00` or `-0330`. Returns minutes ahead of universal time.
fn parse_offset(text: &str) -> Option<i16> {
    let text = text.trim_start();
    if text.starts_with(['Z', 'z']) {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, rest) = take_digits(&text[1..], 2..=2)?;
    let minutes = take_digits(skip_colon(rest), 2..=2).map_or(0, |(minutes, _)| minutes);
    let is_valid = hours < MAX_OFFSET_HOURS && minutes < 60;
    is_valid.then_some(sign * (hours * 60 + minutes) as i16)
}

/// Returns the text after `separator`. Without a separator, returns the whole text.
fn skip_separator(text: &str, separator: Option<char>) -> Option<&str> {
    match separator {
        Some(separator) => text.strip_prefix(separator),
        None => Some(text),
    }
}

/// Returns the text after a colon, or the whole text.
fn skip_colon(text: &str) -> &str {
    text.strip_prefix(':').unwrap_or(text)
}

/// Reads the ASCII digits at the start of `text`, at most as many as `length` allows. Returns the
/// number and the text after it.
fn take_digits(text: &str, length: RangeInclusive<usize>) -> Option<(u32, &str)> {
    let count = text.bytes().take(*length.end()).take_while(u8::is_ascii_digit).count();
    if !length.contains(&count) {
        return None;
    }
    let (number, rest) = text.split_at(count);
    Some((number.parse().ok()?, rest))
}
