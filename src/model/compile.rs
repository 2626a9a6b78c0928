//! Compiles a model file into the form that the library reads in place. The build script, tests and
//! training run this. Some parts change (little endian):
//!
//! ```text
//! symmetric  u16 conditions; per condition: u16 feature, f32 threshold; u16 trees, f32 bias or
//!            log-odds per vote; per tree: six u16 conditions, 64 leaves, each an f32 or MAX_KINDS i8
//! tables     u8 count; per table: f32 scale, u32 slots, u32 keys by slot (0: empty), i8 values
//! ```

use std::collections::HashMap;

use crate::model::error::ModelError;
use crate::model::limits::MAX_KINDS;
use crate::model::reader::ModelReader;
use crate::model::slots::slots;
use crate::model::symmetric::{CONDITION_BYTES, DEPTH, LEAVES};

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
    let (mut numbers, mut distinct) = (HashMap::new(), Vec::<u8>::new());
    let mut trees = Vec::new();
    for _ in 0..count {
        for condition in reader.records::<CONDITION_BYTES>(DEPTH)? {
            let number = *numbers.entry(condition).or_insert_with(|| {
                distinct.extend(condition);
                (distinct.len() / CONDITION_BYTES - 1) as u16
            });
            trees.extend(number.to_le_bytes());
        }
        for _ in 0..LEAVES {
            trees.extend(reader.take(leaf_bytes)?);
            trees.resize(trees.len() + padded_leaf_bytes - leaf_bytes, 0);
        }
    }
    let conditions = u16::try_from(distinct.len() / CONDITION_BYTES);
    let conditions = conditions.map_err(|_| ModelError::Malformed("too many conditions"))?;
    compiled.extend(conditions.to_le_bytes());
    compiled.extend(distinct);
    compiled.extend(count.to_le_bytes());
    compiled.extend(unit.to_le_bytes());
    compiled.extend(trees);
    Ok(())
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
