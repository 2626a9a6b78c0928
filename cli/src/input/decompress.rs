//! Undoes gzip, zstd and bzip2, member by member, so that a corrupt one costs only itself.

use std::io::{self, BufRead, Read};

use brotli_decompressor::Decompressor;
use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;

use crate::input::{LookaheadReader, read_at_most};

/// Bytes by which a member's format is told.
pub(super) const MAGIC: usize = 4;

/// What a member may grow to whatever its size is. Whole pages of blanks stay below.
const FREE_OUTPUT: u64 = 64 << 20;

/// Times its size to which a member may grow. Text shrinks to a tenth, logs of one line to a hundredth; bombs start at a
/// thousand.
const MOST_RATIO: u64 = 250;

/// Read at a time.
const BUFFER: usize = 64 * 1024;

/// Starts the frame that holds the dictionary of a `.warc.zst` file, which comes before the frames that need it.
const DICTIONARY_FRAME: [u8; MAGIC] = [0x5d, 0x2a, 0x4d, 0x18];

/// Starts a dictionary.
const DICTIONARY: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];

/// Bytes of a dictionary. Those of crawls have some hundred KB.
const MOST_DICTIONARY: usize = 16 << 20;

/// A format of compressed data.
#[derive(Clone, Copy, Debug, PartialEq)]
enum CompressionFormat {
    Gzip,
    Zstd,
    Bzip2,
}

impl CompressionFormat {
    /// The format that these bytes begin.
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            // The third byte is the method, of which there is one; three bits of the fourth are never set.
            [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0 => Some(CompressionFormat::Gzip),
            // A frame, or one that is to be skipped, which decoders do.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
                Some(CompressionFormat::Zstd)
            }
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(CompressionFormat::Bzip2),
            _ => None,
        }
    }

    /// Its name in messages.
    fn name(self) -> &'static str {
        match self {
            CompressionFormat::Gzip => "gzip",
            CompressionFormat::Zstd => "zstd",
            CompressionFormat::Bzip2 => "bzip2",
        }
    }
}

/// Whether compressed data begins with these bytes.
pub(crate) fn is_compressed(head: &[u8]) -> bool {
    CompressionFormat::of(head).is_some()
}

/// A member that is being read.
enum MemberDecoder<R: Read> {
    Gzip(Box<GzDecoder<LookaheadReader<R>>>),
    Zstd(zstd::stream::read::Decoder<'static, LookaheadReader<R>>),
    Bzip2(BzDecoder<LookaheadReader<R>>),
}

impl<R: Read> MemberDecoder<R> {
    fn open(
        format: CompressionFormat,
        source: LookaheadReader<R>,
        dictionary: &[u8],
    ) -> io::Result<Self> {
        Ok(match format {
            CompressionFormat::Gzip => MemberDecoder::Gzip(Box::new(GzDecoder::new(source))),
            CompressionFormat::Zstd => MemberDecoder::Zstd(
                zstd::stream::read::Decoder::with_dictionary(source, dictionary)?.single_frame(),
            ),
            CompressionFormat::Bzip2 => MemberDecoder::Bzip2(BzDecoder::new(source)),
        })
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            MemberDecoder::Gzip(decoder) => decoder.read(out),
            MemberDecoder::Zstd(decoder) => decoder.read(out),
            MemberDecoder::Bzip2(decoder) => decoder.read(out),
        }
    }

