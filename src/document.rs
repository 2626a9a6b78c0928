//! The result of a pipeline: the blocks of a document with their verdicts.
//!
//! This module holds data only. The renderers and the metadata read it, and [`Page`](crate::Page)
//! is the public view of it.

use crate::content::Content;
use crate::kind::Kind;
use crate::lang::Language;
use crate::metadata::candidates::Candidates;
use crate::no_content::NoContent;
use crate::verdict::{BlockRecord, Degraded, Reason, Shape, Verdict};

/// The blocks of a document with their verdicts, and the facts found on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Document {
    /// Plain text: the input. HTML: the texts of all blocks, concatenated.
    pub(crate) text: String,
    pub(crate) blocks: Vec<BlockRecord>,
    /// The kept content with its structure. Empty for plain text.
    pub(crate) content: Content,
    pub(crate) is_html: bool,
    /// The URL that came with the document.
    pub(crate) url: Option<String>,
    /// The title that the page declares, or the line that the model takes for the headline.
    pub(crate) title: Option<String>,
    pub(crate) encoding: &'static str,
    pub(crate) lossy: bool,
    pub(crate) language: Option<Language>,
    pub(crate) confidence: f32,
    pub(crate) degraded: Option<Degraded>,
    /// The reason why nothing is kept.
    pub(crate) no_content: Option<NoContent>,
    /// The rules of the caller that match no element of the page.
    pub(crate) unmatched_rules: Vec<String>,
    /// Whether the caller asked for the comments of readers.
    pub(crate) has_comments: bool,
    /// Candidates for metadata. [`metadata::resolve`](crate::metadata::resolve) chooses among them.
    pub(crate) candidates: Candidates,
}

impl Document {
    /// Returns the text of a block. A line of plain text comes without its line end.
    pub(crate) fn block_text(&self, block: &BlockRecord) -> &str {
        let whole = &self.text[block.start as usize..block.end as usize];
        if block.shape == Shape::Line { whole.trim_end_matches(['\n', '\r']) } else { whole }
    }

    /// Returns the kept blocks, in document order.
    pub(crate) fn kept_blocks(&self) -> impl Iterator<Item = &BlockRecord> {
        self.blocks.iter().filter(|block| block.verdict.keep)
    }

    /// Appends the text after the part of a page that the tree has. Its first `judged` bytes were
    /// judged as plain text, line by line, and the others are kept as one block. Text that would
    /// make the document larger than 4 GiB is left out.
    pub(crate) fn append_rest(&mut self, text: &str, judged: usize, lines: &[BlockRecord]) {
        let start = self.text.len() as u32;
        if u32::try_from(self.text.len() + text.len()).is_err() {
            return;
        }
        self.text.reserve_exact(text.len());
        self.text.push_str(text);
        let visible = lines.iter().filter(|line| line.verdict.kind != Kind::Blank);
        self.blocks.reserve_exact(visible.clone().count() + 1);
        for line in visible {
            self.push_rest(start + line.start, start + line.end, line.verdict);
        }
        if judged < text.len() {
            self.push_rest(start + judged as u32, self.text.len() as u32, Verdict::UNJUDGED);
        }
    }

    /// Adds a block of the text after the tree, without the line ends after it.
    fn push_rest(&mut self, start: u32, end: u32, mut verdict: Verdict) {
        let text = self.text[start as usize..end as usize].trim_end_matches(['\n', '\r']);
        let end = start + text.len() as u32;
        verdict.why.add(Reason::Rest);
        self.blocks.push(BlockRecord { start, end, shape: Shape::Paragraph, verdict });
        if verdict.keep {
            self.content.push_paragraph(start, end);
        }
    }

    /// Keeps the text from offset `start` on as one block, because it has too many lines to judge.
    pub(crate) fn keep_rest(&mut self, start: usize) {
        if start == self.text.len() {
            return;
        }
        let end = self.text.len() as u32;
        self.blocks.push(BlockRecord {
            start: start as u32,
            end,
            shape: Shape::Line,
            verdict: Verdict::UNJUDGED,
        });
        self.degraded = Some(Degraded::Lines);
    }
}
