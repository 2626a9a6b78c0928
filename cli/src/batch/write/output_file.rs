//! An output file, plain or compressed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use liblzma::write::XzEncoder;

use crate::batch::output_format::OutputFormat;
use crate::batch::part_files::{NEW_SUFFIX, PART_SUFFIX, rename_durably, sibling, target_of};
use crate::batch::write::table::{self, TableFormat};
use crate::batch::write::write_options::WriteOptions;
use crate::error::Error;

/// Bytes that are buffered before a write.
const BUFFER_BYTES: usize = 256 * 1024;

/// The compression of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileCompression {
    None,
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl FileCompression {
    /// Returns the compression that the name of a file asks for.
    fn of(path: &Path) -> Self {
        match path.extension().map(|extension| extension.to_ascii_lowercase()) {
            Some(extension) if extension == "gz" => FileCompression::Gzip,
            Some(extension) if extension == "zst" => FileCompression::Zstd,
            Some(extension) if extension == "bz2" => FileCompression::Bzip2,
            Some(extension) if extension == "xz" => FileCompression::Xz,
            _ => FileCompression::None,
        }
    }
}

/// A writer of one compressed member, which can be decompressed without the others.
enum MemberWriter {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<File>>),
    Bzip2(BzEncoder<BufWriter<File>>),
    Xz(XzEncoder<BufWriter<File>>),
}

impl MemberWriter {
    fn start(
        writer: BufWriter<File>,
        compression: FileCompression,
        options: &WriteOptions,
    ) -> io::Result<Self> {
        Ok(match compression {
            FileCompression::None => MemberWriter::Plain(writer),
            FileCompression::Gzip => {
                MemberWriter::Gzip(GzEncoder::new(writer, options.gzip_level()))
            }
            FileCompression::Zstd => {
                MemberWriter::Zstd(zstd::stream::write::Encoder::new(writer, options.zstd_level())?)
            }
            FileCompression::Bzip2 => {
                MemberWriter::Bzip2(BzEncoder::new(writer, options.bzip2_level()))
            }
            FileCompression::Xz => MemberWriter::Xz(XzEncoder::new(writer, options.xz_level())),
        })
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            MemberWriter::Plain(writer) => writer.write_all(bytes),
            MemberWriter::Gzip(encoder) => encoder.write_all(bytes),
            MemberWriter::Zstd(encoder) => encoder.write_all(bytes),
            MemberWriter::Bzip2(encoder) => encoder.write_all(bytes),
            MemberWriter::Xz(encoder) => encoder.write_all(bytes),
        }
    }

    fn end(self) -> io::Result<BufWriter<File>> {
        match self {
            MemberWriter::Plain(writer) => Ok(writer),
            MemberWriter::Gzip(encoder) => encoder.finish(),
            MemberWriter::Zstd(encoder) => encoder.finish(),
            MemberWriter::Bzip2(encoder) => encoder.finish(),
            MemberWriter::Xz(encoder) => encoder.finish(),
        }
    }
}

/// A file that is being written.
pub(super) struct OutputFile {
    /// The current member. `None` before the first record and after the end of a member.
    member: Option<MemberWriter>,
    /// The writer for the next member. `None` inside a member.
    writer: Option<BufWriter<File>>,
    compression: FileCompression,
    options: Arc<WriteOptions>,
    /// The table to which the JSON rows are converted at the end.
    table: Option<TableFormat>,
    /// The path that is written.
    part_path: PathBuf,
    /// The final path. `None` for a device or named pipe, which is written directly.
    target: Option<PathBuf>,
}

