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
/// Words of a line, less those for which phrases account, from which it is content.
const CONTENT_LINE_WORDS: f32 = 15.0;
/// Words without a phrase that a wall may have besides as many words as its phrases account for:
/// buttons, names of fields, the name of the server.
const OTHER_WORDS: f32 = 10.0;
/// Words of a line for which each word of its phrases accounts. With four, some short articles that
/// contain a phrase are walls ("The mill is for sale."); with two, three of the 41 walls in
/// `train/plants/walls.txt` are content.
const WORDS_PER_PHRASE_WORD: f32 = 3.0;

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
    let (mut in_phrases, mut others) = (0.0, 0.0);
    for line in lines {
        let count = word_count(line);
        let explained = (add_phrases(line, &mut words) * WORDS_PER_PHRASE_WORD).min(count);
        if count - explained >= CONTENT_LINE_WORDS {
            return None;
        }
        in_phrases += explained;
        others += count - explained;
    }
    if others > in_phrases + OTHER_WORDS {
        return None;
    }
    if let Some(title) = title {
        add_phrases(title, &mut words);
    }
    most(&words)
}

/// Returns the reason that the lines of a document without kept ones give.
pub(crate) fn reason<'t>(
    lines: impl Iterator<Item = &'t str>,
    title: Option<&'t str>,
) -> NoContent {
    let mut words = WallWords::default();
    for line in first_bytes(title.into_iter().chain(lines)).0 {
        add_phrases(line, &mut words);
    }
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

/// Adds the words of a line to the reasons whose phrases it contains. Returns the words of its
/// phrases.
fn add_phrases(line: &str, words: &mut WallWords) -> f32 {
    let folded = line.to_lowercase().replace('’', "'");
    let count = word_count(line).max(1.0);
    let (mut found, mut in_phrases, mut end) = (Vec::new(), 0.0, 0);
    for at in 0..folded.len() {
        for phrase in PHRASES.at_start_of(&folded.as_bytes()[at..]) {
            let phrase_end = at + PHRASES.phrase(phrase).len();
            // Phrases overlap, and their common words count once.
            in_phrases += word_count(folded.get(at.max(end)..phrase_end).unwrap_or_default());
            end = end.max(phrase_end);
            found.push(phrase);
        }
    }
    found.sort_unstable();
    found.dedup();
    for phrase in found {
        words[PHRASES.reason(phrase)] += count;
    }
    in_phrases
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
        for (title, line) in [
            (
                "Pump house",
                "The old pump house at Fenmoor is for sale. The council hopes to find a buyer who \
                 will keep the two beam engines where they are and open them to visitors.",
            ),
            (
                "Stromabschaltung",
                "Wegen Wartungsarbeiten am Trafo wird am Dienstag in der Dorfstraße von acht bis \
                 zwölf Uhr der Strom abgestellt.",
            ),
            (
                "Plage nord : réouverture samedi",
                "L’accès refusé à la plage nord depuis lundi sera de nouveau autorisé samedi, a \
                 indiqué la mairie. Les baigneurs resteront à distance de la digue.",
            ),
        ] {
            assert_eq!(wall([title, line].into_iter(), Some(title)), None, "{line}");
        }
        assert_eq!(wall([].into_iter(), None), None);
    }
}
