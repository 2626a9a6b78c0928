//! Aligns the words of a page with those of a gold text by their longest common subsequence.
//!
//! The algorithm is the bit-parallel one of Hyyrö (2004), with a table of all states to trace the
//! alignment back.

use std::collections::{HashMap, HashSet};

/// Blocks of scripts without spaces between words, as first and last code points: Thai and Lao,
/// Burmese, Khmer, kana, Han, Hangul, compatibility Han. Each character counts as a word.
pub(crate) const SPACELESS: [(u32, u32); 7] = [
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
];

/// Consecutive gold words that must match if they are found at another position.
const SHINGLE: usize = 4;

/// Splits a text into lower-case words.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    // True while the next letter continues the last word.
    let mut is_open = false;
    for c in text.chars() {
        if !(c.is_alphanumeric() || c == '_') {
            is_open = false;
            continue;
        }
        let is_spaceless = is_spaceless(c);
        match words.last_mut() {
            Some(last) if is_open && !is_spaceless => last.extend(c.to_lowercase()),
            _ => {
                words.push(c.to_lowercase().collect());
                is_open = !is_spaceless;
            }
        }
    }
    words
}

fn is_spaceless(c: char) -> bool {
    SPACELESS.iter().any(|&(first, last)| (first..=last).contains(&(c as u32)))
}

/// Returns, for each word of `page`, the index of the word of `gold` that it is aligned with.
pub(crate) fn align<'a>(page: &'a [String], gold: &'a [String]) -> Vec<Option<usize>> {
    let mut matched = vec![None; page.len()];
    if page.is_empty() || gold.is_empty() {
        return matched;
    }
    // A row has one bit per gold word.
    let blocks = gold.len().div_ceil(64);
    let mut positions: HashMap<&str, Vec<u64>> = HashMap::new();
    for (at, word) in gold.iter().enumerate() {
        positions.entry(word).or_insert_with(|| vec![0; blocks])[at / 64] |= 1 << (at % 64);
    }
    let mut rows: Vec<u64> = Vec::with_capacity(page.len() * blocks);
    let mut state = vec![u64::MAX; blocks];
    for word in page {
        if let Some(positions) = positions.get(word.as_str()) {
            step(&mut state, positions);
        }
        rows.extend(&state);
    }
    let bit =
        |row: usize, column: usize| rows[row * blocks + column / 64] >> (column % 64) & 1 == 1;
    let (mut row, mut column) = (page.len(), gold.len());
    while row > 0 && column > 0 {
        // A one bit: the subsequence does not grow at this gold word.
        if bit(row - 1, column - 1) {
            column -= 1;
            continue;
        }
        row -= 1;
        // It does not grow here one row earlier, so this row's word is the match.
        if row == 0 || bit(row - 1, column - 1) {
            column -= 1;
            matched[row] = Some(column);
        }
    }
    matched
}

/// Adds one word of the page. A zero bit in `state`: the subsequence grows at this gold word.
fn step(state: &mut [u64], positions: &[u64]) {
    let mut carry = 0u64;
    for (state, positions) in state.iter_mut().zip(positions) {
        let hit = *state & positions;
        let (sum, overflow) = state.overflowing_add(hit);
        let (sum, carry_overflow) = sum.overflowing_add(carry);
        carry = u64::from(overflow | carry_overflow);
        *state = sum | (*state - hit);
    }
}

/// Returns true for each word of the page that the gold text contains.
///
/// Words match in order. If [`SHINGLE`] gold words in a row have no match in order, they also match
/// at any other position: some gold texts move blocks.
pub(crate) fn find_words(page: &[String], gold: &[String]) -> Vec<bool> {
    let matched = align(page, gold);
    let mut found: Vec<bool> = matched.iter().map(Option::is_some).collect();
    let mut is_used = vec![false; gold.len()];
    for &at in matched.iter().flatten() {
        is_used[at] = true;
    }
    let mut moved: HashSet<&[String]> = HashSet::new();
    for (at, shingle) in gold.windows(SHINGLE).enumerate() {
        if !is_used[at..at + SHINGLE].contains(&true) {
            moved.insert(shingle);
        }
    }
    if moved.is_empty() {
        return found;
    }
    for (at, shingle) in page.windows(SHINGLE).enumerate() {
        let is_unmatched = matched[at..at + SHINGLE].iter().all(Option::is_none);
        if is_unmatched && moved.contains(shingle) {
            found[at..at + SHINGLE].fill(true);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_order() {
        let page = words("menu home the rain fell for three days share this");
        let gold = words("The rain fell, for three days");
        let hits: Vec<&str> = page
            .iter()
            .zip(find_words(&page, &gold))
            .filter(|(_, hit)| *hit)
            .map(|(word, _)| word.as_str())
            .collect();
        assert_eq!(hits, ["the", "rain", "fell", "for", "three", "days"]);
        let long: Vec<String> = (0..300).map(|n| (n % 7).to_string()).collect();
        assert!(find_words(&long, &long).iter().all(|&hit| hit));
    }

    #[test]
    fn moved_text_matches() {
        let page = words("one two three four five six seven eight nine ten");
        let gold = words("six seven eight nine ten one two three four");
        assert!(find_words(&page, &gold).iter().filter(|&&hit| hit).count() >= 9);
    }
}
