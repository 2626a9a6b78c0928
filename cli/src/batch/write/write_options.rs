//! How outputs are compressed, and the columns that they have.

use arrow_schema::DataType;
use flate2::Compression as GzipLevel;
use parquet::basic::{BrotliLevel, Compression, GzipLevel as ParquetGzipLevel, ZstdLevel};
use parquet::errors::ParquetError;

use crate::args::{BatchArgs, OtherFields, ParquetCodec};
use crate::batch::row_schema::{RowColumn, declared_row_columns, has_record_fields, row_columns};
use crate::error::Error;

/// Level of zstd at which it is as fast as gzip at its default level, and compresses better.
const ZSTD_LEVEL: i32 = 9;

/// Level of bzip2 and xz: their defaults.
const BZIP2_LEVEL: u32 = 6;
const XZ_LEVEL: u32 = 6;

/// How outputs are written, as the arguments say.
pub(super) struct WriteOptions {
    /// The columns that every row has.
    pub(super) columns: Vec<RowColumn>,
    /// The columns that inputs declare.
    pub(super) declared: Vec<(String, DataType)>,
    /// True if the rows add no columns.
    pub(super) has_fixed_columns: bool,
    /// The compression of Parquet columns.
    pub(super) parquet: Compression,
    /// The level of compressed files. `None` is the default of the format.
    level: Option<u32>,
}

impl WriteOptions {
    /// Returns the options. Fails if the compression level is out of range.
    ///
    /// `declared` are the columns that the inputs declare.
    pub(super) fn of(args: &BatchArgs, declared: &[(String, DataType)]) -> Result<Self, Error> {
        let level = args.compression_level;
        let parquet = parquet_compression(args.parquet_codec.unwrap_or(ParquetCodec::Zstd), level);
        Ok(WriteOptions {
            columns: row_columns(args),
            declared: declared_row_columns(args, declared),
            has_fixed_columns: has_record_fields(args) && has_fixed_columns(args),
            parquet: parquet
                .map_err(|error| Error::Usage(format!("--compression-level: {error}")))?,
            level,
        })
    }

    pub(super) fn gzip_level(&self) -> GzipLevel {
        self.level.map_or_else(GzipLevel::default, |level| GzipLevel::new(level.min(9)))
    }

    pub(super) fn zstd_level(&self) -> i32 {
        self.level.map_or(ZSTD_LEVEL, |level| level.clamp(1, 22) as i32)
    }

    pub(super) fn bzip2_level(&self) -> bzip2::Compression {
        bzip2::Compression::new(self.level.unwrap_or(BZIP2_LEVEL).clamp(1, 9))
    }

    pub(super) fn xz_level(&self) -> u32 {
        self.level.unwrap_or(XZ_LEVEL).min(9)
    }
}

/// Returns true if all fields without a declared type are in one column.
///
/// Files of one run, and those of runs for other shares of the same inputs, are read together.
fn has_fixed_columns(args: &BatchArgs) -> bool {
    let has_shards = args.shard_rows.is_some() || args.shard_bytes.is_some();
    let is_divided = has_shards || args.part.is_some();
    args.other_fields.map_or(is_divided, |place| place == OtherFields::Json)
}

/// Returns the compression of Parquet columns.
fn parquet_compression(
    codec: ParquetCodec,
    level: Option<u32>,
) -> Result<Compression, ParquetError> {
    Ok(match codec {
        ParquetCodec::Zstd => Compression::ZSTD(match level {
            Some(level) => ZstdLevel::try_new(level.clamp(1, 22) as i32)?,
            None => ZstdLevel::default(),
        }),
        ParquetCodec::Gzip => Compression::GZIP(match level {
            Some(level) => ParquetGzipLevel::try_new(level.min(9))?,
            None => ParquetGzipLevel::default(),
        }),
        ParquetCodec::Brotli => Compression::BROTLI(match level {
            Some(level) => BrotliLevel::try_new(level.min(11))?,
            None => BrotliLevel::default(),
        }),
        ParquetCodec::Snappy => Compression::SNAPPY,
        ParquetCodec::Lz4 => Compression::LZ4_RAW,
        ParquetCodec::None => Compression::UNCOMPRESSED,
    })
}
