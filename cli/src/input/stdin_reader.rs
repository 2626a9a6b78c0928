//! Reads standard input until the run is stopped.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The message of the error that ends standard input after an interrupt.
pub(crate) const INTERRUPTED: &str = "interrupted while waiting for standard input";

/// Standard input. A pipe can stay open and silent for ever, so a read ends if `stop` is set.
pub(super) struct StdinReader {
    pub(super) stop: Arc<AtomicBool>,
}

impl Read for StdinReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return Err(io::Error::other(INTERRUPTED));
            }
            if is_ready()? {
                return read_stdin(out);
            }
        }
    }
}

/// Waits a moment for input. Returns true if a read does not wait.
#[cfg(unix)]
fn is_ready() -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut files = [PollFd::new(&stdin, PollFlags::IN)];
    // The time between two looks at the flag. People notice more than a fifth of a second.
    let timeout = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
    match poll(&mut files, Some(&timeout)) {
        Ok(count) => Ok(count > 0),
        Err(error) if io::Error::from(error).kind() == io::ErrorKind::Interrupted => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Returns true: other systems have no call that waits for any kind of input.
#[cfg(not(unix))]
fn is_ready() -> io::Result<bool> {
    Ok(true)
}

/// Reads without the buffer of the standard library. Waiting for input does not see that buffer.
#[cfg(unix)]
fn read_stdin(out: &mut [u8]) -> io::Result<usize> {
    Ok(rustix::io::read(io::stdin(), out)?)
}

#[cfg(not(unix))]
fn read_stdin(out: &mut [u8]) -> io::Result<usize> {
    io::stdin().read(out)
}
