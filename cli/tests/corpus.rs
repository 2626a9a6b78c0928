//! Quality floors for `corpus/`: figures that no change may lower.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dechrome::{Cleaner, Options};
use dechrome_cli::eval::corpus::{self, Area};
use serde::Deserialize;

/// The floors and the corpus that they were measured on. `cargo xtask bless` writes them.
#[derive(Deserialize)]
struct Floors {
    /// [`digest`] of the paths and contents of `corpus/`, in the order of the paths.
    corpus: String,
    areas: BTreeMap<String, Floor>,
}

/// The shares that an area must reach.
#[derive(Clone, Copy, Default, Deserialize)]
struct Floor {
    f1: f64,
    body_kept: f64,
    chrome_dropped: f64,
    kinds: f64,
}

impl Floor {
    /// Returns the figures of an area, rounded down to three digits.
    fn of(area: &Area) -> Floor {
        let floor = |figure: f64| (figure * 1000.0).floor() / 1000.0;
        Floor {
            f1: floor(area.f1),
            body_kept: floor(area.body_kept),
            chrome_dropped: floor(area.chrome_dropped),
            kinds: floor(area.kinds),
        }
    }

    /// Returns the higher one of each figure.
    fn max(self, other: Floor) -> Floor {
        Floor {
            f1: self.f1.max(other.f1),
            body_kept: self.body_kept.max(other.body_kept),
            chrome_dropped: self.chrome_dropped.max(other.chrome_dropped),
            kinds: self.kinds.max(other.kinds),
        }
    }
}

/// Returns the path of a file of this repository.
fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The file of floors.
const FLOORS: &str = "cli/tests/data/floors.toml";

fn floors() -> Floors {
    let text = std::fs::read_to_string(file(FLOORS)).expect("the floors are there");
    toml::from_str(&text).expect("the floors are TOML")
}

/// Returns how pinned figures are written, if at all: `raise` only raises floors, `lower` lowers
/// them, too.
fn bless() -> Option<String> {
    std::env::var("BLESS").ok()
}

/// Writes the floors of these areas.
fn write_floors(floors: &[(&str, Floor)]) {
    let mut text = String::from(
        "# Floors for the areas of corpus/ (shares), and the digest of the measured corpus.\n\
         # Written by `cargo xtask bless`, which only raises floors.\n",
    );
    text.push_str(&format!("corpus = \"{}\"\n\n[areas]\n", corpus_digest()));
    for (name, Floor { f1, body_kept, chrome_dropped, kinds }) in floors {
        text.push_str(&format!(
            "{name} = {{ f1 = {f1:?}, body_kept = {body_kept:?}, \
             chrome_dropped = {chrome_dropped:?}, kinds = {kinds:?} }}\n",
        ));
    }
    std::fs::write(file(FLOORS), text).expect("writes the floors");
}

/// Returns the name, figure and floor of each measure of an area.
fn measures(area: &Area, floor: &Floor) -> [(&'static str, f64, f64); 4] {
    [
        ("f1", area.f1, floor.f1),
        ("body_kept", area.body_kept, floor.body_kept),
        ("chrome_dropped", area.chrome_dropped, floor.chrome_dropped),
        ("kinds", area.kinds, floor.kinds),
    ]
}

#[test]
fn the_corpus_stays_above_its_floors() {
    let areas = corpus::areas(&file("corpus"), Options::new()).expect("scores the corpus");
    let floors = floors();
    let mut wrong = Vec::new();
    for area in &areas {
        let Some(floor) = floors.areas.get(&area.name) else {
            wrong.push(format!("{} has no floor", area.name));
            continue;
        };
        let below = measures(area, floor).into_iter().filter(|(_, is, least)| is < least);
        wrong.extend(
            below.map(|(name, is, least)| format!("{}: {name} {is:.4} < {least}", area.name)),
        );
    }
    let removed = floors.areas.keys().filter(|name| areas.iter().all(|area| area.name != **name));
    wrong.extend(removed.map(|name| format!("{name} has a floor, but no cases")));
    let Some(mode) = bless() else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        return;
    };
    let below: Vec<String> = wrong.into_iter().filter(|wrong| wrong.contains('<')).collect();
    assert!(
        mode == "lower" || below.is_empty(),
        "not written, because floors only rise (`--allow-lower` overrides):\n{}",
        below.join("\n")
    );
    let pinned = areas.iter().map(|area| {
        let old = floors.areas.get(&area.name).copied().unwrap_or_default();
        let new = Floor::of(area);
        (area.name.as_str(), if mode == "lower" { new } else { new.max(old) })
    });
    write_floors(&pinned.collect::<Vec<_>>());
}

