//! Symmetric trees: all nodes of a level share one condition, so the answers of a row are the bits
//! of its leaf's index. No step depends on the one before, and many rows are answered at once.

use crate::kind::Kind;
use crate::model::error::ModelError;
use crate::model::limits::MAX_KINDS;
use crate::model::reader::ModelReader;

/// Levels of a tree. Shallower trees of a file are padded with conditions that no value meets.
pub(crate) const DEPTH: usize = 6;
const LEAVES: usize = 1 << DEPTH;
/// Rows that are answered together.
pub(crate) const LANES: usize = 16;

/// The features of [`LANES`] rows by column: all values of the first feature, then those of the
/// next one.
pub(crate) type FeatureColumns = [[f32; LANES]];

/// The conditions of a tree, one per level: is this feature over this threshold?
#[derive(Clone, Copy, Debug)]
struct Conditions([(u16, f32); DEPTH]);

impl Conditions {
    /// Returns the index of the leaf that each row reaches.
    #[inline]
    fn leaves(&self, columns: &FeatureColumns) -> [u32; LANES] {
        let mut leaves = [0; LANES];
        for (level, &(feature, threshold)) in self.0.iter().enumerate() {
            let column = &columns[usize::from(feature)];
            for (leaf, value) in leaves.iter_mut().zip(column) {
                *leaf |= u32::from(*value > threshold) << level;
            }
        }
        leaves
    }

    /// Reads the conditions of a tree whose features have numbers below `width`.
    fn read(reader: &mut ModelReader<'_>, width: usize) -> Result<Self, ModelError> {
        let mut conditions = [(0, 0.0); DEPTH];
        for condition in &mut conditions {
            *condition = (reader.u16()?, reader.f32()?);
            if usize::from(condition.0) >= width || condition.1.is_nan() {
                return Err(ModelError::Malformed("a tree reads a feature that does not exist"));
            }
        }
        Ok(Conditions(conditions))
    }
}

/// Symmetric trees whose leaves add up to one number.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymmetricScorer {
    trees: Vec<(Conditions, [f32; LEAVES])>,
    bias: f32,
}

impl SymmetricScorer {
    /// Returns the sum of each row.
    pub(crate) fn sums(&self, columns: &FeatureColumns) -> [f32; LANES] {
        let mut sums = [self.bias; LANES];
        for (conditions, values) in &self.trees {
            for (sum, leaf) in sums.iter_mut().zip(conditions.leaves(columns)) {
                *sum += values[leaf as usize % LEAVES];
            }
        }
        sums
    }

    /// Reads the trees.
    pub(crate) fn read(reader: &mut ModelReader<'_>, width: usize) -> Result<Self, ModelError> {
        let count = reader.u16()?;
        let bias = reader.f32()?;
        let mut trees = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let conditions = Conditions::read(reader, width)?;
            let mut values = [0.0; LEAVES];
            for value in &mut values {
                *value = reader.f32()?;
            }
            trees.push((conditions, values));
        }
        Ok(SymmetricScorer { trees, bias })
    }
}

/// Symmetric trees that vote on kinds.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymmetricVoter {
    kinds: Vec<Kind>,
    /// The log-odds of one vote.
    vote_log_odds: f32,
    trees: Vec<(Conditions, [[i8; MAX_KINDS]; LEAVES])>,
}

/// The votes for each kind, at its position in [`SymmetricVoter::kinds`].
pub(crate) type LineVotes = [i16; MAX_KINDS];

impl SymmetricVoter {
    /// Returns the kinds that the trees vote on.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Returns the log-odds of one vote.
    pub(crate) fn vote_log_odds(&self) -> f32 {
        self.vote_log_odds
    }

    /// Returns the votes on the rows that are `wanted`, and zeros for the others.
    pub(crate) fn votes(
        &self,
        columns: &FeatureColumns,
        wanted: [bool; LANES],
    ) -> [LineVotes; LANES] {
        let mut votes = [[0i16; MAX_KINDS]; LANES];
        for (conditions, rows) in &self.trees {
            let leaves = conditions.leaves(columns);
            for lane in (0..LANES).filter(|&lane| wanted[lane]) {
                let row = &rows[leaves[lane] as usize % LEAVES];
                for (sum, &vote) in votes[lane].iter_mut().zip(row) {
                    *sum += i16::from(vote);
                }
            }
        }
        votes
    }

