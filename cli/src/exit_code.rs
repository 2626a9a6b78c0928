//! The exit codes of the command.

use std::process;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// The run did everything. A reader that closes the pipe early does not change this.
    Success = 0,
    /// No block was kept, and `--exit-status` was given; or two batches differ (`dechrome diff`).
    NegativeAnswer = 1,
    /// The arguments are invalid, a file could not be read or written, or a batch had too many
    /// errors to be completed.
    Failure = 2,
    /// Some documents of a batch failed. The others were cleaned.
    SomeFailed = 3,
    /// The user interrupted a batch. The documents cleaned by then have been written.
    ///
    /// Shells report 128 plus the signal number, and SIGINT is 2.
    Interrupted = 130,
}

impl From<ExitCode> for process::ExitCode {
    fn from(code: ExitCode) -> Self {
        process::ExitCode::from(code as u8)
    }
}
