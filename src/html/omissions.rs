//! Cuts the texts that no renderer writes out of an outline: interface inside blocks, text that
//! readers do not see, and what a user's rules exclude.
//!
//! This comes after the verdicts, so that it changes none of them. A block that consists of omitted
//! text is not cut but reported, because its verdict must change.

use std::ops::Range;

use crate::html::outline::{Outline, OutlineBlock};
use crate::html::positions::{Omission, OmissionKind, Positions};
use crate::verdict::Shape;

/// A block that consists of omitted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OmittedBlock {
    pub(crate) block: usize,
    pub(crate) kind: OmissionKind,
}

/// Cuts the omitted texts of `positions` out of the blocks, and moves all positions accordingly.
/// Returns the blocks that have no other text, in document order.
pub(crate) fn cut_omissions(outline: &mut Outline, positions: &mut Positions) -> Vec<OmittedBlock> {
    if positions.omissions.is_empty() {
        return Vec::new();
    }
    let mut omissions = std::mem::take(&mut positions.omissions);
    omissions.sort_by_key(|omission| (omission.start, omission.end));
    let mut omitted_blocks = Vec::new();
    let mut cuts: Vec<(u32, u32)> = Vec::new();
    let mut next = 0;
    for (number, block) in outline.blocks.iter().enumerate() {
        while omissions.get(next).is_some_and(|omission| omission.end <= block.start) {
            next += 1;
        }
        let inside = omissions[next..].iter().take_while(|omission| omission.start < block.end);
        let mut inside: Vec<Omission> =
            inside.filter(|own| own.end > block.start).copied().collect();
        if inside.iter().any(|own| own.kind == OmissionKind::Decoration) {
            let words = extent_of_words(&outline.text, block);
            let is_between_words = |own: &Omission| words.start < own.start && own.end < words.end;
            inside.retain(|own| own.kind != OmissionKind::Decoration || !is_between_words(own));
        }
        if inside.is_empty() {
            continue;
        }
        let parts = merged(&outline.text, &inside, block);
        match rest_of(&outline.text, block, &parts) {
            RestOfBlock::Text => {
                for &part in &parts {
                    let (start, end) = widened(&outline.text, block, part);
                    let free = cuts.last().map_or(start, |last| start.max(last.1));
                    cuts.push((free, end));
                }
            }
            RestOfBlock::Signs => {
                let kind =
                    inside.iter().map(|omission| omission.kind).max_by_key(|&kind| rank(kind));
                let kind = kind.unwrap_or(OmissionKind::Interface);
                omitted_blocks.push(OmittedBlock { block: number, kind });
            }
        }
    }
    cut(outline, positions, &cuts);
    omitted_blocks
}

/// The text of a block without its omissions.
enum RestOfBlock {
    /// It has letters or digits.
    Text,
    /// It is empty, or has only punctuation.
    Signs,
}

/// Orders the reasons: a rule of the user first.
fn rank(kind: OmissionKind) -> u8 {
    match kind {
        OmissionKind::Excluded => 4,
        OmissionKind::Interface => 3,
        OmissionKind::Hidden => 2,
        OmissionKind::Unseen => 1,
        OmissionKind::Decoration => 0,
    }
}

/// Returns the range from the first letter or digit of a block to the last one. A block without any
/// has an empty range.
fn extent_of_words(text: &str, block: &OutlineBlock) -> Range<u32> {
    let text = text.get(block.start as usize..block.end as usize).unwrap_or_default();
    let first = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let last = text.rmatch_indices(char::is_alphanumeric).next();
    let end = last.map_or(first, |(at, last)| at + last.len());
    block.start + first as u32..block.start + end as u32
}

