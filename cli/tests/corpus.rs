//! Quality floors for `corpus/`: figures that no change may lower.

#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;

use dechrome::{Cleaner, Options};
use dechrome_cli::eval::corpus::{self, Area};

/// The figures that an area must reach.
struct Floor {
    area: &'static str,
    f1: f64,
    body_kept: f64,
    chrome_dropped: f64,
    kinds: f64,
}

/// The floors by area. They are raised when the figures rise, and never lowered.
const FLOORS: &[Floor] = &[
    Floor { area: "blog", f1: 0.989, body_kept: 0.998, chrome_dropped: 0.969, kinds: 0.664 },
    Floor { area: "body-only", f1: 1.0, body_kept: 1.0, chrome_dropped: 1.0, kinds: 0.947 },
    Floor { area: "docs", f1: 0.997, body_kept: 1.0, chrome_dropped: 0.983, kinds: 0.744 },
    Floor { area: "format", f1: 0.938, body_kept: 1.0, chrome_dropped: 0.686, kinds: 0.79 },
    Floor { area: "forum", f1: 0.97, body_kept: 0.978, chrome_dropped: 0.93, kinds: 0.623 },
    Floor { area: "listing", f1: 0.97, body_kept: 1.0, chrome_dropped: 0.894, kinds: 0.666 },
    Floor { area: "news", f1: 0.992, body_kept: 1.0, chrome_dropped: 0.982, kinds: 0.755 },
    Floor { area: "news-raw", f1: 0.986, body_kept: 1.0, chrome_dropped: 0.958, kinds: 0.829 },
    Floor { area: "news-residue", f1: 0.982, body_kept: 1.0, chrome_dropped: 0.897, kinds: 0.836 },
    Floor { area: "odd", f1: 0.911, body_kept: 0.989, chrome_dropped: 0.759, kinds: 0.657 },
    Floor { area: "other", f1: 0.93, body_kept: 0.954, chrome_dropped: 0.796, kinds: 0.669 },
    Floor { area: "product", f1: 0.985, body_kept: 0.971, chrome_dropped: 1.0, kinds: 0.577 },
    Floor { area: "qa", f1: 1.0, body_kept: 1.0, chrome_dropped: 1.0, kinds: 0.492 },
    Floor { area: "recipe", f1: 0.98, body_kept: 1.0, chrome_dropped: 0.951, kinds: 0.648 },
    Floor { area: "wiki", f1: 0.938, body_kept: 1.0, chrome_dropped: 0.78, kinds: 0.704 },
    Floor { area: "all", f1: 0.97, body_kept: 0.996, chrome_dropped: 0.914, kinds: 0.748 },
];

/// Returns the name, figure and floor of each measure of an area.
fn measures(area: &Area, floor: &Floor) -> [(&'static str, f64, f64); 4] {
    [
        ("f1", area.f1, floor.f1),
        ("body_kept", area.body_kept, floor.body_kept),
        ("chrome_dropped", area.chrome_dropped, floor.chrome_dropped),
        ("kinds", area.kinds, floor.kinds),
    ]
}

/// Returns a row of [`FLOORS`] with the figures of an area, rounded down.
fn row(area: &Area) -> String {
    let [f1, body_kept, chrome_dropped, kinds] =
        [area.f1, area.body_kept, area.chrome_dropped, area.kinds]
            .map(|figure| (figure * 1000.0).floor() / 1000.0);
    let name = &area.name;
    format!(
        "    Floor {{ area: {name:?}, f1: {f1:?}, body_kept: {body_kept:?}, \
         chrome_dropped: {chrome_dropped:?}, kinds: {kinds:?} }},"
    )
}

/// `cargo test -p dechrome-cli --test corpus -- --nocapture` prints the figures as rows of
/// [`FLOORS`].
#[test]
fn the_corpus_stays_above_its_floors() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let areas = corpus::areas(&corpus, Options::new()).expect("scores the corpus");
    let mut wrong = Vec::new();
    for area in &areas {
        println!("{}", row(area));
        let Some(floor) = FLOORS.iter().find(|floor| floor.area == area.name) else {
            wrong.push(format!("{} has no floor", area.name));
            continue;
        };
        let below = measures(area, floor).into_iter().filter(|(_, is, least)| is < least);
        wrong.extend(
            below.map(|(name, is, least)| format!("{}: {name} {is:.4} < {least}", area.name)),
        );
    }
    let gone = FLOORS.iter().filter(|floor| areas.iter().all(|area| area.name != floor.area));
    wrong.extend(gone.map(|floor| format!("{} has a floor, but no cases", floor.area)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// FNV-1a over the paths and contents of `corpus/`, in the order of the paths.
///
/// A new or changed case changes the digest. The floors are then measured again, and may be lower:
/// CHANGELOG.md lists six figures of single areas that were.
const DIGEST: u64 = 0x76A0_F37C_8ED1_FB33;

/// Returns the FNV-1a hash (64 bits) of some texts, joined.
fn digest(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> u64 {
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    parts
        .into_iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, part| part.as_ref().iter().fold(hash, fold))
}

/// Returns the files of the corpus with their paths below it, in the order of the paths.
fn files() -> Vec<(String, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let mut files = Vec::new();
    for case in std::fs::read_dir(&corpus).expect("the corpus is there") {
        for file in std::fs::read_dir(case.expect("a case").path()).expect("a case is a folder") {
            let file = file.expect("a file").path();
            let name = file
                .strip_prefix(&corpus)
                .expect("under the corpus")
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, std::fs::read(file).expect("readable")));
        }
    }
    files.sort();
    files
}

#[test]
fn the_floors_belong_to_this_corpus() {
    let digest = digest(files().into_iter().flat_map(|(name, bytes)| [name.into_bytes(), bytes]));
    assert_eq!(digest, DIGEST, "the floors were measured on another corpus: {digest:#x}");
}

/// The verdicts and texts are the same on all platforms, and change only with a changelog entry.
///
/// Scores are left out, because their last digits depend on the platform's logarithm.
#[test]
fn the_changelog_has_the_digest_of_the_cleaned_corpus() {
    let cleaner = Cleaner::default();
    let mut parts = Vec::new();
    for (_, input) in files().into_iter().filter(|(name, _)| name.contains("/input.")) {
        let page = cleaner.clean(&input);
        parts.extend(
            page.blocks()
                .map(|block| format!("{} {} {}\n", block.kind(), block.keep(), block.text())),
        );
        parts.push(page.text());
    }
    let digest = format!("{:016x}", digest(parts));
    let changelog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../CHANGELOG.md");
    let changelog = std::fs::read_to_string(changelog).expect("the changelog is there");
    let newest = changelog
        .lines()
        .find(|line| line.contains("What becomes of `corpus/`"))
        .unwrap_or_default();
    assert!(newest.contains(&digest), "{digest} is not what the changelog has last: {newest}");
}
