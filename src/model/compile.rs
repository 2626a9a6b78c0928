//! Compiles a model file into the form that the library reads in place. The build script, tests and
//! training run this. Some parts change (little endian):
//!
//! ```text
//! ensemble   u16 trees, f32 bias; per tree: u8 nodes, leaves not counted; per node, parents first,
//!            then what is below the left child: u8 feature, f32 threshold, u32 leaves below the
//!            left child, u32 leaves below the right one; all leaves: f32; padding: 32 leaves
//! symmetric  conditions; u16 trees, f32 bias or log-odds per vote; per tree: six u16 numbers of
//!            conditions; per tree: 64 leaves, each an f32, or MAX_KINDS u8: votes and VOTE_OFFSET
//!            added; padding: 192 leaves
//! conditions u16 features; per feature: u16 feature, u16 thresholds; all thresholds: f32
//! tables     u8 count; per table: f32 scale, u32 slots, u32 keys by slot (0: empty), i8 values
//! ```

use crate::model::error::ModelError;
use crate::model::limits::{LeafSet, MAX_FEATURES, MAX_KINDS, MAX_LEAVES, NODE_BYTES};
use crate::model::reader::ModelReader;
use crate::model::slots::slots;
use crate::model::symmetric::{DEPTH, LEAF_WINDOW, LEAVES, VOTE_OFFSET};

/// The feature number of a leaf in a file.
pub(crate) const LEAF: u16 = u16::MAX;

/// Compiles a model of page blocks.
///
/// # Errors
///
/// Fails if the bytes are not a model file.
pub(crate) fn page(file: &[u8]) -> Result<Vec<u8>, ModelError> {
    compile(file, compile_ensemble)
}

/// Compiles a model of text lines.
///
/// # Errors
///
/// Fails if the bytes are not a model file.
pub(crate) fn text(file: &[u8]) -> Result<Vec<u8>, ModelError> {
    compile(file, |reader, compiled| {
        compile_symmetric(reader, size_of::<f32>(), compiled, |value, leaves| leaves.extend(value))
    })
}

