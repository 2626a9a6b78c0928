//! Dates: as machines write them, and as people do in the languages of `dates/months.txt`.
//!
//! What is read is a day, with the time of day where a machine wrote it. A text without a year has no date: what "today"
//! was, a library without a clock cannot know.

use std::fmt;
use std::ops::Range;

use crate::unicode::marks::is_mark;

mod digits;
mod months;

pub(crate) use months::number as month;

/// Years that are dates of publication; newspapers put their archives online.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;
/// Years of the Buddhist calendar that fall into them, and how far it is ahead.
const BUDDHIST_YEARS: std::ops::RangeInclusive<u32> = 2443..=2642;
const BUDDHIST_LEAD: u32 = 543;
/// Eras by which years are counted in East Asia, and the year before their first.
const ERAS: &[(&str, u32)] =
    &[("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];
/// Characters of a text that are looked at for dates.
const LOOKED_AT: usize = 400;
/// Letters of the words that may stand between the parts of a date: articles, prepositions, ordinal endings.
const SHORT_WORD: usize = 4;

/// A day, perhaps with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    year: u16,
    month: u8,
    day: u8,
    time: Option<Time>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    /// Minutes ahead of universal time.
    offset: Option<i16>,
}

/// How the dates of a page are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style<'l> {
    /// The page's language, an ISO 639 code.
    pub(crate) language: &'l str,
    /// Whether 5/6/2020 is the sixth of May.
    pub(crate) month_first: bool,
}

impl Date {
    /// The day, if there is one.
    fn new(year: u32, month: u32, day: u32) -> Option<Date> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        let fits = YEARS.contains(&year) && (1..=days).contains(&day);
        fits.then_some(Date { year: year as u16, month: month as u8, day: day as u8, time: None })
    }

    /// The year.
    pub(crate) fn year(self) -> u16 {
        self.year
    }

    /// Whether the other date is the same day.
    pub(crate) fn is_same_day(self, other: Date) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }

    /// Reads a date that was written for machines: ISO 8601 with the liberties that pages take, or whatever
    /// [`dates`] finds.
    pub(crate) fn parse(text: &str, style: Style<'_>) -> Option<Date> {
        let text = text.trim();
        iso(text).or_else(|| dates(text, style).next().map(|(date, _)| date))
    }
}

/// ISO 8601, in its extended form.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)?;
        let Some(Time { hour, minute, second, offset }) = self.time else { return Ok(()) };
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

/// Reads `2020-05-06`, `2020/5/6` or `20200506`, and the time behind it.
fn iso(text: &str) -> Option<Date> {
    let (year, rest) = digits(text, 4..=4)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
    let (month, rest) =
        digits(after(rest, separator)?, if separator.is_some() { 1..=2 } else { 2..=2 })?;
    let (day, rest) =
        digits(after(rest, separator)?, if separator.is_some() { 1..=2 } else { 2..=2 })?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Date { time: time(rest), ..Date::new(year, month, day)? })
}

/// Reads `T10:30:05.000+02:00` or parts of it.
fn time(text: &str) -> Option<Time> {
    let rest = text.strip_prefix(['T', 't', ' '])?.trim_start();
    let (hour, rest) = digits(rest, 2..=2)?;
    let (minute, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2..=2)?;
    let second = rest.strip_prefix(':').and_then(|rest| digits(rest, 2..=2));
    let (second, rest) = second.unwrap_or((0, rest));
    let rest = rest
        .strip_prefix('.')
        .map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let fits = hour < 24 && minute < 60 && second < 60;
    fits.then_some(Time {
        hour: hour as u8,
        minute: minute as u8,
        second: second as u8,
        offset: offset(rest),
    })
}

/// Reads `Z`, `+02:00` or `-0330`: minutes ahead of universal time.
fn offset(text: &str) -> Option<i16> {
    let text = text.trim_start();
    if text.starts_with(['Z', 'z']) {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, rest) = digits(&text[1..], 2..=2)?;
    let minutes =
        digits(rest.strip_prefix(':').unwrap_or(rest), 2..=2).map_or(0, |(minutes, _)| minutes);
    (hours < 15 && minutes < 60).then_some(sign * (hours * 60 + minutes) as i16)
}

/// What comes after `c`, or `text` if there is none.
fn after(text: &str, c: Option<char>) -> Option<&str> {
    c.map_or(Some(text), |c| text.strip_prefix(c))
}

