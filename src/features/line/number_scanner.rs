//! Finds dates and times among the digits of a line.

use crate::features::years::is_line_year;

/// First digits of a number that its value is computed from, so that it cannot overflow.
const VALUE_DIGITS: u32 = 8;

/// Reads a line character by character.
#[derive(Debug, Default)]
pub(super) struct NumberScanner {
    /// Digits of the number that is being read, and its value (of its first digits).
    digits: u32,
    value: u32,
    /// Numbers before it that `.`, `/` or `-` join to it.
    joined: u32,
    /// The number before it had one or two digits and a colon after it.
    after_hours: bool,
    /// Found a year or a date in numbers.
    pub(super) date: bool,
    /// Found a time of day or a duration in numbers.
    pub(super) time: bool,
}

impl NumberScanner {
    /// Reads the next character.
    pub(super) fn read(&mut self, c: char) {
        if let Some(digit) = c.to_digit(10) {
            self.digits += 1;
            if self.digits <= VALUE_DIGITS {
                self.value = self.value * 10 + digit;
            }
            return;
        }
        if self.digits == 0 {
            self.joined = 0;
            self.after_hours = false;
            return;
        }
        self.end_number(c);
    }

    /// Ends a number before `c`.
    fn end_number(&mut self, c: char) {
        let is_year = self.digits == 4 && is_line_year(self.value);
        let ends_date = self.joined >= 2 && (2..=4).contains(&self.digits);
        let has_unit = self.digits <= 4 && matches!(c, '年' | '月' | '日' | '년' | '월' | '일');
        self.date |= is_year || ends_date || has_unit;
        self.time |= self.after_hours && self.digits == 2;
        self.joined =
            if matches!(c, '.' | '/' | '-') && self.digits <= 4 { self.joined + 1 } else { 0 };
        self.after_hours = c == ':' && self.digits <= 2;
        self.digits = 0;
        self.value = 0;
    }
}