/// Returns the FNV-1a hash (64 bits) of some texts, joined.
fn digest(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> u64 {
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    parts
        .into_iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, part| part.as_ref().iter().fold(hash, fold))
}

/// Returns the files of the corpus with their paths below it, in the order of the paths.
fn files() -> Vec<(String, Vec<u8>)> {
    let corpus = file("corpus");
    let mut files = Vec::new();
    for case in std::fs::read_dir(&corpus).expect("the corpus is there") {
        for file in std::fs::read_dir(case.expect("a case").path()).expect("a case is a folder") {
            let path = file.expect("a file").path();
            let name = path
                .strip_prefix(&corpus)
                .expect("under the corpus")
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, std::fs::read(path).expect("readable")));
        }
    }
    files.sort();
    files
}

/// The file of a case that has its kept text.
const EXPECTED: &str = "expected.txt";

/// Returns the [`digest`] of the corpus in hexadecimal. A new or changed case changes it. The
/// expected texts are outputs, so they are left out.
fn corpus_digest() -> String {
    let inputs = files().into_iter().filter(|(name, _)| !name.ends_with(EXPECTED));
    format!("{:016x}", digest(inputs.flat_map(|(name, bytes)| [name.into_bytes(), bytes])))
}

/// The kept text of each case is a golden, so that a change of output is shown as a difference of
/// text. `labels.tsv` says what should be kept.
#[test]
fn the_kept_texts_are_the_expected_ones() {
    let cleaner = Cleaner::default();
    let mut changed = Vec::new();
    for (name, input) in files().into_iter().filter(|(name, _)| name.contains("/input.")) {
        let case = name.split('/').next().unwrap_or_default();
        let path = file("corpus").join(case).join(EXPECTED);
        let text = cleaner.clean(&input).to_text();
        if bless().is_some() {
            std::fs::write(&path, &text).expect("writes the expected text");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            changed.push(case.to_owned());
        }
    }
    assert!(changed.is_empty(), "other text: {changed:?}. `cargo xtask bless` writes it");
}

#[test]
fn the_floors_belong_to_this_corpus() {
    if bless().is_none() {
        assert_eq!(
            corpus_digest(),
            floors().corpus,
            "the floors were measured on another corpus: `cargo xtask bless` measures them again"
        );
    }
}

/// The line of the changelog that has the digest of the output.
const OUTPUT: &str = "The output for `corpus/` has the digest `";

/// The verdicts and texts are the same on all platforms, and change only with a changelog entry.
/// Scores are left out, because their last digits depend on the platform's logarithm.
#[test]
fn the_changelog_has_the_digest_of_the_output() {
    let cleaner = Cleaner::default();
    let mut parts = Vec::new();
    for (_, input) in files().into_iter().filter(|(name, _)| name.contains("/input.")) {
        let page = cleaner.clean(&input);
        parts.extend(
            page.blocks()
                .map(|block| format!("{} {} {}\n", block.kind(), block.keep(), block.text())),
        );
        parts.push(page.to_text());
    }
    let digest = format!("{:016x}", digest(parts));
    let path = file("CHANGELOG.md");
    let changelog = std::fs::read_to_string(&path).expect("the changelog is there");
    // The first one is the newest.
    let (before, after) = changelog.split_once(OUTPUT).expect("the changelog has a digest");
    let (pinned, after) = after.split_once('`').expect("the digest ends");
    if bless().is_some() {
        std::fs::write(&path, format!("{before}{OUTPUT}{digest}`{after}")).expect("is written");
    } else {
        assert_eq!(digest, pinned, "the output changed: `cargo xtask bless` writes its digest");
    }
}
