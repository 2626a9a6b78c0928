//! Runs of similar lines, and distances to lines of a kind.

use super::facts::{FARTHEST_LINES, LineFacts, LineGroup, TRACKED_KINDS};
use super::flags::LineFlag;

/// Words below which a line is short.
const SHORT_WORDS: f32 = 6.0;
/// Words from which a line without the end of a sentence may be a headline.
const OPEN_WORDS: f32 = 3.0;
/// Words below which a line with a phrase counts as announcing what follows.
const ANNOUNCING_WORDS: f32 = 12.0;

/// Measures the distances of every line to long lines and to phrases.
pub(super) fn measure_distances(lines: &mut [LineFacts]) {
    let mut before = Distances::FARTHEST;
    for line in lines.iter_mut() {
        line.around.since_long = before.long;
        line.around.since_phrase = before.phrases;
        before.pass(line);
    }
    let mut after = Distances::FARTHEST;
    for line in lines.iter_mut().rev() {
        line.around.until_long = after.long;
        line.around.until_phrase = after.phrases;
        after.pass(line);
    }
}

/// Distances to the last long line and to the last phrase of each of [`TRACKED_KINDS`], in reading
/// direction.
struct Distances {
    long: u8,
    phrases: [u8; TRACKED_KINDS.len()],
}

impl Distances {
    const FARTHEST: Distances =
        Distances { long: FARTHEST_LINES, phrases: [FARTHEST_LINES; TRACKED_KINDS.len()] };

    /// Passes a line.
    fn pass(&mut self, line: &LineFacts) {
        self.long = next(self.long, line.has(LineFlag::Long));
        for (distance, &kind) in self.phrases.iter_mut().zip(&TRACKED_KINDS) {
            let announces = line.words < ANNOUNCING_WORDS && line.phrases.contains(kind);
            *distance = next(*distance, announces);
        }
    }
}

/// Returns the distance after a line: 1 if it is a target.
fn next(distance: u8, is_target: bool) -> u8 {
    if is_target { 1 } else { (distance + 1).min(FARTHEST_LINES) }
}

/// Measures the runs of short lines, and of lines that do not end like a sentence.
pub(super) fn measure_runs(lines: &mut [LineFacts]) {
    for_each_run(lines, is_short, |line, length| line.around.short_run = length);
    for_each_run(lines, is_open, |line, length| line.around.open_run = length);
}

fn is_short(line: &LineFacts) -> bool {
    line.words < SHORT_WORDS
}

fn is_open(line: &LineFacts) -> bool {
    let is_sentence = line.has(LineFlag::EndsSentence) || line.has(LineFlag::Long);
    !is_sentence && line.words >= OPEN_WORDS
}

/// Calls `visit` with every line and the length of the run of lines with a property that it is in:
/// at most 255, 0 if it does not have it.
fn for_each_run(
    lines: &mut [LineFacts],
    has: fn(&LineFacts) -> bool,
    visit: fn(&mut LineFacts, u8),
) {
    for run in lines.chunk_by_mut(|a, b| has(a) && has(b)) {
        let length = if has(&run[0]) { run.len().min(usize::from(u8::MAX)) as u8 } else { 0 };
        for line in run {
            visit(line, length);
        }
    }
}

/// Returns the sums over runs of short lines (and single other lines), then over paragraphs, and
/// stores in each line the indices of its own.
pub(super) fn sum_groups(lines: &mut [LineFacts]) -> Vec<LineGroup> {
    let mut groups: Vec<LineGroup> = Vec::new();
    let mut after_short = false;
    for line in lines.iter_mut() {
        let is_short = is_short(line);
        line.around.run = add_to_group(&mut groups, line, after_short && is_short);
        after_short = is_short;
    }
    for (index, line) in lines.iter_mut().enumerate() {
        let continues = index > 0 && line.blank_before == 0;
        line.around.paragraph = add_to_group(&mut groups, line, continues);
    }
    groups
}

/// Adds a line to the last group if it continues that, else to a new one. Returns the index of the
/// group.
fn add_to_group(groups: &mut Vec<LineGroup>, line: &LineFacts, continues: bool) -> u32 {
    if !continues {
        groups.push(LineGroup::default());
    }
    if let Some(group) = groups.last_mut() {
        group.add(line);
    }
    groups.len() as u32 - 1
}
