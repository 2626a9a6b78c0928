//! The part of a text that is judged at once.

use crate::text::lines::{LogicalLine, TextLine};

/// Some logical lines of a text that follow each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextPart<'t> {
    pub(crate) text: &'t str,
    /// All lines of the text.
    pub(crate) lines: &'t [TextLine],
    pub(crate) logical: &'t [LogicalLine],
    /// The first of the lines that belong to the part, and one past the last.
    pub(crate) first: u32,
    pub(crate) end: u32,
}

impl<'t> TextPart<'t> {
    /// Returns the text of a logical line.
    pub(super) fn text_of(&self, line: &LogicalLine) -> &'t str {
        line.of(self.text, self.lines)
    }

    /// Returns the blank lines before each logical line, at most 3.
    pub(super) fn blank_before(&self) -> impl Iterator<Item = u8> + '_ {
        let mut next = self.first;
        self.logical.iter().map(move |line| {
            let blank = (line.first - next).min(3) as u8;
            next = line.last + 1;
            blank
        })
    }
}
