//! Symmetric trees: all nodes of a level share one condition, so the answers of a row are the bits
//! of its leaf's index. No step depends on the one before, and many rows are answered at once.

use crate::kind::Kind;
use crate::model::error::ModelError;
use crate::model::limits::MAX_KINDS;
use crate::model::reader::ModelReader;
use crate::model::votes::{KindVotes, VoteCounts};

/// Levels of a tree. Shallower trees of a file are padded with conditions that no value meets.
pub(crate) const DEPTH: usize = 6;
pub(super) const LEAVES: usize = 1 << DEPTH;
/// Rows that are answered together.
pub(crate) const LANES: usize = 16;

/// The features of [`LANES`] rows by column: all values of the first feature, then those of the
/// next one.
pub(crate) type FeatureColumns = [[f32; LANES]];

/// The numbers (u16) of the conditions of a tree.
type TreeConditions = [[u8; 2]; DEPTH];
/// Bytes of them.
const TREE_BYTES: usize = size_of::<TreeConditions>();
/// A tree's leaves are read as so many, with those of the next trees, so that an index of one byte
/// needs no check.
pub(super) const LEAF_WINDOW: usize = 1 << u8::BITS;

/// The number that is added to a vote (i8) of a file, so that it has no sign: the sum of unsigned
/// bytes takes fewer instructions.
pub(super) const VOTE_OFFSET: u8 = 0x80;

/// Up to so many rows are answered one by one.
const FEW_ROWS: usize = 2;

/// The answers of `N` rows to each condition: all bits are set if it is met.
#[derive(Clone, Debug, Default)]
struct RowAnswers<const N: usize>(Vec<[u8; N]>);

/// Answers, which are kept to reuse their memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    one: RowAnswers<1>,
    many: RowAnswers<LANES>,
    /// The leaves of each tree.
    leaves: Vec<[u8; LANES]>,
}

/// The distinct conditions of some trees: is a feature over a threshold? Trees share many, so each
/// is answered only once.
#[derive(Clone, Copy, Debug, Default)]
struct Conditions {
    /// The number of each feature (u16), and of its thresholds (u16).
    features: &'static [[u8; 4]],
    /// The thresholds (f32) of the first feature, then those of the next one.
    thresholds: &'static [[u8; 4]],
}

impl Conditions {
    /// Answers all conditions. `column` returns the values of a feature.
    fn answer<const N: usize>(
        self,
        column: impl Fn(usize) -> [f32; N],
        answers: &mut RowAnswers<N>,
    ) {
        answers.0.resize(self.thresholds.len(), [0; N]);
        let (mut thresholds, mut rest) = (self.thresholds, &mut answers.0[..]);
        for (feature, count) in self.features() {
            let (Some((own, other_thresholds)), Some((answers, others))) =
                (thresholds.split_at_checked(count), rest.split_at_mut_checked(count))
            else {
                return;
            };
            (thresholds, rest) = (other_thresholds, others);
            let column = column(feature);
            for (answer, threshold) in answers.iter_mut().zip(own) {
                let threshold = f32::from_le_bytes(*threshold);
                for lane in 0..N {
                    answer[lane] = if column[lane] > threshold { u8::MAX } else { 0 };
                }
            }
        }
    }

    /// Returns the number of each feature, and how many thresholds it has.
    fn features(self) -> impl Iterator<Item = (usize, usize)> {
        self.features.iter().map(|&[a, b, c, d]| {
            (usize::from(u16::from_le_bytes([a, b])), usize::from(u16::from_le_bytes([c, d])))
        })
    }

    /// Opens conditions on features with numbers below `width`.
    fn read(reader: &mut ModelReader<'static>, width: usize) -> Result<Self, ModelError> {
        let count = usize::from(reader.u16()?);
        let mut conditions = Conditions { features: reader.records(count)?, thresholds: &[] };
        let thresholds = conditions.features().map(|(_, count)| count).sum();
        conditions.thresholds = reader.records(thresholds)?;
        if conditions.features().any(|(feature, _)| feature >= width) {
            return Err(ModelError::Malformed("a tree reads a feature that does not exist"));
        }
        Ok(conditions)
    }
}

impl<const N: usize> RowAnswers<N> {
    /// Returns the leaf that each row reaches in a tree with these conditions.
    ///
    /// Returned from a call, the bytes would be in two registers instead of one for all.
    #[inline(always)]
    fn leaves(&self, tree: &[u8; TREE_BYTES]) -> [u8; N] {
        let mut leaves = [0; N];
        for (level, &number) in tree.as_chunks().0.iter().enumerate() {
            let answer = &self.0[usize::from(u16::from_le_bytes(number))];
            for (leaf, answer) in leaves.iter_mut().zip(answer) {
                *leaf |= answer & 1 << level;
            }
        }
        leaves
    }
}

/// Returns the leaves of each tree, with those of the next trees.
fn leaf_windows<T>(leaves: &[T]) -> impl Iterator<Item = &[T; LEAF_WINDOW]> {
    let starts = (0..leaves.len()).step_by(LEAVES);
    starts.map_while(|start| leaves[start..].first_chunk())
}

/// Opens the leaves of trees, and what pads them.
fn read_leaves<const N: usize>(
    reader: &mut ModelReader<'static>,
    trees: usize,
) -> Result<&'static [[u8; N]], ModelError> {
    reader.records((trees * LEAVES).saturating_add(LEAF_WINDOW - LEAVES))
}

/// Symmetric trees whose leaves add up to one number, read in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymmetricScorer {
    conditions: Conditions,
    trees: &'static [[u8; TREE_BYTES]],
    /// The numbers (f32) of all leaves.
    leaves: &'static [[u8; 4]],
    bias: f32,
}

