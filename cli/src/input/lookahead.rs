//! A buffered reader that can look ahead, take bytes back, and return to a mark.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that are read at a time. Pages average 100 kB, records less.
const BUFFER_BYTES: usize = 64 * 1024;

/// Bytes before the position that stay readable after a mark. Records of crawls are smaller.
const REWIND_BYTES: usize = 256 * 1024;

/// A reader whose next bytes can be inspected before they are consumed.
pub(crate) struct LookaheadReader<R> {
    inner: R,
    /// The bytes at `position..end` have been read and not consumed.
    buffer: Vec<u8>,
    position: usize,
    end: usize,
    /// The position to which `rewind` returns, if `is_marked`.
    mark: usize,
    is_marked: bool,
    /// Bytes consumed since the start.
    consumed: u64,
    /// True after an error of `inner`.
    has_failed: bool,
    /// Number of records that have ended. The reader below may watch it.
    records_done: Arc<AtomicU64>,
}

impl<R: Read> LookaheadReader<R> {
    /// Returns a reader at the start of `inner`.
    pub(crate) fn new(inner: R) -> Self {
        LookaheadReader::with_records(inner, Arc::default())
    }

    /// Returns a reader that counts records in `records_done`.
    pub(super) fn with_records(inner: R, records_done: Arc<AtomicU64>) -> Self {
        LookaheadReader {
            inner,
            buffer: Vec::new(),
            position: 0,
            end: 0,
            mark: 0,
            is_marked: false,
            consumed: 0,
            has_failed: false,
            records_done,
        }
    }

    /// Notes for the reader below that a record has ended, so that limits count from here.
    pub(crate) fn end_record(&self) {
        self.records_done.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns the next bytes: at least `min_bytes`, unless the source ends before.
    pub(crate) fn peek(&mut self, min_bytes: usize) -> io::Result<&[u8]> {
        while self.end - self.position < min_bytes && self.read_more()? {}
        Ok(&self.buffer[self.position..self.end])
    }

    /// Inserts bytes before the next byte. Clears the mark.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        self.buffer.splice(..self.position, bytes.iter().copied());
        self.end = self.end - self.position + bytes.len();
        (self.position, self.mark, self.is_marked) = (0, 0, false);
        self.consumed = self.consumed.saturating_sub(bytes.len() as u64);
    }

    /// Marks the current position.
    pub(super) fn mark(&mut self) {
        (self.mark, self.is_marked) = (self.position, true);
    }

    /// Returns to the mark, or as near to it as the buffer allows. Clears the mark.
    pub(super) fn rewind(&mut self) {
        if std::mem::take(&mut self.is_marked) {
            self.consumed -= (self.position - self.mark) as u64;
            self.position = self.mark;
        }
    }

    /// Returns the number of bytes consumed.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Returns true if the wrapped reader has failed.
    ///
    /// A decoder above this reader uses it to distinguish I/O errors from corrupt data.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Reads into the buffer. Returns false at the end of the source.
    fn read_more(&mut self) -> io::Result<bool> {
        let mut kept_from = self.position;
        if self.is_marked {
            kept_from = self.mark.max(self.position.saturating_sub(REWIND_BYTES));
        }
        self.buffer.copy_within(kept_from..self.end, 0);
        self.position -= kept_from;
        self.end -= kept_from;
        self.mark = 0;
        if self.buffer.len() < self.end + BUFFER_BYTES {
            self.buffer.resize(self.end + BUFFER_BYTES, 0);
        }
        loop {
            match self.inner.read(&mut self.buffer[self.end..self.end + BUFFER_BYTES]) {
                Ok(count) => {
                    self.end += count;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.has_failed = true;
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
        self.position = self.end.min(self.position + count);
        self.consumed += count as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_can_be_inspected_and_taken_back() {
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
    fn a_reader_returns_to_its_mark_or_near_it() {
        let text: Vec<u8> = (0..3 * REWIND_BYTES).map(|number| (number / 1000) as u8).collect();
        for (marked, read) in [(10, 20), (100_000, 300_000), (5, 2 * REWIND_BYTES)] {
            let mut reader = LookaheadReader::new(&text[..]);
            io::copy(&mut reader.by_ref().take(marked), &mut io::sink()).expect("reads");
            reader.mark();
            io::copy(&mut reader.by_ref().take(read as u64), &mut io::sink()).expect("reads");
            reader.rewind();
            let at = reader.consumed() as usize;
            assert!(
                at >= marked as usize && (at == marked as usize) == (read < REWIND_BYTES),
                "{at}"
            );
            assert!(at <= marked as usize + read - REWIND_BYTES.min(read), "{at}");
            assert_eq!(reader.peek(5000).expect("reads")[..5000], text[at..at + 5000]);
        }
    }
}
