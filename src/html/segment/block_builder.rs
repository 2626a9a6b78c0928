//! Builds the blocks: folds white space, counts words, and decides where a run of text ends.
//!
//! Two adjacent inline elements are one word unless the page has white space between them, as in a
//! browser. Only rows of links and of other boxes get spaces, because there the layout separates
//! them.

use super::layout_rows::{BoxSeam, begins_word, is_unspaced};
use crate::html::outline::{NONE, OutlineBlock};
use crate::html::tags::Tag;
use crate::html::tex::Formula;
use crate::unicode::word_count;
use crate::verdict::Shape;

/// The open inline and preformatted elements that change how text is read or counted.
#[derive(Debug, Default)]
pub(super) struct OpenFormats {
    links: u32,
    bold: u32,
    code: u32,
    pub(super) preformatted: u32,
}

impl OpenFormats {
    /// Returns true inside code or preformatted text.
    pub(super) fn is_code(&self) -> bool {
        self.code > 0 || self.preformatted > 0
    }

    /// Records that an inline element opens or closes.
    pub(super) fn count(&mut self, tag: Tag, opens: bool) {
        let depth = match tag {
            Tag::A => &mut self.links,
            Tag::B | Tag::Strong => &mut self.bold,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => &mut self.code,
            _ => return,
        };
        *depth = if opens { *depth + 1 } else { depth.saturating_sub(1) };
    }
}

/// The elements around the first text of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextParents {
    /// The outermost inline element, or the container of the block.
    pub(super) element: u32,
    /// Tag of the innermost inline element.
    pub(super) inner_tag: Tag,
}

/// The blocks so far, and the one that is being built.
#[derive(Debug)]
pub(super) struct BlockBuilder {
    /// The texts of all blocks.
    pub(super) text: String,
    pub(super) blocks: Vec<OutlineBlock>,
    /// The block being built.
    current: OutlineBlock,
    /// True if there was white space since the last text of the block.
    pending_space: bool,
    /// Number of line breaks since the last text.
    breaks: u32,
    /// Offset of the last line of code that is an element of its own.
    line_start: u32,
    /// True after the end of a link, until the next text or white space.
    after_link: bool,
    /// Offsets in the text at which one link of the block directly follows another.
    link_seams: Vec<u32>,
    /// The last boundary between two boxes of a row, with its offset in the text.
    box_seam: Option<(usize, BoxSeam)>,
}

/// A block that ended.
#[derive(Debug)]
pub(super) enum EndedBlock {
    /// It has no text of the page, so there is no block. If a formula was its text, it is removed.
    Empty { removed: bool },
    /// It has text. Its links were separated by spaces, inserted at these offsets, in ascending
    /// order.
    Added(Vec<u32>),
}

impl BlockBuilder {
    pub(super) fn new() -> Self {
        BlockBuilder {
            text: String::new(),
            blocks: Vec::new(),
            current: empty_block(0),
            pending_space: false,
            breaks: 0,
            line_start: 0,
            after_link: false,
            link_seams: Vec::new(),
            box_seam: None,
        }
    }

    /// Returns true if white space was read that is not in the text yet.
    pub(super) fn has_pending_space(&self) -> bool {
        self.pending_space
    }

    /// Counts an image or control of the block.
    pub(super) fn count_objects(&mut self, images: u16, controls: u16) {
        self.current.images = self.current.images.saturating_add(images);
        self.current.controls = self.current.controls.saturating_add(controls);
    }

    /// Records the start of an inline element, which may follow another box of a row.
    pub(super) fn open_inline(&mut self, tag: Tag, seam: Option<BoxSeam>, formats: &OpenFormats) {
        if let Some(seam) = seam {
            self.box_seam = Some((self.text.len(), seam));
        }
        if tag != Tag::A {
            return;
        }
        if std::mem::take(&mut self.after_link) && formats.preformatted == 0 {
            self.link_seams.push(self.text.len() as u32);
        }
        self.current.links = self.current.links.saturating_add(1);
    }

