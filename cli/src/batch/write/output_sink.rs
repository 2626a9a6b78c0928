//! Where the rows go: standard output, or a file that takes its name when it is complete.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::batch::clean::{Failure, OutputRecord};
use crate::batch::output_format::OutputFormat;
use crate::batch::write::output_folder::{OutputFolder, is_refusal};
use crate::batch::write::parquet;
use crate::error::Error;
use crate::output::{StdoutWriter, tell};

/// Written at a time.
const BUFFER: usize = 256 * 1024;
/// The level at which zstd is about as fast as gzip's default and smaller.
const ZSTD_LEVEL: i32 = 9;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::batch) enum FileCompression {
    None,
    Gzip,
    Zstd,
}

impl FileCompression {
    /// As a file's name says.
    pub(in crate::batch) fn of(path: &Path) -> Self {
        match path.extension().map(|extension| extension.to_ascii_lowercase()) {
            Some(extension) if extension == "gz" => FileCompression::Gzip,
            Some(extension) if extension == "zst" => FileCompression::Zstd,
            _ => FileCompression::None,
        }
    }
}

/// Packs what is written into members, each of which can be read alone.
enum MemberWriter {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<File>>),
}

impl MemberWriter {
    fn begin(writer: BufWriter<File>, packing: FileCompression) -> io::Result<Self> {
        Ok(match packing {
            FileCompression::None => MemberWriter::Plain(writer),
            FileCompression::Gzip => {
                MemberWriter::Gzip(GzEncoder::new(writer, Compression::default()))
            }
            FileCompression::Zstd => {
                MemberWriter::Zstd(zstd::stream::write::Encoder::new(writer, ZSTD_LEVEL)?)
            }
        })
    }

    fn end(self) -> io::Result<BufWriter<File>> {
        match self {
            MemberWriter::Plain(writer) => Ok(writer),
            MemberWriter::Gzip(encoder) => encoder.finish(),
            MemberWriter::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl Write for MemberWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            MemberWriter::Plain(writer) => writer.write(bytes),
            MemberWriter::Gzip(encoder) => encoder.write(bytes),
            MemberWriter::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            MemberWriter::Plain(writer) => writer.flush(),
            MemberWriter::Gzip(encoder) => encoder.flush(),
            MemberWriter::Zstd(encoder) => encoder.flush(),
        }
    }
}

/// An open output.
pub(in crate::batch) enum OutputSink {
    /// Standard output.
    Stdout(StdoutWriter),
    /// A file.
    File(Box<OutputFile>),
    /// A folder of files.
    Folder(OutputFolder),
    /// A file or folder that is complete and has its name already, and its length.
    Named(PathBuf, u64),
}

/// A file that is being written.
pub(in crate::batch) struct OutputFile {
    /// What is under way. None before the first row, and after a member's end.
    member: Option<MemberWriter>,
    /// What waits for the next member.
    writer: Option<BufWriter<File>>,
    packing: FileCompression,
    /// Whether it is made a Parquet file in the end.
    is_parquet: bool,
    /// The file that is written.
    path: PathBuf,
    /// The name that it takes in the end, if that is another.
    target: Option<PathBuf>,
}

impl OutputSink {
    /// An output that an interrupted run has completed. None if it has not come to that.
    pub(in crate::batch) fn named(output: &Path, length: u64) -> Option<Self> {
        let target = fs::canonicalize(output).ok()?;
        (!beside(&target, ".part").exists()).then_some(OutputSink::Named(target, length))
    }

    /// Opens an output. A regular file is written as `NAME.part` beside it until it is complete; a device or a named
    /// pipe is written straight away. `length` is what an interrupted run has left of it that is to stay.
    pub(in crate::batch) fn open(
        output: &Path,
        form: OutputFormat,
        length: u64,
    ) -> Result<Self, Error> {
        if let OutputFormat::OutputFolder { .. } = form {
            return Ok(OutputSink::Folder(OutputFolder::open(output, length)?));
        }
        if output == Path::new("-") {
            return Ok(OutputSink::Stdout(StdoutWriter::new()));
        }
        Ok(OutputSink::File(Box::new(OutputFile::open(output, form, length)?)))
    }

    /// Writes a row; says so if it cannot have a file of the name that it needs.
    pub(in crate::batch) fn write(&mut self, row: &OutputRecord) -> Result<Option<Failure>, Error> {
        match self {
            OutputSink::Stdout(out) => out.write_bytes(&row.bytes)?,
            OutputSink::File(file) => {
                file.write(&row.bytes).map_err(|error| Error::file(&file.path, error))?
            }
            OutputSink::Folder(folder) => {
                let name = row.name.as_deref().unwrap_or_default();
                let path = folder.path().join(name);
                match folder.write(name, &row.bytes) {
                    Err(error) if is_refusal(&error) => {
                        return Ok(Some(Failure {
                            place: path.display().to_string(),
                            reason: error.to_string(),
                        }));
                    }
                    written => written.map_err(|error| Error::file(&path, error))?,
                }
            }
            OutputSink::Named(path, _) => {
                return Err(Error::file(
                    path,
                    io::Error::other("complete, but there is more input now"),
                ));
            }
        }
        Ok(None)
    }

    /// Writes what is still held back.
    pub(in crate::batch) fn flush(&mut self) -> Result<(), Error> {
        match self {
            OutputSink::Stdout(out) => out.flush(),
            OutputSink::File(file) => {
                file.end_member().map_err(|error| Error::file(&file.path, error))
            }
            OutputSink::Folder(_) | OutputSink::Named(..) => Ok(()),
        }
    }

