//! The pieces of a long text.
//!
//! A long text is judged in pieces, so that the memory for features stays bounded. The content of
//! the lines decides where a piece ends, not their number: if a pass drops nothing from a piece,
//! the next pass finds the same piece and skips it.

use std::hash::{DefaultHasher, Hasher};

use crate::features::line::text_part::TextPart;
use crate::hash::Fnv;
use crate::text::lines::{LogicalLine, TextLine};

/// Logical lines up to which a text is judged as a whole. No text of the development data has
/// more, and their features take about five megabytes.
pub(super) const WHOLE: usize = 4096;
/// Least length of a piece, in logical lines. The last piece may be shorter.
const MIN_LENGTH: usize = WHOLE / 2;
/// Largest length of a piece, in logical lines.
const MAX_LENGTH: usize = 2 * WHOLE;
/// Between these lengths, a piece ends before a line whose hash has none of these bits: one line in
/// 2,048.
const END_MASK: u64 = WHOLE as u64 / 2 - 1;

/// Identifies a piece by its text and its logical lines: two hashes by unrelated algorithms.
pub(super) type PieceDigest = (u64, u64);

/// Cuts the logical lines of a text into pieces.
pub(super) fn pieces<'l>(
    text: &str,
    lines: &[TextLine],
    logical: &'l [LogicalLine],
) -> Vec<&'l [LogicalLine]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, line) in logical.iter().enumerate() {
        let length = at - start;
        if length >= MAX_LENGTH || length >= MIN_LENGTH && may_end_before(line.of(text, lines)) {
            pieces.push(&logical[start..at]);
            start = at;
        }
    }
    pieces.push(&logical[start..]);
    pieces
}

/// Returns true if a piece may end before this line.
fn may_end_before(line: &str) -> bool {
    let mut hash = Fnv::default();
    hash.write(line.as_bytes());
    hash.finish() & END_MASK == 0
}

/// Returns the digest of a piece.
pub(super) fn digest(part: TextPart<'_>) -> PieceDigest {
    let (mut fnv, mut sip) = (Fnv::default(), DefaultHasher::new());
    let lines = part.lines.get(part.first as usize..part.end as usize).unwrap_or_default();
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        let bytes = &part.text.as_bytes()[first.start as usize..last.end as usize];
        fnv.write(bytes);
        sip.write(bytes);
    }
    for line in part.logical {
        let shape = u64::from(line.first - part.first) << 32 | u64::from(line.last - part.first);
        fnv.write_u64(shape);
        sip.write_u64(shape);
    }
    (fnv.finish(), sip.finish())
}
