//! Tables over many documents.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::output::{counted, terminal_text::display_text};
use crate::stats::measure::{DocumentMeasure, KindMeasure};

/// Bins of confidence and of the kept share: tenths.
const TENTHS: usize = 10;

/// The lower edges of the bins of kept words. Each is twice the one before it, after 0 and 1.
pub(crate) const WORD_EDGES: [usize; 10] = [0, 1, 50, 100, 200, 400, 800, 1600, 3200, 6400];

/// The longest bar of a table, in columns.
const BAR_COLUMNS: f64 = 40.0;

/// Tables over many documents.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct StatsTables {
    documents: usize,
    /// Documents of which nothing was kept.
    empty: usize,
    kept_words: usize,
    /// Documents by tenth of confidence.
    confidence: [usize; TENTHS],
    /// Documents by tenth of the share that was kept. Rows without blocks do not count.
    kept_share: [usize; TENTHS],
    /// Documents by kept words; the bins begin at [`WORD_EDGES`].
    words: [usize; WORD_EDGES.len()],
    words_from: [usize; WORD_EDGES.len()],
    languages: BTreeMap<String, usize>,
    sources: BTreeMap<String, usize>,
    degraded: BTreeMap<String, usize>,
    no_content: BTreeMap<String, usize>,
    kinds: BTreeMap<String, KindTotals>,
    /// The unit of sizes in `kinds`.
    unit: &'static str,
}

/// The blocks of one kind in many documents.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct KindTotals {
    /// Documents with such a block.
    documents: usize,
    #[serde(flatten)]
    sizes: KindMeasure,
}

/// Returns the tenth that contains a number from 0 to 1. 1 is in the last one.
fn tenth(share: f64) -> usize {
    ((share * TENTHS as f64) as usize).min(TENTHS - 1)
}

impl StatsTables {
    /// Adds a document.
    pub(crate) fn add(&mut self, measure: &DocumentMeasure) {
        self.words_from = WORD_EDGES;
        self.documents += 1;
        self.empty += usize::from(measure.words == 0);
        self.kept_words += measure.words;
        if let Some(confidence) = measure.confidence {
            self.confidence[tenth(confidence)] += 1;
        }
        if let Some(share) = measure.kept_share() {
            self.kept_share[tenth(share)] += 1;
        }
        let bin = WORD_EDGES.iter().rposition(|&edge| edge <= measure.words).unwrap_or_default();
        self.words[bin] += 1;
        *self.languages.entry(measure.language.clone()).or_default() += 1;
        for (table, name) in [
            (&mut self.sources, &measure.source),
            (&mut self.degraded, &measure.degraded),
            (&mut self.no_content, &measure.no_content),
        ] {
            if let Some(name) = name {
                *table.entry(name.clone()).or_default() += 1;
            }
        }
        self.add_kinds(measure);
    }

    fn add_kinds(&mut self, measure: &DocumentMeasure) {
        let Some(kinds) = &measure.kinds else { return };
        self.unit = match (self.unit, measure.counts_bytes) {
            ("" | "words", false) => "words",
            ("" | "bytes", true) => "bytes",
            // Rows of both sorts cannot be added up.
            _ => "words and bytes",
        };
        for (name, sizes) in kinds {
            let total = self.kinds.entry(name.clone()).or_default();
            total.documents += 1;
            total.sizes.blocks += sizes.blocks;
            total.sizes.kept += sizes.kept;
            total.sizes.dropped += sizes.dropped;
        }
    }

    /// Returns the tables as one JSON object.
    pub(crate) fn json(&self) -> String {
        // Serializing cannot fail: the tables have only numbers and strings, with string keys.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns the tables as text.
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "{}, {} empty, {}\n",
            counted(self.documents, "document"),
            self.empty,
            counted(self.kept_words, "kept word")
        );
        let tenths = |counts: &[usize]| -> Vec<(String, usize)> {
            let name =
                |bin: usize| format!("{:.1} to {:.1}", bin as f64 / 10.0, (bin + 1) as f64 / 10.0);
            counts.iter().enumerate().map(|(bin, &count)| (name(bin), count)).collect()
        };
        add_table(&mut text, "confidence", &tenths(&self.confidence));
        add_table(&mut text, "kept share", &tenths(&self.kept_share));
        let words = WORD_EDGES.iter().zip(self.words);
        let words: Vec<_> = words.map(|(edge, count)| (format!("from {edge}"), count)).collect();
        add_table(&mut text, "kept words", &words);
        add_table(&mut text, "language", &by_count(&self.languages));
        add_table(&mut text, "source", &by_count(&self.sources));
        add_table(&mut text, "degraded", &by_count(&self.degraded));
        add_table(&mut text, "no content", &by_count(&self.no_content));
        self.add_kind_table(&mut text);
        text
    }

    fn add_kind_table(&self, text: &mut String) {
        if self.kinds.is_empty() {
            return;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "\n{:<12} {:>9} {:>9} {:>12} {:>12}  ({})",
            "kind", "documents", "blocks", "kept", "dropped", self.unit
        );
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(_, total)| Reverse(total.sizes.kept + total.sizes.dropped));
        for (name, KindTotals { documents, sizes }) in kinds {
            let KindMeasure { blocks, kept, dropped } = sizes;
            let name = display_text(name);
            let _ =
                writeln!(text, "{name:<12} {documents:>9} {blocks:>9} {kept:>12} {dropped:>12}");
        }
    }
}

/// Returns the rows of a table, the largest count first.
fn by_count(table: &BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut rows: Vec<_> = table.iter().map(|(name, &count)| (name.clone(), count)).collect();
    rows.sort_by_key(|&(_, count)| Reverse(count));
    rows
}

/// Adds a table with a bar for each row, unless all rows are 0.
fn add_table(text: &mut String, name: &str, rows: &[(String, usize)]) {
    let longest = rows.iter().map(|&(_, count)| count).max().unwrap_or_default();
    if longest == 0 {
        return;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n{name}");
    for (label, count) in rows {
        let columns = (*count as f64 / longest as f64 * BAR_COLUMNS).ceil() as usize;
        let row = format!("  {:<12} {count:>9} {}", display_text(label), "#".repeat(columns));
        text.push_str(row.trim_end());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_include_their_lower_edge_and_one() {
        assert_eq!((tenth(0.0), tenth(0.1), tenth(0.95), tenth(1.0)), (0, 1, 9, 9));
        let mut tables = StatsTables::default();
        for words in [0, 1, 49, 50, 100_000] {
            tables.add(&DocumentMeasure { words, ..DocumentMeasure::default() });
        }
        assert_eq!(tables.words, [1, 2, 1, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((tables.documents, tables.empty), (5, 1));
    }
}
