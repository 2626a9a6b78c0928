//! Lines of Markdown without their links: the form in which they are judged.
//!
//! The lines themselves stay as they are. The model was trained on text, in which a link is its
//! words; a URL beside them would count as words too.

use std::borrow::Cow;
use std::ops::Range;

/// The form of a line that is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnlinkedLine<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Its links, if it is nothing but links, of words or of images, and no heading; else 0.
    pub(crate) sole_links: usize,
}

/// Replaces the links of a line by their texts, and removes images and marks of bold text. A line
/// without links stays unchanged.
pub(crate) fn without_links(line: &str) -> UnlinkedLine<'_> {
    let bytes = line.as_bytes();
    let follows_text = |at: usize| matches!(bytes.get(at + 1), Some(b'(' | b'['));
    // Nearly all lines end here.
    if !memchr::memchr_iter(b']', bytes).any(follows_text) {
        return UnlinkedLine { text: Cow::Borrowed(line), sole_links: 0 };
    }
    let mut remover = LinkRemover::new(line);
    remover.read(0..line.len(), 0);
    if !remover.found {
        return UnlinkedLine { text: Cow::Borrowed(line), sole_links: 0 };
    }
    let text = remover.text.replace("**", "").replace("__", "");
    // A headline often links to its own page.
    let is_heading = without_heading_marks(line.trim_start()) != line.trim_start();
    let has_more = remover.outside_links || is_heading;
    UnlinkedLine { text: Cow::Owned(text), sole_links: if has_more { 0 } else { remover.links } }
}

/// Returns the level and the text of an ATX heading: `## Rain ##`.
pub(crate) fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if !(1..=DEEPEST_HEADING).contains(&level) || !text.starts_with([' ', '\t']) {
        return None;
    }
    let text = text.trim();
    let without_end = text.trim_end_matches('#');
    let is_end = without_end.is_empty() || without_end.ends_with([' ', '\t']);
    Some((level, if is_end { without_end.trim_end() } else { text }))
}

/// Returns a line without the marks of a heading, as the model was trained to see it: only a space
/// follows the marks, and number signs at the end need none before them.
pub(crate) fn without_heading_marks(line: &str) -> &str {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    if (1..=DEEPEST_HEADING).contains(&marks) && rest.starts_with(' ') {
        rest.trim().trim_end_matches('#').trim_end()
    } else {
        line
    }
}

/// The level of the deepest heading.
const DEEPEST_HEADING: usize = 6;
/// Links inside of links that are read: an image in a link is one.
const MOST_NESTED: usize = 3;

/// Collects the text of a line without its links.
struct LinkRemover<'t> {
    line: &'t str,
    /// For each byte that opens a bracket, the offset of the one that closes it; 0 for other bytes.
    closing: Vec<usize>,
    text: String,
    /// A link or an image was found.
    found: bool,
    /// Links that are not images, less those in other links.
    links: usize,
    /// Letters or digits were found outside of links.
    outside_links: bool,
}

impl<'t> LinkRemover<'t> {
    fn new(line: &'t str) -> Self {
        LinkRemover {
            line,
            closing: closing_brackets(line),
            text: String::with_capacity(line.len()),
            found: false,
            links: 0,
            outside_links: false,
        }
    }

    /// Reads a range of the line, which is in `depth` links.
    fn read(&mut self, range: Range<usize>, depth: usize) {
        // The text before `pushed` is done.
        let (mut pushed, mut at) = (range.start, range.start);
        while at < range.end {
            let link = if depth < MOST_NESTED { self.link_at(at, range.end) } else { None };
            let Some(link) = link else {
                at += 1;
                continue;
            };
            let is_image = self.line[pushed..at].ends_with('!');
            self.push(pushed..at - usize::from(is_image), depth);
            self.found = true;
            if !is_image {
                self.links += usize::from(depth == 0);
                self.read(link.text, depth + 1);
            }
            (pushed, at) = (link.end, link.end);
        }
        self.push(pushed..range.end, depth);
    }

    /// Returns the link that starts at an offset and ends before another: `[text](url)` or
    /// `[text][reference]`.
    fn link_at(&self, start: usize, end: usize) -> Option<Link> {
        let bytes = self.line.as_bytes();
        let close = self.closing[start];
        if bytes[start] != b'[' || close == 0 || !matches!(bytes.get(close + 1), Some(b'(' | b'['))
        {
            return None;
        }
        let target_close = self.closing[close + 1];
        (target_close != 0 && target_close < end)
            .then_some(Link { text: start + 1..close, end: target_close + 1 })
    }

    /// Adds text that is in `depth` links.
    fn push(&mut self, range: Range<usize>, depth: usize) {
        let text = &self.line[range];
        self.text.push_str(text);
        if depth == 0 && text.chars().any(char::is_alphanumeric) && !is_list_number(text) {
            self.outside_links = true;
        }
    }
}

/// A link in a line.
struct Link {
    text: Range<usize>,
    end: usize,
}

/// Returns for each byte that opens a bracket the offset of the one that closes it, and 0 for other
/// bytes. A backslash escapes a bracket. One pass, so that no line takes long.
fn closing_brackets(line: &str) -> Vec<usize> {
    let mut closing = vec![0; line.len()];
    let (mut square, mut round) = (Vec::new(), Vec::new());
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        let open = match byte {
            b'\\' => {
                escaped = true;
                continue;
            }
            b'[' => {
                square.push(at);
                continue;
            }
            b'(' => {
                round.push(at);
                continue;
            }
            b']' => square.pop(),
            b')' => round.pop(),
            _ => continue,
        };
        if let Some(open) = open {
            closing[open] = at;
        }
    }
    closing
}

/// Returns true if nothing but the number of a list item is in a text: `12. `.
fn is_list_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.trim_end_matches(['.', ')']);
    digits.len() < text.len() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_their_texts() {
        for (line, text, sole_links) in [
            ("It rained.", "It rained.", 0),
            ("[Home](/)", "Home", 1),
            ("  * [News](/news \"All news\")", "  * News", 1),
            ("12. [News](/n)", "12. News", 1),
            ("[Log in](/l) | [Join](/j)", "Log in | Join", 2),
            ("[![Logo](/l.png)](/)", "", 1),
            ("![Rain](/r.jpg)", "", 0),
            ("## [Rain takes the bridge](/rain)", "## Rain takes the bridge", 0),
            ("![The ferry](/f.jpg) at dusk", " at dusk", 0),
            ("To [Hestan](https://h.example/a_(b)) and back", "To Hestan and back", 0),
            ("**Read more:** [Rain](/2)", "Read more: Rain", 0),
            ("[Rain][1] and [wind][]", "Rain and wind", 0),
            ("a[0][1] and [sic]", "a0 and [sic]", 0),
            ("[a \\] b](/c)", "a \\] b", 1),
            ("[open](/never", "[open](/never", 0),
            ("see [1] (and [2])", "see [1] (and [2])", 0),
        ] {
            let plain = without_links(line);
            assert_eq!((&*plain.text, plain.sole_links), (text, sole_links), "{line}");
        }
    }

    #[test]
    fn heading_marks_are_removed() {
        for (line, expected) in [
            ("### Related articles", "Related articles"),
            ("# Rain #", "Rain"),
            ("#rain", "#rain"),
            ("####### Rain", "####### Rain"),
            ("Rain #1", "Rain #1"),
        ] {
            assert_eq!(without_heading_marks(line), expected);
        }
    }
}
