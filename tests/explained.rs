//! Every verdict can be explained: by the score, or by a reason.

use std::fs;
use std::path::Path;

use dechrome::{Kind, Page};

/// Returns the dropped blocks without a reason whose score is above that of a kept block without a
/// reason.
fn unexplained(page: &Page) -> Vec<String> {
    let plain = page.blocks().filter(|block| block.reasons().next().is_none());
    let plain: Vec<_> = plain.filter(|block| block.kind() != Kind::Blank).collect();
    let kept = plain.iter().filter(|block| block.keep()).map(|block| block.score());
    let least = kept.fold(f32::INFINITY, f32::min);
    plain
        .iter()
        .filter(|block| !block.keep() && block.score() > least)
        .map(|block| format!("{} {} above {least}: {}", block.kind(), block.why(), block.text()))
        .collect()
}

#[test]
fn scores_and_reasons_explain_all_verdicts() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut count = 0;
    for case in fs::read_dir(corpus).expect("a folder").flatten() {
        for name in ["input.html", "input.txt"] {
            let Ok(document) = fs::read(case.path().join(name)) else { continue };
            let found = unexplained(&dechrome::clean(document));
            assert!(found.is_empty(), "{}: {found:#?}", case.path().display());
            count += 1;
        }
    }
    assert!(count > 60, "{count} documents");
}