    /// Reads the trees.
    pub(crate) fn read(reader: &mut ModelReader<'_>, width: usize) -> Result<Self, ModelError> {
        let kinds = reader.kinds()?;
        let count = reader.u16()?;
        if i32::from(count) > i32::from(i16::MAX) / i32::from(i8::MAX) {
            return Err(ModelError::Malformed("more trees than votes can count"));
        }
        let vote_log_odds = reader.f32()?;
        let mut trees = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let conditions = Conditions::read(reader, width)?;
            let mut rows = [[0; MAX_KINDS]; LEAVES];
            for row in &mut rows {
                for (vote, &byte) in row.iter_mut().zip(reader.take(kinds.len())?) {
                    *vote = byte as i8;
                }
            }
            trees.push((conditions, rows));
        }
        Ok(SymmetricVoter { kinds, vote_log_odds, trees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reader::MAGIC;

    /// Returns a file of one tree. Its two lowest levels test whether each of two features is over
    /// 1.
    fn file(head: &[u8], values: impl Iterator<Item = u8>) -> Vec<u8> {
        let mut bytes = [MAGIC.as_slice(), &0u16.to_le_bytes(), head].concat();
        for level in 0..DEPTH as u16 {
            let value = if level < 2 { 1.0 } else { f32::INFINITY };
            bytes.extend((level % 2).to_le_bytes());
            bytes.extend(f32::to_le_bytes(value));
        }
        bytes.extend(values);
        bytes
    }

    fn scorer(values: [f32; LEAVES]) -> Vec<u8> {
        let head = [&1u16.to_le_bytes()[..], &0.5f32.to_le_bytes()].concat();
        file(&head, values.into_iter().flat_map(f32::to_le_bytes))
    }

    /// Returns rows whose first feature is over 1 in odd rows, and the second in the last half.
    fn block() -> [[f32; LANES]; 2] {
        let over = |is_over: bool| if is_over { 2.0 } else { 1.0 };
        [
            std::array::from_fn(|lane| over(lane % 2 == 1)),
            std::array::from_fn(|lane| over(lane >= LANES / 2)),
        ]
    }

    #[test]
    fn the_answers_of_a_row_are_the_bits_of_its_leaf() {
        let bytes = scorer(std::array::from_fn(|leaf| leaf as f32));
        let mut reader = ModelReader::open(&bytes, std::iter::empty()).expect("a valid start");
        let sums = SymmetricScorer::read(&mut reader, 2).expect("a tree").sums(&block());
        assert_eq!((sums[0], sums[1], sums[LANES - 2], sums[LANES - 1]), (0.5, 1.5, 2.5, 3.5));
    }

    #[test]
    fn only_wanted_rows_get_votes() {
        let kinds = [b"\x02\x04body\x02ad".as_slice(), &1u16.to_le_bytes(), &0.25f32.to_le_bytes()]
            .concat();
        let bytes = file(&kinds, (0..LEAVES as i8).flat_map(|leaf| [leaf as u8, (-leaf) as u8]));
        let mut reader = ModelReader::open(&bytes, std::iter::empty()).expect("a valid start");
        let voter = SymmetricVoter::read(&mut reader, 2).expect("a tree");
        let votes = voter.votes(&block(), std::array::from_fn(|lane| lane != 1));
        assert_eq!(
            (voter.kinds(), voter.vote_log_odds()),
            ([Kind::Body, Kind::Ad].as_slice(), 0.25)
        );
        assert_eq!((votes[1], votes[LANES - 1][..3].to_vec()), ([0; MAX_KINDS], vec![3, -3, 0]));
    }

    #[test]
    fn truncated_files_and_unknown_features_are_refused() {
        let bytes = scorer([0.0; LEAVES]);
        let read = |bytes: &[u8], width| {
            SymmetricScorer::read(&mut ModelReader::open(bytes, std::iter::empty())?, width)
                .map(|_| ())
        };
        assert_eq!(read(&bytes, 2), Ok(()));
        assert_eq!(
            read(&bytes, 1),
            Err(ModelError::Malformed("a tree reads a feature that does not exist"))
        );
        assert_eq!(
            read(&bytes[..bytes.len() - 1], 2),
            Err(ModelError::Malformed("ends too early"))
        );
    }
}
