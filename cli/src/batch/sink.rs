//! Where the rows go: standard output, or a file that takes its name when it is complete.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::output::{Out, tell};

/// An open output.
pub(super) enum Sink {
    /// Standard output.
    Stdout(Out),
    /// A file.
    File {
        /// Its writer.
        writer: BufWriter<File>,
        /// The file that is written.
        path: PathBuf,
        /// The name that it takes in the end, if that is another.
        target: Option<PathBuf>,
    },
}

impl Sink {
    /// Opens an output. A regular file is written as `NAME.part` beside it until it is complete; a device or a named
    /// pipe is written straight away.
    pub(super) fn create(output: &Path) -> Result<Self, Error> {
        if output == Path::new("-") {
            return Ok(Sink::Stdout(Out::new()));
        }
        let target = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
        if target.is_dir() {
            return Err(Error::Usage(format!("{} is a folder; --output takes a file", output.display())));
        }
        let is_special = target.exists() && !target.is_file();
        let path = if is_special { target.clone() } else { part_of(&target) };
        let file = File::create(&path).map_err(|error| Error::file(&path, error))?;
        let target = (!is_special).then_some(target);
        Ok(Sink::File { writer: BufWriter::with_capacity(256 * 1024, file), path, target })
    }

    /// Writes a row.
    pub(super) fn write(&mut self, row: &str) -> Result<(), Error> {
        match self {
            Sink::Stdout(out) => out.write(row),
            Sink::File { writer, path, .. } => {
                writer.write_all(row.as_bytes()).map_err(|error| Error::file(path, error))
            }
        }
    }

    /// Writes what is still held back.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        match self {
            Sink::Stdout(out) => out.flush(),
            Sink::File { writer, path, .. } => writer.flush().map_err(|error| Error::file(path, error)),
        }
    }

    /// Gives a file its name.
    pub(super) fn complete(self) -> Result<(), Error> {
        let Sink::File { writer, path, target: Some(target) } = self else { return Ok(()) };
        let synced = writer.get_ref().sync_all();
        synced.and_then(|()| fs::rename(&path, &target)).map_err(|error| Error::file(&target, error))
    }

    /// Removes a file that will never be complete.
    pub(super) fn discard(self) {
        let Sink::File { path, target: Some(_), .. } = self else { return };
        if let Err(error) = fs::remove_file(&path) {
            tell(Error::file(&path, error));
        }
    }

    /// What the output is called as long as it is not complete.
    pub(super) fn name(&self) -> String {
        match self {
            Sink::Stdout(_) => "standard output".into(),
            Sink::File { path, .. } => path.display().to_string(),
        }
    }
}

/// The name of an incomplete file.
fn part_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".part");
    name.into()
}
