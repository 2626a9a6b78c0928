//! Outputs that are divided into several files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::{BatchArgs, OutputFormatArg};
use crate::error::Error;

/// The placeholder for the index of a shard, without its width and closing brace.
const PLACEHOLDER: &str = "{index";

/// Largest width of an index. 64 bits have 20 digits.
const MAX_WIDTH: usize = 20;

/// The names of shards, and their sizes.
#[derive(Debug)]
pub(super) struct ShardPlan {
    folder: PathBuf,
    /// The name of a file before the index.
    prefix: String,
    /// The name of a file after the index.
    suffix: String,
    /// Least number of digits.
    width: usize,
    max_rows: u64,
    max_bytes: u64,
}

impl ShardPlan {
    /// Returns the plan that the arguments ask for. `None` if there is one output.
    ///
    /// # Errors
    ///
    /// Fails if the arguments name sizes or a place for the index, and not both.
    pub(super) fn of(args: &BatchArgs) -> Result<Option<Self>, Error> {
        let name = args.output.file_name().unwrap_or_default().to_string_lossy();
        let has_size = args.shard_rows.is_some() || args.shard_bytes.is_some();
        let is_folder = matches!(
            args.to,
            Some(OutputFormatArg::Txt | OutputFormatArg::Md | OutputFormatArg::Json)
        );
        if is_folder && has_size {
            return Err(Error::Usage("--shard-rows and --shard-bytes are for files".into()));
        }
        let Some((prefix, width, suffix)) = split_name(&name) else {
            if !has_size {
                return Ok(None);
            }
            return Err(Error::Usage(
                "--shard-rows and --shard-bytes need an output like out-{index:05}.parquet".into(),
            ));
        };
        if !has_size {
            return Err(Error::Usage(
                "an output with {index} needs --shard-rows or --shard-bytes".into(),
            ));
        }
        if suffix.contains(PLACEHOLDER) {
            return Err(Error::Usage("the name of an output has one {index}".into()));
        }
        Ok(Some(ShardPlan {
            folder: args.output.parent().unwrap_or(Path::new("")).to_owned(),
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            width,
            max_rows: args.shard_rows.unwrap_or(u64::MAX),
            max_bytes: args.shard_bytes.unwrap_or(u64::MAX),
        }))
    }

    /// Returns the path of a shard.
    pub(super) fn path(&self, index: u64) -> PathBuf {
        let width = self.width;
        self.folder.join(format!("{}{index:0width$}{}", self.prefix, self.suffix))
    }

    /// Returns true if a shard with these rows and bytes takes no more.
    pub(super) fn is_full(&self, rows: u64, bytes: u64) -> bool {
        rows >= self.max_rows || bytes >= self.max_bytes
    }

    /// Returns the shards that exist, in no order.
    pub(super) fn existing(&self) -> Vec<PathBuf> {
        let is_here = self.folder.as_os_str().is_empty();
        let folder = if is_here { Path::new(".") } else { &self.folder };
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut shards = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if self.has_name(&name) {
                shards.push(self.folder.join(&*name));
            }
        }
        shards
    }

    /// Returns true if a shard can have this name.
    fn has_name(&self, name: &str) -> bool {
        let rest = name.strip_prefix(&self.prefix);
        let index = rest.and_then(|rest| rest.strip_suffix(&self.suffix)).unwrap_or_default();
        index.len() >= self.width.max(1) && index.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Returns the path of the shard that has the name of a file. `None` if no shard has it.
    pub(super) fn shard_named_like(&self, path: &Path) -> Option<PathBuf> {
        let name = path.file_name()?.to_string_lossy();
        self.has_name(&name).then(|| self.folder.join(&*name))
    }
}

/// Splits a name at its placeholder: the part before, the width, and the part after.
fn split_name(name: &str) -> Option<(&str, usize, &str)> {
    let (prefix, rest) = name.split_once(PLACEHOLDER)?;
    let (width, suffix) = rest.split_once('}')?;
    let width = match width.strip_prefix(":0") {
        Some(digits) => digits.parse().ok().filter(|width| *width <= MAX_WIDTH)?,
        None if width.is_empty() => 0,
        None => return None,
    };
    Some((prefix, width, suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_a_place_for_the_index() {
        assert_eq!(split_name("out-{index:05}.parquet"), Some(("out-", 5, ".parquet")));
        assert_eq!(split_name("{index}"), Some(("", 0, "")));
        for name in ["out.parquet", "out-{index", "{index:5}", "{index:0x}", "{index:099}"] {
            assert_eq!(split_name(name), None, "{name}");
        }
        let plan = ShardPlan {
            folder: PathBuf::from("x"),
            prefix: "out-".into(),
            suffix: ".jsonl".into(),
            width: 3,
            max_rows: 10,
            max_bytes: u64::MAX,
        };
        assert_eq!(plan.path(7), Path::new("x/out-007.jsonl"));
        assert!(plan.is_full(10, 0) && !plan.is_full(9, 1 << 40));
    }
}
