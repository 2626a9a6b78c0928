//! Decompresses gzip, zstd, bzip2, xz and lz4 member by member, so that a corrupt member costs only
//! itself.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use brotli_decompressor::Decompressor;

use crate::input::compression_format::{CompressionFormat, MAGIC_BYTES, is_compressed};
use crate::input::lookahead::LookaheadReader;
use crate::input::member_decoder::MemberDecoder;
use crate::input::read_limited::read_limited;

/// The size to which a record, or a member without records, may expand. Anything larger is a
/// decompression bomb.
///
/// Both limits have to be exceeded. Text has a ratio of about 10, logs that repeat one line about
/// 100. Pages that repeat each other reach 1,000, but each of them is a record of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExpansionLimits {
    /// Ratio of decompressed to compressed size; 0 means any.
    pub(crate) ratio: u64,
    /// Decompressed bytes.
    pub(crate) bytes: u64,
    /// The option of the command that sets the ratio, for the message.
    pub(crate) option: Option<&'static str>,
}

impl Default for ExpansionLimits {
    /// Returns limits that whole pages of blanks stay below.
    fn default() -> Self {
        ExpansionLimits { ratio: 250, bytes: 64 << 20, option: None }
    }
}

impl ExpansionLimits {
    fn are_exceeded(self, compressed: u64, decompressed: u64) -> bool {
        self.ratio > 0 && decompressed > self.bytes && decompressed > self.ratio * compressed
    }

    /// Returns the error for a record of a member that exceeds the limits.
    fn error(self, format: CompressionFormat) -> io::Error {
        let mut message =
            format!("{} data grows to more than {} times its size", format.name(), self.ratio);
        if let Some(option) = self.option {
            message.push_str(&format!("; {option} sets the limit"));
        }
        // The data can be read on from the next member, as after damage.
        io::Error::new(io::ErrorKind::InvalidData, message)
    }
}

/// Bytes that are decompressed at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// Magic bytes of the frame that holds the dictionary of a `.warc.zst` file.
///
/// The frame comes before the frames that need the dictionary.
const DICTIONARY_FRAME: [u8; MAGIC_BYTES] = [0x5d, 0x2a, 0x4d, 0x18];

/// Magic bytes of a zstd dictionary (RFC 8878).
const DICTIONARY: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];

/// Largest dictionary that is read, in bytes. Dictionaries of crawls have some hundred kB.
const MAX_DICTIONARY_BYTES: usize = 16 << 20;

/// The position of the reader.
enum DecompressState<R: Read> {
    /// Inside a member.
    InMember {
        decoder: MemberDecoder<R>,
        format: CompressionFormat,
        /// Compressed bytes before the member.
        start: u64,
        /// Compressed bytes before the current record.
        record_start: u64,
        /// Decompressed bytes of the current record that have been returned.
        returned: u64,
    },
    /// Before a member, or at the end of the source.
    BetweenMembers(LookaheadReader<R>),
    /// After corrupt data. The next member has to be searched.
    AfterCorruption(LookaheadReader<R>),
    /// At the end.
    Ended,
}

/// A reader that decompresses.
///
/// A corrupt member gives one error of kind `InvalidData`. The next read continues with the next
/// member.
///
/// The reader holds back the last bytes of a member until it has verified the checksum. So a
/// caller that splits the data into records sees the error before a record with corrupt bytes is
/// complete. If the source ends or fails inside a member, the bytes before that are correct. They
/// are returned before the error.
pub(crate) struct DecompressReader<R: Read> {
    state: DecompressState<R>,
    limits: ExpansionLimits,
    /// Number of records that the reader above has found.
    records_done: Arc<AtomicU64>,
    /// Their number at the last look.
    records_seen: u64,
    /// The dictionary for zstd frames; empty for most files.
    dictionary: Vec<u8>,
    /// Bytes that the next read returns.
    ready: ReadBuffer,
    /// Bytes after `ready`. They become ready when the bytes after them are valid too.
    held: ReadBuffer,
    /// The error that comes after the bytes in `ready` and `held`.
    pending: Option<io::Error>,
}