impl SymmetricScorer {
    /// Returns the sums of the first `rows` rows, and anything for the others.
    pub(crate) fn sums(
        &self,
        columns: &FeatureColumns,
        rows: usize,
        answers: &mut Answers,
    ) -> [f32; LANES] {
        if rows > FEW_ROWS {
            return self.row_sums(|feature| columns[feature], &mut answers.many);
        }
        let mut sums = [0.0; LANES];
        for (lane, sum) in sums.iter_mut().enumerate().take(rows) {
            [*sum] = self.row_sums(|feature| [columns[feature][lane]], &mut answers.one);
        }
        sums
    }

    /// Returns the sum of each row. `column` returns their values of a feature.
    fn row_sums<const N: usize>(
        &self,
        column: impl Fn(usize) -> [f32; N],
        answers: &mut RowAnswers<N>,
    ) -> [f32; N] {
        self.conditions.answer(column, answers);
        let mut sums = [self.bias; N];
        for (tree, values) in self.trees.iter().zip(leaf_windows(self.leaves)) {
            for (sum, leaf) in sums.iter_mut().zip(answers.leaves(tree)) {
                *sum += f32::from_le_bytes(values[usize::from(leaf)]);
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
        let (trees, leaves) = (reader.records(count)?, read_leaves(reader, count)?);
        Ok(SymmetricScorer { conditions, trees, leaves, bias })
    }
}

/// Symmetric trees that vote on kinds, read in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymmetricVoter {
    kinds: Vec<Kind>,
    /// The log-odds of one vote.
    vote_log_odds: f32,
    conditions: Conditions,
    trees: &'static [[u8; TREE_BYTES]],
    /// The votes of all leaves, each with [`VOTE_OFFSET`] added.
    leaves: &'static [[u8; MAX_KINDS]],
}

impl SymmetricVoter {
    /// Reads the votes on a row.
    pub(crate) fn read_votes<'v>(&'v self, votes: &'v VoteCounts) -> KindVotes<'v> {
        KindVotes::new(&self.kinds, votes, self.vote_log_odds)
    }

    /// Returns the votes on the rows that are `wanted`, and zeros for the others.
    pub(crate) fn votes(
        &self,
        columns: &FeatureColumns,
        wanted: [bool; LANES],
        answers: &mut Answers,
    ) -> [VoteCounts; LANES] {
        let mut votes = [[0; MAX_KINDS]; LANES];
        let lanes = (0..LANES).filter(|&lane| wanted[lane]);
        if lanes.clone().nth(FEW_ROWS).is_none() {
            for lane in lanes {
                self.conditions.answer(|feature| [columns[feature][lane]], &mut answers.one);
                let leaves = self.trees.iter().map(|tree| answers.one.leaves(tree)[0]);
                votes[lane] = self.votes_at(leaves);
            }
            return votes;
        }
        self.conditions.answer(|feature| columns[feature], &mut answers.many);
        answers.leaves.clear();
        answers.leaves.extend(self.trees.iter().map(|tree| answers.many.leaves(tree)));
        for lane in lanes {
            votes[lane] = self.votes_at(answers.leaves.iter().map(|leaves| leaves[lane]));
        }
        votes
    }

    /// Returns the sum of the votes at a leaf of each tree.
    fn votes_at(&self, leaves: impl Iterator<Item = u8>) -> VoteCounts {
        let offset = self.trees.len() as i16 * i16::from(VOTE_OFFSET);
        let mut votes = [-offset; MAX_KINDS];
        // Whole trees, not windows: the mask takes less time than the length of a window.
        for (leaf, rows) in leaves.zip(self.leaves.as_chunks::<LEAVES>().0) {
            for (sum, &vote) in votes.iter_mut().zip(&rows[usize::from(leaf) % LEAVES]) {
                *sum += i16::from(vote);
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
        if i32::from(count) > i32::from(i16::MAX) / i32::from(VOTE_OFFSET) {
            return Err(ModelError::Malformed("more trees than votes can count"));
        }
        let vote_log_odds = reader.f32()?;
        let trees = reader.records(usize::from(count))?;
        let leaves = read_leaves(reader, usize::from(count))?;
        Ok(SymmetricVoter { kinds, vote_log_odds, conditions, trees, leaves })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile;
    use crate::model::reader::MAGIC;

    /// Returns a part of a file: one tree. Its two lowest levels test whether each of two features
    /// is over 1.
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
        let sums = scorer.sums(&block(), LANES, &mut Answers::default());
        assert_eq!((sums[0], sums[1], sums[LANES - 2], sums[LANES - 1]), (0.5, 1.5, 2.5, 3.5));
        for rows in 1..=LANES {
            let few = scorer.sums(&block(), rows, &mut Answers::default());
            assert_eq!(few[..rows], sums[..rows]);
        }
    }

    #[test]
    fn only_wanted_rows_get_votes() {
        let (_, voter) = open(compiled(), 2).expect("a model");
        let wanted = std::array::from_fn(|lane| lane != 1);
        let votes = voter.votes(&block(), wanted, &mut Answers::default());
        assert_eq!((votes[1], votes[LANES - 1][..3].to_vec()), ([0; MAX_KINDS], vec![3, -3, 0]));
        let read = voter.read_votes(&votes[LANES - 1]);
        assert_eq!(read.log_odds_against(Kind::Body, Kind::Ad), Some(1.5));
        let last = std::array::from_fn(|lane| lane == LANES - 1);
        let few = voter.votes(&block(), last, &mut Answers::default());
        assert_eq!((few[0], few[LANES - 1]), ([0; MAX_KINDS], votes[LANES - 1]));
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
