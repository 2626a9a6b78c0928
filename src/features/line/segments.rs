//! The dense part of a text, where the article probably is, and the headline before it.

use super::facts::{LineFacts, TextTotals};
use super::flags::LineFlag;

/// Words that a line needs to add to a segment.
pub(super) const SEGMENT_COST: f32 = 12.0;
/// Words that one line counts at most.
pub(super) const SEGMENT_CAP: f32 = 60.0;
/// Words that one unit of mean log-odds is worth in the likely segment.
const LOG_ODDS_WORDS: f32 = 12.0;
/// Lines before the dense segment that can be the headline.
const HEADLINE_REACH: usize = 25;
/// Words of a headline.
pub(crate) const HEADLINE_WORDS: std::ops::RangeInclusive<f32> = 4.0..=28.0;
/// Long lines from which the median of their spacing means something.
const LEAST_LONG_LINES: u32 = 3;

/// Finds the dense segment, the run of lines with the highest sum of words less [`SEGMENT_COST`]
/// per line, and the likely one, in which log-odds count as words.
pub(super) fn find_segments(lines: &mut [LineFacts], totals: &mut TextTotals) {
    let words = |line: &LineFacts| line.words.min(SEGMENT_CAP) - SEGMENT_COST;
    totals.dense = best_segment(lines.iter().map(words));
    totals.likely =
        best_segment(lines.iter().map(|line| words(line) + line.log_odds.mean * LOG_ODDS_WORDS));
    let (start, end) = totals.dense;
    for line in &mut lines[start as usize..end as usize] {
        line.shape.flags.set(LineFlag::Dense, true);
    }
}

/// Returns the run of values with the highest sum (Kadane's algorithm): its start, and one past its
/// end.
fn best_segment(values: impl Iterator<Item = f32>) -> (u32, u32) {
    let (mut best, mut sum, mut start, mut found) = (0.0f32, 0.0f32, 0, (0, 0));
    for (index, value) in (0u32..).zip(values) {
        if sum <= 0.0 {
            (sum, start) = (0.0, index);
        }
        sum += value;
        if sum > best {
            (best, found) = (sum, (start, index + 1));
        }
    }
    found
}

/// Measures how the long lines of the dense segment are spaced and indented, and how they end.
pub(super) fn measure_dense(lines: &[LineFacts], totals: &mut TextTotals) {
    let (start, end) = totals.dense;
    let (mut before, mut after, mut indents) = ([0u32; 4], [0u32; 4], [0u32; 256]);
    let (mut count, mut sentences) = (0u32, 0u32);
    for index in start as usize..end as usize {
        let line = &lines[index];
        if line.has(LineFlag::Long) {
            count += 1;
            sentences += u32::from(line.has(LineFlag::EndsSentence));
            before[usize::from(line.blank_before)] += 1;
            after[usize::from(blank_after(lines, index))] += 1;
            indents[usize::from(line.shape.indent)] += 1;
        }
    }
    totals.dense_sentence_share = if count == 0 { -1.0 } else { sentences as f32 / count as f32 };
    let median = |counts: &[u32]| if count < LEAST_LONG_LINES { -1.0 } else { median(counts) };
    totals.blank_before = median(&before);
    totals.blank_after = median(&after);
    totals.indent = median(&indents);
}

/// Returns the blank lines after a line, at most 3.
pub(crate) fn blank_after(lines: &[LineFacts], index: usize) -> u8 {
    lines.get(index + 1).map_or(0, |line| line.blank_before)
}

/// Returns the median of numbers that are given by how often each occurs.
fn median(counts: &[u32]) -> f32 {
    let half = counts.iter().sum::<u32>().div_ceil(2);
    let mut seen = 0;
    for (number, count) in counts.iter().enumerate() {
        seen += count;
        if seen >= half {
            return number as f32;
        }
    }
    0.0
}

/// Returns the line that is probably the headline: the last one before the dense segment with the
/// length of a headline and no full stop.
pub(super) fn find_headline(lines: &[LineFacts], totals: &TextTotals) -> Option<u32> {
    let end = totals.dense.0 as usize;
    for index in (end.saturating_sub(HEADLINE_REACH)..end).rev() {
        let line = &lines[index];
        let is_open = !line.has(LineFlag::EndsSentence) || line.has(LineFlag::Question);
        let may_be = is_open && line.decisive.is_none() && !line.has(LineFlag::AllLinks);
        if HEADLINE_WORDS.contains(&line.words) && may_be {
            return Some(index as u32);
        }
    }
    None
}