/// The number of `count` ASCII digits that starts `text`, as many as there are, and what comes after it.
fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let found = text.bytes().take(*count.end()).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(found);
    Some((number.parse().ok().filter(|_| count.contains(&found))?, rest))
}

/// A part of a text.
#[derive(Clone, Copy, Debug)]
enum Token<'t> {
    Number { value: u32, digits: usize },
    Word(&'t str),
    Mark(char),
}

/// The dates in a text, with where they stand. Only the first characters of a long text are looked at.
pub(crate) fn dates<'t>(
    text: &'t str,
    style: Style<'t>,
) -> impl Iterator<Item = (Date, Range<usize>)> + 't {
    let tokens = if text.contains(char::is_numeric) { tokens(text) } else { Vec::new() };
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() {
            let start = at;
            at += 1;
            if let Some((date, end)) = (Reader { tokens: &tokens, at: start, style }).date() {
                at = end;
                return Some((date, tokens[start].1.start..tokens[end - 1].1.end));
            }
        }
        None
    })
}

/// Cuts the start of a text into numbers, words and other characters, white space left out.
fn tokens(text: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..end].chars().next() {
        let rest = &text[at..end];
        let length = if digits::value(c).is_some() {
            rest.find(|c| digits::value(c).is_none()).unwrap_or(rest.len())
        } else if is_letter(c) {
            word_length(rest)
        } else {
            c.len_utf8()
        };
        let part = &rest[..length];
        if digits::value(c).is_some() {
            let value = part
                .chars()
                .filter_map(digits::value)
                .fold(0, |sum: u32, digit| sum.saturating_mul(10).saturating_add(digit));
            tokens.push((Token::Number { value, digits: part.chars().count() }, at..at + length));
        } else if is_letter(c) {
            tokens.push((Token::Word(part), at..at + length));
        } else if !c.is_whitespace() {
            tokens.push((Token::Mark(c), at..at + length));
        }
        at += length;
    }
    tokens
}

/// Whether a character is part of words.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c)
}

/// Bytes of the word that starts `text`: its letters, and full stops between them, as Thai months have.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let goes_on =
            is_letter(c) || (c == '.' && chars.peek().is_some_and(|&(_, next)| is_letter(next)));
        if !goes_on {
            return at;
        }
    }
    text.len()
}

/// Reads a date from tokens.
#[derive(Clone, Copy)]
struct Reader<'r, 't> {
    tokens: &'r [(Token<'t>, Range<usize>)],
    at: usize,
    style: Style<'r>,
}

