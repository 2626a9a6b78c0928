//! Symmetric trees: all nodes of a level ask the same question, so that a leaf's number is the answers in a row as bits.
//! No step depends on the one before, and many rows are answered at once.

use crate::kind::Kind;
use crate::model::{Input, ModelError};

/// Levels of a tree, and its leaves. Trees of a file that have fewer levels are filled up with questions that no value answers
/// with yes.
pub(crate) const DEPTH: usize = 6;
const LEAVES: usize = 1 << DEPTH;
/// Rows that are answered together.
pub(crate) const LANES: usize = 16;
/// Kinds that leaves can vote on: leaves of a fixed length are added up many at a time.
const CLASSES: usize = 32;

/// The features of [`LANES`] rows: all values of the first feature, then those of the next one.
pub(crate) type Block = [[f32; LANES]];

/// The questions of a tree: is this feature over this value?
#[derive(Clone, Copy, Debug)]
struct Questions([(u16, f32); DEPTH]);

impl Questions {
    /// The number of the leaf that each row ends in.
    #[inline]
    fn leaves(&self, block: &Block) -> [u32; LANES] {
        let mut leaves = [0; LANES];
        for (level, &(feature, value)) in self.0.iter().enumerate() {
            let column = &block[usize::from(feature)];
            for (leaf, own) in leaves.iter_mut().zip(column) {
                *leaf |= u32::from(*own > value) << level;
            }
        }
        leaves
    }

    /// Reads the questions of a tree on features numbered below `width`.
    fn read(input: &mut Input<'_>, width: usize) -> Result<Self, ModelError> {
        let mut questions = [(0, 0.0); DEPTH];
        for question in &mut questions {
            *question = (input.u16()?, input.f32()?);
            if usize::from(question.0) >= width || question.1.is_nan() {
                return Err(ModelError::Malformed("a tree asks for what there is not"));
            }
        }
        Ok(Questions(questions))
    }
}

/// Trees that add up to one number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scorer {
    trees: Vec<(Questions, [f32; LEAVES])>,
    bias: f32,
}

impl Scorer {
    /// The sums of the rows of a block.
    pub(crate) fn sums(&self, block: &Block) -> [f32; LANES] {
        let mut sums = [self.bias; LANES];
        for (questions, values) in &self.trees {
            for (sum, leaf) in sums.iter_mut().zip(questions.leaves(block)) {
                *sum += values[leaf as usize % LEAVES];
            }
        }
        sums
    }

    /// Reads the trees.
    pub(crate) fn read(input: &mut Input<'_>, width: usize) -> Result<Self, ModelError> {
        let count = input.u16()?;
        let mut scorer =
            Scorer { bias: input.f32()?, trees: Vec::with_capacity(usize::from(count)) };
        for _ in 0..count {
            let questions = Questions::read(input, width)?;
            let mut values = [0.0; LEAVES];
            for value in &mut values {
                *value = input.f32()?;
            }
            scorer.trees.push((questions, values));
        }
        Ok(scorer)
    }
}

/// Trees that vote on kinds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voters {
    kinds: Vec<Kind>,
    /// What one vote is worth in log-odds.
    unit: f32,
    trees: Vec<(Questions, [[i8; CLASSES]; LEAVES])>,
}

/// The votes for each kind, by its place in [`Voters::kinds`].
pub(crate) type Votes = [i16; CLASSES];

impl Voters {
    /// The kinds that they know.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// What one vote is worth in log-odds.
    pub(crate) fn unit(&self) -> f32 {
        self.unit
    }

    /// The votes on the rows of a block for which `wanted` says so; none on the others.
    pub(crate) fn votes(&self, block: &Block, wanted: [bool; LANES]) -> [Votes; LANES] {
        let mut votes = [[0i16; CLASSES]; LANES];
        for (questions, rows) in &self.trees {
            let leaves = questions.leaves(block);
            for lane in (0..LANES).filter(|&lane| wanted[lane]) {
                let row = &rows[leaves[lane] as usize % LEAVES];
                votes[lane].iter_mut().zip(row).for_each(|(sum, &vote)| *sum += i16::from(vote));
            }
        }
        votes
    }

