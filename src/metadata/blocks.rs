//! The blocks of a document as the metadata fields read them.

use std::borrow::Cow;

use crate::document::Document;
use crate::kind::Kind;
use crate::metadata::plain_line::plain_line;
use crate::verdict::Shape;

/// Kinds of blocks whose dates and names are not the page's own.
pub(super) const FOREIGN: &[Kind] = &[
    Kind::Comment,
    Kind::CommentForm,
    Kind::Related,
    Kind::Footer,
    Kind::Ad,
    Kind::Subscribe,
    Kind::Cookie,
    Kind::Login,
];

/// A block with its number.
#[derive(Clone, Debug)]
pub(super) struct NumberedBlock<'p> {
    pub(super) number: u32,
    /// The trimmed text. Of a plain text without Markdown syntax.
    pub(super) text: Cow<'p, str>,
    pub(super) kind: Kind,
    pub(super) keep: bool,
    pub(super) shape: Shape,
}

/// Returns the blocks of a document with their numbers.
pub(super) fn numbered_blocks(document: &Document) -> Vec<NumberedBlock<'_>> {
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for (number, record) in (0..).zip(&document.blocks) {
        let text = document.text.get(record.start as usize..record.end as usize);
        let text = text.unwrap_or_default().trim();
        blocks.push(NumberedBlock {
            number,
            text: if document.is_html { Cow::Borrowed(text) } else { plain_line(text) },
            kind: record.verdict.kind,
            keep: record.verdict.keep,
            shape: record.shape,
        });
    }
    blocks
}
