//! Which module uses items of which: a graph of the files of a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::source::code_only;
use crate::uses::{UsedPath, Uses, uses};

/// The modules of a crate by their paths (`a::b`; the root is empty), and the modules that each
/// uses.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    uses: BTreeMap<String, Uses>,
    arrows: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Reads a crate from the file of its root module. Files called `tests.rs` do not count.
    pub(crate) fn read(root: &Path) -> Graph {
        let mut graph = Graph::default();
        let folder = root.parent().expect("a file has a folder").to_owned();
        graph.read_module("", root, &folder);
        let modules: Vec<String> = graph.uses.keys().cloned().collect();
        for module in modules {
            let used: BTreeSet<String> = graph.uses[&module]
                .used
                .iter()
                .filter_map(|path| graph.resolve(&module, path, 0))
                .filter(|used| *used != module)
                .collect();
            graph.arrows.insert(module, used);
        }
        graph
    }

    /// Reads the module in `file` and its children, whose files are in `folder`.
    fn read_module(&mut self, path: &str, file: &Path, folder: &Path) {
        let source =
            fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let code = code_only(&source);
        let child =
            Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+);").expect("is a pattern");
        for found in child.captures_iter(&code) {
            let name = &found[1];
            let file: PathBuf = folder.join(name).with_extension("rs");
            if name != "tests" && file.is_file() {
                self.read_module(&join(path, name), &file, &folder.join(name));
            }
        }
        self.uses.insert(path.to_owned(), uses(&code));
    }

    /// Returns true if the crate has this module.
    pub(crate) fn contains(&self, module: &str) -> bool {
        self.uses.contains_key(module)
    }

    /// Returns all pairs of a module and a module that it uses.
    pub(crate) fn arrows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.arrows
            .iter()
            .flat_map(|(module, used)| used.iter().map(|used| (module.as_str(), used.as_str())))
    }

    /// Returns the module that defines the item of a path, as far as the crate does. Follows `pub
    /// use`.
    fn resolve(&self, from: &str, path: &UsedPath, depth: usize) -> Option<String> {
        let mut segments = path.segments.iter().map(String::as_str).peekable();
        let mut module = match *segments.peek()? {
            "crate" => {
                segments.next();
                String::new()
            }
            "self" | "super" => from.to_owned(),
            first if self.contains(&join(from, first)) => from.to_owned(),
            _ => return None,
        };
        for segment in segments {
            match segment {
                "self" => continue,
                "super" => {
                    module = module.rsplit_once("::").map_or("", |(parent, _)| parent).to_owned();
                    continue;
                }
                _ => {}
            }
            let child = join(&module, segment);
            if self.contains(&child) {
                module = child;
                continue;
            }
            let exported = self.uses[&module].exported.iter().find(|path| path.name == segment);
            return match exported {
                // Rings of re-exports do not exist in code that compiles; the limit guards this
                // test.
                Some(path) if depth < 8 => self.resolve(&module, path, depth + 1),
                _ => Some(module),
            };
        }
        Some(module)
    }
}

/// Appends a segment to a module path.
fn join(path: &str, segment: &str) -> String {
    if path.is_empty() { segment.to_owned() } else { format!("{path}::{segment}") }
}

/// Returns a ring of modules that use each other, if there is one.
pub(crate) fn ring(graph: &Graph) -> Option<Vec<String>> {
    let mut done = BTreeSet::new();
    for start in graph.arrows.keys() {
        let mut path = Vec::new();
        if let Some(ring) = search(graph, start, &mut path, &mut done) {
            return Some(ring);
        }
    }
    None
}

/// Searches depth first for a ring through modules that are not `done`.
fn search(
    graph: &Graph,
    module: &str,
    path: &mut Vec<String>,
    done: &mut BTreeSet<String>,
) -> Option<Vec<String>> {
    if let Some(at) = path.iter().position(|other| other == module) {
        return Some([&path[at..], &[module.to_owned()]].concat());
    }
    if done.contains(module) {
        return None;
    }
    path.push(module.to_owned());
    for used in graph.arrows.get(module).into_iter().flatten() {
        if let Some(ring) = search(graph, used, path, done) {
            return Some(ring);
        }
    }
    path.pop();
    done.insert(module.to_owned());
    None
}

#[test]
fn a_ring_is_found() {
    let mut graph = Graph::default();
    for (module, used) in [("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")] {
        graph.arrows.entry(module.to_owned()).or_default().insert(used.to_owned());
    }
    assert_eq!(ring(&graph).map(|ring| ring.join(" ")), Some("b c b".to_owned()));
    graph.arrows.remove("c");
    assert_eq!(ring(&graph), None);
}
