//! The paths that a module names.

use regex::Regex;

/// A path with the name that a `use` gives it.
#[derive(Debug, PartialEq)]
pub(crate) struct UsedPath {
    pub(crate) segments: Vec<String>,
    /// The name of the item in the using module.
    pub(crate) name: String,
}

/// The paths of a module's code.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Paths of private `use` items, and paths in expressions and types.
    pub(crate) used: Vec<UsedPath>,
    /// Paths of `pub use` items: other modules get at the items through this one.
    pub(crate) exported: Vec<UsedPath>,
}

/// Reads the paths of code without comments.
pub(crate) fn uses(code: &str) -> Uses {
    let item = Regex::new(r"(?s)(pub(?:\([^)]*\))?\s+)?\buse\s+([^;]+);").expect("is a pattern");
    let path =
        Regex::new(r"\b[a-z_][a-z0-9_]*(?:::[A-Za-z_][A-Za-z0-9_]*)+").expect("is a pattern");
    let mut uses = Uses::default();
    for found in item.captures_iter(code) {
        let mut paths = Vec::new();
        expand(&[], &found[2], &mut paths);
        if found.get(1).is_some() {
            uses.exported.extend(paths);
        } else {
            uses.used.extend(paths);
        }
    }
    let expressions = item.replace_all(code, "");
    for found in path.find_iter(&expressions) {
        let segments: Vec<String> = found.as_str().split("::").map(str::to_owned).collect();
        let name = segments.last().cloned().unwrap_or_default();
        uses.used.push(UsedPath { segments, name });
    }
    uses
}

/// Expands the braces of a use tree.
fn expand(prefix: &[String], tree: &str, paths: &mut Vec<UsedPath>) {
    let tree = tree.trim();
    if let Some((head, group)) = tree.split_once('{') {
        let mut prefix = prefix.to_vec();
        prefix.extend(head.split("::").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned));
        let group = group.strip_suffix('}').unwrap_or(group);
        for part in split_group(group) {
            expand(&prefix, part, paths);
        }
        return;
    }
    if tree.is_empty() {
        return;
    }
    let (path, alias) = match tree.split_once(" as ") {
        Some((path, alias)) => (path.trim(), Some(alias.trim())),
        None => (tree, None),
    };
    let mut segments = prefix.to_vec();
    segments.extend(path.split("::").map(|segment| segment.trim().to_owned()));
    if segments.last().is_some_and(|last| last == "self") {
        segments.pop();
    }
    let name = alias.map(str::to_owned).or(segments.last().cloned()).unwrap_or_default();
    paths.push(UsedPath { segments, name });
}

/// Splits a group at the commas that are in no inner group.
fn split_group(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    parts
}

#[test]
fn use_trees_are_expanded() {
    let code =
        "use crate::a::{self, b::{C, D as E}};\npub(crate) use x::Y;\nlet z = super::f::g(1);";
    let uses = uses(code);
    let paths: Vec<String> = uses.used.iter().map(|path| path.segments.join("::")).collect();
    assert_eq!(paths, ["crate::a", "crate::a::b::C", "crate::a::b::D", "super::f::g"]);
    assert_eq!(uses.used[2].name, "E");
    assert_eq!(uses.exported[0].segments, ["x", "Y"]);
}