/// Returns the parts of a block that are omitted, in ascending order, with text between them.
fn merged(text: &str, omissions: &[Omission], block: &OutlineBlock) -> Vec<(u32, u32)> {
    let is_space = |start: u32, end: u32| {
        let between = text.get(start as usize..end as usize);
        block.shape != Shape::Code && between.is_some_and(|between| between.trim().is_empty())
    };
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for omission in omissions {
        let (start, end) = (omission.start.max(block.start), omission.end.min(block.end));
        match parts.last_mut() {
            Some(last) if start <= last.1 || is_space(last.1, start) => last.1 = last.1.max(end),
            _ => parts.push((start, end)),
        }
    }
    parts
}

fn rest_of(text: &str, block: &OutlineBlock, parts: &[(u32, u32)]) -> RestOfBlock {
    let mut at = block.start;
    for &(start, end) in parts.iter().chain([&(block.end, block.end)]) {
        let rest = text.get(at as usize..start as usize).unwrap_or_default();
        if rest.contains(char::is_alphanumeric) {
            return RestOfBlock::Text;
        }
        at = end;
    }
    RestOfBlock::Signs
}

/// Returns the part with the white space that the cut would leave at an end of the block, or beside
/// other white space.
fn widened(text: &str, block: &OutlineBlock, (mut start, mut end): (u32, u32)) -> (u32, u32) {
    // White space around the number of a line of code is the line's.
    if block.shape == Shape::Code {
        return (start, end);
    }
    let bytes = text.as_bytes();
    let is_space = |at: u32| matches!(bytes.get(at as usize), Some(b' ' | b'\n'));
    if end == block.end {
        while start > block.start && is_space(start - 1) {
            start -= 1;
        }
    } else if start == block.start || is_space(start - 1) {
        while end < block.end && bytes.get(end as usize) == Some(&b' ') {
            end += 1;
        }
    }
    (start, end)
}

/// Removes spans from the text and moves all positions.
fn cut(outline: &mut Outline, positions: &mut Positions, cuts: &[(u32, u32)]) {
    if cuts.is_empty() {
        return;
    }
    let mut text = String::with_capacity(outline.text.len());
    let mut copied = 0;
    for &(start, end) in cuts {
        text.push_str(outline.text.get(copied..start as usize).unwrap_or_default());
        copied = end as usize;
    }
    text.push_str(outline.text.get(copied..).unwrap_or_default());
    let map = OffsetMap::new(cuts);
    outline.text = text;
    for block in &mut outline.blocks {
        (block.start, block.end) = (map.new_offset(block.start), map.new_offset(block.end));
    }
    for span in &mut positions.spans {
        (span.start, span.end) = (map.new_offset(span.start), map.new_offset(span.end));
    }
    for point in &mut positions.points {
        let end = map.new_offset(point.end());
        point.at = map.new_offset(point.at);
        point.length = end - point.at;
    }
    for span in &mut positions.generated {
        *span = (map.new_offset(span.0), map.new_offset(span.1));
    }
}

/// Maps offsets before a cut to offsets after it.
struct OffsetMap {
    /// Start of each cut, its end, and the number of bytes cut before it.
    cuts: Vec<(u32, u32, u32)>,
}

impl OffsetMap {
    fn new(cuts: &[(u32, u32)]) -> Self {
        let mut removed = 0;
        let mut sums = Vec::with_capacity(cuts.len());
        for &(start, end) in cuts {
            sums.push((start, end, removed));
            removed += end - start;
        }
        OffsetMap { cuts: sums }
    }

