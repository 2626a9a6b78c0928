//! A document of the page: a summary for the list, and details that are shown when it is chosen.

use dechrome::{Block, Kind, RenderOptions, Shape};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::batch::digest::hex;
use crate::batch::visit::VisitedDocument;
use crate::diff::changes::{DocumentChange, NewBlock, OldVerdict};
use crate::page_fields::{metadata_json, rounded_score};
use crate::stats::measure::DocumentMeasure;

/// Bytes of a block that are shown. A person does not read more of one block to judge it.
const MAX_BLOCK_BYTES: usize = 20_000;

/// Bytes of a document's blocks, text, Markdown and HTML that are shown, each.
const MAX_DOCUMENT_BYTES: usize = 400_000;

/// Bytes of ids, titles and URLs that are shown.
const MAX_NAME_BYTES: usize = 400;

/// Bytes of the digest of a document's blocks, by which the browser finds its labels again.
const FINGERPRINT_BYTES: usize = 8;

/// A document of the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReviewDocument {
    pub(super) summary: DocumentSummary,
    blocks: Vec<ReviewBlock>,
    text: String,
    markdown: String,
    html: String,
    metadata: Value,
    threshold: Option<f64>,
}

/// A document in the list.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct DocumentSummary {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    /// The type of schema.org or Open Graph that the page declares.
    page_type: Option<String>,
    #[serde(flatten)]
    pub(super) measure: DocumentMeasure,
    /// Share of the words that was kept.
    pub(super) kept_share: Option<f64>,
    /// Digest of the texts of all blocks.
    fingerprint: String,
    /// The difference to an older run.
    pub(super) changes: Option<DocumentChanges>,
}

/// The difference of a document to an older run.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub(super) enum DocumentChanges {
    /// The older run does not have the document.
    Added,
    Same,
    Changed {
        gained_words: usize,
        lost_words: usize,
        gained_blocks: usize,
        lost_blocks: usize,
        /// Old kind, new kind, and number of blocks.
        kinds: Vec<(String, String, usize)>,
    },
}

/// A block of a document.
#[derive(Clone, Debug)]
struct ReviewBlock {
    kind: Kind,
    keep: bool,
    score: f64,
    /// The reasons besides the score.
    reasons: String,
    shape: String,
    text: String,
    start: usize,
    end: usize,
    old: Option<OldVerdict>,
}

/// The details of a document, as the script of the page reads them.
#[derive(Serialize)]
struct Details<'d> {
    blocks: Vec<BlockTuple<'d>>,
    text: &'d str,
    markdown: &'d str,
    html: &'d str,
    metadata: &'d Value,
    /// Lowest score of a block that was kept for its score alone.
    threshold: Option<f64>,
    /// Blocks that are not shown.
    omitted: usize,
    /// True if anything is not shown.
    is_cut: bool,
}

/// Kind, keep, score, reasons, shape, text, bytes of the text that are not shown, start, end, and
/// the old kind and verdict.
type BlockTuple<'d> = (
    &'static str,
    bool,
    f64,
    &'d str,
    &'d str,
    &'d str,
    usize,
    usize,
    usize,
    Option<(Option<&'d str>, bool)>,
);

impl ReviewDocument {
    /// Returns what is shown of a document.
    pub(crate) fn new(visited: &VisitedDocument<'_>) -> Self {
        let page = &visited.page;
        let blocks: Vec<ReviewBlock> = page.blocks().map(ReviewBlock::new).collect();
        let rendering = RenderOptions::new();
        let metadata = metadata_json(page);
        let measure = DocumentMeasure::of_page(page);
        let name = |name: &str| beginning(name, MAX_NAME_BYTES).to_owned();
        let metadata_text = |field: &str| metadata.get(field).and_then(Value::as_str).map(name);
        let summary = DocumentSummary {
            id: visited.id.to_owned(),
            title: visited.title.map(str::to_owned).or_else(|| page.title()).as_deref().map(name),
            url: visited.url.map(name).or_else(|| metadata_text("canonical")),
            page_type: metadata_text("page_type"),
            kept_share: measure.kept_share(),
            measure,
            fingerprint: fingerprint(&blocks),
            changes: None,
        };
        let kept_by_score = blocks.iter().filter(|block| block.keep && block.reasons.is_empty());
        ReviewDocument {
            summary,
            threshold: kept_by_score.map(|block| block.score).reduce(f64::min),
            blocks,
            text: page.to_text(),
            markdown: page.to_markdown(&rendering),
            html: page.to_html(&rendering),
            metadata,
        }
    }

    /// Returns the approximate memory in bytes.
    pub(super) fn size(&self) -> usize {
        let blocks: usize = self
            .blocks
            .iter()
            .map(|block| size_of::<ReviewBlock>() + block.text.len() + block.reasons.len())
            .sum();
        blocks + self.text.len() + self.markdown.len() + self.html.len()
    }

    /// Returns the kept text.
    pub(super) fn full_text(&self) -> &str {
        &self.text
    }