impl OutputFile {
    /// Opens a file, and cuts off everything after `length` bytes.
    pub(super) fn open(
        output: &Path,
        format: OutputFormat,
        length: u64,
        options: Arc<WriteOptions>,
    ) -> Result<Self, Error> {
        let target = target_of(output);
        if target.is_dir() || output.to_string_lossy().ends_with('/') {
            return Err(Error::Usage(format!(
                "{} is a folder; --output takes a file, and a folder only with --to txt, md or json",
                output.display()
            )));
        }
        let is_device = target.exists() && !target.is_file();
        let part_path = if is_device { target.clone() } else { sibling(&target, PART_SUFFIX) };
        let opened =
            if is_device { File::create(&part_path) } else { open_cut_off(&part_path, length) };
        let file = opened.map_err(|error| Error::file(&part_path, error))?;
        // WARC records are compressed one by one, before they arrive here.
        let compression = match format {
            OutputFormat::Jsonl => FileCompression::of(output),
            _ => FileCompression::None,
        };
        let table = match format {
            OutputFormat::Parquet => Some(TableFormat::Parquet),
            OutputFormat::Arrow => Some(TableFormat::Arrow),
            _ => None,
        };
        Ok(OutputFile {
            member: None,
            writer: Some(BufWriter::with_capacity(BUFFER_BYTES, file)),
            compression,
            options,
            table,
            part_path,
            target: if is_device { None } else { Some(target) },
        })
    }

    /// Writes a record. Starts a member if none is open.
    pub(super) fn write(&mut self, record: &[u8]) -> Result<(), Error> {
        self.try_write(record).map_err(|error| Error::file(&self.part_path, error))
    }

    fn try_write(&mut self, record: &[u8]) -> io::Result<()> {
        if let Some(writer) = self.writer.take() {
            self.member = Some(MemberWriter::start(writer, self.compression, &self.options)?);
        }
        match &mut self.member {
            Some(member) => member.write_all(record),
            None => Ok(()),
        }
    }

    /// Ends the current member and writes the buffered bytes.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.try_flush().map_err(|error| Error::file(&self.part_path, error))
    }

    fn try_flush(&mut self) -> io::Result<()> {
        if let Some(member) = self.member.take() {
            self.writer = Some(member.end()?);
        }
        match &mut self.writer {
            Some(writer) => writer.flush(),
            None => Ok(()),
        }
    }

    /// Writes the flushed bytes to the disk. Returns the length of the file in bytes.
    pub(super) fn synchronize(&mut self) -> Result<u64, Error> {
        self.try_synchronize().map_err(|error| Error::file(&self.part_path, error))
    }

    fn try_synchronize(&mut self) -> io::Result<u64> {
        let Some(writer) = &self.writer else { return Ok(0) };
        let file = writer.get_ref();
        // Devices and pipes cannot be synchronized.
        if self.has_part_file() {
            file.sync_data()?;
        }
        Ok(file.metadata()?.len())
    }

    /// Gives the file its final name. Converts it first if it becomes a table.
    pub(super) fn complete(&self) -> Result<(), Error> {
        let Some(target) = &self.target else { return Ok(()) };
        let Some(format) = self.table else {
            return rename_durably(&self.part_path, target);
        };
        let converted = sibling(target, NEW_SUFFIX);
        table::convert(&self.part_path, &converted, format, &self.options)?;
        rename_durably(&converted, target)?;
        // The rows are removed last, so that the conversion can be repeated after a crash.
        fs::remove_file(&self.part_path).map_err(|error| Error::file(&self.part_path, error))
    }

    /// Returns true if the file is compressed here.
    pub(super) fn is_compressed(&self) -> bool {
        self.compression != FileCompression::None
    }

    /// Returns true if the file has a different name until it is complete.
    pub(super) fn has_part_file(&self) -> bool {
        self.target.is_some()
    }

    /// Returns the path that is written.
    pub(super) fn part_path(&self) -> &Path {
        &self.part_path
    }
}

/// Opens a file for appending, and cuts off everything after `length` bytes.
fn open_cut_off(path: &Path, length: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().create(true).write(true).truncate(length == 0).open(path)?;
    if file.metadata()?.len() < length {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "shorter than at the last checkpoint",
        ));
    }
    file.set_len(length)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}
