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
    add_phrases(&first_bytes(lines.chain(title)).0, &mut words);
    most(&words).unwrap_or(NoContent::Other)
}

/// Returns the first lines, up to [`MAX_BYTES`], and whether these are all.
fn first_bytes<'t>(lines: impl Iterator<Item = &'t str>) -> (Vec<&'t str>, bool) {
    let (mut first, mut bytes) = (Vec::new(), 0);
    for line in lines {
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
    let text = FoldedLines::of(lines);
    let mut is_found = vec![false; lines.len()];
    let mut reason = 0;
    for phrase in PHRASES.lines().filter(|phrase| !phrase.is_empty()) {
        if let Some(name) = phrase.strip_prefix('[') {
            let name = name.trim_end_matches(']');
            reason = NoContent::ALL.iter().position(|known| known.name() == name).unwrap_or(0);
            continue;
        }
        for line in text.lines_with(phrase) {
            words[reason] += word_count(lines[line]).max(1.0);
            is_found[line] = true;
        }
    }
    is_found
}

/// Lines as phrases are compared with them.
struct FoldedLines {
    text: String,
    /// The offset after each line in `text`.
    ends: Vec<usize>,
    /// The hashes of all runs of [`RUN`] bytes. Few phrases have their first run here.
    runs: [bool; HASHES],
}

/// Bytes of a run, and the number of hashes of runs. A phrase has at least as many bytes.
const RUN: usize = 4;
const HASHES: usize = 4096;

/// Returns the hash of the first run of some bytes: multiplicative hashing with the golden ratio
/// (Knuth, The Art of Computer Programming, volume 3, 6.4).
fn hash_of_run(bytes: &[u8]) -> Option<usize> {
    let run = u32::from_le_bytes(*bytes.first_chunk()?);
    Some((run.wrapping_mul(0x9E37_79B9) >> (u32::BITS - HASHES.trailing_zeros())) as usize)
}

impl FoldedLines {
    fn of(lines: &[&str]) -> Self {
        let mut folded =
            FoldedLines { text: String::new(), ends: Vec::new(), runs: [false; HASHES] };
        for line in lines {
            folded.text.push_str(&line.to_lowercase().replace('’', "'"));
            folded.text.push('\n');
            folded.ends.push(folded.text.len());
        }
        for run in folded.text.as_bytes().windows(RUN).filter_map(hash_of_run) {
            folded.runs[run] = true;
        }
        folded
    }

    /// Returns the lines that contain a phrase.
    fn lines_with(&self, phrase: &str) -> Vec<usize> {
        if !hash_of_run(phrase.as_bytes()).is_some_and(|run| self.runs[run]) {
            return Vec::new();
        }
        let offsets = self.text.match_indices(phrase).map(|(at, _)| at);
        let mut lines: Vec<usize> =
            offsets.map(|at| self.ends.partition_point(|&end| end <= at)).collect();
        lines.dedup();
        lines
    }
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
    fn each_phrase_is_found_in_its_line() {
        for phrase in PHRASES.lines().filter(|line| !line.is_empty() && !line.starts_with('[')) {
            assert_eq!(phrase, phrase.trim().to_lowercase());
            let line = format!("- {}.", phrase.to_uppercase());
            let lines = ["The mill", &line, phrase];
            let folded = FoldedLines::of(&lines);
            assert!(folded.lines_with(phrase).contains(&2), "{phrase}");
            assert!(!folded.lines_with(phrase).contains(&0), "{phrase}");
        }
    }

    #[test]
    fn every_reason_but_the_last_has_phrases() {
        for reason in &NoContent::ALL[..NoContent::ALL.len() - 1] {
            assert!(PHRASES.contains(&format!("[{reason}]")), "{reason}");
        }
    }
}
