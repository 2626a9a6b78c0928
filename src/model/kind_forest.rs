//! A forest whose leaves are distributions over kinds.

use crate::kind::Kind;
use crate::model::ensemble::Ensemble;
use crate::model::error::ModelError;
use crate::model::limits::MAX_KINDS;
use crate::model::reader::ModelReader;
use crate::model::row_groups::RowGroups;
use crate::model::symmetric::LANES;

/// A forest that votes on the kind of a block.
#[derive(Clone, Debug, Default)]
pub(crate) struct KindForest {
    kinds: Vec<Kind>,
    /// Its leaves are indices into `distributions`.
    forest: Ensemble,
    distributions: Vec<[u8; MAX_KINDS]>,
}

/// Votes for each kind, at its position in [`KindForest::kinds`]. The sum is not normalised.
pub(crate) type ForestVotes = [u16; MAX_KINDS];

impl KindForest {
    /// Returns the kinds that the forest votes on.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Returns the votes on each row.
    pub(crate) fn votes(&self, rows: &RowGroups) -> Vec<ForestVotes> {
        let mut votes = vec![[[0; MAX_KINDS]; LANES]; rows.groups().count()];
        self.forest.walk(0..usize::MAX, rows, |group, leaves| {
            for (votes, leaf) in votes[group].iter_mut().zip(leaves) {
                let Some(shares) = self.distributions.get(leaf as usize) else { continue };
                for (vote, share) in votes.iter_mut().zip(shares) {
                    *vote += u16::from(*share);
                }
            }
        });
        votes.into_flattened().into_iter().take(rows.rows()).collect()
    }

    /// Reads a forest whose features have numbers below `width`.
    pub(super) fn read(reader: &mut ModelReader<'_>, width: usize) -> Result<Self, ModelError> {
        let kinds = reader.kinds()?;
        let forest = Ensemble::read(reader, width)?;
        if forest.tree_count() > usize::from(u16::MAX / u16::from(u8::MAX)) {
            return Err(ModelError::Malformed("more trees than votes can count"));
        }
        let count = reader.u32()? as usize;
        let shares = reader.take(count.saturating_mul(kinds.len()))?;
        let mut distributions = Vec::with_capacity(count);
        for row in shares.chunks_exact(kinds.len().max(1)) {
            let mut distribution = [0; MAX_KINDS];
            distribution[..row.len()].copy_from_slice(row);
            distributions.push(distribution);
        }
        Ok(KindForest { kinds, forest, distributions })
    }
}
