//! Exports constants to the Python scripts, so that Python repeats none of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dechrome::Kind;
use dechrome::training::{
    LEAF_MARK, MODEL_MAGIC, PAGE_CALIBRATION, PageTables, SYMMETRIC_TREE_DEPTH,
};
use serde_json::json;

use crate::error::Result;
use crate::folds::FOLDS;
use crate::pages::sample::CONTENT_SHARE;
use crate::pages::sets::SETS as PAGE_SETS;
use crate::table_file::LOG_ODDS_LIMIT;
use crate::texts::labelled_text::MIN_CONFIDENCE;
use crate::texts::sets::{REVIEW, SETS as TEXT_SETS};
use crate::word_alignment::SPACELESS;

/// Runs `constants OUT`. The commands `page-features` and `text-features` also write the file.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let [out] = arguments else { return Err("usage: dechrome-train constants OUT".into()) };
    let out = Path::new(out);
    fs::create_dir_all(out)?;
    write(out)
}

/// Writes `OUT/constants.json`. `train/constants.py` reads it.
pub(crate) fn write(out: &Path) -> Result<()> {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    // The set of review pages is optional, so nothing is measured on it.
    let page_sets = || PAGE_SETS.iter().filter(|set| set.name != REVIEW);
    let text_sets = |is_view: bool| -> Vec<&str> {
        let sets = TEXT_SETS.iter().filter(|set| set.is_view == is_view && set.name != REVIEW);
        sets.map(|set| set.name).collect()
    };
    let constants = json!({
        "folds": FOLDS,
        "kinds": kinds,
        "page_types": PageTables::TYPES,
        "page_sets": page_sets().map(|set| set.name).collect::<Vec<_>>(),
        "page_gold": page_sets().map(|set| (set.name, set.gold)).collect::<BTreeMap<_, _>>(),
        "text_sets": text_sets(false),
        "views": text_sets(true),
        "spaceless": SPACELESS,
        "content_share": decimal(CONTENT_SHARE)?,
        "min_confidence": decimal(MIN_CONFIDENCE)?,
        "page_calibration": decimal(PAGE_CALIBRATION)?,
        "log_odds_limit": decimal(LOG_ODDS_LIMIT)?,
        "symmetric_tree_depth": SYMMETRIC_TREE_DEPTH,
        "leaf_mark": LEAF_MARK,
        "model_magic": MODEL_MAGIC,
    });
    Ok(fs::write(out.join("constants.json"), format!("{constants:#}\n"))?)
}

/// Returns the f64 with the same decimal digits: 0.8 and not 0.800000011920929, which a cast gives.
fn decimal(value: f32) -> Result<f64> {
    Ok(value.to_string().parse()?)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimal_keeps_the_digits() {
        assert_eq!(decimal(0.8).ok(), Some(0.8));
    }
}
