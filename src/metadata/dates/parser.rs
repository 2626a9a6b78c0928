//! Dates for people: finds a date in the tokens of a text, in the forms of many languages.

use std::ops::{Range, RangeInclusive};

use super::date::{Date, DateStyle, MonthFirst, YEARS};
use super::months;
use super::tokens::DateToken;

/// Years of the Buddhist calendar that fall into [`YEARS`], and their distance from these.
const BUDDHIST_YEARS: RangeInclusive<u32> = 2443..=2642;
const BUDDHIST_OFFSET: u32 = 543;
/// The eras by which East Asia counts years, and the year before the first of each.
const ERAS: &[(&str, u32)] =
    &[("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];
/// Letters of the words between the parts of a date: articles, prepositions, ordinal suffixes.
const MAX_FILLER_LETTERS: usize = 4;
/// Such words in a row.
const MAX_FILLERS: usize = 2;
/// Symbols between the parts of a date.
const FILLER_SYMBOLS: &str = ".,-–/'’،、ºª°";

/// Reads a date from tokens. A copy of the parser is a bookmark: readers that fail leave the
/// original where it was.
#[derive(Clone, Copy)]
pub(super) struct DateParser<'r, 't> {
    pub(super) tokens: &'r [(DateToken<'t>, Range<usize>)],
    /// The number of the next token.
    pub(super) at: usize,
    pub(super) style: DateStyle<'r>,
}

