//! Writes a folder of files, one a document.
//!
//! The folder is `NAME.part` until it is complete. A journal beside it has the names of the files that were begun since the
//! run was last secured; a run that goes on removes these, and then makes each file anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha1::{Digest, Sha1};

use crate::batch::write::output_sink::{beside, rename};
use crate::error::Error;

/// Bytes of a name; file systems take 255, and an extension comes behind.
const LONGEST_NAME: usize = 200;
/// Bytes of a path below the folder; systems take 4,096 of a whole one, some of them 1,024.
const LONGEST_PATH: usize = 800;
/// Hexadecimal digits of a digest that stands for what was cut off a name.
const DIGEST_DIGITS: usize = 16;
/// Names that are devices on Windows, in every folder and with any extension.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

/// A folder that is being written.
pub(in crate::batch) struct OutputFolder {
    /// What it is called as long as it is not complete.
    path: PathBuf,
    target: PathBuf,
    /// Files written.
    count: u64,
    journal: Option<File>,
}

impl OutputFolder {
    /// Opens a folder that has `count` files which are to stay.
    pub(in crate::batch) fn open(target: &Path, count: u64) -> Result<Self, Error> {
        let is_free = fs::read_dir(target)
            .map_or_else(|error| error.kind() == ErrorKind::NotFound, |mut of| of.next().is_none());
        if !is_free {
            return Err(Error::Usage(format!(
                "{} exists; give a new folder, or an empty one",
                target.display()
            )));
        }
        let folder = OutputFolder {
            path: beside(target, ".part"),
            target: target.to_owned(),
            count,
            journal: None,
        };
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

    /// Writes a document's file. A name that cannot be had is an error of a kind that [`is_refusal`] tells.
    pub(in crate::batch) fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path.join(name);
        if path.exists() {
            return Err(io::Error::new(ErrorKind::AlreadyExists, "another document has this name"));
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        self.journal()?.write_all(format!("{name}\n").as_bytes())?;
        OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(bytes)?;
        self.count += 1;
        Ok(())
    }

    /// The journal, which begins with the number of files that stay.
    fn journal(&mut self) -> io::Result<&mut File> {
        let journal = match self.journal.take() {
            Some(journal) => journal,
            None => {
                let mut journal = File::create(self.journal_path())?;
                journal.write_all(format!("{}\n", self.count).as_bytes())?;
                journal
            }
        };
        Ok(self.journal.insert(journal))
    }

    /// Makes sure that what was written stays, and ends the journal. Returns the number of files.
    pub(in crate::batch) fn secure(&mut self) -> io::Result<u64> {
        if self.journal.is_some() {
            self.sync()?;
        }
        self.journal = None;
        Ok(self.count)
    }

    /// Writes the files to the disk: one call for all of them, as one for each would take longer than cleaning does.
    #[cfg(target_os = "linux")]
    fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(&self.path)?)?)
    }

    /// Writes the files of the journal to the disk.
    #[cfg(not(target_os = "linux"))]
    fn sync(&self) -> io::Result<()> {
        let journal = fs::read_to_string(self.journal_path())?;
        journal.lines().skip(1).try_for_each(|name| {
            OpenOptions::new().append(true).open(self.path.join(name))?.sync_data()
        })
    }

    /// Gives the folder its name.
    pub(in crate::batch) fn complete(&self) -> Result<(), Error> {
        let _ = fs::remove_file(self.journal_path());
        // An empty folder of that name may be there.
        let _ = fs::remove_dir(&self.target);
        rename(&self.path, &self.target)
    }

    /// What it is called as long as it is not complete.
    pub(in crate::batch) fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether an error on a file is about its name, so that other documents may be written.
pub(in crate::batch) fn is_refusal(error: &io::Error) -> bool {
    use ErrorKind::{AlreadyExists, InvalidFilename, IsADirectory, NotADirectory};
    matches!(error.kind(), AlreadyExists | InvalidFilename | IsADirectory | NotADirectory)
}

/// The path of a document's file below the folder: its id, without what would lead elsewhere or what file systems do not
/// take.
pub(in crate::batch) fn name(id: &str, extension: &str) -> String {
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    let parts: Vec<String> = id.split('/').map(safe).filter(|part| !part.is_empty()).collect();
    let name = if parts.is_empty() { "_".to_owned() } else { parts.join("/") };
    let name = if name.len() > LONGEST_PATH { shortened(&name.replace('/', "_")) } else { name };
    format!("{name}.{extension}")
}

/// A part of a path that is nothing but a name.
fn safe(part: &str) -> String {
    let is_unsafe = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
    let part = shortened(&part.replace(is_unsafe, "_"));
    // Windows drops dots and blanks at the end of a name.
    let kept = part.trim_end_matches(['.', ' ']);
    let end = "_".repeat(part.len() - kept.len());
    let start = if is_device(kept) { "_" } else { "" };
    format!("{start}{kept}{end}")
}

/// Whether Windows has a device of this name, whatever its extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        ["¹", "²", "³"].contains(&number) || matches!(number.as_bytes(), [b'0'..=b'9'])
    });
    is_port || DEVICES.contains(&stem.as_str())
}

/// A name that is not too long. A digest stands for what is cut off, so that long names that differ go on to.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST_NAME {
        return name.to_owned();
    }
    let digest: String = Sha1::digest(name).iter().map(|byte| format!("{byte:02x}")).collect();
    let kept = &name[..name.floor_char_boundary(LONGEST_NAME - DIGEST_DIGITS - 1)];
    format!("{kept}-{}", &digest[..DIGEST_DIGITS])
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
            ("con/aux.x/NUL /lpt1", "_con/_aux.x/_NUL_/_lpt1.txt"),
            ("com¹/com11/nullo/conin$", "_com¹/com11/nullo/_conin$.txt"),
            ("a./b ./ ", "a_/b__/_.txt"),
            ("a\u{85}\u{1b}[2Jb", "a__[2Jb.txt"),
        ] {
            assert_eq!(name(id, "txt"), expected, "{id}");
        }
    }

    #[test]
    fn long_ids_are_cut_and_stay_apart() {
        for long in ["é".repeat(300), "a/".repeat(3000), format!("{}/b", "c".repeat(5000))] {
            let (one, other) = (name(&format!("{long}1"), "txt"), name(&format!("{long}2"), "txt"));
            assert_ne!(one, other);
            for name in [&one, &other] {
                assert!(
                    name.len() <= LONGEST_PATH
                        && name.split('/').all(|part| part.len() <= LONGEST_NAME + 4),
                    "{name}"
                );
            }
        }
    }
}
