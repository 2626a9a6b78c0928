//! The quality floors of `corpus/`: figures that no change may lower.

#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;

use dechrome::Options;
use dechrome_cli::eval::corpus::{self, Area};

/// What an area must reach.
struct Floor {
    area: &'static str,
    f1: f64,
    body_kept: f64,
    chrome_dropped: f64,
    kinds: f64,
}

/// The floors, by area. They are raised when the figures rise, and never lowered.
const FLOORS: &[Floor] = &[
    Floor { area: "blog", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "body-only", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "docs", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "format", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "forum", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "listing", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "news", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "news-raw", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "news-residue", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "odd", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "other", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "product", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "qa", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "recipe", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "wiki", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
    Floor { area: "all", f1: 0.0, body_kept: 0.0, chrome_dropped: 0.0, kinds: 0.0 },
];

/// The figures of an area, each with its name and its floor.
fn held(area: &Area, floor: &Floor) -> [(&'static str, f64, f64); 4] {
    [
        ("f1", area.f1, floor.f1),
        ("body_kept", area.body_kept, floor.body_kept),
        ("chrome_dropped", area.chrome_dropped, floor.chrome_dropped),
        ("kinds", area.kinds, floor.kinds),
    ]
}

/// A row of [`FLOORS`] with what was measured, rounded down.
fn row(area: &Area) -> String {
    let [f1, body_kept, chrome_dropped, kinds] =
        [area.f1, area.body_kept, area.chrome_dropped, area.kinds].map(|figure| (figure * 1000.0).floor() / 1000.0);
    let name = &area.name;
    format!(
        "    Floor {{ area: {name:?}, f1: {f1:?}, body_kept: {body_kept:?}, chrome_dropped: {chrome_dropped:?}, \
         kinds: {kinds:?} }},"
    )
}

/// `cargo test -p dechrome-cli --test corpus -- --nocapture` prints the figures as rows to pin.
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
        let below = held(area, floor).into_iter().filter(|(_, is, least)| is < least);
        wrong.extend(below.map(|(name, is, least)| format!("{}: {name} {is:.4} < {least}", area.name)));
    }
    let gone = FLOORS.iter().filter(|floor| areas.iter().all(|area| area.name != floor.area));
    wrong.extend(gone.map(|floor| format!("{} has a floor, but no cases", floor.area)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
