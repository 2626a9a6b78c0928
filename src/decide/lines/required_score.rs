//! The score that each line must reach. It is higher in sections that list other articles.

use crate::decide::lines::signals::{converter_artefact, is_guarded};
use crate::decide::lines::target::Target;
use crate::features::line::context::TextContext;
use crate::features::line::flags::LineFlag;

/// In a section of other articles, the threshold is multiplied by this, ...
const SECTION_FACTOR: f32 = 2.5;
/// ... up to this score. Long lines are exempt, unless they end in an ellipsis as teasers do.
const SECTION_MAX: f32 = 0.6;
/// A long line with this score ends such a section.
const SECTION_END: f32 = 0.8;

/// The score that each line of a document must reach.
#[derive(Clone, Debug)]
pub(crate) struct RequiredScores {
    /// That of lines outside all sections.
    pub(super) of_document: f32,
    pub(super) of_line: Vec<f32>,
}

impl RequiredScores {
    /// Computes them from the scores of all lines.
    pub(crate) fn new(context: &TextContext, scores: &[f32], target: Target) -> Self {
        let threshold = target.threshold;
        let in_section = (threshold * SECTION_FACTOR).min(SECTION_MAX).max(threshold);
        let mut is_section = false;
        let mut of_line = Vec::with_capacity(scores.len());
        for (number, (line, &score)) in context.lines.iter().zip(scores).enumerate() {
            let is_long = line.has(LineFlag::Long);
            if is_long && score >= SECTION_END {
                is_section = false;
            }
            let is_prose =
                is_long && (is_guarded(context, number) || !line.has(LineFlag::EndsEllipsis));
            of_line.push(if is_section && !is_prose { in_section } else { threshold });
            // The heading itself is judged by the plain threshold.
            is_section |= line.announces_related;
        }
        RequiredScores { of_document: threshold, of_line }
    }

    /// Returns true if a line with this score may be dropped.
    pub(crate) fn may_drop(&self, context: &TextContext, number: usize, score: f32) -> bool {
        let line = &context.lines[number];
        score < self.of_line[number]
            || line.decisive.is_some()
            || converter_artefact(line).is_some()
            || context.is_foreign(number)
    }
}
