//! Forms of one character that readers take for the same.

/// The full-width forms of ASCII, from `！` to `～`, are this many code points above it.
const FULL_WIDTH_OFFSET: u32 = 0xFEE0;

/// Returns the ASCII character of a full-width one, and any other character unchanged.
#[inline]
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - FULL_WIDTH_OFFSET).unwrap_or(c),
        _ => c,
    }
}
