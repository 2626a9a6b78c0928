//! An output: standard output, a file or a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::batch::job_result::OutputRecord;
use crate::batch::output_format::OutputFormat;
use crate::batch::part_files::{PART_SUFFIX, sibling};
use crate::batch::write::output_file::OutputFile;
use crate::batch::write::output_folder::{OutputFolder, is_name_error};
use crate::batch::write::write_options::WriteOptions;
use crate::error::Error;
use crate::input::is_standard_stream;
use crate::output::{StdoutWriter, print_message};

/// An open output.
pub(super) enum OutputSink {
    Stdout(StdoutWriter),
    File(Box<OutputFile>),
    Folder(OutputFolder),
    /// A file or folder that has its final name, and its length.
    Renamed(PathBuf, u64),
}

impl OutputSink {
    /// Returns an output that an interrupted run has renamed, or `None` if it has not.
    pub(super) fn renamed(output: &Path, length: u64) -> Option<Self> {
        let target = fs::canonicalize(output).ok()?;
        if sibling(&target, PART_SUFFIX).exists() {
            return None;
        }
        Some(OutputSink::Renamed(target, length))
    }

    /// Opens an output.
    ///
    /// A file or folder is written as `NAME.part` until it is complete. A device or named pipe is
    /// written directly. `length` is the part that an interrupted run has left and that is valid.
    pub(super) fn open(
        output: &Path,
        format: OutputFormat,
        length: u64,
        options: &Arc<WriteOptions>,
    ) -> Result<Self, Error> {
        if let OutputFormat::Folder { .. } = format {
            return Ok(OutputSink::Folder(OutputFolder::open(output, length)?));
        }
        if is_standard_stream(output) {
            return Ok(OutputSink::Stdout(StdoutWriter::new()));
        }
        Ok(OutputSink::File(Box::new(OutputFile::open(
            output,
            format,
            length,
            Arc::clone(options),
        )?)))
    }

    /// Writes a record. Returns the reason if the document's file name cannot be used.
    pub(super) fn write(&mut self, record: &OutputRecord) -> Result<Option<String>, Error> {
        match self {
            OutputSink::Stdout(out) => out.write_bytes(&record.bytes)?,
            OutputSink::File(file) => file.write(&record.bytes)?,
            OutputSink::Folder(folder) => return write_file(folder, record),
            OutputSink::Renamed(path, _) => {
                let error = io::Error::other("the output is complete, but there is more input now");
                return Err(Error::file(path, error));
            }
        }
        Ok(None)
    }

    /// Writes the buffered bytes. Ends the compressed member.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        match self {
            OutputSink::Stdout(out) => out.flush(),
            OutputSink::File(file) => file.flush(),
            OutputSink::Folder(_) | OutputSink::Renamed(..) => Ok(()),
        }
    }

    /// Writes everything to the disk, so that it survives a crash.
    ///
    /// Returns the length: bytes of a file, or files of a folder.
    pub(super) fn synchronize(&mut self) -> Result<u64, Error> {
        self.flush()?;
        match self {
            OutputSink::Stdout(_) => Ok(0),
            OutputSink::File(file) => file.synchronize(),
            OutputSink::Folder(folder) => {
                folder.synchronize().map_err(|error| Error::file(folder.part_path(), error))
            }
            OutputSink::Renamed(_, length) => Ok(*length),
        }
    }

    /// Returns true if the output is compressed, so that its bytes depend on the checkpoints.
    pub(super) fn is_compressed(&self) -> bool {
        match self {
            OutputSink::File(file) => file.is_compressed(),
            OutputSink::Stdout(_) | OutputSink::Folder(_) | OutputSink::Renamed(..) => false,
        }
    }

    /// Returns true if the output has a different name until it is complete.
    pub(super) fn has_part_file(&self) -> bool {
        match self {
            OutputSink::Stdout(_) => false,
            OutputSink::File(file) => file.has_part_file(),
            OutputSink::Folder(_) | OutputSink::Renamed(..) => true,
        }
    }

    /// Synchronizes the output and gives it its final name.
    pub(super) fn complete(mut self) -> Result<(), Error> {
        self.synchronize()?;
        match self {
            OutputSink::Stdout(_) | OutputSink::Renamed(..) => Ok(()),
            OutputSink::Folder(folder) => folder.complete(),
            OutputSink::File(file) => file.complete(),
        }
    }

    /// Removes the file or folder of a run that failed.
    pub(super) fn discard(self) {
        let (path, removed) = match &self {
            OutputSink::File(file) if file.has_part_file() => {
                (file.part_path(), fs::remove_file(file.part_path()))
            }
            OutputSink::Folder(folder) => (folder.part_path(), folder.remove()),
            _ => return,
        };
        if let Err(error) = removed {
            print_message(Error::file(path, error));
        }
    }

    /// Returns the name that the output has until it is complete.
    pub(super) fn part_name(&self) -> String {
        match self {
            OutputSink::Stdout(_) => "standard output".into(),
            OutputSink::File(file) => file.part_path().display().to_string(),
            OutputSink::Folder(folder) => folder.part_path().display().to_string(),
            OutputSink::Renamed(path, _) => path.display().to_string(),
        }
    }
}

/// Writes the file of a document. Returns the reason if its name cannot be used.
fn write_file(folder: &mut OutputFolder, record: &OutputRecord) -> Result<Option<String>, Error> {
    let name = record.file_name.as_deref().unwrap_or_default();
    let path = folder.part_path().join(name);
    match folder.write(name, &record.bytes) {
        Ok(()) => Ok(None),
        // Other documents can still be written.
        Err(error) if is_name_error(&error) => {
            // The name that the file would have in the end.
            let path = folder.target().join(name);
            Ok(Some(format!("{error}: {}", path.display())))
        }
        Err(error) => Err(Error::file(&path, error)),
    }
}
