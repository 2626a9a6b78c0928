//! The files of the repository that people write and read.

use std::fs;
use std::path::Path;

use crate::commands::{command, output, root};

/// Folders whose files are data: pages, goldens, and phrases.
const DATA: &[&str] = &["corpus/", "src/lexicon/", "tests/markdown/"];

/// The language of a file, as far as its comments and layout are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Python,
    Markdown,
    /// Anything else with `#` comments: shell, TOML, YAML.
    Shell,
}

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path from the root, with slashes.
    pub(crate) path: String,
    pub(crate) language: Language,
    pub(crate) text: String,
}

/// Reads all files below `paths` that git tracks or would add. Without paths: all files.
///
/// # Errors
/// If git fails or a file is not readable.
pub(crate) fn files(paths: &[&str]) -> Result<Vec<File>, String> {
    let mut list = command("git ls-files --cached --others --exclude-standard --");
    let list = output(list.args(paths))?;
    let mut files = Vec::new();
    for path in list.lines().filter(|path| !DATA.iter().any(|data| path.starts_with(data))) {
        // A file that was deleted, but not yet in the index.
        let Ok(bytes) = fs::read(root().join(path)) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if let Some(language) = language(path, &text) {
            files.push(File { path: path.to_owned(), language, text });
        }
    }
    Ok(files)
}

/// Returns a file's language; nothing for data and licences.
fn language(path: &str, text: &str) -> Option<Language> {
    let extension = Path::new(path).extension().unwrap_or_default().to_str()?;
    match extension {
        "rs" => Some(Language::Rust),
        "py" | "pyi" => Some(Language::Python),
        "md" => Some(Language::Markdown),
        "sh" | "toml" | "yml" | "yaml" => Some(Language::Shell),
        "" if text.starts_with("#!") => {
            let first = text.lines().next().unwrap_or_default();
            Some(if first.contains("python") { Language::Python } else { Language::Shell })
        }
        _ => None,
    }
}
