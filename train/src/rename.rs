//! `rename-features MODEL page|line` writes the library's present names of the features into a model file.
//!
//! Use it after a feature got a better name. The trees refer to features by number, so everything after the names stays.

use std::fs;

use dechrome::training::{line_features, page_feature_names};

use crate::Result;

/// The first bytes of a model file (`src/model.rs` describes the format).
const MAGIC: &[u8] = b"DECHROM1";

/// Runs the command.
pub(crate) fn rename(arguments: &[String]) -> Result<()> {
    let [path, table] = arguments else {
        return Err("usage: rename-features MODEL page|line".into());
    };
    let names = match table.as_str() {
        "page" => page_feature_names(),
        "line" => line_features(),
        _ => return Err("the table is page or line".into()),
    };
    fs::write(path, renamed(&fs::read(path)?, &names)?)?;
    Ok(())
}

/// Replaces the names in a model file.
fn renamed(model: &[u8], names: &[&str]) -> Result<Vec<u8>> {
    let rest = model.strip_prefix(MAGIC).ok_or("not a model file")?;
    let (count, mut rest) = rest.split_first_chunk::<2>().ok_or("the file ends too early")?;
    if usize::from(u16::from_le_bytes(*count)) != names.len() {
        return Err("the model has another number of features".into());
    }
    for _ in names {
        let (&length, after) = rest.split_first().ok_or("the file ends too early")?;
        rest = after.get(usize::from(length)..).ok_or("the file ends too early")?;
    }
    let mut renamed = [MAGIC, count].concat();
    for name in names {
        renamed.push(u8::try_from(name.len())?);
        renamed.extend_from_slice(name.as_bytes());
    }
    renamed.extend_from_slice(rest);
    Ok(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced() {
        let model = b"DECHROM1\x02\x00\x01a\x02bcrest";
        let expected = b"DECHROM1\x02\x00\x05words\x01drest";
        assert_eq!(renamed(model, &["words", "d"]).expect("is a model file"), expected);
        assert!(renamed(model, &["words"]).is_err());
        assert!(renamed(&model[..12], &["words", "d"]).is_err());
        assert!(renamed(b"other", &[]).is_err());
    }
}
