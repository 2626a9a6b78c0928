//! A buffered reader that can look ahead and take back.

use std::io::{self, BufRead, Read};

/// Read at a time. Pages average 100 KB, records less.
const BUFFER: usize = 64 * 1024;

/// Bytes that can be read again after a mark. Records of crawls are smaller.
const AGAIN: usize = 256 * 1024;

/// A reader whose next bytes can be looked at before they are read.
pub(crate) struct LookaheadReader<R> {
    inner: R,
    /// What has been read and not been consumed stands at `at..end`.
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// Where the bytes begin that may be read again; `at` if none may.
    mark: usize,
    /// Whether there is a mark.
    marked: bool,
    /// Bytes consumed.
    consumed: u64,
    /// Whether the reader below has failed.
    failed: bool,
}

impl<R: Read> LookaheadReader<R> {
    /// At the start of a reader.
    pub(crate) fn new(inner: R) -> Self {
        LookaheadReader {
            inner,
            buffer: Vec::new(),
            at: 0,
            end: 0,
            mark: 0,
            marked: false,
            consumed: 0,
            failed: false,
        }
    }

    /// The next bytes: at least `least` of them, unless there are less.
    pub(crate) fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.end - self.at < least && self.read_more()? {}
        Ok(&self.buffer[self.at..self.end])
    }

    /// Puts bytes before those that come next.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        self.buffer.splice(..self.at, bytes.iter().copied());
        self.end = self.end - self.at + bytes.len();
        (self.at, self.mark, self.marked) = (0, 0, false);
        self.consumed = self.consumed.saturating_sub(bytes.len() as u64);
    }

    /// Remembers this place.
    pub(crate) fn mark(&mut self) {
        (self.mark, self.marked) = (self.at, true);
    }

    /// Goes back to the place remembered, or as near to it as can be.
    pub(crate) fn rewind(&mut self) {
        if std::mem::take(&mut self.marked) {
            self.consumed -= (self.at - self.mark) as u64;
            self.at = self.mark;
        }
    }

    /// How many bytes were consumed.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Whether it was the reader below that failed, not the one above.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Reads into the buffer; returns whether anything came.
    fn read_more(&mut self) -> io::Result<bool> {
        let kept = if self.marked { self.mark.max(self.at.saturating_sub(AGAIN)) } else { self.at };
        self.buffer.copy_within(kept..self.end, 0);
        (self.at, self.end, self.mark) = (self.at - kept, self.end - kept, 0);
        if self.buffer.len() < self.end + BUFFER {
            self.buffer.resize(self.end + BUFFER, 0);
        }
        loop {
            match self.inner.read(&mut self.buffer[self.end..self.end + BUFFER]) {
                Ok(count) => {
                    self.end += count;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = true;
                    return Err(error);
                }
            }
        }
    }
}

impl<R: Read> Read for LookaheadReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let count = ready.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for LookaheadReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.at = self.end.min(self.at + count);
        self.consumed += count as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_can_be_seen_before_they_are_read_and_given_back() {
        let mut reader =
            LookaheadReader::new(io::Cursor::new(b"abc").chain(io::Cursor::new(b"def")));
        assert_eq!(reader.peek(2).expect("reads"), b"abc");
        assert_eq!(reader.peek(5).expect("reads"), b"abcdef");
        reader.consume(4);
        reader.unread(b"xd");
        let mut rest = String::new();
        reader.read_to_string(&mut rest).expect("reads");
        assert_eq!((rest.as_str(), reader.consumed()), ("xdef", 6));
        assert_eq!(reader.peek(9).expect("reads"), b"");
    }

    #[test]
    fn a_reader_goes_back_to_its_mark_or_near_it() {
        let text: Vec<u8> = (0..3 * AGAIN).map(|number| (number / 1000) as u8).collect();
        for (marked, read) in [(10, 20), (100_000, 300_000), (5, 2 * AGAIN)] {
            let mut reader = LookaheadReader::new(&text[..]);
            io::copy(&mut reader.by_ref().take(marked), &mut io::sink()).expect("reads");
            reader.mark();
            io::copy(&mut reader.by_ref().take(read as u64), &mut io::sink()).expect("reads");
            reader.rewind();
            let at = reader.consumed() as usize;
            assert!(at >= marked as usize && (at == marked as usize) == (read < AGAIN), "{at}");
            assert!(at <= marked as usize + read - AGAIN.min(read), "{at}");
            assert_eq!(reader.peek(5000).expect("reads")[..5000], text[at..at + 5000]);
        }
    }
}
