//! Lengths of lines, functions and files, and names of types that are used twice.

use std::collections::BTreeMap;

use crate::sources::{File, Language};
use crate::style::style_hit::Hit;

pub(super) const LONG_LINE: &str = "lines over 100 columns";
pub(super) const LONG_LITERAL: &str = "lines over 100 columns, literals";
pub(super) const LONG_FUNCTION: &str = "functions over 70 lines";
pub(super) const LONG_FILE: &str = "files over 500 lines";
pub(super) const REPEATED_TYPE: &str = "types with the name of another";

/// Columns of a line.
const COLUMNS: usize = 100;
/// Lines of a function, from its signature to its closing brace.
const FUNCTION_LINES: usize = 70;
/// Lines of a file of code.
const FILE_LINES: usize = 500;

/// Files of code that may be longer, with the reason.
const LONG_FILES: &[(&str, &str)] = &[];
/// Functions that may be longer, as `path: name`, with the reason.
const LONG_FUNCTIONS: &[(&str, &str)] = &[
    ("src/html/dom/tests.rs: hostile", "a table of hostile pages"),
    ("src/input/decode.rs: encodings_are_found", "a table of encodings"),
];
/// Packages outside of the workspace: their types mirror those of the library.
const OUTSIDE: &str = "python/";

/// Returns what is too long or named twice.
pub(super) fn find(files: &[File]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for file in files {
        hits.extend(long_lines(file));
        if matches!(file.language, Language::Rust | Language::Python) {
            hits.extend(long_file(file));
            hits.extend(long_functions(file));
        }
    }
    hits.extend(repeated_types(files));
    hits
}

/// Returns the lines with too many columns. In Markdown, tables and code may be wider.
fn long_lines(file: &File) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut fenced = false;
    for (text, line) in file.text.lines().zip(1..) {
        let is_markdown = file.language == Language::Markdown;
        if is_markdown && text.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let columns = text.chars().count();
        if columns <= COLUMNS || is_markdown && (fenced || text.starts_with('|')) {
            continue;
        }
        // rustfmt breaks all code except literals, so a long line of code has one.
        let is_code = file.language == Language::Rust && !text.trim_start().starts_with("//");
        let measure = if is_code { LONG_LITERAL } else { LONG_LINE };
        let detail = format!("{columns} columns");
        hits.push(Hit { measure, path: file.path.clone(), line, detail });
    }
    hits
}

/// Returns a hit if the file is too long.
fn long_file(file: &File) -> Option<Hit> {
    let lines = file.text.lines().count();
    if lines <= FILE_LINES || LONG_FILES.iter().any(|(path, _)| *path == file.path) {
        return None;
    }
    let detail = format!("{lines} lines");
    Some(Hit { measure: LONG_FILE, path: file.path.clone(), line: 1, detail })
}

/// Returns the functions that are too long.
fn long_functions(file: &File) -> Vec<Hit> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut hits = Vec::new();
    for (at, text) in lines.iter().enumerate() {
        let Some(name) = function(file.language, text) else { continue };
        let length = length(file.language, &lines[at..]);
        let allowed = format!("{}: {name}", file.path);
        if length > FUNCTION_LINES && !LONG_FUNCTIONS.iter().any(|(own, _)| *own == allowed) {
            let detail = format!("{name} has {length} lines");
            let path = file.path.clone();
            hits.push(Hit { measure: LONG_FUNCTION, path, line: at + 1, detail });
        }
    }
    hits
}

/// Returns the name of the function whose definition begins on this line.
fn function(language: Language, line: &str) -> Option<&str> {
    let keyword = if language == Language::Python { "def" } else { "fn" };
    let mut words = line.split_whitespace();
    // Only qualifiers are in front of the keyword.
    let is_qualifier = |word: &str| {
        matches!(word, "async" | "const" | "unsafe" | "extern" | "\"C\"") || word.starts_with("pub")
    };
    words.find(|word| !is_qualifier(word)).filter(|word| *word == keyword)?;
    words.next()?.split(['(', '<', ':']).next()
}

