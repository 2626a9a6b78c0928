//! How many columns text takes in a terminal.

use super::marks::is_narrow;

/// Characters that take two columns: East Asian wide and full-width ones (Unicode Standard Annex
/// 11), and emoji.
#[rustfmt::skip]
fn is_wide(c: char) -> bool {
    matches!(
        u32::from(c),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD
    )
}

/// Returns the columns that a text takes.
pub(crate) fn display_width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char_width).sum() }
}

/// Returns the columns that a character takes.
pub(crate) fn char_width(c: char) -> usize {
    // Below the first combining mark, every character takes one.
    if c < '\u{300}' {
        1
    } else if is_wide(c) {
        2
    } else {
        usize::from(!is_narrow(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths() {
        for (text, width) in [("abc", 3), ("é", 1), ("雨", 2), ("น้ำ", 2), ("", 0)] {
            assert_eq!(display_width(text), width, "{text}");
        }
    }
}