impl<'t> DateParser<'_, 't> {
    /// Reads the date that starts here. Returns it and the number of the token after it.
    pub(super) fn date(self) -> Option<(Date, usize)> {
        if self.at >= 2 && self.is_number_chain(self.at - 2) {
            return None;
        }
        let readers =
            [Self::numeric, Self::with_units, Self::day_first, Self::month_first, Self::year_first];
        readers.into_iter().find_map(|read| read(self))
    }

    /// Returns true if two numbers follow with only a symbol between them, as in version numbers
    /// and IP addresses.
    fn is_number_chain(self, at: usize) -> bool {
        let Some(
            [
                (DateToken::Number { .. }, first),
                (DateToken::Symbol(symbol), between),
                (DateToken::Number { .. }, second),
            ],
        ) = self.tokens.get(at..at + 3)
        else {
            return false;
        };
        let is_adjacent = first.end == between.start && between.end == second.start;
        matches!(symbol, '.' | '/' | '-') && is_adjacent
    }

    /// Reads a number. Returns its value and the count of its digits.
    fn number(&mut self) -> Option<(u32, usize)> {
        let (DateToken::Number { value, digits }, _) = self.tokens.get(self.at)? else {
            return None;
        };
        self.at += 1;
        Some((*value, *digits))
    }

    /// Reads a word.
    fn word(&mut self) -> Option<&'t str> {
        let (DateToken::Word(word), _) = self.tokens.get(self.at)? else { return None };
        self.at += 1;
        Some(word)
    }

    /// Reads one of these symbols.
    fn symbol(&mut self, symbols: &str) -> Option<char> {
        let (DateToken::Symbol(symbol), _) = self.tokens.get(self.at)? else { return None };
        if !symbols.contains(*symbol) {
            return None;
        }
        self.at += 1;
        Some(*symbol)
    }

    /// Skips the symbols and short words between the parts of a date.
    fn skip_fillers(&mut self) {
        let mut words = 0;
        while let Some((token, _)) = self.tokens.get(self.at) {
            match token {
                DateToken::Symbol(c) if FILLER_SYMBOLS.contains(*c) => {}
                DateToken::Word(word)
                    if words < MAX_FILLERS
                        && word.chars().count() <= MAX_FILLER_LETTERS
                        && self.peek_month().is_none() =>
                {
                    words += 1;
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    /// Returns the month that the next word or the next two name, and the token after it.
    fn peek_month(mut self) -> Option<(u32, usize)> {
        let word = self.word()?;
        if let Some(month) = months::month_number(word, self.style.language) {
            return Some((month, self.at));
        }
        let both = format!("{word}-{}", self.word()?);
        Some((months::month_number(&both, self.style.language)?, self.at))
    }

    /// Reads the name of a month.
    fn month(&mut self) -> Option<u32> {
        let (month, at) = self.peek_month()?;
        self.at = at;
        Some(month)
    }

    /// Reads a year of four digits.
    fn year(&mut self) -> Option<u32> {
        let (year, digits) = self.number()?;
        let year = common_year(year);
        (digits == 4 && YEARS.contains(&year)).then_some(year)
    }

    /// Reads a day of the month.
    fn day(&mut self) -> Option<u32> {
        let (day, digits) = self.number()?;
        (digits <= 2 && (1..=31).contains(&day)).then_some(day)
    }

    /// Reads `2020-05-06`, `6.5.2020` or `5/6/20`.
    fn numeric(mut self) -> Option<(Date, usize)> {
        let (first, first_digits) = self.number()?;
        let separator = self.symbol("./-")?;
        let (second, second_digits) = self.number()?;
        self.symbol("./-").filter(|&other| other == separator)?;
        let (third, third_digits) = self.number()?;
        if second_digits > 2 || self.is_number_chain(self.at - 1) {
            return None;
        }
        let date = if is_year(first, first_digits) && third_digits <= 2 {
            Date::new(common_year(first), second, third)
        } else if first_digits <= 2 && (is_year(third, third_digits) || third_digits == 2) {
            let year = if third_digits == 2 { 2000 + third } else { common_year(third) };
            // No country writes the month first with full stops.
            let month_first = match self.style.month_first {
                MonthFirst::Never => false,
                MonthFirst::WithSlash => separator == '/',
                MonthFirst::WithSlashOrDash => separator != '.',
            };
            let (day, month) = if (month_first || second > 12) && first <= 12 {
                (second, first)
            } else {
                (first, second)
            };
            Date::new(year, month, day)
        } else {
            None
        };
        Some((date?, self.at))
    }

    /// Reads `2020年5月6日`, `2020년 5월 6일`, `令和2年5月6日` or `6 tháng 5 năm 2020`.
    fn with_units(mut self) -> Option<(Date, usize)> {
        let era = self.era();
        let (first, digits) = self.number()?;
        let unit = self.word()?;
        if unit.starts_with(['年', '년']) {
            let (month, _) = self.number()?;
            self.word().filter(|unit| unit.starts_with(['月', '월']))?;
            let (day, _) = self.number()?;
            self.word().filter(|unit| unit.starts_with(['日', '号', '號', '일']))?;
            let year = if digits == 4 { first } else { era?.saturating_add(first) };
            return Some((Date::new(year, month, day)?, self.at));
        }
        if !unit.eq_ignore_ascii_case("tháng") {
            return None;
        }
        let (month, _) = self.number()?;
        self.skip_fillers();
        Some((Date::new(self.year()?, month, first)?, self.at))
    }

    /// Reads the name of an era, if there is one. Returns the year before its first.
    fn era(&mut self) -> Option<u32> {
        let mut parser = *self;
        let word = parser.word()?;
        let (_, before) = ERAS.iter().find(|(era, _)| word.ends_with(era))?;
        *self = parser;
        Some(*before)
    }

    /// Reads `6 May 2020`, `6. Mai 2020`, `6 de mayo de 2020` or `06-May-2020`.
    fn day_first(mut self) -> Option<(Date, usize)> {
        let day = self.day()?;
        self.skip_fillers();
        let month = self.month()?;
        self.skip_fillers();
        Some((Date::new(self.year()?, month, day)?, self.at))
    }

    /// Reads `May 6th, 2020`.
    fn month_first(mut self) -> Option<(Date, usize)> {
        let month = self.month()?;
        self.symbol(".");
        let day = self.day()?;
        self.skip_fillers();
        Some((Date::new(self.year()?, month, day)?, self.at))
    }

    /// Reads `2020. május 6.`, `2020 m. gegužės 6 d.` or `2020. gada 6. maijs`.
    fn year_first(mut self) -> Option<(Date, usize)> {
        let year = self.year()?;
        self.skip_fillers();
        let mut after_day = self;
        if let Some(day) = after_day.day() {
            self = after_day;
            self.skip_fillers();
            let month = self.month()?;
            return Some((Date::new(year, month, day)?, self.at));
        }
        self.skip_fillers();
        let month = self.month()?;
        self.skip_fillers();
        Some((Date::new(year, month, self.day()?)?, self.at))
    }
}

/// Returns true if a number is a year of four digits, in either calendar.
fn is_year(value: u32, digits: usize) -> bool {
    digits == 4 && (YEARS.contains(&value) || BUDDHIST_YEARS.contains(&value))
}

/// Returns the year of the common era that a year of either calendar is.
fn common_year(year: u32) -> u32 {
    if BUDDHIST_YEARS.contains(&year) { year - BUDDHIST_OFFSET } else { year }
}