/// Returns the number of lines of the function that begins on the first of these lines. Formatted
/// code ends it with a brace at its own indentation; Python with a line that is not indented.
fn length(language: Language, lines: &[&str]) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(lines[0]);
    if language == Language::Python {
        let is_after = |line: &&&str| {
            !line.trim().is_empty() && indent(line) <= own && !line.trim_start().starts_with(')')
        };
        let body = lines.iter().skip(1).take_while(|line| !is_after(line)).count();
        return lines[..=body.min(lines.len() - 1)]
            .iter()
            .rposition(|line| !line.trim().is_empty() && indent(line) > own)
            .map_or(1, |last| last + 1);
    }
    if lines[0].ends_with(['}', ';']) {
        return 1;
    }
    let is_end = |line: &&str| indent(line) == own && line.trim_start().starts_with(['}', ';']);
    lines.iter().skip(1).position(is_end).map_or(1, |last| last + 2)
}

/// Returns the types of the workspace whose name another type has, too.
fn repeated_types(files: &[File]) -> Vec<Hit> {
    let mut places: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    let rust = files.iter().filter(|file| file.language == Language::Rust);
    for file in rust.filter(|file| !file.path.starts_with(OUTSIDE)) {
        for (text, line) in file.text.lines().zip(1..) {
            if let Some(name) = type_name(text) {
                places.entry(name).or_default().push((&file.path, line));
            }
        }
    }
    let mut hits = Vec::new();
    for (name, places) in places.iter().filter(|(_, places)| places.len() > 1) {
        let others: Vec<String> =
            places[1..].iter().map(|(path, line)| format!("{path}:{line}")).collect();
        let detail = format!("{name}, also in {}", others.join(", "));
        let (path, line) = places[0];
        hits.push(Hit { measure: REPEATED_TYPE, path: path.to_owned(), line, detail });
    }
    hits
}

/// Returns the name of the type that a line defines. A trait names its associated types, so these
/// do not count.
fn type_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let keyword = words.find(|word| !word.starts_with("pub"))?;
    let is_alias = keyword == "type" && !line.starts_with(' ');
    if !is_alias && !matches!(keyword, "struct" | "enum" | "trait" | "union") {
        return None;
    }
    let name = words.next()?.split(|c: char| !c.is_alphanumeric()).next()?;
    name.starts_with(char::is_uppercase).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hits in a file.
    fn hits(language: Language, path: &str, text: &str) -> Vec<(&'static str, usize)> {
        let file = File { path: path.to_owned(), language, text: text.to_owned() };
        find(&[file]).into_iter().map(|hit| (hit.measure, hit.line)).collect()
    }

    #[test]
    fn long_functions_are_found() {
        let body = "    a();\n".repeat(69);
        let rust = |body: &str| format!("impl A {{\n    pub fn a(\n    ) {{\n{body}    }}\n}}\n");
        assert_eq!(hits(Language::Rust, "a.rs", &rust(&body)), [(LONG_FUNCTION, 2)]);
        assert_eq!(hits(Language::Rust, "a.rs", &rust("    a();\n")), []);
        let python = |body: &str| format!("def a(\n    b\n):\n{body}\n\ndef c():\n    pass\n");
        assert_eq!(hits(Language::Python, "a.py", &python(&body)), [(LONG_FUNCTION, 1)]);
        assert_eq!(hits(Language::Python, "a.py", &python("    a()\n")), []);
    }

    #[test]
    fn long_lines_and_files_are_found() {
        let line = "a".repeat(101);
        let markdown = format!("{line}\n| {line} |\n```\n{line}\n```\n");
        assert_eq!(hits(Language::Markdown, "a.md", &markdown), [(LONG_LINE, 1)]);
        let rust = format!("// {line}\nlet a = \"{line}\";\n{}", "\n".repeat(499));
        let expected = [(LONG_LINE, 1), (LONG_LITERAL, 2), (LONG_FILE, 1)];
        assert_eq!(hits(Language::Rust, "a.rs", &rust), expected);
    }

    #[test]
    fn repeated_types_are_found() {
        let code = "struct A;\nimpl B for A {\n    type C = D;\n}\nenum E {}\nmod m {\n\
            \x20   pub(crate) struct A<T>(T);\n    type C = D;\n}\n";
        assert_eq!(hits(Language::Rust, "a.rs", code), [(REPEATED_TYPE, 1)]);
    }
}
