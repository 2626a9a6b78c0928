//! White space and cuts: small operations on strings that several modules share.

/// Returns the longest prefix of `text` with at most `bytes` bytes and whole characters.
pub(crate) fn clip(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Returns the range `start..end` of `text` without white space at its ends, or `None` if nothing
/// else is in it.
pub(crate) fn trimmed(text: &str, (start, end): (u32, u32)) -> Option<(u32, u32)> {
    let inside = text.get(start as usize..end as usize)?;
    let start = start + (inside.len() - inside.trim_start().len()) as u32;
    let end = end - (inside.len() - inside.trim_end().len()) as u32;
    (start < end).then_some((start, end))
}

/// Replaces each run of white space by one space, and removes it at the ends.
pub(crate) fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
