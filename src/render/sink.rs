//! The caller's writer, which gets the output part by part.

use std::fmt;

/// Bytes of output from which a renderer hands them on.
const CHUNK: usize = 8 << 10;

/// The writer of the caller.
pub(crate) type Sink<'s> = &'s mut dyn fmt::Write;

/// Hands the first `ready` bytes of the output on, if they are many.
pub(super) fn hand_on(out: &mut String, ready: usize, sink: Sink<'_>) -> fmt::Result {
    if ready < CHUNK {
        return Ok(());
    }
    sink.write_str(&out[..ready])?;
    out.drain(..ready);
    Ok(())
}
