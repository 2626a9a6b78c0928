//! Dates as machines write them, and as people do in the languages of `dates/months.txt`.
//!
//! A date here is a day, with the time of day if a machine wrote it. A text without a year has no
//! date: a library without a clock cannot know which day "today" is.

use std::ops::Range;

mod date;
mod digits;
mod iso;
mod months;
mod parser;
mod tokens;

pub(crate) use date::{Date, DateStyle, MonthFirst};
pub(crate) use digits::digit_value;
pub(crate) use months::month_number;

use parser::DateParser;

/// The first year of the Web. An earlier date in a text belongs to the story: a letter, a diary.
pub(crate) const FIRST_YEAR: u16 = 1991;

/// Reads a date in a machine's format, or else the first date in the text.
pub(crate) fn parse_date(text: &str, style: DateStyle<'_>) -> Option<Date> {
    let text = text.trim();
    iso::parse_iso(text).or_else(|| dates(text, style).next().map(|(date, _)| date))
}

/// Reads a date that a page declares for machines, which may also count seconds since 1970. In
/// other texts such a number is that of an article.
pub(crate) fn parse_declared_date(text: &str, style: DateStyle<'_>) -> Option<Date> {
    iso::parse_unix_time(text.trim()).or_else(|| parse_date(text, style))
}

/// Returns the dates in the first characters of a text, with their byte ranges.
pub(crate) fn dates<'t>(
    text: &'t str,
    style: DateStyle<'t>,
) -> impl Iterator<Item = (Date, Range<usize>)> + 't {
    let has_number = text.contains(char::is_numeric);
    let tokens = if has_number { tokens::tokens(text) } else { Vec::new() };
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() {
            let start = at;
            at += 1;
            if let Some((date, end)) = (DateParser { tokens: &tokens, at: start, style }).date() {
                at = end;
                return Some((date, tokens[start].1.start..tokens[end - 1].1.end));
            }
        }
        None
    })
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
            let date = parse_date(text, DateStyle::default()).map(|date| date.to_string());
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
            assert_eq!(parse_date(text, DateStyle::default()), None, "{text}");
        }
    }

    #[test]
    fn seconds_since_1970() {
        let date = |text| parse_declared_date(text, DateStyle::default());
        for (text, expected) in [
            ("1588761005", "2020-05-06T10:30:05Z"),
            (" 1588761005123 ", "2020-05-06T10:30:05Z"),
            ("1582934400", "2020-02-29T00:00:00Z"),
            ("1577836799", "2019-12-31T23:59:59Z"),
            ("1583020800", "2020-03-01T00:00:00Z"),
            ("4102444799", "2099-12-31T23:59:59Z"),
            ("20200506", "2020-05-06"),
        ] {
            assert_eq!(
                date(text).map(|date| date.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in ["0588761005", "15887610051", "4102444800", "158876100", "1588761005 "] {
            assert_eq!(parse_date(text, DateStyle::default()), None, "{text}");
        }
        assert_eq!((date("0588761005"), date("4102444800")), (None, None));
    }

    #[test]
    fn local_days_of_moments() {
        let date = |text| parse_date(text, DateStyle::default()).expect("is a date");
        for (moment, day, expected) in [
            ("2020-05-06T22:30:00Z", "2020-05-07", true),
            ("2020-05-06T22:30:00+00:00", "2020-05-07", true),
            ("2020-05-06T02:30:00Z", "2020-05-05", true),
            ("2020-02-28T23:00:00Z", "2020-02-29", true),
            ("2019-12-31T23:00:00Z", "2020-01-01", true),
            ("2021-02-28T23:00:00Z", "2021-03-01", true),
            ("2020-05-06T09:30:00Z", "2020-05-07", false),
            ("2020-05-06T12:30:00Z", "2020-05-05", false),
            ("2020-05-06T22:30:00Z", "2020-05-08", false),
            ("2020-05-06T22:30:00+02:00", "2020-05-07", false),
            ("2020-05-06", "2020-05-07", false),
        ] {
            assert_eq!(date(moment).may_be_on(date(day)), expected, "{moment} {day}");
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
            let style = DateStyle { language, month_first: MonthFirst::Never };
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
            let found: Vec<_> =
                dates(text, DateStyle { language: "en", month_first: MonthFirst::WithSlash })
                    .collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_slash_is_read_as_the_page_reads_it() {
        let read = |text, month_first| {
            let style = DateStyle { language: "en", month_first };
            dates(text, style).next().map(|(date, _)| date.to_string())
        };
        assert_eq!(read("5/6/2020", MonthFirst::WithSlash).as_deref(), Some("2020-05-06"));
        assert_eq!(read("5/6/2020", MonthFirst::Never).as_deref(), Some("2020-06-05"));
        assert_eq!(read("25/6/2020", MonthFirst::WithSlash).as_deref(), Some("2020-06-25"));
        assert_eq!(read("6/25/2020", MonthFirst::Never).as_deref(), Some("2020-06-25"));
        assert_eq!(read("05-06-2020", MonthFirst::WithSlash).as_deref(), Some("2020-06-05"));
        assert_eq!(read("05-06-2020", MonthFirst::WithSlashOrDash).as_deref(), Some("2020-05-06"));
        assert_eq!(read("05.06.2020", MonthFirst::WithSlashOrDash).as_deref(), Some("2020-06-05"));
    }

    #[test]
    fn places_of_dates() {
        let text = "Jane, 6 May 2020 | updated 7 May 2020";
        let found: Vec<&str> = dates(text, DateStyle::default()).map(|(_, at)| &text[at]).collect();
        assert_eq!(found, ["6 May 2020", "7 May 2020"]);
    }
}
