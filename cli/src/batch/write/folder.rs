//! Writes a folder of files, one a document.
//!
//! The folder is `NAME.part` until it is complete. A journal beside it has the names of the files that were begun since the
//! run was last secured; a run that goes on removes these, and then makes each file anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::batch::sink::beside;
use crate::error::Error;

/// Bytes of a name that are kept; file systems take 255.
const LONGEST_NAME: usize = 200;

/// A folder that is being written.
pub(in crate::batch) struct Folder {
    /// What it is called as long as it is not complete.
    path: PathBuf,
    target: PathBuf,
    /// Files written.
    count: u64,
    journal: Option<File>,
}

impl Folder {
    /// Opens a folder that has `count` files which are to stay.
    pub(in crate::batch) fn open(target: &Path, count: u64) -> Result<Self, Error> {
        let is_free =
            fs::read_dir(target).map_or_else(|error| error.kind() == ErrorKind::NotFound, |mut of| of.next().is_none());
        if !is_free {
            return Err(Error::Usage(format!("{} exists; give a new folder, or an empty one", target.display())));
        }
        let name: PathBuf = target.components().collect();
        let folder = Folder { path: beside(&name, ".part"), target: name, count, journal: None };
        folder.prepare().map_err(|error| Error::file(&folder.path, error))?;
        Ok(folder)
    }

    /// Removes what is not to stay.
    fn prepare(&self) -> io::Result<()> {
        if self.count == 0 {
            if self.path.exists() {
                fs::remove_dir_all(&self.path)?;
            }
            return fs::create_dir_all(&self.path);
        }
        let journal = fs::read_to_string(self.journal_path()).unwrap_or_default();
        let mut lines = journal.lines();
        // A journal that was begun before the run was secured last has nothing but files that stay.
        if lines.next().and_then(|count| count.parse().ok()) == Some(self.count) {
            for name in lines {
                match fs::remove_file(self.path.join(name)) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn journal_path(&self) -> PathBuf {
        beside(&self.target, ".journal")
    }

    /// Writes a document's file. A name that is taken is an error of its own, which says so.
    pub(in crate::batch) fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut journal = match self.journal.take() {
            Some(journal) => journal,
            None => {
                let mut journal = File::create(self.journal_path())?;
                journal.write_all(format!("{}\n", self.count).as_bytes())?;
                journal
            }
        };
        let path = self.path.join(name);
        if path.exists() {
            self.journal = Some(journal);
            return Err(io::Error::new(ErrorKind::AlreadyExists, "another document has this name"));
        }
        journal.write_all(format!("{name}\n").as_bytes())?;
        self.journal = Some(journal);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(bytes)?;
        self.count += 1;
        Ok(())
    }

    /// Ends the journal: what was written stays. Returns the number of files.
    pub(in crate::batch) fn secure(&mut self) -> u64 {
        self.journal = None;
        self.count
    }

    /// Gives the folder its name.
    pub(in crate::batch) fn complete(&self) -> Result<(), Error> {
        let _ = fs::remove_file(self.journal_path());
        // An empty folder of that name may be there.
        let _ = fs::remove_dir(&self.target);
        fs::rename(&self.path, &self.target).map_err(|error| Error::file(&self.target, error))
    }

    /// What it is called as long as it is not complete.
    pub(in crate::batch) fn path(&self) -> &Path {
        &self.path
    }
}

/// The path of a document's file below the folder: its id, without what would lead elsewhere or what file systems do not
/// take.
pub(super) fn name(id: &str, extension: &str) -> String {
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    let parts: Vec<String> = id.split('/').map(safe).filter(|part| !part.is_empty()).collect();
    let name = if parts.is_empty() { "_".to_owned() } else { parts.join("/") };
    format!("{name}.{extension}")
}

/// A part of a path that is nothing but a name.
fn safe(part: &str) -> String {
    let is_unsafe = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
    let part = part.replace(is_unsafe, "_");
    let part = &part[..part.floor_char_boundary(LONGEST_NAME)];
    if part.trim_matches('.').is_empty() { "_".repeat(part.len()) } else { part.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, expected) in [
            ("a/b c", "a/b c.txt"),
            ("../../etc/passwd", "__/__/etc/passwd.txt"),
            ("/abs", "abs.txt"),
            ("", "_.txt"),
            ("./x/..", "_/x/__.txt"),
            ("<urn:uuid:1-2>", "urn_uuid_1-2.txt"),
            ("C:\\x\0\n", "C__x__.txt"),
            ("ก/ü", "ก/ü.txt"),
        ] {
            assert_eq!(name(id, "txt"), expected, "{id}");
        }
        assert!(name(&"é".repeat(300), "txt").len() < 255);
    }
}
