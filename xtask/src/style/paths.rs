//! Paths of the repository in documents, as code, that do not exist.

use crate::commands::root;
use crate::sources::{File, Language};
use crate::style::links::{outside_code, resolve};
use crate::style::style_hit::Hit;

pub(super) const MISSING: &str = "missing paths in documents";

/// Extensions of the files that documents name. The slash is that of a folder.
const ENDS: &[&str] =
    &["/", ".bin", ".json", ".md", ".py", ".pyi", ".rs", ".sh", ".toml", ".tsv", ".txt", ".yml"];
/// The folder of the root that git ignores.
const OUTPUT: &str = "target";

/// Returns the paths in the code spans of Markdown files that lead nowhere, neither from the root
/// nor from the folder of the document.
pub(super) fn find(files: &[File]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for file in files.iter().filter(|file| file.language == Language::Markdown) {
        for (line, span) in code_spans(&file.text).into_iter().filter(|(_, span)| is_path(span)) {
            let from_document = resolve(&file.path, span.trim_end_matches('/'));
            if !root().join(span).exists() && !root().join(from_document).exists() {
                let (path, detail) = (file.path.clone(), span.to_owned());
                hits.push(Hit { measure: MISSING, path, line, detail });
            }
        }
    }
    hits
}

/// Returns the code spans of a document, with their lines. A span over two lines has two parts.
fn code_spans(text: &str) -> Vec<(usize, &str)> {
    let mut spans = Vec::new();
    let mut is_code = false;
    for (number, line) in outside_code(text) {
        // No span goes on after a blank line.
        is_code &= !line.trim().is_empty();
        for (position, part) in line.split('`').enumerate() {
            is_code ^= position > 0;
            if is_code {
                spans.push((number, part));
            }
        }
    }
    spans
}

/// Returns true if a code span is the path of a file or folder below a folder of the root. Patterns
/// (`src/lexicon/*.txt`) and placeholders (`src/lexicon/CODE.txt`) do not count.
fn is_path(span: &str) -> bool {
    let Some((folder, rest)) = span.split_once('/') else { return false };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    let has_placeholder = !rest.ends_with(".md") && rest.contains(|c: char| c.is_uppercase());
    span.chars().all(is_plain)
        && !has_placeholder
        && ENDS.iter().any(|end| span.ends_with(end))
        && folder != OUTPUT
        && !folder.starts_with("..")
        && root().join(folder).is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_paths_are_found() {
        let text = "`xtask/src/main.rs` and `xtask/src/none.rs`, `docs/` and `docs/none/`,\n\
            `none/a.rs`, `src/lexicon/*.txt`, `src/lexicon/CODE.txt`, src/none.rs, `a b\n\
            c` and `tests/none.txt`.\n```\n`src/none.rs`\n```\n`src/style/paths.rs`\n";
        let file = File {
            path: String::from("xtask/README.md"),
            language: Language::Markdown,
            text: text.to_owned(),
        };
        let found: Vec<(usize, String)> =
            find(&[file]).into_iter().map(|hit| (hit.line, hit.detail)).collect();
        let expected = [(1, "xtask/src/none.rs"), (1, "docs/none/"), (3, "tests/none.txt")];
        assert_eq!(found, expected.map(|(line, path)| (line, path.to_owned())));
    }
}
