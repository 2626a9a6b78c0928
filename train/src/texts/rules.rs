//! `rules`: counts how often each rule of `decide::lines` decides a line, and how often it is
//! right.
//!
//! A rule decides a line if the verdict has its reason and differs from what the score alone says,
//! at the balanced threshold of well-known languages. It is right if the label agrees.

use std::collections::BTreeMap;
use std::io::Write;

use dechrome::{Kind, Options};

use super::labelled_text;
use super::predict::read_model;
use crate::arguments::{option, path};
use crate::error::Result;
use crate::folds::FOLDS;

/// The default of `--sets`.
const SETS: &str = "labels-raw-dev,labels-residue-dev,labels2-raw-dev,labels2-residue-dev,wcxb-dev";
/// The score from which the model alone would keep a line: `Thresholds::balanced` of
/// `src/decide/lines/target.rs`.
const THRESHOLD: f32 = 0.28;
/// The reasons that rules give, as verdicts print them.
const REASONS: [&str; 10] = [
    "is a known phrase",
    "in another script",
    "under a heading",
    "repeats an earlier",
    "long line in the dense part",
    "kept so that",
    "has the form of this kind",
    "outside the main part",
    "the article continues after chrome",
    "headline",
];

/// The counts of one rule.
#[derive(Clone, Copy, Default)]
struct RuleCount {
    fired: usize,
    right: usize,
    /// Lines on which the rule overruled the score.
    decided: usize,
    decided_right: usize,
}

/// Prints a row for each rule, and for known phrases a row for each kind.
///
/// Arguments: `--data DIR --models DIR [--sets SET,SET]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (data, models) = (path(arguments, "--data")?, path(arguments, "--models")?);
    let cleaners: Vec<_> = (0..FOLDS).map(|fold| read_model(&models, fold, None).ok()).collect();
    let mut counts: BTreeMap<String, RuleCount> = BTreeMap::new();
    for set in option(arguments, "--sets").unwrap_or(SETS).split(',') {
        for document in labelled_text::read(&data.join("text"), set)? {
            let Some(cleaner) = &cleaners[document.fold()] else { continue };
            let page = cleaner.clean(&document.text, &Options::new());
            for block in page.blocks() {
                let label = document.label_at(block.span().start);
                let Some(body) = label.body.filter(|share| *share == 0.0 || *share == 1.0) else {
                    continue;
                };
                let is_body = body == 1.0;
                let why = block.why();
                for reason in REASONS {
                    let fires = match reason {
                        "headline" => block.kind() == Kind::Title,
                        _ => why.contains(reason),
                    };
                    if !fires {
                        continue;
                    }
                    let decides = block.keep() != (block.score() >= THRESHOLD);
                    let is_right = block.keep() == is_body;
                    count(&mut counts, reason.to_owned(), is_right, decides);
                    if reason == REASONS[0] {
                        let name = format!("{reason}: {}", block.kind());
                        count(&mut counts, name, is_right, decides);
                    }
                }
            }
        }
    }
    let mut out = std::io::stdout().lock();
    for (name, count) in counts {
        writeln!(
            out,
            "{name:36} fires {:7} right {:.4}   overrules the score {:6} right {:.4}",
            count.fired,
            count.right as f32 / count.fired.max(1) as f32,
            count.decided,
            count.decided_right as f32 / count.decided.max(1) as f32,
        )?;
    }
    Ok(())
}

fn count(counts: &mut BTreeMap<String, RuleCount>, name: String, is_right: bool, decides: bool) {
    let count = counts.entry(name).or_default();
    count.fired += 1;
    count.right += usize::from(is_right);
    count.decided += usize::from(decides);
    count.decided_right += usize::from(decides && is_right);
}