    /// Reads until the buffer is full or the member ends, in whatever pieces the source comes: what is given before an error
    /// goes by the data alone.
    fn fill(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        while count < out.len() {
            match self.read(&mut out[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    fn source(&self) -> &LookaheadReader<R> {
        match self {
            MemberDecoder::Gzip(decoder) => decoder.get_ref(),
            MemberDecoder::Zstd(decoder) => decoder.get_ref(),
            MemberDecoder::Bzip2(decoder) => decoder.get_ref(),
        }
    }

    fn into_source(self) -> LookaheadReader<R> {
        match self {
            MemberDecoder::Gzip(decoder) => decoder.into_inner(),
            MemberDecoder::Zstd(decoder) => decoder.finish(),
            MemberDecoder::Bzip2(decoder) => decoder.into_inner(),
        }
    }
}

/// Where the reader stands.
enum DecompressState<R: Read> {
    /// In a member of this format, which began after so many bytes and has given so many.
    Inside { member: MemberDecoder<R>, format: CompressionFormat, start: u64, given: u64 },
    /// Before a member, or at the end.
    Between(LookaheadReader<R>),
    /// Somewhere after corrupt data.
    Lost(LookaheadReader<R>),
    /// There is no more.
    Ended,
}

/// A decompressing reader. A corrupt member gives an error of kind `InvalidData`, once; then it goes on with the next one.
///
/// The last bytes of a member are not passed on before its checksum was read, so that whoever cuts the data into records
/// gets the error before a record is complete that the corrupt bytes belong to.
pub(crate) struct DecompressReader<R: Read> {
    state: DecompressState<R>,
    /// What zstd frames were packed with; nothing for most.
    dictionary: Vec<u8>,
    /// What can be passed on.
    ready: ReadBuffer,
    /// What comes after it, if the member stays sound.
    held: ReadBuffer,
}

/// Bytes that were read. The buffer keeps its size, so that it need not be filled with zeros again.
#[derive(Default)]
struct ReadBuffer {
    buffer: Vec<u8>,
    at: usize,
    end: usize,
}

/// What was found behind the bytes before.
enum MemberEvent {
    /// So many bytes of the same member.
    Data(usize),
    /// The end of a member.
    MemberDecoder,
    /// The end of everything.
    End,
}

impl<R: Read> DecompressReader<R> {
    /// A reader over compressed data.
    pub(crate) fn new(source: LookaheadReader<R>) -> Self {
        let (ready, held) = (ReadBuffer::default(), ReadBuffer::default());
        DecompressReader {
            state: DecompressState::Between(source),
            dictionary: Vec::new(),
            ready,
            held,
        }
    }

    /// Looks for a member where one must begin.
    fn begin(&mut self, mut source: LookaheadReader<R>) -> io::Result<DecompressState<R>> {
        let head = source.peek(MAGIC)?;
        match CompressionFormat::of(head) {
            Some(format) => {
                if head.starts_with(&DICTIONARY_FRAME) {
                    self.dictionary = dictionary(&mut source)?;
                }
                let start = source.consumed();
                source.mark();
                let member = MemberDecoder::open(format, source, &self.dictionary)?;
                Ok(DecompressState::Inside { member, format, start, given: 0 })
            }
            // Tapes and some writers fill up with zeros.
            None if head.iter().all(|&byte| byte == 0) => {
                let count = head.len();
                source.consume(count);
                Ok(if count == 0 {
                    DecompressState::Ended
                } else {
                    DecompressState::Between(source)
                })
            }
            None => Ok(DecompressState::Lost(source)),
        }
    }

    /// Looks for the next member behind corrupt data.
    fn find(&mut self, mut source: LookaheadReader<R>) -> io::Result<DecompressState<R>> {
        loop {
            let head = source.peek(MAGIC)?;
            let found = head.windows(MAGIC).position(is_compressed);
            let count = found.unwrap_or(head.len().saturating_sub(MAGIC - 1));
            let ended = head.len() < MAGIC;
            source.consume(count);
            if found.is_some() {
                return self.begin(source);
            }
            if ended {
                return Ok(DecompressState::Ended);
            }
        }
    }
}

impl<R: Read> Read for DecompressReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.ready.at == self.ready.end {
            let mut next = std::mem::take(&mut self.ready);
            next.buffer.resize(BUFFER, 0);
            match self.next(&mut next.buffer).inspect_err(|_| self.held.end = 0)? {
                MemberEvent::Data(count) => (next.at, next.end) = (0, count),
                MemberEvent::MemberDecoder => (next.at, next.end) = (0, 0),
                MemberEvent::End => return Ok(0),
            }
            self.ready = std::mem::replace(&mut self.held, next);
        }
        let count = (&self.ready.buffer[self.ready.at..self.ready.end]).read(out)?;
        self.ready.at += count;
        Ok(count)
    }
}

impl<R: Read> DecompressReader<R> {
    /// Reads on.
    fn next(&mut self, out: &mut [u8]) -> io::Result<MemberEvent> {
        loop {
            // An error below ends the reader, as the state is taken out.
            match std::mem::replace(&mut self.state, DecompressState::Ended) {
                DecompressState::Inside { mut member, format, start, given } => {
                    match member.fill(out) {
                        Ok(0) => {
                            self.state = DecompressState::Between(member.into_source());
                            return Ok(MemberEvent::MemberDecoder);
                        }
                        Ok(count) => {
                            let given = given + count as u64;
                            let taken = member.source().consumed() - start;
                            if given > FREE_OUTPUT && given > MOST_RATIO * taken {
                                self.state = DecompressState::Lost(member.into_source());
                                return Err(corrupt(
                                    format,
                                    &format!("it grows to more than {MOST_RATIO} times its size"),
                                ));
                            }
                            self.state = DecompressState::Inside { member, format, start, given };
                            return Ok(MemberEvent::Data(count));
                        }
                        Err(error) if member.source().has_failed() => return Err(error),
                        Err(error) => {
                            // The decoder may have run on into the next member. This one is not to be found again.
                            let mut source = member.into_source();
                            source.rewind();
                            if source.consumed() == start {
                                source.consume(1);
                            }
                            self.state = DecompressState::Lost(source);
                            return Err(corrupt(format, &error.to_string()));
                        }
                    }
                }
                DecompressState::Between(source) => {
                    self.state = self.begin(source)?;
                    if let DecompressState::Lost(_) = self.state {
                        return Err(io::Error::new(
                            io::ErrorKind::InvalidData,
                            "no compressed data where it should be",
                        ));
                    }
                }
                DecompressState::Lost(source) => self.state = self.find(source)?,
                DecompressState::Ended => return Ok(MemberEvent::End),
            }
        }
    }
}

/// The dictionary in the frame that comes next, which stays where it is: decoders skip it. None if that is no dictionary,
/// or none of a size that makes sense.
fn dictionary<R: Read>(source: &mut LookaheadReader<R>) -> io::Result<Vec<u8>> {
    const HEAD: usize = MAGIC + 4;
    let Some(&[.., a, b, c, d]) = source.peek(HEAD)?.first_chunk::<HEAD>() else {
        return Ok(Vec::new());
    };
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    if length > MOST_DICTIONARY {
        return Ok(Vec::new());
    }
    let frame = source.peek(HEAD + length)?;
    let content = &frame[HEAD..frame.len().min(HEAD + length)];
    if CompressionFormat::of(content) != Some(CompressionFormat::Zstd) {
        return Ok(if content.starts_with(&DICTIONARY) { content.to_vec() } else { Vec::new() });
    }
    read_at_most(&mut zstd::stream::read::Decoder::with_buffer(content)?, MOST_DICTIONARY)
        .map_err(|error| corrupt(CompressionFormat::Zstd, &error.to_string()))
}

/// The error on a corrupt member.
fn corrupt(format: CompressionFormat, reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("corrupt {} data: {reason}", format.name()))
}

/// Undoes brotli.
pub(crate) fn brotli<R: Read>(source: R) -> impl Read {
    Decompressor::new(source, BUFFER)
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

    /// Everything that comes out, with an `!` for each error. The sizes of the pieces that come in change nothing.
    fn all(bytes: &[u8]) -> String {
        let whole = text_of(bytes);
        assert_eq!(whole, text_of(SevenByteReads(bytes)), "pieces of seven bytes");
        whole
    }

    /// Bytes that come in pieces of seven.
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
        for of in [gzip, bzip2, zstd] {
            assert_eq!(all(&[of(b"one "), of(b""), of(b"two"), vec![0; 9]].concat()), "one two");
            assert_eq!(all(&of("three ".repeat(50_000).as_bytes())), "three ".repeat(50_000));
        }
        assert_eq!(all(&[gzip(b"a"), zstd(b"b"), bzip2(b"c")].concat()), "abc");
    }

    #[test]
    fn a_corrupt_member_costs_only_itself() {
        for of in [gzip, bzip2, zstd] {
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
    fn a_bomb_is_no_document() {
        let bomb = zstd(&vec![b' '; FREE_OUTPUT as usize * 2]);
        let mut reader = DecompressReader::new(LookaheadReader::new(&bomb[..]));
        let given = io::copy(&mut reader, &mut io::sink()).expect_err("is a bomb");
        assert!(given.to_string().contains("250 times"), "{given}");
        assert_eq!(reader.read(&mut [0; 10]).expect("ends"), 0);
    }
}
