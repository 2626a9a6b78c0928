//! The dates in the text of a page's blocks, with their distance from the place of the page's date.

use std::ops::Range;

use crate::kind::Kind;
use crate::metadata::blocks::{FOREIGN, NumberedBlock};
use crate::metadata::date_lines::{DateContext, date_context, is_weekday_and_date};
use crate::metadata::dates::{Date, DateStyle, FIRST_YEAR, dates};
use crate::metadata::facts::PageFacts;
use crate::metadata::labels::LabelRole;

/// Blocks before and after the headline that are searched for a date.
const BLOCKS_BEFORE: u32 = 8;
const BLOCKS_AFTER: u32 = 14;
/// Blocks below the headline among which its date line is, unless it is farther.
const NEXT_BLOCKS: u32 = 3;
/// Characters of the longest block that is a date line. A longer one is a sentence.
pub(super) const MAX_DATE_LINE: usize = 160;
/// Characters of the longest block that contains little but a date and names.
const MAX_STAMP: usize = 80;
/// Kinds of blocks outside of the article that may contain its date.
const FRAME: &[Kind] = &[Kind::Footer, Kind::Related, Kind::Ad, Kind::Login, Kind::Subscribe];

/// A date in the text of a block.
#[derive(Clone, Debug)]
pub(super) struct WrittenDate<'f> {
    pub(super) date: Date,
    block: &'f NumberedBlock<'f>,
    /// Steps from the place of the page's date.
    distance: u32,
    context: DateContext,
    /// True if a label of changes precedes it.
    of_change: bool,
    /// True unless a rule for plain texts excludes it.
    is_in_place: bool,
}

impl WrittenDate<'_> {
    /// Returns true for a date of a line in the page's own text.
    fn is_in_text(&self) -> bool {
        !FOREIGN.contains(&self.block.kind) && self.is_in_place && self.is_in_line()
    }

    fn is_in_line(&self) -> bool {
        matches!(self.context, DateContext::Labelled | DateContext::Line)
    }
}

/// The written dates of a page.
#[derive(Debug)]
pub(super) struct WrittenDates<'f> {
    all: Vec<WrittenDate<'f>>,
    is_html: bool,
    top: u32,
}

impl<'f> WrittenDates<'f> {
    /// Reads the dates in short blocks that are not too far from the headline.
    pub(super) fn read(facts: &'f PageFacts<'f>, style: DateStyle<'_>) -> Self {
        let mut all = Vec::new();
        for block in &facts.blocks {
            if block.text.chars().nth(MAX_DATE_LINE).is_some() {
                continue;
            }
            let Some(distance) = distance(facts, block) else { continue };
            let mut from = 0;
            for (date, range) in dates(&block.text, style) {
                if date.year() < FIRST_YEAR {
                    continue;
                }
                let before = &block.text[from..range.start];
                if is_of_embedded_post(before) {
                    continue;
                }
                let context = date_context(&block.text, &range, &facts.labels);
                all.push(WrittenDate {
                    date,
                    block,
                    distance,
                    context,
                    of_change: facts.labels.contains(before, LabelRole::Changed),
                    is_in_place: is_in_place(facts, block, &range, context),
                });
                from = range.end;
            }
        }
        WrittenDates { all, is_html: facts.document.is_html, top: facts.top }
    }

    /// Returns the date near the headline that is not of a change.
    pub(super) fn shown(&self) -> Option<Date> {
        let near = self.top.saturating_sub(BLOCKS_BEFORE)..=self.top.saturating_add(BLOCKS_AFTER);
        let shown = self.best(|date| {
            let is_stamp = date.block.text.chars().nth(MAX_STAMP).is_none();
            !date.of_change && is_stamp && date.is_in_text() && near.contains(&date.block.number)
        });
        shown.filter(|shown| shown.distance <= BLOCKS_AFTER).map(|shown| shown.date)
    }

    /// Returns true if a line right below the headline is a date.
    pub(super) fn has_date_below_headline(&self) -> bool {
        let near = self.top..=self.top.saturating_add(NEXT_BLOCKS);
        self.all
            .iter()
            .any(|date| !date.of_change && date.is_in_text() && near.contains(&date.block.number))
    }

    /// Returns the date in the text of the page, of a change or not.
    pub(super) fn in_text(&self, of_change: bool) -> Option<Date> {
        let best = self.best(|date| date.of_change == of_change && date.is_in_text())?;
        Some(best.date)
    }

    /// Returns the date in a block that the model takes for a part of the page's frame: some themes
    /// put it below the article.
    pub(super) fn in_frame(&self) -> Option<Date> {
        let best = self.best(|date| {
            let is_frame = FRAME.contains(&date.block.kind) && !date.block.text.contains('©');
            !date.of_change && is_frame && date.is_in_line() && date.is_in_place
        })?;
        Some(best.date)
    }

    /// Returns the date that a sentence mentions, if the page has markup. In a plain text it is as
    /// likely as not a date of the story.
    pub(super) fn in_running_text(&self) -> Option<Date> {
        let best = self.best(|date| {
            let is_running = date.context == DateContext::Running;
            !date.of_change && is_running && !FOREIGN.contains(&date.block.kind)
        });
        best.filter(|_| self.is_html).map(|best| best.date)
    }

    /// Returns the first of the nearest dates that are wanted.
    fn best(&self, is_wanted: impl Fn(&WrittenDate<'f>) -> bool) -> Option<&WrittenDate<'f>> {
        self.all.iter().filter(|date| is_wanted(date)).min_by_key(|date| date.distance)
    }
}

/// Returns true if the text before a date is the signature of an embedded post: "— The Mill
/// (@themill)". The code that sites offer for embedding writes all posts so.
fn is_of_embedded_post(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    let Some((name, handle)) = line.rsplit_once("(@") else { return false };
    name.starts_with(['—', '–']) && handle.ends_with(')') && !handle.contains(char::is_whitespace)
}

/// Returns how far a block is from the place of the page's date: less is better. Returns nothing if
/// it is too far.
pub(super) fn distance(facts: &PageFacts<'_>, block: &NumberedBlock<'_>) -> Option<u32> {
    let is_byline = matches!(block.kind, Kind::Date | Kind::Byline);
    let steps = match block.number.checked_sub(facts.top) {
        Some(after) if after <= BLOCKS_AFTER => after,
        None if facts.top - block.number <= BLOCKS_BEFORE => 2 + facts.top - block.number,
        _ if is_byline => 2 * BLOCKS_AFTER,
        _ if block.number >= facts.bottom => 3 * BLOCKS_AFTER,
        // A sentence far from the headline is about something else.
        _ if block.kind == Kind::Body => return None,
        _ => 4 * BLOCKS_AFTER + block.number.abs_diff(facts.top),
    };
    Some(if is_byline { steps } else { steps + 3 })
}

/// Returns true if a date of a plain text is where the article's own may be: near the headline, or
/// after a label. Without markup a masthead has "today", and a list of articles their dates.
fn is_in_place(
    facts: &PageFacts<'_>,
    block: &NumberedBlock<'_>,
    range: &Range<usize>,
    context: DateContext,
) -> bool {
    if facts.document.is_html || context == DateContext::Labelled {
        return true;
    }
    if block.number >= facts.top {
        return block.number <= facts.bottom.min(facts.top.saturating_add(BLOCKS_AFTER));
    }
    // Before the headline only blank lines may follow.
    let between = &facts.blocks[block.number as usize + 1..facts.top as usize];
    between.iter().all(|block| block.text.is_empty())
        && !is_weekday_and_date(&block.text, range, &facts.lexicon)
}
