//! Spans of blocks, and the verdicts on them as JSON.

use dechrome::{Block, Page};
use serde_json::{Map, Value, json};

use crate::args::OffsetUnit;
use crate::batch::document::SourceDocument;
use crate::clean_input::bom_len;
use crate::page_fields::rounded_score;

/// The start and end of each block, in the unit that the arguments ask for.
pub(super) struct BlockSpans(Vec<(usize, usize)>);

impl BlockSpans {
    /// Returns the spans of a page's blocks.
    ///
    /// For texts, offsets count from the start of the input. For pages, they count from the start
    /// of the texts of all blocks, joined.
    pub(super) fn new(document: &SourceDocument, page: &Page, unit: OffsetUnit) -> Self {
        let mut bom_bytes = 0;
        if !page.is_html()
            && let Some(text) = document.unicode_text()
        {
            bom_bytes = bom_len(text, page);
        }
        let (spans, shift) = match unit {
            OffsetUnit::Bytes => (byte_spans(page), bom_bytes),
            // A byte order mark is one character.
            OffsetUnit::Chars => (char_spans(page), usize::from(bom_bytes > 0)),
        };
        let shifted = spans.into_iter().map(|(start, end)| (start + shift, end + shift));
        BlockSpans(shifted.collect())
    }

    /// Returns the verdicts on all blocks as a list of objects.
    pub(super) fn lines(&self, page: &Page) -> Value {
        self.with_blocks(page)
            .map(|(block, start, end)| {
                json!({
                    "start": start,
                    "end": end,
                    "kind": block.kind().name(),
                    "keep": block.keep(),
                    "score": rounded_score(block.score()),
                })
            })
            .collect()
    }

    /// Returns the verdicts as Dolma attributes: the dropped spans, and the spans of each kind.
    ///
    /// A text without its dropped spans is the kept text. So blank lines that the kept text
    /// contains are not dropped spans, although no verdict keeps them.
    pub(super) fn attributes(&self, page: &Page) -> Value {
        let mut attributes = Map::new();
        let mut add = |name: String, span: Value| {
            if let Value::Array(spans) = attributes.entry(name).or_insert_with(|| json!([])) {
                spans.push(span);
            }
        };
        let kept = page.kept_spans();
        for (block, start, end) in self.with_blocks(page) {
            let block_start = block.span().start;
            let next_kept = kept.partition_point(|span| span.end <= block_start);
            if kept.get(next_kept).is_none_or(|span| span.start > block_start) {
                add("dechrome__drop".into(), json!([start, end, 1.0]));
            }
            let score = rounded_score(block.score());
            add(format!("dechrome__{}", block.kind()), json!([start, end, score]));
        }
        Value::Object(attributes)
    }

    /// Returns each block with its start and end.
    fn with_blocks<'p>(
        &'p self,
        page: &'p Page,
    ) -> impl Iterator<Item = (Block<'p>, usize, usize)> {
        page.blocks().zip(&self.0).map(|(block, &(start, end))| (block, start, end))
    }
}

/// Returns the spans of blocks in bytes.
fn byte_spans(page: &Page) -> Vec<(usize, usize)> {
    page.blocks().map(|block| (block.span().start, block.span().end)).collect()
}

/// Returns the spans of blocks in characters.
fn char_spans(page: &Page) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let (mut bytes, mut chars) = (0, 0);
    for block in page.blocks() {
        let (span, text) = (block.span(), block.text());
        // Before a block and at its end the library omits only white space. It is ASCII there, so
        // its bytes and characters are equal in number.
        let start = chars + (span.start - bytes);
        let end = start + text.chars().count() + (span.len() - text.len());
        (bytes, chars) = (span.end, end);
        spans.push((start, end));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::document::DocumentEncoding;

    #[test]
    fn characters_are_counted_over_the_whole_text() {
        let text = "ไทย\n\nเมนู é\r\n𝒳 x";
        let page = dechrome::Cleaner::default()
            .clean_input(&dechrome::Input::from_text(text).with_source(dechrome::Source::Text));
        let document = SourceDocument::new(
            String::new(),
            format!("\u{feff}{text}").into_bytes(),
            DocumentEncoding::Unicode(dechrome::Source::Text),
        );
        let BlockSpans(spans) = BlockSpans::new(&document, &page, OffsetUnit::Chars);
        let chars: Vec<char> = format!("\u{feff}{text}").chars().collect();
        let cut: Vec<String> =
            spans.iter().map(|&(start, end)| chars[start..end].iter().collect()).collect();
        assert_eq!(cut, ["ไทย\n", "\n", "เมนู é\r\n", "𝒳 x"]);
    }
}
