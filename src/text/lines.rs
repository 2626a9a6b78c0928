//! Plain text as lines: the spans of the lines as they are, and the logical lines that they make where the text was
//! hard-wrapped.
//!
//! Verdicts are found for logical lines and given to each of their lines, so that the output stays made of input lines.

use std::ops::Range;

use crate::unicode::punctuation::{display_width, ends_sentence, opens_with_bullet};

/// A line of the input. Its span includes its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// First byte.
    pub(crate) start: u32,
    /// One past its last byte.
    pub(crate) end: u32,
    /// Whether nothing visible stands on it.
    pub(crate) blank: bool,
}

impl Line {
    /// The line in `text`, its end included.
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// One or more lines that are one line of the text before it was wrapped; never a blank one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Logical {
    /// Index of its first line.
    pub(crate) first: u32,
    /// Index of its last line.
    pub(crate) last: u32,
}

impl Logical {
    /// The text of its lines; the line ends inside read as white space.
    pub(crate) fn of<'t>(self, text: &'t str, lines: &[Line]) -> &'t str {
        match (lines.get(self.first as usize), lines.get(self.last as usize)) {
            (Some(first), Some(last)) => text[first.start as usize..last.end as usize].trim_end(),
            _ => "",
        }
    }
}

/// The lines of a text. They tile it; LF, CRLF and CR end a line.
pub(crate) fn split_lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).count();
    let mut lines = Vec::with_capacity(ends + 1);
    let mut start = 0;
    while start < bytes.len() {
        let end = line_end(bytes, start);
        let blank = text[start..end].chars().all(is_invisible);
        lines.push(Line { start: start as u32, end: end as u32, blank });
        start = end;
    }
    lines
}

/// How many bytes the first `count` lines of a text have.
pub(crate) fn first_lines(text: &str, count: usize) -> usize {
    // No line is empty.
    if text.len() <= count {
        return text.len();
    }
    (0..count).fold(0, |end, _| if end < text.len() { line_end(text.as_bytes(), end) } else { end })
}

/// One past the line that begins at `start`.
fn line_end(bytes: &[u8], start: usize) -> usize {
    match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
        Some(at) if bytes[start + at] == b'\r' && bytes.get(start + at + 1) == Some(&b'\n') => {
            start + at + 2
        }
        Some(at) => start + at + 1,
        None => bytes.len(),
    }
}

/// Whether `c` shows nothing: white space, a control, a zero-width character or a byte order mark.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// The logical lines: the lines that are not blank, joined where the text was wrapped at a fixed width.
pub(crate) fn logical_lines(text: &str, lines: &[Line]) -> Vec<Logical> {
    let wrap = Wrap::detect(text, lines);
    let mut logical: Vec<Logical> =
        Vec::with_capacity(lines.iter().filter(|line| !line.blank).count());
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.blank) {
        match (logical.last_mut(), &wrap) {
            (Some(previous), Some(wrap))
                if wrap.joins(text, lines, previous.last as usize, index, *line) =>
            {
                previous.last = index as u32;
            }
            _ => logical.push(Logical { first: index as u32, last: index as u32 }),
        }
    }
    logical
}

/// Narrowest and widest columns that text is wrapped at by mail programs, terminals and text browsers.
const COLUMNS: Range<usize> = 56..101;
/// Lines that have to break in the middle of a sentence before a text counts as wrapped.
const MIN_BREAKS: usize = 4;

/// Text wrapped at a fixed column.
#[derive(Debug, PartialEq, Eq)]
struct Wrap {
    /// The widest line.
    column: usize,
}

impl Wrap {
    /// Finds the column that `text` was wrapped at. It was if no more than one line in fifty is wider than
    /// [`COLUMNS`] allow, and half of the lines near the widest one, four at least, go on in the next line in the middle
    /// of a sentence.
    fn detect(text: &str, lines: &[Line]) -> Option<Wrap> {
        let mut by_width = [0usize; COLUMNS.end + 1];
        let mut filled = 0usize;
        for line in lines
            .iter()
            .filter(|line| !line.blank && line.end - line.start >= COLUMNS.start as u32 / 2)
        {
            let width = display_width(line.of(text).trim_end());
            by_width[width.min(COLUMNS.end)] += 1;
            filled += usize::from(width >= COLUMNS.start);
        }
        if filled < MIN_BREAKS || by_width[COLUMNS.end] * 50 > filled {
            return None;
        }
        let column = (COLUMNS.start..COLUMNS.end).rev().find(|&width| by_width[width] > 0)?;
        let wrap = Wrap { column };
        let (mut full, mut broken) = (0usize, 0usize);
        for (index, pair) in lines.windows(2).enumerate() {
            if !pair[0].blank && display_width(pair[0].of(text).trim_end()) * 10 >= column * 8 {
                full += 1;
                let next = pair[1].of(text).trim_start();
                let open = !ends_sentence(pair[0].of(text));
                let lower = next
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_lowercase() || !c.is_uppercase() && c.is_alphabetic());
                broken += usize::from(
                    open && lower && wrap.joins(text, lines, index, index + 1, pair[1]),
                );
            }
        }
        (broken >= MIN_BREAKS && broken * 2 >= full).then_some(wrap)
    }

    /// Whether line `next` goes on where line `index` had no room: it follows at once, opens no list item, is not
    /// indented further, and its first word would not have fitted.
    fn joins(
        &self,
        text: &str,
        lines: &[Line],
        index: usize,
        next_index: usize,
        next: Line,
    ) -> bool {
        if next_index != index + 1 || next.blank {
            return false;
        }
        let (line, next) = (lines[index].of(text).trim_end(), next.of(text).trim_end());
        let indent = |line: &str| line.len() - line.trim_start().len();
        let first_word = next.trim_start().split(char::is_whitespace).next().unwrap_or_default();
        let room = self.column.saturating_sub(display_width(line));
        !opens_with_bullet(next.trim_start())
            && (indent(next) <= indent(line) || opens_with_bullet(line.trim_start()))
            && first_piece_width(first_word) + 1 > room
    }
}

/// The width of the first piece of a word that a wrapper would not cut: the word itself, one character in scripts
/// written without spaces.
fn first_piece_width(word: &str) -> usize {
    let spaced = |c: char| {
        crate::unicode::script(c).is_none_or(|s| s.class() == crate::unicode::Class::Spaced)
    };
    match word.chars().next() {
        Some(c) if !spaced(c) => 2,
        _ => display_width(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_tile_and_blanks_are_told() {
        let text = "a\r\n\r\n  \n\u{feff}b\rc";
        let found: Vec<(&str, bool)> =
            split_lines(text).iter().map(|line| (line.of(text), line.blank)).collect();
        assert_eq!(
            found,
            [
                ("a\r\n", false),
                ("\r\n", true),
                ("  \n", true),
                ("\u{feff}b\r", false),
                ("c", false)
            ]
        );
        assert!(split_lines("").is_empty());
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
        let list = "- a short line about the rain that fell on the mill and bridge\n- another of about the same width, on the river and the boats\n".repeat(5);
        for text in [poem.as_str(), list.as_str(), "one\ntwo\nthree"] {
            let lines = split_lines(text);
            assert_eq!(logical_lines(text, &lines).len(), lines.len(), "{text}");
        }
    }
}
