//! Gives each file an id of its own.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Component, Path};

use crate::args::InputFormatArg;
use crate::batch::inputs::input_file::{InputFile, split_extensions};
use crate::error::Error;

/// How much of a path an id contains.
#[derive(Clone, Copy)]
enum IdForm {
    /// The path below the given folder, with extensions: `a.html` and `a.txt`.
    Below,
    /// The whole path, without known extensions: `x/index` and `y/index`.
    Path,
    /// The whole path, with extensions.
    PathWithExtensions,
}

/// Lengthens the ids of files that would have the same one. All other ids stay.
///
/// # Errors
///
/// Fails if a file is named twice.
pub(super) fn make_ids_unique(
    files: &mut [InputFile],
    format: InputFormatArg,
) -> Result<(), Error> {
    for form in [IdForm::Below, IdForm::Path, IdForm::PathWithExtensions] {
        let clashing = clashing_files(files, format);
        if clashing.is_empty() {
            return Ok(());
        }
        for &index in &clashing {
            let file = &mut files[index];
            file.id = match form {
                IdForm::Below => file.below.clone(),
                IdForm::Path => split_extensions(&slashed(&file.path)).0.to_owned(),
                IdForm::PathWithExtensions => slashed(&file.path),
            };
        }
    }
    match clashing_files(files, format).first() {
        Some(&index) => {
            Err(Error::Usage(format!("{} is named twice", files[index].path.display())))
        }
        None => Ok(()),
    }
}

/// Returns the indices of files whose id another file has too.
///
/// Ids of records contain a number, so they differ from those of documents.
fn clashing_files(files: &[InputFile], format: InputFormatArg) -> Vec<usize> {
    let mut by_id: HashMap<(&str, bool), Vec<usize>> = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        by_id.entry((&file.id, file.is_document(format))).or_default().push(index);
    }
    let mut clashing: Vec<usize> =
        by_id.into_values().filter(|indices| indices.len() > 1).flatten().collect();
    clashing.sort_unstable();
    clashing
}

/// Returns a path with slashes on all systems, without the root and parts that mean nothing.
fn slashed(path: &Path) -> String {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(escaped(part)),
            Component::ParentDir => parts.push("..".into()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
        }
    }
    parts.join("/")
}

/// Returns the name of a file. Bytes that are not UTF-8 are written as in URLs, so that different
/// names stay different.
fn escaped(name: &OsStr) -> Cow<'_, str> {
    if let Some(name) = name.to_str() {
        return name.into();
    }
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[&str]) -> Result<Vec<String>, Error> {
        let mut files: Vec<_> =
            paths.iter().map(|path| InputFile::from_path(Path::new(path))).collect();
        make_ids_unique(&mut files, InputFormatArg::Auto)?;
        Ok(files.into_iter().map(|file| file.id).collect())
    }

    #[test]
    fn ids_that_clash_become_longer() {
        for (paths, expected) in [
            (&["a.html", "b.html", "a.jsonl"][..], &["a", "b", "a"][..]),
            (&["a.html", "a.txt", "b.txt"], &["a.html", "a.txt", "b"]),
            (&["./x/index.html", "y/index.html"], &["x/index", "y/index"]),
            (&["x/a.html", "x/a.txt", "y/a.txt"], &["a.html", "x/a", "y/a"]),
            (&["x/r.jsonl", "y/r.jsonl"], &["x/r", "y/r"]),
        ] {
            assert_eq!(ids(paths).expect("differ"), expected);
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let names: [&[u8]; 2] = [b"caf\xE9.html", b"caf\xE8.html"];
            let mut files =
                names.map(|name| InputFile::from_path(Path::new(OsStr::from_bytes(name))));
            make_ids_unique(&mut files, InputFormatArg::Auto).expect("the names differ");
            assert_eq!(files.map(|file| file.id), ["caf%E9", "caf%E8"]);
        }
        let error = ids(&["x/a.html", "./x/a.html"]).expect_err("one file").to_string();
        assert!(error.contains("x/a.html is named twice"), "{error}");
    }
}
