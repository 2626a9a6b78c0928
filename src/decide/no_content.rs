//! Documents without content: walls, shells, error pages, parked domains.
//!
//! Such a page often has one or two sentences that look like an article. Only their words show what
//! they are. `phrases.txt` lists the phrases by reason, in lower case.

use crate::no_content::NoContent;
use crate::unicode::word_count;

const PHRASES: &str = include_str!("no_content/phrases.txt");
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
    let mut words = WallWords::default();
    let (mut others, mut bytes) = (0.0, 0);
    for line in lines {
        bytes += line.len();
        if bytes > MAX_BYTES {
            return None;
        }
        if !add_phrases(line, &mut words) {
            let count = word_count(line);
            if count >= CONTENT_LINE_WORDS {
                return None;
            }
            others += count;
        }
    }
    let in_phrases: f32 = words.iter().sum();
    if let Some(title) = title {
        add_phrases(title, &mut words);
    }
    if others > in_phrases + OTHER_WORDS {
        return None;
    }
    most(&words)
}

/// Returns the reason that the lines of a document without kept ones give.
pub(crate) fn reason<'t>(
    lines: impl Iterator<Item = &'t str>,
    title: Option<&'t str>,
) -> NoContent {
    let mut words = WallWords::default();
    let mut bytes = 0;
    for line in lines.chain(title) {
        bytes += line.len();
        if bytes > MAX_BYTES {
            break;
        }
        add_phrases(line, &mut words);
    }
    most(&words).unwrap_or(NoContent::Other)
}

/// Adds the words of a line to each reason whose phrase it contains. Returns true if there is one.
fn add_phrases(line: &str, words: &mut WallWords) -> bool {
    let folded = line.to_lowercase().replace('’', "'");
    let count = word_count(line).max(1.0);
    let (mut at, mut is_found) = (0, false);
    for phrase in PHRASES.lines().map(str::trim).filter(|phrase| !phrase.is_empty()) {
        if let Some(name) = phrase.strip_prefix('[') {
            let name = name.trim_end_matches(']');
            at = NoContent::ALL.iter().position(|reason| reason.name() == name).unwrap_or(0);
        } else if words.get(at).is_some() && folded.contains(phrase) {
            words[at] += count;
            is_found = true;
        }
    }
    is_found
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
    fn articles_about_walls_are_content() {
        let article = "The server answered that the page could not be found, so the clerk wrote \
                       the number on a card and asked again on Monday.";
        let more = "He had asked for the list of the mills three times since the spring, and each \
                    time he was sent to another office.";
        assert_eq!(wall([article, more].into_iter(), None), None);
        assert_eq!(wall([].into_iter(), None), None);
    }

    #[test]
    fn every_reason_but_the_last_has_phrases() {
        for reason in &NoContent::ALL[..NoContent::ALL.len() - 1] {
            assert!(PHRASES.contains(&format!("[{reason}]")), "{reason}");
        }
    }
}
