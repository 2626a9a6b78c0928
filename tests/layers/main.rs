//! The arrows between modules: no file uses an item of a file that uses it, directly or around a
//! ring, and the modules of the library only use those below them.

mod graph;
mod source;
mod uses;

use std::path::{Path, PathBuf};

use graph::{Graph, ring};

/// The crates of the repository, by the file of their root module.
const CRATES: &[&str] = &[
    "src/lib.rs",
    "cli/src/lib.rs",
    "python/src/lib.rs",
    "train/src/main.rs",
    "benches/src/main.rs",
    "fuzz/src/lib.rs",
    "xtask/src/main.rs",
];

/// The modules of the library, from the lowest layer to the highest. A module belongs to the
/// longest path that is a prefix of its own. It uses modules of its own entry and of lower layers,
/// never those of another entry in its layer.
const LAYERS: &[&[&str]] = &[
    &["names", "unicode", "rules", "html::syntax"],
    &["kind", "no_content", "hash"],
    &["options", "lang", "lexicon", "model"],
    &["html::tags", "html::name_words", "html::line_numbers"],
    &["metadata", "metadata::json", "metadata::dates", "metadata::labels"],
    &["metadata::name_suffixes", "metadata::name_words", "input"],
    &["metadata::values", "metadata::candidates", "metadata::date_lines", "verdict"],
    &["metadata::joined_names"],
    &["metadata::json_ld", "metadata::person_names", "metadata::serde_fields", "names_serde"],
    &["html::outline", "text"],
    &["html::dom"],
    &[
        "html::positions",
        "html::head",
        "html::selectors",
        "html::mathml",
        "html::styles",
        "html::tex",
    ],
    &["html::callouts", "html::formulas", "html::lists", "html::omissions", "html::table_grid"],
    &["html::segment"],
    &["features", "content", "html::comments"],
    &["features::line", "features::page"],
    &["document", "metadata::plain_line"],
    &["decide", "render"],
    &["metadata::blocks"],
    &["metadata::site_names"],
    &["metadata::declared_titles", "metadata::facts"],
    &["metadata::headline_extras", "metadata::text_titles", "metadata::written_dates"],
    &["metadata::slash_dates", "metadata::titles"],
    &["metadata::page_dates"],
    &["metadata::authors", "metadata::comments"],
    &["metadata::resolve"],
    &["pipeline"],
    &["page"],
    &["cleaner"],
    &["training"],
];

/// Modules that see the outline of a page and never its tree, with their children.
const WITHOUT_TREE: &[&str] = &["features", "decide::pages", "decide::lines"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Returns true if a module is the module `ancestor` or inside it.
fn is_inside(module: &str, ancestor: &str) -> bool {
    module.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Returns the position of the layer of a module, and the entry it belongs to.
fn layer(module: &str) -> Option<(usize, &'static str)> {
    let mut best: Option<(usize, &'static str)> = None;
    for (number, layer) in LAYERS.iter().enumerate() {
        for &entry in *layer {
            if is_inside(module, entry) && best.is_none_or(|(_, other)| other.len() < entry.len()) {
                best = Some((number, entry));
            }
        }
    }
    best
}

#[test]
fn no_files_use_each_other_in_a_ring() {
    for root in CRATES {
        let graph = Graph::read(&repository().join(root));
        assert!(graph.contains(""), "{root} is not a crate");
        if let Some(ring) = ring(&graph) {
            panic!("{root}: these modules use each other: {}", ring.join(" -> "));
        }
    }
}

#[test]
fn the_library_uses_only_lower_layers() {
    let graph = Graph::read(&repository().join("src/lib.rs"));
    let mut wrong = Vec::new();
    for (module, used) in graph.arrows().filter(|(module, _)| !module.is_empty()) {
        match (layer(module), layer(used)) {
            (None, _) => wrong.push(format!("{module} is in no layer")),
            (_, None) => wrong.push(format!("{module} uses {used}, which is in no layer")),
            (Some((_, own)), Some((_, other))) if own == other => {}
            (Some((own, _)), Some((other, _))) if other < own => {}
            _ => wrong.push(format!("{module} uses {used}, which is not below it")),
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn features_and_the_choice_of_blocks_never_see_the_tree() {
    let graph = Graph::read(&repository().join("src/lib.rs"));
    for (module, used) in graph.arrows().filter(|(_, used)| is_inside(used, "html::dom")) {
        let is_blind = WITHOUT_TREE.iter().any(|entry| is_inside(module, entry));
        assert!(!is_blind, "{module} uses {used}");
    }
}

#[test]
fn every_entry_is_a_module() {
    let graph = Graph::read(&repository().join("src/lib.rs"));
    for entry in LAYERS.concat().iter().chain(WITHOUT_TREE) {
        assert!(graph.contains(entry), "{entry}");
    }
}