/// Bytes at `start..end` of a buffer. The buffer keeps its size, which saves filling it with zeros.
#[derive(Default)]
struct ReadBuffer {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

/// The next part of the decompressed data.
enum MemberEvent {
    /// Bytes of the current member, by their number.
    Data(usize),
    /// The end of a member.
    MemberEnd,
    /// The end of the source.
    SourceEnd,
}

impl<R: Read> DecompressReader<R> {
    /// Returns a reader at the start of compressed data.
    pub(crate) fn new(source: LookaheadReader<R>) -> Self {
        DecompressReader::with_limits(source, ExpansionLimits::default())
    }

    /// Returns a reader with other limits.
    pub(crate) fn with_limits(source: LookaheadReader<R>, limits: ExpansionLimits) -> Self {
        DecompressReader {
            state: DecompressState::BetweenMembers(source),
            limits,
            records_done: Arc::default(),
            records_seen: 0,
            dictionary: Vec::new(),
            ready: ReadBuffer::default(),
            held: ReadBuffer::default(),
            pending: None,
        }
    }

    /// Returns the counter of records. Limits count from the last one.
    pub(super) fn records_done(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.records_done)
    }

    /// Opens the member that starts at the position of `source`.
    fn open_member(&mut self, mut source: LookaheadReader<R>) -> io::Result<DecompressState<R>> {
        let head = source.peek(MAGIC_BYTES)?;
        if let Some(format) = CompressionFormat::of(head) {
            if head.starts_with(&DICTIONARY_FRAME) {
                self.dictionary = read_dictionary(&mut source)?;
            }
            let start = source.consumed();
            // If the member is corrupt, the search for the next one starts here.
            source.mark();
            let decoder = MemberDecoder::open(format, source, &self.dictionary)?;
            return Ok(DecompressState::InMember {
                decoder,
                format,
                start,
                record_start: start,
                returned: 0,
            });
        }
        // Tapes and some writers pad a file with zeros.
        if head.iter().all(|&byte| byte == 0) {
            let count = head.len();
            if count == 0 {
                return Ok(DecompressState::Ended);
            }
            source.consume(count);
            return Ok(DecompressState::BetweenMembers(source));
        }
        Ok(DecompressState::AfterCorruption(source))
    }

    /// Searches the next member after corrupt data.
    fn find_member(&mut self, mut source: LookaheadReader<R>) -> io::Result<DecompressState<R>> {
        loop {
            let head = source.peek(MAGIC_BYTES)?;
            let found = head.windows(MAGIC_BYTES).position(is_compressed);
            // The last bytes may be the start of magic bytes.
            let skipped = found.unwrap_or(head.len().saturating_sub(MAGIC_BYTES - 1));
            let is_end = head.len() < MAGIC_BYTES;
            source.consume(skipped);
            if found.is_some() {
                return self.open_member(source);
            }
            if is_end {
                return Ok(DecompressState::Ended);
            }
        }
    }

    /// Reads the next part of the data into `out`.
    fn next_event(&mut self, out: &mut [u8]) -> io::Result<MemberEvent> {
        loop {
            // The state is moved out. If an error returns below, the reader stays at its end.
            match std::mem::replace(&mut self.state, DecompressState::Ended) {
                DecompressState::InMember {
                    mut decoder,
                    format,
                    start,
                    mut record_start,
                    mut returned,
                } => {
                    let (count, filled) = decoder.fill(out);
                    if let Err(error) = filled {
                        let is_cut = error.kind() == io::ErrorKind::UnexpectedEof
                            || decoder.source().has_failed();
                        let error = self.member_error(decoder, format, start, error);
                        if !is_cut {
                            return Err(with_loss(error, start));
                        }
                        self.pending = Some(error);
                        return Ok(MemberEvent::Data(count));
                    }
                    if count == 0 {
                        self.state = DecompressState::BetweenMembers(decoder.into_source());
                        return Ok(MemberEvent::MemberEnd);
                    }
                    let consumed = decoder.source().consumed();
                    let records = self.records_done.load(Ordering::Relaxed);
                    if records != self.records_seen {
                        self.records_seen = records;
                        (record_start, returned) = (consumed, 0);
                    }
                    returned += count as u64;
                    if self.limits.are_exceeded(consumed - record_start, returned) {
                        self.state = DecompressState::AfterCorruption(decoder.into_source());
                        return Err(with_loss(self.limits.error(format), start));
                    }
                    self.state = DecompressState::InMember {
                        decoder,
                        format,
                        start,
                        record_start,
                        returned,
                    };
                    return Ok(MemberEvent::Data(count));
                }
                DecompressState::BetweenMembers(source) => {
                    self.state = self.open_member(source)?;
                    if let DecompressState::AfterCorruption(_) = self.state {
                        return Err(io::Error::new(
                            io::ErrorKind::InvalidData,
                            "no compressed data where it should be",
                        ));
                    }
                }
                DecompressState::AfterCorruption(source) => {
                    self.state = self.find_member(source)?
                }
                DecompressState::Ended => return Ok(MemberEvent::SourceEnd),
            }
        }
    }

