//! Documents without content: walls, shells, error pages, parked domains.
//!
//! Such a page often has one or two sentences that look like an article. Only their words show what
//! they are.

mod phrases;

use crate::decide::no_content::phrases::PHRASES;
use crate::no_content::NoContent;
use crate::unicode::word_count;

/// Bytes of text from which a document has content whatever it says. The longest wall of the
/// test data, a consent page, has 500.
const MAX_BYTES: usize = 1600;
/// Words of a line without a phrase from which it is content.
const CONTENT_LINE_WORDS: f32 = 15.0;
/// Words in lines without a phrase that a wall may have besides as many words as its phrases'
/// lines: buttons, names of fields, the name of the server.
const OTHER_WORDS: f32 = 10.0;

/// The words in lines with a phrase of each reason, in the order of [`NoContent::ALL`].
type WallWords = [f32; NoContent::ALL.len()];

/// Returns the reason why some lines are no content, or `None` if they are content. The answer
/// depends on the lines and the title alone.
pub(crate) fn wall<'t>(
    lines: impl Iterator<Item = &'t str>,
    title: Option<&str>,
) -> Option<NoContent> {
    let (lines, is_whole) = first_bytes(lines);
    if !is_whole {
        return None;
    }
    let mut words = WallWords::default();
    let is_found = add_phrases(&lines, &mut words);
    let in_phrases: f32 = words.iter().sum();
    let mut others = 0.0;
    for (line, is_found) in lines.iter().zip(is_found) {
        let count = if is_found { 0.0 } else { word_count(line) };
        if count >= CONTENT_LINE_WORDS {
            return None;
        }
        others += count;
    }
    if others > in_phrases + OTHER_WORDS {
        return None;
    }
    if let Some(title) = title {
        add_phrases(&[title], &mut words);
    }
    most(&words)
}

/// Returns the reason that the lines of a document without kept ones give.
pub(crate) fn reason<'t>(
    lines: impl Iterator<Item = &'t str>,
    title: Option<&'t str>,
) -> NoContent {
    let mut words = WallWords::default();
    add_phrases(&first_bytes(title.into_iter().chain(lines)).0, &mut words);
    most(&words).unwrap_or(NoContent::Other)
}

/// Returns the first lines that are not empty, up to [`MAX_BYTES`], and whether these are all.
fn first_bytes<'t>(lines: impl Iterator<Item = &'t str>) -> (Vec<&'t str>, bool) {
    let (mut first, mut bytes) = (Vec::new(), 0);
    for line in lines.filter(|line| !line.is_empty()) {
        bytes += line.len();
        if bytes > MAX_BYTES {
            return (first, false);
        }
        first.push(line);
    }
    (first, true)
}

/// Adds the words of each line to the reasons whose phrases it contains. Returns for each line
/// whether it contains any.
fn add_phrases(lines: &[&str], words: &mut WallWords) -> Vec<bool> {
    let mut is_found = vec![false; lines.len()];
    for (line, is_found) in lines.iter().zip(&mut is_found) {
        let mut phrases = phrases_in(line);
        phrases.sort_unstable();
        phrases.dedup();
        for &phrase in &phrases {
            words[PHRASES.reason(phrase)] += word_count(line).max(1.0);
        }
        *is_found = !phrases.is_empty();
    }
    is_found
}

/// Returns the phrases in a line, each as often as the line has it.
fn phrases_in(line: &str) -> Vec<usize> {
    let folded = line.to_lowercase().replace('’', "'");
    let mut found = Vec::new();
    for at in 0..folded.len() {
        let rest = &folded.as_bytes()[at..];
        found.extend(PHRASES.at_start_of(rest));
    }
    found
}

/// Returns the reason with most words, the first of equals.
fn most(words: &WallWords) -> Option<NoContent> {
    let mut best: Option<(NoContent, f32)> = None;
    for (&reason, &count) in NoContent::ALL.iter().zip(words) {
        if count > best.map_or(0.0, |(_, most)| most) {
            best = Some((reason, count));
        }
    }
    best.map(|(reason, _)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_take_no_memory() {
        assert_eq!(first_bytes(["", "a", "", "b", ""].into_iter()), (vec!["a", "b"], true));
        let long = "a".repeat(MAX_BYTES);
        assert_eq!(first_bytes([&*long, "b", "c"].into_iter()), (vec![&*long], false));
    }

    #[test]
    fn walls_are_no_content() {
        for (lines, reason) in [
            (&["403 Forbidden", "nginx"][..], NoContent::Forbidden),
            (&["Seite nicht gefunden", "Zur Startseite"], NoContent::Missing),
            (&["You need to enable JavaScript to run this app."], NoContent::Script),
            (&["JavaScriptを有効にしてください。"], NoContent::Script),
        ] {
            assert_eq!(wall(lines.iter().copied(), None), Some(reason), "{lines:?}");
        }
    }

    #[test]
    fn the_title_counts_above_long_chrome() {
        let long = "a ".repeat(MAX_BYTES);
        assert_eq!(reason([&*long].into_iter(), Some("404 Not Found")), NoContent::Missing);
        assert_eq!(reason([&*long].into_iter(), None), NoContent::Other);
    }

    #[test]
    fn articles_about_walls_are_content() {
        let article = "The server answered that the page could not be found, so the clerk wrote \
                       the number on a card and asked again on Monday.";
        let more = "He had asked for the list of the mills three times since the spring, and each \
                    time he was sent to another office.";
        assert_eq!(wall([article, more].into_iter(), None), None);
        assert_eq!(wall([].into_iter(), None), None);
    }
}
