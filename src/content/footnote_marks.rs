//! Marks of footnotes: short links without letters.

use crate::content::context::BuildContext;

/// Bytes of the longest footnote mark: brackets, digits and symbols.
pub(super) const LONGEST_MARK: usize = 12;
/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// A link that may be the mark of a footnote.
pub(super) struct FootnoteMark<'p> {
    /// The container of the link.
    pub(super) link: u32,
    /// The fragment that it links to.
    pub(super) fragment: &'p str,
    /// The block that contains it.
    pub(super) block: u32,
    /// Its text.
    pub(super) text: &'p str,
    /// True if it can only be a mark if its target links back: it is a year, or its block contains
    /// no letters, as an index of numbers does.
    pub(super) needs_back_link: bool,
}

/// Returns the marks of a page, in document order.
pub(super) fn marks(context: BuildContext<'_>) -> Vec<FootnoteMark<'_>> {
    let mut marks: Vec<FootnoteMark<'_>> = Vec::new();
    // A block may have thousands of marks, so its text is searched once.
    let mut last_searched = None;
    for (link, fragment) in context.own_links() {
        let span = context.positions.spans[link as usize];
        let length = span.end.saturating_sub(span.start) as usize;
        if !(1..=LONGEST_MARK).contains(&length) {
            continue;
        }
        let text = context.text(link).trim();
        if text.contains(char::is_alphabetic) || is_section_number(context, link, text) {
            continue;
        }
        let block = context.outline.containers[link as usize].first;
        let has_letters = match last_searched {
            Some((searched, found)) if searched == block => found,
            _ => has_letters(context, block),
        };
        last_searched = Some((block, has_letters));
        let needs_back_link = !has_letters || is_year(text);
        marks.push(FootnoteMark { link, fragment, block, text, needs_back_link });
    }
    marks
}

fn has_letters(context: BuildContext<'_>, block: u32) -> bool {
    let is_block = (block as usize) < context.outline.blocks.len();
    is_block && context.outline.text_of(block as usize).contains(char::is_alphabetic)
}

/// Returns true for the number of a section: "4.2", or a number after "§".
fn is_section_number(context: BuildContext<'_>, link: u32, text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_nested = text.match_indices('.').any(|(at, _)| {
        is_digit(text[..at].chars().next_back()) && is_digit(text[at + 1..].chars().next())
    });
    let start = context.positions.spans[link as usize].start as usize;
    let before = context.outline.text.get(..start).unwrap_or_default();
    let follows_sign = || before.trim_end().ends_with('§');
    // The sign alone is a mark like "†".
    let has_digits = text.contains(|c: char| c.is_ascii_digit());
    has_digits && (is_nested || text.starts_with('§') || follows_sign())
}

/// Returns true for four digits that can be a year.
fn is_year(text: &str) -> bool {
    text.len() == YEAR_DIGITS
        && text.starts_with(['1', '2'])
        && text.chars().all(|c| c.is_ascii_digit())
}