    /// Returns the error on a member, and prepares the search for the next member.
    fn member_error(
        &mut self,
        decoder: MemberDecoder<R>,
        format: CompressionFormat,
        start: u64,
        error: io::Error,
    ) -> io::Error {
        // The file cannot be read on. The reader stays at its end.
        if decoder.source().has_failed() {
            return error;
        }
        // The decoder may have read into the next member, so the search starts at this one.
        let mut source = decoder.into_source();
        source.rewind();
        // The search must not find this member again.
        if source.consumed() == start {
            source.consume(1);
        }
        self.state = DecompressState::AfterCorruption(source);
        corrupt(format, &error.to_string())
    }
}

impl<R: Read> Read for DecompressReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.ready.start == self.ready.end {
            if self.pending.is_some() && self.held.start < self.held.end {
                self.ready = std::mem::take(&mut self.held);
                continue;
            }
            if let Some(error) = self.pending.take() {
                return Err(error);
            }
            let mut next = std::mem::take(&mut self.ready);
            next.buffer.resize(BUFFER_BYTES, 0);
            // After an error the held bytes are dropped, because they may be corrupt.
            match self.next_event(&mut next.buffer).inspect_err(|_| self.held.end = 0)? {
                MemberEvent::Data(count) => (next.start, next.end) = (0, count),
                MemberEvent::MemberEnd => (next.start, next.end) = (0, 0),
                MemberEvent::SourceEnd => return Ok(0),
            }
            self.ready = std::mem::replace(&mut self.held, next);
        }
        let count = (&self.ready.buffer[self.ready.start..self.ready.end]).read(out)?;
        self.ready.start += count;
        Ok(count)
    }
}

/// Returns the dictionary in the frame at the position of `source`, without consuming the frame.
///
/// Returns an empty dictionary if the frame does not hold one, or if it is too large.
fn read_dictionary<R: Read>(source: &mut LookaheadReader<R>) -> io::Result<Vec<u8>> {
    const HEADER_BYTES: usize = MAGIC_BYTES + 4;
    let header = source.peek(HEADER_BYTES)?.first_chunk::<HEADER_BYTES>();
    let Some(&[.., a, b, c, d]) = header else { return Ok(Vec::new()) };
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    if length > MAX_DICTIONARY_BYTES {
        return Ok(Vec::new());
    }
    let frame = source.peek(HEADER_BYTES + length)?;
    let content = &frame[HEADER_BYTES..frame.len().min(HEADER_BYTES + length)];
    // The dictionary can be compressed itself.
    if CompressionFormat::of(content) == Some(CompressionFormat::Zstd) {
        let mut decoder = zstd::stream::read::Decoder::with_buffer(content)?;
        return read_limited(&mut decoder, MAX_DICTIONARY_BYTES)
            .map_err(|error| corrupt(CompressionFormat::Zstd, &error.to_string()));
    }
    Ok(if content.starts_with(&DICTIONARY) { content.to_vec() } else { Vec::new() })
}

/// Returns the error for a corrupt member.
fn corrupt(format: CompressionFormat, reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("corrupt {} data: {reason}", format.name()))
}

/// Adds to the error on a member that more than one record can be lost with it. `start` is the
/// number of compressed bytes before the member.
fn with_loss(error: io::Error, start: u64) -> io::Error {
    let message = format!("{error}; the rest of the member that starts at byte {start} is lost");
    io::Error::new(error.kind(), message)
}

