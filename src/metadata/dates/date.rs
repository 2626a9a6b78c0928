//! A day of the calendar, perhaps with a time, and the style in which a page writes it.

use std::fmt;
use std::ops::RangeInclusive;

/// Years of publication. Newspapers put their archives of the 20th century online.
pub(super) const YEARS: RangeInclusive<u32> = 1900..=2099;

/// The hour in UTC from which it is the next day in the zone that is first to begin a day, +14:00.
const FIRST_HOUR_OF_TOMORROW: u8 = 24 - 14;
/// The hour in UTC until which it is the day before in the zone that is last to begin a day,
/// -12:00.
const LAST_HOUR_OF_YESTERDAY: u8 = 12;

/// A day, perhaps with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    year: u16,
    month: u8,
    day: u8,
    time: Option<TimeOfDay>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeOfDay {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    /// Minutes ahead of universal time.
    pub(super) offset: Option<i16>,
}

/// How a page writes its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DateStyle<'l> {
    /// The page's language, an ISO 639 code.
    pub(crate) language: &'l str,
    /// The dates in which the month precedes the day.
    pub(crate) month_first: MonthFirst,
}

/// The numeric dates of a page in which the month precedes the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MonthFirst {
    #[default]
    Never,
    /// 5/6/2020, in English of an unknown region.
    WithSlash,
    /// 5/6/2020 and 05-06-2020, in English of the United States.
    WithSlashOrDash,
}

impl Date {
    /// Returns the day, if the calendar has it.
    pub(super) fn new(year: u32, month: u32, day: u32) -> Option<Date> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        let is_valid = YEARS.contains(&year) && (1..=days).contains(&day);
        let date = Date { year: year as u16, month: month as u8, day: day as u8, time: None };
        is_valid.then_some(date)
    }

    /// Returns the same day at this time.
    pub(super) fn at(self, time: Option<TimeOfDay>) -> Date {
        Date { time, ..self }
    }

    /// Returns the year.
    pub(crate) fn year(self) -> u16 {
        self.year
    }

    /// Returns true if both dates are the same day.
    pub(crate) fn is_same_day(self, other: Date) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }

    /// Returns true if the day of this date is after that of the other.
    pub(crate) fn is_later_day(self, other: Date) -> bool {
        (self.year, self.month, self.day) > (other.year, other.month, other.day)
    }

    /// Returns true if the other date is this one with day and month exchanged.
    pub(crate) fn is_exchanged(self, other: Date) -> bool {
        (self.year, self.month, self.day) == (other.year, other.day, other.month)
    }

    /// Returns true if `day` can be the local day of this moment: the date has a time in UTC, and
    /// somewhere on earth it was then the other day.
    pub(crate) fn may_be_on(self, day: Date) -> bool {
        let Some(TimeOfDay { hour, offset: Some(0), .. }) = self.time else { return false };
        match day.day_number() - self.day_number() {
            1 => hour >= FIRST_HOUR_OF_TOMORROW,
            -1 => hour < LAST_HOUR_OF_YESTERDAY,
            _ => false,
        }
    }

    /// Returns the number of the day in a continuous count of the Gregorian calendar.
    fn day_number(self) -> i32 {
        // Years begin in March, so that the leap day is the last one.
        let is_early = self.month < 3;
        let year = i32::from(self.year) - i32::from(is_early);
        let month = i32::from(self.month) + if is_early { 9 } else { -3 };
        let leap_days = year / 4 - year / 100 + year / 400;
        // From March on, the months have 153 days in each five.
        year * 365 + leap_days + (153 * month + 2) / 5 + i32::from(self.day)
    }
}

/// ISO 8601, in its extended format.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)?;
        let Some(TimeOfDay { hour, minute, second, offset }) = self.time else { return Ok(()) };
        write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        match offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let (sign, ahead) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
                write!(f, "{sign}{:02}:{:02}", ahead / 60, ahead % 60)
            }
        }
    }
}