    fn new_offset(&self, offset: u32) -> u32 {
        let count = self.cuts.partition_point(|&(start, ..)| start < offset);
        match count.checked_sub(1).and_then(|last| self.cuts.get(last)) {
            Some(&(start, end, removed)) => offset - removed - (end.min(offset) - start),
            None => offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    /// Returns the blocks after the cut, those that consist of omitted text in braces.
    fn blocks(html: &str) -> String {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        let mut segmented = segment(&dom, &[]);
        let omitted = cut_omissions(&mut segmented.outline, &mut segmented.positions);
        let outline = &segmented.outline;
        let text = |block| {
            let text = outline.text_of(block);
            let is_omitted = omitted.iter().any(|own| own.block == block);
            if is_omitted { format!("{{{text}}}") } else { text.to_owned() }
        };
        (0..outline.blocks.len()).map(text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn interface_is_cut_out_of_blocks() {
        for (html, expected) in [
            ("<h2>Use<span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>", "Use"),
            ("<h2>Use <a href=/e>[modifier | modifier le code]</a></h2>", "Use"),
            ("<h2>Use <a class=edit-link href=/e>Bearbeiten</a></h2>", "Use"),
            ("<p>They say [<a href=/e>edit</a>] is a word</p>", "They say [edit] is a word"),
            ("<h2>Use<a class=headerlink href=#use>¶</a></h2>", "Use"),
            ("<h2><a href=#use>#</a> Use</h2>", "Use"),
            ("<h2>§ 5 <a href=#p5>§</a></h2>", "§ 5"),
            ("<h2>Use <a class=anchor href=#use>Permalink</a></h2>", "Use"),
            ("<h2><a class=anchor href=#link>Link</a></h2>", "Link"),
            ("<p>Write <a href=#c>C#</a> or <a href=/n>#</a></p>", "Write C# or #"),
            ("<li>A note. <a href=#r1>↩︎</a></li>", "A note."),
            ("<li><span class=mw-cite-backlink>^ <a href=#a>a</a></span> A note.</li>", "A note."),
            ("<h2><a class=toc-backref href=#toc role=doc-backlink>Use</a></h2>", "Use"),
            ("<p>a <a href=#x>b</a> ↑ c</p>", "a b ↑ c"),
            ("<div><button>Copy</button><pre>x</pre></div>", "{Copy}|x"),
            ("<p><span class=copy-btn>复制代码</span> x = 1</p>", "x = 1"),
            ("<p class=copy>Copy that, said the pilot.</p>", "Copy that, said the pilot."),
            ("<p><i class=material-icons>arrow_back</i> Go</p>", "Go"),
            ("<p><span class=icon>play_arrow</span> Go <i class=icon>on</i></p>", "Go on"),
            ("<a href=/x>Prices<span class=sr-only> (opens in a tab)</span></a>", "Prices"),
            ("<h2><span class=visually-hidden>News</span></h2>", "{News}"),
            ("<p><i aria-hidden=true>•</i> a <i aria-hidden=true>·</i> b</p>", "a · b"),
            ("<p>a<b aria-hidden=true>c</b> <i aria-hidden=true>→</i></p>", "ac"),
            ("<p><i aria-hidden=true>→</i></p>", "{→}"),
            ("<p>a<b><br><br><a href=#m>↩</a></b>b</p>", "a|b"),
            ("<p>39€ <b class=sr-only>was</b>29€<b class=sr-only> is</b></p>", "39€ 29€"),
            ("<div class=CodeMirror-linenumber>7</div><pre>x</pre>", "{7}|x"),
            (
                "<table><td class=gutter><div>1</div><div>2</div><td><pre>a</pre></table>",
                "{1}|{2}|a",
            ),
            ("<pre><span class=lineno>1 </span>a\n<span class=lineno>2 </span>b</pre>", "a\nb"),
            (
                "<pre><b class=linenos>1</b>if x:\n<b class=linenos>2</b>    y\n\
                 <b class=linenos>3</b>\n<b class=linenos>4</b>z</pre>",
                "if x:\n    y\n\nz",
            ),
            ("<p>At <i aria-hidden=true>−</i>5 °C <i aria-hidden=true>+</i></p>", "At −5 °C"),
            ("<p><i aria-hidden=true>“</i>No.<i aria-hidden=true>”</i></p>", "“No.”"),
            ("<p class=gutter>7 words</p>", "7 words"),
            ("<p>a <a href=#x>↑</a> <a href=#y>↑</a></p>", "a"),
            ("<p><a href=#x>↑</a> <a href=#y>↑</a> a … <a href=#x>↑</a>…</p>", "a … …"),
        ] {
            assert_eq!(blocks(html), expected, "{html}");
        }
    }
}
