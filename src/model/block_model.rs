//! The model of page blocks, as its file holds it.

use crate::model::ensemble::Ensemble;
use crate::model::error::ModelError;
use crate::model::log_odds_table::LogOddsTable;
use crate::model::reader::ModelReader;
use crate::model::symmetric::SymmetricVoter;

/// An opened model of page blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockModel {
    /// Adds up to the log-odds that a block is content.
    pub(crate) score: Ensemble,
    /// Votes on the kind of a block.
    pub(crate) kinds: SymmetricVoter,
    tables: Vec<LogOddsTable>,
}

impl BlockModel {
    /// Opens a compiled model that was trained on the features `names`, in this order.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a model, or if it was trained on other features.
    pub(crate) fn open<'n>(
        bytes: &'static [u8],
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Result<Self, ModelError> {
        let width = names.len();
        let mut reader = ModelReader::open(bytes, names)?;
        let score = Ensemble::read(&mut reader, width)?;
        let kinds = SymmetricVoter::read(&mut reader, width)?;
        Ok(BlockModel { score, kinds, tables: reader.tables()? })
    }

    /// Returns a table by its position in the file, or an empty one.
    pub(crate) fn table(&self, position: usize) -> LogOddsTable {
        self.tables.get(position).cloned().unwrap_or_default()
    }
}
