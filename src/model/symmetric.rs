//! Symmetric trees: all nodes of a level share one condition, so the answers of a row are the bits
//! of its leaf's index. No step depends on the one before, and many rows are answered at once.

use crate::kind::Kind;
use crate::model::error::ModelError;
use crate::model::limits::MAX_KINDS;
use crate::model::reader::ModelReader;

/// Levels of a tree. Shallower trees of a file are padded with conditions that no value meets.
pub(crate) const DEPTH: usize = 6;
pub(super) const LEAVES: usize = 1 << DEPTH;
/// Rows that are answered together.
pub(crate) const LANES: usize = 16;

/// The features of [`LANES`] rows by column: all values of the first feature, then those of the
/// next one.
pub(crate) type FeatureColumns = [[f32; LANES]];

/// A condition, packed: is the feature with this number (u16) over this threshold (f32)?
type PackedCondition = [u8; CONDITION_BYTES];
pub(super) const CONDITION_BYTES: usize = size_of::<u16>() + size_of::<f32>();
/// Bytes of the conditions of a tree, which are the numbers (u16) of six conditions.
const TREE_CONDITIONS_BYTES: usize = DEPTH * size_of::<u16>();
/// Bytes of a tree whose leaves are numbers (f32).
const SCORE_TREE_BYTES: usize = TREE_CONDITIONS_BYTES + LEAVES * size_of::<f32>();
/// Bytes of a tree whose leaves are votes: one `i8` per kind.
const VOTE_TREE_BYTES: usize = TREE_CONDITIONS_BYTES + LEAVES * MAX_KINDS;

/// The answers of [`LANES`] rows to each condition: all bits are set if it is met. They are kept to
/// reuse their memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers(Vec<[u8; LANES]>);

/// The distinct conditions of some trees. Trees share many, so each is answered only once.
#[derive(Clone, Copy, Debug, Default)]
struct Conditions(&'static [PackedCondition]);

impl Conditions {
    /// Answers all conditions.
    fn answer(self, columns: &FeatureColumns, answers: &mut Answers) {
        answers.0.clear();
        answers.0.extend(self.parsed().map(|(feature, threshold)| {
            let mut answer = [0; LANES];
            for (answer, value) in answer.iter_mut().zip(&columns[feature]) {
                *answer = if *value > threshold { u8::MAX } else { 0 };
            }
            answer
        }));
    }

    /// Returns the number of the feature and the threshold of each condition.
    fn parsed(self) -> impl ExactSizeIterator<Item = (usize, f32)> {
        self.0.iter().map(|&[low, high, a, b, c, d]| {
            (usize::from(u16::from_le_bytes([low, high])), f32::from_le_bytes([a, b, c, d]))
        })
    }

    /// Opens conditions on features with numbers below `width`.
    fn read(reader: &mut ModelReader<'static>, width: usize) -> Result<Self, ModelError> {
        let count = usize::from(reader.u16()?);
        let conditions = Conditions(reader.records(count)?);
        if conditions.parsed().any(|(feature, threshold)| feature >= width || threshold.is_nan()) {
            return Err(ModelError::Malformed("a tree reads a feature that does not exist"));
        }
        Ok(conditions)
    }
}

impl Answers {
    /// Returns the leaf that each row reaches in a tree with these conditions.
    #[inline]
    fn leaves(&self, conditions: &[u8]) -> [u8; LANES] {
        let mut leaves = [0; LANES];
        for (level, &number) in conditions.as_chunks().0.iter().enumerate() {
            let answer = &self.0[usize::from(u16::from_le_bytes(number))];
            for (leaf, answer) in leaves.iter_mut().zip(answer) {
                *leaf |= answer & 1 << level;
            }
        }
        leaves
    }
}

/// Symmetric trees whose leaves add up to one number, read in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymmetricScorer {
    conditions: Conditions,
    trees: &'static [[u8; SCORE_TREE_BYTES]],
    bias: f32,
}

impl SymmetricScorer {
    /// Returns the sum of each row.
    pub(crate) fn sums(&self, columns: &FeatureColumns, answers: &mut Answers) -> [f32; LANES] {
        self.conditions.answer(columns, answers);
        let mut sums = [self.bias; LANES];
        for tree in self.trees {
            let (conditions, values) = tree.split_at(TREE_CONDITIONS_BYTES);
            let Some(values) = values.as_chunks::<4>().0.first_chunk::<LEAVES>() else { continue };
            for (sum, leaf) in sums.iter_mut().zip(answers.leaves(conditions)) {
                *sum += f32::from_le_bytes(values[usize::from(leaf) % LEAVES]);
            }
        }
        sums
    }

    /// Opens the trees.
    pub(crate) fn read(
        reader: &mut ModelReader<'static>,
        width: usize,
    ) -> Result<Self, ModelError> {
        let conditions = Conditions::read(reader, width)?;
        let count = usize::from(reader.u16()?);
        let bias = reader.f32()?;
        Ok(SymmetricScorer { conditions, trees: reader.records(count)?, bias })
    }
}