    /// Returns the blocks for a comparison.
    pub(super) fn blocks(&self) -> Vec<NewBlock<'_>> {
        let block = |block: &'_ ReviewBlock| -> NewBlock<'_> {
            NewBlock {
                start: block.start,
                end: block.end,
                kind: block.kind.name(),
                keep: block.keep,
                text: None,
            }
        };
        let texts = self.blocks.iter().map(|block| Some(block.text.as_str()));
        let blocks = self.blocks.iter().map(block);
        blocks.zip(texts).map(|(block, text)| NewBlock { text, ..block }).collect()
    }

    /// Sets the old verdict on each block.
    pub(super) fn set_old_verdicts(&mut self, verdicts: &[Option<OldVerdict>]) {
        for (block, verdict) in self.blocks.iter_mut().zip(verdicts) {
            block.old.clone_from(verdict);
        }
    }

    /// Returns the details as JSON. Long blocks and documents are cut.
    pub(super) fn details(&self) -> String {
        let mut blocks = Vec::with_capacity(self.blocks.len());
        let (mut bytes, mut is_cut) = (0, false);
        for block in &self.blocks {
            let text = beginning(&block.text, MAX_BLOCK_BYTES);
            bytes += text.len();
            if bytes > MAX_DOCUMENT_BYTES {
                break;
            }
            is_cut |= text.len() < block.text.len();
            blocks.push(block.tuple(text));
        }
        let omitted = self.blocks.len() - blocks.len();
        let long = [&self.text, &self.markdown, &self.html];
        is_cut |= omitted > 0 || long.iter().any(|text| text.len() > MAX_DOCUMENT_BYTES);
        let details = Details {
            blocks,
            text: beginning(&self.text, MAX_DOCUMENT_BYTES),
            markdown: beginning(&self.markdown, MAX_DOCUMENT_BYTES),
            html: beginning(&self.html, MAX_DOCUMENT_BYTES),
            metadata: &self.metadata,
            threshold: self.threshold,
            omitted,
            is_cut,
        };
        // Serializing cannot fail: details have only strings, numbers and booleans.
        serde_json::to_string(&details).unwrap_or_default()
    }

    /// Returns an empty document.
    #[cfg(test)]
    pub(super) fn with_id(id: &str) -> Self {
        let summary = DocumentSummary { id: id.to_owned(), ..DocumentSummary::default() };
        ReviewDocument { summary, ..ReviewDocument::default() }
    }
}

impl ReviewBlock {
    fn new(block: Block<'_>) -> Self {
        let span = block.span();
        let why = block.why();
        ReviewBlock {
            kind: block.kind(),
            keep: block.keep(),
            score: rounded_score(block.score()),
            // The first reason is the score.
            reasons: why.split_once(", ").map_or(String::new(), |(_, rest)| rest.to_owned()),
            shape: shape_name(block.shape()),
            text: block.text().to_owned(),
            start: span.start,
            end: span.end,
            old: None,
        }
    }

    /// Returns the block with the part of its text that is shown.
    fn tuple<'d>(&'d self, text: &'d str) -> BlockTuple<'d> {
        let old = self.old.as_ref().map(|old| (old.kind.as_deref(), old.keep));
        let hidden = self.text.len() - text.len();
        let (kind, reasons, shape) = (self.kind.name(), &self.reasons, &self.shape);
        (kind, self.keep, self.score, reasons, shape, text, hidden, self.start, self.end, old)
    }
}

impl DocumentChanges {
    /// Returns the difference that a comparison found.
    pub(super) fn of(change: &DocumentChange) -> Self {
        if change.is_empty() {
            return DocumentChanges::Same;
        }
        let mut kinds = Vec::with_capacity(change.kinds.len());
        for ((old, new), count) in &change.kinds {
            kinds.push((old.clone(), new.clone(), *count));
        }
        DocumentChanges::Changed {
            gained_words: change.gained_words,
            lost_words: change.lost_words,
            gained_blocks: change.gained_blocks,
            lost_blocks: change.lost_blocks,
            kinds,
        }
    }
}

/// Returns a digest of the texts of all blocks, as hexadecimal digits.
fn fingerprint(blocks: &[ReviewBlock]) -> String {
    let mut digest = Sha256::new();
    for block in blocks {
        digest.update(&block.text);
        digest.update([0]);
    }
    hex(&digest.finalize()[..FINGERPRINT_BYTES])
}

/// Returns at most `bytes` bytes of a text, cut between two characters.
fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Returns the name of a shape for the script: that of an HTML element, and the depth of an item.
fn shape_name(shape: Shape) -> String {
    match shape {
        Shape::Heading { level, .. } => format!("h{level}"),
        Shape::Item { depth, .. } => format!("li{depth}"),
        Shape::Code => "pre".into(),
        Shape::Cell { row, .. } => format!("td{row}"),
        Shape::Quote => "quote".into(),
        Shape::Line => "line".into(),
        _ => "p".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_blocks_are_cut_between_characters() {
        let text = "กขค ".repeat(4_000_000 / 10);
        let page = dechrome::clean(text.as_bytes());
        let visited = VisitedDocument { id: "long", url: None, title: None, page };
        let document = ReviewDocument::new(&visited);
        let details: Value = serde_json::from_str(&document.details()).expect("is JSON");
        let shown = details["blocks"][0][5].as_str().expect("is a text");
        assert!(shown.len() <= MAX_BLOCK_BYTES && shown.len() > MAX_BLOCK_BYTES - 4);
        assert_eq!(details["is_cut"], true);
    }
}
