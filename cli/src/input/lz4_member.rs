//! Decodes one lz4 frame.

use std::io::{self, Read};

use lz4_flex::frame::FrameDecoder;

use crate::input::lookahead::LookaheadReader;

/// Bytes at the end of a frame: the end mark, and the checksum that may follow it.
const MARK_BYTES: usize = 4;
const END_BYTES: usize = 2 * MARK_BYTES;

/// A decoder for one frame.
///
/// `FrameDecoder` continues with the next frame after the end of one, and takes the end of the
/// source for the end of a frame. This reader does neither.
pub(super) struct Lz4Member<R: Read> {
    decoder: FrameDecoder<TailReader<R>>,
    has_ended: bool,
}

/// A reader that remembers the last bytes it has read.
struct TailReader<R> {
    source: LookaheadReader<R>,
    tail: [u8; END_BYTES],
}

impl<R: Read> Read for TailReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        let last = &out[count.saturating_sub(END_BYTES)..count];
        self.tail.rotate_left(last.len());
        self.tail[END_BYTES - last.len()..].copy_from_slice(last);
        Ok(count)
    }
}

impl<R: Read> Lz4Member<R> {
    pub(super) fn new(source: LookaheadReader<R>) -> Self {
        let source = TailReader { source, tail: [0xff; END_BYTES] };
        Lz4Member { decoder: FrameDecoder::new(source), has_ended: false }
    }

    pub(super) fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let count = self.decoder.read(out)?;
        if count > 0 || out.is_empty() {
            return Ok(count);
        }
        let source = self.decoder.get_mut();
        let tail = &source.tail;
        let has_mark =
            tail[..MARK_BYTES] == [0; MARK_BYTES] || tail[MARK_BYTES..] == [0; MARK_BYTES];
        if source.source.peek(1)?.is_empty() && !has_mark {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends early"));
        }
        self.has_ended = true;
        Ok(0)
    }

    /// Returns the compressed source.
    pub(super) fn source(&self) -> &LookaheadReader<R> {
        &self.decoder.get_ref().source
    }

    /// Ends the frame and returns the compressed source.
    pub(super) fn into_source(self) -> LookaheadReader<R> {
        self.decoder.into_inner().source
    }
}