/// Symmetric trees that vote on kinds, read in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymmetricVoter {
    kinds: Vec<Kind>,
    /// The log-odds of one vote.
    vote_log_odds: f32,
    conditions: Conditions,
    trees: &'static [[u8; VOTE_TREE_BYTES]],
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
        answers: &mut Answers,
    ) -> [LineVotes; LANES] {
        self.conditions.answer(columns, answers);
        let mut votes = [[0i16; MAX_KINDS]; LANES];
        for tree in self.trees {
            let (conditions, rows) = tree.split_at(TREE_CONDITIONS_BYTES);
            let Some(rows) = rows.as_chunks::<MAX_KINDS>().0.first_chunk::<LEAVES>() else {
                continue;
            };
            let leaves = answers.leaves(conditions);
            for lane in (0..LANES).filter(|&lane| wanted[lane]) {
                let row = &rows[usize::from(leaves[lane]) % LEAVES];
                for (sum, &vote) in votes[lane].iter_mut().zip(row) {
                    *sum += i16::from(vote as i8);
                }
            }
        }
        votes
    }

    /// Opens the trees.
    pub(crate) fn read(
        reader: &mut ModelReader<'static>,
        width: usize,
    ) -> Result<Self, ModelError> {
        let kinds = reader.kinds()?;
        let conditions = Conditions::read(reader, width)?;
        let count = reader.u16()?;
        if i32::from(count) > i32::from(i16::MAX) / i32::from(i8::MAX) {
            return Err(ModelError::Malformed("more trees than votes can count"));
        }
        let vote_log_odds = reader.f32()?;
        let trees = reader.records(usize::from(count))?;
        Ok(SymmetricVoter { kinds, vote_log_odds, conditions, trees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile;
    use crate::model::reader::MAGIC;

    /// Returns a part of a file: one tree. Its two lowest levels test whether each of two features is over
    /// 1.
    fn tree(values: impl Iterator<Item = u8>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for level in 0..DEPTH as u16 {
            let value = if level < 2 { 1.0 } else { f32::INFINITY };
            bytes.extend((level % 2).to_le_bytes());
            bytes.extend(f32::to_le_bytes(value));
        }
        bytes.extend(values);
        bytes
    }

    /// Returns a compiled file of two features with one tree that scores and one that votes for
    /// "body" and "ad".
    fn compiled() -> &'static [u8] {
        let scores = (0..LEAVES as u16).flat_map(|leaf| f32::from(leaf).to_le_bytes());
        let votes = (0..LEAVES as i8).flat_map(|leaf| [leaf as u8, (-leaf) as u8]);
        let file = [
            MAGIC.as_slice(),
            b"\x02\0\x01a\x01b",
            &1u16.to_le_bytes(),
            &0.5f32.to_le_bytes(),
            &tree(scores),
            b"\x02\x04body\x02ad",
            &1u16.to_le_bytes(),
            &0.25f32.to_le_bytes(),
            &tree(votes),
            b"\0",
        ];
        compile::text(&file.concat()).expect("a valid file").leak()
    }

    /// Opens trees that read `width` features.
    fn open(
        bytes: &'static [u8],
        width: usize,
    ) -> Result<(SymmetricScorer, SymmetricVoter), ModelError> {
        let mut reader = ModelReader::open(bytes, ["a", "b"].into_iter())?;
        let scorer = SymmetricScorer::read(&mut reader, width)?;
        Ok((scorer, SymmetricVoter::read(&mut reader, width)?))
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
        let (scorer, _) = open(compiled(), 2).expect("a model");
        let sums = scorer.sums(&block(), &mut Answers::default());
        assert_eq!((sums[0], sums[1], sums[LANES - 2], sums[LANES - 1]), (0.5, 1.5, 2.5, 3.5));
    }

    #[test]
    fn only_wanted_rows_get_votes() {
        let (_, voter) = open(compiled(), 2).expect("a model");
        let wanted = std::array::from_fn(|lane| lane != 1);
        let votes = voter.votes(&block(), wanted, &mut Answers::default());
        assert_eq!(
            (voter.kinds(), voter.vote_log_odds()),
            ([Kind::Body, Kind::Ad].as_slice(), 0.25)
        );
        assert_eq!((votes[1], votes[LANES - 1][..3].to_vec()), ([0; MAX_KINDS], vec![3, -3, 0]));
    }

    #[test]
    fn truncated_models_and_unknown_features_are_refused() {
        let bytes = compiled();
        let error = |bytes, width| open(bytes, width).map(|_| ()).err();
        assert_eq!(error(bytes, 2), None);
        assert_eq!(
            error(bytes, 1),
            Some(ModelError::Malformed("a tree reads a feature that does not exist"))
        );
        let truncated = &bytes[..bytes.len() - 2];
        assert_eq!(error(truncated, 2), Some(ModelError::Malformed("ends too early")));
    }
}
