//! The result type of the commands.

/// A result with any error. The program prints the error and fails.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
