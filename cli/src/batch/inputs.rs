//! Lists the inputs of a batch: files as given, and those of folders in the order of their paths.
//!
//! The list is made before any work, so that two documents with one id are told at once and not after hours.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use crate::args::{BatchArgs, InputFormatArg};
use crate::batch::clean::Failure;
use crate::batch::write::output_sink::beside;
use crate::error::Error;

/// A file of the batch.
#[derive(Debug)]
pub(super) struct InputFile {
    /// Where it is; `-` is standard input.
    pub(super) path: PathBuf,
    /// Its path below the folder given, or its name, without its extensions.
    pub(super) id: String,
    /// What its name says that it holds.
    pub(super) named: Option<InputFormat>,
    /// What it holds, once it is open.
    pub(super) form: OnceLock<InputFormat>,
    /// Its number among the inputs, from 0.
    pub(super) index: usize,
    /// When it was changed, after 1970.
    pub(super) changed: Duration,
    /// Its bytes; 0 if there is no telling.
    pub(super) size: usize,
}

impl InputFile {
    /// A file that has not been opened.
    fn new(path: &Path, id: &str, known: Option<InputFormatArg>) -> Self {
        let named = known.map(|known| match known {
            InputFormatArg::Jsonl => InputFormat::Records,
            InputFormatArg::Warc | InputFormatArg::Wet => InputFormat::Warc,
            InputFormatArg::Parquet => InputFormat::Parquet,
            InputFormatArg::Auto | InputFormatArg::Html | InputFormatArg::Text => {
                InputFormat::Document
            }
        });
        let known = fs::metadata(path).ok();
        let size = known.as_ref().map_or(0, |of| usize::try_from(of.len()).unwrap_or(usize::MAX));
        let changed = known
            .and_then(|of| of.modified().ok())
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        InputFile {
            path: path.to_owned(),
            id: id.to_owned(),
            named,
            form: OnceLock::new(),
            index: 0,
            changed: changed.unwrap_or_default(),
            size,
        }
    }

    /// A file of this name, for tests.
    #[cfg(any(test, feature = "fuzz"))]
    pub(super) fn named(path: &str) -> Self {
        single(Path::new(path))
    }

    /// Whether it will make one row, as far as is known, whose id is its own.
    fn is_document(&self, from: InputFormatArg) -> bool {
        match from {
            InputFormatArg::Auto => matches!(self.named, None | Some(InputFormat::Document)),
            InputFormatArg::Html | InputFormatArg::Text => true,
            InputFormatArg::Jsonl
            | InputFormatArg::Warc
            | InputFormatArg::Wet
            | InputFormatArg::Parquet => false,
        }
    }
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputFormat {
    /// One document.
    Document,
    /// A JSON record a line.
    Records,
    /// WARC records.
    Warc,
    /// Rows of a Parquet file.
    Parquet,
}

/// The extensions of compressed files.
const PACKED: [&str; 4] = [".gz", ".zst", ".bz2", ".br"];

/// The other extensions that are known, with what they stand for.
const EXTENSIONS: [(&str, InputFormatArg); 8] = [
    (".htm", InputFormatArg::Html),
    (".html", InputFormatArg::Html),
    (".jsonl", InputFormatArg::Jsonl),
    (".ndjson", InputFormatArg::Jsonl),
    (".parquet", InputFormatArg::Parquet),
    (".txt", InputFormatArg::Text),
    (".warc", InputFormatArg::Warc),
    (".wet", InputFormatArg::Wet),
];

/// All files that the inputs name, and what could not be listed. The files that an earlier run has written are
/// no input of this one.
pub(super) fn list(args: &BatchArgs) -> Result<(Vec<InputFile>, Vec<Failure>), Error> {
    let from = args.from;
    let (mut inputs, mut unread) = (Vec::new(), Vec::new());
    for path in &args.inputs {
        if is_pattern(path) {
            expand(path, from, &mut inputs, &mut unread)?;
        } else if path != Path::new("-")
            && fs::metadata(path).map_err(|error| Error::file(path, error))?.is_dir()
        {
            walk(path, from, &mut inputs, &mut unread);
        } else {
            inputs.push(single(path));
        }
    }
    for output in
        [Some(&args.output), args.rejects.as_ref()].into_iter().flatten().flat_map(fs::canonicalize)
    {
        inputs.retain(|input| fs::canonicalize(&input.path).map_or(true, |path| path != output));
    }
    // A run that goes on finds the files that it has written before.
    if let Ok(part) = fs::canonicalize(beside(&args.output, ".part")) {
        inputs.retain(|input| {
            fs::canonicalize(&input.path).map_or(true, |path| !path.starts_with(&part))
        });
    }
    if inputs.is_empty() && unread.is_empty() {
        return Err(Error::Usage("there is nothing to clean in the inputs".into()));
    }
    inputs.iter_mut().enumerate().for_each(|(index, input)| input.index = index);
    one_id_each(&inputs, from)?;
    Ok((inputs, unread))
}

/// A file that was named itself: it is taken whatever its name is.
fn single(path: &Path) -> InputFile {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (stem, known) = split(&name);
    InputFile::new(path, if name == "-" { "stdin" } else { stem }, known)
}

/// Whether a path that is no file's stands for those that fit it.
fn is_pattern(path: &Path) -> bool {
    has_wildcard(&path.to_string_lossy()) && !path.exists()
}

fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Adds what fits a pattern: files whatever their names are, and the files of folders. Ids are paths below the last folder
/// before the first wildcard.
fn expand(
    pattern: &Path,
    from: InputFormatArg,
    inputs: &mut Vec<InputFile>,
    unread: &mut Vec<Failure>,
) -> Result<(), Error> {
    let base: PathBuf =
        pattern.iter().take_while(|part| !has_wildcard(&part.to_string_lossy())).collect();
    let text = pattern.to_string_lossy();
    let found = glob::glob(&text).map_err(|error| Error::Usage(format!("{text}: {error}")))?;
    let mut paths = Vec::new();
    for path in found {
        match path {
            Ok(path) => paths.push(path),
            Err(error) => unread.push(failure(Some(error.path()), &error)),
        }
    }
    if paths.is_empty() && unread.is_empty() {
        return Err(Error::Usage(format!("{text}: no file fits")));
    }
    paths.sort_by(|one, other| {
        one.as_os_str().as_encoded_bytes().cmp(other.as_os_str().as_encoded_bytes())
    });
    // `**` fits folders, and the files in them too.
    let deep = text.contains("**");
    for path in paths {
        if !path.is_dir() {
            let below = path.strip_prefix(&base).unwrap_or(&path).to_string_lossy().into_owned();
            let (stem, known) = split(&below);
            inputs.push(InputFile::new(&path, stem, known));
        } else if !deep {
            walk(&path, from, inputs, unread);
        }
    }
    Ok(())
}

/// Adds the files of a folder that have a known extension and are what is asked for.
fn walk(
    folder: &Path,
    from: InputFormatArg,
    inputs: &mut Vec<InputFile>,
    unread: &mut Vec<Failure>,
) {
    for entry in WalkDir::new(folder).follow_links(true).sort_by(by_path) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => inputs.extend(member(folder, &entry, from)),
            Ok(_) => {}
            Err(error) => unread.push(failure(error.path(), &error)),
        }
    }
}

