//! Documents of tiny fragments, which are not worth judging.

/// Blocks or lines from which a document can be a flood. No page of the development data has as
/// many elements.
const MANY_PIECES: usize = 16_384;
/// Bytes per piece, markup included, below which a document is a flood. Judging a piece costs the
/// same whatever its length, so these documents would cost many times what documents of sentences
/// cost.
const LEAST_BYTES_PER_PIECE: usize = 12;

/// Returns true if a document of so many blocks or lines, and so many bytes, is a flood of
/// fragments of a few letters.
pub(crate) fn is_fragment_flood(pieces: usize, bytes: usize) -> bool {
    pieces > MANY_PIECES && bytes < LEAST_BYTES_PER_PIECE * pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floods_have_many_short_pieces() {
        for (pieces, bytes, expected) in
            [(20_000, 100_000, true), (20_000, 1_000_000, false), (1_000, 1_000, false)]
        {
            assert_eq!(is_fragment_flood(pieces, bytes), expected, "{pieces} {bytes}");
        }
    }
}
