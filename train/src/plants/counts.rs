//! Counts how many plants stay in cleaned documents, and what they cost the rest.

use std::collections::BTreeMap;
use std::io::Write;

use dechrome::{Block, Kind, Page};

use crate::error::Result;
use crate::word_alignment::words;

/// A plant stays if more than this share of its words is kept.
const STAYS: f32 = 0.5;
/// A document that loses more than this share of its other words is counted as damaged.
const MAX_LOSS: f32 = 0.02;

/// The shares of a plant and of the other text that are kept and lost.
pub(crate) struct PlantResult {
    /// The plant's words.
    pub(crate) planted: f32,
    /// The share of these words that is kept.
    pub(crate) kept_share: f32,
    /// The share of the other kept words that is lost.
    pub(crate) lost_share: f32,
}

impl PlantResult {
    /// Compares a document without the plant and the blocks of the one with it, each with whether
    /// it is planted.
    pub(crate) fn of<'p>(
        before: &'p Page,
        after: impl Iterator<Item = (Block<'p>, bool)>,
    ) -> PlantResult {
        let (mut planted, mut kept) = (0.0, 0.0);
        let mut own_kept: BTreeMap<&str, i32> = BTreeMap::new();
        for (block, is_planted) in after {
            let count = words(block.text()).len() as f32;
            if is_planted {
                planted += count;
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
        let kept_share = kept / f32::max(planted, 1.0);
        PlantResult { planted, kept_share, lost_share: lost / f32::max(had, 1.0) }
    }
}

/// The counts of one kind.
#[derive(Clone, Copy, Default)]
struct KindCount {
    plants: usize,
    kept: usize,
    damaged: usize,
}

/// The counts of all kinds.
#[derive(Default)]
pub(crate) struct PlantCounts(BTreeMap<&'static str, KindCount>);

impl PlantCounts {
    /// Adds the result of a plant.
    pub(crate) fn add(&mut self, kind: Kind, result: &PlantResult) {
        let count = self.0.entry(kind.name()).or_default();
        count.plants += 1;
        count.kept += usize::from(result.kept_share > STAYS);
        count.damaged += usize::from(result.lost_share > MAX_LOSS);
    }

    /// Prints a row for each kind, and one for all chrome. The nouns name a plant and a document.
    pub(crate) fn print(&self, out: &mut impl Write, nouns: [&str; 2]) -> Result<()> {
        let mut all = KindCount::default();
        for (kind, count) in &self.0 {
            count.print(out, kind, nouns)?;
            if *kind != Kind::Body.name() {
                all.plants += count.plants;
                all.kept += count.kept;
                all.damaged += count.damaged;
            }
        }
        all.print(out, "all chrome", nouns)
    }
}

impl KindCount {
    fn print(self, out: &mut impl Write, name: &str, [plants, documents]: [&str; 2]) -> Result<()> {
        let share = |part: usize| 100.0 * part as f32 / self.plants.max(1) as f32;
        let (kept, damaged) = (share(self.kept), share(self.damaged));
        Ok(writeln!(
            out,
            "{name:12} {:5} {plants} {kept:5.1} % stay {damaged:5.1} % of {documents} lose over 2 %",
            self.plants
        )?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_counted_apart_and_body_is_no_chrome() {
        let result = |kept_share, lost_share| PlantResult { planted: 4.0, kept_share, lost_share };
        let mut counts = PlantCounts::default();
        counts.add(Kind::Ad, &result(0.6, 0.0));
        counts.add(Kind::Ad, &result(0.5, 0.03));
        counts.add(Kind::Body, &result(1.0, 0.02));
        let mut out = Vec::new();
        counts.print(&mut out, ["plants", "pages"]).expect("writes");
        let rows = "ad               2 plants  50.0 % stay  50.0 % of pages lose over 2 %\n\
                    body             1 plants 100.0 % stay   0.0 % of pages lose over 2 %\n\
                    all chrome       2 plants  50.0 % stay  50.0 % of pages lose over 2 %\n";
        assert_eq!(String::from_utf8(out).expect("text"), rows);
    }
}
