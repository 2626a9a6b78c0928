//! A text scrape from its lines to a verdict for each.
//!
//! The verdicts are a fixed point: the kept lines are judged again as a text of their own, and what is dropped there is
//! dropped here, until nothing more is. Cleaning the output again therefore repeats the last of these rounds, which
//! dropped nothing. A text that does not come to rest within [`ROUNDS`] is kept whole, which is at rest by definition;
//! so the work stays linear and the promise holds without exception.

use std::borrow::Cow;

use crate::document::Document;
use crate::kind::Kind;
use crate::lang::Language;
use crate::options::Options;
use crate::pipeline::Resources;
use crate::text::kept_lines::{kept_ranges, kept_text};
use crate::text::lines::first_lines_len;
use crate::verdict::{BlockRecord, Degraded, Reason};

mod line_model;
mod pass;

pub(crate) use line_model::LineModel;
use pass::{Pass, PreviousPass};

/// How often the kept lines are judged again. On the development data no text needed more than half as many.
const ROUNDS: usize = 16;

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
    let judged = first_lines_len(&text, options.limits.lines);
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
    let mut lines = JudgedLines {
        blocks: first.blocks(),
        title: first.title(text),
        language: first.language,
        confidence: first.confidence,
        degraded: first.is_unjudged().then_some(Degraded::Fragments),
    };
    if !settle(text, first, &mut lines.blocks, resources, options) {
        keep_all(&mut lines.blocks);
    }
    if !lines.blocks.iter().any(|block| block.verdict.keep) {
        lines.confidence = 0.0;
    }
    lines
}

/// What was found in the text that was judged last. If it was judged as a whole, the text and where each of the input's lines
/// stands in it; else both are empty.
struct JudgedText<'t> {
    text: Cow<'t, str>,
    pass: Pass,
    places: Vec<usize>,
}

/// Judges the kept lines again until none is dropped. Whether that point was reached.
fn settle(
    text: &str,
    first: Pass,
    blocks: &mut [BlockRecord],
    resources: &Resources,
    options: &Options,
) -> bool {
    let mut judged = first.line_count();
    let places = if first.is_whole() { (0..judged).collect() } else { Vec::new() };
    let mut last = JudgedText { text: Cow::Borrowed(text), pass: first.remembered(), places };
    for _ in 0..ROUNDS {
        let written: Vec<usize> = kept_ranges(blocks).into_iter().flatten().collect();
        if written.len() == judged || written.is_empty() {
            return true;
        }
        let kept = kept_text(text, blocks);
        let lines: Vec<usize> =
            written.iter().filter_map(|&at| last.places.get(at).copied()).collect();
        let before = PreviousPass { text: &last.text, pass: &last.pass, places: &lines };
        let pass = Pass::run(&kept, Some(before), resources, options);
        judged = pass.line_count();
        if judged != written.len() {
            // A lone CR before a dropped line met the LF of a blank one behind it.
            return false;
        }
        if !drop_more(blocks, &written, &pass) {
            return true;
        }
        last = JudgedText { text: Cow::default(), pass: pass.remembered(), places: Vec::new() };
        if last.pass.is_whole() {
            last.text = Cow::Owned(kept);
            last.places.resize(blocks.len(), 0);
            written.iter().enumerate().for_each(|(place, &at)| last.places[at] = place);
        }
    }
    false
}

/// Drops the lines that a round over the kept ones dropped. Whether there were any.
fn drop_more(blocks: &mut [BlockRecord], written: &[usize], pass: &Pass) -> bool {
    let mut more = false;
    for (&at, found) in written.iter().zip(pass.line_verdicts()) {
        if blocks[at].verdict.keep && !found.keep {
            blocks[at].verdict = found;
            more = true;
        }
    }
    more
}

/// Keeps every line.
fn keep_all(blocks: &mut [BlockRecord]) {
    for verdict in blocks.iter_mut().map(|block| &mut block.verdict) {
        if verdict.kind != Kind::Blank && !verdict.keep {
            verdict.keep = true;
            verdict.kind = Kind::Body;
            verdict.why.add(Reason::Guard);
        }
    }
}
