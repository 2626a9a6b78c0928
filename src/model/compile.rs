//! Compiles a model file into the form that the library reads in place. The build script, tests and
//! training run this. Some parts change (little endian):
//!
//! ```text
//! symmetric  conditions; u16 trees, f32 bias or log-odds per vote; per tree: six u16 numbers of
//!            conditions; per tree: 64 leaves, each an f32 or MAX_KINDS i8; padding: 192 leaves
//! conditions u16 features; per feature: u16 feature, u16 thresholds; all thresholds: f32
//! tables     u8 count; per table: f32 scale, u32 slots, u32 keys by slot (0: empty), i8 values
//! ```

use crate::model::error::ModelError;
use crate::model::limits::MAX_KINDS;
use crate::model::reader::ModelReader;
use crate::model::slots::slots;
use crate::model::symmetric::{DEPTH, LEAF_WINDOW, LEAVES};

/// Bytes of a node of a tree in a file.
const NODE_BYTES: usize = 8;

/// Compiles a model of page blocks.
///
/// # Errors
///
/// Fails if the bytes are not a model file.
pub(crate) fn page(file: &[u8]) -> Result<Vec<u8>, ModelError> {
    let mut reader = ModelReader::start(file)?;
    skip_names(&mut reader)?;
    skip_ensemble(&mut reader)?;
    let kinds = reader.kinds()?.len();
    skip_ensemble(&mut reader)?;
    let rows = reader.u32()? as usize;
    reader.take(rows.saturating_mul(kinds))?;
    let mut compiled = read_part(file, &reader).to_vec();
    compile_tables(&mut reader, &mut compiled)?;
    Ok(compiled)
}

/// Compiles a model of text lines.
///
/// # Errors
///
/// Fails if the bytes are not a model file.
pub(crate) fn text(file: &[u8]) -> Result<Vec<u8>, ModelError> {
    let mut reader = ModelReader::start(file)?;
    skip_names(&mut reader)?;
    let mut compiled = read_part(file, &reader).to_vec();
    compile_symmetric(&mut reader, size_of::<f32>(), size_of::<f32>(), &mut compiled)?;
    let start = file.len() - reader.len();
    let kinds = reader.kinds()?.len();
    compiled.extend_from_slice(&read_part(file, &reader)[start..]);
    compile_symmetric(&mut reader, kinds, MAX_KINDS, &mut compiled)?;
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

/// Skips an ensemble.
fn skip_ensemble(reader: &mut ModelReader<'_>) -> Result<(), ModelError> {
    let trees = reader.u16()?;
    reader.f32()?;
    for _ in 0..trees {
        reader.u8()?;
        let nodes = usize::from(reader.u16()?);
        reader.take(nodes * NODE_BYTES)?;
    }
    Ok(())
}

/// Compiles symmetric trees: the distinct conditions come first, and trees have their numbers. A
/// leaf has `leaf_bytes`, which are padded.
fn compile_symmetric(
    reader: &mut ModelReader<'_>,
    leaf_bytes: usize,
    padded_leaf_bytes: usize,
    compiled: &mut Vec<u8>,
) -> Result<(), ModelError> {
    let count = reader.u16()?;
    let unit = reader.f32()?;
    let (mut conditions, mut leaves) = (Vec::new(), Vec::new());
    for _ in 0..count {
        for _ in 0..DEPTH {
            conditions.push((reader.u16()?, reader.f32()?));
        }
        for _ in 0..LEAVES {
            leaves.extend(reader.take(leaf_bytes)?);
            leaves.resize(leaves.len() + padded_leaf_bytes - leaf_bytes, 0);
        }
    }
    leaves.resize(leaves.len() + (LEAF_WINDOW - LEAVES) * padded_leaf_bytes, 0);
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