/// Compiles a model with scores in one form or the other.
fn compile(
    file: &[u8],
    compile_scores: fn(&mut ModelReader<'_>, &mut Vec<u8>) -> Result<(), ModelError>,
) -> Result<Vec<u8>, ModelError> {
    let mut reader = ModelReader::start(file)?;
    skip_names(&mut reader)?;
    let mut compiled = read_part(file, &reader).to_vec();
    compile_scores(&mut reader, &mut compiled)?;
    let start = file.len() - reader.len();
    let kinds = reader.kinds()?.len();
    compiled.extend_from_slice(&read_part(file, &reader)[start..]);
    compile_symmetric(&mut reader, kinds, &mut compiled, |votes, leaves| {
        leaves.extend(votes.iter().map(|vote| vote.wrapping_add(VOTE_OFFSET)));
        leaves.resize(leaves.len() + MAX_KINDS - votes.len(), VOTE_OFFSET);
    })?;
    compile_tables(&mut reader, &mut compiled)?;
    Ok(compiled)
}

/// Returns the part of a file that was read.
fn read_part<'f>(file: &'f [u8], reader: &ModelReader<'_>) -> &'f [u8] {
    &file[..file.len() - reader.len()]
}

/// Skips the names of the features.
fn skip_names(reader: &mut ModelReader<'_>) -> Result<(), ModelError> {
    for _ in 0..reader.u16()? {
        reader.name()?;
    }
    Ok(())
}

/// Compiles an ensemble.
pub(super) fn compile_ensemble(
    reader: &mut ModelReader<'_>,
    compiled: &mut Vec<u8>,
) -> Result<(), ModelError> {
    let count = reader.u16()?;
    let bias = reader.f32()?;
    let (mut sizes, mut nodes, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..count {
        let tree = CompiledTree::read(reader)?;
        sizes.push((tree.leaves.len() - 1) as u8);
        nodes.extend(tree.nodes);
        leaves.extend(tree.leaves);
    }
    leaves.resize(leaves.len() + MAX_LEAVES, 0.0);
    compiled.extend(count.to_le_bytes());
    compiled.extend(bias.to_le_bytes());
    compiled.extend(sizes);
    compiled.extend(nodes.as_flattened());
    leaves.iter().for_each(|leaf| compiled.extend(leaf.to_le_bytes()));
    Ok(())
}

/// A tree whose nodes are in the order in which the library reads them.
#[derive(Debug, Default)]
struct CompiledTree {
    nodes: Vec<[u8; NODE_BYTES]>,
    /// From left to right.
    leaves: Vec<f32>,
}

impl CompiledTree {
    /// Reads a tree. A node of the file is a feature, the number of the left child, and the
    /// threshold or the value of a leaf.
    fn read(reader: &mut ModelReader<'_>) -> Result<Self, ModelError> {
        let size = reader.u16()?;
        let mut file = Vec::with_capacity(usize::from(size));
        for _ in 0..size {
            file.push((reader.u16()?, reader.u16()?, reader.f32()?));
        }
        let mut tree = CompiledTree::default();
        tree.add(&file, 0)?;
        Ok(tree)
    }

    /// Adds a node of the file and what is below it. Returns its leaves.
    fn add(&mut self, file: &[(u16, u16, f32)], number: u16) -> Result<LeafSet, ModelError> {
        let outside = ModelError::Malformed("a tree points outside itself");
        let &(feature, left, value) = file.get(usize::from(number)).ok_or(outside.clone())?;
        if feature == LEAF {
            if self.leaves.len() == MAX_LEAVES {
                return Err(ModelError::Malformed("a tree with too many leaves"));
            }
            self.leaves.push(value);
            return Ok(1 << (self.leaves.len() - 1));
        }
        // Children come after their parent, so this ends.
        if left <= number || usize::from(feature) >= MAX_FEATURES {
            return Err(outside);
        }
        let at = self.nodes.len();
        self.nodes.push([0; NODE_BYTES]);
        let (left, right) = (self.add(file, left)?, self.add(file, left.saturating_add(1))?);
        let (threshold, left_bytes) = (value.to_le_bytes(), left.to_le_bytes());
        let bytes = [&[feature as u8][..], &threshold, &left_bytes, &right.to_le_bytes()].concat();
        self.nodes[at].copy_from_slice(&bytes);
        Ok(left | right)
    }
}

/// Compiles symmetric trees: the distinct conditions come first, and trees have their numbers. A
/// leaf has `leaf_bytes` in the file, and `add_leaf` adds its compiled form.
fn compile_symmetric(
    reader: &mut ModelReader<'_>,
    leaf_bytes: usize,
    compiled: &mut Vec<u8>,
    add_leaf: fn(&[u8], &mut Vec<u8>),
) -> Result<(), ModelError> {
    let count = reader.u16()?;
    let unit = reader.f32()?;
    let (mut conditions, mut leaves) = (Vec::new(), Vec::new());
    for _ in 0..count {
        for _ in 0..DEPTH {
            conditions.push((reader.u16()?, reader.f32()?));
        }
        for _ in 0..LEAVES {
            add_leaf(reader.take(leaf_bytes)?, &mut leaves);
        }
    }
    let padding = vec![0; leaf_bytes];
    for _ in LEAVES..LEAF_WINDOW {
        add_leaf(&padding, &mut leaves);
    }
    let numbers = compile_conditions(&conditions, compiled)?;
    compiled.extend(count.to_le_bytes());
    compiled.extend(unit.to_le_bytes());
    numbers.iter().for_each(|number| compiled.extend(number.to_le_bytes()));
    compiled.extend(leaves);
    Ok(())
}

/// Compiles the distinct ones of some conditions. Returns the number of each.
fn compile_conditions(
    conditions: &[(u16, f32)],
    compiled: &mut Vec<u8>,
) -> Result<Vec<u16>, ModelError> {
    let by_value = |a: &(u16, f32), b: &(u16, f32)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
    let mut distinct = conditions.to_vec();
    distinct.sort_by(by_value);
    distinct.dedup_by(|a, b| by_value(a, b).is_eq());
    let by_feature: Vec<_> = distinct.chunk_by(|a, b| a.0 == b.0).collect();
    compiled.extend((by_feature.len() as u16).to_le_bytes());
    for group in by_feature {
        let thresholds = u16::try_from(group.len());
        let thresholds = thresholds.map_err(|_| ModelError::Malformed("too many conditions"))?;
        compiled.extend(group[0].0.to_le_bytes());
        compiled.extend(thresholds.to_le_bytes());
    }
    distinct.iter().for_each(|(_, threshold)| compiled.extend(threshold.to_le_bytes()));
    let number_of = |condition: &(u16, f32)| {
        let number = distinct.binary_search_by(|other| by_value(other, condition)).ok();
        number.and_then(|number| u16::try_from(number).ok())
    };
    let numbers = conditions.iter().map(number_of).collect::<Option<_>>();
    numbers.ok_or(ModelError::Malformed("too many conditions"))
}

/// Compiles the tables.
fn compile_tables(reader: &mut ModelReader<'_>, compiled: &mut Vec<u8>) -> Result<(), ModelError> {
    let count = reader.u8()?;
    compiled.push(count);
    for _ in 0..count {
        let scale = reader.f32()?;
        let count = reader.u32()? as usize;
        let keys = reader.records::<4>(count)?.iter().map(|key| u32::from_le_bytes(*key));
        let entries: Vec<(u32, u8)> = keys.zip(reader.take(count)?.iter().copied()).collect();
        let (keys, values) = slots(&entries);
        compiled.extend(scale.to_le_bytes());
        compiled.extend((keys.len() as u32).to_le_bytes());
        keys.iter().for_each(|key| compiled.extend(key.to_le_bytes()));
        compiled.extend(values);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_files_are_refused() {
        let refused = Err(ModelError::Malformed("ends too early"));
        let file = include_bytes!("page.bin");
        assert!(page(file).is_ok_and(|compiled| compiled.len() > file.len()));
        for length in [0, 100, file.len() / 2, file.len() - 1] {
            assert_eq!(page(&file[..length]), refused, "{length} bytes");
        }
        let file = include_bytes!("text.bin");
        assert!(text(file).is_ok_and(|compiled| compiled.len() > file.len()));
        for length in [0, 100, file.len() / 2, file.len() - 1] {
            assert_eq!(text(&file[..length]), refused, "{length} bytes");
        }
    }
}
