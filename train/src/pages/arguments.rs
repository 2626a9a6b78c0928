//! The arguments of the page commands: `DATA OUT [--without SET]`.

use std::ops::RangeInclusive;
use std::path::Path;

use super::sets::SETS;
use crate::error::Result;
use crate::folds::FOLDS;

/// The arguments of a page command.
pub(super) struct PageArguments<'a> {
    pub(super) data: &'a Path,
    pub(super) out: &'a Path,
    /// The set to leave out of training.
    pub(super) without: Option<&'a str>,
}

impl<'a> PageArguments<'a> {
    pub(super) fn read(arguments: &'a [String]) -> Result<Self> {
        let (data, out, without) = match arguments {
            [data, out] => (data, out, None),
            [data, out, option, set] if option == "--without" => (data, out, Some(set.as_str())),
            _ => return Err("expected the arguments DATA OUT [--without SET]".into()),
        };
        if let Some(name) = without
            && SETS.iter().all(|set| set.name != name)
        {
            return Err(format!("--without: unknown set {name}").into());
        }
        Ok(PageArguments { data: data.as_ref(), out: out.as_ref(), without })
    }

    /// Returns the versions of the training data.
    pub(super) fn versions(&self) -> RangeInclusive<usize> {
        if self.without.is_some() { 0..=0 } else { 0..=FOLDS }
    }
}
