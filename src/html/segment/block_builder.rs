//! Builds the blocks: folds white space, counts words, and decides where a run of text ends.

use crate::html::outline::{NONE, OutlineBlock};
use crate::html::tags::Tag;
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
    /// True right after the end of an `a`, `span` or `label`.
    after_joining: bool,
}

impl BlockBuilder {
    pub(super) fn new() -> Self {
        BlockBuilder {
            text: String::new(),
            blocks: Vec::new(),
            current: empty_block(0),
            pending_space: false,
            breaks: 0,
            after_joining: false,
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

    /// Records the start of an inline element.
    pub(super) fn open_inline(&mut self, tag: Tag, formats: &OpenFormats) {
        let joins = std::mem::take(&mut self.after_joining) && is_joining(tag);
        if joins && formats.preformatted == 0 {
            self.pending_space = true;
        }
        self.current.links = self.current.links.saturating_add(u16::from(tag == Tag::A));
    }

    /// Records the end of an inline element.
    pub(super) fn close_inline(&mut self, tag: Tag) {
        self.after_joining = is_joining(tag);
    }

    /// Adds a line break.
    pub(super) fn add_break(&mut self) {
        self.breaks += 1;
        self.after_joining = false;
        self.pending_space = false;
        let start = self.current.start as usize;
        if self.text.len() > start {
            let kept = self.text[start..].trim_end_matches(' ').len();
            self.text.truncate(start + kept);
            self.text.push('\n');
        }
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
        self.after_joining = false;
        self.count_words(text, formats);
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
        self.after_joining = false;
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
        for word in text.split_whitespace() {
            let has_text = self.text.len() > self.current.start as usize;
            if gap && has_text && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.text.push_str(word);
            gap = true;
        }
        self.pending_space = text.ends_with(char::is_whitespace);
    }

    fn count_words(&mut self, text: &str, formats: &OpenFormats) {
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

    /// Ends the block in `container` and starts the next one. Returns false if it has no text.
    pub(super) fn end_block(&mut self, container: u32, shape: impl FnOnce() -> Shape) -> bool {
        let start = self.current.start as usize;
        let length = self.text[start..].trim_end().len();
        self.text.truncate(start + length);
        let has_text = length > 0 && !self.is_empty();
        if has_text {
            let text = &self.text[start..];
            let blank_lines = length - text.trim_start_matches(['\n', '\r']).len();
            self.current.start += blank_lines as u32;
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
        self.after_joining = false;
        has_text
    }
}

/// Returns true if two such elements in a row, with nothing between, are read as two words.
fn is_joining(tag: Tag) -> bool {
    matches!(tag, Tag::A | Tag::Span | Tag::Label)
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
