//! The kept lines of a text, byte for byte.
//!
//! Between two kept lines the input's own blank lines stay if nothing was dropped there, else the
//! longest run of consecutive ones. Before the first and after the last kept line they stay only if
//! nothing was dropped there.

use std::ops::Range;

use crate::kind::Kind;
use crate::verdict::BlockRecord;

/// Returns the kept lines of `text`.
pub(crate) fn kept_text(text: &str, records: &[BlockRecord]) -> String {
    kept_spans(records).map(|span| &text[span]).collect()
}

/// Returns the bytes of the kept lines and of the blank ones among them.
pub(crate) fn kept_spans(records: &[BlockRecord]) -> impl Iterator<Item = Range<usize>> {
    kept_ranges(records).into_iter().filter_map(|range| {
        let records = &records[range];
        Some(records.first()?.start as usize..records.last()?.end as usize)
    })
}

/// Returns the runs of records that are written, blank lines included.
pub(crate) fn kept_ranges(records: &[BlockRecord]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // State since the last kept line: where it ended, whether a line was dropped, and the longest
    // run of blank lines.
    let (mut start, mut dropped, mut longest_blank, mut blank_start) = (0, false, 0..0, 0);
    let mut any_kept = false;
    for (index, record) in records.iter().enumerate() {
        if record.verdict.kind == Kind::Blank {
            if index + 1 - blank_start > longest_blank.len() {
                longest_blank = blank_start..index + 1;
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
            longest_blank
        } else {
            0..0
        };
        push_joined(&mut ranges, blanks);
        push_joined(&mut ranges, index..index + 1);
        (start, dropped, longest_blank, any_kept) = (index + 1, false, 0..0, true);
    }
    if !dropped {
        push_joined(&mut ranges, start..records.len());
    }
    ranges
}

/// Adds a range. Extends the last one if the new one follows without a gap.
fn push_joined(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
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

    /// Renders a text of one letter per line: `k`ept, `d`ropped, `.` blank.
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
        kept_text(pattern, &records)
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