/// What is said of a path that could not be listed.
fn failure(path: Option<&Path>, error: &impl Display) -> Failure {
    let place = path.unwrap_or(Path::new("")).display().to_string();
    Failure { place, reason: format!("cannot be listed: {error}") }
}

/// A file of a folder, if its extension is known and asked for.
fn member(folder: &Path, entry: &DirEntry, from: InputFormatArg) -> Option<InputFile> {
    let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    let joined = parts.join("/");
    let (stem, known) = split(&joined);
    let known = known.filter(|&known| from.takes(known))?;
    Some(InputFile::new(entry.path(), stem, Some(known)))
}

/// The order of whole paths by their bytes, told at the level where they part: a folder's name ends with a slash.
fn by_path(one: &DirEntry, other: &DirEntry) -> Ordering {
    let key = |entry: &DirEntry| {
        let mut name = entry.file_name().as_encoded_bytes().to_vec();
        name.extend(entry.file_type().is_dir().then_some(b'/'));
        name
    };
    key(one).cmp(&key(other))
}

/// A name without the extension of a packed file and a known one, and what that stands for.
fn split(name: &str) -> (&str, Option<InputFormatArg>) {
    let name = PACKED.iter().find_map(|extension| strip(name, extension)).unwrap_or(name);
    let known = EXTENSIONS
        .iter()
        .find_map(|&(extension, from)| Some((strip(name, extension)?, Some(from))));
    known.unwrap_or((name, None))
}

/// `name` without `extension`, in whatever case; a name that is nothing but an extension stays.
fn strip<'n>(name: &'n str, extension: &str) -> Option<&'n str> {
    let (stem, end) = name.split_at_checked(name.len().checked_sub(extension.len())?)?;
    (end.eq_ignore_ascii_case(extension) && !stem.is_empty() && !stem.ends_with('/'))
        .then_some(stem)
}

/// Checks that no two documents have one id.
fn one_id_each(inputs: &[InputFile], from: InputFormatArg) -> Result<(), Error> {
    let mut seen: HashMap<&str, &Path> = HashMap::new();
    for input in inputs.iter().filter(|input| input.is_document(from)) {
        if let Some(first) = seen.insert(&input.id, &input.path) {
            let (id, one, other) = (&input.id, first.display(), input.path.display());
            return Err(Error::Usage(format!(
                "{one} and {other} would both have the id `{id}`; clean them apart"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_names_without_known_extensions() {
        for (name, stem) in [
            ("a.html.gz", "a"),
            ("a.b.HTM", "a.b"),
            ("example.com", "example.com"),
            ("a.txt.html", "a.txt"),
            ("x/.txt", "x/.txt"),
            ("ก.txt", "ก"),
            ("ก", "ก"),
            (".gz", ".gz"),
        ] {
            assert_eq!(split(name).0, stem, "{name}");
        }
    }

    #[test]
    fn two_documents_with_one_id_are_an_error() {
        let check = |paths: &[&str]| {
            one_id_each(
                &paths.iter().map(|path| InputFile::named(path)).collect::<Vec<_>>(),
                InputFormatArg::Auto,
            )
        };
        assert!(check(&["a.html", "b.html", "a.jsonl", "a.warc.gz", "x/a.warc"]).is_ok());
        let error = check(&["x/a.html", "y/a.txt.zst"]).expect_err("one id").to_string();
        assert!(error.contains("x/a.html") && error.contains("y/a.txt.zst"), "{error}");
    }
}
