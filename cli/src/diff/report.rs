//! The report of `dechrome diff`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::json;

use crate::diff::changes::DocumentChange;
use crate::output::counted;
use crate::output::terminal_text::display_text;
use crate::result_rows::ResultRow;
use crate::stats::measure::word_count;

/// Totals over the documents of two runs.
#[derive(Clone, Debug, Default)]
pub(super) struct DiffReport {
    /// Documents of both runs.
    documents: usize,
    changed: usize,
    only_old: usize,
    only_new: usize,
    /// The sums of all documents.
    totals: DocumentChange,
}

impl DiffReport {
    /// Adds a document of both runs. Returns a line if it changed.
    pub(super) fn add(&mut self, id: &str, change: &DocumentChange) -> Option<String> {
        self.documents += 1;
        if change.is_empty() {
            return None;
        }
        self.changed += 1;
        self.totals.gained_words += change.gained_words;
        self.totals.lost_words += change.lost_words;
        self.totals.gained_blocks += change.gained_blocks;
        self.totals.lost_blocks += change.lost_blocks;
        for (kinds, count) in &change.kinds {
            *self.totals.kinds.entry(kinds.clone()).or_default() += count;
        }
        let DocumentChange { gained_words, lost_words, gained_blocks, lost_blocks, .. } = change;
        Some(format!(
            "~ {}  +{gained_words} -{lost_words} words  +{gained_blocks} -{lost_blocks} blocks  \
             {} kinds\n",
            display_text(id),
            change.kinds.values().sum::<usize>(),
        ))
    }

    /// Adds a document that only the old run has. Returns its line.
    pub(super) fn add_lost(&mut self, row: &ResultRow) -> Option<String> {
        let words = word_count(&row.text);
        self.only_old += 1;
        self.totals.lost_words += words;
        Some(format!("- {}  -{words} words\n", display_text(&row.id)))
    }

    /// Adds a document that only the new run has. Returns its line.
    pub(super) fn add_gained(&mut self, row: &ResultRow) -> Option<String> {
        let words = word_count(&row.text);
        self.only_new += 1;
        self.totals.gained_words += words;
        Some(format!("+ {}  +{words} words\n", display_text(&row.id)))
    }

    /// Returns true if the runs do not differ.
    pub(super) fn is_empty(&self) -> bool {
        self.changed + self.only_old + self.only_new == 0
    }

    /// Returns the totals as text; empty if the runs do not differ.
    pub(super) fn text(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let DocumentChange { gained_words, lost_words, gained_blocks, lost_blocks, .. } =
            self.totals;
        let mut text = format!(
            "{} of {} changed, {} gained, {} lost; +{gained_words} -{lost_words} words, \
             +{gained_blocks} -{lost_blocks} blocks\n",
            self.changed,
            counted(self.documents, "document"),
            self.only_new,
            self.only_old,
        );
        let mut kinds: Vec<_> = self.totals.kinds.iter().collect();
        kinds.sort_by_key(|&(_, count)| Reverse(*count));
        for ((old, new), count) in kinds {
            text.push_str(&format!(
                "  {count:>6} blocks  {} -> {}\n",
                display_text(old),
                display_text(new)
            ));
        }
        text
    }

    /// Returns the totals as one JSON object.
    pub(super) fn json(&self) -> String {
        let pair = |gained: usize, lost: usize| json!({"gained": gained, "lost": lost});
        let mut kinds: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for ((old, new), count) in &self.totals.kinds {
            kinds.entry(old).or_default().insert(new, *count);
        }
        json!({
            "documents": {
                "both": self.documents,
                "changed": self.changed,
                "gained": self.only_new,
                "lost": self.only_old,
            },
            "words": pair(self.totals.gained_words, self.totals.lost_words),
            "blocks": pair(self.totals.gained_blocks, self.totals.lost_blocks),
            "kinds": kinds,
        })
        .to_string()
    }
}
