//! Errors of model files.

use std::error::Error;
use std::fmt;

/// The reason why a model file cannot be loaded.
#[cfg_attr(not(feature = "_train"), expect(unreachable_pub, reason = "public for training"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// The file has no magic bytes, ends too early, or holds numbers out of range.
    Malformed(&'static str),
    /// The model was trained on other features than the library has.
    Features {
        /// Position of the first name that differs.
        position: usize,
        /// The name in the file.
        found: String,
        /// The name in the library.
        expected: String,
    },
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::Malformed(reason) => write!(f, "malformed model file: {reason}"),
            ModelError::Features { position, found, expected } => write!(
                f,
                "model trained on other features: number {position} is `{found}`, not `{expected}`"
            ),
        }
    }
}

impl Error for ModelError {}
