//! `plants-measure`: puts one plant into each article page, and counts what stays and what is lost.
//!
//! Every page is cleaned by the model that has seen neither its domain nor the plant.

use std::io::Write;

use dechrome::training::{ParsedPage, decoded, fnv};
use dechrome::{Kind, Page};

use super::arguments::PageArguments;
use super::planted::{Place, Places, Plant, plant, stock};
use super::predict::read_model;
use super::sample::{PageSample, read_all};
use super::sets::page_path;
use super::types::ARTICLE;
use crate::error::Result;
use crate::folds::FOLDS;
use crate::gold::bytes;
use crate::plants::{self, PlantCounts, PlantResult};
use crate::random::SplitMix64;

/// Prints the share of plants that stay, by kind.
///
/// Arguments: `DATA OUT [--without SET]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let arguments = PageArguments::read(arguments)?;
    let samples = read_all(arguments.data)?;
    let stock = stock(plants::read_all(), &samples);
    let mut cleaners = Vec::new();
    for version in arguments.versions().take(FOLDS) {
        // In a quick run there is one model.
        cleaners.push(read_model(arguments.out, version).ok());
    }
    let mut counts = PlantCounts::default();
    let mut out = std::io::stdout().lock();
    for sample in samples.iter().filter(|sample| sample.page_type == ARTICLE) {
        let Some(Some(cleaner)) = cleaners.get(sample.fold) else { continue };
        let html = decoded(&bytes(&page_path(arguments.data, sample.folder, &sample.id))?);
        let before = cleaner.clean_text(&html);
        for is_body in [false, true] {
            let mut random = SplitMix64(fnv(&sample.id) ^ fnv("measure") ^ u64::from(is_body));
            let is_wanted = |kind| (kind == Kind::Body) == is_body;
            let group = (sample.fold, sample.page.language());
            let Some(piece) = stock.one(group, &mut random, is_wanted) else { continue };
            let plants = [Plant::new(piece, &mut random)];
            let Some(planted) = plant(sample, &html, &plants, &mut random) else { continue };
            let after = cleaner.clean_text(&planted);
            let Some(result) = compare(sample, &planted, &plants, &before, &after) else {
                continue;
            };
            let [piece] = &plants;
            counts.add(piece.piece.kind(), &result);
            if std::env::var_os("DECHROME_VERBOSE").is_some() {
                let text: Vec<String> = piece.piece.parts.iter().map(|part| part.plain()).collect();
                writeln!(
                    out,
                    "{} kept {:.2} lost {:.3} {} {}",
                    piece.piece.kind(),
                    result.kept_share,
                    result.lost_share,
                    sample.id,
                    text.join(" / ")
                )?;
            }
        }
    }
    counts.print(&mut out, ["plants", "pages"])
}

/// Returns what the plants changed, or `None` if none of their words is on the page.
fn compare(
    sample: &PageSample,
    planted: &str,
    plants: &[Plant],
    before: &Page,
    after: &Page,
) -> Option<PlantResult> {
    let places = Places::new(sample, &ParsedPage::of_text(planted), plants)?;
    let is_planted = places.0.iter().map(|place| matches!(place, Place::Planted(_)));
    let result = PlantResult::of(before, after.blocks().zip(is_planted));
    (result.planted > 0.0).then_some(result)
}
