//! The kept lines of a text, byte for byte.
//!
//! Blank lines between two kept lines are the input's own if nothing was dropped between them, else the longest run of
//! consecutive ones there. Before the first and behind the last kept line they stay only if nothing was dropped there.

use std::ops::Range;

use crate::kind::Kind;
use crate::verdict::BlockRecord;

/// The kept lines of `text`.
pub(crate) fn text(text: &str, records: &[BlockRecord]) -> String {
    spans(records).map(|span| &text[span]).collect()
}

/// Where the kept lines stand in their text, and the blank ones among them.
pub(crate) fn spans(records: &[BlockRecord]) -> impl Iterator<Item = Range<usize>> {
    kept_ranges(records).into_iter().filter_map(|range| {
        let records = &records[range];
        Some(records.first()?.start as usize..records.last()?.end as usize)
    })
}

/// The runs of records that are written, blank ones among them.
pub(crate) fn kept_ranges(records: &[BlockRecord]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // The lines since the last kept one: their range, whether one was dropped, the longest run of blank ones.
    let (mut start, mut dropped, mut longest, mut blank_start) = (0, false, 0..0, 0);
    let mut any_kept = false;
    for (index, record) in records.iter().enumerate() {
        if record.verdict.kind == Kind::Blank {
            if index + 1 - blank_start > longest.len() {
                longest = blank_start..index + 1;
            }
            continue;
        }
        blank_start = index + 1;
        if !record.verdict.keep {
            dropped = true;
            continue;
        }
        let blanks = if !dropped {
            start..index
        } else if any_kept {
            longest
        } else {
            0..0
        };
        push(&mut ranges, blanks);
        push(&mut ranges, index..index + 1);
        (start, dropped, longest, any_kept) = (index + 1, false, 0..0, true);
    }
    if !dropped && (any_kept || !records.is_empty()) {
        push(&mut ranges, start..records.len());
    }
    ranges
}

/// Adds a range, joined to the one before it if it follows at once.
fn push(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{Shape, Verdict};

    /// One letter a line: `k`ept, `d`ropped, `.` blank.
    fn rendered(pattern: &str) -> String {
        let record = |(at, c): (usize, char)| BlockRecord {
            start: at as u32,
            end: at as u32 + 1,
            shape: Shape::Line,
            verdict: Verdict {
                kind: if c == '.' { Kind::Blank } else { Kind::Body },
                keep: c == 'k',
                ..Verdict::BLANK
            },
        };
        let records: Vec<BlockRecord> = pattern.chars().enumerate().map(record).collect();
        text(pattern, &records)
    }

    #[test]
    fn blank_lines() {
        for (pattern, expected) in [
            ("", ""),
            ("k", "k"),
            ("k.k..k", "k.k..k"),
            ("k.d.k", "k.k"),
            ("k..d.d...d.k", "k...k"),
            ("kddk", "kk"),
            (".k.", ".k."),
            (".d.k.d.", "k"),
            ("..k.k.d", "..k.k"),
            ("d..k..", "k.."),
            ("d.d", ""),
            ("...", "..."),
        ] {
            assert_eq!(rendered(pattern), expected, "{pattern}");
        }
    }
}
