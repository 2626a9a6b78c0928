//! The result of a cleaner for one page, in the form that the measures compare with gold rows.

/// The result of a cleaner for one page.
#[derive(Debug, Default)]
pub(super) struct CleanerAnswer {
    /// The kept text.
    pub(super) text: String,
    /// The F1 that the cleaner expects.
    pub(super) confidence: Option<f64>,
    /// The outcome of each labelled line, if it is known.
    pub(super) lines: Option<Vec<LineOutcome>>,
    /// True if body and chrome words are counted in `text` and not in `lines`.
    pub(super) by_text: bool,
}

/// The outcome of one labelled line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LineOutcome {
    /// The share of the line that was kept, 0 to 1.
    pub(crate) kept: f64,
    /// The kind that the cleaner found.
    pub(crate) kind: Option<String>,
}

/// Returns the outcome of each line, from verdicts on spans of the lines joined by newlines.
///
/// A verdict has the start of the span in bytes, whether it is kept, and its kind. It applies to
/// the line that contains the start. A line is kept if any of its spans is.
pub(super) fn line_outcomes<'k>(
    lines: &[String],
    verdicts: impl Iterator<Item = (usize, bool, Option<&'k str>)>,
) -> Vec<LineOutcome> {
    let mut starts = Vec::with_capacity(lines.len());
    let mut next_start = 0;
    for line in lines {
        starts.push(next_start);
        next_start += line.len() + 1;
    }
    let mut outcomes = vec![LineOutcome::default(); lines.len()];
    for (start, keep, kind) in verdicts {
        let line = starts.partition_point(|&at| at <= start).saturating_sub(1);
        let Some(outcome) = outcomes.get_mut(line) else { continue };
        if keep {
            outcome.kept = 1.0;
        }
        if let Some(kind) = kind.filter(|kind| !kind.is_empty()) {
            outcome.kind = Some(kind.to_owned());
        }
    }
    outcomes
}

/// Returns 1 for true and 0 for false, to count or average conditions.
pub(super) fn one_if(condition: bool) -> f64 {
    if condition { 1.0 } else { 0.0 }
}