    /// Reads the trees.
    pub(crate) fn read(input: &mut Input<'_>, width: usize) -> Result<Self, ModelError> {
        let classes = usize::from(input.u8()?);
        if classes > CLASSES {
            return Err(ModelError::Malformed("too many kinds"));
        }
        let kind = |input: &mut Input<'_>| {
            input.name()?.parse().map_err(|_| ModelError::Malformed("an unknown kind"))
        };
        let kinds = (0..classes).map(|_| kind(input)).collect::<Result<Vec<Kind>, ModelError>>()?;
        let count = input.u16()?;
        if i32::from(count) > i32::from(i16::MAX) / i32::from(i8::MAX) {
            return Err(ModelError::Malformed("more trees than votes can count"));
        }
        let mut voters =
            Voters { kinds, unit: input.f32()?, trees: Vec::with_capacity(usize::from(count)) };
        for _ in 0..count {
            let questions = Questions::read(input, width)?;
            let mut rows = [[0; CLASSES]; LEAVES];
            for row in &mut rows {
                for (vote, &byte) in row.iter_mut().zip(input.take(classes)?) {
                    *vote = byte as i8;
                }
            }
            voters.trees.push((questions, rows));
        }
        Ok(voters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MAGIC;

    /// A file of one tree that asks, from its lowest level on, whether each of two features is over 1, and else nothing.
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

    /// Rows of which the first feature is over 1 in odd ones, the second in the last half.
    fn block() -> [[f32; LANES]; 2] {
        let over = |is_over: bool| if is_over { 2.0 } else { 1.0 };
        [
            std::array::from_fn(|lane| over(lane % 2 == 1)),
            std::array::from_fn(|lane| over(lane >= LANES / 2)),
        ]
    }

    #[test]
    fn rows_end_in_the_leaf_that_their_answers_number() {
        let bytes = scorer(std::array::from_fn(|leaf| leaf as f32));
        let mut input = Input::open(&bytes, std::iter::empty()).expect("a head");
        let sums = Scorer::read(&mut input, 2).expect("a tree").sums(&block());
        assert_eq!((sums[0], sums[1], sums[LANES - 2], sums[LANES - 1]), (0.5, 1.5, 2.5, 3.5));
    }

    #[test]
    fn only_rows_that_are_asked_for_get_votes() {
        let kinds = [b"\x02\x04body\x02ad".as_slice(), &1u16.to_le_bytes(), &0.25f32.to_le_bytes()]
            .concat();
        let bytes = file(&kinds, (0..LEAVES as i8).flat_map(|leaf| [leaf as u8, (-leaf) as u8]));
        let mut input = Input::open(&bytes, std::iter::empty()).expect("a head");
        let voters = Voters::read(&mut input, 2).expect("a tree");
        let votes = voters.votes(&block(), std::array::from_fn(|lane| lane != 1));
        assert_eq!((voters.kinds(), voters.unit()), ([Kind::Body, Kind::Ad].as_slice(), 0.25));
        assert_eq!((votes[1], votes[LANES - 1][..3].to_vec()), ([0; CLASSES], vec![3, -3, 0]));
    }

    #[test]
    fn files_that_end_early_or_ask_for_what_there_is_not_are_refused() {
        let bytes = scorer([0.0; LEAVES]);
        let read = |bytes: &[u8], width| {
            Scorer::read(&mut Input::open(bytes, std::iter::empty())?, width).map(|_| ())
        };
        assert_eq!(read(&bytes, 2), Ok(()));
        assert_eq!(
            read(&bytes, 1),
            Err(ModelError::Malformed("a tree asks for what there is not"))
        );
        assert_eq!(
            read(&bytes[..bytes.len() - 1], 2),
            Err(ModelError::Malformed("ends too early"))
        );
    }
}
