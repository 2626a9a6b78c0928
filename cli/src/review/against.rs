//! Compares the documents of a page with the rows of an older run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use crate::diff::changes::{DocumentChange, NewBlock, old_verdicts};
use crate::error::Error;
use crate::input::is_standard_stream;
use crate::result_rows::{ResultRow, RowReader};
use crate::review::document::{DocumentChanges, ReviewDocument};

/// An older run. Its rows are read twice, because they need not fit into memory.
pub(super) struct OldRun {
    path: PathBuf,
    rows: HashMap<String, RowDigest>,
    /// Documents of the new run that the older run has.
    common: AtomicUsize,
}

/// The digests of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RowDigest {
    text: [u8; 32],
    /// Kinds and verdicts, if the row has blocks.
    verdicts: Option<[u8; 32]>,
}

impl OldRun {
    /// Reads the digests of all rows.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        if is_standard_stream(path) {
            return Err(Error::Usage("--against needs a file, which is read twice".into()));
        }
        let mut rows = HashMap::new();
        for row in RowReader::open(path)? {
            let row = row?;
            let verdicts = row.blocks.as_ref().map(|blocks| {
                verdict_digest(blocks.iter().map(|block| (block.kind.as_str(), block.keep)))
            });
            rows.insert(row.id, RowDigest { text: text_digest(&row.text), verdicts });
        }
        Ok(OldRun { path: path.to_owned(), rows, common: AtomicUsize::new(0) })
    }

    /// Counts a document of the new run.
    pub(super) fn count(&self, id: &str) {
        if self.rows.contains_key(id) {
            self.common.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns true if the older run has the same result for a document.
    pub(super) fn is_same(&self, document: &ReviewDocument) -> bool {
        let Some(old) = self.rows.get(&document.summary.id) else { return false };
        let blocks = document.blocks();
        old.text == text_digest(document.full_text())
            && old.verdicts.is_none_or(|verdicts| {
                verdicts == verdict_digest(blocks.iter().map(|block| (block.kind, block.keep)))
            })
    }

    /// Adds the old verdicts to documents. Returns how many documents only the older run has.
    pub(super) fn compare(self, documents: &mut [ReviewDocument]) -> Result<usize, Error> {
        let mut by_id: HashMap<String, &mut ReviewDocument> = HashMap::new();
        for document in documents {
            document.summary.changes = Some(DocumentChanges::Added);
            by_id.insert(document.summary.id.clone(), document);
        }
        for row in RowReader::open(&self.path)? {
            let row = row?;
            if let Some(document) = by_id.get_mut(&row.id) {
                add_old_verdicts(document, &row);
            }
        }
        Ok(self.rows.len().saturating_sub(self.common.into_inner()))
    }
}

/// Adds the verdicts of a row to a document.
fn add_old_verdicts(document: &mut ReviewDocument, row: &ResultRow) {
    let (verdicts, change) = {
        let blocks: Vec<NewBlock<'_>> = document.blocks();
        let verdicts = old_verdicts(row, &blocks);
        let change = DocumentChange::new(row, document.full_text(), &blocks, &verdicts);
        (verdicts, change)
    };
    document.summary.changes = Some(DocumentChanges::of(&change));
    document.set_old_verdicts(&verdicts);
}

fn text_digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.trim()).into()
}

fn verdict_digest<'k>(verdicts: impl Iterator<Item = (&'k str, bool)>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for (kind, keep) in verdicts {
        digest.update(kind);
        digest.update([u8::from(keep)]);
    }
    digest.finalize().into()
}
