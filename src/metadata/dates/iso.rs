//! Dates for machines: ISO 8601 with the liberties that pages take.

use std::ops::RangeInclusive;

use super::date::{Date, TimeOfDay};

/// Offsets from universal time have fewer hours than this. The largest in use is +14:00.
const MAX_OFFSET_HOURS: u32 = 15;

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