    /// Records the end of an inline element.
    pub(super) fn close_inline(&mut self, tag: Tag) {
        self.after_link |= tag == Tag::A;
    }

    /// Returns the start of the block in the text.
    pub(super) fn block_start(&self) -> u32 {
        self.current.start
    }

    /// Returns the text of the block that the next text would touch.
    pub(super) fn touched_text(&self) -> &str {
        if self.pending_space { "" } else { &self.text[self.current.start as usize..] }
    }

    /// Adds text that the page does not have, without white space before it. Returns its span.
    pub(super) fn add_generated(&mut self, text: &str) -> (u32, u32) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.pending_space = false;
        (start, self.text.len() as u32)
    }

    /// Adds the text of a formula. Returns its span without white space around it.
    pub(super) fn add_formula(&mut self, formula: &Formula) -> (u32, u32) {
        self.pending_space |= formula.is_display;
        self.breaks = 0;
        self.after_link = false;
        self.add_folded(&formula.text);
        self.pending_space = formula.is_display;
        let end = self.text.len();
        ((end - formula.text.len()) as u32, end as u32)
    }

    /// Adds a line break.
    pub(super) fn add_break(&mut self) {
        self.breaks += 1;
        self.after_link = false;
        self.pending_space = false;
        let start = self.current.start as usize;
        if self.text.len() > start {
            let kept = self.text[start..].trim_end_matches(' ').len();
            self.text.truncate(start + kept);
            self.text.push('\n');
        }
    }

    /// Begins a line of code, below the one before it.
    pub(super) fn begin_code_line(&mut self) {
        let length = self.text.len() as u32;
        // A line without any content is a blank line.
        let is_below = self.text.ends_with('\n') && length != self.line_start;
        if !self.is_empty() && !is_below {
            self.text.push('\n');
        }
        self.line_start = self.text.len() as u32;
    }

    /// Returns true if the next text starts a new block, because two line breaks precede it.
    pub(super) fn is_after_breaks(&self, formats: &OpenFormats) -> bool {
        self.breaks >= 2 && formats.preformatted == 0
    }

    /// Returns true if the block has no text so far.
    pub(super) fn is_empty(&self) -> bool {
        self.current.element == NONE
    }

    /// Sets the elements around the first text of the block.
    pub(super) fn set_parents(&mut self, parents: TextParents) {
        self.current.element = parents.element;
        self.current.inner_tag = parents.inner_tag;
    }

    /// Adds text that is not all white space. The parents of the first text must be set before.
    pub(super) fn add_text(&mut self, text: &str, formats: &OpenFormats) {
        self.breaks = 0;
        self.after_link = false;
        if formats.preformatted > 0 {
            self.text.push_str(text);
        } else {
            self.add_folded(text);
        }
    }

    /// Adds text that is all white space.
    pub(super) fn add_space(&mut self, text: &str, formats: &OpenFormats) {
        if text.is_empty() {
            return;
        }
        self.after_link = false;
        if formats.preformatted > 0 {
            self.text.push_str(text);
        } else {
            self.pending_space = true;
        }
    }

    /// Adds text with every run of white space folded into one space.
    fn add_folded(&mut self, text: &str) {
        let mut gap =
            std::mem::take(&mut self.pending_space) || text.starts_with(char::is_whitespace);
        if let Some((at, seam)) = self.box_seam.take()
            && at == self.text.len()
            && !gap
        {
            gap = begins_word(&self.text[self.current.start as usize..], text, seam);
        }
        let words = text.trim();
        if is_single_spaced(words) {
            self.push_words(words, gap);
        } else {
            for word in words.split_whitespace() {
                self.push_words(word, gap);
                gap = true;
            }
        }
        self.pending_space = text.ends_with(char::is_whitespace);
    }

    /// Adds words that are separated by single spaces. If there is a `gap`, a space or a line break
    /// is before them.
    fn push_words(&mut self, words: &str, gap: bool) {
        let has_text = self.text.len() > self.current.start as usize;
        if gap && has_text && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.text.push_str(words);
    }

    /// Counts the words of a text of the block.
    pub(super) fn count_words(&mut self, text: &str, formats: &OpenFormats) {
        let words = word_count(text);
        self.current.words += words;
        if formats.links > 0 {
            self.current.link_words += words;
        }
        if formats.bold > 0 {
            self.current.bold_words += words;
        }
        if formats.code > 0 || formats.preformatted > 0 {
            self.current.code_words += words;
        }
    }

    /// Ends the block in `container` and starts the next one.
    pub(super) fn end_block(
        &mut self,
        container: u32,
        shape: impl FnOnce() -> Shape,
    ) -> EndedBlock {
        let start = self.current.start as usize;
        let length = self.text[start..].trim_end().len();
        self.text.truncate(start + length);
        let mut ended = EndedBlock::Empty { removed: length > 0 };
        if length > 0 && !self.is_empty() {
            let text = &self.text[start..];
            let blank_lines = length - text.trim_start_matches(['\n', '\r']).len();
            self.current.start += blank_lines as u32;
            ended = EndedBlock::Added(self.separate_links());
            self.current.end = self.text.len() as u32;
            self.current.container = container;
            self.current.shape = shape();
            self.blocks.push(self.current);
        } else {
            self.text.truncate(start);
        }
        self.current = empty_block(self.text.len() as u32);
        self.pending_space = false;
        self.breaks = 0;
        self.after_link = false;
        self.link_seams.clear();
        ended
    }

    /// Inserts a space at each seam, if the block is nothing but a row of links. Returns the
    /// offsets.
    fn separate_links(&mut self) -> Vec<u32> {
        if self.link_seams.is_empty() || self.current.link_words < self.current.words {
            return Vec::new();
        }
        let start = self.current.start as usize;
        let mut seams = std::mem::take(&mut self.link_seams);
        seams.retain(|&seam| {
            seam as usize > start && is_word_seam(&self.text[start..], seam as usize - start)
        });
        let block = self.text.split_off(start);
        let mut copied = 0;
        for &seam in &seams {
            self.text.push_str(&block[copied..seam as usize - start]);
            self.text.push(' ');
            copied = seam as usize - start;
        }
        self.text.push_str(&block[copied..]);
        seams
    }
}

