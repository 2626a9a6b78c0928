//! Reads options: `--name VALUE` and `--name`.

use std::path::PathBuf;

use crate::error::Result;

/// Returns the value of the option `name`.
pub(crate) fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    arguments.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str())
}

/// Returns true if the option `name`, which has no value, is present.
pub(crate) fn has_flag(arguments: &[String], name: &str) -> bool {
    arguments.iter().any(|argument| argument == name)
}

/// Returns the value of a required option.
pub(crate) fn required<'a>(arguments: &'a [String], name: &str) -> Result<&'a str> {
    Ok(option(arguments, name).ok_or_else(|| format!("{name} is missing"))?)
}

/// Returns the value of a required option as a path.
pub(crate) fn path(arguments: &[String], name: &str) -> Result<PathBuf> {
    required(arguments, name).map(PathBuf::from)
}
