//! The documents to process, and the classes of their sizes.

use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

/// Documents of similar size.
pub(crate) struct SizeClass {
    pub(crate) name: &'static str,
    pub(crate) documents: Vec<String>,
}

/// The classes with the size, in bytes, from which a document is too large for each. Most pages of
/// a crawl are in the second one.
const CLASSES: [(&str, usize); 3] =
    [("under 32 kB", 32_000), ("32 to 150 kB", 150_000), ("above 150 kB", usize::MAX)];

/// Reads the documents in some folders whose names end in `extension`, in the order of their paths.
/// Invalid UTF-8 is replaced.
pub(crate) fn read_classes(
    folders: &[PathBuf],
    extension: &str,
) -> Result<Vec<SizeClass>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in folders {
        list_files(folder, extension, &mut paths)?;
    }
    paths.sort();
    let mut classes: Vec<SizeClass> =
        CLASSES.map(|(name, _)| SizeClass { name, documents: Vec::new() }).into();
    for path in paths {
        let document = read_document(&path)?;
        let class = CLASSES.iter().position(|&(_, end)| document.len() < end).unwrap_or(0);
        classes[class].documents.push(document);
    }
    classes.retain(|class| !class.documents.is_empty());
    Ok(classes)
}

fn read_document(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut bytes = fs::read(path)?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
        bytes = unpacked;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Lists the files in a folder and its subfolders whose names end in `extension` or in
/// `extension.gz`.
fn list_files(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            list_files(&path, extension, paths)?;
        } else if name.trim_end_matches(".gz").ends_with(extension) {
            paths.push(path);
        }
    }
    Ok(())
}
