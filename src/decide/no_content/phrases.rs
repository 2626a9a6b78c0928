//! The phrases of documents without content. `phrases.txt` lists them by reason, in lower case.
//!
//! The compiler builds the table, so that opening it costs nothing.

use crate::no_content::NoContent;

/// A heading with the name of a reason, and below it its phrases, for each reason but the last in
/// the order of [`NoContent::ALL`].
const TEXT: &str = include_str!("phrases.txt");
/// Lines of the file.
const LINES: usize = count_lines(TEXT.as_bytes());
/// Bytes of a run. A phrase has at least as many.
const RUN: usize = 4;
/// Hashes of runs: four times as many as phrases, so that most runs of a text have the hash of no
/// phrase.
const HASHES: usize = 2048;
/// Follows the last phrase of a chain.
const END: u16 = u16::MAX;

pub(super) static PHRASES: PhraseIndex = PhraseIndex::new();

/// All phrases, by the hash of their first bytes.
pub(super) struct PhraseIndex {
    /// For each hash, the first phrase of its chain.
    first: [u16; HASHES],
    /// For each phrase, the next one of its chain.
    next: [u16; LINES],
    /// The bytes of each phrase in the file.
    spans: [(u16, u16); LINES],
    /// The reason of each phrase, in [`NoContent::ALL`].
    reasons: [u8; LINES],
    count: usize,
}

impl PhraseIndex {
    const fn new() -> Self {
        let text = TEXT.as_bytes();
        let mut index = PhraseIndex {
            first: [END; HASHES],
            next: [END; LINES],
            spans: [(0, 0); LINES],
            reasons: [0; LINES],
            count: 0,
        };
        let (mut start, mut headings) = (0, 0);
        while start < text.len() {
            let end = end_of_line(text, start);
            if text[start] == b'[' {
                headings += 1;
            } else if end > start {
                let hash = hash(text, start);
                index.spans[index.count] = (start as u16, end as u16);
                index.reasons[index.count] = headings - 1;
                index.next[index.count] = index.first[hash];
                index.first[hash] = index.count as u16;
                index.count += 1;
            }
            start = end + 1;
        }
        index
    }

    /// Returns the phrases with which some bytes begin.
    pub(super) fn at_start_of(&self, bytes: &[u8]) -> impl Iterator<Item = usize> {
        let first = if bytes.len() < RUN { END } else { self.first[hash(bytes, 0)] };
        let link = |phrase: u16| (phrase != END).then_some(usize::from(phrase));
        std::iter::successors(link(first), move |&phrase| link(self.next[phrase]))
            .filter(|&phrase| bytes.starts_with(self.phrase(phrase)))
    }

    /// Returns the reason of a phrase, in [`NoContent::ALL`].
    pub(super) fn reason(&self, phrase: usize) -> usize {
        usize::from(self.reasons[phrase]).min(NoContent::ALL.len() - 1)
    }

    /// Returns the bytes of a phrase.
    pub(super) fn phrase(&self, phrase: usize) -> &'static [u8] {
        let (start, end) = self.spans[phrase];
        &TEXT.as_bytes()[usize::from(start)..usize::from(end)]
    }
}

/// Returns the hash of the run at `start`: multiplicative hashing with the golden ratio (Knuth, The
/// Art of Computer Programming, volume 3, 6.4).
const fn hash(bytes: &[u8], start: usize) -> usize {
    let run = [bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]];
    let product = u32::from_le_bytes(run).wrapping_mul(0x9E37_79B9);
    (product >> (u32::BITS - HASHES.trailing_zeros())) as usize
}

const fn end_of_line(text: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < text.len() && text[end] != b'\n' {
        end += 1;
    }
    end
}

const fn count_lines(text: &[u8]) -> usize {
    let (mut count, mut start) = (0, 0);
    while start < text.len() {
        count += 1;
        start = end_of_line(text, start) + 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_is_found_with_its_reason() {
        let mut reason = "";
        for line in TEXT.lines().filter(|line| !line.is_empty()) {
            if let Some(heading) = line.strip_prefix('[') {
                reason = heading.trim_end_matches(']');
                continue;
            }
            assert_eq!(line, line.trim().to_lowercase());
            let reasons: Vec<_> = PHRASES
                .at_start_of(format!("{line} x").as_bytes())
                .filter(|&phrase| PHRASES.phrase(phrase) == line.as_bytes())
                .map(|phrase| NoContent::ALL[PHRASES.reason(phrase)].name())
                .collect();
            assert!(reasons.contains(&reason), "{line}: {reasons:?}");
        }
        assert_eq!(PHRASES.at_start_of(b"The").count(), 0);
    }

    #[test]
    fn every_reason_but_the_last_has_phrases() {
        let mut reasons: Vec<usize> =
            (0..PHRASES.count).map(|phrase| PHRASES.reason(phrase)).collect();
        reasons.dedup();
        assert_eq!(reasons, (0..NoContent::ALL.len() - 1).collect::<Vec<_>>());
    }
}
