//! Aligns the words of a page with those of a gold text: longest common subsequence, by the bit-parallel method of
//! Hyyrö (2004), with the choice traced back.

use std::collections::HashMap;

/// The words of a text, lower case; characters of scripts without spaces are words of their own.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let spaceless = matches!(c as u32,
            0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF);
        match words.last_mut() {
            _ if !(c.is_alphanumeric() || c == '_') => open = false,
            Some(last) if open && !spaceless => last.extend(c.to_lowercase()),
            _ => {
                words.push(c.to_lowercase().collect());
                open = !spaceless;
            }
        }
    }
    words
}

/// For each item of `page`, the item of `gold` that it is matched with in a longest common subsequence.
pub(crate) fn align<'a>(page: &'a [String], gold: &'a [String]) -> Vec<Option<usize>> {
    let mut matched = vec![None; page.len()];
    if page.is_empty() || gold.is_empty() {
        return matched;
    }
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
        if bit(row - 1, column - 1) {
            column -= 1;
        } else {
            row -= 1;
            if row == 0 || bit(row - 1, column - 1) {
                column -= 1;
                matched[row] = Some(column);
            }
        }
    }
    matched
}

/// One word of the page: a zero bit in `state` at `column` says that the subsequence grows there.
fn step(state: &mut [u64], positions: &[u64]) {
    let mut carry = 0u64;
    for (state, positions) in state.iter_mut().zip(positions) {
        let hit = *state & positions;
        let (sum, over) = state.overflowing_add(hit);
        let (sum, more) = sum.overflowing_add(carry);
        carry = u64::from(over | more);
        *state = sum | (*state - hit);
    }
}

/// Which words of the page are in the gold text: in order, or, where four gold words in a row were not found in order,
/// anywhere.
pub(crate) fn found(page: &[String], gold: &[String]) -> Vec<bool> {
    const SHINGLE: usize = 4;
    let matched = align(page, gold);
    let mut found: Vec<bool> = matched.iter().map(Option::is_some).collect();
    let mut used = vec![false; gold.len()];
    matched.iter().flatten().for_each(|&at| used[at] = true);
    let moved: std::collections::HashSet<&[String]> = gold
        .windows(SHINGLE)
        .enumerate()
        .filter(|(at, _)| !used[*at..at + SHINGLE].contains(&true))
        .map(|(_, shingle)| shingle)
        .collect();
    for (at, shingle) in page.windows(SHINGLE).enumerate() {
        if !moved.is_empty()
            && matched[at..at + SHINGLE].iter().all(Option::is_none)
            && moved.contains(shingle)
        {
            found[at..at + SHINGLE].fill(true);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longest_common_subsequence_is_found() {
        let page = words("menu home the rain fell for three days share this");
        let gold = words("The rain fell, for three days");
        let hits: Vec<&str> = page
            .iter()
            .zip(found(&page, &gold))
            .filter(|(_, hit)| *hit)
            .map(|(w, _)| w.as_str())
            .collect();
        assert_eq!(hits, ["the", "rain", "fell", "for", "three", "days"]);
        let long: Vec<String> = (0..300).map(|n| (n % 7).to_string()).collect();
        assert!(found(&long, &long).iter().all(|&hit| hit));
    }

    #[test]
    fn moved_text_is_found() {
        let page = words("one two three four five six seven eight nine ten");
        let gold = words("six seven eight nine ten one two three four");
        assert!(found(&page, &gold).iter().filter(|&&hit| hit).count() >= 9);
    }
}
