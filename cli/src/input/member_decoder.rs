//! Decodes one member of compressed data.

use std::io::{self, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use liblzma::bufread::XzDecoder;
use liblzma::stream::Stream;

use crate::input::compression_format::CompressionFormat;
use crate::input::lookahead::LookaheadReader;
use crate::input::lz4_member::Lz4Member;

/// Memory that an xz stream may ask for, in bytes. The highest level needs a quarter.
const MAX_XZ_BYTES: u64 = 256 << 20;

/// A decoder for one member: a gzip member, a zstd or lz4 frame, a bzip2 or xz stream.
pub(super) enum MemberDecoder<R: Read> {
    Gzip(Box<GzDecoder<LookaheadReader<R>>>),
    Zstd(zstd::stream::read::Decoder<'static, LookaheadReader<R>>),
    Bzip2(BzDecoder<LookaheadReader<R>>),
    Xz(XzDecoder<LookaheadReader<R>>),
    Lz4(Box<Lz4Member<R>>),
}

impl<R: Read> MemberDecoder<R> {
    /// Starts a member at the position of `source`. Only zstd uses the dictionary.
    pub(super) fn open(
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
            CompressionFormat::Xz => {
                let stream = Stream::new_stream_decoder(MAX_XZ_BYTES, 0)?;
                MemberDecoder::Xz(XzDecoder::new_stream(source, stream))
            }
            CompressionFormat::Lz4 => MemberDecoder::Lz4(Box::new(Lz4Member::new(source))),
        })
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            MemberDecoder::Gzip(decoder) => decoder.read(out),
            MemberDecoder::Zstd(decoder) => decoder.read(out),
            MemberDecoder::Bzip2(decoder) => decoder.read(out),
            MemberDecoder::Xz(decoder) => decoder.read(out),
            MemberDecoder::Lz4(member) => member.read(out),
        }
    }

    /// Reads until `out` is full or the member ends. Returns the number of bytes read before the
    /// error, if there is one.
    ///
    /// Short reads of the source do not shorten the result. So the bytes that come before an error
    /// depend on the data alone.
    pub(super) fn fill(&mut self, out: &mut [u8]) -> (usize, io::Result<()>) {
        let mut count = 0;
        while count < out.len() {
            match self.read(&mut out[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return (count, Err(error)),
            }
        }
        (count, Ok(()))
    }

    /// Returns the compressed source.
    pub(super) fn source(&self) -> &LookaheadReader<R> {
        match self {
            MemberDecoder::Gzip(decoder) => decoder.get_ref(),
            MemberDecoder::Zstd(decoder) => decoder.get_ref(),
            MemberDecoder::Bzip2(decoder) => decoder.get_ref(),
            MemberDecoder::Xz(decoder) => decoder.get_ref(),
            MemberDecoder::Lz4(member) => member.source(),
        }
    }

    /// Ends the member and returns the compressed source.
    pub(super) fn into_source(self) -> LookaheadReader<R> {
        match self {
            MemberDecoder::Gzip(decoder) => decoder.into_inner(),
            MemberDecoder::Zstd(decoder) => decoder.finish(),
            MemberDecoder::Bzip2(decoder) => decoder.into_inner(),
            MemberDecoder::Xz(decoder) => decoder.into_inner(),
            MemberDecoder::Lz4(member) => member.into_source(),
        }
    }
}