/// Returns a reader that decompresses Brotli.
pub(crate) fn brotli_reader<R: Read>(source: R) -> impl Read {
    Decompressor::new(source, BUFFER_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    }

    fn bzip2(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(bytes).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::stream::encode_all(bytes, 1).expect("writes to memory")
    }

    fn xz(bytes: &[u8]) -> Vec<u8> {
        liblzma::encode_all(bytes, 1).expect("writes to memory")
    }

    fn lz4(bytes: &[u8]) -> Vec<u8> {
        let checked = lz4_flex::frame::FrameInfo::new()
            .content_checksum(true)
            .block_size(lz4_flex::frame::BlockSize::Max64KB);
        let mut encoder = lz4_flex::frame::FrameEncoder::with_frame_info(checked, Vec::new());
        encoder.write_all(bytes).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    }

    /// Returns the decompressed text, with `!` for each error, and checks that short reads do not
    /// change it.
    fn all(bytes: &[u8]) -> String {
        let whole = text_of(bytes);
        assert_eq!(whole, text_of(SevenByteReads(bytes)), "pieces of seven bytes");
        whole
    }

    /// A reader that returns at most seven bytes at a time.
    struct SevenByteReads<'b>(&'b [u8]);

    impl Read for SevenByteReads<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let most = out.len().min(7);
            self.0.read(&mut out[..most])
        }
    }

    fn text_of(source: impl Read) -> String {
        let mut reader = DecompressReader::new(LookaheadReader::new(source));
        let (mut text, mut buffer) = (String::new(), [0; 1000]);
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return text,
                Ok(count) => text.push_str(&String::from_utf8_lossy(&buffer[..count])),
                Err(error) => {
                    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
                    text.push('!');
                }
            }
        }
    }

    #[test]
    fn members_of_all_formats_follow_each_other() {
        for of in [gzip, bzip2, zstd, xz, lz4] {
            let packed = [of(b"one "), of(b""), of(b"two"), vec![0; 9]];
            assert_eq!(all(&packed.concat()), "one two", "{packed:x?}");
            assert_eq!(all(&of("three ".repeat(50_000).as_bytes())), "three ".repeat(50_000));
        }
        assert_eq!(all(&[gzip(b"a"), zstd(b"b"), bzip2(b"c")].concat()), "abc");
    }

    #[test]
    fn a_corrupt_member_costs_only_itself() {
        for of in [gzip, bzip2, zstd, xz, lz4] {
            let noise: Vec<u8> =
                (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 & 0x0f).collect();
            let mut broken = of(&noise);
            let middle = broken.len() / 2;
            broken[middle..middle + 40].fill(0xa5);
            let text = all(&[of(b"one"), broken, of(b"two")].concat());
            assert!(text.starts_with("one") && text.ends_with("!two"), "{:?}", text.len());
            let text = all(&[of(b"one"), b"garbage".to_vec(), of(b"two")].concat());
            assert_eq!(text, "one!two");
            assert!(all(&of(b"cut short")[..15]).ends_with('!'));
            assert!(all(&of(b"x")[..5]).ends_with('!'));
        }
    }

    #[test]
    fn the_bytes_before_a_cut_are_returned() {
        let text: String = (1..20_000_u32)
            .map(|number| number.wrapping_mul(2_654_435_761).to_string() + " ")
            .collect();
        for of in [gzip, bzip2, zstd, xz, lz4] {
            let packed = of(text.as_bytes());
            let read = all(&packed[..packed.len() * 9 / 10]);
            let before = read.strip_suffix('!').expect("an error at the end");
            assert!(text.starts_with(before), "{} of {} bytes", before.len(), text.len());
            // A block that is cut is lost: 64 kB in lz4, 100 kB in bzip2, 128 kB in zstd.
            assert!(before.len() > text.len() / 3, "{} of {} bytes", before.len(), text.len());
        }
    }

    #[test]
    fn a_decompression_bomb_is_an_error() {
        let bomb = zstd(&vec![b' '; ExpansionLimits::default().bytes as usize * 2]);
        let mut reader = DecompressReader::new(LookaheadReader::new(&bomb[..]));
        let given = io::copy(&mut reader, &mut io::sink()).expect_err("is a bomb");
        assert!(given.to_string().contains("250 times"), "{given}");
        assert_eq!(reader.read(&mut [0; 10]).expect("ends"), 0);
    }
}
