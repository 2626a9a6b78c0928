//! The quality floors of `corpus/`: figures that no change may lower.

#![allow(missing_docs)]

use std::path::Path;

use dechrome::Options;
use dechrome_cli::eval::corpus;

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

#[test]
fn the_corpus_stays_above_its_floors() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    if !corpus.is_dir() {
        return;
    }
    let areas = corpus::areas(&corpus, Options::new()).expect("scores the corpus");
    let mut below = Vec::new();
    for area in &areas {
        let Some(floor) = FLOORS.iter().find(|floor| floor.area == area.name) else { continue };
        for (name, is, least) in [
            ("f1", area.f1, floor.f1),
            ("body_kept", area.body_kept, floor.body_kept),
            ("chrome_dropped", area.chrome_dropped, floor.chrome_dropped),
            ("kinds", area.kinds, floor.kinds),
        ] {
            if is < least {
                below.push(format!("{}: {name} {is:.4} < {least}", area.name));
            }
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}
