//! Plain text as lines: the lines of the input, and the logical lines that they form if the text
//! was hard-wrapped.
//!
//! Logical lines are judged, and each of their lines gets the verdict. So the output consists of
//! lines of the input.

use std::ops::Range;

use crate::unicode::punctuation::{ends_sentence, opens_with_bullet};
use crate::unicode::width::display_width;
use crate::unicode::{WordBreaks, script};

/// A line of the input. Its span includes its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextLine {
    /// Offset of the first byte.
    pub(crate) start: u32,
    /// Offset after the last byte.
    pub(crate) end: u32,
    /// Contains nothing visible.
    pub(crate) blank: bool,
}

impl TextLine {
    /// Returns the line in `text`, with its line end.
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// One or more lines that were one line before the text was wrapped. None of them is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogicalLine {
    /// Index of the first line.
    pub(crate) first: u32,
    /// Index of the last line.
    pub(crate) last: u32,
}

impl LogicalLine {
    /// Returns the text of its lines. The line ends inside read as white space.
    pub(crate) fn of<'t>(self, text: &'t str, lines: &[TextLine]) -> &'t str {
        match (lines.get(self.first as usize), lines.get(self.last as usize)) {
            (Some(first), Some(last)) => text[first.start as usize..last.end as usize].trim_end(),
            _ => "",
        }
    }
}

/// Splits a text into lines, which tile it. LF, CRLF and CR end a line.
pub(crate) fn split_lines(text: &str) -> Vec<TextLine> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).count();
    let mut lines = Vec::with_capacity(ends + 1);
    let mut start = 0;
    while start < bytes.len() {
        let end = line_end(bytes, start);
        let blank = text[start..end].chars().all(is_invisible);
        lines.push(TextLine { start: start as u32, end: end as u32, blank });
        start = end;
    }
    lines
}

/// Lines that are judged whatever their length. With their verdicts they take 20 MB.
const FREE_LINES: usize = 300_000;
/// Bytes of a text for every further line that is judged. A line takes some 70 bytes of memory
/// besides its text, so the lines of a text take about twice its size. Lines of the development
/// data have 45 bytes on average.
const BYTES_PER_LINE: usize = 32;

/// Returns the length in bytes of the lines that are judged, at most `limit` of them.
pub(crate) fn judged_len(text: &str, limit: usize) -> usize {
    first_lines_len(text, limit.min(FREE_LINES + text.len() / BYTES_PER_LINE))
}

/// Returns the length in bytes of the first `count` lines of a text.
fn first_lines_len(text: &str, count: usize) -> usize {
    // A line has at least one byte.
    if text.len() <= count {
        return text.len();
    }
    let mut end = 0;
    for _ in 0..count {
        if end == text.len() {
            break;
        }
        end = line_end(text.as_bytes(), end);
    }
    end
}

/// Returns the offset after the line that begins at `start`.
fn line_end(bytes: &[u8], start: usize) -> usize {
    let Some(at) = memchr::memchr2(b'\n', b'\r', &bytes[start..]) else { return bytes.len() };
    let end = start + at + 1;
    let is_crlf = bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n');
    end + usize::from(is_crlf)
}

/// Returns true for white space, controls, zero-width characters and byte order marks.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// Returns the logical lines: the lines that are not blank, joined if the text was wrapped at a
/// fixed width.
pub(crate) fn logical_lines(text: &str, lines: &[TextLine]) -> Vec<LogicalLine> {
    let wrap = HardWrap::detect(text, lines);
    let visible = lines.iter().filter(|line| !line.blank).count();
    let mut logical: Vec<LogicalLine> = Vec::with_capacity(visible);
    for (index, line) in lines.iter().enumerate() {
        if line.blank {
            continue;
        }
        if let (Some(wrap), Some(previous)) = (&wrap, logical.last_mut())
            && previous.last as usize + 1 == index
            && wrap.continues(text, lines, index)
        {
            previous.last = index as u32;
            continue;
        }
        logical.push(LogicalLine { first: index as u32, last: index as u32 });
    }
    logical
}

/// Widths in columns that mail programs, terminals and text browsers wrap text at.
const COLUMNS: Range<usize> = 56..101;
/// Lines that have to break inside a sentence before a text counts as wrapped.
const MIN_BREAKS: usize = 4;
/// One line in so many may be wider than [`COLUMNS`] allow: URLs, preformatted lines.
const WIDE_LINES: usize = 50;
/// A line is full if it takes at least this many tenths of the column.
const FULL_TENTHS: usize = 8;

/// Text wrapped at a fixed column.
#[derive(Debug, PartialEq, Eq)]
struct HardWrap {
    /// Width that hardly any line exceeds.
    column: usize,
}