    /// Makes sure that what was written stays, whatever happens to the program; returns the file's length.
    pub(in crate::batch) fn secure(&mut self) -> Result<u64, Error> {
        self.flush()?;
        match self {
            OutputSink::Stdout(_) => Ok(0),
            OutputSink::File(file) => file.secure().map_err(|error| Error::file(&file.path, error)),
            OutputSink::Folder(folder) => {
                folder.secure().map_err(|error| Error::file(folder.path(), error))
            }
            OutputSink::Named(_, length) => Ok(*length),
        }
    }

    /// Whether a run that broke off can go on where it did, whatever the place.
    pub(in crate::batch) fn is_plain(&self) -> bool {
        match self {
            OutputSink::Stdout(_) => false,
            OutputSink::File(file) => file.packing == FileCompression::None,
            OutputSink::Folder(_) | OutputSink::Named(..) => true,
        }
    }

    /// Whether the output has another name until it is complete.
    pub(in crate::batch) fn is_file(&self) -> bool {
        match self {
            OutputSink::Stdout(_) => false,
            OutputSink::File(file) => file.target.is_some(),
            OutputSink::Folder(_) | OutputSink::Named(..) => true,
        }
    }

    /// Gives a file its name.
    pub(in crate::batch) fn complete(mut self) -> Result<(), Error> {
        self.secure()?;
        let file = match self {
            OutputSink::Stdout(_) | OutputSink::Named(..) => return Ok(()),
            OutputSink::Folder(folder) => return folder.complete(),
            OutputSink::File(file) => file,
        };
        let Some(target) = &file.target else { return Ok(()) };
        if file.is_parquet {
            let made = beside(target, ".new");
            parquet::convert(&file.path, &made)?;
            rename(&made, target)?;
            return fs::remove_file(&file.path).map_err(|error| Error::file(&file.path, error));
        }
        rename(&file.path, target)
    }

    /// Removes a file that will never be complete.
    pub(in crate::batch) fn discard(self) {
        if !self.is_file() {
            return;
        }
        if let OutputSink::File(file) = self
            && let Err(error) = fs::remove_file(&file.path)
        {
            tell(Error::file(&file.path, error));
        }
    }

    /// What the output is called as long as it is not complete.
    pub(in crate::batch) fn name(&self) -> String {
        match self {
            OutputSink::Stdout(_) => "standard output".into(),
            OutputSink::File(file) => file.path.display().to_string(),
            OutputSink::Folder(folder) => folder.path().display().to_string(),
            OutputSink::Named(path, _) => path.display().to_string(),
        }
    }
}

impl OutputFile {
    fn open(output: &Path, form: OutputFormat, length: u64) -> Result<Self, Error> {
        let target = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
        if target.is_dir() {
            return Err(Error::Usage(format!(
                "{} is a folder; --output takes a file",
                output.display()
            )));
        }
        let is_special = target.exists() && !target.is_file();
        let path = if is_special { target.clone() } else { beside(&target, ".part") };
        let file = if is_special { File::create(&path) } else { cut(&path, length) };
        let file = file.map_err(|error| Error::file(&path, error))?;
        let target = (!is_special).then_some(target);
        // Records of WARC files are packed one by one.
        let packing = if form == OutputFormat::Rows {
            FileCompression::of(output)
        } else {
            FileCompression::None
        };
        let writer = Some(BufWriter::with_capacity(BUFFER, file));
        Ok(OutputFile {
            member: None,
            writer,
            packing,
            is_parquet: form == OutputFormat::Parquet,
            path,
            target,
        })
    }

    fn write(&mut self, row: &[u8]) -> io::Result<()> {
        if let Some(writer) = self.writer.take() {
            self.member = Some(MemberWriter::begin(writer, self.packing)?);
        }
        self.member.as_mut().map_or(Ok(()), |member| member.write_all(row))
    }

    /// Ends the member that is under way, and writes it.
    fn end_member(&mut self) -> io::Result<()> {
        if let Some(member) = self.member.take() {
            self.writer = Some(member.end()?);
        }
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }

    fn secure(&mut self) -> io::Result<u64> {
        let Some(writer) = &self.writer else { return Ok(0) };
        let file = writer.get_ref();
        if self.target.is_some() {
            file.sync_data()?;
        }
        Ok(file.metadata()?.len())
    }
}

/// Opens a file at its end, with nothing in it beyond `length`.
fn cut(path: &Path, length: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().create(true).write(true).truncate(length == 0).open(path)?;
    if file.metadata()?.len() < length {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "shorter than when the run broke off",
        ));
    }
    file.set_len(length)?;
    io::Seek::seek(&mut file, io::SeekFrom::End(0))?;
    Ok(file)
}

/// Gives a file or folder another name, for good: what is removed afterwards is not to be gone while the old name is back.
pub(in crate::batch) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    let renamed = fs::rename(from, to);
    // Other systems cannot open folders.
    #[cfg(unix)]
    let renamed = renamed.and_then(|()| {
        let folder =
            to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    });
    renamed.map_err(|error| Error::file(to, error))
}

/// The name of a file that stands beside another as long as that is not complete.
pub(in crate::batch) fn beside(path: &Path, extension: &str) -> PathBuf {
    // Without a slash at its end.
    let mut name = OsString::from(path.components().collect::<PathBuf>());
    name.push(extension);
    name.into()
}