/// Returns true for printable ASCII whose words are separated by single spaces, with none around
/// them.
fn is_single_spaced(text: &str) -> bool {
    let mut was_space = true;
    let mut is_single_spaced = true;
    for byte in text.bytes() {
        let is_space = byte == b' ';
        is_single_spaced &= matches!(byte, b' '..=b'~') && !(is_space && was_space);
        was_space = is_space;
    }
    is_single_spaced && !was_space
}

/// Returns true if a space can separate the texts before and after `at`. Between letters of scripts
/// without spaces there is never one.
fn is_word_seam(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let is_mark = matches!(first, '[' | '(' | ')' | ']' | ',' | '.' | ';' | ':' | '!' | '?' | '’');
    let is_spaced = last.is_whitespace() || first.is_whitespace();
    let is_inside_word = is_unspaced(last) && is_unspaced(first);
    !(is_mark || is_spaced || is_inside_word)
}

/// Returns a block without text.
fn empty_block(start: u32) -> OutlineBlock {
    OutlineBlock {
        start,
        end: start,
        container: NONE,
        element: NONE,
        inner_tag: Tag::Unknown,
        shape: Shape::Paragraph,
        words: 0.0,
        link_words: 0.0,
        bold_words: 0.0,
        code_words: 0.0,
        links: 0,
        images: 0,
        controls: 0,
    }
}
