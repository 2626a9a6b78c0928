//! `text-plants-measure`: puts one piece into each text, and counts what stays and what is lost.
//!
//! Every text is cleaned by the model that has seen neither its domain nor the piece.

use std::collections::BTreeMap;
use std::io::Write;

use dechrome::training::{LineCleaner, Scrape, fnv};
use dechrome::{Kind, Options, Page};

use super::labelled_text::{self, LabelledText};
use super::planted::{TextNursery, insert};
use super::predict::read_model;
use crate::arguments::{option, path};
use crate::error::Result;
use crate::folds::FOLDS;
use crate::plants;
use crate::random::SplitMix64;
use crate::word_alignment::words;

/// The default of `--sets`.
const SETS: &str = "labels-raw-dev,labels2-raw-dev,wcxb-dev";
/// A piece stays if more than this share of its words is kept.
const STAYS: f32 = 0.5;
/// A text that loses more than this share of its other lines' words is counted as damaged.
const MAX_LOSS: f32 = 0.02;

/// The counts of one kind.
#[derive(Clone, Copy, Default)]
struct LineCount {
    pieces: usize,
    kept: usize,
    damaged: usize,
}

/// Prints the share of pieces that stay, by kind.
///
/// Arguments: `--data DIR --models DIR [--sets SET,SET]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (data, models) = (path(arguments, "--data")?, path(arguments, "--models")?);
    // A quick run has the models of some folds.
    let cleaners: Vec<Option<LineCleaner>> =
        (0..FOLDS).map(|fold| read_model(&models, fold, None).ok()).collect();
    let nursery = TextNursery::new(plants::read_all());
    let mut counts: BTreeMap<&'static str, LineCount> = BTreeMap::new();
    for set in option(arguments, "--sets").unwrap_or(SETS).split(',') {
        for document in labelled_text::read(&data.join("text"), set)? {
            let Some(cleaner) = &cleaners[document.fold()] else { continue };
            if document.is_article {
                measure(&document, cleaner, &nursery, &mut counts);
            }
        }
    }
    let mut out = std::io::stdout().lock();
    let mut all = LineCount::default();
    for (kind, count) in &counts {
        print_count(&mut out, kind, *count)?;
        if *kind != Kind::Body.name() {
            all.pieces += count.pieces;
            all.kept += count.kept;
            all.damaged += count.damaged;
        }
    }
    print_count(&mut out, "all chrome", all)
}

/// Plants one piece of chrome, and then one of body.
fn measure(
    document: &LabelledText,
    cleaner: &LineCleaner,
    nursery: &TextNursery,
    counts: &mut BTreeMap<&'static str, LineCount>,
) {
    let language = Scrape::new(&document.text).language();
    let before = cleaner.clean(&document.text, &Options::new());
    for is_body in [false, true] {
        let mut random = SplitMix64(fnv(&document.id) ^ fnv("measure") ^ u64::from(is_body));
        let is_wanted = |kind| (kind == Kind::Body) == is_body;
        let Some(plant) = nursery.one(document, language, &mut random, is_wanted) else { continue };
        let kind = plant.piece.kind();
        let Some(planted) = insert(document, &[plant], false) else { continue };
        let after = cleaner.clean(&planted.text, &Options::new());
        let (kept, lost) = compare(&planted, &before, &after);
        let count = counts.entry(kind.name()).or_default();
        count.pieces += 1;
        count.kept += usize::from(kept > STAYS);
        count.damaged += usize::from(lost > MAX_LOSS);
    }
}

/// Returns the share of the planted words that is kept, and the share of the other kept words that
/// is lost.
fn compare(planted: &LabelledText, before: &Page, after: &Page) -> (f32, f32) {
    let (mut all, mut kept) = (0.0, 0.0);
    let mut own_kept: BTreeMap<&str, i32> = BTreeMap::new();
    for block in after.blocks() {
        let count = words(block.text()).len() as f32;
        if planted.label_at(block.span().start).is_planted {
            all += count;
            kept += if block.keep() { count } else { 0.0 };
        } else if block.keep() {
            *own_kept.entry(block.text()).or_default() += 1;
        }
    }
    let (mut had, mut lost) = (0.0, 0.0);
    for block in before.blocks().filter(|block| block.keep()) {
        let count = words(block.text()).len() as f32;
        had += count;
        let left = own_kept.entry(block.text()).or_default();
        *left -= 1;
        lost += if *left < 0 { count } else { 0.0 };
    }
    (kept / f32::max(all, 1.0), lost / f32::max(had, 1.0))
}

fn print_count(out: &mut impl Write, name: &str, count: LineCount) -> Result<()> {
    let share = |part: usize| 100.0 * part as f32 / count.pieces.max(1) as f32;
    let (kept, damaged) = (share(count.kept), share(count.damaged));
    Ok(writeln!(
        out,
        "{name:12} {:5} pieces {kept:5.1} % stay {damaged:5.1} % of texts lose over 2 %",
        count.pieces
    )?)
}
