//! Lines that repeat the text of another one.

use crate::features::PROSE_WORDS;
use crate::features::tokens::TokenLists;
use crate::hash::KeyMap;
use crate::unicode::{clip, words};

use super::facts::LineFacts;
use super::flags::LineFlag;
use super::text_part::TextPart;

/// Copies are counted up to this.
const MOST_COPIES: u8 = 9;
/// Logical lines at the top that are compared for [`LineFlag::Fused`].
const TOP_LINES: usize = 40;
/// Bytes of such a line that are compared.
const TOP_BYTES: usize = 480;
/// Letters (in bytes) of a line that another one can end with: more than a single word, less than a
/// paragraph.
const FUSED_BYTES: std::ops::RangeInclusive<usize> = 12..=200;
/// Letters (in bytes) before them in a fused line: three names of sections. A paragraph can end
/// with the words of another line too, and has more before them.
const FUSED_PATH_BYTES: std::ops::RangeInclusive<usize> = 1..=64;
/// Fewest words of a headline that the title of the window repeats: fewer name a section.
const TITLE_WORDS: f32 = 3.0;
/// Fewest words of the name of a work that the statement of its licence repeats.
const WORK_WORDS: usize = 3;

/// Counts the lines with the same words as each line, and marks copies. Returns the number of
/// distinct lines.
pub(super) fn count_copies(lines: &mut [LineFacts]) -> u32 {
    let mut counts: KeyMap<u8> = KeyMap::with_capacity_and_hasher(lines.len(), Default::default());
    let mut prose: KeyMap<()> = KeyMap::default();
    for line in lines.iter_mut() {
        let count = counts.entry(line.key).or_default();
        let has_same_words = *count > 0;
        *count = count.saturating_add(1);
        let is_new_prose = line.words >= PROSE_WORDS && prose.insert(line.text_key, ()).is_none();
        line.shape.flags.set(LineFlag::SameWords, has_same_words);
        line.shape.flags.set(LineFlag::Copy, has_same_words && !is_new_prose);
    }
    for line in lines {
        line.around.copies = counts.get(&line.key).map_or(1, |&count| count.min(MOST_COPIES));
    }
    counts.len() as u32
}

/// Marks lines near the top that end with the whole text of another one: "HomeWorldRain takes old
/// bridge".
pub(super) fn mark_fused(lines: &mut [LineFacts], part: TextPart<'_>) {
    // The letters of the top lines, one after the other.
    let (mut letters, mut ends) = (Vec::new(), vec![0]);
    for line in part.logical.iter().take(TOP_LINES) {
        let line = clip(part.text_of(line), TOP_BYTES);
        words(line).for_each(|word| letters.extend_from_slice(word.text.as_bytes()));
        ends.push(letters.len());
    }
    let top: Vec<&[u8]> = ends.windows(2).map(|ends| &letters[ends[0]..ends[1]]).collect();
    let others: Vec<&[u8]> =
        top.iter().copied().filter(|line| FUSED_BYTES.contains(&line.len())).collect();
    for (line, facts) in top.iter().zip(lines) {
        let last = line.last_chunk::<8>();
        let is_fused = others.iter().any(|other| {
            // The last bytes distinguish most pairs, and are compared at once.
            last == other.last_chunk::<8>()
                && FUSED_PATH_BYTES.contains(&line.len().saturating_sub(other.len()))
                && line.ends_with(other)
        });
        facts.shape.flags.set(LineFlag::Fused, is_fused);
    }
}

/// Marks the lines whose words begin the statement of a licence right below: the name of an image
/// above its licence.
pub(super) fn mark_licensed_works(lines: &mut [LineFacts], tokens: &TokenLists) {
    for line in 1..lines.len() {
        let work = tokens.of(line - 1);
        let is_named = work.len() >= WORK_WORDS && tokens.of(line).starts_with(work);
        let is_licensed = is_named && lines[line].has(LineFlag::Licence);
        lines[line - 1].shape.flags.set(LineFlag::LicensedWork, is_licensed);
    }
}

/// Marks the lines with whose words the first line begins, if they are half of it: a site's name is
/// shorter.
pub(super) fn mark_titles(lines: &mut [LineFacts], tokens: &TokenLists) {
    for (number, line) in lines.iter_mut().enumerate().skip(1) {
        let (own, first) = (tokens.of(number), tokens.of(0));
        let is_in_title =
            line.words >= TITLE_WORDS && first.len() <= 2 * own.len() && first.starts_with(own);
        line.shape.flags.set(LineFlag::InTitle, is_in_title);
    }
}
