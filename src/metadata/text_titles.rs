//! Chooses the title of a plain text: a heading of Markdown, or the line that the model takes for
//! the headline.

use crate::kind::Kind;
use crate::metadata::facts::PageFacts;
use crate::metadata::plain_line::{is_all_links, plain_line};
use crate::metadata::values::clean;
use crate::metadata::{Found, Origin};
use crate::text::markdown::heading;

/// Characters of the shortest line that is a paragraph. A title precedes the first one.
const SHORTEST_PARAGRAPH: usize = 120;
/// Characters of the longest title.
const MAX_CHARS: usize = 300;
/// Equals signs of the shortest line that underlines a heading.
const SHORTEST_UNDERLINE: usize = 3;

/// Returns the title, and the number of the line that shows it.
pub(super) fn title(facts: &PageFacts<'_>) -> (Option<Found>, Option<u32>) {
    let first = facts.blocks.iter().find(|block| block.kind == Kind::Title);
    let first = first.map(|block| block.number);
    if let Some((value, line)) = markdown_title(facts) {
        return (Some(Found { value, origin: Origin::Headline }), Some(line));
    }
    let Some(raw) = facts.document.title.as_deref().filter(|raw| !is_all_links(raw)) else {
        return (None, None);
    };
    let value = clean(&plain_line(raw)).filter(|value| value.chars().count() <= MAX_CHARS);
    (value.map(|value| Found { value, origin: Origin::Headline }), first)
}

/// Returns the first kept heading of the first level before the first paragraph, and its line.
fn markdown_title(facts: &PageFacts<'_>) -> Option<(String, u32)> {
    let document = facts.document;
    let mut previous = "";
    for (line, block) in (0..).zip(&document.blocks) {
        let text = document.block_text(block).trim_end();
        if is_underline(text) && block.verdict.keep && !previous.is_empty() {
            return Some((clean(&plain_line(previous))?, line - 1));
        }
        let is_paragraph = text.chars().nth(SHORTEST_PARAGRAPH).is_some();
        let is_code = text.trim_start().starts_with("```");
        if block.verdict.keep && (is_paragraph || is_code) {
            return None;
        }
        // A heading follows a blank line. A comment of code rarely does.
        if previous.is_empty()
            && block.verdict.keep
            && let Some((1, _)) = heading(text)
        {
            return Some((clean(&plain_line(text))?, line));
        }
        previous = text;
    }
    None
}

/// Returns true for a line of nothing but equals signs.
fn is_underline(line: &str) -> bool {
    line.len() >= SHORTEST_UNDERLINE && line.bytes().all(|byte| byte == b'=')
}
