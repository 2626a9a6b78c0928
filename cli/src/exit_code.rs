//! The exit codes of the command, all in this place.

use std::process;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// Everything was done. A reader that closed the pipe is part of this.
    Success = 0,
    /// Nothing was kept, and `--exit-status` asked to be told.
    NothingKept = 1,
    /// The arguments make no sense, or a file could not be read or written.
    Failure = 2,
    /// Some documents of a batch failed; the others were cleaned.
    SomeFailed = 3,
    /// Interrupted; what was in hand has been written.
    Interrupted = 130,
}

impl From<ExitCode> for process::ExitCode {
    fn from(exit: ExitCode) -> Self {
        process::ExitCode::from(exit as u8)
    }
}
