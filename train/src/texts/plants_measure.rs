//! `text-plants-measure`: puts one piece into each text, and counts what stays and what is lost.
//!
//! Every text is cleaned by the model that has seen neither its domain nor the piece.

use dechrome::training::{LineCleaner, Scrape, fnv};
use dechrome::{Block, Kind, Options};

use super::labelled_text::{self, LabelledText};
use super::planted::{TextPlant, insert};
use super::predict::read_model;
use crate::arguments::{option, path};
use crate::error::Result;
use crate::folds::FOLDS;
use crate::plants::{self, PlantCounts, PlantResult, Stock};
use crate::random::SplitMix64;

/// The default of `--sets`.
const SETS: &str = "labels-raw-dev,labels2-raw-dev,wcxb-dev";
/// Prints the share of pieces that stay, by kind.
///
/// Arguments: `--data DIR --models DIR [--sets SET,SET]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (data, models) = (path(arguments, "--data")?, path(arguments, "--models")?);
    // A quick run has the models of some folds.
    let cleaners: Vec<Option<LineCleaner>> =
        (0..FOLDS).map(|fold| read_model(&models, fold, None).ok()).collect();
    let stock = Stock::new(plants::read_all());
    let mut counts = PlantCounts::default();
    for set in option(arguments, "--sets").unwrap_or(SETS).split(',') {
        for document in labelled_text::read(&data.join("text"), set)? {
            let Some(cleaner) = &cleaners[document.fold()] else { continue };
            if document.is_article {
                measure(&document, cleaner, &stock, &mut counts);
            }
        }
    }
    counts.print(&mut std::io::stdout().lock(), ["pieces", "texts"])
}

/// Plants one piece of chrome, and then one of body.
fn measure(
    document: &LabelledText,
    cleaner: &LineCleaner,
    stock: &Stock,
    counts: &mut PlantCounts,
) {
    let language = Scrape::new(&document.text).language();
    let before = cleaner.clean(&document.text, &Options::new());
    for is_body in [false, true] {
        let mut random = SplitMix64(fnv(&document.id) ^ fnv("measure") ^ u64::from(is_body));
        let is_wanted = |kind| (kind == Kind::Body) == is_body;
        let Some(piece) = stock.one((document.fold(), language), &mut random, is_wanted) else {
            continue;
        };
        let plant = TextPlant::new(piece, &mut random);
        let kind = plant.piece.kind();
        let Some(planted) = insert(document, &[plant], false) else { continue };
        let after = cleaner.clean(&planted.text, &Options::new());
        let is_planted = |block: &Block<'_>| planted.label_at(block.span().start).is_planted;
        let blocks = after.blocks().map(|block| (block, is_planted(&block)));
        counts.add(kind, &PlantResult::of(&before, blocks));
    }
}
