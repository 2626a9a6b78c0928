//! The text pipeline: from plain text to lines with verdicts.
//!
//! The verdicts are a fixed point. The kept lines are judged again as a text of their own, and
//! lines dropped there are dropped here, until a pass drops nothing. Cleaning the output again
//! repeats that last pass. A text that does not settle within [`MAX_PASSES`] is kept whole, which
//! is also a fixed point. So the work stays linear, and the promise has no exception. The kinds
//! that the caller asks for change the settled verdicts.

pub(crate) mod line_model;
mod pass;
mod pieces;

use std::borrow::Cow;

use crate::document::Document;
use crate::kind::Kind;
use crate::lang::Language;
use crate::options::Options;
use crate::pipeline::resources::Resources;
use crate::text::kept_lines::{kept_ranges, kept_text};
use crate::text::lines::judged_len;
use crate::verdict::{BlockRecord, Degraded, Reason, Verdict};
use pass::{Pass, PreviousPass};

/// Most passes over the kept lines. No text of the development data needed more than half as many.
const MAX_PASSES: usize = 16;

/// The verdicts on the lines of a text.
pub(super) struct JudgedLines {
    /// One block per line.
    pub(super) blocks: Vec<BlockRecord>,
    /// The headline, trimmed.
    title: Option<String>,
    language: Option<Language>,
    confidence: f32,
    degraded: Option<Degraded>,
}

/// Cleans a plain text. Lines beyond the limit are kept as one block.
pub(super) fn clean(text: String, resources: &Resources, options: &Options) -> Document {
    let judged = judged_len(&text, options.limits.lines);
    let lines = judge(&text[..judged], resources, options);
    let mut document = Document {
        text,
        blocks: lines.blocks,
        title: lines.title,
        language: lines.language,
        confidence: lines.confidence,
        degraded: lines.degraded,
        ..Document::default()
    };
    document.keep_rest(judged);
    document
}

/// Judges the lines of a text of at most 4 GiB.
pub(super) fn judge(text: &str, resources: &Resources, options: &Options) -> JudgedLines {
    let first = Pass::run(text, None, resources, options);
    let title = first.title(text);
    let mut lines = JudgedLines {
        blocks: first.blocks(),
        title: None,
        language: first.language,
        confidence: first.confidence,
        degraded: first.degraded(text),
    };
    if !settle(text, first, &mut lines.blocks, resources, options) {
        keep_all(&mut lines.blocks);
    }
    ask(&mut lines.blocks, options);
    // A later pass may have dropped the line as something else.
    let is_title = |line: usize| lines.blocks[line].verdict.kind == Kind::Title;
    lines.title = title.filter(|(_, line)| is_title(*line)).map(|(title, _)| title);
    if !lines.blocks.iter().any(|block| block.verdict.keep) {
        lines.confidence = 0.0;
    }
    lines
}

/// The text of the last pass. If it was judged as a whole, `places` has the index of each input
/// line in it; otherwise `text` and `places` are empty.
struct LastPass<'t> {
    text: Cow<'t, str>,
    pass: Pass,
    places: Vec<usize>,
}

/// Judges the kept lines again until no more are dropped. Returns false if that does not happen
/// within [`MAX_PASSES`], or if two lines become one.
fn settle(
    text: &str,
    first: Pass,
    blocks: &mut [BlockRecord],
    resources: &Resources,
    options: &Options,
) -> bool {
    let mut judged_lines = first.line_count();
    let places = if first.is_whole() { (0..judged_lines).collect() } else { Vec::new() };
    let mut last = LastPass { text: Cow::Borrowed(text), pass: first.shrink(), places };
    for _ in 0..MAX_PASSES {
        let written: Vec<usize> = kept_ranges(blocks).into_iter().flatten().collect();
        if written.len() == judged_lines || written.is_empty() {
            return true;
        }
        let kept = kept_text(text, blocks);
        let places: Vec<usize> =
            written.iter().filter_map(|&line| last.places.get(line).copied()).collect();
        let previous = PreviousPass { text: &last.text, pass: &last.pass, places: &places };
        let pass = Pass::run(&kept, Some(previous), resources, options);
        judged_lines = pass.line_count();
        if judged_lines != written.len() {
            // A lone CR before a dropped line met the LF of the blank line after it: two lines
            // became one.
            return false;
        }
        if !drop_more(blocks, &written, &pass) {
            return true;
        }
        last = LastPass { text: Cow::default(), pass: pass.shrink(), places: Vec::new() };
        if last.pass.is_whole() {
            last.text = Cow::Owned(kept);
            last.places.resize(blocks.len(), 0);
            for (place, &line) in written.iter().enumerate() {
                last.places[line] = place;
            }
        }
    }
    false
}

/// Drops the lines that a pass over the kept ones dropped. Returns true if there are any.
fn drop_more(blocks: &mut [BlockRecord], written: &[usize], pass: &Pass) -> bool {
    let mut any_dropped = false;
    for (&line, verdict) in written.iter().zip(pass.line_verdicts()) {
        if blocks[line].verdict.keep && !verdict.keep {
            blocks[line].verdict = verdict;
            any_dropped = true;
        }
    }
    any_dropped
}

/// Keeps and drops the lines of the kinds that the caller asked for.
///
/// The passes do not know these kinds. A pass without the headline would call another line the
/// headline, and a line of chrome that is kept would change the verdicts on other lines.
fn ask(blocks: &mut [BlockRecord], options: &Options) {
    for verdict in blocks.iter_mut().map(|block| &mut block.verdict) {
        let is_judged = *verdict != Verdict::BLANK && *verdict != Verdict::UNJUDGED;
        if is_judged {
            verdict.ask(options.kept, options.dropped);
        }
    }
}

/// Keeps every line: only the whole text is sure to be the same when it is cleaned again.
fn keep_all(blocks: &mut [BlockRecord]) {
    for verdict in blocks.iter_mut().map(|block| &mut block.verdict) {
        if verdict.kind != Kind::Blank && !verdict.keep {
            verdict.keep = true;
            verdict.kind = Kind::Body;
            verdict.why.add(Reason::Guard);
        }
    }
}
