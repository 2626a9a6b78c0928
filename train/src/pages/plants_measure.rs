//! `plants-measure`: puts one plant into each article page, and counts what stays and what is lost.
//!
//! Every page is cleaned by the model that has seen neither its domain nor the plant.

use std::collections::BTreeMap;
use std::io::Write;

use dechrome::training::{ParsedPage, decoded, fnv};
use dechrome::{Kind, Page};

use super::arguments::PageArguments;
use super::planted::{Nursery, Place, Places, Plant, plant};
use super::predict::read_model;
use super::sample::{PageSample, read_all};
use super::sets::page_path;
use super::types::ARTICLE;
use crate::error::Result;
use crate::folds::FOLDS;
use crate::gold::bytes;
use crate::plants;
use crate::random::SplitMix64;
use crate::word_alignment::words;

/// A plant stays if more than this share of its words is kept.
const STAYS: f32 = 0.5;
/// A page that loses more than this share of its other text is counted as damaged.
const MAX_LOSS: f32 = 0.02;

/// The counts of one kind.
#[derive(Clone, Copy, Default)]
struct KindCount {
    plants: usize,
    kept: usize,
    damaged: usize,
}

/// Prints the share of plants that stay, by kind.
///
/// Arguments: `DATA OUT [--without SET]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let arguments = PageArguments::read(arguments)?;
    let samples = read_all(arguments.data)?;
    let nursery = Nursery::new(plants::read_all(), &samples);
    let mut cleaners = Vec::new();
    for version in arguments.versions().take(FOLDS) {
        // In a quick run there is one model.
        cleaners.push(read_model(arguments.out, version).ok());
    }
    let mut counts: BTreeMap<&'static str, KindCount> = BTreeMap::new();
    let mut out = std::io::stdout().lock();
    for sample in samples.iter().filter(|sample| sample.page_type == ARTICLE) {
        let Some(Some(cleaner)) = cleaners.get(sample.fold) else { continue };
        let html = decoded(&bytes(&page_path(arguments.data, sample.folder, &sample.id))?);
        let before = cleaner.clean_text(&html);
        for is_body in [false, true] {
            let mut random = SplitMix64(fnv(&sample.id) ^ fnv("measure") ^ u64::from(is_body));
            let is_wanted = |kind| (kind == Kind::Body) == is_body;
            let language = sample.page.language();
            let Some(plant_one) = nursery.one(sample, language, &mut random, is_wanted) else {
                continue;
            };
            let plants = [plant_one];
            let Some(planted) = plant(sample, &html, &plants, &mut random) else { continue };
            let after = cleaner.clean_text(&planted);
            let Some(result) = compare(sample, &planted, &plants, &before, &after) else {
                continue;
            };
            let [piece] = &plants;
            let count = counts.entry(piece.piece.kind().name()).or_default();
            count.plants += 1;
            count.kept += usize::from(result.kept_share > STAYS);
            count.damaged += usize::from(result.lost_share > MAX_LOSS);
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
    let mut all = KindCount::default();
    for (kind, count) in &counts {
        print_count(&mut out, kind, *count)?;
        if *kind != Kind::Body.name() {
            all.plants += count.plants;
            all.kept += count.kept;
            all.damaged += count.damaged;
        }
    }
    print_count(&mut out, "all chrome", all)
}

fn print_count(out: &mut impl Write, name: &str, count: KindCount) -> Result<()> {
    let share = |part: usize| 100.0 * part as f32 / count.plants.max(1) as f32;
    let (kept, damaged) = (share(count.kept), share(count.damaged));
    Ok(writeln!(
        out,
        "{name:12} {:5} plants {kept:5.1} % stay {damaged:5.1} % of pages lose over 2 %",
        count.plants
    )?)
}

/// What a plant changed.
struct PlantResult {
    /// The share of the plant's words that is kept.
    kept_share: f32,
    /// The share of the other kept words that is lost.
    lost_share: f32,
}

fn compare(
    sample: &PageSample,
    planted: &str,
    plants: &[Plant],
    before: &Page,
    after: &Page,
) -> Option<PlantResult> {
    let places = Places::new(sample, &ParsedPage::of_text(planted), plants)?;
    let (mut all, mut kept) = (0.0, 0.0);
    let mut own_kept: BTreeMap<&str, i32> = BTreeMap::new();
    for (block, place) in after.blocks().zip(&places.0) {
        let count = words(block.text()).len() as f32;
        if matches!(place, Place::Planted(_)) {
            all += count;
            kept += if block.keep() { count } else { 0.0 };
        } else if block.keep() {
            *own_kept.entry(block.text()).or_default() += 1;
        }
    }
    if all == 0.0 {
        return None;
    }
    let (mut had, mut lost) = (0.0, 0.0);
    for block in before.blocks().filter(|block| block.keep()) {
        let count = words(block.text()).len() as f32;
        had += count;
        let left = own_kept.entry(block.text()).or_default();
        *left -= 1;
        lost += if *left < 0 { count } else { 0.0 };
    }
    Some(PlantResult { kept_share: kept / all, lost_share: lost / f32::max(had, 1.0) })
}