impl<'t> Reader<'_, 't> {
    /// The date that starts here, and the number of the token after it.
    fn date(self) -> Option<(Date, usize)> {
        if self.at >= 2 && self.is_chained(self.at - 2) {
            return None;
        }
        let readers =
            [Self::numeric, Self::with_units, Self::day_first, Self::month_first, Self::year_first];
        readers.into_iter().find_map(|read| read(self))
    }

    /// Whether the tokens from here on are two numbers with a mark and no space between: parts of a version or an address.
    fn is_chained(self, at: usize) -> bool {
        let Some(
            [
                (Token::Number { .. }, first),
                (Token::Mark(mark), between),
                (Token::Number { .. }, second),
            ],
        ) = self.tokens.get(at..at + 3)
        else {
            return false;
        };
        matches!(mark, '.' | '/' | '-') && first.end == between.start && between.end == second.start
    }

    /// The next token, if it is a number.
    fn number(&mut self) -> Option<(u32, usize)> {
        let (Token::Number { value, digits }, _) = self.tokens.get(self.at)? else { return None };
        self.at += 1;
        Some((*value, *digits))
    }

    /// The next token, if it is a word.
    fn word(&mut self) -> Option<&'t str> {
        let (Token::Word(word), _) = self.tokens.get(self.at)? else { return None };
        self.at += 1;
        Some(word)
    }

    /// The next token, if it is one of these characters.
    fn mark(&mut self, marks: &str) -> Option<char> {
        let (Token::Mark(mark), _) = self.tokens.get(self.at)? else { return None };
        self.at += usize::from(marks.contains(*mark));
        marks.contains(*mark).then_some(*mark)
    }

    /// Passes over what may stand between the parts of a date.
    fn skip(&mut self) {
        let mut words = 0;
        while let Some((token, _)) = self.tokens.get(self.at) {
            match token {
                Token::Mark(c) if ".,-–/'’،、ºª°".contains(*c) => {}
                Token::Word(word)
                    if words < 2
                        && word.chars().count() <= SHORT_WORD
                        && self.peek_month().is_none() =>
                {
                    words += 1;
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    /// The month that the next words name.
    fn peek_month(mut self) -> Option<(u32, usize)> {
        let word = self.word()?;
        if let Some(month) = months::number(word, self.style.language) {
            return Some((month, self.at));
        }
        let both = format!("{word}-{}", self.word()?);
        Some((months::number(&both, self.style.language)?, self.at))
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
        let year = if BUDDHIST_YEARS.contains(&year) { year - BUDDHIST_LEAD } else { year };
        (digits == 4 && YEARS.contains(&year)).then_some(year)
    }

    /// Reads a day of the month.
    fn day(&mut self) -> Option<u32> {
        let (day, digits) = self.number()?;
        (digits <= 2 && (1..=31).contains(&day)).then_some(day)
    }

    /// `2020-05-06`, `6.5.2020`, `5/6/20`.
    fn numeric(mut self) -> Option<(Date, usize)> {
        let (first, first_digits) = self.number()?;
        let mark = self.mark("./-")?;
        let (second, second_digits) = self.number()?;
        self.mark("./-").filter(|&other| other == mark)?;
        let (third, third_digits) = self.number()?;
        if second_digits > 2 || self.is_chained(self.at - 1) {
            return None;
        }
        let is_year = |value, digits| {
            digits == 4 && (YEARS.contains(&value) || BUDDHIST_YEARS.contains(&value))
        };
        let common =
            |year| if BUDDHIST_YEARS.contains(&year) { year - BUDDHIST_LEAD } else { year };
        let date = if is_year(first, first_digits) && third_digits <= 2 {
            Date::new(common(first), second, third)
        } else if first_digits <= 2 && (is_year(third, third_digits) || third_digits == 2) {
            let year = if third_digits == 2 { 2000 + third } else { common(third) };
            let month_first = if mark == '/' { self.style.month_first } else { false };
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

    /// `2020年5月6日`, `2020년 5월 6일`, `令和2年5月6日`, `6 tháng 5 năm 2020`.
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
        self.skip();
        Some((Date::new(self.year()?, month, first)?, self.at))
    }

    /// Reads the name of an era: the year before its first.
    fn era(&mut self) -> Option<u32> {
        let mut reader = *self;
        let word = reader.word()?;
        let (_, before) = ERAS.iter().find(|(era, _)| word.ends_with(era))?;
        *self = reader;
        Some(*before)
    }

    /// `6 May 2020`, `6. Mai 2020`, `6 de mayo de 2020`, `06-May-2020`.
    fn day_first(mut self) -> Option<(Date, usize)> {
        let day = self.day()?;
        self.skip();
        let month = self.month()?;
        self.skip();
        Some((Date::new(self.year()?, month, day)?, self.at))
    }

    /// `May 6th, 2020`.
    fn month_first(mut self) -> Option<(Date, usize)> {
        let month = self.month()?;
        self.mark(".");
        let day = self.day()?;
        self.skip();
        Some((Date::new(self.year()?, month, day)?, self.at))
    }

    /// `2020. május 6.`, `2020 m. gegužės 6 d.`, `2020. gada 6. maijs`.
    fn year_first(mut self) -> Option<(Date, usize)> {
        let year = self.year()?;
        self.skip();
        let mut day = self;
        let before = day.day().inspect(|_| self = day);
        self.skip();
        let month = self.month()?;
        let date = match before {
            Some(day) => Date::new(year, month, day)?,
            None => {
                self.skip();
                Date::new(year, month, self.day()?)?
            }
        };
        Some((date, self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_for_machines() {
        for (text, expected) in [
            ("2020-05-06", "2020-05-06"),
            ("2020-05-06T10:30:05+02:00", "2020-05-06T10:30:05+02:00"),
            ("2020-05-06T10:30:05.123Z", "2020-05-06T10:30:05Z"),
            ("2020-05-06 10:30", "2020-05-06T10:30:00"),
            ("2020-05-06T10:30-0330", "2020-05-06T10:30:00-03:30"),
            ("20200506", "2020-05-06"),
            ("2020/5/6", "2020-05-06"),
            ("Wed, 06 May 2020 10:30:05 GMT", "2020-05-06"),
            ("Wed May 06 2020", "2020-05-06"),
            ("2020-05-06T99:00", "2020-05-06"),
        ] {
            let date = Date::parse(text, Style::default()).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "2020",
            "2020-13-01",
            "2021-02-29",
            "20200506123",
            "1589-05-06",
            "0000-00-00",
            "202005061",
        ] {
            assert_eq!(Date::parse(text, Style::default()), None, "{text}");
        }
    }

    #[test]
    fn dates_for_people() {
        for (language, text, expected) in [
            ("en", "Posted on May 6th, 2020 by Jane", "2020-05-06"),
            ("en", "Sept. 6, 2020", "2020-09-06"),
            ("en", "Wednesday 6 May 2020", "2020-05-06"),
            ("en", "06-May-2020", "2020-05-06"),
            ("de", "Mittwoch, 6. Mai 2020, 10:30 Uhr", "2020-05-06"),
            ("de", "06.05.20", "2020-05-06"),
            ("de", "Stand: 6.5.2020", "2020-05-06"),
            ("fr", "Publié le 1er août 2020 à 10h30", "2020-08-01"),
            ("es", "6 de mayo de 2020", "2020-05-06"),
            ("pt", "6 de maio de 2020", "2020-05-06"),
            ("it", "6 mag 2020", "2020-05-06"),
            ("pl", "6 maja 2020 r.", "2020-05-06"),
            ("cs", "6. května 2020", "2020-05-06"),
            ("hr", "6. listopada 2020.", "2020-10-06"),
            ("pl", "6 listopada 2020", "2020-11-06"),
            ("ru", "6 мая 2020 г.", "2020-05-06"),
            ("tr", "6 Mayıs 2020", "2020-05-06"),
            ("hu", "2020. május 6.", "2020-05-06"),
            ("lt", "2020 m. gegužės 6 d.", "2020-05-06"),
            ("lv", "2020. gada 6. maijs", "2020-05-06"),
            ("ja", "2020年5月6日 10時30分", "2020-05-06"),
            ("ja", "令和2年5月6日", "2020-05-06"),
            ("ko", "2020년 5월 6일", "2020-05-06"),
            ("ko", "2020. 5. 6.", "2020-05-06"),
            ("vi", "6 tháng 5 năm 2020", "2020-05-06"),
            ("th", "6 พ.ค. 2563", "2020-05-06"),
            ("th", "6 พฤษภาคม 2563", "2020-05-06"),
            ("ar", "٦ أيار ٢٠٢٠", "2020-05-06"),
            ("ar", "6 تشرين الأول 2020", "2020-10-06"),
            ("hi", "6 मई 2020", "2020-05-06"),
            ("el", "6 Μαΐου 2020", "2020-05-06"),
            ("fi", "6. toukokuuta 2020", "2020-05-06"),
        ] {
            let style = Style { language, month_first: false };
            let found = dates(text, style).next().map(|(date, _)| date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "May 2020",
            "version 1.2.2020.4",
            "6 or 7",
            "192.168.10.20",
            "6 Mai",
            "+49 30 12 05 2020",
            "1.2.3",
        ] {
            let found: Vec<_> = dates(text, Style { language: "en", month_first: true }).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_slash_is_read_as_the_page_reads_it() {
        let read = |text, month_first| {
            let style = Style { language: "en", month_first };
            dates(text, style).next().map(|(date, _)| date.to_string())
        };
        assert_eq!(read("5/6/2020", true).as_deref(), Some("2020-05-06"));
        assert_eq!(read("5/6/2020", false).as_deref(), Some("2020-06-05"));
        assert_eq!(read("25/6/2020", true).as_deref(), Some("2020-06-25"));
        assert_eq!(read("6/25/2020", false).as_deref(), Some("2020-06-25"));
    }

    #[test]
    fn places_of_dates() {
        let text = "Jane, 6 May 2020 | updated 7 May 2020";
        let found: Vec<&str> = dates(text, Style::default()).map(|(_, at)| &text[at]).collect();
        assert_eq!(found, ["6 May 2020", "7 May 2020"]);
    }
}
