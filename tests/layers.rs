//! Modules use what stands below them, never what stands beside or above: reads the `crate::` paths of `src/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules at the crate's root, from the lowest layer to the highest. Those of one layer do not use each other.
const LAYERS: &[&[&str]] = &[
    &["content", "hash", "json", "kind", "markup", "metadata", "rules", "tags", "units"],
    &["dates", "decode", "lang", "lexicon", "model", "names", "options", "serial", "signs"],
    &["page"],
    &["dom", "outline", "render", "resolve", "text"],
    &["html", "meta", "select"],
    &["comments", "features", "structure"],
    &["decide"],
    &["scrape", "webpage"],
    &["cleaner"],
    &["training"],
    &["lib"],
];

/// Paths that point the other way, and why they may.
const EXCEPTIONS: &[(&str, &str)] = &[
    // `Page::text` and `Page::json` are the way in for callers; `render` does the writing.
    ("page", "render"),
    // `Page::metadata` is the way in likewise; `resolve` makes sense of the page's signs.
    ("page", "resolve"),
    // Lines are joined by how they look, and what knows that uses nothing but `units`.
    ("text", "features::marks"),
    ("text", "features::shape"),
];

/// All Rust files below `folder`, in no order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("reads the folder")
        .map(|entry| entry.expect("reads an entry").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let rust = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.chain(folders.iter().flat_map(|folder| self::files(folder))).collect()
}

/// The module at the crate's root that a file belongs to.
fn module(source: &Path, file: &Path) -> String {
    let first =
        file.strip_prefix(source).expect("is below src/").iter().next().expect("has a name");
    Path::new(first).with_extension("").to_string_lossy().into_owned()
}

/// The paths behind `crate::` in code, tests and comments aside.
fn paths(code: &str) -> Vec<&str> {
    let code = code.split("\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let in_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    lines
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.split(|c| !in_path(c)).next().unwrap_or_default())
        .collect()
}

/// The layer of a module.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// What is wrong with `module` using `path`, if anything is.
fn wrong(module: &str, path: &str) -> Option<String> {
    let used = path.split("::").next().unwrap_or_default();
    let allowed = |(from, to): &(&str, &str)| *from == module && path.starts_with(to);
    match (layer(module), layer(used)) {
        (None, _) => Some(format!("{module} stands in no layer")),
        (_, None) => Some(format!("{module} uses `crate::{path}`, which stands in no layer")),
        _ if used == module || EXCEPTIONS.iter().any(allowed) => None,
        (Some(own), Some(other)) if other < own => None,
        _ => Some(format!("{module} uses `crate::{path}`, which stands beside or above it")),
    }
}

#[test]
fn the_arrows_point_down() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for file in files(&source).iter().filter(|file| !file.ends_with("tests.rs")) {
        let code = fs::read_to_string(file).expect("reads a file");
        let module = module(&source, file);
        all.extend(paths(&code).into_iter().filter_map(|path| wrong(&module, path)));
    }
    all.sort();
    all.dedup();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_module_and_exception_is_there() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for module in LAYERS.concat() {
        assert!(source.join(module).with_extension("rs").is_file(), "{module}");
    }
    for (from, to) in EXCEPTIONS {
        let code =
            fs::read_to_string(source.join(from).with_extension("rs")).expect("reads a file");
        assert!(paths(&code).iter().any(|path| path.starts_with(to)), "{from} no longer uses {to}");
    }
}

#[test]
fn a_wrong_arrow_is_seen() {
    let code = "use crate::dom::Dom;\n// crate::cleaner\nlet x = crate::cleaner::clean(crate::page);\nmod tests {";
    assert_eq!(paths(code), ["dom::Dom", "cleaner::clean", "page"]);
    for (module, path) in
        [("dom", "html::segment"), ("html", "meta"), ("dom", "Limits"), ("nowhere", "kind")]
    {
        assert!(wrong(module, path).is_some(), "{module} -> {path}");
    }
    assert_eq!(wrong("cleaner", "dom::Dom"), None);
}
