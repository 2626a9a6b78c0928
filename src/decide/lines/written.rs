//! Rules that read the text of a line: edit links of wikis, and dates in the digits, months and
//! calendars of all languages. The features see none of these.

use std::ops::Range;

use crate::decide::lines::front::front;
use crate::decide::lines::verdicts::STAMP_SCORE;
use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::features::line::text_part::TextPart;
use crate::features::page::STAMP_WORDS;
use crate::kind::Kind;
use crate::lang::Language;
use crate::lexicon::Lexicon;
use crate::metadata::dates::{DateStyle, FIRST_YEAR, dates, digit_value};
use crate::text::edit_links::is_edit_line;
use crate::unicode::letter_word_count;
use crate::verdict::{Reason, Verdict};

/// Score from which a date below the headline is content: that of an event. Stamps on pages have
/// the same limit.
const DATELINE_SCORE: f32 = 0.8;
/// Most datelines: those of the publication and of a change. More are a list.
const MOST_DATELINES: usize = 2;
/// Most words around the date of a dateline: a weekday, "Published".
const AROUND_DATE: f32 = 2.0;
/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// The text that is judged, and what its lines are read with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenText<'t> {
    pub(crate) part: TextPart<'t>,
    pub(crate) language: Option<Language>,
    pub(crate) lexicon: &'t Lexicon,
}

impl<'t> WrittenText<'t> {
    /// Returns the text of a logical line.
    pub(super) fn line(self, number: usize) -> &'t str {
        self.part.logical[number].of(self.part.text, self.part.lines)
    }
}

/// Drops edit links, datelines and stamps.
pub(crate) fn drop_written(
    context: &TextContext,
    written: WrittenText<'_>,
    verdicts: &mut [Verdict],
) {
    let language = written.language.map_or("", |language| language.code);
    let style = DateStyle { language, ..DateStyle::default() };
    let dated = DatedLines { context, written, style };
    let datelines = dated.datelines(verdicts);
    for (number, verdict) in verdicts.iter_mut().enumerate() {
        let is_short = context.lines[number].words <= STAMP_WORDS;
        if !verdict.keep || verdict.kind == Kind::Title || !is_short {
            continue;
        }
        let may_be_stamp = verdict.score < STAMP_SCORE;
        let (kind, reason) = if is_edit_line(written.line(number)) {
            (Kind::Nav, Reason::Interface)
        } else if datelines.contains(&number) || may_be_stamp && dated.is_stamp(number) {
            (Kind::Date, Reason::Form)
        } else {
            continue;
        };
        verdict.keep = false;
        verdict.kind = kind;
        verdict.why.add(reason);
    }
}

/// The lines of a text, read for their dates.
#[derive(Clone, Copy)]
struct DatedLines<'t> {
    context: &'t TextContext,
    written: WrittenText<'t>,
    style: DateStyle<'t>,
}

/// A date in a line.
#[derive(Clone, Copy, Debug)]
struct LineDate {
    year: u16,
    /// Its year has four digits, or is one of an era.
    has_whole_year: bool,
    /// The line has hardly any words around it.
    is_bare: bool,
}

impl<'t> DatedLines<'t> {
    /// Returns the lines between the headline and the first paragraph that are nothing but a date.
    /// If such lines follow in the text, it is a diary or a list of changes, and they are its
    /// headings.
    fn datelines(self, verdicts: &[Verdict]) -> Vec<usize> {
        let front = front(self.context, verdicts);
        let is_kept = |number: usize| verdicts[number].keep && self.is_bare_date(number);
        let is_dateline =
            |&number: &usize| verdicts[number].score < DATELINE_SCORE && is_kept(number);
        let found: Vec<usize> = front.clone().filter(is_dateline).collect();
        let is_list = found.len() > MOST_DATELINES
            || !found.is_empty() && (front.end..verdicts.len()).any(is_kept);
        if is_list { Vec::new() } else { found }
    }

    /// Returns true if a line is a date of the time of the Web, with hardly any words around it.
    fn is_bare_date(self, number: usize) -> bool {
        let line = self.facts(number);
        let may_be = line.words <= STAMP_WORDS
            && !line.has(LineFlag::Bullet)
            && !line.has(LineFlag::EndsColon);
        may_be && self.dates(number).any(|date| date.is_bare && date.year >= FIRST_YEAR)
    }

    /// Returns true if a line has a date with its year, and a time of day. The features see those
    /// in European digits and the common era, so these are in others.
    fn is_stamp(self, number: usize) -> bool {
        let line = self.facts(number);
        // A stamp can end in an abbreviation: "18:42 น.".
        let is_sentence = line.has(LineFlag::EndsSentence);
        !line.has(LineFlag::Timestamp)
            && !line.has(LineFlag::Bullet)
            && has_time(self.written.line(number))
            && self.dates(number).any(|date| date.has_whole_year && (date.is_bare || !is_sentence))
    }

    fn facts(self, number: usize) -> &'t LineFacts {
        &self.context.lines[number]
    }

    /// Returns the dates in a line.
    fn dates(self, number: usize) -> impl Iterator<Item = LineDate> + 't {
        let text = self.written.line(number);
        dates(text, self.style).map(move |(date, Range { start, end })| LineDate {
            year: date.year(),
            has_whole_year: has_whole_year(&text[start..end]),
            // Times belong to dates.
            is_bare: letter_word_count(&text[..start]) + letter_word_count(&text[end..])
                <= AROUND_DATE,
        })
    }
}

/// Returns true if a date has a year of four digits, or one of an era.
fn has_whole_year(date: &str) -> bool {
    let mut numbers = date.split(|c| digit_value(c).is_none());
    date.contains('年') || numbers.any(|digits| digits.chars().count() == YEAR_DIGITS)
}

/// Returns true if a text contains a time of day: `٩:٠٥`, `19時30分`.
fn has_time(text: &str) -> bool {
    let is_digit = |c: char| digit_value(c).is_some();
    text.match_indices([':', '時']).any(|(at, separator)| {
        let after = &text[at + separator.len()..];
        text[..at].ends_with(is_digit) && after.chars().take_while(|&c| is_digit(c)).count() == 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_digits_of_all_scripts() {
        for (text, expected) in
            [("٩:٠٥", true), ("১০:৪৬", true), ("令和5年6月9日 19時30分", true), ("3:1", false)]
        {
            assert_eq!(has_time(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_years() {
        for (date, expected) in
            [("২৯ আগস্ট ২০২০", true), ("令和5年6月9日", true), ("29.09.19", false)]
        {
            assert_eq!(has_whole_year(date), expected, "{date}");
        }
    }
}