impl HardWrap {
    /// Finds the column that `text` was wrapped at. At most one line in [`WIDE_LINES`] is wider,
    /// and half of the full lines, at least [`MIN_BREAKS`], continue in the next line inside a
    /// sentence.
    fn detect(text: &str, lines: &[TextLine]) -> Option<HardWrap> {
        let mut by_width = [0usize; COLUMNS.end + 1];
        let mut filled = 0usize;
        for line in lines {
            // A line of so few bytes cannot reach the narrowest column, whatever its script.
            if line.blank || line.end - line.start < COLUMNS.start as u32 / 2 {
                continue;
            }
            let width = display_width(line.of(text).trim_end());
            by_width[width.min(COLUMNS.end)] += 1;
            filled += usize::from(width >= COLUMNS.start);
        }
        if filled < MIN_BREAKS || by_width[COLUMNS.end] * WIDE_LINES > filled {
            return None;
        }
        let column = (COLUMNS.start..COLUMNS.end).rev().find(|&width| by_width[width] > 0)?;
        let wrap = HardWrap { column };
        let (full, broken) = wrap.count_breaks(text, lines);
        (broken >= MIN_BREAKS && broken * 2 >= full).then_some(wrap)
    }

    /// Counts the full lines, and those of them that break inside a sentence.
    fn count_breaks(&self, text: &str, lines: &[TextLine]) -> (usize, usize) {
        let (mut full, mut broken) = (0, 0);
        for (index, pair) in lines.windows(2).enumerate() {
            let line = pair[0].of(text);
            if pair[0].blank || display_width(line.trim_end()) * 10 < self.column * FULL_TENTHS {
                continue;
            }
            full += 1;
            let next = pair[1].of(text).trim_start().chars().next();
            let continues_sentence =
                next.is_some_and(|c| c.is_lowercase() || !c.is_uppercase() && c.is_alphabetic());
            if continues_sentence && !ends_sentence(line) && self.continues(text, lines, index + 1)
            {
                broken += 1;
            }
        }
        (full, broken)
    }

    /// Returns true if line `index` continues the line before it, which had no room left: it starts
    /// no list item, is not indented further, and its first word would not have fitted.
    fn continues(&self, text: &str, lines: &[TextLine], index: usize) -> bool {
        if lines[index].blank {
            return false;
        }
        let (line, next) = (lines[index - 1].of(text).trim_end(), lines[index].of(text).trim_end());
        let indent = |line: &str| line.len() - line.trim_start().len();
        let first_word = next.trim_start().split(char::is_whitespace).next().unwrap_or_default();
        let room = self.column.saturating_sub(display_width(line));
        !opens_with_bullet(next.trim_start())
            && (indent(next) <= indent(line) || opens_with_bullet(line.trim_start()))
            && first_piece_width(first_word) + 1 > room
    }
}

/// Returns the width of the first piece of a word that a wrapper would not cut: the word itself, or
/// one character in scripts without spaces.
fn first_piece_width(word: &str) -> usize {
    let has_spaces =
        |c: char| script(c).is_none_or(|script| script.word_breaks() == WordBreaks::Spaces);
    match word.chars().next() {
        Some(c) if !has_spaces(c) => 2,
        _ => display_width(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_tile_the_text() {
        let text = "a\r\n\r\n  \n\u{feff}b\rc";
        let found: Vec<(&str, bool)> =
            split_lines(text).iter().map(|line| (line.of(text), line.blank)).collect();
        let expected = [
            ("a\r\n", false),
            ("\r\n", true),
            ("  \n", true),
            ("\u{feff}b\r", false),
            ("c", false),
        ];
        assert_eq!(found, expected);
        assert!(split_lines("").is_empty());
    }

    #[test]
    fn length_of_the_first_lines() {
        for (count, expected) in [(0, 0), (1, 3), (2, 5), (3, 6), (9, 6)] {
            assert_eq!(first_lines_len("a\r\nb\nc", count), expected, "{count}");
        }
    }

    const WRAPPED: &str = "It rained for three days, and on the fourth the river left its\n\
        bed and took the old bridge with it, so that nobody in the\n\
        village could reach the mill on the other bank, where the flour\n\
        was, until the men had built a raft out of the doors of the old\n\
        barn. The road will stay closed until the spring, said a woman\n\
        from the council, and the children walked along the water to\n\
        look for what was left of the bridge.\n\n\
        Read more\nShare\n";

    #[test]
    fn wrapped_lines_are_joined() {
        let lines = split_lines(WRAPPED);
        let logical = logical_lines(WRAPPED, &lines);
        let spans: Vec<(u32, u32)> = logical.iter().map(|l| (l.first, l.last)).collect();
        assert_eq!(spans, [(0, 6), (8, 8), (9, 9)]);
        assert!(logical[0].of(WRAPPED, &lines).ends_with("the bridge."));
    }

    #[test]
    fn other_lines_are_not_joined() {
        let poem =
            "the rain came down upon the mill,\nthe river rose against the hill,\n".repeat(10);
        let list = "- a short line about the rain that fell on the mill and bridge\n\
                    - another of about the same width, on the river and the boats\n"
            .repeat(5);
        for text in [poem.as_str(), list.as_str(), "one\ntwo\nthree"] {
            let lines = split_lines(text);
            assert_eq!(logical_lines(text, &lines).len(), lines.len(), "{text}");
        }
    }
}
