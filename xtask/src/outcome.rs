//! The result of a task.

/// The result of a task. An error is a message for the terminal.
pub(crate) type Outcome = Result<(), String>;
